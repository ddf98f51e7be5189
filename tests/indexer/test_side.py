"""A side answers for one moment: what was removed is gone, what was replaced stands there once, nothing else moves."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.attributes import Columns
from indexer.faiss_index import FaissIndex
from indexer.growing import Growing, GrowingIds
from indexer.lexical_data import lexical_data
from indexer.lexical_index import LexicalIndex
from indexer.side import Entries, Side, make_side

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]


def some_entries(ids: list[str], vectors: list[list[float]], words: list[list[str]]) -> tuple[Entries, np.ndarray]:
    n = len(ids)
    columns = Columns({"county": np.arange(n, dtype=np.int32), "licences": np.ones((n, 3), dtype=np.int32)})
    return Entries(ids, columns, np.zeros((n, 2), dtype=np.uint64), words), np.array(vectors, dtype=np.float32)


NOTHING = some_entries([], np.empty((0, 2)).tolist(), [])


@pytest.fixture
def side() -> Side:
    made, vectors = some_entries(["b", "a"], [EAST, NORTH], [["焊工"], ["普工"]])
    index = FaissIndex(vectors, made.ids)
    return make_side(
        "postings", made.ids, index, LexicalIndex(lexical_data(made.words), made.ids), made.columns, made.digests
    )


def test_rows_are_known_by_id(side: Side) -> None:
    assert (side.row_of("a"), side.row_of("b"), side.row_of("c")) == (1, 0, None)
    assert side.vector_of(1).tolist() == NORTH
    assert (len(side), side.n_alive, list(side.ids)) == (2, 2, ["b", "a"])


def test_scores_of_chosen_rows_are_those_of_the_searches(side: Side) -> None:
    assert side.dense_scores(np.array(EAST), np.array([1, 0])).tolist() == [0.0, 1.0]
    assert side.lexical_scores(["焊工"], np.array([1, 0])).tolist() == [0.0, side.lexical(["焊工"], top_k=1)[1][0]]


def test_a_removed_row_is_in_neither_search(side: Side) -> None:
    after = side.changed(["b", "never-there"], NOTHING[0], np.empty((0, 2), dtype=np.float32))
    assert after.dense(np.array(EAST), top_k=5)[0].tolist() == [1]
    assert after.lexical(["焊工"], top_k=5)[0].tolist() == []
    assert (after.row_of("b"), after.n_alive, len(after)) == (None, 1, 2)
    assert side.dense(np.array(EAST), top_k=5)[0].tolist() == [0, 1]


def test_a_replaced_row_stands_there_once_with_everything_new(side: Side) -> None:
    after = side.changed([], *some_entries(["b"], [NORTH], [["司机"]]))
    assert after.row_of("b") == 2
    assert after.dense(np.array(NORTH), top_k=5)[0].tolist() == [1, 2]  # a tie: a before b
    assert after.lexical(["焊工"], top_k=5)[0].tolist() == []
    assert after.lexical(["司机"], top_k=5)[0].tolist() == [2]
    assert after.columns["county"].tolist() == [0, 1, 0]
    assert after.columns["licences"].shape == (3, 3)
    assert side.columns["county"].tolist() == [0, 1]


def test_a_mask_of_an_older_side_is_refused(side: Side) -> None:
    after = side.changed([], *some_entries(["c"], [NORTH], [["司机"]]))
    for search in (
        lambda: after.dense(np.array(EAST), top_k=1, allowed=np.ones(2, dtype=np.bool_)),
        lambda: after.lexical(["焊工"], top_k=1, allowed=np.ones(2, dtype=np.bool_)),
    ):
        with pytest.raises(ValueError, match="mask"):
            search()


def test_an_id_may_not_stand_twice(side: Side) -> None:
    with pytest.raises(ValueError, match="twice"):
        side.changed([], *some_entries(["c", "c"], [EAST, EAST], [[], []]))
    made, vectors = some_entries(["a", "a"], [EAST, NORTH], [[], []])
    with pytest.raises(ValueError, match="different ids"):
        make_side(
            "postings",
            made.ids,
            FaissIndex(vectors, made.ids),
            LexicalIndex(lexical_data(made.words), made.ids),
            made.columns,
            made.digests,
        )


def test_columns_of_a_side_cannot_be_written_to(side: Side) -> None:
    with pytest.raises(ValueError, match="read-only"):
        side.columns["county"][0] = 9


def test_an_array_grows_without_moving_what_was_read_before() -> None:
    first = Growing(np.array([1, 2]), spare=4)
    second = first.appended(np.array([3]))
    third = second.appended(np.arange(600))
    fork = first.appended(np.array([9, 9]))
    assert (first.view.tolist(), second.view.tolist()) == ([1, 2], [1, 2, 3])
    assert third.view.tolist() == [1, 2, 3, *range(600)]
    assert fork.view.tolist() == [1, 2, 9, 9]
    assert np.shares_memory(first.view, second.view)


def test_ids_grow_the_same_way_and_are_shared_by_who_appends_the_same() -> None:
    first = GrowingIds(["a"])
    second, same, fork = first.appended(["b"]), first.appended(["b"]), first.appended(["c"])
    assert [list(ids) for ids in (first, second, same, fork)] == [["a"], ["a", "b"], ["a", "b"], ["a", "c"]]
    assert (len(first), first[-1], second[-1], second[0:1]) == (1, "a", "b", ["a"])
    with pytest.raises(IndexError):
        first[1]
