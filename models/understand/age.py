"""Turn an age wish (18-45岁, 45以下, 年龄可放宽) into a soft range."""

from __future__ import annotations

import re

from models.records import AgeRange
from models.understand.clean import clean_text

OLDEST = 90

_NUMERAL = re.compile(r"[一二三四五六七八九十]{2,3}(?=周?岁|以下|以上|以内|到|至|-)")
_FLEXIBLE = re.compile(r"放宽|灵活|可适当|酌情|适当|可谈|另议|优先|左右")
_OPEN = re.compile(r"年龄.{0,4}(?:放宽|灵活)|^.{0,4}放宽")
_SPAN = re.compile(r"(?<![\d.])(\d{1,2})\s*(?:周?岁)?\s*(?:-+|~|至|到)\s*(\d{1,2})(?![\d.])\s*(周?岁)?(?:之间)?")
_UPPER = re.compile(
    r"(?:不超过|不大于|最大|最高|小于|限|上限|<=?|≤)\s*(?:年龄)?\s*(\d{1,2})(?![\d.])|(?<![\d.])(\d{1,2})\s*(?:周?岁)?\s*(?:以下|以内|及以下|之内|封顶|以前)"
)
_LOWER = re.compile(
    r"(?:年满|满|不低于|不小于|最小|最低|大于|下限|>=?|≥)\s*(?:年龄)?\s*(\d{1,2})(?![\d.])\s*(?:周?岁)?|(?<![\d.])(\d{1,2})\s*(?:周?岁)?\s*(?:以上|及以上|起|开始)"
)
_SAID = re.compile(r"岁|年龄|年纪")
_CHILD = re.compile(r"宝|娃|幼|孩|童|婴|奶")
_CARED_FOR = re.compile(r"(?:照顾|看护|照看|带|接送|陪|教|辅导|护送|喂)[^,;。]{0,4}$")
_OTHER_COUNT = re.compile(r"\s*(?:年|个?月|元|块|薪|k|人|名|天|小时|公斤|斤|米|万|千|%|台|亩|号|点|:)")


def parse_age(text: str) -> AgeRange | None:
    """Return an age wish, always soft; None when none is stated (不限, 有劳动能力即可).

    A lone number is the upper end, as in an age column. In running text a number counts only with 岁 or 年龄 near it.
    Ages of children to be looked after (带3岁宝宝) are passed over. Several spans (男18-50 女18-45) give their union.
    """
    cleaned = _NUMERAL.sub(lambda m: _digits(m[0]), clean_text(text))
    if not cleaned:
        return None
    cell = len(cleaned) <= 20
    flexible = bool(_FLEXIBLE.search(cleaned)) and (cell or bool(_SAID.search(cleaned)))
    low: list[int] = []
    high: list[int] = []
    taken: list[tuple[int, int]] = []
    for match in _SPAN.finditer(cleaned):
        if _accepted(cleaned, match, cell) and int(match[1]) <= int(match[2]):
            low.append(int(match[1]))
            high.append(int(match[2]))
            taken.append(match.span())
    for pattern, ends in ((_UPPER, high), (_LOWER, low)):
        for match in pattern.finditer(cleaned):
            if any(a < match.end() and match.start() < b for a, b in taken) or not _accepted(cleaned, match, cell):
                continue
            ends.append(int(match[1] or match[2]))
    if not low and not high and (alone := re.fullmatch(r"(?:年龄)?[:\s]*(\d{2})\s*(?:周?岁)?(?:左右)?", cleaned)):
        high.append(int(alone[1]))
    if not low and not high:
        return (
            AgeRange(raw=text, flexible=True)
            if flexible and re.search(r"年龄.{0,4}(?:放宽|灵活)|^.{0,4}放宽", cleaned)
            else None
        )
    lowest, highest = (min(low) if low else None), (max(high) if high else None)
    if lowest is not None and highest is not None and lowest > highest:
        return None
    return AgeRange(raw=text, min_years=lowest, max_years=highest, flexible=flexible and "放宽" in cleaned)


def _accepted(text: str, match: re.Match[str], cell: bool) -> bool:
    years = [int(g) for g in match.groups() if g and g.isdigit()]
    if any(not 3 <= y <= OLDEST for y in years):
        return False
    if _OTHER_COUNT.match(text, match.end()) and "岁" not in match[0]:
        return False
    near = text[max(0, match.start() - 8) : match.end() + 6]
    if min(years) < 14 and (_CHILD.search(near) or _CARED_FOR.search(text[: match.start()])):
        return False
    return "岁" in near or "年龄" in near or "年纪" in near or (cell and max(years) >= 14)


def _digits(words: str) -> str:
    digits = {c: i for i, c in enumerate("一二三四五六七八九", start=1)}
    if "十" not in words:
        return "".join(str(digits[c]) for c in words)
    tens, _, ones = words.partition("十")
    return str(digits.get(tens, 1) * 10 + digits.get(ones[:1], 0))
