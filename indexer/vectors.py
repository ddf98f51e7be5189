"""Turn a query vector and a mask of allowed rows into the nearest rows: the protocol, and what a right answer is.

A right answer is the exhaustive one. Its scores are the canonical ones: products of two float32 numbers are exact in
float64, they are added there in one fixed order, and the total is rounded to float32. Its order is by score, higher
first, and by id where scores are equal. Fast kernels round differently from each other, so an index uses them only to
find a set that provably holds the answer (`margin` bounds how far they may stray) and scores that set canonically.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]
Hits = tuple[Rows, Scores]

MAX_NORM = 1.001
"""Longest vector an index accepts: unit rows with room for float32 rounding. `margin` relies on it."""

_BLOCK = 8192
_UNIT_ROUNDOFF = 2.0**-24  # Source: IEEE 754, float32 rounded to nearest


class VectorIndex(Protocol):
    """Unit vectors by row, searched by inner product exactly. A value: it never changes, `extended` makes a new one.

    Rows are numbered from 0 without gaps; `ids[row]` names them and decides ties. Deleting is the caller's business:
    a row outside `allowed` is never returned.
    """

    @property
    def ids(self) -> Sequence[str]:
        """Id of each row, shape (n,)."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def __len__(self) -> int: ...

    def search(self, query: NDArray[Any], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """Return the best `top_k` allowed rows, best first, ties by id, with their canonical scores.

        Fewer rows come back only when fewer are allowed. `allowed` has shape (n,); None allows every row.

        Raises:
            ValueError: `query` has another length or is not finite, `allowed` another length, or `top_k` is below 1.
        """

    def vectors(self, rows: NDArray[Any]) -> Vectors:
        """Return the vectors of `rows`, shape (len(rows), dim), a copy."""

    def extended(self, ids: Sequence[str], vectors: Vectors) -> VectorIndex:
        """Return an index that has these rows after the present ones. Readers of this one see no change."""


class ExactIndex:
    """The reference: scores every row canonically and sorts. What every other index must equal."""

    def __init__(self, vectors: Vectors, ids: Sequence[str]) -> None:
        self._vectors = check_vectors(vectors, len(ids))
        self.ids = tuple(ids)
        self.dim = int(vectors.shape[1])

    def __len__(self) -> int:
        return len(self.ids)

    def search(self, query: NDArray[Any], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """See `VectorIndex.search`."""
        query = check_query(query, self.dim, len(self), allowed, top_k)
        rows = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        return best_first(rows, canonical_scores(self._vectors[rows], query), self.ids, top_k)

    def vectors(self, rows: NDArray[Any]) -> Vectors:
        """See `VectorIndex.vectors`."""
        return np.asarray(self._vectors[rows], dtype=np.float32)

    def extended(self, ids: Sequence[str], vectors: Vectors) -> ExactIndex:
        """See `VectorIndex.extended`."""
        return ExactIndex(np.concatenate([self._vectors, vectors]), [*self.ids, *ids])


def canonical_scores(vectors: Vectors, query: Vectors) -> Scores:
    """Return the inner product of each row with `query`, shape (n,); a row's score never depends on the other rows."""
    exact_query = query.astype(np.float64)
    scores = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        products = np.multiply(vectors[start : start + _BLOCK], exact_query, order="C")
        scores[start : start + _BLOCK] = products.sum(axis=1)
    return scores


def margin(query: Vectors) -> float:
    """Return how far any float32 kernel may stray from a canonical score with this query, at most.

    Source: Higham, Accuracy and Stability of Numerical Algorithms, 2002, 3.5: |fl(xᵀy) − xᵀy| ≤ γ_n |x|ᵀ|y|, with
    γ_n = n·u / (1 − n·u), and |x|ᵀ|y| ≤ ‖x‖·‖y‖; two more roundings for the canonical score's own.
    """
    n_roundings = len(query) + 2
    gamma = n_roundings * _UNIT_ROUNDOFF / (1 - n_roundings * _UNIT_ROUNDOFF)
    return gamma * MAX_NORM * float(np.linalg.norm(query.astype(np.float64))) + 1e-30


def best_first(rows: NDArray[Any], scores: Scores, ids: Sequence[str], top_k: int) -> Hits:
    """Return the `top_k` best of `rows`, best first, equal scores by id."""
    if len(rows) > top_k:
        cut = np.partition(scores, len(scores) - top_k)[len(scores) - top_k]
        kept = scores >= cut
        rows, scores = rows[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")
    rows, scores = rows[order].astype(np.int64), scores[order]
    if len(scores) > 1 and (scores[1:] == scores[:-1]).any():
        names = np.array([ids[row] for row in rows])
        order = np.lexsort((names, -scores))
        rows, scores = rows[order], scores[order]
    return rows[:top_k], scores[:top_k]


def check_query(query: NDArray[Any], dim: int, n_rows: int, allowed: Mask | None, top_k: int) -> Vectors:
    """Return `query` as float32.

    Raises:
        ValueError: A shape, the cut-off or a number in the query is wrong.
    """
    if query.shape != (dim,):
        raise ValueError(f"the query has shape {query.shape}, the index holds vectors of length {dim}")
    if not np.isfinite(query).all():
        raise ValueError("the query vector holds a number that is not finite")
    check_mask(n_rows, allowed, top_k)
    return np.ascontiguousarray(query, dtype=np.float32)


def check_mask(n_rows: int, allowed: Mask | None, top_k: int) -> None:
    """Refuse a mask that does not fit the rows.

    Raises:
        ValueError: `allowed` is not a boolean mask of shape (n_rows,), or `top_k` is below 1.
    """
    if top_k < 1:
        raise ValueError(f"top_k is {top_k}, it must be at least 1")
    if allowed is not None and (allowed.shape != (n_rows,) or allowed.dtype != np.bool_):
        raise ValueError(f"the mask is {allowed.dtype} of shape {allowed.shape}, the index has {n_rows} rows")


def check_vectors(vectors: Vectors, n_rows: int) -> Vectors:
    """Return `vectors` if they are float32 of shape (n_rows, dim), finite and at most `MAX_NORM` long.

    Raises:
        ValueError: They are not.
    """
    if vectors.dtype != np.float32 or vectors.ndim != 2 or len(vectors) != n_rows:
        raise ValueError(f"expected float32 vectors for {n_rows} rows, got {vectors.dtype} of shape {vectors.shape}")
    for start in range(0, n_rows, _BLOCK):
        block = vectors[start : start + _BLOCK]
        longest = np.sqrt(np.einsum("ij,ij->i", block, block, dtype=np.float64).max())
        if not longest <= MAX_NORM:  # also true for NaN
            raise ValueError(f"a vector has length {longest}; rows must be finite unit vectors")
    return vectors
