"""Settle which day or hour a whole sentence means, before its clauses are read: corrections, a month said once."""

from __future__ import annotations

import re
from typing import Final

from models.understand.clock import arabic_dates

_NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_DAY: Final = rf"(?P<m>{_NUMBER}月)(?P<d>{_NUMBER})[号日]?"
_CORRECTION: Final = (
    r"[，,。\s]*[哦呃啊噢唉哎嗯]*(?:不对+|不不+|不是(?:不是)?|[说讲搞记看]错了?|错了|口误|更正)(?:一下)?"
    r"[，,。\s]*(?:应该是?|该是|是说|是|改成|改为)?"
)
_CORRECTED: Final = re.compile(
    rf"(?:{_DAY}|(?P<bare>{_NUMBER})[号日])(?:起|开始|以?前|以?后|走|来|就)?{_CORRECTION}"
    rf"(?P<new>{_NUMBER}月)?(?P<day>{_NUMBER})(?P<unit>[号日])"
)
_HOUR: Final = rf"(?:早上|上午|中午|下午|晚上|傍晚)?{_NUMBER}点(?:半|\d{{2}}分?)?"
_HOUR_CORRECTED: Final = re.compile(rf"{_HOUR}(?:钟)?{_CORRECTION}(?={_HOUR})")
_WITH_MONTH: Final = re.compile(rf"(?<!个){_DAY}")
# Only a day to which or from which something goes takes its month from before: 每月15号发工资 does not.
_BARE: Final = re.compile(
    rf"(?:(?<=到)|(?<=至)|(?<![\d月个.每逢点])(?={_NUMBER}[号日](?:以?前|为止|以?后|起|开始|走|回|结束|完|就)))"
    rf"(?P<day>{_NUMBER})[号日](?![线楼店门口库仓])"
)


def with_days_settled(text: str) -> str:
    """Return text with the day that is meant in place of one taken back, and with a month before days that omit it.

    "做到12月20号，不对，25号" becomes 做到12月25号; in "12月1号来，做到20号" the 20th is of December, and after a 25th
    the 5th is of the month that follows.
    """
    text = _HOUR_CORRECTED.sub("", text.replace("元月", "1月"))
    text = _CORRECTED.sub(lambda match: f"{match['new'] or match['m'] or ''}{match['day']}{match['unit']}", text)
    named = list(_WITH_MONTH.finditer(text))
    if not named:
        return text
    settled, end = [], 0
    for match in _BARE.finditer(text):
        before = [day for day in named if day.end() <= match.start()]
        if not before or match.start() < end:
            continue
        month, day = _value(before[-1]["m"]), _value(before[-1]["d"] + "号")
        later = month if _value(match["day"] + "号") >= day else month % 12 + 1
        settled.append(f"{text[end : match.start()]}{later}月")
        end = match.start()
    return "".join((*settled, text[end:]))


def _value(words: str) -> int:
    return int(re.sub(r"\D", "", arabic_dates(words)) or 0)
