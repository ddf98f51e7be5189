"""Turn papers said without their name ("瓦检员，证刚复审", "开叉车，有证") into words a certificate is read from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from models.understand.certificate import parse_certificates
from models.vocabulary import Vocabulary

_KIND: Final = r"(?:操作|上岗|资格|从业|从业资格|执业|特种作业)?"
_UNNAMED = re.compile(
    rf"^(?:我|也|都|又|还|要|得|须|必须|是)*(?:有|持|得有|考了|考得有|拿了|考起了?)(?:个)?{_KIND}(?:证书?|本本|执照)(?P<a>.*)$"
    rf"|^{_KIND}(?:证书?|本本|执照)(?:件)?(?P<b>(?:我|都|也|还|刚|在|有|今年|去年|前年|已|拿|考|齐|才|是|要|过期|没|\d).*)$"
)
# "月嫂要有证", "持证焊工": the trade stands in the piece itself.
_OF_ITS_TRADE = re.compile(
    rf"^(?:招|请|找|要)?(?P<before>[一-龥]{{2,8}}?)(?:都|也)?(?:要|必?须|得)?[有持]{_KIND}证书?(?P<rest>的|优先)*$"
    r"|(?<!未)持证(?!上岗)(?P<after>[一-龥]{2,5})"
)
_ANY = re.compile(r"无证|没有?证|没得证|有没得|有无|有不有")
_BEFORE_TRADE = re.compile(r"^(?:.{0,6}?(?:做|干|搞|开|当|学|原|是|会|招|找|请|聘))(?=.{2,})")
_AFTER_TRADE = re.compile(r"(?:老?师傅|司机|手|的|嘞)+$")
_SAFETY_LETTER = re.compile(r"(?<![A-Za-z])([ABCabc])证")
_N_TRADES: Final = 8  # trades that papers may be of; nobody says more in one breath. Source: our choice
_MOST: Final = 6  # characters of the name of a trade. Source: our choice


def certificate_of_trade(piece: str, trades: Iterable[str], vocabulary: Vocabulary, *, asof: date) -> str:
    """Return the words to read for a piece that says papers without naming them, "" when it names or says none.

    `trades` are the phrases of work said with it, the likeliest first: "证刚复审" beside "原煤矿瓦检员" is
    "瓦检员证刚复审". A trade without a certificate of its own name gives "".
    """
    trades = tuple(dict.fromkeys(trades))[:_N_TRADES]
    if (letter := _SAFETY_LETTER.search(piece)) and any("安全" in trade for trade in trades):
        return f"安全员{letter[1].upper()}证"
    match, own = _UNNAMED.match(piece), _OF_ITS_TRADE.search(piece)
    if own is not None and (match is None or own["after"]):
        trades, rest = (own["before"] or own["after"],), own["rest"] or ""
    elif match is not None:
        rest = match["a"] if match["a"] is not None else match["b"]
    else:
        return ""
    if _ANY.search(piece) or any(c.code for c in parse_certificates(piece, vocabulary, asof=asof)):
        return ""
    for trade in trades:
        trade = _AFTER_TRADE.sub("", trade)
        for words in (trade, _BEFORE_TRADE.sub("", trade)):
            for name in dict.fromkeys((words, *(words[-n:] for n in range(min(_MOST, len(words)), 1, -1)))):
                for named in (f"{name}证", f"{name}操作证"):
                    if any(found.code for found in parse_certificates(named, vocabulary, asof=asof)):
                        return named + rest
    return ""
