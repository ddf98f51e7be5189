"""The lexical index is BM25, computed here by hand, and exact under any mask."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.lexical_data import LexicalWriter, lexical_data, load_lexical_data
from indexer.lexical_index import LexicalIndex

DOCUMENTS = [
    ["砌筑", "工", "砌砖", "粉墙"],
    ["焊工", "持", "焊工证"],
    ["砌砖", "砌砖", "小工"],
    [],
    ["普工", "包", "吃", "住", "长白班", "坐班"],
]
IDS = ["p-4", "p-3", "p-2", "p-1", "p-0"]


def index(documents: Sequence[Sequence[str]] = DOCUMENTS, ids: Sequence[str] = IDS) -> LexicalIndex:
    return LexicalIndex(lexical_data(documents), ids)


def by_hand(query: Sequence[str], document: Sequence[str], documents: Sequence[Sequence[str]]) -> float:
    """Robertson and Zaragoza 2009 with k1 = 1.2, b = 0.75 and Lucene's rarity, word by word."""
    mean = sum(len(other) for other in documents) / len(documents)
    total = 0.0
    for word in set(query):
        n_with = sum(word in other for other in documents)
        rarity = math.log(1 + (len(documents) - n_with + 0.5) / (n_with + 0.5))
        count = document.count(word)
        total += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(document) / mean))
    return total


def test_a_score_is_bm25() -> None:
    query = ["砌砖", "焊工"]
    rows, scores = index().search(query, top_k=5)
    expected = {row: by_hand(query, document, DOCUMENTS) for row, document in enumerate(DOCUMENTS)}
    assert rows.tolist() == [1, 2, 0]  # 焊工 is rarer than 砌砖
    assert scores.tolist() == pytest.approx([expected[row] for row in rows], rel=1e-6)


def test_rows_without_any_of_the_words_are_no_hits() -> None:
    assert index().search(["司机"], top_k=5)[0].tolist() == []
    assert index().search([], top_k=5)[0].tolist() == []
    assert index([], []).search(["砌砖"], top_k=5)[0].tolist() == []


def test_a_word_said_twice_in_the_query_counts_once() -> None:
    assert index().search(["砌砖", "砌砖"], top_k=5)[1].tolist() == index().search(["砌砖"], top_k=5)[1].tolist()


def test_equal_scores_are_ordered_by_id() -> None:
    found = index([["焊工"]] * 4, ["d", "a", "c", "b"]).search(["焊工"], top_k=3)
    assert found[0].tolist() == [1, 3, 2]


def test_of_many_that_tie_with_the_last_place_the_lowest_ids_get_it() -> None:
    ids = [f"p-{number:04d}" for number in np.random.default_rng(0).permutation(2000)]
    rows, _ = index([["焊工", "普工"]] * 2000, ids).search(["焊工", "普工", "司机"], top_k=5)
    assert [ids[row] for row in rows] == sorted(ids)[:5]


def test_a_search_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="top_k"):
        index().search(["砌砖"], top_k=0)
    with pytest.raises(ValueError, match="mask"):
        index().search(["砌砖"], top_k=1, allowed=np.ones(2, dtype=np.bool_))
    with pytest.raises(ValueError, match="ids"):
        LexicalIndex(lexical_data(DOCUMENTS), ["a"])


def test_rows_added_later_are_scored_by_the_measure_of_the_build() -> None:
    before = index()
    scores_before = before.search(["砌砖"], top_k=5)[1].tolist()
    after = before.extended(["p-9"], [["砌砖", "砌砖", "小工"]])
    rows, scores = after.search(["砌砖"], top_k=5)
    assert rows.tolist() == [2, 5, 0]  # the same words, the same score, and p-2 stands before p-9
    assert scores[0] == scores[1]
    assert before.search(["砌砖"], top_k=5)[1].tolist() == scores_before
    assert before.search(["砌砖"], top_k=5)[0].tolist() == [2, 0]


def test_a_word_first_said_after_the_build_is_found() -> None:
    after = index().extended(["p-9"], [["无人机", "飞手"]])
    assert after.search(["无人机"], top_k=5)[0].tolist() == [5]


def test_what_is_saved_is_opened_again(tmp_path: Path) -> None:
    lexical_data(DOCUMENTS).save(tmp_path)
    opened = LexicalIndex(load_lexical_data(tmp_path), IDS)
    for query in (["砌砖"], ["焊工", "住"], ["没有"]):
        assert [part.tolist() for part in opened.search(query, top_k=5)] == [
            part.tolist() for part in index().search(query, top_k=5)
        ]
    assert [opened.length_of(row) for row in range(5)] == [4, 3, 3, 0, 6]


