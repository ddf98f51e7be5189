"""Hear that somebody takes no nights or no turns of shifts, in whatever order it is said."""

from __future__ import annotations

import re
from typing import Final

from models.understand.firmness import ADVERBS, FORBIDS, REFUSES, is_forbidden_by_firm

_SHIFT: Final = (
    r"(?:(?:上|做|值|熬|倒|跑|守)?(?:(?:大|小)?夜班|(?:大|小)夜|晚班"
    r"|(?:晚上|夜里|夜头|夜间)的?班|通宵|熬夜|值夜|夜车|夜路))"
)
_TURNS: Final = r"(?:[两三二四]班倒|倒班|轮班|黑白班)"
_NIGHT_HOURS: Final = (
    r"(?:深更半夜|三更半夜|半夜三更|大半夜|后半夜|下半夜|半夜|晚上|夜头|夜里|夜间|夜晚|晚黑|黑了)"
    r"(?:头|里|家)?的?(?:活路?|班|工|场|单|车|那班)?"
)
_EXCEPT: Final = r"(?:除了?|除开)(?:上|做|值|熬)?(?:大?夜班|晚班|通宵)(?:.{0,2}不[上做干])?(?:以外|之外)?"
_NO: Final = (
    r"(?:不(?:想|愿意?|能|得|要|用|消|需要|接受|考虑|肯|会|敢)?|没法|莫|别|拒绝|(?:莫|别|不要|不消|不用)(?:再|给我)*(?:喊|叫|安排|派|让|排)(?:给)?(?:我|人|他|她)?)"
    r"(?:再|去|来|上|倒|做|熬|值|安排|加|要|接受|跑|开|排)*"
)
_BEARS_NO: Final = (
    r"(?<![不哪])(?:害?怕|扛不住|顶不住|遭不住|吃不消|受不了|"
    r"[熬上做值倒跑]不(?:住|起|了|得|动|来|成))(?:上|倒|做|熬|值)?"
)
_REFUSED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        _EXCEPT,
        rf"{_NO}(?:(?:大)?夜(?:班|路|车)?(?![市宵饭校])|晚班|通宵|{_SHIFT})",
        rf"{_BEARS_NO}(?:(?:大)?夜班?(?![市宵饭校])|晚班|通宵|倒班|轮班)",
        rf"(?:{_SHIFT}|{_TURNS})(?:的|那种|这种|那些)*{ADVERBS}(?:去|来)?(?:[上熬做值倒]?(?:够了|怕了|伤了)[^，,]{{0,3}}?再也?)?{REFUSES}",
        rf"(?:不想|不愿意?|不能|莫(?:喊|叫)我|受不了|遭不住|不接受|不考虑)(?:去|上|做)*{_TURNS}|不倒班|倒不(?:了|得|来)班",
        rf"{_SHIFT}[^，,]{{0,24}}·(?:现在|如今|以后|我|死活|打死)*(?:再也|再|决|绝对|坚决)?不(?:再|想|得|敢)*[上熬值倒]",
        # 晚上不得空 or 晚上不行 tells of the hours and is read with them.
        rf"{_NIGHT_HOURS}(?:{ADVERBS})(?!(?:莫|别|不要|不用|不消)[^，,]{{0,3}}(?:电话|联系|通知|问)|不(?:得)?行|不可以|不走|走不|不要|来不及|[上下进]不|[去来]不|不出|不看|算了|不动|动不){REFUSES}",
        r"(?:莫|别|不要)(?:喊|叫|安排|派)我?(?:去)?(?:晚上|夜里|夜间|夜头|半夜)",
        r"(?:深更半夜|三更半夜|半夜三更|大?半夜|后半夜)[^，,]{0,8}?(?:我|就|都|也|是)*(?:不(?:想|愿意?)?(?:做|干|去|来|起|上|接|值|行|得行|考虑)|[做起熬干]不(?:了|得|来|起))",
    )
)
_FORBIDDEN: Final = re.compile(rf"{FORBIDS}(?:上|做|值|熬|倒|跑|守|开|加)*(?:{_SHIFT}|{_TURNS}|夜)")
_ASKED: Final = re.compile(r"(.)不\1")


def find_no_night(clause: str) -> str:
    """Return the words with which a clause refuses nights or turns of shifts, "" when it does not."""
    for pattern in _REFUSED:
        for match in pattern.finditer(clause):
            if not _ASKED.search(clause, max(0, match.start() - 1), match.end() + 1):
                return match[0]
    for match in _FORBIDDEN.finditer(clause):
        if not is_forbidden_by_firm(clause, match.start()):
            return match[0]
    return ""
