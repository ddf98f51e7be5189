"""Turn what is said about shifts, hours and rest days into a `Schedule`."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from models.records import Schedule
from models.understand.clean import clean_text
from models.understand.clock import parse_hours, parse_spans

NIGHT_FROM, NIGHT_UNTIL = 22 * 60, 29 * 60
"""Source: our choice; 22:00 as in 女职工劳动保护特别规定, until 5:00, because an early baker is no night worker."""
PART_TIME_HOURS = 4.0
"""Source: 劳动合同法68 (非全日制 at most four hours a day on average)."""

_NO_NIGHT = re.compile(
    r"(?:不|无|没有|没得|无需|不用|不需要|不安排|免)(?:上|倒|做|值|要|熬|有)?(?:夜班?|大夜|晚班|通宵|倒班|夜)"
    r"|拒绝夜班"
)
_NIGHT = re.compile(
    r"夜班|大夜|小夜|通宵|守夜|夜间|上夜|深夜|半夜|三班|四班[三两]|3班倒|4班3倒|[两二2]班倒|日夜班|黑白班|白夜班|(?:24|二十四)个?小时(?!.{0,2}(?:营业|热线|制|内|以内|便利|服务|客服|自助|在线|到账|热水|供应|监控|安保|前))|后半夜"
)
_LATE = re.compile(r"(?<![早中])晚班")
"""Whoever says 不上夜班 means this too, unless the hours show that it ends in time. Source: our choice."""
_EVENING_PAIR = re.compile(r"早[/、]?(?:中|晚)班|早班")
_ROTATING = re.compile(
    r"(?<!不)倒班|轮班|[两二三四234]个?班(?:倒|轮|运)?(?!制)|轮换|轮休班|轮(?:到|流|起|着|班)?(?:来)?上(?!岗)|(?:早|白|夜|晚)班(?:轮|换)(?!胎)|早中?晚班|黑白班|日夜班|(?<!不)倒夜班|四班三倒"
)
_ASKS_NIGHT = re.compile(
    rf"(?:{_NIGHT.pattern}|{_LATE.pattern}|熬夜|昼夜|夜里|夜间(?!照明|灯))(?!\w{{0,6}}?(?:优先|自愿|可选|均可|也可|都可))"
)
_ASKS_ROTATING = re.compile(rf"(?:{_ROTATING.pattern})(?!\w{{0,4}}?(?:优先|自愿|可选|均可|也可|都可|餐|补))")
_OVERTIME_UNTIL = re.compile(r"加班到((?:晚上?|夜里)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})[:点：](?:\d{2}|半)?)")
_NOT_ROTATING = re.compile(r"长白班|常白班|正常班|行政班|不倒班|不用倒班|无需倒班|固定白班|不上夜班|只上白班")
_DAY = re.compile(r"长白班|常白班|行政班|正常班|固定白班|白班|朝[八九]晚[五六七]")
_PART_TIME = re.compile(r"非全日制|兼职|钟点工?|小时工|半天班|半日|^半天$|零散时间|业余时间|周末班")
_HOURS = re.compile(
    r"(?:每天|每日|日工作|一天|每班|日均|上班|工作|工时)?\s*(?:约|大概|不超过)?\s*"
    r"(?<![\d.])(\d{1,2}(?:\.\d)?)\s*个?(?:小时|钟头|h)(?P<over>\s*(?:左右|以内)?\s*(?:的)?加班)?(?:制)?"
)
_NOT_HOURS = re.compile(
    r"(?:休息?|午休|中餐|提前|每周|一周|周工作|每月|路程|车程|培训|超过|试工|加班|约定)\s*(?:约|大概)?\s*$"
)
_PLUS_OVERTIME = re.compile(r"(\d{1,2}(?:\.\d)?)\s*(?:小时|h)?\s*\+\s*(\d(?:\.\d)?)\s*(?:小时|h)?(?:加班)?")
_TWICE = re.compile(r"早晚各\s*(\d(?:\.\d)?)\s*个?小时")
_BREAK = re.compile(r"(?:午|中间|中午|吃饭)\S{0,4}?休息?\s*(\d(?:\.\d)?|一个?半?|两|半)\s*个?(?:小时|钟头)")
_BREAK_WORDS = {"一": 1.0, "一个": 1.0, "一个半": 1.5, "一半": 1.5, "两": 2.0, "半": 0.5}
_OFF_A_MONTH = re.compile(
    r"(?:每月|一个月|月)\s*(?:可|能|就|只|带薪|轮|公)?休(?:息)?\s*(\d{1,2}|[一二两三四五六七八])\s*(?:-\s*(\d)\s*)?天"
    r"|(?:每月|月)(\d)休|月休(\d)"
)
_OFF_PATTERNS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"全年无休|无休息日|全月无休|月无休|没有休息|无休(?!息时)|不休息"), 0.0),
    (re.compile(r"大小周|单双休|大小休"), 6.0),
    (re.compile(r"(?<!单)双休|周末休|做五休二|上五休二|五天(?:工作)?制|5天8小时|五天八小时|5天制|5天7"), 8.0),
    (
        re.compile(
            r"单休|做六休一|上六休一|六天工作制|六天制|6天制|每周休(?:息)?[一1]天|周休[一1]天|一周休(?:息)?[一1]天|周休一"
        ),
        4.0,
    ),
    (re.compile(r"做[一1]休[一1]|上[一1]休[一1]|隔天(?:上班|一次)"), 15.0),
    (re.compile(r"上[三四]休[二两]|做四休二"), 10.0),
)
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}


def parse_schedule(text: str) -> Schedule | None:
    """Read shifts, daily hours and rest days; None when nothing of them is said.

    `night` is True when work falls between 22:00 and 5:00 or a shift system implies it, False when it is excluded or
    the hours lie in the day, None when open (两班制, 排班). Hours of a split day are added,
    a stated break is taken off, stated overtime added.
    """
    cleaned = clean_text(text)
    if not cleaned:
        return None
    spans = parse_spans(cleaned)
    start, end = parse_hours(cleaned)
    if len(spans) > 1:
        start, end = spans[0][0], spans[-1][1]
    elif start is not None and end is not None:
        spans = [(start, end)]
    hours = _hours(cleaned, spans)
    rotating = False if _NOT_ROTATING.search(cleaned) else True if _ROTATING.search(cleaned) else None
    night = _night(cleaned, spans, start, rotating, hours)
    long_day = True if _DAY.search(cleaned) and not night and not rotating else None
    part_time = True if _PART_TIME.search(cleaned) or (hours is not None and hours <= PART_TIME_HOURS) else None
    found = Schedule(
        raw=text,
        night=night,
        rotating=rotating,
        long_day_shift=long_day,
        hours_per_day=hours,
        days_off_per_month=_days_off(cleaned),
        part_time=part_time,
        start_minute=start,
        end_minute=end,
    )
    return None if found == Schedule(raw=text) else found


def with_asked_shifts(schedule: Schedule | None, text: str) -> Schedule | None:
    """Return the schedule with the shifts that requirements or a description ask for ("能倒夜班") beside its hours.

    Hours of the day beside "能倒班" leave nights open; only a schedule that excludes nights in words is left as it is.
    """
    cleaned = clean_text(text)
    base = schedule or Schedule(raw="")
    if base.start_minute is None and base.end_minute is None and (spans := parse_spans(cleaned)):
        base = schedule = replace(base, raw=base.raw or cleaned, start_minute=spans[0][0], end_minute=spans[-1][1])
    if (match := _OVERTIME_UNTIL.search(cleaned)) and (late := parse_hours(match[1])[0]) is not None:
        base = schedule = replace(base, raw=base.raw or match[0], end_minute=max(base.end_minute or 0, late))
    if _NO_NIGHT.search(cleaned) or _NO_NIGHT.search(base.raw) or _NOT_ROTATING.search(cleaned):
        return schedule
    asks_night, asks_rotating = _ASKS_NIGHT.search(cleaned), _ASKS_ROTATING.search(cleaned)
    match = asks_night or (None if base.rotating else asks_rotating)
    if match is None:
        return schedule
    night = True if asks_night else base.night or None
    rotating = True if asks_rotating else base.rotating
    raw = base.raw or cleaned[max(0, match.start() - 4) : match.end() + 4]
    return replace(base, raw=raw, night=night, rotating=rotating, long_day_shift=None)


def _night(
    text: str, spans: list[tuple[int, int]], start: int | None, rotating: bool | None, hours: float | None
) -> bool | None:
    if _NO_NIGHT.search(text):
        return False
    if match := _NIGHT.search(text):
        if match[0][1:] == "班倒" and match[0][0] in "两二2" and _EVENING_PAIR.search(text):
            return None
        return True
    if any(_overlaps_night(a, b) for a, b in spans):
        return True
    if start is not None and not spans and (start < NIGHT_UNTIL - 1440 or start >= NIGHT_FROM):
        return True
    if not spans and _LATE.search(text):
        return True
    if rotating:
        return None
    if spans or (_DAY.search(text) and not re.search(r"晚班", text)):
        return False
    return None


def _overlaps_night(start: int, end: int) -> bool:
    return start < NIGHT_UNTIL - 1440 or (start < NIGHT_UNTIL and end > NIGHT_FROM)


def _hours(text: str, spans: list[tuple[int, int]]) -> float | None:
    if twice := _TWICE.search(text):
        return 2 * float(twice[1])
    if plus := _PLUS_OVERTIME.search(text):
        total = float(plus[1]) + float(plus[2])
        if 4 <= float(plus[1]) <= 12 and total <= 24:
            return total
    for match in _HOURS.finditer(text):
        hours = float(match[1])
        if match["over"] or _NOT_HOURS.search(text[: match.start()]) or _NOT_HOURS.search(text[: match.start(1)]):
            continue
        if 0 < hours <= 24:
            return hours
    if not spans:
        return None
    ordered = sorted(spans)
    apart = all(a[1] <= b[0] for a, b in pairwise(ordered))
    # Overlapping spans are alternative shifts, not parts of one day.
    total = (sum if apart else max)(end - start for start, end in spans) / 60
    if pause := _BREAK.search(text):
        total -= (
            _BREAK_WORDS.get(pause[1]) or float(pause[1]) if pause[1] not in _BREAK_WORDS else _BREAK_WORDS[pause[1]]
        )
    return round(total, 2) if 0 < total <= 24 else None


def _days_off(text: str) -> float | None:
    if match := _OFF_A_MONTH.search(text):
        words = [g for g in match.groups() if g]
        values = [float(_NUMERALS.get(w, 0) or (w if w.isdigit() else 0)) for w in words]
        return sum(values) / len(values)
    for pattern, days in _OFF_PATTERNS:
        if pattern.search(text):
            return days
    return None
