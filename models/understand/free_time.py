"""Turn what a person says of when they can work ("五点前要收工", "早上十点以后") into hours of the day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.understand.clock import parse_hours, parse_spans

_CLOCK = (
    r"(凌晨|清早|早上|上午|中午|下午|晚上|傍晚|(?<![得太么])[早晚])?(?:必须|要|得|最[晚迟]|最多|就|也|都|我|一定)*"
    r"(?<![\d一二两三四五六七八九十])([0-2]?\d|[一二两三四五六七八九十]{1,2})(?:[:点时])"
    r"(半|[0-5]\d|[二三四五]?十[一二三四五六七八九]?|一刻|三刻)?分?"
)
_NEED: Final = r"(?:要(?!得)|得(?![行闲空])|必须|须|一定|非|务必|肯定|不得不)"
_GO: Final = (
    r"(?:接|回(?!不|话|电)|走(?![路街不])|收(?:工|车|摊|班|手|得工)|[放散歇落](?:工|班)|打卡(?:走|下)|脱身|抽身|闪人|动身|起身|撤|下(?:班|工|课)|送|离|放|到家|到屋|落屋|拢屋|归屋|归家|转[去来屋]"
    r"|赶|喂|煮|做饭|弄饭|结束|做完|搞完|完工|换(?!班))"
)
"""What takes somebody away from work at an hour. Source: our choice."""
_CANNOT: Final = (
    r"(?:(?:[来到做干上接走跑开起出去抽脱]|走开|脱身|赶)(?:我|也|都)?不(?:了|成|得|到|开|赢|来|脱|及)|没(?:得|有)?(?:车|公交|客车|中巴|班车|船)|(?:没|没得|没有|不得|无|不)(?:空|闲|时间|得空|有空)"
    r"|不(?:得?行|方便|在|来|(?:上|加)班?|做|干|接|能[来做上到])(?!也|都)|没(?:得|有)?车|莫(?:喊|叫|安排)|(?:人)?(?:都)?不在|免谈)"
)
_CAN: Final = (
    r"(?:才|能|可以|有空|得空|得闲|有时间|抽得|走得开|开始|上线|来(?!不)|到(?!点)|上(?:班|岗|工)|都行|都可以|都得|随"
    r"|的(?:班|活|都|那种|$)|接班|开工|没事)"
)
_BEFORE = re.compile(rf"{_CLOCK}(?:钟|多)?(?:(?:以|之)?前|之内|以内)(?P<rest>.*)")
_AFTER = re.compile(rf"{_CLOCK}(?:钟|多)?(?:放了?学|下了?[课班])?(?:(?:以|之|过)?后|过了|起(?![来床]))(?P<rest>.*)")
_GOES_AT = re.compile(
    rf"{_CLOCK}(?:钟|整|多)?(?P<between>(?:就|又|也|我|都|是|还|准时|说(?:什么|啥子?|哪样)|无论如何|每天|天天|,)*{_NEED}(?:要|得)?[^，,\d后]{{0,6}}?{_GO}"
    rf"|(?:我|就|都)*非(?:得|要)?(?:走|回|撤)(?:去|家|屋)?不(?:可|行)(?!以)|[^，,\d]{{0,3}}放学[^，,\d]{{0,6}}(?:接|送)|(?:就|我|都)*(?:要|得|必须)(?:在|到|赶到|守在)*(?:校|学校|幼儿园|幼稚园|园)(?:门口|门前|大门)?"
    rf"|(?:我|就|都|,)*(?:准时|准点|说走就|一到(?:我)?(?:就)?|雷打不动)(?:就|要|得|我)*(?:{_GO}|走人))"
)
_LEAVES_AT = re.compile(
    rf"(?:(?<![不需想])要求?(?!得)|(?<!必)须|必须|得|只能|最多|最晚|最迟|顶多|只)(?:[做上干搞]得?到)?{_CLOCK}(?:钟)?(?:就|准时|以?前)*{_GO}"
)
_WORKS_UNTIL = re.compile(
    rf"(?:^(?:我|每天|一般)*|只能?|就|最多|顶多|至多|最晚|最迟|要|可以|能)(?:只|能)?[做干上搞忙守站播]得?到{_CLOCK}(?:钟|整)?"
    rf"(?!.{{0,4}}(?:都|也)(?:没|可以|行|得|不怕|要得|能|来))"
)
_LAST_BUS: Final = (
    r"(?:(?:就|是|有|只有|的|我们?|那边|村头|回[^，,\d]{1,4}的?)*"
    r"(?:(?:最后|末)(?:一)?(?:班|趟)(?:公交|客|中巴|班|校)?车?|末班|收车|(?:宿舍)?(?:门禁|关寝|锁门)))"
)
_BUS_LEAVES_AT = re.compile(
    rf"{_CLOCK}(?:钟|整)?{_LAST_BUS}(?!司机)|(?:(?:最后|末)(?:一)?(?:班|趟)(?:公交|客|中巴|班|校)?车?|末班)(?:就|是|在|到)*{_CLOCK}"
)
"""Whoever must catch the last bus leaves by then: 下午七点末班车."""
_NOT_LATER = re.compile(rf"(?:莫|别|不要|不能|不得|不可以?)(?:超过|过|晚于|迟于|拖到|搞到|做到|干到){_CLOCK}")
_ONLY_AT = re.compile(
    rf"(?:要|得|非)?(?:等|等到|挨到|拖到){_CLOCK}(?:钟)?[^，,\d]{{0,12}}?(?:才|能|可以|有空|得空|来)"
    rf"|{_CLOCK}(?:钟)?[^，,\d前]{{0,12}}(?:才|方)(?!能?(?:走(?!得)|回))(?:(?:把|将)?(?:娃儿?|孩子|小孩|细娃|学生|孙[子女])(?:些|们)?(?:送|弄)|来|到|走得开|能|可|有空|得空|抽得|下班|下课|放|上班|开始"
    r"|出得|脱得|忙完|[^，,]{0,2}得(?:了|到|开|起|脱|出|来|成))"
)
_TAKES_CHILD: Final = re.compile(
    r"送(?:我|到|两个)*(?:大的|小的|老[大二三]|[大小]?娃|孩子|小孩|细娃|孙|学生|儿|女|崽|小的|他|她)"
)
_IS_MEANT_ELSEWHERE: Final = re.compile(
    r"^(?:就|都|一定|必须|要|得|能|可以|我|尽量|准时|的)*(?:来(?!不)|到(?=岗|你们|单位|厂|店|场|位|齐|$)|报到|上班|打电话|联系|通知|回(?:话|电|信|复)|给(?:我)?(?:回|个)|面试|登记)"
)
_SAID_ALONE = re.compile(
    rf"^(?:我|就|要|得|都|每天|平日|平时)*{_CLOCK}(?:钟|整)?(?:(?P<from>(?:(?:以|之|过)?后|起(?![来床]))(?:来|上班|到|开始)?|(?:准时)?(?:来|上班|上岗|上工|到岗|接班|开工))|(?:就|准时)?(?P<until>打卡走人?|走人?|[收放散歇]工|下班|落班|收摊|交班|(?:以|之)?前(?:走|收工|下班|回|结束)?))(?:了|嘛|哈|的|那种|这种)*(?:都|就)?(?:可以|行|得行|要得|最好)?(?:·.*)?$"
)
"""A clause that is nothing but a time: 早上十点以后, 下午四点走."""
_BETWEEN = re.compile(
    rf"{_CLOCK}(?:钟)?(?:以后|之后|后)?(?:到|至|-|~){_CLOCK}(?:钟)?(?:之间|这段|以前|之前)?.{{0,3}}(?:有空|得空|得闲|能做|可以做|有时间|才)"
)
_PART_OF_DAY = re.compile(
    r"(?:只能|只有|只得|就只|只)(?:在|做|上|干|有|得|了|搞|找|接|排)*(上午|早上|下午|晚上|夜里|夜班|晚班)|(?:^|(?<=[我就]))要(?:上|做|找|值|守)*(夜班|晚班)(?=的?(?:那种|活路?|$|[，,。嘛哈]))|(上午|早上|下午|晚上|夜里)(?:的时候)?才(?:有空|得空|得闲|能|可以|来得|走得开)"
)
_TAKES_NIGHT: Final = (
    r"(?:能|想|要|得|可以|做|干|上|守|找|接|值|来)*(?:得(?:了|起|成|来))?(?:个|点|份)?(?:夜班|晚班|晚上的?|夜头|大夜|通宵)"
    r"(?!也|都|不|莫|要回|要接|要带|睡|歇|住)"
)
_NOT_BY_DAY = re.compile(
    r"白天(?:[^，,不]{0,6}?(?:离不(?:得人|开人|得|开|了人)|[走抽脱丢]不(?:开|脱|得)|要(?:服侍|伺候|看店|看铺|守店|守铺|上课|读书|喂|跑|忙|做|种|送|弄|给)|得(?:服侍|伺候|看店|守|上课|照顾|带|管))|.{0,3}(?:走不开|没空|不得空|没时间|要上班|有事|不行|不得行|[要得](?:守|照顾|照看|服侍|伺候|看|陪|带|管|上学|读书|上课)|(?:有|还有|另有)(?:个|份)?(?:班|课|活|工)(?:上|做)?)|[^，,]{0,8}?(?:离不(?:得|开)人?|走不(?:脱|开)|脱不(?:开|得)身?|没(?:得)?空|抽不出))"
    rf"|(?:只|就|光|仅|单){_TAKES_NIGHT}|{_TAKES_NIGHT}才(?:来|做|干|行|得行|上|有空|得空)|(?:^|我)(?:就|是|只)*要(?:上|做|守)(?:夜班|晚班|大夜|通宵)的?(?:那种|这种|活路?)?(?:哈|嘛|哦)*$"
)
"""Who is bound by day, or takes nothing but nights, is free from the evening on."""
_NO_EVENINGS = re.compile(
    r"(?:晚上|夜头|晚黑)的?(?:活路?|班)?(?:我|就|都|也|是)*(?:(?:莫|别|不要)(?:再)?(?:喊|叫|安排|派|找)|不(?:做|干|来|接(?!电话|视频)|得行))"
)
_EVENING_ENDS: Final = 1200
"""Who will not work of an evening may still leave by 20:00. Source: our choice."""
_COMES_AND_GOES = re.compile(
    rf"{_CLOCK}(?:钟)?(?:以?后)?(?:来|上班|到岗?|开始)[,，]?{_CLOCK}(?:钟)?(?:以?前|就)?(?:要|得|必须)*(?:走(?![路不])|回|下班|收工)"
)
_BY_DARK = re.compile(
    r"(?:天黑|断黑|擦黑|麻黑|黑|太阳落坡|太阳落山)(?:了)?(?:(?:以|之)?前|就)(?:必须|就|一定|都|我)*(?:要|得|必须)?(?:能)?"
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
    "夜班": (1080, None),
    "晚班": (900, None),
}
"""Minutes (from, until) of the parts of a day that people name; late shifts are from 15:00. Source: our choice."""
_EVENING: Final = 1080
_OF_THE_PAST = re.compile(
    r"以前|原来|之前|从前|那阵|过去|那时|这家|太累|太长|太久|受不了|学校|学堂|上一?家|电话|联系|回电"
)
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"十一": 11, "十二": 12, "两": 2}
_MINUTE_WORDS: Final = {"半": 30, "一刻": 15, "三刻": 45}
_NOON: Final = 12
_TOLD: Final = re.compile(
    r"(?<![点半分钟刻\d十一二三四五六七八九十])(?:以前|之前)(?!.*(?:现在|这回))|原来|从前|那阵|那时|(?:这|那|上一?|前一?)家|原先"
)
"""Hours of former work are no limit. 五点以前 is one."""
_LATE: Final = re.compile(r"夜|晚|黑|末班|宿舍|门禁|关门|睡")
_AFTER_WORK: Final = re.compile(r"下(?:了)?班|下(?:了)?课|放(?:了)?学|收(?:了)?工|晚|夜|白天")


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
            latest_minute=_minute_of(match[4], match[5], match[6], is_end=True, clause=clause),
        )
    if bound := _bound(clause):
        return bound
    if match := _SAID_ALONE.match(clause):
        if match["until"]:
            return FreeTime(match[0], True, latest_minute=_minute(match, is_end=True))
        from_minute = _minute(match, is_end=False)
        # 16:30上班 names the hours and 晚上六点半以后 when other work is over; 早上十点以后 bounds them.
        return FreeTime(match[0], "后" in match["from"] and from_minute < _EVENING, earliest_minute=from_minute)
    if match := _NO_EVENINGS.search(clause):
        return FreeTime(match[0], True, latest_minute=_EVENING_ENDS)
    if match := _BY_DARK.search(clause):
        return FreeTime(match[0], True, latest_minute=_EVENING)
    if match := _NOT_BY_DAY.search(clause):
        return FreeTime(match[0], True, earliest_minute=_EVENING)
    if match := _PART_OF_DAY.search(clause):
        start, end = _PARTS[match[1] or match[2] or match[3]]
        return FreeTime(match[0], True, earliest_minute=start, latest_minute=end)
    return None if _OF_THE_PAST.search(clause) else _hours_wished(clause)


def _bound(clause: str) -> FreeTime | None:
    """Return from or until when somebody can work: "三点前要回去", "九点后才来得了", "晚上八点以后接不得活"."""
    if _TOLD.search(clause):
        return None
    if match := _BEFORE.search(clause):
        rest = match["rest"]
        if re.match(rf"[^，,\d]{{0,8}}?{_CANNOT}", rest):
            return FreeTime(match[0], True, earliest_minute=_minute(match, is_end=False))
        if _TAKES_CHILD.search(rest) and _is_morning(match):
            return FreeTime(match[0], True, earliest_minute=_minute(match, is_end=False))
        is_elsewhere = _IS_MEANT_ELSEWHERE.match(rest) and not re.match(r"[^，,]{0,4}(?:收|下班|走)", rest)
        if not is_elsewhere and re.match(rf"[^，,\d]{{0,6}}?(?:{_NEED}|{_GO})", rest):
            return FreeTime(match[0], True, latest_minute=_minute(match, is_end=True))
    if match := _AFTER.search(clause):
        rest = match["rest"]
        if re.match(
            rf"(?:就|我|都|是|也|还)*(?:{_NEED}(?:要|得)?[^，,\d]{{0,6}}?{_GO}|[^，,\d才能]{{0,5}}?{_CANNOT})", rest
        ):
            return FreeTime(match[0], True, latest_minute=_minute(match, is_end=True))
        if re.match(rf"[^，,\d]{{0,4}}?{_CAN}", rest):
            return FreeTime(match[0], True, earliest_minute=_minute(match, is_end=False))
    if match := _GOES_AT.search(clause) or _LEAVES_AT.search(clause):
        if _TAKES_CHILD.search(clause, match.start()) and _is_morning(match):
            return FreeTime(match[0], True, earliest_minute=_minute(match, is_end=False))
        if match[1] not in ("早上", "早", "清早", "凌晨"):  # who leaves home at seven in the morning goes to work
            return FreeTime(match[0], True, latest_minute=_minute(match, is_end=True))
    if match := _ONLY_AT.search(clause):
        parts = match.groups()[:3] if match[2] else match.groups()[3:6]
        return FreeTime(match[0], True, earliest_minute=_minute_of(*parts, is_end=False, clause=clause))
    if match := _BUS_LEAVES_AT.search(clause):
        hour = match.groups()[:3] if match[2] else match.groups()[3:6]
        return FreeTime(match[0], True, latest_minute=_minute_of(*hour, is_end=True, clause=clause))
    if match := _WORKS_UNTIL.search(clause) or _NOT_LATER.search(clause):
        return FreeTime(match[0], True, latest_minute=_minute(match, is_end=True))
    return None


def after_start(latest: int | None, earliest: int | None) -> int | None:
    """Return the end of work that began at `earliest`: 下午五点半来，做到十一点 ends at 23:00."""
    if latest is None or earliest is None or latest > earliest:
        return latest
    half_a_day = _NOON * 60
    return latest + half_a_day * (1 if latest < half_a_day and latest + half_a_day > earliest else 2)


def _is_morning(match: re.Match[str]) -> bool:
    """Return whether an hour is one at which children are taken to school."""
    return match[1] in ("早上", "早", "清早", "上午") or (match[1] is None and 6 <= _hour(match[2]) <= 9)


def _hours_wished(clause: str) -> FreeTime | None:
    """Return the hours that a clause merely names, 早九晚五 or 早上7点到12点: a wish, since nothing says only."""
    spans = parse_spans(clause.replace("朝九晚五", "早九晚五"))
    if len(spans) != 1 or re.search(_CANNOT, clause):
        return None
    return FreeTime(clause, False, earliest_minute=spans[0][0], latest_minute=spans[0][1])


def _minute(match: re.Match[str], *, is_end: bool) -> int:
    return _minute_of(match[1], match[2], match[3], is_end=is_end, clause=match.string)


def _minute_of(part: str | None, hour_text: str, minute_text: str | None, *, is_end: bool, clause: str = "") -> int:
    hour = _hour(hour_text)
    is_after_noon = part in ("下午", "晚上", "傍晚", "晚") or (part == "中午" and hour <= 3)
    if part is None:
        is_after_noon = _ends_after_noon(hour, clause) if is_end else _starts_after_noon(hour, clause)
    if (hour < _NOON and is_after_noon) or (hour == _NOON and part in ("晚上", "晚")):
        hour += _NOON
    if minute_text and not minute_text.isdigit():
        return hour * 60 + (_MINUTE_WORDS.get(minute_text) or _numeral(minute_text))
    return hour * 60 + int(minute_text or 0)


def _ends_after_noon(hour: int, clause: str) -> bool:
    """5点前要收工 is the afternoon and 九点前要走 the evening; only by ten or eleven one may go home to cook."""
    return hour <= 9 or (hour <= 11 and bool(_LATE.search(clause)))


def _starts_after_noon(hour: int, clause: str) -> bool:
    """Nobody is free only from 三点 in the night; from six or seven in the evening it is after other work."""
    return hour <= 5 or (hour <= 8 and bool(_AFTER_WORK.search(clause)))


def _hour(text: str) -> int:
    return int(text) if text.isdigit() else _numeral(text)


def _numeral(words: str) -> int:
    if words in _DIGITS:
        return _DIGITS[words]
    tens, _, ones = words.partition("十")
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)
