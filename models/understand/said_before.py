"""Put what was said a clause earlier into the next that leaves it out ("冻库冷得很，那个地方我不进")."""

from __future__ import annotations

import re
from typing import Final

from models.understand.firmness import ADVERBS, REFUSES
from models.understand.numerals import numeral

_HARDSHIP: Final = (
    r"(?:冷|冻|热|烫|吵|累|脏|臭|呛|闷|苦|险|危险|吓人|怕|伤|遭|闹|乱|潮|晒|灰|黑|恼火|恶心|麻烦|讨厌"
    r"|毒|熏|滑|难|要命|受罪|造孽|大(?=$|[，,得]))"
)
_POINTED_AT: Final = re.compile(
    rf"(?<![^，,。；;！!\s])(?P<thing>(?!我|你|他|她|人|今|昨|现在|以前|屋|家|身体|天[气头])[^\W\d_]{{2,4}}?)(?:味道?|灰尘?)?"
    rf"(?:头|里头?|上|那种|那些|的活路?)?(?:太|都|又|是|实在|真的?|好|多|最|有点|味道|灰尘?|硬是|那么|恁个)*{_HARDSHIP}[^，,。；;！!]{{0,10}}"
    rf"(?P<gap>[，,。；;！!\s]+)(?P<there>(?:(?:那|这)(?:个|种|号|些|样)?(?:的)?(?:地方|活路?|工作|事情?|厂子?|班|单位|行当)|那里头?|那点))"
    rf"(?={ADVERBS}(?:{REFUSES}|不(?:想|愿)))"
)
# 晚上有空，八点到十一点 is of the evening; 晚上要回家，八点上班 is not.
_EVENING_BEFORE: Final = re.compile(
    r"(?P<part>晚上|夜头|夜里|夜晚|晚头|傍晚|下午)(?P<between>(?:(?!不|莫|没|回|转|睡|娃|孩|孙|休|歇|接送|照顾|照看|服侍|老人|早|上午|中午|白天|下午|晚|夜|点|[，,。；;！!\s]).){0,9}[，,\s]+(?:大概|大约|差不多|从|就是|一般|每天|天天)*)"
    r"(?=(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:点|[:：]\d\d))"
)
_HOURS_OF: Final = {"下午": range(1, 8)}
_HOURS_OF_EVENING: Final = range(5, 13)


def with_parts_of_day(text: str) -> str:
    """Return text with the evening or afternoon put before an hour when the clause before says that it is meant."""
    return _EVENING_BEFORE.sub(_with_part, text)


def _with_part(match: re.Match[str]) -> str:
    hours = _HOURS_OF.get(match["part"], _HOURS_OF_EVENING)
    hour = int(match["hour"]) if match["hour"].isdigit() else int(numeral(match["hour"]) or 0)
    part = match["part"] if match["part"] in ("下午", "傍晚") else "晚上"
    return match[0] + part if hour in hours else match[0]


def with_things_named(text: str) -> str:
    """Return text with the name of what is refused in place of words that point at it; its length stays."""
    return _POINTED_AT.sub(_named, text)


def _named(match: re.Match[str]) -> str:
    room = len(match["gap"]) + len(match["there"])
    thing = match["thing"]
    if len(thing) >= room:
        return match[0]
    return match[0][:-room] + "，" * (room - len(thing)) + thing
