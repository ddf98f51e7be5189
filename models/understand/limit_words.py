"""Find in a clause the wordings of `limit_words.tsv`."""

from __future__ import annotations

import re
from typing import Final

from models.understand.firmness import ADVERBS, REFUSES
from models.vocabulary import Vocabulary

_SHORT: Final = r"(?:打?零工|零活|短工|短活|短期工?|临时工|临时活|临时的|散工|散活|打短|打游击)"
_LONG: Final = r"(?:长期工?|长工|长活|长年|(?<![一-龥])长的|固定工|签合同)"
_REFUSED_KINDS: Final = tuple(
    (re.compile(rf"{kind}(?:的|活路?|那种|这种)*{ADVERBS}{REFUSES}"), others)
    for kind, others in ((_SHORT, "regular|order|public_welfare"), (_LONG, "gig"))
)
"""零工一概不做: what is refused leaves the other kinds."""


def find_wording(limit: str, clause: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Return the words of a clause that say a limit, and the value of their row; None when it does not say it."""
    for pattern, value in vocabulary.limit_patterns.get(limit, ()):
        if match := pattern.search(clause):
            return match[0], value
    return None


def find_kind(clause: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Return the words of a clause that leave only some kinds of posting, and those kinds joined by |."""
    if found := find_wording("kind", clause, vocabulary):
        return found
    matches = ((pattern.search(clause), kinds) for pattern, kinds in _REFUSED_KINDS)
    return next(((match[0], kinds) for match, kinds in matches if match), None)
