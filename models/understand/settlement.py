"""Turn words about when wages are paid out into a `Settlement`."""

from __future__ import annotations

import re

from models.records import Settlement
from models.understand.clean import clean_text

_SETTLEMENTS = (
    (Settlement.MONTHLY, re.compile(r"日清月结|日结月发")),
    (
        Settlement.ON_COMPLETION,
        re.compile(
            r"完工|当[趟单次场]结|验收(?:合格)?后?(?:当天|结|付|给|即)|活动(?:完|结束)|(?:做|干)完(?:再|一起|一次)?结|完结|包干结|单完"
            r"|结束(?:后)?(?:当天|.天内)?(?:结|付|发|转)|下户结|[工账]完账清|(?:三|五|七|\d)天内|一次性结|交活结|项目结束"
        ),
    ),
    (
        Settlement.DAILY,
        re.compile(
            r"日结|天天(?:现)?结|[每当]天(?:现|就|都)?(?:结|给|拿|付|发|清)|当日(?:现)?(?:结|付)|现结|现过现|现钱|现金结|天结"
            r"|(?:做|干)完就(?:给|结|付|拿|走)|(?:下班|收工)就?(?:结|给|拿)|次日(?:上午|下午|早上)?(?:结|转|付|到账|打)"
            r"|[一1]天[一1](?:结|付|清|给)|[做干][一1]天[,，]?(?:结|算|给|付|得|拿)[一1]天|按[天日]结|当面结清|隔天结|(?:一天|当天|每天).{0,6}给现(?:钱|金)|当天(?:能)?拿钱"
        ),
    ),
    (
        Settlement.WEEKLY,
        re.compile(
            r"周结|每周(?:结|发|付)|一周一(?:结|付|发)|一?个?(?:星期|礼拜)结?一?[结回次发]|(?:星期|礼拜)(?:一)?结|[7七]天一?结|按周(?:结|发|付)"
        ),
    ),
    (
        Settlement.MONTHLY,
        re.compile(
            r"月结|按月(?:足额|准时)?(?:结|发|开|付|走|打|支付|代发|核|领)|一月一(?:结|付|发)|月底(?:结|发)|开月薪|月付"
            r"|次月\d{0,2}[日号]?(?:左右|前)?(?:发|结|付|打)|每月\d{1,2}[日号]?(?:左右|前)?(?:发|结|打)"
            r"|半个?月一?(?:结|付|发)|(?:十|10|15|十五)天一结"
        ),
    ),
)
_DENIED = re.compile(r"(?:不|(?<!有)没得|(?<!有)没有|无|别|非)(?:搞|做|是|要|能|接受|考虑)?$")


def parse_settlement(text: str) -> Settlement | None:
    """Return when wages are paid, None when it is not said.

    The earliest wording wins. 半月结 and 十天一结 count as monthly, the slower of the two nearest, so that nobody who
    asked for weekly pay is promised it; 次日结 counts as daily. A denied wording (不要月结) is passed over.
    """
    cleaned = clean_text(text).replace(" ", "")
    best: tuple[int, int, Settlement] | None = None
    for order, (settlement, pattern) in enumerate(_SETTLEMENTS):
        for match in pattern.finditer(cleaned):
            if _DENIED.search(cleaned[max(0, match.start() - 4) : match.start()]):
                continue
            if best is None or (match.start(), order) < best[:2]:
                best = (match.start(), order, settlement)
            break
    return None if best is None else best[2]
