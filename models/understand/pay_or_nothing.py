"""Hear the least pay from what somebody would rather do than work for less ("没得三百我还不如在屋头耍")."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from models.records import Pay
from models.understand.firmness import JOINT, OR_ELSE
from models.understand.pay import parse_pay
from models.understand.pay_floor import as_floor

_PER: Final = (
    r"(?:(?:每|一)个?(?:月|天|日|小时|钟头|单|台|趟|平方?|方|件|斤|车|晚|场|吨|只|亩|年|户|间|张|包)"
    r"|[年月日时]薪|底薪|工资|工钱|价钱)"
)
_SUM: Final = (
    r"(?:\d[\d.]*[千万百kKwW]?\d?|[一二两三四五六七八九十百千万]{2,7}|[一二两三四五六七八九十]{1,3}(?=[块角]|一个?(?:平|方|斤|件|台|车|吨|小时|钟头|单|趟|亩|米|只)))"
    r"(?![个名人岁点号月样])(?:[块角][\d一二三四五六七八九]?(?!钱)|块钱|元)?"
)
_LESS: Final = (
    r"(?:不(?:给|开|拿|发)(?:到|够|满|足|起)?|[开给出]不[到起够]|没给到|没得个?|没有个?|没到|没个|少于|低于|少过|低过"
    r"|不到|不足|不够|不上|上不了|没上|达不到|拿不到|挣不到|开不到|少了|低了)"
)
_REFUSED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<per>{_PER})?(?:要是|如果|连)?{_LESS}(?P<sum>{_SUM})(?:/|{_PER})?(?:以上)?[^，,]{{0,6}}?{OR_ELSE}",
        rf"(?P<per>{_PER})?(?:要是|如果|连)?(?P<sum>{_SUM})(?:{_PER})?(?:的)?(?:以下|以内|不到|(?:都|还)(?:没得|没有|不到|不给|开不起|拿不到))[^，,]{{0,6}}?{OR_ELSE}",
        rf"(?P<per>{_PER})?(?<![不需主想])(?:要|得)(?:上|够|挣|开到|到手|拿到|超过|过)(?P<sum>{_SUM})",
        rf"(?P<per>{_PER})?(?P<sum>{_SUM})(?P<after>{_PER})?(?:打底|起步?|以上|往上|朝上)?{JOINT}",
    )
)


def find_refused_pay(clause: str) -> tuple[str, Pay] | None:
    """Return the words of a clause and the pay below which somebody walks away, None when it names none."""
    for pattern in _REFUSED:
        for match in pattern.finditer(clause):
            per = match["per"] or match.groupdict().get("after") or ""
            pay = parse_pay(per + match["sum"])
            if pay is not None and (least := pay.min_yuan or pay.max_yuan) is not None and pay.unit is not None:
                return match[0].rstrip(JOINT), as_floor(replace(pay, min_yuan=least), raw=clause)
    return None
