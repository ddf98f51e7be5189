"""Turn the cells of a mapped row into single-valued texts: shared cells split, drop-down codes off, yes and no read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from indexer.columns import MappedRow
from indexer.normalise.issues import IssueCodes
from models.records import Issue
from models.understand.clean import clean_text
from models.understand.identity import parse_phones

LONGEST_CELL = 2000
# Source: judged-set.md, "a formula in a name, phone or pay cell"; what we would have to calculate counts too.
_NO_FORMULA = frozenset(
    {"person_name", "employer_name", "contact_name", "job_title", "contact_phone", "wage_text", "wage_min", "wage_max"}
    | {"id_no", "uscc", "headcount", "publish_to", "gig_date", "intent_wage", "work_income"}
)
# An age is often worked out from the ID number beside it; it is passed over and the number counts.
_WORKED_OUT = frozenset({"age"})

_COMPOSED = re.compile(r"^[^?].*[+#]")
_REPEATABLE = frozenset(
    {
        "job_desc",
        "requirements",
        "major_req",
        "cert_req",
        "skill_req",
        "welfare",
        "board_lodging",
        "social_ins",
        "remark",
    }
    | {"skills", "certs", "experience", "intent_job", "intent_place", "work_place", "wage_text"}
)
_LEADING_CODE = re.compile(r"^\s*\d{1,2}\s*[-_.、:：—]\s*(?=[^\d\s])")
_BOX = "□"
_WHO = r"(?:本人|家属|口头|电话|书面|均|都|已经?)?"
_WHAT = r"(?:推送|匹配|推荐|授权|签字|签名|外出|的|了|啦)*"
_YES = re.compile(
    rf"[√✓✔☑]+{_WHO}(?:同意|是|愿意)?{_WHAT}|{_WHO}(?:同意|愿意|授权|签字|签名|签){_WHAT}|y|yes|ok|t|true|1|是的?|有|对|可以|可|行|要"
)
_NO = re.compile(
    rf"[×✗✘✖xх]+|{_WHO}(?:不|未|没有?|拒绝|暂不|不予|坚决不)(?:同意|愿意?|授权|接受){_WHAT}|{_WHO}拒绝{_WHAT}|n|no|f|false|0|否|不|不是|不行|不可以?|不要|暂不"
)
NOTHING = frozenset(
    {"", "无", "/", "-", "--", "—", "不限", "无要求", "没有", "暂无", "无。", "none", "nan", "null", "不详"}
)

_NO_PHONE = re.compile(
    r"(?:暂?无|没有?|未留|未填|不?用)(?:手机|电话|号码|联系方式|座机)*|(?:已)?(?:空号|停机|销号)|\D*不详|未知|待补|/+|-+|—+|[*×x]+"
)

# What a part of a shared cell must look like to belong to a field; fields not named take what is left over.
_LOOKS_LIKE: Mapping[str, re.Pattern[str]] = {
    "contact_phone": re.compile(r"\d{7,}|\d{3,4}[\s-]\d{4}[\s-]\d{4}|\d{3,4}-\d{7,8}"),
    "sex": re.compile(r"^[男女]"),
    "sex_req": re.compile(r"^(?:限|仅)?[男女]|^不限$"),
    "age": re.compile(r"^\d{1,2}\s*(?:岁|周岁)?$"),
    "age_text": re.compile(r"岁|周岁|^\d{2}\s*[-~—至到]\s*\d{2}$|年龄"),
    "education": re.compile(r"小学|初中|高中|中专|职高|技校|大专|专科|本科|学士|硕士|研究生|博士|文盲|学历"),
    "edu_req": re.compile(r"小学|初中|高中|中专|职高|技校|大专|专科|本科|学士|硕士|研究生|博士|学历"),
    "social_ins": re.compile(r"险|社保|五保|公积金"),
    "insurance_acc": re.compile(r"险"),
    "board_lodging": re.compile(r"包|住|吃|餐|宿|食"),
    "pay_cycle": re.compile(r"结|发放|打卡"),
    "cert_req": re.compile(r"证"),
    "certs": re.compile(r"证"),
    "shift": re.compile(r"班|休|点|时|:|全天|按天|双休|单休|每"),
    "work_hours": re.compile(r"班|休|点|时|:|全天|按天|双休|单休|每"),
}


def values_of(row: MappedRow) -> dict[str, str]:
    """Return the fields of a row with shared cells (`a+b`) taken apart and repeated columns (`a#2`) joined.

    A field that has a column of its own keeps it; the part of a shared cell is added only where nothing stands. Columns
    of words join with "；", of other columns the first that says something counts. An age that is a formula is
    left out.
    """
    values = {name: text for name, text in row.values.items() if not _COMPOSED.search(name)}
    for name in _WORKED_OUT & row.formulas:
        values.pop(name, None)
    for name, text in row.values.items():
        if name.startswith("?") or not _COMPOSED.search(name):
            continue
        field = name.partition("#")[0]
        if "+" in field:
            for part, words in split_shared(text, field.split("+")).items():
                values.setdefault(part, words)
        elif field not in values:
            values[field] = text
        elif field in _REPEATABLE and text not in values[field]:
            values[field] = f"{values[field]}；{text}"
    return values


def split_shared(text: str, fields: list[str]) -> dict[str, str]:
    """Return the words of a cell that belong to each of `fields`, in that order of claim.

    A name and its phone are told apart by the digits; anything else is cut at / ；; and line breaks (if that leaves one
    piece, at 、), each piece going to the first free field that it looks like, and what fits none to the first field
    without words, else to the last.
    """
    if "contact_phone" in fields and len(fields) == 2:
        other = fields[0] if fields[1] == "contact_phone" else fields[1]
        name, phone = split_name_and_phone(text)
        return {field: words for field, words in ((other, name), ("contact_phone", phone)) if words}
    if set(fields) == {"risk_flag", "cert_req"}:
        asked = "、".join(part for part in re.split(r"[；;、]", text) if "证" in part)
        return {"risk_flag": text, **({"cert_req": asked} if asked else {})}
    if {"employment_form"} & set(fields) and len(fields) == 2:
        other = fields[0] if fields[1] == "employment_form" else fields[1]
        form, _, rest = text.partition("/")
        return {field: words for field, words in (("employment_form", form.strip()), (other, rest.strip())) if words}
    pieces = [p.strip() for p in re.split(r"[/／；;\n]", text) if p.strip()]
    if len(pieces) < 2:
        pieces = [p.strip() for p in re.split(r"[、，,\s]+", text) if p.strip()]
    found: dict[str, list[str]] = {}
    for piece in pieces:
        fitting = [f for f in fields if f in _LOOKS_LIKE and _LOOKS_LIKE[f].search(piece)]
        free = [f for f in fitting if f not in found] or fitting
        left = [f for f in fields if f not in found and f not in _LOOKS_LIKE] or [f for f in fields if f not in found]
        target = (free or left or fields[-1:])[0]
        found.setdefault(target, []).append(piece)
    return {field: "；".join(found[field]) for field in fields if field in found}


def split_name_and_phone(text: str) -> tuple[str, str]:
    """Return "李主管 19900000095（下班打）" as ("李主管", "19900000095（下班打）"); the phone may come first."""
    match = re.search(r"[（(+]?\d[\d\s\-—()（）]{5,}\d(?:[（(][^（）()]*[)）])?", text)
    if match is None:
        return text.strip(), ""
    name = (text[: match.start()] + " " + text[match.end() :]).strip(" ：:，,、/；;")
    label = r"^(?:联系人|电话|联系电话)[:：]?\s*|[，,]?\s*(?:电话|联系电话|手机)[:：]?$"
    return re.sub(label, "", name).strip(), match[0].strip()


def without_code(text: str) -> str:
    """Return a drop-down text without its code: "1-外出务工" is "外出务工"; "1-2年" and "3-5人" stay."""
    rest = _LEADING_CODE.sub("", text, count=1)
    return text if rest == text or re.match(r"^(?:年|人|个|岁|月|天|名|万|千|元|点|班)", rest) else rest.strip()


def yes_no(text: str) -> bool | None:
    """Return a consent-like cell as True, False or None (blank, neither, or boxes none of which is ticked)."""
    plain = clean_text(without_code(text)).lower()
    if _BOX in plain or "☑" in plain:
        ticked = re.search(r"[☑✓√✔■]\s*([^□☑✓√✔■]+)", plain)
        plain = ticked[1] if ticked else ""
    word = re.sub(r"^0?\d[-.、]?(?=[\u4e00-\u9fff])|[\s\[\]【】()]", "", plain).strip("。.!")
    return False if _NO.fullmatch(word) else True if _YES.fullmatch(word) else None


def said(text: str) -> str:
    """Return the text, or "" when it only says that there is nothing (无, 不限, /)."""
    return "" if not text or clean_text(text).lower() in NOTHING else text.strip()


def bare_name(name: str) -> str:
    """Return a name without the blanks that are typed into two-character names, width normalised."""
    return re.sub(r"\s+", "", clean_text(name))


def rare_characters(name: str) -> str:
    """Return the characters of a name that GBK cannot write."""
    return "".join(c for c in name if not _in_gbk(c))


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def read_phone(text: str) -> tuple[str, bool]:
    """Return (first phone number or "", whether the cell says something that is no number)."""
    phones = parse_phones(text)
    if phones:
        return phones[0], False
    return "", bool(said(text)) and not _NO_PHONE.fullmatch(clean_text(text))


def cell_issues(row: MappedRow, codes: IssueCodes) -> Iterator[Issue]:
    """Yield what is wrong with cells whatever they mean: formulas where a value is read, and cells far too long."""
    for name in sorted(row.formulas):
        if set(name.partition("#")[0].split("+")) & _NO_FORMULA:
            yield codes.issue("formula_cell", name, row.values.get(name, name))
    for position, text in enumerate(row.raw, start=1):
        if len(text) > LONGEST_CELL:
            yield codes.issue("cell_too_long", "", f"第{position}列")


def slid_columns(values: Mapping[str, str]) -> list[str]:
    """Return what stands in a wrong column, as Chinese words; two or more mean that the columns slid.

    Only cells whose right content has an unmistakable form are looked at.
    """
    found = [words for field, words, looks_wrong in _MISPLACED if field in values and looks_wrong.search(values[field])]
    return list(dict.fromkeys(found))


# (field, what is wrong in Chinese, what does not belong there). A lookahead lists what does.
_MISPLACED = tuple(
    (field, words, re.compile(pattern))
    for field, words, pattern in (
        ("sex", "性别栏不是男女", r"^(?!.*[男女不未其]|[0129]$).+"),
        ("id_no", "身份证栏不是证件号", r"^1[3-9]\d{9}$|^(?!无|暂|没|未|不)[\u4e00-\u9fff]{1,8}$|^\d{4}[-./]\d{1,2}"),
        (
            "contact_phone",
            "电话栏不是电话",
            r"^\d{17}[\dXx]$|^(?!无|暂|没|未|不|同)[\u4e00-\u9fff]{2,8}$|^\d{4}[-./]\d{1,2}[-./]",
        ),
        ("person_name", "姓名栏不是姓名", r"^\d+$|^\d{17}[\dXx]$"),
        ("uscc", "信用代码栏不是代码", r"[\u4e00-\u9fff]{4,}"),
        (
            "headcount",
            "人数栏不是人数",
            r"^(?!.*[\d一二两三四五六七八九十百若数多几批足定限议])[\u4e00-\u9fffA-Za-z]{2,}|元|\d{11}|班|结$",
        ),
        ("age", "年龄栏不是年龄", r"^\d{6,}|^(?!.*[岁限\d])[\u4e00-\u9fff]{2,}$"),
        (
            "publish_to",
            "有效期栏不是日期",
            r"^1[3-9]\d{9}$|^[\u4e00-\u9fff]{1,3}(?:先生|女士|经理|主任|主管|老板|师傅)$",
        ),
        ("publish_from", "登记时间栏不是时间", r"^1[3-9]\d{9}$|^(?!.*\d)[\u4e00-\u9fff]{3,}"),
        ("gig_date", "用工日期栏不是日期", r"^\d{1,2}[:：]\d{2}|^1[3-9]\d{9}$"),
        ("grad_date", "毕业时间栏不是时间", r"^(?!.*[\d届])[\u4e00-\u9fff]{3,}$"),
        ("contact_name", "联系人栏不是姓名", r"^1[3-9]\d{9}$|^\d{4}[-./]\d{1,2}[-./]\d{1,2}"),
        ("job_title", "岗位栏不是岗位", r"^\d+$|^[0-9A-Z]{18}$"),
        ("employer_name", "单位栏不是单位", r"^\d+$|^[0-9A-Z]{18}$"),
        ("wage_text", "工资栏不是工资", r"^1[3-9]\d{9}$|^\d{17}[\dXx]$"),
        ("school", "院校栏不是院校", r"^\d"),
    )
)


def joined(parts: Iterable[str], separator: str = "；") -> str:
    """Return the parts that say something, in order, without repeats."""
    return separator.join(dict.fromkeys(part.strip() for part in parts if part.strip()))
