"""Turn a headcount cell into the number of places that can be counted on, and what is to be said about it."""

from __future__ import annotations

import re

from indexer.normalise.cells import said
from indexer.normalise.issues import IssueCodes
from models.records import Issue
from models.understand.clean import clean_text

_VAGUE = re.compile(
    "若干|不限|数名|多名|多人|几名|几个|几十|数十|一批|批量|大量|长期|常年|不定|待定|面议|足够|数人|视情况|按需"
    r"|^\d*\s*个?(?:班组|组|队|批)(?:人)?$"
)
_UNIT = r"\s*(?:人|名|个|位|员)?\s*"
_RANGE = re.compile(rf"(\d+){_UNIT}(?:-+|~|—|至|到|或|、|/)\s*(\d+){_UNIT}(?:左右|以内|不等)?")
_ABOUT = re.compile(
    rf"(?:约|大约|大概|近|超|超过|不少于|不低于|至少|最少|≥|>=?)?\s*(\d+)\s*(?:多|余|来|几)?{_UNIT}"
    r"(?:左右|上下|及?以上|以内|起|多|余|\+)?"
)
_EXACT = re.compile(rf"(?:招聘?|共|共计|合计|需|要|急招)?\s*([+-]?\d+)(?:\.0+)?{_UNIT}(?:/班)?")
_PARTS = re.compile(
    r"[男女]\D{0,2}(\d+)[人名]?\D{0,1}[男女]\D{0,2}(\d+)[人名]?|(\d+)[人名]?[男]\D{0,1}(\d+)[人名]?[女]|(\d+)\s*\+\s*(\d+)[人名]?"
)
_CREW = re.compile(
    r"(?:\d+[人名个]?(?:带班|班长|大工?|小工?|中工|师傅|技工|普工|熟手|学徒|男工?|女工?)\s*[+、,和;]?\s*){2,}"
)
_PER_SHIFT = re.compile(r"(\d+)[人名]?[×x*](\d+)(?:班|组|个班)?")
_NUMERALS = (
    {"零": 0, "〇": 0} | {c: i for i, c in enumerate("一二三四五六七八九", start=1)} | {"两": 2, "俩": 2, "仨": 3}
)
_CHINESE = re.compile("[零〇一二两俩仨三四五六七八九十百]+")
_TWO_DIGITS = re.compile("([一二两三四五六七八])([二两三四五六七八九])(?=十|百|个|人|名|位|$)")
_MOST = 100_000


def read_headcount(text: str, codes: IssueCodes, *, required: bool) -> tuple[int | None, list[Issue]]:
    """Return (places, issues).

    若干 and its like are None; a range ("3-5人", 两三人) and an approximate number ("20余人", 30+) count with their
    lower bound, because nobody may be sent to a place that may not exist. Notes in brackets are passed over, parts (男5
    女3, 2+1, 3人×2班) are added up. Zero, a negative number and anything else are rejected.

    Source: the lower bound is our choice, see docs/import-outcomes.md.
    """
    written = clean_text(text)
    words = _arabic(re.sub(r"\([^()]*\)", "", written)).strip(" 。.;,、") or written
    words = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", words)
    if not said(written) and not re.search("不限", written):
        return None, [codes.issue("headcount_missing" if required else "headcount_unstated", "headcount")]
    exact = _whole(words)
    if exact is not None:
        if exact <= 0:
            return None, [codes.issue("headcount_not_positive", "headcount", written)]
        return (exact, []) if exact <= _MOST else (None, [codes.issue("headcount_unreadable", "headcount", written)])
    if between := _RANGE.fullmatch(words):
        low, high = int(between[1]), int(between[2])
        if 0 < low <= high <= _MOST:
            return low, [codes.issue("headcount_range", "headcount", written)]
        return None, [codes.issue("headcount_unreadable", "headcount", written)]
    about = _ABOUT.fullmatch(words)
    if about and 0 < int(about[1]) <= _MOST:
        return int(about[1]), [codes.issue("headcount_range", "headcount", written)]
    if _VAGUE.search(written):
        return None, [codes.issue("headcount_text", "headcount", written)]
    return None, [codes.issue("headcount_unreadable", "headcount", written)]


def _whole(words: str) -> int | None:
    if exact := _EXACT.fullmatch(words):
        return int(exact[1])
    if parts := _PARTS.fullmatch(words):
        return sum(int(part) for part in parts.groups() if part)
    if _CREW.fullmatch(words):
        return sum(int(number) for number in re.findall(r"\d+", words))
    if shifts := _PER_SHIFT.fullmatch(words):
        return int(shifts[1]) * int(shifts[2])
    return None


def _arabic(words: str) -> str:
    """Write Chinese numerals as digits: 二十五 is 25, 两三人 2-3人, 十几人 and 百余人 keep their 几 and 余."""
    words = _TWO_DIGITS.sub(lambda m: f"{_NUMERALS[m[1]]}-{_NUMERALS[m[2]]}", words)
    return _CHINESE.sub(lambda m: str(_value(m[0])), words)


def _value(numeral: str) -> int:
    total = digit = 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _NUMERALS[character]
    return total + digit
