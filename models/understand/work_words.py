"""Turn a piece of what was said into the words that tell of work: without places, pay, hours, people and fillers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import Final

from msgspec.structs import replace

from models.records import OccupationLink
from models.understand.area import find_mentions
from models.understand.near_work import likelier_first, whatever_done
from models.understand.occupation import (
    OccupationSpace,
    is_no_occupation,
    likely,
    link_occupations,
    names_workplace,
)
from models.vocabulary import Vocabulary

_GAP: Final = "，"
N_LINKS: Final = 4
"""Occupations that one sentence may tell of. Source: our choice."""
_CLEAR: Final = 0.35
"""Sureness from which a meaning that no name confirms counts as said. Source: our choice."""
_SURE_BESIDE: Final = 0.6
"""Sureness from which a meaning counts beside work that is named. Source: our choice."""
_SAID_OF_WORK: Final = 2
"""Groups of phrases, of those given, that say what the work is; a later one says what one must know."""
GUESS: Final = 0.15
"""Sureness from which the nearest meaning of unknown words is offered as a guess. Source: our choice."""
_LEAST: Final = 2
_ONLY_A_PLACE: Final = re.compile(
    r"^[^做干搞当管修开看守扫]{0,4}(?:厂|院|校|店|公司|单位|工地|站|所|馆|园|仓库|车间|企业|市场)(?:里头?|上|的)?$"
)
_ANY_PLACE: Final = re.compile(
    r"^(?:.{0,2}(?:工厂|电子厂)|厂|工地|单位|公司|企业|医院|学校|项目部|门店|店|车间|市场|铺子|铺面|门面|摊子|摊摊|馆子)(?:里头?|上|的)?$"
)
_COUNTED = re.compile(r"^([看守开带做当喂洗扫修管])(?:一|两)?[个点些辆台]")
"""看个鱼塘 says 看鱼塘."""
_FOR_YEARS = re.compile(
    r"([一-龥])[了过]?(?:满|快|差不多)?(?:\d{1,2}|[一二两三四五六七八九十几]{1,3})(?:来|多|几)?(?:年|个月|季)(?:多|的)?([一-龥]{1,3}?)"
    r"(?=$|[，,了的嘞])"
)
"""挖了十年煤 says 挖煤."""
_DONE_ONCE = re.compile(r"([一-龥])[过了]([一-龥]{1,3})(?=$|[，,])")
"""喂过鱼 says 喂鱼."""
_WORKS_AS = re.compile(r"(?<=[厂间店馆场司院校队矿地局所])(?:里头?|头)?当(?![地时天过了])(?=[一-龥]{2})")
"""注塑车间当机修: the work stands behind 当."""
# 养老院做饭, 电子厂保安: the same work anywhere.
_SAME_ANYWHERE = re.compile(
    r"(?<![标房单套包客]间)(?<=[一-龥][厂间店馆场司院校队矿地局所园])(?:里头?|里面|头)?(?:做|搞|干|当)?(?=(?:煮饭|做饭|弄饭|炒菜|打扫|保洁|搞卫生|扫地|洗碗|守门|看门"
    r"|守大门|门卫|保安|守夜|开叉车|叉车|司机|开车|电工|会计|出纳|文员|质检|QC|仓管|库管|机修|装卸|搬运|收银|采购)(?:的|员|工)?(?:$|[，,了过]))"
)
_A_MEAL = re.compile(r"(?<=[煮做弄炒])(?:[一两三])?[顿餐个](?=[饭菜])")
"""煮一顿饭 says 煮饭."""
_THING_FIRST = re.compile(
    r"(?P<thing>[一-龥]{2,4}?)(?:我|也|都|就|还)*(?P<verb>[修开做种养打装喂砌贴刷焊跑送卖洗带教烤炒编缝剪])(?:得|来|[了过]?.{1,3}年|过|好|起|的|了)*"
)
"""电瓶车也修得来 says 修电瓶车."""
_A_FIRM: Final = re.compile(r"(?:有限公司|公司|加工厂|厂|店|门市|经营部|项目部|车间|中心|工程队|企业)$")
_HOW_MANY: Final = re.compile(r"[×xX*]?\d{1,3}$")
Links = tuple[OccupationLink, ...]
# 托管班兼职老师, 酒店夜班前台: said in the middle of a name.
_OF_A_NAME = re.compile(r"(?<=[班店校厂院馆司部园地场市吧站])(?:兼职|半天|夜班|白班|早班|晚班|周末|长期)(?=[一-龥]{2})")
_AROUND_PLACE = re.compile(
    r"^(?:的|这边|那边|这点|那点|这片|那片|一带|附近|周边|街上|镇上|城头|本地|当地|人|老家|园区|工业园|某|那一路|这一路|市里头?)+"
)
_TO_PLACE = re.compile(r"(?:想|去|到|在|回|往|下|只|就|是|屋头|家|住|意向|我)+$")


def work_words(
    piece: str, vocabulary: Vocabulary, *, refused: Iterable[str] = (), taken: Iterable[str] = ()
) -> list[str]:
    """Return the stretches of a piece that may tell of work, in text order; [] when nothing of the kind is left.

    `refused` are words of things the person will not do, `taken` words that were understood as something else.
    """
    left = _A_MEAL.sub("", piece)
    for place_and_work in (_WORKS_AS, _SAME_ANYWHERE):
        left = place_and_work.sub(lambda match: _works_as(match, vocabulary), left)
    for told in (_FOR_YEARS, _DONE_ONCE):
        left = told.sub(lambda match: _for_years(match, vocabulary), left)
    for family in vocabulary.query_patterns["family"]:
        left = family.sub(_GAP, left)
    for word in (*refused, *taken):
        at = left.find(word)
        if at >= 0:
            left = left[:at] + _GAP + left[at + len(word) :]
    left = _without_places(left, vocabulary)
    left = _OF_A_NAME.sub("", left)
    for pattern in vocabulary.query_patterns["not_work"]:
        left = pattern.sub(_GAP, left)
    return [words for part in re.split(r"[，、,/+]+", left) if (words := part.strip()) and len(words) >= _LEAST]


def _for_years(match: re.Match[str], vocabulary: Vocabulary) -> str:
    named = vocabulary.occupation_names.exact(match[1] + match[2])
    return match[1] + match[2] if named is not None and named.codes else match[0]


def _works_as(match: re.Match[str], vocabulary: Vocabulary) -> str:
    """Return what stands for 当 between a workplace and the work: nothing where both make one name (驾校当教练)."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    joined = (before[-i:] + after[:j] for i in (2, 3, 4) for j in (2, 3, 4))
    return "" if any(vocabulary.occupation_names.exact(words) for words in joined) else _GAP


