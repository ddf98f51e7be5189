"""Turn what is known of a posting into the licences the work requires: those it asks for and those the law implies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.records import Posting, PostingFacts, PostingKind
from models.vocabulary import Vocabulary

SURE_OF_OCCUPATION = 0.65
"""Confidence from which an occupation implies its licences though the posting names none. Source: the postings of the
sample were read between 0.6 and 0.75: down to 0.66 all are of the trade (运行电工, 酒厂叉车工, 走水电改线), below come
wrong ones (喷浆工 as 架子工, 0.644)."""

HAD_WITHIN_DAYS = frozenset({"health"})
"""Licences that anybody may have within days before starting: to be asked for, no reason to keep the work from them.
Source: 食品安全法 45 and 公共场所卫生管理条例 7 ask for them before the work begins; no training stands before."""

NOT_IMPLIED: Mapping[PostingKind, frozenset[str]] = {PostingKind.PUBLIC_WELFARE: frozenset({"security_guard"})}
"""Licences that the law asks for an occupation but not for postings of a kind that do not name them.

Source: our reading of 保安服务管理条例 2, which is about guards of companies and institutions, not about who walks the
rounds of a village on a welfare post. To be confirmed by the bureau's legal officer.
"""


@dataclass(frozen=True)
class RequiredLicences:
    """Every one of `every`, and of each group in `any_of` at least one; all are codes of licences."""

    every: tuple[str, ...]
    any_of: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.every or self.any_of)


def licences_required(posting: Posting, vocabulary: Vocabulary) -> RequiredLicences:
    """Return the licences a posting requires; a certificate that is no licence, or only preferred, is none.

    Where the surest occupation is one that the law licenses and the posting names none of its licences, any one of them
    is required: leaving the column empty does not make the work free (安全生产法 30, 特种设备安全法 14).
    """
    facts = posting.facts or PostingFacts()
    asked = [c for c in facts.certificates if not c.optional and c.code in vocabulary.licence_bit]
    every = tuple(dict.fromkeys(c.code for c in asked if not c.any_of))
    numbers = sorted({c.any_of for c in asked if c.any_of})
    groups = [tuple(dict.fromkeys(c.code for c in asked if c.any_of == number)) for number in numbers]
    not_implied = NOT_IMPLIED.get(posting.kind, frozenset())
    implied = tuple(code for code in implied_licences(facts, vocabulary) if code not in not_implied)
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
