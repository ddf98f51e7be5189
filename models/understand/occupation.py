"""Turn a title, a phrase or a list of skills into occupations of 大典 2022: by the dictionary, then by an encoder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec.structs import replace

from models.occupation_names import NamedOccupations, NameKind, fold_name
from models.records import OccupationLink
from models.understand.clean import clean_text
from models.vocabulary import Vocabulary

_CODE = re.compile(r"(?<![\d-])\d-\d{2}-\d{2}-\d{2}(?![\d-])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SEGMENT = re.compile(r"[、，,；;。！!\n|｜+＋&()（）\[\]【】]|\s{2,}")
_DECORATION = re.compile(
    r"急招|急聘|诚聘|高薪|招聘|招收|直招|招工|若干|\d+[-~至]?\d*[名人个位]|五险一金|五险|六险|双休|单休|包吃包?住|包食宿|长白班|"
    r"可?[接收]?应届生?|无经验|有经验|月薪|\d+(\.\d+)?[-~至k]\d*(\.\d+)?[k元天万]?|底薪|提成|日结|急|招$"
)
# How sure a reading of a whole phrase is. Source: our choice, tuned on the even rows of titles_dev.
_CONFIDENCE: dict[NameKind, float] = {"name": 0.95, "colloquial": 0.92, "everyday": 0.9, "alias": 0.75, "skill": 0.55}
_PER_CODE = 0.12
_AMBIGUOUS = 0.15
_PART = 0.75
_NOT_LAST = 0.8
_ASIDE = 0.85  # said in brackets beside a title
_SHORT = 10  # characters in which a wrong one is looked for
_MISHEARD = 0.85  # a name with one character mended
_MAX_SKILLS = 12
# What a person is called after the work; 阿姨 alone is one who keeps house. Source: our choice.
_PERSON = re.compile(r"(?<=..)(?:师傅|阿姨|大姐|大妈|大叔|大爷|小哥|小妹|小姐|大嫂|小弟)$")
_BRACKETED = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
# Sureness from similarity: in ten equal parts of the even rows of titles_dev, right at 小类 level rises about linearly
# from 0.23 (weight 0.46) to 0.87 (1.00); a quarter of those silver labels are wrong. Source: measured, see SOURCES.md.
MIN_SIMILARITY = 0.3
# How near the words beside a 普工 must be: on the even rows of titles_dev the right are 0.54 and more, the wrong 0.45.
_OF_A_WORKPLACE = 0.5
_SAYS_SOMETHING = 2
_NAME_WEIGHT = 0.1
_SLOPE, _ORIGIN = 1.2, 0.28
_WHOLE = 0.85  # a name that is the whole phrase stays as it is
_UNCONFIRMED = 0.5  # a name inside the phrase that is not near it in meaning
_SUREST, _UNSUREST = 0.97, 0.05
_ONE_PHRASE = 40  # a longer text is a list or a story, and has no one meaning
_N_NEAR = 12  # at least so many meanings are weighed against the names
_LIKELY, _AS_LIKELY = 0.35, 0.3


# A name of where work is done (茶厂, 敬老院) tells the work only where nothing else does: 茶厂 and 检验 are 检验.
_WORKPLACE = re.compile(
    r"(?:厂|[猪牛羊鸡鸭渔砂石料]场|院|店|馆|站|矿|公司|坊|车间|基地|大厅|中心|超市|物业|库|所|室|班|城|园|塔吊)$"
)


# 注塑车间机修, 红白喜事的班子, 电工教员: what stands before is where or what of, not who is meant. Source: our choice.
_TELLS_OF = re.compile(r"的?(?:车间|班组|班子|工段|流水线|厂房|厂(?=[里头当做招])|店(?=[里头当做招])|教员|讲师)")


class OccupationSpace(Protocol):
    """Finds occupations by meaning."""

    def search(self, text: str, top_k: int) -> list[tuple[str, float]]:
        """Return up to `top_k` (code, similarity in -1..1), best first, ties by code; [] for a text without meaning."""
        ...


def link_occupations(
    text: str, vocabulary: Vocabulary, *, encoder: OccupationSpace | None = None, top_k: int = 5
) -> tuple[OccupationLink, ...]:
    """Return the occupations a text tells of, surest first, ties in text order and then by code; each code once.

    Names are found by longest match in each part of a list; an ambiguous word gives all its codes, less sure. With an
    `encoder`, a name that is only part of a short phrase is weighed against the nearest meanings. Nothing is returned
    for words that are no occupation (普工, 杂工), nor by meaning alone when the nearest is under `MIN_SIMILARITY`.
    Where such a word stands beside others (汽车厂普工), these must be near an occupation by `_OF_A_WORKPLACE`.
    """
    words = clean_text(text).translate(vocabulary.simplified)
    if not words:
        return ()
    found: dict[str, OccupationLink] = {}
    read = list(_read(words, vocabulary))
    of_work = [link for link in read if not names_workplace(link)]
    for link in of_work or read:
        if link.code not in found or found[link.code].confidence < link.confidence:
            found[link.code] = link
    if encoder is not None and not found and is_no_occupation(words, vocabulary):
        _work_beside(found, words[:_ONE_PHRASE], vocabulary, encoder, top_k)
    elif encoder is not None and (not found or len(words) <= _ONE_PHRASE):
        _weigh(found, words[:_ONE_PHRASE], vocabulary, encoder, top_k)
    return tuple(sorted(found.values(), key=lambda link: -link.confidence)[:top_k])


def likely(links: Sequence[OccupationLink]) -> tuple[OccupationLink, ...]:
    """Return the links worth keeping as facts: those not far less sure than the first, in order."""
    if not links:
        return ()
    return tuple(link for link in links if link.confidence >= max(_LIKELY, links[0].confidence - _AS_LIKELY))


def names_workplace(link: OccupationLink) -> bool:
    """Return whether a link was read from a name of where work is done (茶厂), which other work may be done at too."""
    return link.how in ("colloquial", "everyday") and bool(_WORKPLACE.search(link.words))


def find_skills(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names of work found in a text, folded, in text order, each once, at most 12."""
    folded = fold_name(clean_text(text))
    words = (folded[mention.start : mention.end] for mention in vocabulary.occupation_names.mentions(folded))
    return tuple(dict.fromkeys(words))[:_MAX_SKILLS]


