"""Turn a row of a posting sheet (岗位信息采集表 in any of its layouts) into a posting as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from indexer.columns import MappedRow
from indexer.interchange import split_values
from indexer.normalise.cells import cell_issues, joined, read_phone, said, slid_columns, values_of, without_code
from indexer.normalise.headcounts import read_headcount
from indexer.normalise.issues import IssueCodes
from indexer.normalise.keys import copy_claim, squeezed
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.normalise.sheet_places import county_of
from models.records import Issue, Pay, Posting, PostingKind
from models.understand.clean import clean_text
from models.understand.dates import parse_date
from models.understand.identity import uscc_problem
from models.understand.last_day import parse_last_day

KIND_WORDS: tuple[tuple[PostingKind, re.Pattern[str]], ...] = (
    (PostingKind.WORK_RELIEF, re.compile("以工代赈")),
    (PostingKind.PUBLIC_WELFARE, re.compile("公益性?岗|公岗")),
    (PostingKind.INTERNSHIP, re.compile("见习")),
    (PostingKind.GIG, re.compile("零工|即时快招|临时用工")),
    (PostingKind.REGULAR, re.compile("企业|用工|招聘|普通|市场|单位|全职|社会")),
)
LONG_TERM = re.compile(
    "长期|常年|不限|招满|满为止|招完|招够|完工|工期|持续|随时|永久|春节|过年|年前|年后|端午|中秋|国庆|农忙|收季"
    "|^有效$|^(?:有效期?)?[0-9一二两三四五六七八九十半]+(?:天|日|周|个星期|个?月|年)(?:内|有效|以内)*(?:有效)?$"
)
_NO_VALIDITY = re.compile(
    r"[/\\—\-无.。空]*|待定|面议|面谈|未定|不详|未填|暂无|没有|另行通知|以通知为准|null|none|nan", re.IGNORECASE
)
_OVER = re.compile("^已?(?:过期|截止|失效|结束|到期)")
USCC_WORDS = {
    "uscc_length": "不是18位",
    "uscc_character": "含有不允许的字符",
    "uscc_checksum": "末位校验不符，至少有一位写错",
}
_FANFEI = re.compile(r"(?<![无没不])返(?:费|现|岗费)")
_NO_FANFEI = re.compile(r"(?:无|没有|不含|不设)\s*返(?:费|现|岗费)")
_SECTIONED = (
    ("age_text", re.compile(r"^年龄(?:要求)?\s*[:：]?\s*(.+)$")),
    ("edu_req", re.compile(r"^(?:学历|文化程度)(?:要求)?\s*[:：]?\s*(.+)$")),
    ("cert_req", re.compile(r"^(?:持?证书|持证|证件|资格证)(?:要求)?\s*[:：]\s*(.+)$")),
    ("major_req", re.compile(r"^专业(?:要求)?\s*[:：]\s*(.+)$")),
    ("sex_req", re.compile(r"^性别(?:要求)?\s*[:：]\s*(.+)$")),
)
_MORE_REQUIREMENTS = ("skill_req", "exp_req", "health_req", "hukou_req")
_INSURANCE = re.compile("险|社保|公积金")


def posting_from_row(row: MappedRow, context: SheetContext) -> Normalised[Posting]:
    """Return the posting of a row and what is to be said about it; texts are kept as written.

    One cell that holds several things (年龄、学历、证书 in 岗位要求; 吃住 and 保险 in 福利待遇) is taken apart where no
    column of its own stands beside it. The meaning of texts (pay, place, occupation) is left to `understand_posting`.
    """
    values = _taken_apart(values_of(row))
    codes = context.codes
    result: Normalised[Posting] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    title = clean_text(values.get("job_title", "")).replace("\n", " ")
    if len(slid := slid_columns(values)) > 1:
        issues.append(codes.issue("slid", "", "、".join(slid)))
    if not title:
        issues.append(codes.issue("title_missing", "job_title"))
        return result
    headcount, headcount_issues = read_headcount(values.get("headcount", ""), codes, required=False)
    issues += headcount_issues if "headcount" in context.fields else []
    phone = _phone(values, context, issues)
    uscc = _uscc(values, context, issues)
    county, township, address = posting_place(values, context)
    if not county:
        issues.append(codes.issue("county_unknown", "county"))
    sex_text = said(values.get("sex_req", ""))
    if sex_text and re.search(r"[男女12]", sex_text) and not re.search("不限|均可|皆可|男女", sex_text):
        issues.append(codes.issue("sex_column", "sex_req", sex_text))
    pay_text = _pay(values)
    valid_until, valid_text = valid_day(values.get("publish_to", ""), context, issues)
    insurance = joined([values.get("social_ins", ""), values.get("insurance_acc", "")])
    result.record = Posting(
        id="",
        title=title,
        kind=_kind(values, row.section, context),
        employer=clean_text(values.get("employer_name", "")).replace("\n", " "),
        description=values.get("job_desc", ""),
        requirements=joined(
            [values.get("requirements", ""), *(said(values.get(field, "")) for field in _MORE_REQUIREMENTS)]
        ),
        county_code=county,
        township=township,
        headcount=headcount,
        headcount_text=values.get("headcount", ""),
        pay_text=pay_text,
        benefits=joined([values.get("board_lodging", ""), values.get("welfare", "")]),
        schedule_text=joined([values.get("work_hours", ""), values.get("shift", "")]),
        certificates=tuple(c for c in split_values(values.get("cert_req", "")) if said(c)),
        age_text=_age(values),
        education_text=values.get("edu_req", ""),
        major_text=said(values.get("major_req", "")),
        sex_text=sex_text,
        valid_until=valid_until,
        valid_text=valid_text,
        posted_on=parse_date(values.get("publish_from", ""), asof=context.asof),
        occupation_code=_occupation(values),
        uscc=uscc,
        industry=values.get("industry", ""),
        employment_form=joined([values.get("employment_form", ""), values.get("contract_months", "")]),
        insurance_text=insurance,
        address=address,
        contact_name=values.get("contact_name", ""),
        contact_phone=phone,
        source=values.get("source", ""),
        remark=values.get("remark", ""),
        origin=context.origin(row.number),
    )
    result.claim = copy_claim(values.get("remark", ""), untidy=_untidy(row.values, "employer_name", "job_title"))
    result.key = squeezed(values.get("job_id", ""))
    return result


def has_fanfei(text: str) -> bool:
    """Return whether a text promises a 返费 (a bounty paid later), which is never wage."""
    return bool(_FANFEI.search(_NO_FANFEI.sub("", text)))


def valid_day(text: str, context: SheetContext, issues: list[Issue]) -> tuple[date | None, str]:
    """Return (last day, text as written) of an expiry cell and say what is wrong with it.

    What names no day but is no day gone wrong either (待定, 招满即止, 三个月内) leaves the posting without an end.
    """
    words, codes = clean_text(text), context.codes
    day = parse_last_day(words, asof=context.asof) if words else None
    if day is not None:
        if day < context.asof:
            issues.append(codes.issue("expired", "publish_to", day.isoformat()))
        return day, text
    if not words or _NO_VALIDITY.fullmatch(words):
        if "publish_to" in context.fields:
            issues.append(codes.issue("valid_missing", "publish_to"))
    elif LONG_TERM.search(words):
        issues.append(codes.issue("valid_long", "publish_to", words))
    elif _OVER.search(words):
        issues.append(codes.issue("expired", "publish_to", words))
    else:
        issues.append(codes.issue("date_unreadable", "publish_to", words))
    return None, text if words else ""


def posting_place(values: Mapping[str, str], context: SheetContext) -> tuple[str, str, str]:
    """Return (county code, township name, address as written): county column, else the address, else the sheet.

    An address that names another county than the sheet wins over the sheet: there the work is.
    """
    county = county_of(values.get("county", ""), context.county_code, context.place)
    address = clean_text(values.get("work_place", "")).replace("\n", " ")
    found = context.place(address, county or context.county_code) if address else None
    if found is not None and found.level == "unknown":
        found = None
    if not county:
        county = found.county_code if found is not None and found.county_code else context.county_code
    township = clean_text(values.get("township", ""))
    if not township and found is not None and found.township_code and found.county_code == county:
        township = context.vocabulary.areas[found.township_code].name
    return county, township, address


def uscc_issue(uscc: str, context: SheetContext, *, code: str = "bad_uscc") -> Issue | None:
    """Return the issue of a credit code that is not empty and not right."""
    problem = uscc_problem(uscc)
    return context.codes.issue(code, "uscc", USCC_WORDS[problem]) if problem else None


def read_uscc(text: str) -> str:
    """Return a credit code in upper case without blanks, "" when the cell says there is none."""
    return re.sub(r"[\s\-]", "", clean_text(said(text))).upper()


def _uscc(values: Mapping[str, str], context: SheetContext, issues: list[Issue]) -> str:
    uscc = read_uscc(values.get("uscc", ""))
    if not uscc and "uscc" in context.fields:
        issues.append(context.codes.issue("uscc_blank", "uscc"))
    elif issue := uscc_issue(uscc, context):
        issues.append(issue)
    return uscc


def _phone(values: Mapping[str, str], context: SheetContext, issues: list[Issue]) -> str:
    text = values.get("contact_phone", "")
    phone, unreadable = read_phone(text)
    if unreadable:
        issues.append(context.codes.issue("bad_phone", "contact_phone", text))
    elif not phone and "contact_phone" in context.fields:
        issues.append(context.codes.issue("no_phone", "contact_phone"))
    return phone


def _pay(values: Mapping[str, str]) -> str:
    text = values.get("wage_text", "")
    low, high = values.get("wage_min", ""), values.get("wage_max", "")
    if not text and (low or high):
        text = f"{low}-{high}" if low and high else f"{low}以上" if low else f"{high}以内"
        text += "" if re.search("元|月|天|时", text) else "元/月"
    return joined([text, values.get("pay_mode", ""), values.get("pay_cycle", "")], "，") if text else text


def pay_issues(text: str, pay: Pay | None, codes: IssueCodes) -> list[Issue]:
    """Return what there is to say about a pay text and its reading: nothing, negotiable, unreadable, a 返费 in it."""
    issues: list[Issue] = []
    if pay is None or (pay.min_yuan is None and pay.max_yuan is None):
        code = "pay_missing" if not text else "pay_negotiable" if pay is not None and pay.negotiable else "pay_unclear"
        issues.append(codes.issue(code, "wage_text", text))
    if has_fanfei(text):
        issues.append(codes.issue("wage_fanfei", "wage_text"))
    return issues


def _kind(values: Mapping[str, str], section: str, context: SheetContext) -> PostingKind:
    stated = without_code(values.get("job_category", ""))
    for text in (stated, section):
        for kind, words in KIND_WORDS:
            if text and words.search(text):
                return kind
    for text in (values.get("employment_form", ""), values.get("job_title", ""), context.sheet, *context.titles):
        for kind, words in KIND_WORDS[:3]:
            if words.search(text):
                return kind
    return PostingKind.REGULAR


def _taken_apart(values: dict[str, str]) -> dict[str, str]:
    lines = values.get("requirements", "").split("\n")
    rest: list[str] = []
    for line in lines:
        for field, pattern in _SECTIONED:
            match = pattern.match(line.strip())
            if match and field not in values:
                values[field] = match[1].strip()
                break
        else:
            rest.append(line.strip())
    if "requirements" in values:
        values["requirements"] = "\n".join(line for line in rest if line)
    welfare = values.get("welfare", "")
    if welfare and "social_ins" not in values:
        parts = split_values(welfare)
        if insured := [part for part in parts if _INSURANCE.search(part)]:
            values["social_ins"] = "、".join(insured)
            values["welfare"] = "、".join(part for part in parts if part not in insured)
    return values


def _age(values: Mapping[str, str]) -> str:
    low, high = said(values.get("age_min", "")), said(values.get("age_max", ""))
    if low and high:
        return joined([f"{low}-{high}岁", values.get("age_text", "")])
    if low or high:
        return joined([f"{low}岁以上" if low else f"{high}岁以下", values.get("age_text", "")])
    return values.get("age_text", "")


def _occupation(values: Mapping[str, str]) -> str:
    code = clean_text(values.get("occ_code", ""))
    return code if re.fullmatch(r"\d-\d{2}-\d{2}-\d{2}", code) else ""


def _untidy(values: Mapping[str, str], *fields: str) -> bool:
    return any(re.search(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]", values.get(field, "")) for field in fields)
