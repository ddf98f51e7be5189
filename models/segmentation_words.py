"""Turn the vocabulary into the words that segmentation must keep whole."""

from __future__ import annotations

from models.vocabulary import Vocabulary

MAX_LENGTH = 8
"""Longest word kept whole; longer names are phrases and are cut. Source: our choice."""


def segmentation_words(vocabulary: Vocabulary) -> list[str]:
    """Return occupation, everyday, colloquial and certificate names of 2 to 8 characters, each once, sorted."""
    words: set[str] = set()
    for occupation in vocabulary.occupations.values():
        words.update((occupation.name, *occupation.aliases, *occupation.everyday))
    words.update(row.words for row in vocabulary.colloquial)
    for certificate in vocabulary.certificates.values():
        words.update((certificate.name, *certificate.aliases))
    return sorted(word for word in words if 2 <= len(word) <= MAX_LENGTH)
