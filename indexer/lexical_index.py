"""Turn words and a mask of allowed rows into the rows that say them best: BM25, exact under every mask.

A word in a row has an impact, fixed when the row is indexed. A row's score is the sum of the impacts of the query's
words, in float64 and in one order (rarest word first), rounded to float32. So a score never depends on the mask, on
`top_k` or on other rows, and ties are real ties. Rows that hold none of the words are no hits.

What "rare" and "long" mean is taken from the documents of the build. Rows added since are scored by the same measure,
so the ranks of old rows do not move when new ones arrive; the next build measures anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.growing import GrowingIds
from indexer.lexical_data import LexicalData, lexical_data, rearranged
from indexer.vectors import Hits, Mask, Rows, Scores, best_first, check_mask

K1 = 1.2
B = 0.75
"""Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, 3.5."""

_SLACK = 1e-6  # rows this close below the cut may still tie with it as float32
# Source of these four: measured by bench/index_bench.py; they change the time, never the answer.
_FEW = 1 / 32
_MOST = 0.5
_LOOK_AGAIN = 0.75
_SPREAD = 8
_AT_ONCE = 1 << 18
Totals = NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """How rare each word is and how long a document, in the documents of the build."""

    n_documents: int
    mean_length: float
    n_documents_of: dict[str, int]

    def rarity(self, word: str) -> float:
        """Return ln(1 + (N - n + 0.5) / (n + 0.5)), above 0 for every word. Source: Lucene's BM25Similarity."""
        n = self.n_documents_of.get(word, 0)
        return float(np.log1p((self.n_documents - n + 0.5) / (n + 0.5)))


def measure(data: LexicalData) -> Measure:
    """Return the measure of a collection."""
    mean = float(data.lengths.mean()) if len(data) else 1.0
    counts = np.diff(data.starts).tolist()
    return Measure(len(data), mean or 1.0, dict(zip(data.words, counts, strict=True)))


def impacts(data: LexicalData, scale: Measure) -> NDArray[np.float32]:
    """Return the impact of each entry of `data`: rarity · n·(k1 + 1) / (n + k1·(1 - b + b·length / mean length))."""
    rarity = np.array([scale.rarity(word) for word in data.words])
    norm = K1 * (1 - B + B * data.lengths / scale.mean_length)
    word = np.repeat(np.arange(len(data.words), dtype=np.int32), np.diff(data.starts))
    found = np.empty(len(word), dtype=np.float32)
    for start in range(0, len(word), _AT_ONCE):  # in pieces: a build holds millions of entries, four times over
        piece = slice(start, start + _AT_ONCE)
        count = data.counts[piece].astype(np.float64)
        found[piece] = rarity[word[piece]] * count * (K1 + 1) / (count + norm[data.rows[piece]])
    return found