def is_no_occupation(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a text holds a word that is known to be no occupation, such as 普工 or 打杂."""
    mentions = vocabulary.occupation_names.mentions(fold_name(clean_text(text)))
    return any(not mention.named.codes for mention in mentions)


def _read(words: str, vocabulary: Vocabulary) -> Iterator[OccupationLink]:
    for code in _CODE.findall(words):
        if code in vocabulary.occupations:
            yield OccupationLink(
                code=code, name=vocabulary.occupations[code].name, confidence=1.0, how="code", words=code
            )
    names = vocabulary.occupation_names
    whole = names.exact(words)
    if whole is not None:
        yield from _links(whole, words, 1.0, vocabulary)
        return
    outside = _BRACKETED.sub(" ", words)
    for segment in _SEGMENT.split(words):
        if not segment:
            continue
        aside = 1.0 if segment in outside else _ASIDE
        exact = names.exact(segment) or names.exact(_PERSON.sub("", segment))
        if exact is not None:
            yield from _links(exact, segment, aside, vocabulary)
            continue
        folded = fold_name(_DECORATION.sub(" ", _PERSON.sub("", segment))) or fold_name(segment)
        mentions = names.mentions(folded)
        if not mentions and len(folded) <= _SHORT:
            mentions = names.misheard(folded)
            aside *= _MISHEARD
        spoken = [m for m in mentions if m.named.codes]
        if meant := [m for m in spoken if not _TELLS_OF.match(folded, m.end)]:
            spoken = meant
        if any(m.named.kind != "skill" for m in spoken):
            spoken = [m for m in spoken if m.named.kind != "skill"]
        for mention in spoken:
            share = (mention.end - mention.start) / len(folded)
            sureness = (_PART + (1 - _PART) * share) * aside
            if mention is not spoken[-1]:
                sureness *= _NOT_LAST
            yield from _links(mention.named, folded[mention.start : mention.end], sureness, vocabulary)


def _links(named: NamedOccupations, words: str, sureness: float, vocabulary: Vocabulary) -> Iterator[OccupationLink]:
    first = _CONFIDENCE[named.kind] * sureness - (_AMBIGUOUS if named.is_ambiguous else 0.0)
    how = "everyday" if named.kind == "skill" else named.kind
    for i, code in enumerate(named.codes):
        confidence = max(0.05, round(first - i * _PER_CODE, 3))
        yield OccupationLink(
            code=code, name=vocabulary.occupations[code].name, confidence=confidence, how=how, words=words
        )


def _weigh(
    found: dict[str, OccupationLink], words: str, vocabulary: Vocabulary, encoder: OccupationSpace, top_k: int
) -> None:
    """Add the nearest meanings to `found` and set the sureness of names that are only part of the phrase."""
    near = encoder.search(_DECORATION.sub(" ", words), max(_N_NEAR, 2 * top_k))
    if not found and (not near or near[0][1] < MIN_SIMILARITY):
        return
    whole = vocabulary.occupation_names.exact(words)
    is_settled = whole is not None and whole.kind not in ("alias", "skill")
    most = min((link.confidence for link in found.values()), default=_SUREST) if is_settled else _SUREST
    similar = dict(near)
    for code, named in found.items():
        if named.confidence < _WHOLE and not is_settled:
            weight = similar[code] + _NAME_WEIGHT * named.confidence if code in similar else 0.0
            confidence = max(_sureness(weight), round(named.confidence * _UNCONFIRMED, 3))
            found[code] = replace(named, confidence=confidence)
    for code, similarity in near:
        if code not in found:
            name, confidence = vocabulary.occupations[code].name, min(most, _sureness(similarity))
            found[code] = OccupationLink(code=code, name=name, confidence=confidence, how="encoder", words=words)


def _work_beside(
    found: dict[str, OccupationLink], words: str, vocabulary: Vocabulary, encoder: OccupationSpace, top_k: int
) -> None:
    """Add what the words beside a 普工 or 操作工 are near to, such as the work of a 汽车厂."""
    beside = fold_name(words)
    for mention in reversed(vocabulary.occupation_names.mentions(beside)):
        beside = f"{beside[: mention.start]} {beside[mention.end :]}"
    beside = _DECORATION.sub(" ", beside).strip()
    if len(_CHINESE.findall(beside)) < _SAYS_SOMETHING:
        return
    for code, similarity in encoder.search(beside, max(_N_NEAR, 2 * top_k)):
        if similarity >= _OF_A_WORKPLACE:
            name = vocabulary.occupations[code].name
            found[code] = OccupationLink(
                code=code, name=name, confidence=_sureness(similarity), how="encoder", words=beside
            )


def _sureness(weight: float) -> float:
    return round(min(_SUREST, max(_UNSUREST, _SLOPE * (weight - _ORIGIN))), 3)
