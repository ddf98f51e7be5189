"""Turn a piece of what was said into the words that tell of work: without places, pay, hours, people and fillers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from models.records import OccupationLink
from models.understand.area import find_mentions
from models.understand.occupation import OccupationSpace, is_no_occupation, likely, link_occupations
from models.vocabulary import Vocabulary

_GAP: Final = "，"
_N_LINKS: Final = 4
GUESS: Final = 0.1
"""Sureness from which the nearest meaning of unknown words is offered as a guess. Source: our choice."""
_LEAST: Final = 2
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
    left = piece
    for family in vocabulary.query_patterns["family"]:
        left = family.sub(_GAP, left)
    for word in (*refused, *taken):
        at = left.find(word)
        if at >= 0:
            left = left[:at] + _GAP + left[at + len(word) :]
    left = _without_places(left, vocabulary)
    for pattern in vocabulary.query_patterns["not_work"]:
        left = pattern.sub(_GAP, left)
    return [words for part in re.split(r"[，、,/]+", left) if (words := part.strip()) and len(words) >= _LEAST]


def core_words(words: str, vocabulary: Vocabulary) -> str:
    """Return words without the fillers at their ends ("想找个喂牛的活路" is 喂牛), "" when nothing else was there."""
    core = words
    for kind in ("lead", "tail"):
        for pattern in vocabulary.query_patterns[kind]:
            core = pattern.sub("", core)
    return core if len(core) >= _LEAST else ""


def link_said(
    phrases: Sequence[str], vocabulary: Vocabulary, space: OccupationSpace | None
) -> tuple[OccupationLink, ...]:
    """Return the occupations that phrases tell of, surest first; a guess alone when no phrase names or means one.

    A guess is the nearest meaning of one phrase, from `GUESS` on; words known to be no occupation (普工) have none.
    """
    found: dict[str, OccupationLink] = {}
    guesses: list[OccupationLink] = []
    for phrase in phrases:
        links = _link(phrase, vocabulary, space)
        sure = likely(links)
        for link in sure:
            if link.code not in found or found[link.code].confidence < link.confidence:
                found[link.code] = link
        if not sure and not is_no_occupation(phrase, vocabulary):
            guesses += [link for link in links[:1] if link.confidence >= GUESS]
    if found:
        return tuple(sorted(found.values(), key=lambda link: -link.confidence)[:_N_LINKS])
    return tuple(sorted(guesses, key=lambda link: -link.confidence)[:1])


def _link(phrase: str, vocabulary: Vocabulary, space: OccupationSpace | None) -> tuple[OccupationLink, ...]:
    core = core_words(phrase, vocabulary)
    whole = link_occupations(phrase, vocabulary, top_k=_N_LINKS)
    if not core:
        return whole
    named = link_occupations(core, vocabulary, top_k=_N_LINKS)
    best = core if not whole or (named and named[0].confidence >= whole[0].confidence) else phrase
    links = link_occupations(best, vocabulary, encoder=space, top_k=_N_LINKS)
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
