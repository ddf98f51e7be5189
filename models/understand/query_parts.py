"""Turn what was read from a sentence into the parts a person is shown: words, what they mean, and how firm they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec.structs import replace

from models.occupation_names import fold_name
from models.records import Finding, OccupationLink, Posting, Record, Seeker
from models.understand.demand import Demand
from models.understand.firmness import JOINT
from models.understand.query_wording import KINDS, SETTLEMENTS, sentence
from models.vocabulary import Vocabulary

Strength = Literal["limit", "wish", "fact"]


class QueryPart(Record, frozen=True):
    """One thing understood: the `words` of the sentence, the Chinese `text` that says how, and its strength."""

    field: str
    words: str
    text: str
    strength: Strength


class Query(Record, frozen=True):
    """A request. `side` is what is sought; the asker is `seeker` when postings are sought and `posting` otherwise.

    `also` holds sentences of other readings ("也可能是…"); `set_aside` what the law does not allow to ask for.
    `search_text` are the words to recall by, "" for `text` itself.
    """

    text: str
    side: Literal["postings", "seekers"]
    seeker: Seeker | None = None
    posting: Posting | None = None
    parts: tuple[QueryPart, ...] = ()
    also: tuple[str, ...] = ()
    set_aside: tuple[Finding, ...] = ()
    search_text: str = ""


def occupation_parts(
    field: str, links: Iterable[OccupationLink], vocabulary: Vocabulary
) -> tuple[list[QueryPart], list[str]]:
    """Return one part for each stretch of words that named an occupation, and the other readings of the same words.

    A part says the standard term where there is one: 开叉车 is understood as 叉车司机.
    """
    parts: list[QueryPart] = []
    also: list[str] = []
    seen: set[str] = set()
    for link in links:
        if link.words in seen:
            also.append(sentence("also", link.name, link.words))
        else:
            seen.add(link.words)
            understood = vocabulary.occupation_names.standard_terms.get(fold_name(link.words), link.name)
            text = sentence(field, understood)
            parts.append(QueryPart(field=field, words=link.words, text=text, strength="fact"))
    return parts, also


def demand_parts(demands: Iterable[Demand], vocabulary: Vocabulary) -> Iterator[QueryPart]:
    """Yield one part for each demand; one that needs a home nobody gave is a question, never a limit."""
    for demand in dict.fromkeys(demands):
        code, understood, strength = _said(demand, vocabulary)
        yield QueryPart(
            field=demand.field, words=demand.words, text=sentence(code, understood, demand.words), strength=strength
        )


def _said(demand: Demand, vocabulary: Vocabulary) -> tuple[str, str, Strength]:
    places = "、".join(dict.fromkeys(vocabulary.areas.local_name(place) for place in demand.places))
    if demand.field in ("area", "region"):
        if not places:
            return ("near_home_question" if demand.is_near_home else "area_question"), "", "wish"
        if demand.is_near_home:
            return ("near_home" if demand.strength == "limit" else "near_home_wish"), places, demand.strength
        return f"region_{demand.strength}", places, demand.strength
    if demand.is_lodging_refused:
        return f"no_lodging_{demand.strength}", "", demand.strength
    # What follows a joint says how firmly it is meant (低于四千五·不然我不去), not what.
    understood = demand.words.split(JOINT)[0] or demand.words
    if demand.settlement is not None:
        understood = SETTLEMENTS[demand.settlement]
    elif demand.kinds:
        understood = KINDS[demand.kinds[0]]
    return f"{demand.field}_{demand.strength}", understood, demand.strength


def worded_as_written(parts: Iterable[QueryPart], spoken: str, written: str) -> tuple[QueryPart, ...]:
    """Return the parts with their words as they were typed, where understanding read them in another spelling.

    `spoken` and `written` are the same text, character for character, in simplified and in typed characters.
    """
    if spoken == written:
        return tuple(parts)
    found = []
    for part in parts:
        at = spoken.find(part.words)
        found.append(replace(part, words=written[at : at + len(part.words)]) if at >= 0 else part)
    return tuple(found)
