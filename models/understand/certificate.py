"""Turn certificate cells and phrases into certificates of the closed table, with expiry, alternatives and doubts."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from models.phrases import PhraseFinder
from models.records import Certificate
from models.understand.clean import clean_text
from models.vocabulary import CertificateType, Vocabulary

_NOTHING = re.compile(r"^(?:无|不限|无要求|不要求|没有|暂无|否|无需|/|-|不需要|无证|没得)?$")
_BRACKETS = re.compile(r"[()\[\]【】《》「」“”\"' ]")
_BREAKS = ";。\n,、"
_OLD_FORKLIFT = re.compile(r"n2")
_SIGHTSEEING = re.compile(r"观光|游览|景区")
_FORKLIFT = re.compile(r"叉车|[厂场]内|复审|20(?:0\d|1\d)年")
_WORDS = re.compile(r"证|本|照|资格|执照|书|牌|票")
_ONLY_PAPERS = re.compile(
    r"执业|教资|教师资格|软考|法考|注会|专[四八]|普通话|计算机[一二三]级|[一二]级?建(?!公司|集团|工)|[初中]会|职称"
)
"""Names that stand for nothing but the certificate. Source: our choice."""
_LOW_AND_HIGH = re.compile(r"低压(?:电工)?[和跟及与、]?高压(?:电工)?(?=证|本)")
_HIGH_AND_LOW = re.compile(r"高压?[和跟及与]?低压(?:电工)?(?=证|本)")
_THAT = re.compile(r"的?(?:那|这)(?:个|种|本|张|样)?(?=证|本(?!地|人|县|市|省|来|身|村|镇|乡))")
"""制冷安装修理那个证 says 制冷安装修理证."""
_OF_WHOM = re.compile(r"(?:必?须|需要?|应|都?要)(?:有|持|办|具备|取得)*[^,;，；。]{1,6}?(?:证|本$)")
"""保育员须健康证 asks nursery staff for the health certificate, nobody for a nursery certificate."""
_ASKED = re.compile(r"(?:必?须|需要?|要求?|持有?|具有|具备|取得|有)+")
_PASSED = re.compile(r"(?:都|也|已经?|刚)*(?:考?过了|考到|考起|通过|拿到|到手)")
_CELL = re.compile(r"有效期|[+/]|至20\d\d")
_DENIED = re.compile(
    r"(?:无需|无须|不需要?|不用|不要求|没有|没得|没|无|未取得|未考|没考|还没|正在考|在考|准备考|想考|不会|包考|培训考|可考|代办)(?:有|持|办|具备|提供)?$"
)
_DENIED_AFTER = re.compile(
    r"^(?:考了?(?:[一二两三几]?[次回年])?(?:都|也|还)?没(?:过|考|起|脱)|没有(?!的?可)|没得|还没(?!过期|到期)|没(?:去)?办|未办|未取得|未考|没考|没拿到|没下来|(?:就|都|也|倒|这些|那些|啥子?的)*(?:不需要?|不要求|不消|不用|不看|不强求|不强制|不要(?!紧)|无所谓|不做要求|可有可无|有没[有得](?:都|也)?(?:行|可以|无所谓|要得|得行|不要紧))|不限|过段时间|正在办|在办)"
)
_LATER = re.compile(
    r"(?:可|能|协助|帮忙?|统一|包|公司|入职后?)(?:后)?(?:补|办|代办|办理|考取|考)|上岗前(?:办|补)|没有(?:的)?可(?:以)?(?:办|培训)"
)
_PREFERRED = re.compile(r"优先|尤佳|更好|者佳|加分|最好有|为佳")
_OR = re.compile(r"^(?:或者?|/|或有|或持|均可|任一)+$")
_LEVEL = re.compile(
    r"(?:初|中|高)级(?!会计|经济|社|职称|工程师|教师|营养)\S{1,6}?[工员师匠]|(?:[一二三四五]级)\S{1,6}?[工员师]"
    r"|\S{2,8}?(?:职业)?技能等级证?书?|\S{2,8}?等级证书?"
)
_UNKNOWN = re.compile(r"[\w·]{2,16}?(?:资格证|上岗证|操作证|从业证|合格证|许可证|执照|证书|证)$")
_NO_CERTIFICATE = re.compile(
    r"身份证|居住证|暂住证|毕业证|学位证|学生证|残疾证|退伍证|退役|证件|保证|持证$|有证$|犯罪|证明|户口|复印|考证$|相关证书?$"
    r"|^(?:无需|无须|不需|不用|不要|没有|没得|没|无|未)"
)
_DAY = r"((?:19|20)\d{2})\s*(?:年|[-./])%s\s*(\d{1,2})?(?:月|[-./])?\s*(\d{1,2})?日?"
_EXPIRES = re.compile(r"(?:有效期(?:限)?(?:至|到|截止|为)?|有效至|到期(?:日|时间)?|至|截止)\D{0,3}" + _DAY % "?")
_EXPIRES_AFTER = re.compile(_DAY % "" + r"(?:到期|前有效|过期|失效)")
_ISSUED = re.compile(_DAY % "" + r"\s*(?:取证|办|发证|考取|领证|初领|拿证|取得|考的)")
_EXPIRED = re.compile(
    r"过期未|未复审|已失效|未年审|未复核|没(?:去|有)?(?:复|年)?审|吊销|作废|(?<![快要没未会])过(?:了)?期(?!之?前)|到期(?:了|咯)?没|(?<![快要没未会])到期(?:了|咯)(?!之?前)"
)
LAPSED: Final = "证件过期或未复审，须核对"
"""What `needs_review` says of a certificate that is said to have lapsed."""

_SAYS = re.compile(
    r"证|驾照|执照|本本|本子|(?<![A-Za-z])(?:[A-DN][1-6]|[GQR][1-3])(?![\d.])|(?<![A-Za-z])[A-FM](?:类|级)?[照牌票本](?!子|地|人|科|身)"
    r"|职称|[初中高]级(?:养老护理员|消防设施)|(?:养老护理员|消防(?:设施操作员)?)[初中高]级|(?:教师|执业|从业)资格|执业(?:中?药|医|兽医|护)|软考|专[四八]|[四六]级|[初中高]级(?:会计|社工|工程师|经济师)|[一二]级建造师|注册[一-龥]{2,4}师|普通话(?:[一二三]级)?[一二三]?[甲乙]|计算机[一二三]级|教资|[一二]建|[初中]会|法考|注会|CET",
    re.IGNORECASE,
)

LEVEL = "level_certificate"


class _Names:
    """Every alias of the certificate table, folded, with the certificates that it may mean."""

    def __init__(self, certificates: list[CertificateType]) -> None:
        self.codes: dict[str, list[CertificateType]] = {}
        for certificate in certificates:
            for alias in (certificate.name, *certificate.aliases):
                types = self.codes.setdefault(_fold(alias), [])
                if certificate not in types:
                    types.append(certificate)
        self.finder = PhraseFinder(list(self.codes))


@lru_cache(maxsize=4)
def _names(vocabulary: Vocabulary) -> _Names:
    return _Names(list(vocabulary.certificates.values()))


def _fold(text: str) -> str:
    return _BRACKETS.sub("", clean_text(text)).lower()


def says_certificate(text: str) -> bool:
    """Return whether a phrase may name a certificate, as people say it: 有证, A2, 专八."""
    return bool(_SAYS.search(text))


def says_lapsed(text: str) -> bool:
    """Return whether a phrase says of a paper that it has lapsed: 焊工证前年过期了, 没复审."""
    return bool(_EXPIRED.search(_fold(text)))


def still_held(certificates: Iterable[Certificate]) -> tuple[Certificate, ...]:
    """Return certificates without those that a person says have lapsed ("爆破证过期了")."""
    return tuple(certificate for certificate in certificates if certificate.needs_review != LAPSED)


def parse_certificates(text: str, vocabulary: Vocabulary, *, asof: date, beside: str = "") -> tuple[Certificate, ...]:
    """Return the certificates named in a cell or a phrase, in order; () for 无, 不限 and for denials (无需健康证).

    A name that fits several kinds (登高证) and names joined by 或 or "/" give one certificate each under a common
    `any_of` number from 1. 优先 makes those of its clause `optional`, as does 可入职后办理, with `needs_review`. An
    expiry without a day is the last day of its month; one stated after a chain (A证+B证（有效期至…）) holds for the
    whole chain. A bare word such as 高处作业 counts only when it is the cell or stands with 证, so that duties are not
    mistaken for licences. A certificate the table does not know has code "". N2 is for sightseeing cars; an old N2
    forklift card becomes N1 with `needs_review` (市场监管总局2019年第3号公告), where the text or the work said
    `beside` it tells that it is one. `asof` dates what is expired in `needs_review`.
    """
    folded = _fold(text)
    if _NOTHING.match(folded):
        return ()
    folded = _THAT.sub("", folded)
    folded = _HIGH_AND_LOW.sub("高压电工证、低压电工", folded)
    folded = _LOW_AND_HIGH.sub("低压电工证、高压电工", folded)
    reviews: dict[str, str] = {}
    if _OLD_FORKLIFT.search(folded) and _FORKLIFT.search(folded + beside) and not _SIGHTSEEING.search(folded + beside):
        folded = _OLD_FORKLIFT.sub("n1", folded)
        reviews["n1"] = "2019年6月前的旧版N2（叉车）证，须复审换领N1"
    names = _names(vocabulary)
    spans = [span for span in names.finder.find(folded) if _means_certificate(folded, span)]
    spans = _with_levels(folded, spans, names)
    spans = [span for span in spans if not _denied(folded, span)]
    found: list[Certificate] = []
    groups = _groups(folded, spans, names)
    for i, (start, end, words) in enumerate(spans):
        following = spans[i + 1][0] if i + 1 < len(spans) else len(folded)
        rest = folded[end:following]
        types: list[CertificateType | None] = list(names.codes.get(words, [])) or [None]
        for type_ in types:
            certificate = _certificate(type_, folded[start:end], rest, reviews, ambiguous=len(types) > 1)
            clause = _clause(folded, start, end)
            if _PREFERRED.search(clause):
                certificate = replace(certificate, optional=True)
            elif _LATER.search(rest[:16]):
                certificate = replace(certificate, optional=True, needs_review="入职前须办好证件")
            until = certificate.valid_until_on
            if until is not None and until < asof and not certificate.needs_review:
                certificate = replace(certificate, needs_review=f"证件已于{until:%Y-%m-%d}到期")
            found.append(replace(certificate, any_of=groups[i]))
    found = _chain_expiry(folded, spans, found, asof)
    return tuple(_unknown_first(text, folded, spans, _distinct(found)))


def _means_certificate(text: str, span: tuple[int, int, str]) -> bool:
    """Tell a certificate from a duty of the same name by the words 证, 本, 照 in it or in its clause."""
    start, end, words = span
    if words.isascii():
        return not any(c.isascii() and c.isalnum() for c in (text[start - 1 : start], text[end : end + 1]))
    if not _WORDS.search(words) and _OF_WHOM.match(text, end):
        return False
    if _WORDS.search(words) or re.search(r"[a-z]\d|\d级|[四六八初中高]级", words):
        return True
    rest = _clause(text, start, end).replace(words, "", 1)
    if _ONLY_PAPERS.match(words) or _PASSED.match(text, end):
        return True
    return len(rest) <= 1 or bool(
        _ASKED.fullmatch(rest) or re.search(r"有效期|[+/]|至20\d\d", rest) or _WORDS.search(rest)
    )


def _with_levels(text: str, spans: list[tuple[int, int, str]], names: _Names) -> list[tuple[int, int, str]]:
    """Read 养老护理员等级证书 and 初级砌筑工 as level certificates where the table has no kind of its own for them."""
    kept = list(spans)
    for match in _LEVEL.finditer(text):
        words = re.split(rf"[{_BREAKS}+/]", match[0])[-1]
        start, end = match.end() - len(words), match.end()
        inside = [s for s in kept if s[0] < end and start < s[1]]
        if any(s[2] in names.codes and s[2] != "等级证书" and s[1] - s[0] >= len(words) - 1 for s in inside):
            continue
        if len(_clause(text, start, end)) > 24 and not _WORDS.search(words):
            continue
        kept = [s for s in kept if s not in inside]
        kept.append((start, end, words))
    return sorted(kept)


def _denied(text: str, span: tuple[int, int, str]) -> bool:
    start, end, _ = span
    return bool(_DENIED.search(text[max(0, start - 8) : start]) or _DENIED_AFTER.match(text[end:]))


def _clause(text: str, start: int, end: int) -> str:
    left = max((text.rfind(c, 0, start) for c in _BREAKS), default=-1) + 1
    right = min((i for c in _BREAKS if (i := text.find(c, end)) >= 0), default=len(text))
    return text[left:right]


def _groups(text: str, spans: list[tuple[int, int, str]], names: _Names) -> list[int]:
    """Return the `any_of` number of each span: ambiguous names and names joined by 或 or "/" share one."""
    numbers = [0] * len(spans)
    last = 0
    for i, (_, _, words) in enumerate(spans):
        if len(names.codes.get(words, [])) > 1:
            last += 1
            numbers[i] = last
    for i, (a, b) in enumerate(pairwise(spans)):
        if _OR.match(text[a[1] : b[0]]):
            if not numbers[i]:
                last += 1
                numbers[i] = last
            numbers[i + 1] = numbers[i]
    return numbers


def _certificate(
    type_: CertificateType | None, words: str, rest: str, reviews: dict[str, str], *, ambiguous: bool
) -> Certificate:
    until, review = _expiry(rest, type_)
    if type_ is None:
        return Certificate(code=LEVEL, name=words, raw=words, valid_until_on=until, needs_review=review)
    review = reviews.get(type_.code, review)
    if not review and ambiguous:
        review = "证书名称不明确，请核对证上作业项目"
    elif not review and "合占" in type_.note:
        review = "请核对证上作业项目"
    return Certificate(code=type_.code, name=type_.name, raw=words, valid_until_on=until, needs_review=review)


def _expiry(rest: str, type_: CertificateType | None) -> tuple[date | None, str]:
    review = LAPSED if _EXPIRED.search(rest) else ""
    for pattern in (_EXPIRES, _EXPIRES_AFTER):
        if match := pattern.search(rest):
            return _last_day(int(match[1]), match[2], match[3]), review
    issued = _ISSUED.search(rest)
    if issued and type_ is not None and type_.validity_years:
        granted = _last_day(int(issued[1]), issued[2], issued[3])
        if granted is not None:
            until = _last_day(granted.year + int(type_.validity_years), str(granted.month), None)
            return until, review or "按发证时间推算有效期，请核对"
    return None, review


def _last_day(year: int, month: str | None, day: str | None) -> date | None:
    number = int(month) if month else 12
    if not 1 <= number <= 12:
        return None
    last = monthrange(year, number)[1]
    return date(year, number, min(int(day), last) if day and int(day) else last)


def _chain_expiry(
    text: str, spans: list[tuple[int, int, str]], found: list[Certificate], asof: date
) -> list[Certificate]:
    """Carry an expiry back along names joined by "+"."""
    by_words = {words: (start, end) for start, end, words in spans}
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        here, after = by_words.get(result[i].raw), by_words.get(result[i + 1].raw)
        if here and after and text[here[1] : after[0]] == "+" and result[i].valid_until_on is None:
            until = result[i + 1].valid_until_on
            if until is not None:
                review = result[i].needs_review or (f"证件已于{until:%Y-%m-%d}到期" if until < asof else "")
                result[i] = replace(result[i], valid_until_on=until, needs_review=review)
    return result


def _distinct(found: list[Certificate]) -> list[Certificate]:
    seen: dict[tuple[str, str], Certificate] = {}
    for certificate in found:
        key = (certificate.code, certificate.name if certificate.code in {"", LEVEL} else "")
        seen.setdefault(key, certificate)
    return list(seen.values())


def _unknown_first(
    text: str, folded: str, spans: list[tuple[int, int, str]], found: list[Certificate]
) -> Iterator[Certificate]:
    """Yield what was found and then the pieces of a certificate cell that name a certificate the table lacks."""
    yield from found
    if len(folded) > 60:
        return
    position = 0
    for piece in re.split(rf"[{_BREAKS}+/]|或", folded):
        start = folded.find(piece, position)
        position = start + len(piece)
        if any(a < position and start < b for a, b, _ in spans) or _NO_CERTIFICATE.search(piece):
            continue
        if _UNKNOWN.fullmatch(piece) and not _DENIED.search(piece[:4]):
            yield Certificate(code="", name=piece, raw=piece)
