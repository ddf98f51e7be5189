"""Tell whether a clause speaks of work in turns: early and late, day and night, or one day on and one off."""

from __future__ import annotations

import re
from typing import Final

from models.understand.firmness import ADVERBS, REFUSES
from models.understand.nights import BETWEEN, REFUSAL, UNWILLING

_NOT: Final = r"(?<![不莫别])(?<!不用)(?<!不想)(?<!不能)(?<!不要)(?<!不需)(?<!不愿)(?<!无需)"
_EARLY: Final = r"(?:白班|早班|白天)"
_LATE: Final = r"(?:夜班|晚班|晚上)"
_PERIOD: Final = r"(?:一|半|两|每)个?(?:星期|周|月|礼拜)"
_SWAPPED: Final = r"(?:轮|换|倒|各|对[调倒换班]|互[调换]|调换|交替|交换|翻|滚)"
_WHICHEVER: Final = r"(?:哪个?|啥子?|什么|哪样|么子)"
_TURNS: Final = re.compile(
    rf"{_NOT}(?:倒(?:[一两几\d]次|着|起|下)?班|轮班|换班(?!车)|(?:换|轮)(?:着|到|流|起)(?:来)?上)"
    r"|[两二三四五2345]个?班[两二三四234]?(?:倒|轮|运?转|运)|[两三]班制|黑白班|日夜班|白夜班|早班晚班(?:换|轮|倒|都)|早中?晚班"
    # Days on and off in turn: 上一休一, 上24休48. A week of six days (做六休一) is none.
    r"|[上做干][一二两三四1-4](?:天)?[休歇耍][一二两三四1-4]|(?:二十四|十二|24|12)个?(?:小时)?[休歇]息?(?:二十四|四十八|24|48)"
    rf"|{_EARLY}[^，,]{{0,6}}{_LATE}[^，,]{{0,4}}{_SWAPPED}|[早白日中][中晚夜]{{1,2}}班?(?:[^，,不]{{0,2}}?){_SWAPPED}|[甲乙丙丁]{{2,4}}(?:[三四]个?)?班?[^，,不]{{0,3}}?{_SWAPPED}"
    # 轮到哪个班上哪个班, 早晚班都行, 班次轮着来
    rf"|(?:轮|排|派|安排|分|喊)(?:到|我)*(?:上)?{_WHICHEVER}班?(?:次)?[，,]?(?:我)?(?:就|都)?[上做顶算是]{_WHICHEVER}"
    rf"|{_WHICHEVER}班(?:次)?(?:我)?(?:都|也)(?:[上做顶]|行|可以|得行|能|要得|接受|没问题)|[早白]晚班(?:我)?(?:都|也)(?:[上做](?!不)|行|可以|得行|能|要得|接受|没问题)"
    rf"|班(?:次|组)?(?:要|得|是|天天|每周|隔周|按月|按周)*(?:轮流|轮着|轮起|换着|滚动|交替|翻着)|翻班"
    r"|倒(?:得)?惯(?:了)?(?:的)?班|运转班|(?:上下午|早午|日夜)班?(?:轮|换|倒)|[两三二四]班人?(?:轮|换)(?:着|起|流)"
    rf"|{_PERIOD}(?:一|轮|倒|换)+(?:换|轮|倒|次|回)"
    rf"|{_PERIOD}{_EARLY}[^，,]{{0,2}}{_PERIOD}{_LATE}"
)


_NAMED: Final = r"(?:倒班|轮班|黑白班|[两二三四234]班[两二三]?倒|换班(?!车))"
_EITHER_WAY: Final = re.compile(
    rf"(?:不管|无论|随便|管他){_NAMED}|{_NAMED}不{_NAMED}(?:都|也|我|无所谓)|倒不倒班(?:都|也|我|无所谓)"
)
"""不管倒班不倒班: who does not care takes turns."""
_REFUSED: Final = re.compile(
    rf"{_NAMED}(?:的|那种|这种|那些)*(?:{BETWEEN}{REFUSAL}|(?:厂|店|单位|活路?|岗位?)?{ADVERBS}{REFUSES})"
    rf"|(?<!要){UNWILLING}[上做去搞]*{_NAMED}(?!也|都)|(?<![不哪])(?:怕|遭不住|受不了|吃不消|扛不住|顶不住)(?:上|做)?{_NAMED}|倒不(?:了|得|来)班"
)


def refused_turns(clause: str) -> str | None:
    """Return the words by which a clause refuses turns: 倒班就算了, 三班倒我男人不同意."""
    match = None if _EITHER_WAY.search(clause) else _REFUSED.search(clause)
    return match[0] if match else None


def find_turns(clause: str) -> str | None:
    """Return the words by which a clause speaks of turns that are worked, None when it names none or denies them."""
    match = None if refused_turns(clause) else _EITHER_WAY.search(clause) or _TURNS.search(clause)
    return match[0] if match else None
