"""Turn the ways in which people write a day, a span of days and hours into dates and a time slot."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from models.records import TimeSlot
from models.understand.clean import clean_text
from models.understand.clock import arabic_dates, parse_hours

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(18264, 73051)  # 1950-01-01 to 2099-12-31

_FULL = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*(?:年度?|[-./\\])\s*(?P<m>\d{1,2})\s*(?:月份?|[-./\\])\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?"
)
_COMPACT_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)")
_SHORT_YEAR = re.compile(
    r"(?<!\d)(?P<y>[12]\d)\s*(?:年|[-./])\s*(?P<m>\d{1,2})\s*(?:月|[-./])\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?"
)
_MONTH = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d{2})\s*(?:年|[-./\\])\s*(?P<m>\d{1,2})(?![\d])\s*(?:月份?)?")
_COMPACT_MONTH = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?!\d)")
_RELATIVE_YEAR = re.compile(
    r"(?P<w>今年|本年|去年|前年|上年|明年|来年|后年)\s*(?:(?P<m>\d{1,2})\s*月份?\s*(?:(?P<d>\d{1,2})\s*[日号]?)?)?"
)
_MONTH_DAY = re.compile(r"(?<![\d.])(?P<m>\d{1,2})\s*(?:月|[-./])\s*(?P<d>\d{1,2})(?![\d.])\s*[日号]?")
_ONLY_MONTH = re.compile(r"(?<!\d)(?P<m>\d{1,2})\s*月份?(?!\d)")
_ONLY_YEAR = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*年?(?!\d)")
_TODAY = {
    "今天": 0,
    "今日": 0,
    "当天": 0,
    "今早": 0,
    "今晚": 0,
    "明天": 1,
    "明日": 1,
    "明早": 1,
    "明晚": 1,
    "后天": 2,
    "大后天": 3,
}
_PAST = {"昨天": 1, "昨日": 1, "前天": 2}
_YEAR_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "来年": 1, "后年": 2}


def parse_date(text: str, *, asof: date, coming: bool = False) -> date | None:
    """Return the first date in `text`, None when there is none or the day does not exist (2月30日).

    Reads ISO and datetime text, Excel serials (45291, 46418.0), 2024.3 and 202607 and 2026年3月 (the first of the
    month; a plain "2024.10" is October), 今年3月, 11.28, 12月6日, 明天, and Chinese numerals. A missing year is the
    nearest past one counted from `asof`, or with `coming` the next to come; `asof` itself is both.
    """
    cleaned = arabic_dates(clean_text(text))
    if not cleaned:
        return None
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", cleaned)
    if serial:
        return _EXCEL_EPOCH + timedelta(days=int(serial[1])) if int(serial[1]) in _SERIALS else None
    for word, days in sorted(_TODAY.items(), key=lambda item: -len(item[0])):
        if word in cleaned:
            return asof + timedelta(days=days)
    for word, days in _PAST.items():
        if word in cleaned:
            return asof - timedelta(days=days)
    best: tuple[int, int, re.Match[str], Callable[[re.Match[str], date, bool], date | None]] | None = None
    for order, (pattern, read) in enumerate(_FORMS):
        match = pattern.search(cleaned)
        if match and (best is None or (match.start(), order) < best[:2]):
            best = (match.start(), order, match, read)
    return None if best is None else best[3](best[2], asof, coming)


def _read_full(match: re.Match[str], asof: date, coming: bool) -> date | None:
    return _day(int(match["y"]), int(match["m"]), int(match["d"]))


def _read_short_year(match: re.Match[str], asof: date, coming: bool) -> date | None:
    return _day(2000 + int(match["y"]), int(match["m"]), int(match["d"]))


def _read_month(match: re.Match[str], asof: date, coming: bool) -> date | None:
    return _day(int(match["y"]), int(match["m"]), 1)


def _read_relative_year(match: re.Match[str], asof: date, coming: bool) -> date | None:
    return _day(asof.year + _YEAR_SHIFT[match["w"]], int(match["m"] or 1), int(match["d"] or 1))


def _read_month_day(match: re.Match[str], asof: date, coming: bool) -> date | None:
    return _nearest(int(match["m"]), int(match["d"]), asof, coming)


def _read_only_month(match: re.Match[str], asof: date, coming: bool) -> date | None:
    found = _nearest(int(match["m"]), 1, asof, False)
    if found is None or not coming or (found.year, found.month) == (asof.year, asof.month):
        return found
    return _nearest(int(match["m"]), 1, asof, True)


def _read_only_year(match: re.Match[str], asof: date, coming: bool) -> date | None:
    return _day(int(match["y"]), 1, 1)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, bool], date | None]], ...] = (
    (_FULL, _read_full),
    (_COMPACT_DAY, _read_full),
    (_SHORT_YEAR, _read_short_year),
    (_MONTH, _read_month),
    (_COMPACT_MONTH, _read_month),
    (_RELATIVE_YEAR, _read_relative_year),
    (_MONTH_DAY, _read_month_day),
    (_ONLY_MONTH, _read_only_month),
    (_ONLY_YEAR, _read_only_year),
)


def _day(year: int, month: int, day: int) -> date | None:
    if not 1 <= year <= 9999 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _nearest(month: int, day: int, asof: date, coming: bool) -> date | None:
    # Eight years reach over a century's missing leap day.
    for shift in range(9):
        year = asof.year + (shift if coming else -shift)
        found = _day(year, month, day)
        if found is not None and (found >= asof if coming else found <= asof):
            return found
    return None


_SPAN_PARTS = (
    # 2026-11-24至11-26, 2026年12月4日-12月6日, 2026/12/4 ~ 2026/12/6
    re.compile(
        r"(?P<a>(?:(?:19|20)\d{2}\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?)\s*(?:(?:开始|起)?(?:一直)?[做干搞忙上收摘栽守代]?(?:至|到)|~|-{1,2})\s*"
        r"(?P<b>(?:(?:(?:19|20)\d{2}\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*)?\d{1,2}\s*[日号]?)(?![\d./月])"
    ),
)


def parse_slot(date_text: str, hours_text: str, *, asof: date) -> TimeSlot | None:
    """Return the days and daily hours of a gig; None when neither can be read.

    A span without a year runs forward from its first day, which is the next to come; unless that lies more than ten
    months ahead, when it is read as the last one that was (a gig stays listed after its day). 全天 and 半天 give no
    minutes. Hours that end before they start, or say 次日, end past minute 1440.
    """
    starts_on, ends_on = _read_days(arabic_dates(clean_text(date_text)), asof)
    start_minute, end_minute = parse_hours(hours_text)
    if start_minute is None:
        start_minute, end_minute = parse_hours(date_text) if ":" in clean_text(date_text) else (None, None)
    if starts_on is None and start_minute is None:
        return None
    return TimeSlot(starts_on=starts_on, ends_on=ends_on, start_minute=start_minute, end_minute=end_minute)


def find_span(text: str, *, asof: date) -> tuple[str, date, date] | None:
    """Return the words, first and last day of the first span of days ("11.28-11.30"), None when there is none.

    `text` is cleaned and has its dates in digits (`arabic_dates`). A last day that cannot be is the first.
    """
    for pattern in _SPAN_PARTS:
        match = pattern.search(text)
        if match:
            first = _gig_day(match["a"], asof)
            if first is None:
                continue
            second_text = match["b"].strip()
            if re.fullmatch(r"\d{1,2}\s*[日号]?", second_text):
                digits = re.sub(r"\D", "", second_text)
                last = _day(first.year, first.month, int(digits))
            else:
                last = parse_date(second_text, asof=first, coming=True)
            if last is not None and first <= last <= first + timedelta(days=366):
                return match[0], first, last
            return match[0], first, first
    return None


def _read_days(text: str, asof: date) -> tuple[date | None, date | None]:
    text = re.sub(r"\s*\d{1,2}:\d{2}(:\d{2})?(\.\d+)?", "", text)
    if span := find_span(text, asof=asof):
        return span[1], span[2]
    first = _gig_day(text, asof)
    if first is None:
        return None, None
    days = re.search(r"(\d{1,3})\s*天(?!\d)", text)
    length = int(days[1]) if days else 1
    return first, first + timedelta(days=max(length, 1) - 1)


def _gig_day(text: str, asof: date) -> date | None:
    found = parse_date(text, asof=asof, coming=True)
    if found is not None and (found - asof).days > 300 and not re.search(r"(19|20)\d{2}|今年|明年|来年", text):
        return parse_date(text, asof=asof)
    return found
