"""Take out of a sentence what its speaker corrects ("三千不不三千五") and what former work paid, before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.area_names import PlaceMention
from models.understand.area import find_mentions
from models.understand.numerals import PIECE_UNITS
from models.understand.spoken import CLAUSE
from models.vocabulary import Vocabulary

_PER: Final = (
    rf"(?:(?:每|一)个?(?:月|天|日|小时|钟头|年|晚上?|夜|班|{PIECE_UNITS})"
    r"(?:(?![一二两三四五六七八九十百千万])[一-龥](?=[\d一二两三四五六七八九十]))?|时薪|日薪|月薪)"
)
_SUM: Final = (
    rf"(?:{_PER})?(?:\d{{3,6}}(?!\d)|\d[\d.]*[千万kKwW]\d?"
    r"|[一二两三四五六七八九十]*[百千万](?:[一二两三四五六七八九十百千](?!(?<=一)个?(?:小时|钟头|[月天日晚年人斤件平])))*"
    r"|(?:\d{1,2}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|(?!一块(?![\d二两三四五六七八九钱]))[一二两三四五六七八九])(?:[块元毛角](?:[\d一二三四五六七八九](?![十百千个]))?|(?=一(?:个?小时|个?钟头|平|方|吨|斤|件))))"
    rf"(?:多|来|把|左右)?(?:块钱?|元|角|毛)?(?:{_PER}|/[天月时])?"
)
_PER_FIRST = re.compile(rf"^{_PER}")
_PER_LAST = re.compile(rf"(?:{_PER}|/[天月时])$")
_ENDS_IN_SUM = re.compile(rf"{_SUM}$")
_SUM_HERE = re.compile(_SUM)
_SOON: Final = 14  # characters within which a corrected sum is said again. Source: our choice
_NEAR: Final = 6  # characters within which a corrected place is said again: 在枫香隔壁泮水镇. Source: our choice
_SIGH: Final = r"[哦呃啊噢唉哎嗯]*"
_WRONG: Final = r"(?:不不+|(?:不对)+|不是(?:不是)?|[说讲搞记写]错了?|错了|口误)"
_CORRECTS = re.compile(
    rf"[，,\s]*{_SIGH}[，,\s]*(?:{_WRONG}(?:[，,\s]*{_SIGH}{_WRONG})*|(?<=[哦呃啊噢])不|(?<!不)(?:改[为成到]|调[到成]|涨到|降到|加到))[，,\s]*"
    r"(?:(?:那|这)是[^，,。；;\s]{1,8}?(?:价|行情|的事|时候|数|工资)[了嘛]?[，,\s]*)?(?:应该是?|该是|是说|我?[说讲]的?是|改[成为到]|我?要|是)?[，,\s]*"
)
_SURELY_WRONG = re.compile(r"[哦呃啊噢哎唉](?:[，,\s]*)(?:不对|不是)|不对不对|不是不是|[说讲搞记写]错了?|口误")
# "招两个洗碗工哦不对传菜的": the work before is taken back.
_WORK_BEFORE = re.compile(
    r"(?<=[招找做当要请个名干学聘缺差])(?!一?[个名位])(?:(?![天午晚早夜月点号班年])[一-龥]){2,5}?(?:的|嘞|师傅)?$"
)
# "去广东唉算了，太远，还是去贵阳". Whoever says 就算了 refuses ("少于三千就算了") and corrects nothing.
_GIVES_UP = re.compile(
    r"(?:(?:想|要)?[去到下上回找做当进学][^，,。；;\s去到下上回找做当进学]{1,8}[，,\s]?){1,3}"
    rf"[，,\s]*{_SIGH}(?:(?<!就)(?<!也)算了|不对|[说讲]错了|不[去做当找][^，,。；;\s]{{0,6}}了)"
    r"[^。；;]{0,12}?(?=还是|换成|改成)"
)
_NOT_BUT = re.compile(
    r"(?<![^，,。；;\s])(?:我|他|她)?不是(?:要|想|来)?[^，,。；;\s不]{2,9}(?=[，,\s]+(?:而)?是(?![^，,]{0,3}(?:也|都)))"
)
"""不是开吊车，是开压路机: the first of the two is what it was taken for."""
_FORMER = re.compile(
    r"以前|原来|原先|之前|从前|早先|先前|那阵|那时|的时候|上一?家|上个?(?:厂|单位|公司)|去年|前年|前几年|往年|起头|(?:那边|人家|别个|别家)给我?|你们?(?:发|写|登|贴|开|出)的?(?=一|\d|[两三四五六七八九]|那个)"
)
# Who must be home at night (晚上要回家) does not come back from anywhere.
_COMES_BACK = re.compile(
    r"(?<!晚上)(?<!天黑)(?<!每天)(?:(?<!不)(?:想|准备|打算)(?:转|搬)?回(?!家住)|要(?:转|搬)?回(?!家|屋|自己|各人|去|来住))"
)
_IS_THERE = re.compile(
    r"(?:人|现在|目前|如今|一直|这几年|今年)(?:都|还|就)*在$|(?:^|[，,。；;\s])(?:我|我们|本人)?(?:都|还)?在$"
)
_BACK_TO = re.compile(r"(?:(?<![来不])回(?:来|到)?|[转搬调]回?(?:来|到)?|返)(?:我们?|老家|屋头|了|的|去)*$")
"""Before the name of a place here: 回来遵义, 转习水."""
_AT_WORK_IN = re.compile(
    r"(?<!想)(?<!要)(?<!只能)(?<!愿意)(?<!准备)(?<!打算)(?<!可以)(?<!最好)(?<!希望)(?<!只)(?<!就)(?<!考虑)(?<!能)在$"
)
_THEN_TURNS = re.compile(
    r"(?:那边|那头)?(?!找|求|应聘)(?:[一-龥]{1,14}?)[，,。；;\s].*?(?:想(?:改行|换|转|回)|改行|回来|转来|搬回|不做了|不干了|[做干吃熬跑]够了|[做干熬跑]伤了)"
)
"""在永康抛光，粉尘吃够了，想改行: where somebody works who turns to something else is no wish."""
# 现在降到三块八了 is what drives somebody away.
_FELL_TO = re.compile(
    rf"(?:{_SUM}[，,]?)?(?:现在|如今|今年|又)*(?:降|跌|减|砍|压|落|掉)(?:到|成|得只有|得只剩){_SUM}[了咯啦]?(?!就|也|都|以)"
)
_NOW = re.compile(
    r"现在|如今|今年|这回|这次|回来|(?<!不)想|(?<![不需])要|找|希望|最好|至少|起码|不低于|低于|以上|就行|就可以"
)


def without_corrected(text: str, vocabulary: Vocabulary) -> str:
    """Return text with commas in place of the sums, places, work and plans that the speaker takes back; its length
    stays. The unit of a sum is kept for the one said instead: "一天两百不对三百" asks for 300 a day."""
    cut = [match.span() for pattern in (_GIVES_UP, _NOT_BUT) for match in pattern.finditer(text)]
    units: list[tuple[int, str]] = []
    for match in _CORRECTS.finditer(text):
        before = _sum_before(text, match)
        start = before.start() if before else _start_of_place(text, match, vocabulary)
        if start is None and _SURELY_WRONG.search(match[0]) and (work := _WORK_BEFORE.search(text[: match.start()])):
            start = work.start()
        if start is None:
            continue
        cut.append((start, match.end()))
        if before and (unit := _unit_to_keep(text, before, match)):
            units.append((match.end() - len(unit), unit))
    text = _with_commas(text, cut)
    for at, unit in units:
        text = text[:at] + unit + text[at + len(unit) :]
    return text


def without_former_pay(text: str) -> str:
    """Return a worker's text with commas in place of what former work paid; its length stays.

    "以前一个月七千多，现在三千五以上就行" asks for 3500. A sum beside former work counts as the wish when nothing
    after it is one: "以前做泥水，280一天".
    """
    return _with_commas(text, _former_sums(text))


def without_left_places(text: str, vocabulary: Vocabulary) -> str:
    """Return text with commas in place of where somebody works now but wants to come back from; its length stays."""
    mentions = find_mentions(text, vocabulary, spoken=True)
    areas = vocabulary.areas

    def is_here(mention: PlaceMention) -> bool:
        return all(areas.is_within(place.county_code, areas.home_city) for place in mention.places)

    back = _COMES_BACK.search(text)
    left = [m for m in mentions if back and m.end <= back.start() and _IS_THERE.search(text[: m.start])]
    far = [m for m in mentions if m.places and not is_here(m)]
    home = next((m for m in mentions if is_here(m) and _BACK_TO.search(text[: m.start])), None)
    left += [m for m in far if home and m.end <= home.start]
    left += [m for m in far if _AT_WORK_IN.search(text[: m.start]) and _THEN_TURNS.match(text, m.end)]
    # 以前在东莞 needs no cutting, and its clause must stay whole for what was earned there.
    left = [m for m in left if not _FORMER.search(CLAUSE.split(text[: m.start])[-1])]
    return _with_commas(text, [(m.start, m.end) for m in left])


def _former_sums(text: str) -> Iterator[tuple[int, int]]:
    for fallen in _FELL_TO.finditer(text):
        if _SUM_HERE.search(text, fallen.end()):
            yield fallen.span()
    was_former = False
    start = 0
    for clause in CLAUSE.split(text):
        start = text.index(clause, start)
        formers = list(_FORMER.finditer(clause))
        found = _SUM_HERE.search(clause, formers[0].end() if formers else 0)
        former = next((m for m in reversed(formers) if found is None or m.end() <= found.start()), None)
        rest = text[start + found.end() :] if found else ""
        if found and former and not _NOW.search(clause, former.end(), found.start()):
            if _NOW.search(rest) or _SUM_HERE.search(rest):
                yield start + found.start(), start + found.end()
        elif found and was_former and found[0] == clause and _SUM_HERE.search(rest):
            yield start, start + len(clause)
        was_former = bool(former) if clause else was_former
        start += len(clause)


def _sum_before(text: str, correction: re.Match[str]) -> re.Match[str] | None:
    before = _ENDS_IN_SUM.search(text[: correction.start()])
    return before if before and _SUM_HERE.search(text, correction.end(), correction.end() + _SOON) else None


def _unit_to_keep(text: str, before: re.Match[str], correction: re.Match[str]) -> str:
    """Return the unit of a sum taken back, "" when the sum said instead has one of its own or begins later."""
    instead = _SUM_HERE.match(text, correction.end())
    if instead is None or _PER_FIRST.match(instead[0]) or _PER_LAST.search(instead[0]):
        return ""
    unit = _PER_FIRST.match(before[0]) or _PER_LAST.search(before[0])
    return unit[0].replace("/", "每") if unit and len(unit[0]) <= correction.end() - before.start() else ""


def _start_of_place(text: str, correction: re.Match[str], vocabulary: Vocabulary) -> int | None:
    mentions = find_mentions(text, vocabulary, spoken=True)
    if not any(0 <= mention.start - correction.end() <= _NEAR for mention in mentions):
        return None
    return next((mention.start for mention in mentions if mention.end == correction.start()), None)


def _with_commas(text: str, cut: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> str:
    for start, end in cut:
        text = text[:start] + "，" * (end - start) + text[end:]
    return text
