"""Find in a clause the wordings of `limit_words.tsv`."""

from __future__ import annotations

from models.vocabulary import Vocabulary


def find_wording(limit: str, clause: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Return the words of a clause that say a limit, and the value of their row; None when it does not say it."""
    for pattern, value in vocabulary.limit_patterns.get(limit, ()):
        if match := pattern.search(clause):
            return match[0], value
    return None
