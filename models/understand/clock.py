"""Turn the ways in which people write hours of the day into minutes from midnight."""

from __future__ import annotations

import re

from models.understand.clean import clean_text

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}


def arabic_dates(text: str) -> str:
    """Write Chinese numerals before 年/月/日/号 and in clock times as digits."""

    def number(match: re.Match[str]) -> str:
        return _numeral(match[0])

    text = re.sub(r"[〇零○一二三四五六七八九]{4}(?=年)", lambda m: "".join(str(_DIGITS[c]) for c in m[0]), text)
    text = re.sub(r"[一二三四五六七八九十两廿]{1,3}(?=个?[月日号点时])", number, text)
    return re.sub(r"(?<=\d点)[二三四五]?十[一二三四五六七八九]?(?!块|元|个|人|名)", number, text)


def _numeral(words: str) -> str:
    words = words.replace("廿", "二十")
    if "十" not in words:
        return "".join(str(_DIGITS[c]) for c in words)
    tens, _, ones = words.partition("十")
    return str((_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0))


_CLOCK = (
    r"(?P<{p}n>次日|第二天|当日|当天|隔天)?\s*"
    r"(?P<{p}w>凌晨|清早|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里|夜间|半夜)?\s*"
    r"(?P<{p}n2>次日|第二天)?\s*"
    r"(?P<{p}h>\d{1,2})\s*(?:[:：]\s*(?P<{p}m>\d{2})(?::\d{2})?|[点时]\s*(?:(?P<{p}q>半)|(?P<{p}k>\d{1,2})\s*分?)?(?:钟|整)?)?"
)
_HOURS_SPAN = re.compile(
    _CLOCK.replace("{p}", "a")
    + r"\s*(?:至|[上做干忙]?到|~|-{1,2})\s*"
    + _CLOCK.replace("{p}", "b")
    + r"(?!\s*(?:小时|个小时|天|元|人)|(?<!半)\s*\d|半|[-./]\d)"
)
_SHIFT = re.compile(
    _CLOCK.replace("{p}", "a")
    + r"\s*(?:就|要|准时)*(?:上班|到岗|到园|到店|到位|到|上工|开工|开始(?:上班|做)?|开门|进场|起)[^\d点]{0,14}?\s*"
    + _CLOCK.replace("{p}", "b")
    + r"\s*(?:就|左右|钟)*(?:下班|收工|放工|收班|打烊|关门|结束|走人?|放)"
)
"""Hours told as what happens at them: 十点上班晚上九点半下班."""
_MOMENT = re.compile(_CLOCK.replace("{p}", "a"))
_GOES_HOME = re.compile(r"(?:钟|左右|就|准时|以?前)*(?:下班|收工|放工|收班|打烊|关门)")
_LATEST_BARE_END = 8 * 60
"""Until this hour, work that "ends at five" ends in the afternoon. Source: our choice."""
_HOUR_WORD = r"(\d{1,2}|[一二三四五六七八九十]{1,2})(?:[:点](\d{2})|点?(半))?点?"
_ADJACENT = re.compile(rf"(?:早上?|朝|上午)\s*{_HOUR_WORD}\s*,?\s*(?:晚上?|下午)\s*{_HOUR_WORD}")


def parse_hours(text: str) -> tuple[int | None, int | None]:
    """Return (start, end) minutes from midnight of the first span of hours in `text`; (None, None) when none.

    A single moment (凌晨5点, 7点半到) gives a start only, 五点下班 an end only. 早9晚8 is 9:00-20:00.
    """
    spans = parse_spans(text)
    if spans:
        return spans[0]
    cleaned = _prepared(text)
    for match in _MOMENT.finditer(cleaned):
        if _is_clock(match, "a"):
            minute = _clock_minute(match, "a")
            if not _GOES_HOME.match(cleaned, match.end()):
                return minute, None
            is_bare = minute is not None and not match["aw"] and minute <= _LATEST_BARE_END
            return None, minute + 720 if is_bare and minute is not None else minute
    return None, None


def parse_spans(text: str) -> list[tuple[int, int]]:
    """Return every span of hours in `text` as (start, end) minutes; an end past 1440 lies in the next day."""
    cleaned = _prepared(text)
    spans: list[tuple[int, int, int]] = []
    taken: list[tuple[int, int]] = []
    for match in _ADJACENT.finditer(cleaned):
        start = _word_minute(match[1], match[2], match[3], "早")
        end = _word_minute(match[4], match[5], match[6], "晚")
        if start is not None and end is not None:
            spans.append((match.start(), start, end))
            taken.append(match.span())
    for match in (*_HOURS_SPAN.finditer(cleaned), *_SHIFT.finditer(cleaned)):
        overlaps = any(a < match.end() and match.start() < b for a, b in taken)
        if overlaps or not (_is_clock(match, "a") or _is_clock(match, "b")):
            continue
        span = _read_span(match, is_shift=match.re is _SHIFT)
        if span is not None:
            spans.append((match.start(), *span))
            taken.append(match.span())
    return [(start, end) for _, start, end in sorted(spans)]


def _prepared(text: str) -> str:
    return re.sub(r"(?<=[至到~-])\s*(?:中午|正午)(?!\s*\d)", "12:00", arabic_dates(clean_text(text)))


def _read_span(match: re.Match[str], *, is_shift: bool) -> tuple[int, int] | None:
    start, end = _clock_minute(match, "a"), _clock_minute(match, "b")
    if start is None or end is None:
        return None
    if match["an"] in {"次日", "第二天"} and start < 1440:
        start += 1440
    if not match["bw"] and (match["aw"] or "")[:1] in {"下", "晚", "傍"} and end < 720 and start < end + 720:
        end += 720
    if end <= start and is_shift and not match["bw"] and (match["aw"] or "")[:1] not in {"下", "晚", "夜", "半"}:
        end += 720  # "八点半上班，五点半下班" is a day's work, not a night's
    if end <= start:
        end += 1440
    return start, end


def _word_minute(hour: str, minute: str | None, half: str | None, word: str) -> int | None:
    digits = hour if hour.isdigit() else _numeral(hour)
    return _minute(int(digits), 30 if half else int(minute or 0), word)


def _is_clock(match: re.Match[str], part: str) -> bool:
    """Tell whether a number is written as a time of day, not as a bare count."""
    if match[part + "m"] is not None:
        return True
    written = match[0]
    hour = match[part + "h"]
    return bool(re.search(rf"{hour}\s*[点时](?!薪)", written)) or (match[part + "w"] is not None)


def _clock_minute(match: re.Match[str], part: str) -> int | None:
    minute = 30 if match[part + "q"] else int(match[part + "m"] or match[part + "k"] or 0)
    return _minute(int(match[part + "h"]), minute, match[part + "w"] or "")


def _minute(hour: int, minute: int, word: str) -> int | None:
    if (
        word.startswith(("下午", "傍晚", "晚", "夜")) and 1 <= hour <= 11 and not (word.startswith("夜") and hour < 6)
    ) or (word == "中午" and 1 <= hour <= 3):
        hour += 12
    elif word.startswith(("晚", "夜", "半夜")) and hour == 12:
        hour = 24
    if hour > 24 or minute > 59:
        return None
    return hour * 60 + minute
