"""Turn words that refuse lower pay ("低于5000不做", "八千以下不干") into the least pay a person takes."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from models.records import Pay
from models.understand.amounts import QUANTITY
from models.understand.pay import NO_WAGE, parse_pay

_PER: Final = r"(?:(?:每|一)个?(?:月|天|小时|钟头|年|单|趟|晚|场|方|平|亩|车|斤|件|台|桌|吨)|月薪|工资|底薪|工钱|价钱)"
_SUM: Final = (
    rf"{_PER}?(?:\d[\d.,]*\s*[k千万百w]?\d?(?![\d个名人岁点号月:])"
    r"|[一二两三四五六七八九]?十[一二三四五六七八九]?万|[一二两三四五六七八九](?:[百千万][一二两三四五六七八九]?)+|[一二两三四五六七八九]?十[一二三四五六七八九]?(?=一(?:个?小时|个?钟头|平|方|吨|件|斤|台|单))|(?:\d{1,3}|[一二两三四五六七八九]?十?[一二两三四五六七八九]?)[块角][\d一二三四五六七八九]?|[一二两三四五六七八九]?十?[一二三四五六七八九]?(?<=[一二两三四五六七八九十])(?=一个?(?:平|方|斤|件|台|车|吨|小时|钟头|单|趟|亩|米|只)))(?:块钱?|元)?\s*(?:(?:/|一|每)个?(?:月|天|日|小时|钟头|单|趟|年|件|方|晚|场|斤|台|平|吨|桌))?"
)
_NO: Final = (
    r"(?:的?(?:活路?|工作|岗位|话)?(?:我|他|她|就|都|也|是|坚决|肯定)*"
    r"(?:不(?!限|等|用)|免谈|莫(?:喊|叫|谈)|别(?:喊|叫|谈|找)|没得谈|扭头|走人|掉头|(?:立马|马上|转身)[^，,]{0,3}走|喊别[个人]|找别[个人]|(?:手|眼睛|身)都?(?:懒得|不)|懒得|算了)[做干去来接考虑]{0,2})"
)
_FLOORS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<per>{_PER})?(?:要是|如果|只要)?(?:低于|少于|低过|少过|不到|没得|没有|没到|不足|少了|低了|不够|达不到)(?P<sum>{_SUM}){_NO}",
        rf"(?P<sum>{_SUM})(?:以下|以内)(?:的)?{_NO}",
        rf"(?:不(?:能|得|可)?(?:低于|少于|得少于)|至少要?|最少要?|起码要?|最低要?|必须要?|底[线价]是?|一定要|(?<![不需主想])要(?:得|有|到|能有|拿)?)(?P<sum>{_SUM})(?:以上|起|往上)?",
        rf"(?P<sum>{_SUM})(?:以上|起|往上|往上走)?(?:我)?(?:才(?:干|做|去|来|考虑|接|行|得行)|(?:不然|否则|要不然)(?:就|我|都)*不[干做去来接考])",
    )
)
NOT_ONE_LESS: Final = re.compile(
    r"再(?:低|少|矮)(?:一点|点|了)?(?:的话)?(?:我|就|都|也)*(?:算了|不[做干去来跑接谈]|免谈|莫(?:喊|叫|找))|(?:少|低)了(?:的)?(?:就|我|都|也)*(?:不(?:得行)?[干做去来跑接送考]|免谈|莫(?:喊|叫|找))|(?:少|低)(?:了)?一?(?:分|块|毛)(?:钱)?(?:都|也|我)*(?:不|莫|别|免谈)|一分(?:钱)?(?:都|也)?(?:不能|不得|莫想)少"
)
"""Words that make the pay named beside them the least that is taken ("350一天，少一分不做")."""


def find_floor(clause: str) -> tuple[str, Pay] | None:
    """Return the words and the least pay that a clause holds to, None when it only names a wish ("250以上").

    The pay has no maximum; `month_min_yuan` is converted as `parse_pay` does. A sum whose unit cannot be told from
    its size (30) is no floor, nor is a number of people ("要5个人").
    """
    for pattern in _FLOORS:
        if (match := pattern.search(clause)) and not NO_WAGE.search(clause[: match.start()]):
            if QUANTITY.match(clause, match.end("sum")):
                continue  # 要六百棵树苗
            pay = parse_pay((match.groupdict().get("per") or "") + match["sum"])
            if pay is not None and (least := pay.min_yuan or pay.max_yuan) is not None and pay.unit is not None:
                return match[0], as_floor(replace(pay, min_yuan=least), raw=clause)
    return None


def as_floor(pay: Pay, *, raw: str = "") -> Pay:
    """Return a pay as the least that is taken: its minimum without a maximum."""
    month = pay.month_min_yuan if pay.month_min_yuan is not None else pay.month_max_yuan
    return replace(pay, raw=raw or pay.raw, max_yuan=None, month_min_yuan=month, month_max_yuan=None)
