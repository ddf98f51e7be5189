"""Turn what is known of a posting into the licences the work requires: those it asks for and those the law implies."""

from __future__ import annotations

from dataclasses import dataclass

from models.records import PostingFacts
from models.vocabulary import Vocabulary

SURE_OF_OCCUPATION = 0.75
"""Confidence from which an occupation implies its licences though the posting names none. Source: our choice."""

HAD_WITHIN_DAYS = frozenset({"health"})
"""Licences that anybody may have within days before starting: to be asked for, no reason to keep the work from them.
Source: 食品安全法 45 and 公共场所卫生管理条例 7 ask for them before the work begins; no training stands before."""


@dataclass(frozen=True)
class RequiredLicences:
    """Every one of `every`, and of each group in `any_of` at least one; all are codes of licences."""

    every: tuple[str, ...]
    any_of: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.every or self.any_of)


def licences_required(facts: PostingFacts, vocabulary: Vocabulary) -> RequiredLicences:
    """Return the licences a posting requires; a certificate that is no licence, or only preferred, is none.

    Where the surest occupation is one that the law licenses and the posting names none of its licences, any one of them
    is required: leaving the column empty does not make the work free (安全生产法 30, 特种设备安全法 14).
    """
    asked = [c for c in facts.certificates if not c.optional and c.code in vocabulary.licence_bit]
    every = tuple(dict.fromkeys(c.code for c in asked if not c.any_of))
    numbers = sorted({c.any_of for c in asked if c.any_of})
    groups = [tuple(dict.fromkeys(c.code for c in asked if c.any_of == number)) for number in numbers]
    implied = implied_licences(facts, vocabulary)
    if implied and not set(implied) & {c.code for c in asked}:
        groups.append(implied)
    return RequiredLicences(every, tuple(groups))


def implied_licences(facts: PostingFacts, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the licences of which the law asks one for the surest occupation; () when the reading is not sure."""
    if not facts.occupations:
        return ()
    first = facts.occupations[0]
    if first.confidence < SURE_OF_OCCUPATION or first.how == "encoder":
        return ()
    return tuple(c for c in vocabulary.occupation_licences(first.code) if c in vocabulary.licence_bit)