def core_words(words: str, vocabulary: Vocabulary) -> str:
    """Return words without the fillers at their ends ("想找个喂牛的活路" is 喂牛), "" when nothing else was there."""
    core = words
    for kind in ("lead", "tail"):
        for pattern in vocabulary.query_patterns[kind]:
            core = pattern.sub("", core)
    return core if len(core) >= _LEAST else ""


def names_work(words: str, vocabulary: Vocabulary) -> bool:
    """Return whether words are the name of some work and nothing else: 孵小鸡 is work, 张小鸡 is somebody."""
    named = vocabulary.occupation_names.exact(core_words(words, vocabulary) or words)
    return named is not None and bool(named.codes)


def link_sure(phrases: Sequence[str], vocabulary: Vocabulary, space: OccupationSpace | None) -> Links:
    """Return the occupations that phrases name or clearly mean, surest first, ties in text order.

    A phrase that only tells a workplace (医院, 厂) names no occupation, unless the dictionary knows it as one.
    """
    found: dict[str, OccupationLink] = {}
    linked = [(phrase, likely(_link(phrase, vocabulary, space))) for phrase in phrases]
    named = [link for _, links in linked for link in links if link.how != "encoder"]
    is_named = bool(named)
    of_work = {link.words for link in named if not names_workplace(link)}
    for phrase, links in linked:
        # Beside a phrase that names work, one that only lies near some work is mostly talk ("一周一次").
        if is_named and is_guessed(links):
            continue
        for link in links:
            if of_work and link.how != "encoder" and link.words not in of_work:
                continue
            if _is_misheard(link, vocabulary) and _is_talk(phrase, vocabulary):
                continue  # 大孙子 is no slip for 带孙子
            if link.how == "encoder" and (
                _is_talk(phrase, vocabulary)
                or _ONLY_A_PLACE.search(phrase)
                or _ANY_PLACE.search(core_words(phrase, vocabulary))
                or _ANY_PLACE.search(link.words)
                or link.confidence < _CLEAR
            ):
                continue
            if link.code not in found or found[link.code].confidence < link.confidence:
                found[link.code] = link
    return tuple(sorted(found.values(), key=lambda link: -link.confidence)[:N_LINKS])


def guess(phrases: Sequence[str], vocabulary: Vocabulary, space: OccupationSpace | None) -> Links:
    """Return the nearest meaning among phrases that name nothing, from `GUESS` on; () when one of them is known
    to be no occupation (普工)."""
    if any(is_no_occupation(phrase, vocabulary) for phrase in phrases):
        return ()
    links = [
        link
        for phrase in phrases
        if not _is_talk(phrase, vocabulary)
        and not _ANY_PLACE.search(phrase)
        and not _ANY_PLACE.search(core_words(phrase, vocabulary))
        for link in _link(phrase, vocabulary, space)[:1]
        if link.confidence >= GUESS
    ]
    return tuple(sorted(links, key=lambda link: (bool(_ONLY_A_PLACE.search(link.words)), -link.confidence))[:1])