class _Part:
    """A run of rows. Entries and words as in `LexicalData`; rows count from the part's first."""

    def __init__(self, data: LexicalData, entry_impacts: NDArray[np.float32]) -> None:
        self.data = data
        self._impacts = entry_impacts
        self._number = {word: i for i, word in enumerate(data.words)}

    @cached_property
    def _highest(self) -> NDArray[np.float32]:
        if not len(self.data.words):
            return np.empty(0, dtype=np.float32)
        return np.asarray(np.maximum.reduceat(self._impacts, self.data.starts[:-1]))

    def best(self, words: Sequence[str], top_k: int, allowed: Mask | None) -> tuple[Rows, Totals]:
        """Return rows that include the `top_k` best and all that tie with the last, with their totals."""
        numbers = [self._number[word] for word in words if word in self._number]
        n_entries = sum(int(self.data.starts[i + 1] - self.data.starts[i]) for i in numbers)
        if not n_entries:
            return np.empty(0, dtype=np.int64), np.empty(0)
        if allowed is not None and np.count_nonzero(allowed) * len(numbers) < _FEW * n_entries:
            rows: Rows = np.flatnonzero(allowed)
            totals, n_done = np.zeros(len(rows)), 0
        else:
            rows, totals, n_done = self._collected(numbers, top_k, allowed)
        return self._completed(rows, totals, numbers, n_done, top_k)

    def totals(self, words: Sequence[str], rows: Rows) -> Totals:
        """Return the total of each of `rows`, ascending row numbers."""
        numbers = [self._number[word] for word in words if word in self._number]
        return self._completed(rows, np.zeros(len(rows)), numbers, 0, None)[1]

    def _collected(self, numbers: list[int], top_k: int, allowed: Mask | None) -> tuple[Rows, Totals, int]:
        """Add up word after word until rows that hold none of the words so far cannot reach the best any more."""
        sums = np.zeros(len(self.data))
        rest = self._rest(numbers)
        looked_at = rest[0]
        few_allowed = allowed is not None and np.count_nonzero(allowed) < _MOST * len(allowed)
        n_done = 0
        for number in numbers:
            rows, values = self._entries(number)
            if few_allowed and allowed is not None:
                kept = allowed[rows]
                rows, values = rows[kept], values[kept]
            sums[rows] += values
            n_done += 1
            if n_done < len(numbers) and rest[n_done] < _LOOK_AGAIN * looked_at:
                looked_at = rest[n_done]
                found = _positive(sums, allowed)
                if len(found) >= top_k:
                    cut = _cut(sums[found], top_k)
                    if rest[n_done] < cut:
                        found = found[sums[found] + rest[n_done] >= cut]
                        return found, sums[found], n_done
        found = _positive(sums, allowed)
        return found, sums[found], n_done

    def _completed(
        self, rows: Rows, totals: Totals, numbers: list[int], n_done: int, top_k: int | None
    ) -> tuple[Rows, Totals]:
        """Add the words after the first `n_done`, dropping rows that fall out of the best `top_k` for good."""
        rest = self._rest(numbers)
        for number in numbers[n_done:]:
            entry_rows, values = self._entries(number)
            if len(rows) * _SPREAD < len(entry_rows):
                at = np.searchsorted(entry_rows, rows)
                at[at == len(entry_rows)] = 0
                said = entry_rows[at] == rows
                totals[said] += values[at[said]]
            else:
                spread = np.zeros(len(self.data), dtype=np.float32)
                spread[entry_rows] = values
                totals = totals + spread[rows]
            n_done += 1
            if top_k is not None and len(rows) > 2 * top_k and n_done < len(numbers):
                kept = totals + rest[n_done] >= _cut(totals, top_k)
                rows, totals = rows[kept], totals[kept]
        if top_k is None:
            return rows, totals
        kept = totals > 0.0
        return rows[kept], totals[kept]

    def _entries(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        entries = slice(int(self.data.starts[number]), int(self.data.starts[number + 1]))
        return self.data.rows[entries], self._impacts[entries]

    def _rest(self, numbers: list[int]) -> list[float]:
        """Return, for each position, the most that the words from there on can add to a row."""
        rest = [0.0]
        for number in reversed(numbers):
            rest.append(rest[-1] + float(self._highest[number]))
        return rest[::-1]


def _positive(sums: Totals, allowed: Mask | None) -> Rows:
    positive = sums > 0.0
    return np.flatnonzero(positive if allowed is None else positive & allowed)


def _cut(totals: Totals, top_k: int) -> float:
    """Return a little less than the `top_k`-th best total."""
    return float(np.partition(totals, len(totals) - top_k)[len(totals) - top_k]) * (1 - _SLACK)


class LexicalIndex:
    """Words by row. A value: it never changes, `extended` makes a new one. Deleting is the caller's mask."""

    def __init__(
        self, data: LexicalData, ids: Sequence[str], *, entry_impacts: NDArray[np.float32] | None = None
    ) -> None:
        """Index `data`; `entry_impacts` are its `impacts` when a build has them already."""
        if len(data) != len(ids):
            raise ValueError(f"{len(data)} documents for {len(ids)} ids")
        self._measure = measure(data)
        fixed = _Part(data, impacts(data, self._measure) if entry_impacts is None else entry_impacts)
        self._parts: tuple[_Part, ...] = (fixed,)
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    def search(self, words: Iterable[str], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """Return the best `top_k` allowed rows that hold at least one of `words`, best first, ties by id.

        A word said twice counts once. `allowed` has shape (n,); None allows every row.

        Raises:
            ValueError: `allowed` has another length, or `top_k` is below 1.
        """
        check_mask(len(self), allowed, top_k)
        query = self._query(words)
        found = []
        for first, part in self._placed():
            mask = None if allowed is None else allowed[first : first + len(part.data)]
            rows, totals = part.best(query, top_k, mask)
            found.append((rows + first, totals.astype(np.float32)))
        return best_first(
            np.concatenate([rows for rows, _ in found]), np.concatenate([s for _, s in found]), self.ids, top_k
        )

    def scores(self, words: Iterable[str], rows: NDArray[Any]) -> Scores:
        """Return the score of each of `rows`, 0 for a row that holds none of the words."""
        query = self._query(words)
        order = np.argsort(rows, kind="stable")
        ascending = np.asarray(rows, dtype=np.int64)[order]
        scores = np.empty(len(rows), dtype=np.float32)
        for first, part in self._placed():
            start, end = np.searchsorted(ascending, [first, first + len(part.data)])
            scores[order[start:end]] = part.totals(query, ascending[start:end] - first)
        return scores

    def extended(self, ids: Sequence[str], documents: Sequence[Sequence[str]]) -> LexicalIndex:
        """Return an index that has these rows after the present ones. Readers of this one see no change."""
        data = lexical_data(documents)
        if len(data) != len(ids):
            raise ValueError(f"{len(data)} documents for {len(ids)} ids")
        parts = list(self._parts)
        while len(parts) > 1 and len(parts[-1].data) <= 2 * len(data):
            last = parts.pop().data
            data = rearranged([last, data], np.arange(len(last) + len(data)))
        parts.append(_Part(data, impacts(data, self._measure)))
        after = object.__new__(LexicalIndex)
        after._measure, after._parts = self._measure, tuple(parts)
        after.ids = GrowingIds.of(self.ids).appended(ids)
        return after

    def length_of(self, row: int) -> int:
        """Return how many words a row holds, repeats counted."""
        for first, part in self._placed():
            if first <= row < first + len(part.data):
                return int(part.data.lengths[row - first])
        raise IndexError(row)

    def data(self, order: NDArray[Any]) -> LexicalData:
        """Return the words of the rows `order`, in that order, for a build of its own."""
        return rearranged([part.data for part in self._parts], order)

    def _query(self, words: Iterable[str]) -> list[str]:
        known = self._measure.n_documents_of
        return sorted(set(words), key=lambda word: (known.get(word, 0), word))

    def _placed(self) -> Iterable[tuple[int, _Part]]:
        first = 0
        for part in self._parts:
            yield first, part
            first += len(part.data)
