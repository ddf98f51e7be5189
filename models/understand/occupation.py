"""Turn a title, a phrase or a list of skills into occupations of 大典 2022: by the dictionary, then by an encoder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from models.occupation_names import NamedOccupations, NameKind, fold_name
from models.records import OccupationLink
from models.understand.clean import clean_text
from models.vocabulary import Vocabulary

_CODE = re.compile(r"(?<![\d-])\d-\d{2}-\d{2}-\d{2}(?![\d-])")
_SEGMENT = re.compile(r"[、，,；;。！!\n|｜+＋&]|\s{2,}")
_DECORATION = re.compile(
    r"急招|急聘|诚聘|高薪|招聘|招收|直招|招工|若干|\d+[-~至]?\d*[名人个位]|五险一金|五险|六险|双休|单休|包吃包?住|包食宿|长白班|"
    r"可?[接收]?应届生?|无经验|有经验|[(（\[【][^)）\]】]*[)）\]】]|月薪|\d+(\.\d+)?[-~至k]\d*(\.\d+)?[k元天万]?|底薪|提成|日结|急|招$"
)
# How sure a reading of a whole phrase is. Source: our choice, tuned on the even rows of titles_dev.
_CONFIDENCE: dict[NameKind, float] = {"name": 0.95, "colloquial": 0.92, "everyday": 0.9, "alias": 0.75, "skill": 0.55}
_PER_CODE = 0.12
_AMBIGUOUS = 0.15
_PART = 0.75
_NOT_LAST = 0.8
MIN_ENCODER_SIMILARITY = 0.55


class OccupationSpace(Protocol):
    """Finds occupations by meaning."""

    def search(self, text: str, top_k: int) -> list[tuple[str, float]]:
        """Return up to `top_k` (code, similarity in -1..1), best first, ties by code; [] for a text without meaning."""
        ...


def link_occupations(
    text: str, vocabulary: Vocabulary, *, encoder: OccupationSpace | None = None, top_k: int = 5
) -> tuple[OccupationLink, ...]:
    """Return the occupations a text tells of, surest first, ties in text order; each code once.

    Names are found by longest match in each part of a list. An ambiguous word gives all its codes, less sure. Words
    that are no occupation (普工, 杂工) give nothing. Only when no name is found, `encoder` is asked, and refuses below
    `MIN_ENCODER_SIMILARITY`.
    """
    words = clean_text(text)
    if not words:
        return ()
    found: dict[str, OccupationLink] = {}
    for link in _read(words, vocabulary):
        if link.code not in found or found[link.code].confidence < link.confidence:
            found[link.code] = link
    if not found and encoder is not None and not _is_no_occupation(words, vocabulary):
        found = {link.code: link for link in _by_meaning(words, vocabulary, encoder, top_k)}
    return tuple(sorted(found.values(), key=lambda link: -link.confidence)[:top_k])


def _read(words: str, vocabulary: Vocabulary) -> Iterator[OccupationLink]:
    for code in _CODE.findall(words):
        if code in vocabulary.occupations:
            yield OccupationLink(
                code=code, name=vocabulary.occupations[code].name, confidence=1.0, how="code", words=code
            )
    names = vocabulary.occupation_names
    for segment in _SEGMENT.split(words):
        if not segment:
            continue
        exact = names.exact(segment)
        if exact is not None:
            yield from _links(exact, segment, 1.0, vocabulary)
            continue
        folded = fold_name(_DECORATION.sub(" ", segment)) or fold_name(segment)
        mentions = names.mentions(folded)
        spoken = [m for m in mentions if m.named.codes]
        if any(m.named.kind != "skill" for m in spoken):
            spoken = [m for m in spoken if m.named.kind != "skill"]
        for mention in spoken:
            share = (mention.end - mention.start) / len(folded)
            sureness = _PART + (1 - _PART) * share
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


def _is_no_occupation(words: str, vocabulary: Vocabulary) -> bool:
    mentions = vocabulary.occupation_names.mentions(fold_name(words))
    return any(not mention.named.codes for mention in mentions)


def _by_meaning(words: str, vocabulary: Vocabulary, encoder: OccupationSpace, top_k: int) -> Iterator[OccupationLink]:
    for code, similarity in encoder.search(words, top_k):
        if similarity >= MIN_ENCODER_SIMILARITY:
            yield OccupationLink(
                code=code,
                name=vocabulary.occupations[code].name,
                confidence=round(similarity, 3),
                how="encoder",
                words=words,
            )
