"""Choose among the occupations that words lie near: hands before engineers, what is named before what is like it."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from models.records import OccupationLink

Links = tuple[OccupationLink, ...]

_ENGINEER: Final = re.compile(r"2-0(?:2-|3-0[1-578])")
_ENGINEERS: Final = re.compile(
    r"工程师|技术|设计|研发|开发|工程|监理|造价|预算|概算|施工员|资料|管理|助理|主管|专员|系统|网络|软件|数据|编程|算法|质量|体系|标准|安全|环评|环保"
    r"|规划|工艺|勘|气象|检测|实验|计算机|专业|^学|品管|QC|QA|IE|BIM|CAD|师$"
)
"""Words of who plans and checks rather than makes. Source: the names of 2-02 and 2-03 in 大典 2022."""
_SPOKEN: Final = frozenset({"name", "colloquial"})
"""How a name is known that is said of one work alone; skills and other words of a trade are said of several."""
_WHATEVER: Final = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (
            r"(?:(?<!易)搬|卸|扛|抬)(?![迁户家来到去回出进过走新妆任职责轿灵棺不得动])[一-龥]{1,4}$",
            "装卸",
        ),
        (r"(?<![买叫拍贩])卖(?![力身命房地掉了过得完到给去主场点家弄艺唱不])[一-龥]{1,4}$", "卖货"),
        (r"(?:摘|掰|剪)(?![辫发要录牌掉了过得不])[一-龥]{1,3}(?:果|子|枣|莓|桃|梨|李|橙|柑|柚)$", "摘水果"),
    )
)
"""Whatever is carried, it is a loader's work, whatever is sold, a seller's. Source: our choice."""


def likelier_first(links: Links, said: str) -> Links:
    """Return the links of what was said, the likelier first, with a sureness that keeps them so."""
    return _named_first(_without_engineers(links, said), said)


def whatever_done(said: str) -> tuple[str, str]:
    """Return the words of work that its verb tells whatever it is done to (卖豆腐), and its name; "" for none."""
    for verb, name in _WHATEVER:
        if done := verb.search(said):
            return done[0], name
    return "", ""


def _without_engineers(links: Links, said: str) -> Links:
    """Return links with those who do the work in the place of engineers that are merely near (轧钢 is a mill hand's).

    Only who says so (技术员, 工程师, 设计) is an engineer.
    """
    if not links or links[0].how != "encoder" or not _ENGINEER.match(links[0].code) or _ENGINEERS.search(said):
        return links
    hands = [link for link in links if not _ENGINEER.match(link.code)]
    return (replace(hands[0], confidence=links[0].confidence), *hands[1:]) if hands else links


def _named_first(links: Links, said: str) -> Links:
    """Return links with what is named before what is only near, where the name is half of what was said or more.

    Such a name is rightly less sure where it may mean several occupations, but never less than a likeness.
    """
    most = max(
        (link.confidence for link in links if link.how in _SPOKEN and 2 * len(link.words) >= len(said)), default=0.0
    )
    if not most:
        return links
    return tuple(
        replace(link, confidence=min(link.confidence, most)) if link.how == "encoder" else link
        for link in sorted(links, key=lambda link: link.how == "encoder")
    )
