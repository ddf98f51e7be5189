"""Turn what a posting says about insurance into yes, no or not said."""

from __future__ import annotations

import re

# 农村合作医疗 and the like are the person's own and say nothing about this job.
_NONE = re.compile(
    r"^(无|没有|不买|不含|未买|否|没|无保险|不提供|自理|自行购买|自己买)$|"
    r"无(任何)?保险|不(买|购买|提供|缴纳?)保险|保险自理"
)
_SOME = re.compile(r"险|已投保|投保|参保|社保|有|是|工伤")


def parse_insurance(text: str) -> bool | None:
    """Return whether an accident of this job is insured: True for any cover named, None when nothing is said.

    Source: handbook section 2 (单日意外险, 雇主责任险, 工伤保险 all count).
    """
    words = text.strip()
    if not words:
        return None
    if _NONE.search(words):
        return False
    return True if _SOME.search(words) else None
