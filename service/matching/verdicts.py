"""Turn yes/no arrays into verdicts: pass, fail or unknown for every pair of a posting and a seeker."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Array, Columns

PASS, FAIL, UNKNOWN = 0, 1, 2

Verdicts = NDArray[np.int8]
Screen = Callable[[Columns, Columns, int], Verdicts]


def n_pairs(postings: Columns, seekers: Columns) -> int:
    """Return how many pairs are judged: equal lengths pair row by row, one row pairs with every row of the other side.

    Raises:
        ValueError: the lengths differ and neither is 1.
    """
    n, m = len(postings), len(seekers)
    if n != m and 1 not in (n, m):
        raise ValueError(f"cannot pair {n} postings with {m} seekers")
    return m if n == 1 else n


def verdicts(postings: Columns, seekers: Columns, fail: Array, unknown: Array | None = None) -> Verdicts:
    """Return FAIL where `fail`, else UNKNOWN where `unknown`, else PASS, one for each pair."""
    result = fail.astype(np.int8)
    if unknown is not None:
        result = result + (unknown & ~fail).view(np.int8) * np.int8(UNKNOWN)
    return np.broadcast_to(result, (n_pairs(postings, seekers),))


def all_pass(postings: Columns, seekers: Columns) -> Verdicts:
    """Return PASS for each pair without computing anything."""
    return np.broadcast_to(np.int8(PASS), (n_pairs(postings, seekers),))


def start_days(postings: Columns, asof: int) -> Array:
    """Return the day on which work would begin: the stated first day if it is still to come, else `asof`."""
    return np.maximum(postings["starts_on"], np.int32(asof))
