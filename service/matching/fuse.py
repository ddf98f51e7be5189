"""Turn several rankings of rows into one by reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def fuse(
    rankings: Sequence[Rows], ids: Sequence[str], *, weights: Sequence[float] | None = None, k: int = 60
) -> tuple[Rows, NDArray[np.float64]]:
    """Merge rankings of row numbers, best first, by the sum of weight / (k + rank), rank from 1; weights default to 1.

    Returns the rows, best first, and their totals. Equal totals are ordered by id. An empty ranking contributes
    nothing; a row stands at most once in a ranking.

    Raises:
        ValueError: `k` or a weight is negative, or there are not as many weights as rankings.
    Source: Cormack, Clarke, Büttcher 2009, doi:10.1145/1571941.1572114, which also gives k = 60.
    """
    if k < 0:
        raise ValueError(f"k is {k}, it must not be negative")
    weights = [1.0] * len(rankings) if weights is None else weights
    if len(weights) != len(rankings) or min(weights, default=0.0) < 0:
        raise ValueError(f"{len(rankings)} rankings need as many weights, none negative: {list(weights)}")
    if not any(len(ranking) for ranking in rankings):
        return np.empty(0, dtype=np.int64), np.empty(0)
    rows, position = np.unique(np.concatenate(rankings), return_inverse=True)
    totals = np.zeros(len(rows))
    start = 0
    for ranking, weight in zip(rankings, weights, strict=True):
        here = position[start : start + len(ranking)]
        totals[here] += weight / (k + np.arange(1, len(ranking) + 1))
        start += len(ranking)
    names = np.array([ids[row] for row in rows])
    order = np.lexsort((names, -totals))
    return rows[order], totals[order]
