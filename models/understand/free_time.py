"""Turn what a person says of when they can work ("五点前要收工", "明天后天有空", "下周一才得空") into hours, days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from models.understand.clock import arabic_dates, parse_hours, parse_spans
from models.understand.dates import find_span, parse_date

_CLOCK = (
    r"(早上|上午|中午|下午|晚上|傍晚)?(?:必须|要|得|最[晚迟]|最多|就|也|都|我|一定)*([0-2]?\d|[一二两三四五六七八九十]{1,2})(?:[:点时])"
    r"(半|[0-5]\d|[二三四五]?十[一二三四五六七八九]?|一刻|三刻)?分?"
)
_HOMEWARD = (
    r"(?:接|回|走|收工|下班|送|到家|到屋|落屋|拢屋|归屋|转去|转来|转屋|赶车|喂|煮饭|做饭|弄饭)(?:去|屋头?|家)?"
    r"(?:[煮做弄喂接带送](?:晚?饭|猪|牛|羊|鸡))?(?:娃儿?|孩子|孙孙|孙子|老人)?"
)
_BEFORE = re.compile(
    rf"{_CLOCK}(?:钟|多)?(?:(?:以|之)?前.{{0,4}}(?:{_HOMEWARD}|收得工|做完|结束|放|搞完|完)"
    r"|(?:就|我|都|是|还)*(?:要(?!得)|得(?![行闲空])|必须|一定|非)(?:要|得)?[^,，\d]{0,5}?"
    rf"{_HOMEWARD}|[^,，\d]{{0,3}}放学[^,，\d]{{0,6}}(?:接|送)"
    r"|(?:以|之|过)?后(?:就)?(?:不行|不得行|不上班?|没空|走不开|不能做|做不了|不做|要回))"
)
_LEAVES_AT = re.compile(
    rf"(?:(?<![不需想])要(?!得)|必须|得|只能)(?:做到|上到|干到)?{_CLOCK}(?:钟)?(?:就|准时|以?前)*{_HOMEWARD}"
)
_AFTER = re.compile(
    rf"{_CLOCK}(?:钟)?(?:(?:以|之|过)?后.{{0,4}}(?:才|能|可以|有空|得空|得闲|有时间|开始|来得?|到)|[^,，\d]{{0,12}}才(?:来|到|走得开|能来|有空|得空|抽得)|(?:才|过后才)(?:有空|得空|能|可以|来得|下班|上班))"
)
_SAID_ALONE = re.compile(
    rf"^(?:就|要|得|都)?{_CLOCK}(?:钟)?(?:(?P<from>(?:以|之|过)?后(?:来|上班|到|开始)?)|(?:就|准时)?(?P<until>走|收工|下班|(?:以|之)?前(?:走|收工|下班|回|结束)?))(?:了|嘛|哈)?$"
)
"""A clause that is nothing but a time: 早上十点以后, 下午四点走."""
_BETWEEN = re.compile(
    rf"{_CLOCK}(?:钟)?(?:以后|之后|后)?(?:到|至|-|~){_CLOCK}(?:钟)?(?:之间|这段|以前|之前)?.{{0,3}}(?:有空|得空|得闲|能做|可以做|有时间|才)"
)
_PART_OF_DAY = re.compile(
    r"(?:只能|只有|只得|就只|只)(?:在|做|上|干|有|得|搞)*(上午|早上|下午|晚上|夜里)|(上午|早上|下午|晚上|夜里)(?:的时候)?才(?:有空|得空|得闲|能|可以|来得|走得开)"
)
_NOT_BY_DAY = re.compile(
    r"白天(?:.{0,3}(?:走不开|没空|不得空|没时间|要上班|有事|不行|不得行|要守|要照顾|要带|要管|要上学|要读书))"
)
_NO_EVENINGS = re.compile(
    r"(?:晚上|夜头|晚黑)的?(?:活路?|班)?(?:我|就|都|也|是)*(?:(?:莫|别|不要)(?:再)?(?:喊|叫|安排|派|找)|不(?:做|干|来|接|得行))"
)
_EVENING_ENDS: Final = 1200
"""Who will not work of an evening may still leave by 20:00. Source: our choice."""
_COMES_AND_GOES = re.compile(
    rf"{_CLOCK}(?:钟)?(?:以?后)?(?:来|上班|到岗?|开始)[,，]?{_CLOCK}(?:钟)?(?:以?前|就)?(?:要|得|必须)*(?:走(?!路)|回|下班|收工)"
)
_BY_DARK = re.compile(
    r"(?:天黑|断黑|擦黑|麻黑|黑|太阳落坡|太阳落山)(?:了)?(?:以|之)?前(?:必须|就|一定|都|我)*(?:要|得|必须)?(?:能)?"
    r"(?:赶)?(?:落屋|归屋|拢屋|到屋|到家|回|转|收工|走)"
    r"|晚上(?:必须|都|就|还|我)*(?:要|得)(?:回|转)(?:来|去|屋头?|家头?)*(?:给.{1,4})?(?:煮|做|弄)(?:晚)?饭"
)
"""Who must be home before dark is free until 18:00, when it is dark in winter. Source: our choice."""
_PARTS: Final = {
    "上午": (None, 720),
    "早上": (None, 720),
    "下午": (720, None),
    "晚上": (1080, None),
    "夜里": (1080, None),
}
"""Minutes (from, until) of the parts of a day that people name; noon and 18:00. Source: our choice."""
_EVENING: Final = 1080
_MIDNIGHT: Final = 1440
_OF_THE_PAST = re.compile(
    r"以前|原来|之前|从前|那阵|过去|那时|这家|太累|太长|太久|受不了|学校|学堂|上一?家|电话|联系|回电"
)
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"十一": 11, "十二": 12, "两": 2}
_MINUTE_WORDS: Final = {"半": 30, "一刻": 15, "三刻": 45}
_NOON: Final = 12
_WEEKDAYS: Final = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}

_DAY_WORDS: Final = {
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "明天": 1,
    "明日": 1,
    "明早": 1,
    "明晚": 1,
    "大后天": 3,
    "后天": 2,
}
_TWO_DAYS: Final = {"明后": 1, "今明": 0}
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
_NAMED = re.compile(
    rf"明后[天两]|今明[天两]|大后天|{'|'.join(_DAY_WORDS)}|(?:这个?|本|下下?个?|上个?)(?:周末|{_WEEKDAY})|(?<![每逢])(?:下个?月)?(?<![\d.点:])\d{{1,2}}[号日](?!线|楼|店)"
    rf"|(?<!\d)\d{{1,2}}(?:月\d{{1,2}}[日号]?|[./]\d{{1,2}}(?!\s*[-~]?[\d.]*\s*[\d个元块万千百kKwW]))"
)
_DAY = r"((?:\d{4}年|今年|明年)?\d{1,2}(?:月\d{1,2}[日号]?|月|[./-]\d{1,2}))(?:份)?"
_FROM = re.compile(rf"{_DAY}(?:以后|之后|后|起|开始|才)")
_UNTIL = re.compile(rf"(?:到|至|做到){_DAY}$|{_DAY}(?:以前|之前|前|为止)")
_NEW_YEAR = re.compile(r"元旦(?:节|那天)?")
_WHOLE_MONTH = re.compile(
    r"(?<!\d)(1[0-2]|[1-9])月份?(?:[1一整]整?个月|整月|全月|(?:我)?(?:都|全)(?:有空|得空|空)|里头?都)"
)
_UNTIL_MONTHS_END = re.compile(r"(?:只|就)?(?:做|干|搞|上)?(?:到|至)(?:这个?|本)月(?:底|末)")
_MONEY_AFTER = re.compile(r"\s*(?:[个元块万千百kKwW/]|以上|左右)")
_OPEN_END = re.compile(
    r"^(?:到(?!岗)(?!\d)|以后|之后|过后|后|起|开始|(?:就|才)?(?:能|可以|要)?上[班工]|辞职|离职|交接|办完|忙完|做完|才|到岗|就?可以上班|上岗|往后|进场|开工|上工|上班|到岗|上户|(?:统一|准时)?(?:发车|出发|动身))"
)
_OPEN_START = re.compile(r"^(?:以前|之前|前(?!后)|为止|止)")
_ONLY = re.compile(r"才|只|必须|要(?!得)")
_FIRMLY = re.compile(r"才|只|必须|一定")
_NOT_A_WISH = re.compile(r"(?:回来|来的|来过|打过|问过|登记|办|到期|发(?!车)|考|毕业|出生|截止)")


@dataclass(frozen=True)
class FreeTime:
    """One stretch of time: `words` as written; minutes from midnight or days; `is_sure` marks words that exclude."""

    words: str
    is_sure: bool
    earliest_minute: int | None = None
    latest_minute: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_firm: bool = False


def find_free_hours(clause: str) -> FreeTime | None:
    """Return the hours of the day a clause limits work to, None when it names none or only a telephone time."""
    if match := _BETWEEN.search(clause):
        span = parse_hours(re.sub(r"(?:以后|之后|后)(?=到)", "", match[0]))
        if span[1] is not None:
            return FreeTime(match[0], True, earliest_minute=span[0], latest_minute=span[1])
    if match := _COMES_AND_GOES.search(clause):
        return FreeTime(
            match[0],
            True,
            earliest_minute=_minute(match, is_end=False),
            latest_minute=_minute_of(match[4], match[5], match[6], is_end=True),
        )
    if match := _BEFORE.search(clause) or _LEAVES_AT.search(clause):
        return FreeTime(match[0], True, latest_minute=_minute(match, is_end=True))
    if match := _AFTER.search(clause):
        return FreeTime(match[0], True, earliest_minute=_minute(match, is_end=False))
    if match := _SAID_ALONE.match(clause):
        until = _minute(match, is_end=True) if match["until"] else None
        return FreeTime(
            match[0], True, earliest_minute=None if until else _minute(match, is_end=False), latest_minute=until
        )
    if match := _NO_EVENINGS.search(clause):
        return FreeTime(match[0], True, latest_minute=_EVENING_ENDS)
    if match := _BY_DARK.search(clause):
        return FreeTime(match[0], True, latest_minute=_EVENING)
    if match := _NOT_BY_DAY.search(clause):
        return FreeTime(match[0], True, earliest_minute=_EVENING)
    if match := _PART_OF_DAY.search(clause):
        start, end = _PARTS[match[1] or match[2]]
        return FreeTime(match[0], True, earliest_minute=start, latest_minute=end)
    return None if _OF_THE_PAST.search(clause) else _hours_wished(clause)


def _hours_wished(clause: str) -> FreeTime | None:
    """Return the hours that a clause merely names, 早九晚五 or 早上7点到12点: a wish, since nothing says only."""
    spans = parse_spans(clause.replace("朝九晚五", "早九晚五"))
    if len(spans) != 1 or spans[0][1] > _MIDNIGHT:
        return None
    return FreeTime(clause, False, earliest_minute=spans[0][0], latest_minute=spans[0][1])


def find_free_days(clause: str, *, asof: date) -> Iterator[FreeTime]:
    """Yield the days a clause names: 明天后天 from the 24th until the 25th, 下周一才有空 from then on.

    A span that is only told ("明天后天有空") is not sure; 才, 只, 要 and "12月1日后" make it so.
    """
    for days in _free_days(clause, asof):
        yield replace(days, is_firm=bool(_FIRMLY.search(clause)))


def _free_days(clause: str, asof: date) -> Iterator[FreeTime]:
    text = arabic_dates(_NEW_YEAR.sub("1月1日", clause))
    if match := _WHOLE_MONTH.search(text):
        first = parse_date(f"{match[1]}月", asof=asof, coming=True)
        if first is not None:
            last = first.replace(day=monthrange(first.year, first.month)[1])
            yield FreeTime(_as_written(match[0], clause), bool(_ONLY.search(text)), starts_on=first, ends_on=last)
            return
    if (match := _FROM.search(text)) and (day := parse_date(match[1], asof=asof, coming=True)):
        yield FreeTime(_as_written(match[0], clause), True, starts_on=day)
        return
    if (span := find_span(text, asof=asof)) and not _MONEY_AFTER.match(text.partition(span[0])[2]):
        yield FreeTime(_as_written(span[0], clause), bool(_ONLY.search(text)), starts_on=span[1], ends_on=span[2])
        return
    if (match := _UNTIL.search(text)) and (day := parse_date(match[1] or match[2], asof=asof, coming=True)):
        yield FreeTime(_as_written(match[0], clause), True, ends_on=day)
        return
    if match := _UNTIL_MONTHS_END.search(text):
        first_of_next = (asof.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield FreeTime(_as_written(match[0], clause), True, ends_on=first_of_next - timedelta(days=1))
        return
    named = [(match, days) for match in _NAMED.finditer(text) if (days := _days(match[0], asof))]
    if not named or _NOT_A_WISH.match(text, named[-1][0].end()):
        return
    words = _as_written(text[named[0][0].start() : named[-1][0].end()], clause)
    first, last = min(days[0] for _, days in named), max(days[1] for _, days in named)
    rest = text[named[-1][0].end() :]
    is_sure = bool(_ONLY.search(rest[:2]) or _ONLY.search(text[: named[0][0].start()]))
    if _OPEN_END.match(rest):
        yield FreeTime(words, is_sure, starts_on=first)
    elif _OPEN_START.match(rest):
        yield FreeTime(words, True, ends_on=last - timedelta(days=1) if rest[0] != "为" else last)
    elif last >= asof:
        yield FreeTime(words, is_sure, starts_on=first, ends_on=last)


def _days(words: str, asof: date) -> tuple[date, date] | None:
    """Return the first and last day of one name of days, None for a day that does not exist."""
    if words[:2] in _TWO_DAYS:
        day = asof + timedelta(days=_TWO_DAYS[words[:2]])
        return day, day + timedelta(days=1)
    if words in _DAY_WORDS:
        day = asof + timedelta(days=_DAY_WORDS[words])
        return day, day
    monday = asof - timedelta(days=asof.weekday())
    if words[-1] in _WEEKDAYS and words[-2] in "周期拜":
        if words.startswith("上"):
            return None
        weeks = words.count("下") if words.startswith("下") else 0
        day = monday + timedelta(days=7 * weeks + _WEEKDAYS[words[-1]])
        return day, day + timedelta(days=1 if words[-1] == "末" else 0)
    if match := re.fullmatch(r"(下个?月)?(\d{1,2})[号日]", words):
        return _day_of_month(int(match[2]), asof, is_next=bool(match[1]))
    found = parse_date(words, asof=asof, coming=True)
    return None if found is None else (found, found)


def _day_of_month(number: int, asof: date, *, is_next: bool) -> tuple[date, date] | None:
    month = asof.month + (1 if is_next or number < asof.day else 0)
    try:
        day = date(asof.year + (month > 12), (month - 1) % 12 + 1, number)
    except ValueError:
        return None
    return day, day


def _as_written(words: str, clause: str) -> str:
    return words if words in clause else clause


def _minute(match: re.Match[str], *, is_end: bool) -> int:
    return _minute_of(match[1], match[2], match[3], is_end=is_end)


def _minute_of(part: str | None, hour_text: str, minute_text: str | None, *, is_end: bool) -> int:
    hour = int(hour_text) if hour_text.isdigit() else _numeral(hour_text)
    # "5点前要收工" is the afternoon; nobody must be home at five in the morning.
    if hour < _NOON and (part in ("下午", "晚上", "傍晚") or (part is None and is_end and hour <= 7)):
        hour += _NOON
    if minute_text and not minute_text.isdigit():
        return hour * 60 + (_MINUTE_WORDS.get(minute_text) or _numeral(minute_text))
    return hour * 60 + int(minute_text or 0)


def _numeral(words: str) -> int:
    if words in _DIGITS:
        return _DIGITS[words]
    tens, _, ones = words.partition("十")
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)
