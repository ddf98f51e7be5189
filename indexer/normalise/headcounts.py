"""Turn a headcount cell into the number of places that can be counted on, and what is to be said about it."""

from __future__ import annotations

import re

from indexer.normalise.cells import said
from indexer.normalise.issues import IssueCodes
from models.records import Issue
from models.understand.clean import clean_text

_VAGUE = re.compile("若干|不限|数名|多名|多人|几名|几个|一批|批量|大量|长期招|不定|待定|面议|足够|数人")
_RANGE = re.compile(r"(\d+)\s*(?:人|名|个)?\s*(?:-|~|至|到|或)\s*(\d+)\s*(?:人|名|个)?(?:左右|以内)?")
_ABOUT = re.compile(r"(?:约|大约|大概)?\s*(\d+)\s*(?:多|余|来|几)?\s*(?:人|名|个)?\s*(?:左右|上下|以上|以内|起|多|余)?")
_EXACT = re.compile(r"(?:招|共|需)?\s*([+-]?\d+)(?:\.0+)?\s*(?:人|名|个|位)?")
_CHINESE = {"一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_MOST = 100_000


def read_headcount(text: str, codes: IssueCodes, *, required: bool) -> tuple[int | None, list[Issue]]:
    """Return (places, issues).

    若干 and its like are None; a range ("3-5人") and an approximate number ("20余人") count with their lower bound,
    because nobody may be sent to a place that may not exist. Zero, a negative number and anything else are rejected.

    Source: the lower bound is our choice, see docs/import-outcomes.md.
    """
    words = clean_text(text)
    if not said(words) and not re.search("不限", words):
        return None, [codes.issue("headcount_missing" if required else "headcount_unstated", "headcount")]
    if exact := _EXACT.fullmatch(words):
        number = int(exact[1])
        if number <= 0:
            return None, [codes.issue("headcount_not_positive", "headcount", words)]
        return (number, []) if number <= _MOST else (None, [codes.issue("headcount_unreadable", "headcount", words)])
    if between := _RANGE.fullmatch(words):
        low, high = int(between[1]), int(between[2])
        if 0 < low <= high <= _MOST:
            return low, [codes.issue("headcount_range", "headcount", words)]
        return None, [codes.issue("headcount_unreadable", "headcount", words)]
    about = _ABOUT.fullmatch(words)
    if about and 0 < int(about[1]) <= _MOST:
        return int(about[1]), [codes.issue("headcount_range", "headcount", words)]
    if _VAGUE.search(words):
        return None, [codes.issue("headcount_text", "headcount", words)]
    chinese = re.fullmatch(r"([一二两俩三四五六七八九十])\s*(?:人|名|个|位)?", words)
    if chinese:
        return _CHINESE[chinese[1]], []
    return None, [codes.issue("headcount_unreadable", "headcount", words)]
