"""Turn a matrix of unit vectors into exact nearest rows under a mask, by the cheapest kernel for that mask.

The matrix may be memory-mapped, so the workers of one machine share it; rows added since lie in a small tail. Each
part is searched by one of four plans, and each plan returns a superset of the part's answer (see `indexer.vectors`):

- few allowed rows: all of them are scored canonically at once;
- up to `GATHER_SHARE` of the rows: these are gathered, then one product;
- allowed rows that fill much of a stretch of the matrix (rows are sorted by place, so a county is a stretch): FAISS's
  flat search over the stretch, asking for so many more hits as the mask will take away;
- else, or when those were too few: the same with a bitmap of the allowed rows, which halves FAISS's speed a row.

An inverted file (IVF) for unfiltered search beyond a million rows would be a fifth plan in `_candidates`.

FAISS's thread count is per Python thread (`faiss.omp_set_num_threads` holds only for the thread that calls it), so
one thread per search is set at the door, by OMP_NUM_THREADS=1 in the environment.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from indexer.growing import Growing, GrowingIds
from indexer.vectors import (
    Hits,
    Mask,
    Rows,
    Scores,
    Vectors,
    best_first,
    canonical_scores,
    check_query,
    check_vectors,
    margin,
)

GATHER_SHARE = 0.02
GATHER_ROWS = 8000
FILLED_SHARE = 0.3  # Source of these three: measured at 100k and 1M rows; bench/index_bench.py shows each side of them
FEW_ROWS = 256
_SPARE_HITS = 64


class FaissIndex:
    """`VectorIndex` over a float32 matrix."""

    def __init__(self, vectors: Vectors, ids: Sequence[str], *, checked: bool = False) -> None:
        """Index `vectors` without copying them; `checked` skips the look at every row (a verified build)."""
        self._fixed: Vectors = np.asarray(vectors if checked else check_vectors(vectors, len(ids)))
        if not self._fixed.flags.c_contiguous:
            self._fixed = np.ascontiguousarray(self._fixed)
        self._tail = Growing(np.empty((0, vectors.shape[1]), dtype=np.float32), spare=256)
        self.ids = ids
        self.dim = int(vectors.shape[1])

    def __len__(self) -> int:
        return len(self._fixed) + len(self._tail)

    def search(self, query: NDArray[Any], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """See `VectorIndex.search`."""
        query = check_query(query, self.dim, len(self), allowed, top_k)
        n_fixed = len(self._fixed)
        rows = _candidates(self._fixed, query, top_k, None if allowed is None else allowed[:n_fixed])
        if len(self._tail):
            tail = _candidates(self._tail.view, query, top_k, None if allowed is None else allowed[n_fixed:])
            rows = np.concatenate([rows, tail + n_fixed])
        return best_first(rows, canonical_scores(self.vectors(rows), query), self.ids, top_k)

    def vectors(self, rows: NDArray[Any]) -> Vectors:
        """See `VectorIndex.vectors`."""
        n_fixed = len(self._fixed)
        if not len(self._tail):
            return np.asarray(self._fixed[rows], dtype=np.float32)
        in_tail = rows >= n_fixed
        found = np.empty((len(rows), self.dim), dtype=np.float32)
        found[~in_tail] = self._fixed[rows[~in_tail]]
        found[in_tail] = self._tail.view[rows[in_tail] - n_fixed]
        return found

    def extended(self, ids: Sequence[str], vectors: Vectors) -> FaissIndex:
        """See `VectorIndex.extended`. Costs the new rows only, not the matrix."""
        after = object.__new__(FaissIndex)
        after._fixed, after.dim = self._fixed, self.dim
        after._tail = self._tail.appended(check_vectors(vectors, len(ids)))
        after.ids = GrowingIds.of(self.ids).appended(ids)
        return after


def _candidates(matrix: Vectors, query: Vectors, top_k: int, allowed: Mask | None) -> Rows:
    """Return rows of `matrix` that include the `top_k` best allowed ones and all that tie with the last."""
    if allowed is None or bool(allowed.all()):
        if len(matrix) <= max(top_k, FEW_ROWS):
            return np.arange(len(matrix))
        hits = _flat(matrix, query, top_k + _SPARE_HITS, None)
        return hits[0] if _complete(hits, query, top_k) else _within(matrix, query, top_k, hits[1], None)
    rows = np.flatnonzero(allowed)
    n_allowed = len(rows)
    if n_allowed <= max(top_k, FEW_ROWS):
        return rows
    if n_allowed <= max(GATHER_ROWS, GATHER_SHARE * len(matrix)):
        return rows[_near_best(matrix[rows] @ query, query, top_k)]
    first, end = int(rows[0]), int(rows[-1]) + 1
    return first + _stretch(matrix[first:end], query, top_k, allowed[first:end], n_allowed / (end - first))


def _stretch(matrix: Vectors, query: Vectors, top_k: int, allowed: Mask, share: float) -> Rows:
    """Search a stretch of which `share` of the rows are allowed, with FAISS."""
    if share >= FILLED_SHARE:
        rows, scores = _flat(matrix, query, int(1.2 * top_k / share) + _SPARE_HITS, None)
        lowest = scores[-1:]
        kept = allowed[rows]
        rows, scores = rows[kept], scores[kept]
        if len(rows) > top_k and lowest[0] < scores[top_k - 1] - 2 * margin(query):
            return rows
    hits = _flat(matrix, query, top_k + _SPARE_HITS, allowed)
    return hits[0] if _complete(hits, query, top_k) else _within(matrix, query, top_k, hits[1], allowed)


def _near_best(scores: Scores, query: Vectors, top_k: int) -> Rows:
    """Return the positions whose fast score cannot rule them out of the best `top_k`.

    The `top_k` best by fast score are canonically at least `cut - margin`, so a row of the answer is too, and its fast
    score is at least `cut - 2 * margin`.
    """
    cut = np.partition(scores, len(scores) - top_k)[len(scores) - top_k]
    return np.flatnonzero(scores >= np.float64(cut) - 2 * margin(query))


def _complete(hits: Hits, query: Vectors, top_k: int) -> bool:
    """Whether the last hit lies so far below the cut that nothing behind it can belong to the answer."""
    scores = hits[1]
    return bool(scores[-1] < np.float64(scores[top_k - 1]) - 2 * margin(query))


def _flat(matrix: Vectors, query: Vectors, n_hits: int, allowed: Mask | None) -> Hits:
    """Return FAISS's best `n_hits` allowed rows with its own scores, best first."""
    n_hits = min(n_hits, len(matrix))
    scores = np.empty(n_hits, dtype=np.float32)
    rows = np.empty(n_hits, dtype=np.int64)
    bitmap, selector = _selector(allowed)
    faiss.knn_inner_product(
        faiss.swig_ptr(query),
        faiss.swig_ptr(matrix),
        matrix.shape[1],
        1,
        len(matrix),
        n_hits,
        faiss.swig_ptr(scores),
        faiss.swig_ptr(rows),
        selector,
    )
    del selector, bitmap
    found = rows >= 0
    return rows[found], scores[found]


