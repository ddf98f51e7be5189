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
_ROW_BITS = 32
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
        rows = np.arange(len(lengths), dtype=np.uint32)
        if order is not None:
            rows[order] = np.arange(len(lengths), dtype=np.uint32)
        names, rank = _by_name(list(self._numbers))
        # One key of 64 bits a spoken word, sorted in place: memory is what bounds the size of a build.
        keys = rank[np.array(self._said, dtype=np.int32)]
        keys <<= np.uint64(_ROW_BITS)
        keys |= np.repeat(rows, lengths)
        keys.sort()
        is_first = np.ones(len(keys), dtype=np.bool_)
        np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
        counts = np.diff(np.flatnonzero(is_first), append=len(keys)).astype(np.int32)
        keys = keys[is_first]
        return _data(names, keys, counts, lengths if order is None else lengths[order])


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
    new_row = np.full(n_rows, -1, dtype=np.int32)
    new_row[order] = np.arange(len(order))
    numbers: dict[str, int] = {}
    said, rows, counts, first = [], [], [], 0
    for part in parts:
        number = np.array([numbers.setdefault(word, len(numbers)) for word in part.words], dtype=np.int32)
        row = new_row[first : first + len(part)][part.rows]
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
    used = np.flatnonzero(np.bincount(said, minlength=len(words)))
    names, rank = _by_name([words[i] for i in used.tolist()])
    by_word = np.zeros(len(words), dtype=np.uint64)
    by_word[used] = rank
    keys = by_word[said]
    keys <<= np.uint64(_ROW_BITS)
    keys |= rows.astype(np.uint32)
    order = np.argsort(keys)
    return _data(names, keys[order], counts[order], lengths)


def _by_name(words: Sequence[str]) -> tuple[list[str], NDArray[np.uint64]]:
    """Return the words sorted, and for each word as given its place among them."""
    by_name = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), dtype=np.uint64)
    rank[by_name] = np.arange(len(words), dtype=np.uint64)
    return [words[i] for i in by_name], rank


def _data(names: list[str], keys: NDArray[np.uint64], counts: NDArray[Any], lengths: NDArray[Any]) -> LexicalData:
    """Return the data of sorted keys, each the place of a word and a row."""
    first = np.arange(len(names) + 1, dtype=np.uint64) << np.uint64(_ROW_BITS)
    return LexicalData(
        words=names,
        starts=np.searchsorted(keys, first).astype(np.int64),
        rows=(keys & np.uint64((1 << _ROW_BITS) - 1)).astype(np.int32),
        counts=np.minimum(counts, MAX_COUNT).astype(np.uint16),
        lengths=np.asarray(lengths, dtype=np.int32),
    )
