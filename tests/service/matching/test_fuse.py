"""Reciprocal rank fusion, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from service.matching.fuse import fuse

IDS = ["a", "b", "c", "d"]


def ranking(*rows: int) -> np.ndarray:
    return np.array(rows, dtype=np.int64)


def test_totals_are_sums_of_reciprocal_ranks() -> None:
    rows, totals = fuse([ranking(0, 1, 2), ranking(2, 0)], IDS, k=60)
    assert rows.tolist() == [0, 2, 1]
    assert totals.tolist() == pytest.approx([1 / 61 + 1 / 62, 1 / 63 + 1 / 61, 1 / 62])


def test_equal_totals_are_ordered_by_id() -> None:
    rows, _ = fuse([ranking(3, 1), ranking(1, 3)], IDS)
    assert rows.tolist() == [1, 3]


def test_an_empty_ranking_contributes_nothing() -> None:
    alone, totals = fuse([ranking(2, 0)], IDS)
    beside, same = fuse([ranking(2, 0), ranking()], IDS)
    assert alone.tolist() == beside.tolist()
    assert totals.tolist() == same.tolist()
    assert len(fuse([], IDS)[0]) == len(fuse([ranking()], IDS)[0]) == 0


def test_a_negative_k_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        fuse([ranking(0)], IDS, k=-1)