def _within(matrix: Vectors, query: Vectors, top_k: int, scores: Scores, allowed: Mask | None) -> Rows:
    """Return every allowed row that the cut of `scores` cannot rule out: many rows may tie with the last hit."""
    threshold = np.float32(np.float64(scores[top_k - 1]) - 2 * margin(query))
    result = faiss.RangeSearchResult(1)
    bitmap, selector = _selector(allowed)
    faiss.range_search_inner_product(
        faiss.swig_ptr(query),
        faiss.swig_ptr(matrix),
        matrix.shape[1],
        1,
        len(matrix),
        float(np.nextafter(threshold, np.float32(-np.inf))),
        result,
        selector,
    )
    del selector, bitmap
    n_found = int(faiss.rev_swig_ptr(result.lims, 2)[1])
    return np.array(faiss.rev_swig_ptr(result.labels, n_found), dtype=np.int64)


def _selector(allowed: Mask | None) -> tuple[NDArray[np.uint8] | None, Any]:
    """Return a bitmap and FAISS's selector that points into it: the caller must keep both until the search is over."""
    if allowed is None:
        return None, None
    bitmap = np.packbits(allowed, bitorder="little")
    return bitmap, faiss.IDSelectorBitmap(len(bitmap), faiss.swig_ptr(bitmap))
