"""Turn the words of documents into arrays at rest: for each word, the rows that hold it and how often, and back.

The arrays are the whole of what a lexical search needs; `.npy` files, so that the workers of one machine share them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

MAX_COUNT = 65535
WORDS_FILE = "words.json"
_ARRAYS = ("starts", "rows", "counts", "lengths")


@dataclass(frozen=True)
class LexicalData:
    """Who says what, by word. `words` is sorted.

    Word i stands in `rows[starts[i]:starts[i + 1]]`, ascending, `counts` times each. `lengths` is the number of words
    of each row, repeats counted.
    """

    words: Sequence[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.lengths)

    def save(self, folder: Path) -> None:
        """Write the arrays into `folder`, which must exist."""
        (folder / WORDS_FILE).write_bytes(msgspec.json.encode(list(self.words)))
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)


class LexicalWriter:
    """Takes documents one after the other, row 0 first, and counts their words."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._said = array("i")
        self._lengths = array("i")

    def add(self, words: Sequence[str]) -> None:
        """Take the words of the next row."""
        numbers = self._numbers
        self._said.extend([numbers.setdefault(word, len(numbers)) for word in words])
        self._lengths.append(len(words))

    def finish(self, order: NDArray[Any] | None = None) -> LexicalData:
        """Return everything taken; with `order`, the document taken as number `order[i]` becomes row i."""
        lengths = np.array(self._lengths, dtype=np.int32)
        n_rows = len(lengths)
        row_of = np.arange(n_rows)
        if order is not None:
            row_of[order] = np.arange(n_rows)
            lengths = lengths[order]
        rows = np.repeat(row_of, np.array(self._lengths, dtype=np.int64))
        said = np.array(self._said, dtype=np.int64)
        keys, counts = np.unique(said * max(1, n_rows) + rows, return_counts=True)
        words = list(self._numbers)
        return assemble(words, keys // max(1, n_rows), keys % max(1, n_rows), counts, lengths)


def lexical_data(documents: Iterable[Sequence[str]]) -> LexicalData:
    """Return the data of `documents`, row by row."""
    writer = LexicalWriter()
    for words in documents:
        writer.add(words)
    return writer.finish()


def load_lexical_data(folder: Path) -> LexicalData:
    """Open what `LexicalData.save` wrote; the large arrays stay on disk until they are read."""
    words = msgspec.json.decode((folder / WORDS_FILE).read_bytes(), type=list[str])
    arrays = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)) for name in _ARRAYS}
    return LexicalData(words=words, **arrays)


def rearranged(parts: Sequence[LexicalData], order: NDArray[Any]) -> LexicalData:
    """Return the rows `order` of `parts` laid end to end, in that order; rows not named are left out."""
    n_rows = sum(len(part) for part in parts)
    new_row = np.full(n_rows, -1, dtype=np.int64)
    new_row[order] = np.arange(len(order))
    numbers: dict[str, int] = {}
    said, rows, counts, first = [], [], [], 0
    for part in parts:
        number = np.array([numbers.setdefault(word, len(numbers)) for word in part.words], dtype=np.int64)
        row = new_row[part.rows + np.int64(first)]
        kept = row >= 0
        said.append(np.repeat(number, np.diff(part.starts))[kept])
        rows.append(row[kept])
        counts.append(part.counts[kept])
        first += len(part)
    lengths = np.concatenate([part.lengths for part in parts])[order]
    return assemble(list(numbers), np.concatenate(said), np.concatenate(rows), np.concatenate(counts), lengths)


def assemble(
    words: Sequence[str], said: NDArray[Any], rows: NDArray[Any], counts: NDArray[Any], lengths: NDArray[Any]
) -> LexicalData:
    """Return the data of entries (word number, row, count), in any order; words without an entry are left out."""
    used = np.unique(said)
    names = [words[i] for i in used]
    by_name = sorted(range(len(names)), key=names.__getitem__)
    rank = np.zeros(len(words), dtype=np.int64)
    rank[used[by_name]] = np.arange(len(by_name))
    said = rank[said]
    order = np.lexsort((rows, said))
    return LexicalData(
        words=[names[i] for i in by_name],
        starts=np.concatenate([[0], np.cumsum(np.bincount(said, minlength=len(names)))]).astype(np.int64),
        rows=rows[order].astype(np.int32),
        counts=np.minimum(counts[order], MAX_COUNT).astype(np.uint16),
        lengths=np.asarray(lengths, dtype=np.int32),
    )
