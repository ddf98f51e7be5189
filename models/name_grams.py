"""Turn a list of names into a measure of how many characters and character pairs a text shares with each of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# A single character says less than a pair. Source: our choice, see SOURCES.md.
_CHARACTER_WEIGHT = 0.5


def grams(text: str) -> list[str]:
    """Return the characters of a folded text, then its pairs of neighbours, in order, with repeats; blanks in none."""
    return [gram for gram in (*text, *(left + right for left, right in pairwise(text))) if " " not in gram]


class NameGrams:
    """TF-IDF over characters and pairs: weight (1 + ln count) · ln((n + 1) / (names with the gram + 1)), unit length.

    Build once, use from any thread. Names are folded already (`models.occupation_names.fold_name`).
    """

    def __init__(self, names: Sequence[str]) -> None:
        counted = [Counter(grams(name)) for name in names]
        found = Counter(gram for counts in counted for gram in counts)
        self._ids = {gram: i for i, gram in enumerate(found)}
        self._weights = np.array(
            [
                math.log((len(names) + 1) / (n + 1)) * (_CHARACTER_WEIGHT if len(gram) == 1 else 1.0)
                for gram, n in found.items()
            ],
            dtype=np.float32,
        )
        sizes = [len(counts) for counts in counted]
        self._starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self._grams = np.array([self._ids[gram] for counts in counted for gram in counts], dtype=np.int32)
        times = np.array([n for counts in counted for n in counts.values()], dtype=np.float32)
        values = (1 + np.log(np.maximum(times, 1))) * self._weights[self._grams]
        lengths = np.sqrt(_sums(values * values, self._starts[:-1], self._starts[1:]))
        self._values = (values / np.repeat(np.maximum(lengths, 1e-9), sizes)).astype(np.float32)
        self._rows = np.repeat(np.arange(len(names), dtype=np.int32), sizes)
        self._by_gram = np.argsort(self._grams, kind="stable")
        self._gram_starts = np.searchsorted(self._grams[self._by_gram], np.arange(len(self._weights) + 1))

    def similarity(self, text: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine between a folded text and the names of `rows`, 0..1; zeros for a text of unknown grams."""
        query = np.zeros(len(self._weights), dtype=np.float32)
        for at, value in self._query(text).items():
            query[at] = value
        starts, ends = self._starts[rows], self._starts[rows + 1]
        at_grams = spans(starts, ends)
        products = self._values[at_grams] * query[self._grams[at_grams]]
        last = np.cumsum(ends - starts)
        return _sums(products, last - (ends - starts), last).astype(np.float32)

    def similarities(self, text: str) -> NDArray[np.float32]:
        """Return the cosine between a folded text and every name, (n,), 0..1, in a time that grows with the text."""
        cosines = np.zeros(len(self._starts) - 1, dtype=np.float32)
        for at, value in self._query(text).items():
            held = self._by_gram[self._gram_starts[at] : self._gram_starts[at + 1]]
            cosines[self._rows[held]] += value * self._values[held]
        return cosines

    def _query(self, text: str) -> dict[int, float]:
        """Return the weight of each known gram of a text, by its place; their vector has unit length."""
        counts = ((self._ids.get(gram), n) for gram, n in Counter(grams(text)).items())
        weights = {at: (1 + math.log(n)) * float(self._weights[at]) for at, n in counts if at is not None}
        length = math.hypot(*weights.values())
        return {at: weight / length for at, weight in weights.items()} if length else {}


def spans(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of all spans [start, end), one after another."""
    sizes = ends - starts
    shifts = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
    return np.arange(int(sizes.sum()), dtype=np.int64) + shifts


def _sums(values: NDArray[np.float32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the sum of `values` over each span; 0 for an empty one."""
    running = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    return running[ends] - running[starts]
