"""Turn the vectors, words and columns of one record type into one searchable side of a build, as of one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Columns, load_columns
from indexer.growing import Growing, GrowingIds
from indexer.lexical_data import LexicalData, load_lexical_data
from indexer.lexical_index import LexicalIndex, impacts, measure
from indexer.vectors import Hits, Mask, Scores, VectorIndex, Vectors, canonical_scores

SideName = Literal["postings", "seekers"]
Digests = NDArray[np.uint64]

IDS_FILE = "ids.json"
VECTORS_FILE = "vectors.npy"
DIGESTS_FILE = "digests.npy"
COLUMNS_FILE = "columns.npz"
LEXICAL_FOLDER = "lexical"
_IMPACTS_FILE = "impacts.npy"


@dataclass(frozen=True)
class Entries:
    """Records ready to be indexed, row by row: id, columns, and the passage as words and digest, nothing else of them.

    `digests` of shape (n, 2) tell whether a passage is the same as another.
    """

    ids: Sequence[str]
    columns: Columns
    digests: Digests
    words: Sequence[Sequence[str]]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Side:
    """Postings or seekers as of one moment. A value: `changed` returns another, searches on this one go on unmoved.

    Rows are numbered from 0. Rows that were replaced or removed since the build stay where they were, are not `alive`
    and are never returned by a search. Masks have shape (n,), n = `len(ids)`; take side, columns and masks from one
    `Side`, they belong together.
    """

    name: SideName
    ids: GrowingIds
    vectors: VectorIndex
    words: LexicalIndex
    alive: Mask
    _columns: Mapping[str, Growing]
    _digests: Growing
    _row_of: Mapping[str, int]
    _later: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def n_alive(self) -> int:
        """How many rows can be found."""
        return int(np.count_nonzero(self.alive))

    @cached_property
    def columns(self) -> Columns:
        """Attributes of every row, alive or not."""
        return Columns({name: column.view for name, column in self._columns.items()})

    @property
    def digests(self) -> Digests:
        """What each passage was, shape (n, 2)."""
        return self._digests.view

    def row_of(self, record_id: str) -> int | None:
        """Return the row of an id, None when it is not, or no longer, in the index."""
        row = self._later.get(record_id, self._row_of.get(record_id))
        return row if row is not None and self.alive[row] else None

    def dense(self, vector: NDArray[Any], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """Return the `top_k` rows nearest to `vector` (dim,) and their cosines, best first, ties by id.

        Exact: equal to scoring every allowed row. Fewer rows come back only when fewer are allowed.
        """
        return self.vectors.search(vector, top_k=top_k, allowed=self._mask(allowed))

    def lexical(self, tokens: Iterable[str], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """Return the `top_k` rows that say `tokens` best and their BM25 scores, best first, ties by id.

        Exact like `dense`; rows that hold none of the tokens are no hits.
        """
        return self.words.search(tokens, top_k=top_k, allowed=self._mask(allowed))

    def dense_scores(self, vector: NDArray[Any], rows: NDArray[Any]) -> Scores:
        """Return the cosine of each of `rows`: the numbers that `dense` would give."""
        return canonical_scores(self.vectors.vectors(rows), np.ascontiguousarray(vector, dtype=np.float32))

    def lexical_scores(self, tokens: Iterable[str], rows: NDArray[Any]) -> Scores:
        """Return the BM25 score of each of `rows`: the numbers that `lexical` would give, 0 for no hit."""
        return self.words.scores(tokens, rows)

    def vector_of(self, row: int) -> Vectors:
        """Return the vector of a row, shape (dim,)."""
        return np.asarray(self.vectors.vectors(np.array([row]))[0], dtype=np.float32)

    def changed(self, removed: Sequence[str], entries: Entries, vectors: Vectors) -> Side:
        """Return the side without the ids `removed` and with `entries`, each in place of what had its id before.

        One thread at a time may call this on the newest side; readers need no lock.
        """
        if len(set(entries.ids)) != len(entries):
            raise ValueError("an id stands twice among the entries")
        n = len(self)
        alive = np.ones(n + len(entries), dtype=np.bool_)
        alive[:n] = self.alive
        for record_id in {*removed, *entries.ids}:
            row = self.row_of(record_id)
            if row is not None:
                alive[row] = False
        if not len(entries):
            return self._with(alive=alive)
        ids = self.ids.appended(entries.ids)
        columns = {name: column.appended(entries.columns[name]) for name, column in self._columns.items()}
        return self._with(
            ids=ids,
            vectors=self.vectors.extended(entries.ids, vectors),
            words=self.words.extended(entries.ids, entries.words),
            alive=alive,
            _columns=columns,
            _digests=self._digests.appended(entries.digests),
            _later={**self._later, **{record_id: n + i for i, record_id in enumerate(entries.ids)}},
        )

    def _with(self, **given: Any) -> Side:
        names = ("name", "ids", "vectors", "words", "alive", "_columns", "_digests", "_row_of", "_later")
        return Side(**{**{name: getattr(self, name) for name in names}, **given})

    def _mask(self, allowed: Mask | None) -> Mask | None:
        if self.n_alive == len(self):
            return allowed
        return self.alive if allowed is None else allowed & self.alive


def make_side(
    name: SideName,
    ids: Sequence[str],
    vectors: VectorIndex,
    words: LexicalIndex,
    columns: Columns,
    digests: Digests,
) -> Side:
    """Return a side of which every row is alive.

    Raises:
        ValueError: the parts have different numbers of rows, or an id stands twice.
    """
    n = len(ids)
    row_of = {record_id: row for row, record_id in enumerate(ids)}
    if not n == len(vectors) == len(words) == len(columns) == len(digests) == len(row_of):
        counts = (n, len(vectors), len(words), len(columns), len(digests), len(row_of))
        raise ValueError(f"ids, vectors, words, columns, digests and different ids: {counts}")
    spare = max(1024, n // 16)
    return Side(
        name=name,
        ids=GrowingIds.of(ids),
        vectors=vectors,
        words=words,
        alive=np.ones(n, dtype=np.bool_),
        _columns={key: Growing(array, spare=spare) for key, array in columns.arrays.items()},
        _digests=Growing(digests, spare=spare),
        _row_of=row_of,
    )


def save_side(
    folder: Path,
    *,
    ids: Sequence[str],
    columns: Columns,
    digests: Digests,
    words: LexicalData,
) -> None:
    """Write everything of a side but its vectors into `folder`, which must exist."""
    (folder / IDS_FILE).write_bytes(msgspec.json.encode(list(ids)))
    np.save(folder / DIGESTS_FILE, digests, allow_pickle=False)
    columns.save(folder / COLUMNS_FILE)
    (folder / LEXICAL_FOLDER).mkdir()
    words.save(folder / LEXICAL_FOLDER)
    np.save(folder / LEXICAL_FOLDER / _IMPACTS_FILE, impacts(words, measure(words)), allow_pickle=False)


def load_side(name: SideName, folder: Path, index: Any) -> Side:
    """Open a side; vectors and words stay on disk until they are read, shared by all processes that open them.

    `index` makes a `VectorIndex` from the matrix and the ids.

    Raises:
        OSError, ValueError: a file is missing, or the files do not fit each other.
    """
    ids = GrowingIds(msgspec.json.decode((folder / IDS_FILE).read_bytes(), type=list[str]))
    matrix = np.asarray(np.load(folder / VECTORS_FILE, mmap_mode="r", allow_pickle=False))
    lexical = folder / LEXICAL_FOLDER
    entry_impacts = np.asarray(np.load(lexical / _IMPACTS_FILE, mmap_mode="r", allow_pickle=False))
    words = LexicalIndex(load_lexical_data(lexical), ids, entry_impacts=entry_impacts)
    digests = np.load(folder / DIGESTS_FILE, allow_pickle=False)
    return make_side(name, ids, index(matrix, ids), words, load_columns(folder / COLUMNS_FILE), digests)
