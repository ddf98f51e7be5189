"""Turn what a person says of the days they can work ("明天后天有空", "下周一才得空", "做到12月20号") into dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from models.understand.clock import arabic_dates
from models.understand.dates import find_span, parse_date
from models.understand.free_time import FreeTime

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
_GOES_ON = (
    r"(?:早上|上午|下午|中午|晚上)?(?:起|开始|以后|之后|过后|(?:就|才)(?:能|可以|来|去|到|上|开|得空|有空)|要?\d|要?[一两三四五六七八九十几]+个"
    r"|集合|到岗|开工|进场|动身|出发|前(?!后)|以前|之前)"
)
"""A bare weekday is a day to come only when something begins or ends on it; else it returns every week."""
_NAMED = re.compile(
    rf"明后[天两]|今明[天两]|大后天|{'|'.join(_DAY_WORDS)}|(?:这个?|本|下下?个?|上个?)(?:周末|{_WEEKDAY})|(?<![每逢下上本个这]){_WEEKDAY}(?={_GOES_ON})"
    r"|(?<![每逢])(?<!每月)(?<![腊冬正]月)(?<!每个月)(?<!次月)(?<!上月)(?<!上个月)(?:下个?月)?(?<![\d.点:])\d{1,2}[号日](?![线楼店门口库仓机桌栋炉岗车结薪付]|工地|一[结付清给拿领算]|[一两三]餐)"
    rf"|(?<!\d)\d{{1,2}}(?:月\d{{1,2}}[日号]?|[./]\d{{1,2}}(?!\s*[-~]?[\d.]*\s*[\d个元块万千百kKwW]))"
)
_DAY = r"((?:\d{4}年|今年|明年)?\d{1,2}(?:月\d{1,2}[日号]?|月|[./-]\d{1,2}))(?:份)?"
_FROM = re.compile(rf"{_DAY}(?:以后|之后|过后|后|起|开始|才(?![放满回到考毕拿办领出发]))")
_UNTIL = re.compile(
    rf"(?:到|至){_DAY}(?:$|[就止哈嘛了]|为止)|[做干搞忙播收栽摘代守上](?:得|要|满)?到{_DAY}|{_DAY}(?:以前|之前|前(?!后|可以?到|能到|能来|要到岗|到岗|到位|报到|入职)|为止)"
)
_UNTIL_DAY = re.compile(
    r"(?:[做干搞忙播收栽摘代守上帮顶替跟留待住呆耍歇跑](?:得|要|满|你|你们)?到|(?:^|[只就])到|至)(?:这个?月|本月)?(\d{1,2})[号日]"
)
_NEXT_MONTH = re.compile(
    r"下个?月(?:初|头|上旬)|下个?月(?=(?:就|才|就能|能|可以)?(?:开始|起|动身|出发|去|来|上班|到岗|进场|开工))"
)
_PART_OF_MONTH = re.compile(r"(?<!\d)(?<![旬底初日号月]到)(\d{1,2})月(?:份)?(初|上旬|中旬|下旬)")
_MONTHS_END = re.compile(
    r"(?<=[到至])(1[0-2]|[1-9])月份?(?:底|末)|(?<!\d)(1[0-2]|[1-9])月份?(?:底|末)(?=以前|之前|前|为止)"
)
_FIRST_DAYS: Final = {"初": 1, "上旬": 1, "中旬": 11, "下旬": 21}
_LASTS = re.compile(
    r"(?:做|干|搞|忙|连续?|要|栽|摘|一共|总共|只要?)+(\d{1,2}|[一两二三四五六七八九十])天(?![一结]|\d|多?少)"
)
_SEVERAL = re.compile(r"(?:那|这|节|假期|连到|连续|一共|放假|起?连[做干])*([两二三四五六七八九2-9])天(?!一|内)")
_NO_DAY = re.compile(r"农历|阴历|旧历|老历|预产期|生日")  # days of another calendar or of something else
_NEW_YEAR = re.compile(r"元旦(?:节|那天)?")
_WHOLE_MONTH = re.compile(
    r"(?<!\d)(1[0-2]|[1-9])月份?(?:[1一整]整?个月|整月|全月|(?:我)?(?:都|全)(?:有空|得空|空)|里头?都)"
)
_UNTIL_MONTHS_END = re.compile(
    r"(?:只|就)?(?:做|干|搞|上)?(?:到|至)(?:这个?|本)?月(?:底|末)(?![才就再]?(?:统一)?[发结付给拿算领清打])"
)
_MONEY_AFTER = re.compile(r"\s*(?:[个元块万千百kKwW/]|以上|左右)")
_OPEN_END = re.compile(
    r"^(?:一?(?:大?早上?|清早|上午|中午|下午|晚上))?(?:到(?!岗)(?!\d)|以后|之后|过后|后|起|开始|(?:就|才)?(?:能|可以|要)?(?:上[班工岗]|开工|进场|到岗)|(?:能|可以)(?:来|到|去|动身|出发|开始|接手)|辞职|辞工|离职|交接|办完|忙完|做完|才(?![放满回考毕拿办领出发下])|到岗|就?可以上班|上岗|往后|进场|开工|上工|上班|到岗|上户|(?:统一|准时)?(?:发车|出发|动身)"
    r"|(?:就|才)(?:能|可以)|(?:就|才)(?:要)?(?:动身|出发|走|去|来|到|跟|开|做|干|接|得空|有空|得行))"
)
_OPEN_START = re.compile(r"^(?:以前|之前|前(?!后)|为止|止)")
_TOLD = re.compile(
    r"(?<=今天)(?:再|又|还|才|专门|特地|特意|刚|听|看到|问|打电话|来(?:问|登|打|看|找|报|这|你们)|过来(?:问|登|看)|走了|上午来|跑|路过|一早|赶场|没|冷|落雨|下雨|天气|我?(?:来|想)(?:问|登|打听|咨询|报)|是)"
    r"|(?<=明天)(?:饭都|就?没得|再(?:说|看|问|打|来问)|(?:我)?(?:再)?(?:来(?:问|登|看|你们)|给你|去问|看))"
)
"""What today is told of rather than offered for work: 今天专门来问. Source: our choice."""
_ONLY = re.compile(r"才|只|必须|要(?!得)")
_FIRMLY = re.compile(
    r"才|只|必须|一定|[号日底](?:我|就|都|又|是)*(?:要|得|非得?)(?:走(?![路])|撤|动身|出发|返|离开|回(?!话|电|信))|[号日底](?:我|就)*走人|过后(?:我|就)*不[做干来在]"
)
"""Whoever must leave on a day (做到二十九号就要走) binds the other as much as 只 does."""
_NOT_A_WISH = re.compile(
    r"(?:(?:以|之)?前(?:可以?|能|要|须|必须|得|就)*(?:到岗|到位|来(?!得及)|上岗|上班|报到|入职|进场)|回来|来的|来过|打过|问过|登记|办|到期|发(?!车)|考|毕业|出生|截止"
    r"|才(?:拿|办|领)|我?就?(?:要|得)?(?:回(?!话)|坐(?:火)?车|赶车|满|返|走|离开|开学|上学|动手术|结婚|办酒|生(?=$|[，,娃了])|放)"
    r"|[^，,]{0,8}?(?:登记|窗口|来过|问过|填表|报名|交材料|面试)"
    r"|[^，,]{0,3}?(?:发(?:工资|薪|钱|上月)|结[账算清]|打[卡款]|到账|领(?:工资|钱)))"
)
"""What a day may be of that is no day to work on: leaving, a feast, the day of pay."""

_FEAST: Final = re.compile(
    r"(?:我|要|就|屋头|家头|在家|给?[老孙儿女爹妈娘婆]{1,2})*(?:结婚|接媳妇|嫁女|嫁姑娘|办(?:喜|寿|满月|搬家|升学|乔迁)?(?:酒席?|席|事)|做(?:酒|寿|席|生)|整酒|吃酒|满月|过?(?:大?生日|寿)|祝寿|搬家|立房|上梁|待客|请客|送葬|上山)"
)


def find_free_days(clause: str, *, asof: date, is_offered: bool = False) -> Iterator[FreeTime]:
    """Yield the days a clause names: 明天后天 from the 24th until the 25th, 下周一才有空 from then on.

    A span that is only told ("明天后天有空") is not sure; 才, 只, 要 and "12月1日后" make it so. On the day of a feast
    nobody who gives it works, but whoever needs cooks offers work (`is_offered`).
    """
    for days in _free_days(_FEAST.sub("，", clause) if is_offered else clause, asof):
        yield replace(days, is_firm=bool(_FIRMLY.search(clause)))


def _free_days(clause: str, asof: date) -> Iterator[FreeTime]:
    if _NO_DAY.search(clause):
        return
    text = arabic_dates(_NEW_YEAR.sub("1月1日", clause))
    text = _NEXT_MONTH.sub(f"{asof.month % 12 + 1}月1日起", text)
    text = _PART_OF_MONTH.sub(lambda match: f"{match[1]}月{_FIRST_DAYS[match[2]]}日", text)
    text = _MONTHS_END.sub(lambda match: f"{match[1] or match[2]}月{_days_in(int(match[1] or match[2]), asof)}日", text)
    if match := _WHOLE_MONTH.search(text):
        first = parse_date(f"{match[1]}月", asof=asof, coming=True)
        if first is not None:
            last = first.replace(day=monthrange(first.year, first.month)[1])
            yield FreeTime(_as_written(match[0], clause), bool(_ONLY.search(text)), starts_on=first, ends_on=last)
            return
    if (span := find_span(text, asof=asof)) and not _MONEY_AFTER.match(text.partition(span[0])[2]):
        yield FreeTime(_as_written(span[0], clause), bool(_ONLY.search(text)), starts_on=span[1], ends_on=span[2])
        return
    if (match := _FROM.search(text)) and (day := parse_date(match[1], asof=asof, coming=True)):
        yield FreeTime(_as_written(match[0], clause), True, starts_on=day)
        return
    if (match := _UNTIL.search(text)) and (day := parse_date(match[1] or match[2] or match[3], asof=asof, coming=True)):
        yield _until(match, day, clause, asof)
        return
    if (match := _UNTIL_DAY.search(text)) and (days := _day_of_month(int(match[1]), asof, is_next=False)):
        yield _until(match, days[1], clause, asof)
        return
    if match := _UNTIL_MONTHS_END.search(text):
        first_of_next = (asof.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield _until(match, first_of_next - timedelta(days=1), clause, asof)
        return
    named = [
        (match, days)
        for match in _NAMED.finditer(text)
        if not _TOLD.match(text, match.end()) and (days := _days(match[0], asof))
    ]
    if not named or _NOT_A_WISH.match(text, named[-1][0].end()):
        return
    words = _as_written(text[named[0][0].start() : named[-1][0].end()], clause)
    first, last = min(days[0] for _, days in named), max(days[1] for _, days in named)
    rest = text[named[-1][0].end() :]
    is_sure = bool(_ONLY.search(rest[:2]) or _ONLY.search(text[: named[0][0].start()]))
    if len(named) == 1 and (several := _SEVERAL.match(rest)):
        yield FreeTime(words, is_sure, starts_on=first, ends_on=_last_of(first, several[1]))
    elif _OPEN_END.match(rest):
        lasts = _LASTS.search(rest)
        yield FreeTime(words, is_sure, starts_on=first, ends_on=_last_of(first, lasts[1]) if lasts else None)
    elif _OPEN_START.match(rest):
        yield FreeTime(words, True, ends_on=last - timedelta(days=1) if rest[0] != "为" else last)
    elif last >= asof:
        yield FreeTime(words, is_sure, starts_on=first, ends_on=last)


def _days_in(month: int, asof: date) -> int:
    return monthrange(asof.year + (month < asof.month), month)[1]


def _until(match: re.Match[str], last: date, clause: str, asof: date) -> FreeTime:
    """Return the time until `last`, from the day named before it (25号干到30号, 从今天做到12月31号) if there is one."""
    named = list(_NAMED.finditer(match.string[: match.start()]))
    days = _days(named[-1][0], asof) if named else None
    first = days[0] if days and days[0] <= last and not _NOT_A_WISH.match(match.string, named[-1].end()) else None
    return FreeTime(_as_written(match[0], clause), True, starts_on=first, ends_on=last)


def _last_of(first: date, days: str) -> date:
    count = int(days) if days.isdigit() else "零一二三四五六七八九十".index(days.replace("两", "二"))
    return first + timedelta(days=max(count, 1) - 1)


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
        if words[0] in "周星礼" and _WEEKDAYS[words[-1]] < asof.weekday():
            weeks = 1  # a bare weekday is the next one
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
