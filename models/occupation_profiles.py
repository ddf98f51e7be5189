"""Turn texts into profiles over the occupations of 大典, so that two titles without a common word can be compared.

A profile is a unit row of shape (n_occupations,): how near a text is to its nearest occupations, 0 for all others. The
cosine of two profiles says how much two texts are of the same occupations.
Source: Gabrilovich, Markovitch 2007 (explicit semantic analysis), IJCAI, with occupations for articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.char_tfidf import CharTfidf
from models.occupations import Occupation
from models.understand.occupation import OccupationSpace, link_occupations
from models.vocabulary import Vocabulary

Profiles = NDArray[np.float32]

N_NEAREST = 20
SHARPNESS = 0.1
"""exp((similarity - best) / 0.1) is the weight of a near occupation.

Source: MAP of this profile alone on the two sets of `models.related_titles`, with an earlier model: 20 nearest at 0.1
0.764 and 0.427, 5 nearest at 0.05 0.738 and 0.405, 50 nearest at 0.1 0.760 and 0.426.
"""
N_LINKED = 10
"""Source: measured as above: 5 links 0.679 and 0.431, 10 links 0.690 and 0.434, 20 links 0.692 and 0.433."""


class ManySearches(Protocol):
    """Finds occupations by meaning, many texts at once; `models.occupation_space` does."""

    def search_many(self, texts: Sequence[str], top_k: int) -> list[list[tuple[str, float]]]:
        """Return up to `top_k` (code, similarity) for each text, best first."""
        ...


class OccupationProfiles:
    """Makes the three profiles of texts: by meaning, by linking, by the characters of the occupations' own texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        described = (o for o in vocabulary.occupations.values() if o.level == 4 or o.everyday)
        occupations = sorted(described, key=lambda occupation: occupation.code)
        self._vocabulary = vocabulary
        self._column = {occupation.code: i for i, occupation in enumerate(occupations)}
        self._texts = CharTfidf([_text(occupation) for occupation in occupations])

    def by_meaning(self, texts: Sequence[str], space: ManySearches) -> Profiles:
        """Return profiles of the occupations nearest to each text in an encoder's space."""
        found = space.search_many(texts, N_NEAREST)
        return self._profiles([(code, np.exp((s - near[0][1]) / SHARPNESS)) for code, s in near] for near in found)

    def by_linking(self, texts: Sequence[str], space: OccupationSpace) -> Profiles:
        """Return profiles of the occupations that the product links each text to, as sure as it is of them."""
        return self._profiles(
            [
                (found.code, found.confidence)
                for found in link_occupations(text, self._vocabulary, encoder=space, top_k=N_LINKED)
            ]
            for text in texts
        )

    def by_characters(self, texts: Sequence[str]) -> Profiles:
        """Return profiles of the occupations whose names, definition and tasks share most characters with each text."""
        profiles = np.zeros((len(texts), len(self._column)), dtype=np.float32)
        for row, text in enumerate(texts):
            scores = self._texts.scores(text)
            nearest = np.argpartition(-scores, min(N_NEAREST, len(scores) - 1))[:N_NEAREST]
            profiles[row, nearest] = scores[nearest] ** 2
        return _unit(profiles)

    def _profiles(self, found: Iterable[list[tuple[str, float]]]) -> Profiles:
        rows = list(found)
        profiles = np.zeros((len(rows), len(self._column)), dtype=np.float32)
        for row, weights in enumerate(rows):
            for code, weight in weights:
                if code in self._column:
                    profiles[row, self._column[code]] = weight
        return _unit(profiles)


def _text(occupation: Occupation) -> str:
    said = (*occupation.aliases, *occupation.everyday, *occupation.says, occupation.definition, occupation.tasks)
    return " ".join((occupation.name, *said))


def _unit(rows: Profiles) -> Profiles:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units: Profiles = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return units
