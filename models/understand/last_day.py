"""Turn what stands in an "until" cell (有效期, 截止日期) into the last day that it names."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from models.understand.clean import clean_text
from models.understand.clock import arabic_dates
from models.understand.dates import parse_date

_HALF_A_YEAR = timedelta(days=183)

_DATE = (
    r"(?:(?:(?:19|20)?\d{2}\s*[年./])?\s*\d{1,2}\s*[月./]\s*\d{1,2}\s*[日号]?|(?:19|20)\d{2}-\d{1,2}-\d{1,2}"
    r"|(?:19|20)\d{6}|(?:(?:19|20)\d{2}\s*年\s*)?\d{1,2}\s*月份?)"
)
_SPAN = re.compile(rf"(?P<a>{_DATE})(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?\s*(?:~|至|到|-{{1,2}})\s*(?P<b>\S.*)$")
_NAMES_YEAR = re.compile(r"\d{4}|\d{2}年|今年|本年|明年|来年|去年|^\d{2}[./]\d{1,2}[./]\d")
_ODD_SEPARATORS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[\s。,、·]\s*(\d{1,2})\s*[\s。,、·]\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})")
_MOVABLE = re.compile(r"春节|过年|年前|年后|端午|中秋|国庆")  # their day is no business of a date reader
_WITHOUT_DAY = re.compile(r"\D*?((?:(?:19|20)\d{2}\s*年\s*)?\d{1,2}\s*月份?|(?:19|20)\d{2}\s*年?)(?:\D{2,})?")
_FOREIGN = re.compile(r"[A-Za-z]{3}")
_UNTIL = re.compile(r"^\D*(?:至|到)\s*(?=\d)")
_MONTH_ONLY = re.compile(
    r"(?:(?P<y>(?:19|20)\d{2})\s*[年./-]|(?P<y2>\d{2})\s*年|(?P<w>今年|本年|明年|来年|去年)?)\s*(?P<m>\d{1,2})\s*(?P<unit>月份?)?"
    r"\s*(?P<part>初|上旬|中旬|中|下旬|底|末)?(?:前|以前|之前|止|为止|内)?(?!\s*\d)"
)
_COMPACT_MONTH = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(?:(?P<y>(?:19|20)\d{2})\s*年?|(?P<w>今年|本年|明年|来年)?)\s*第?(?P<q>[一二三四1-4])季度末?")
_YEAR_END = re.compile(
    r"(?:(?P<y>(?:19|20)\d{2})\s*年?|(?P<w>今年|本年|明年|来年|去年)?)\s*(?:年底|年末|年内|底|末|年终|全年|度|度内)?(?:前|以前|之前|止|为止|内)?"
)
_THIS_MONTH = re.compile(
    r"(?:(?P<w>本月|当月|这个?月|下个?月|次月)?\s*(?:月底|月末|底|末|内)|(?P<v>本月|下个?月))(?:前|以前|之前)?"
)
_NEW_YEAR = re.compile(r"(?:(?P<y>(?:19|20)\d{2})\s*年)?元旦(?:节)?(?:前|之前|以前)?")
_SHIFTS = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "去年": -1}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_EARLY, _MIDDLE = 10, 20
_END_WORDS = re.compile(
    r"^(?:有效期?|截[至止]?|截止(?:日期|时间)?|期限)?\s*[:至到]?\s*|\s*(?:有效|止|为止|截止|结束|前有效|\(.*\))$"
)


def parse_last_day(text: str, *, asof: date) -> date | None:
    """Return the last day that `text` names, None when there is none or the day does not exist.

    Of a span it is the end (2026.11.1-12.31), of a month its last day, of a year 31 December; 初 or 上旬 end on the
    10th, 中旬 on the 20th. A year left out is the nearest: a day up to half a year ahead, else the last one, so
    "11月15日" read on 23 November is over.
    """
    words = arabic_dates(clean_text(text)).replace("—", "~").replace("–", "~")
    words = re.sub(r"~+", "~", words)
    words = _ODD_SEPARATORS.sub(r"\1-\2-\3", words)
    if _MOVABLE.search(words):
        return None
    if year_last := _YEAR_LAST.fullmatch(words):
        first, second, year = (int(part) for part in year_last.groups())
        return _day(year, first, second) or _day(year, second, first)
    if span := _SPAN.search(words):
        return _end_of_span(span["b"].strip(), span["a"], asof)
    bare = _END_WORDS.sub("", _END_WORDS.sub("", _UNTIL.sub("", words))).strip()
    return _period(bare, asof) or _nearest(words, asof)


def _end_of_span(text: str, start_text: str, asof: date) -> date | None:
    start = _nearest(start_text, asof)
    if start is None or _NAMES_YEAR.search(text):
        return parse_last_day(text, asof=asof)
    if day := re.match(r"(\d{1,2})\s*[日号]?$", text):
        return _day(start.year, start.month, int(day[1]))
    if not _NAMES_YEAR.search(start_text):
        return parse_last_day(text, asof=asof)
    last = parse_last_day(f"{start.year}年{text}" if "月" in text else f"{start.year}.{text}", asof=asof)
    return last if last is None or last >= start else _day(last.year + 1, last.month, last.day)


def _nearest(words: str, asof: date) -> date | None:
    day = parse_date(words, asof=asof, coming=True)
    if day is not None and (period := _WITHOUT_DAY.fullmatch(words)):
        return _period(period[1], asof)
    if day is None or _FOREIGN.search(words):
        return None
    if _NAMES_YEAR.search(words):
        return day
    return parse_date(words, asof=asof) or day if day - asof > _HALF_A_YEAR else day


def _period(words: str, asof: date) -> date | None:
    if match := _NEW_YEAR.fullmatch(words):
        year = int(match["y"]) if match["y"] else asof.year + (asof > date(asof.year, 1, 1))
        return date(year, 1, 1)
    if match := _QUARTER.fullmatch(words):
        month = 3 * (int(match["q"]) if match["q"].isdigit() else _QUARTERS[match["q"]])
        return _month_end(int(match["y"]) if match["y"] else asof.year + _SHIFTS.get(match["w"] or "", 0), month)
    if (match := _THIS_MONTH.fullmatch(words)) and (match["w"] or match["v"] or words[:1] == "月"):
        ahead = int((match["w"] or match["v"] or "")[:1] in ("下", "次"))
        return _month_end(asof.year + (asof.month + ahead > 12), (asof.month + ahead - 1) % 12 + 1)
    if words and (match := _YEAR_END.fullmatch(words)):
        return date(int(match["y"]) if match["y"] else asof.year + _SHIFTS.get(match["w"] or "", 0), 12, 31)
    match = _MONTH_ONLY.fullmatch(words) or _COMPACT_MONTH.fullmatch(words)
    if match is None:
        return None
    named = match.groupdict()
    year_text = named.get("y") or (f"20{named['y2']}" if named.get("y2") else "")
    if not year_text and not named.get("unit"):
        return None
    month, part = int(match["m"]), named.get("part") or ""
    if year_text or named.get("w"):
        end = _month_end(int(year_text) if year_text else asof.year + _SHIFTS[match["w"]], month)
    else:
        end = _month_end(asof.year, month)
        if end is not None and end < asof:
            coming = _month_end(asof.year + 1, month)
            end = coming if coming is not None and coming - asof <= _HALF_A_YEAR else end
        elif end is not None and end - asof > _HALF_A_YEAR:
            end = _month_end(asof.year - 1, month)
    if end is None or not part or part in ("下旬", "底", "末"):
        return end
    return end.replace(day=_EARLY if part in ("初", "上旬") else _MIDDLE)


def _month_end(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and 1 <= year <= 9999 else None


def _day(year: int, month: int, day: int) -> date | None:
    end = _month_end(year, month)
    return end.replace(day=day) if end is not None and 1 <= day <= end.day else None