def test_documents_written_in_one_order_can_lie_in_another() -> None:
    writer = LexicalWriter()
    for document in DOCUMENTS:
        writer.add(document)
    order = [3, 0, 4, 2, 1]
    moved = LexicalIndex(writer.finish(np.array(order)), [IDS[i] for i in order])
    straight = index()
    for query in (["砌砖"], ["焊工", "住"]):
        ids_of = [[moved.ids[row] for row in moved.search(query, top_k=5)[0]]]
        ids_of.append([straight.ids[row] for row in straight.search(query, top_k=5)[0]])
        assert ids_of[0] == ids_of[1]


def test_a_later_part_merged_into_an_earlier_one_changes_no_score() -> None:
    """Forty additions of one document each are merged many times over; one addition of forty never."""
    random = np.random.default_rng(2)
    documents = [[f"w{word}" for word in random.integers(0, 30, 8)] for _ in range(40)]
    ids = [f"q-{number:02d}" for number in range(40)]
    one_by_one = index()
    for record_id, document in zip(ids, documents, strict=True):
        one_by_one = one_by_one.extended([record_id], [document])
    at_once = index().extended(ids, documents)
    for word in range(30):
        query = [f"w{word}", "w1", "砌砖"]
        first, second = one_by_one.search(query, top_k=20), at_once.search(query, top_k=20)
        assert (first[0].tolist(), first[1].tolist()) == (second[0].tolist(), second[1].tolist())


def exhaustive(
    searched: LexicalIndex, query: Sequence[str], top_k: int, allowed: np.ndarray | None
) -> tuple[list[int], list[float]]:
    """Score every row on its own, then sort."""
    scores = [float(searched.scores(query, np.array([row]))[0]) for row in range(len(searched))]
    rows = [row for row, score in enumerate(scores) if score > 0 and (allowed is None or allowed[row])]
    rows = sorted(rows, key=lambda row: (-scores[row], searched.ids[row]))[:top_k]
    return rows, [scores[row] for row in rows]


@pytest.fixture(scope="module")
def corpus() -> tuple[LexicalIndex, list[list[str]]]:
    """2,000 documents with Zipf-like words, every fourth a copy of another, and 60 added later."""
    random = np.random.default_rng(7)
    documents = [[f"w{min(int(word), 400)}" for word in random.zipf(1.3, 20)] for _ in range(2060)]
    documents[1500:2000] = documents[:500]
    ids = [f"p-{number:04d}" for number in random.permutation(2060)]
    searched = index(documents[:2000], ids[:2000])
    for start in range(2000, 2060, 7):
        searched = searched.extended(ids[start : start + 7][: 2060 - start], documents[start : min(start + 7, 2060)])
    return searched, documents


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(st.integers(0, 410), min_size=1, max_size=25),
    top_k=st.sampled_from([1, 5, 40, 500]),
    share=st.sampled_from([None, 1.0, 0.5, 0.1, 0.01, 0.0]),
    seed=st.integers(0, 99),
)
def test_every_plan_gives_the_exhaustive_answer(
    corpus: tuple[LexicalIndex, list[list[str]]], words: list[int], top_k: int, share: float | None, seed: int
) -> None:
    searched, _ = corpus
    query = [f"w{word}" for word in words]
    allowed = None if share is None else np.random.default_rng(seed).random(len(searched)) < share
    got = searched.search(query, top_k=top_k, allowed=allowed)
    all_scores = searched.scores(query, np.arange(len(searched)))
    rows = np.flatnonzero((all_scores > 0) & (True if allowed is None else allowed))
    expected = sorted(rows.tolist(), key=lambda row: (-float(all_scores[row]), searched.ids[row]))[:top_k]
    assert got[0].tolist() == expected
    assert got[1].tolist() == [float(all_scores[row]) for row in expected]


def test_a_score_does_not_depend_on_the_rows_asked_for_with_it(corpus: tuple[LexicalIndex, list[list[str]]]) -> None:
    searched, documents = corpus
    query = documents[17]
    rows = np.array([2059, 3, 1999, 2000, 17, 3])
    together = searched.scores(query, rows).tolist()
    assert together == [float(searched.scores(query, np.array([row]))[0]) for row in rows]
    assert searched.search(query, top_k=2060)[0].tolist() == exhaustive(searched, query, 2060, None)[0]
    expected = by_hand(query, documents[17], documents[:2000])
    assert together[4] == pytest.approx(expected, rel=1e-5)
