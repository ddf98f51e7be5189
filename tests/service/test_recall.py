"""Recall is exact inside the gates: what it returns equals an exhaustive search under the same filter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.segment import Segmenter
from service.matching.rules import screen
from service.matching.weights import SEARCHES
from service.recall import in_occupations, newest, recall
from tests.builders import ASOF
from tests.service.exact_side import DIM, ExactSide, Town
from tests.service.matching.columns import TODAY, random_postings, random_seekers

NOTHING = np.zeros(0, dtype=np.int32)


def a_side(seed: int, n: int) -> ExactSide:
    """Return `n` random postings with random vectors and words."""
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((n, DIM)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = [[f"w{w}" for w in rng.integers(0, 12, 4)] for _ in range(n)]
    return ExactSide([f"p-{i:03}" for i in range(n)], random_postings(rng, n), vectors, words, np.ones(n, bool))


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 60))
@settings(max_examples=25, deadline=None)
def test_a_filtered_recall_equals_recall_over_only_the_allowed_rows(seed: int, n: int) -> None:
    side = a_side(seed, n)
    seeker = random_seekers(np.random.default_rng(seed + 1), 1)
    allowed = screen(side.columns, seeker, asof=TODAY, side="postings").allowed()
    query = {"vector": side.vectors[0], "tokens": ["w1", "w2"], "occupations": np.array([6290101, 0])}
    found = recall(side, allowed, **query, top_k=n)
    rows = np.flatnonzero(allowed)
    alone = ExactSide(
        [side.ids[row] for row in rows],
        side.columns.take(rows),
        side.vectors[rows],
        [side.words[row] for row in rows],
        np.ones(len(rows), bool),
    )
    expected = recall(alone, np.ones(len(rows), bool), **query, top_k=n)
    assert [side.ids[row] for row in found.rows] == [alone.ids[row] for row in expected.rows]
    np.testing.assert_array_equal(found.similarity, expected.similarity)
    np.testing.assert_array_equal(found.lexical, expected.lexical)


def test_nothing_outside_the_gates_is_recalled_whatever_fits() -> None:
    side = a_side(3, 40)
    allowed = np.zeros(40, dtype=bool)
    allowed[[4, 9]] = True
    found = recall(side, allowed, vector=side.vectors[0], tokens=["w1"], occupations=np.array([6290101]))
    assert set(found.rows.tolist()) == {4, 9}


def test_an_occupation_alone_recalls_its_group(town: Town) -> None:
    codes = town.posting_side.columns["occupations"][town.posting_side.row_of("p-低压电工")]
    found = recall(town.posting_side, town.posting_side.alive, vector=None, tokens=(), occupations=codes)
    assert "p-低压电工" in [town.posting_side.ids[row] for row in found.rows]
    assert not found.similarity.any()


def test_who_says_nothing_gets_the_newest_first() -> None:
    side = a_side(5, 30)
    found = recall(side, side.alive, vector=None, tokens=(), occupations=NOTHING, top_k=7)
    posted = side.columns["posted_on"]
    expected = sorted(range(30), key=lambda row: (-int(posted[row]), side.ids[row]))[:7]
    assert found.rows.tolist() == expected == newest(side, side.alive, 7).tolist()


def test_no_allowed_row_gives_no_candidate() -> None:
    side = a_side(1, 5)
    none = np.zeros(5, bool)
    assert len(recall(side, none, vector=side.vectors[0], tokens=["w1"], occupations=NOTHING)) == 0


def test_words_are_shares_of_the_best_and_between_0_and_1() -> None:
    side = a_side(8, 50)
    found = recall(side, side.alive, vector=side.vectors[1], tokens=["w1", "w2"], occupations=NOTHING)
    assert found.lexical.max() == pytest.approx(1.0)
    assert found.lexical.min() >= 0


def test_an_occupation_group_is_the_small_class_of_the_catalogue() -> None:
    side = a_side(2, 200)
    exact = in_occupations(side.columns, np.array([6290101]))
    group = in_occupations(side.columns, np.array([6290101]), same_group=True)
    table = side.columns["occupations"]
    assert exact.tolist() == [6290101 in row for row in table.tolist()]
    assert group.tolist() == [any(code // 100 == 62901 for code in row) for row in table.tolist()]


def test_a_segmenters_tokens_are_what_is_looked_up(town: Town, segmenter: Segmenter) -> None:
    tokens = segmenter.search_tokens("捡瓦")
    found = recall(town.posting_side, town.posting_side.alive, vector=None, tokens=tokens, occupations=NOTHING)
    assert town.posting_side.ids[found.rows[0]] == "p-翻瓦零工"
    assert ASOF.toordinal() == TODAY


def test_work_in_the_wished_place_is_recalled_though_more_elsewhere_fits_better() -> None:
    side = a_side(7, 60)
    here = np.flatnonzero(side.columns["county"] == side.columns["county"][0])
    worst = -side.vectors[here[0]]  # nothing is further from what is said than the row here
    found = recall(
        side,
        np.ones(60, dtype=bool),
        vector=worst,
        tokens=(),
        occupations=NOTHING,
        places=side.columns["county"][:1],
        fusion=dict.fromkeys(SEARCHES, 1.0) | {"here": 2.0},
        top_k=len(here) + 20,
    )
    assert set(here.tolist()) <= set(found.rows.tolist())


def test_a_place_recalls_nothing_outside_the_gates() -> None:
    side = a_side(7, 60)
    allowed = np.zeros(60, dtype=bool)
    allowed[5] = True
    found = recall(
        side, allowed, vector=None, tokens=(), occupations=NOTHING, places=side.columns["county"][:1], top_k=60
    )
    assert found.rows.tolist() == [5]