def _is_talk(phrase: str, vocabulary: Vocabulary) -> bool:
    """Return whether a phrase that names no work tells of home, body, money or board: what lies near it is no work."""
    return any(pattern.search(phrase) for pattern in vocabulary.query_patterns["talk"])


def _is_misheard(link: OccupationLink, vocabulary: Vocabulary) -> bool:
    return link.how != "encoder" and vocabulary.occupation_names.exact(link.words) is None


def is_guessed(links: Links) -> bool:
    """Return whether links are meanings that no name confirms and that are not sure; true of none."""
    return all(link.how == "encoder" and link.confidence < _SURE_BESIDE for link in links)


def link_first(groups: Sequence[Sequence[str]], vocabulary: Vocabulary, space: OccupationSpace | None) -> Links:
    """Return the links of the first group of phrases that has sure ones, else the first guess."""
    found = [links for phrases in groups if (links := link_sure(phrases, vocabulary, space))]
    for links in found[:_SAID_OF_WORK]:
        if not is_guessed(links):
            return links
    if found:
        return found[0]
    if any(is_no_occupation(phrase, vocabulary) for phrases in groups for phrase in phrases):
        return ()
    return next((links for phrases in groups if (links := guess(phrases, vocabulary, space))), ())


def joined_links(phrases: Sequence[str], vocabulary: Vocabulary) -> Links:
    """Return what a workplace and a short name of work mean together: 驾校 and 教练员 are 驾校教练员, no coach of
    sport; () when no two phrases make one name."""
    cores = [(phrase, core) for phrase in phrases if (core := _HOW_MANY.sub("", core_words(phrase, vocabulary)))]
    for place, said in permutations(cores, 2):
        whole = next((w for w in _wholes(place[1], said[1]) if _is_name(w, vocabulary)), "")
        if not whole:
            continue
        if is_no_occupation(said[1], vocabulary):  # 电子厂普工 may do anything there
            continue
        links = link_occupations(whole, vocabulary, top_k=N_LINKS)
        return tuple(replace(link, words=said[1] if said[1] in said[0] else said[0]) for link in links)
    return ()


def _wholes(place: str, said: str) -> Iterator[str]:
    """Yield a workplace and a name as one: 驾校教练员; without what every firm is called: 电梯维保员."""
    yield place + said
    if trimmed := _A_FIRM.sub("", place):
        yield trimmed + said


def _is_name(words: str, vocabulary: Vocabulary) -> bool:
    named = vocabulary.occupation_names.exact(words)
    return named is not None and bool(named.codes) and named.kind in ("colloquial", "everyday", "name")


def _link(phrase: str, vocabulary: Vocabulary, space: OccupationSpace | None) -> tuple[OccupationLink, ...]:
    core = core_words(phrase, vocabulary)
    whole = link_occupations(phrase, vocabulary, top_k=N_LINKS)
    if not core:
        return whole
    if vocabulary.occupation_names.exact(plain := _COUNTED.sub(r"\1", core)):
        core = plain
    if (turned := _THING_FIRST.fullmatch(core)) and vocabulary.occupation_names.exact(turned["verb"] + turned["thing"]):
        core = turned["verb"] + turned["thing"]
    named = link_occupations(core, vocabulary, top_k=N_LINKS)
    if not whole and not named and not is_no_occupation(core, vocabulary):
        words, said = whatever_done(core)
        if said:
            return tuple(replace(link, words=words) for link in link_occupations(said, vocabulary, top_k=1))
    best = core if not whole or (named and named[0].confidence >= whole[0].confidence) else phrase
    links = likelier_first(link_occupations(best, vocabulary, encoder=space, top_k=N_LINKS), best)
    return tuple(replace(link, words=_as_said(link.words, phrase)) for link in links)


def _as_said(words: str, phrase: str) -> str:
    """Return words as they stand in the phrase: names come folded (java for Java)."""
    if words in phrase:
        return words
    at = phrase.lower().find(words.lower())
    return phrase[at : at + len(words)] if at >= 0 else phrase


def _without_places(text: str, vocabulary: Vocabulary) -> str:
    for mention in reversed(find_mentions(text, vocabulary, spoken=True)):
        end = mention.end
        if around := _AROUND_PLACE.match(text[end:]):
            end += around.end()
        before = _TO_PLACE.sub("", text[: mention.start])
        text = before + _GAP + text[end:]
    return text
