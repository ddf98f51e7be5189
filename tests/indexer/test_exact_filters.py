"""Whatever is filtered out, the rest is what an exhaustive search finds under the same filter: ids, order, scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.attributes import Columns
from indexer.faiss_index import FaissIndex
from indexer.lexical_data import lexical_data
from indexer.lexical_index import LexicalIndex
from indexer.side import Entries, Side, make_side
from indexer.vectors import Mask

DIM = 12
N_TOPICS = 9


def entries(n: int, seed: int, *, prefix: str) -> tuple[Entries, np.ndarray]:
    """Records of a few topics, so that scores tie and nearly tie; ids in no order."""
    random = np.random.default_rng(seed)
    topics = np.random.default_rng(0).standard_normal((N_TOPICS, DIM))
    topic = random.integers(0, N_TOPICS, n)
    vectors = topics[topic] + random.choice([0.0, 1e-7, 0.2], (n, 1)) * random.standard_normal((n, DIM))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    made = Entries(
        ids=[f"{prefix}{number:04d}" for number in random.permutation(n)],
        columns=Columns(
            {
                "county": random.choice([520302, 520303, 520324], n).astype(np.int32),
                "kind": random.integers(0, 3, n).astype(np.int8),
                "pay": np.where(random.random(n) < 0.2, np.nan, random.integers(3000, 9000, n)).astype(np.float32),
            }
        ),
        digests=random.integers(0, 2**62, (n, 2)).astype(np.uint64),
        words=[[f"w{t}", *(f"w{word}" for word in random.integers(0, 25, 6))] for t in topic],
    )
    return made, vectors


def a_side(n: int, seed: int) -> Side:
    made, vectors = entries(n, seed, prefix="p")
    order = np.lexsort([made.columns["kind"], made.columns["county"]])
    ids = [made.ids[i] for i in order]
    return make_side(
        "postings",
        ids,
        FaissIndex(vectors[order], ids),
        LexicalIndex(lexical_data([made.words[i] for i in order]), ids),
        made.columns.take(order),
        made.digests[order],
    )


def changed(side: Side, seed: int) -> Side:
    """Three rounds of changes: some removed, some replaced, some new, some removed and back again."""
    random = np.random.default_rng(seed)
    for round_number in range(3):
        known = [side.ids[row] for row in np.flatnonzero(side.alive)]
        removed = random.choice(known, min(len(known), 8), replace=False).tolist()
        made, vectors = entries(25, seed + round_number + 1, prefix=f"r{round_number}-")
        made = Entries([*removed[:4], *made.ids[len(removed[:4]) :]], made.columns, made.digests, made.words)
        side = side.changed(removed[2:], made, vectors)
    return side


def exhaustive(side: Side, scores: np.ndarray, top_k: int, allowed: Mask, *, hits_only: bool) -> Sequence[int]:
    """Sort every row that is alive and allowed by its own score, then id."""
    rows = [row for row in range(len(side)) if side.alive[row] and allowed[row] and (scores[row] > 0 or not hits_only)]
    return sorted(rows, key=lambda row: (-float(scores[row]), side.ids[row]))[:top_k]


def filters(side: Side, seed: int) -> Mask:
    """A mask as the rules make them: by place, kind, a threshold with unknowns passing, or at random."""
    random = np.random.default_rng(seed)
    columns = side.columns
    masks = [
        np.ones(len(side), dtype=np.bool_),
        np.isin(columns["county"], random.choice([520302, 520303, 520324], 1)),
        columns["kind"] == random.integers(0, 3),
        ~(columns["pay"] < random.integers(3000, 9000)),
        random.random(len(side)) < random.choice([0.9, 0.5, 0.1, 0.02]),
    ]
    chosen = random.choice(len(masks), 2, replace=False)
    return masks[chosen[0]] & masks[chosen[1]]


@settings(max_examples=60, deadline=None)
@given(
    n_rows=st.sampled_from([1, 30, 700]),
    seed=st.integers(0, 5),
    filter_seed=st.integers(0, 1000),
    top_k=st.sampled_from([1, 10, 200]),
    follows=st.booleans(),
)
def test_a_filtered_search_equals_the_exhaustive_one(
    n_rows: int, seed: int, filter_seed: int, top_k: int, follows: bool
) -> None:
    side = a_side(n_rows, seed)
    if follows:
        side = changed(side, seed)
    allowed = filters(side, filter_seed)
    query = entries(1, filter_seed, prefix="q")
    vector, words = query[1][0], query[0].words[0]
    every = np.arange(len(side))

    scores = side.dense_scores(vector, every)
    rows, got = side.dense(vector, top_k=top_k, allowed=allowed)
    assert rows.tolist() == exhaustive(side, scores, top_k, allowed, hits_only=False)
    assert got.tolist() == scores[rows].tolist()

    scores = side.lexical_scores(words, every)
    rows, got = side.lexical(words, top_k=top_k, allowed=allowed)
    assert rows.tolist() == exhaustive(side, scores, top_k, allowed, hits_only=True)
    assert got.tolist() == scores[rows].tolist()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), top_k=st.sampled_from([1, 10, 200]))
def test_without_a_filter_removed_rows_still_never_come_back(seed: int, top_k: int) -> None:
    side = changed(a_side(300, seed % 4), seed)
    vector = entries(1, seed, prefix="q")[1][0]
    everything = np.ones(len(side), dtype=np.bool_)
    for rows in (side.dense(vector, top_k=top_k)[0], side.lexical(["w1", "w2"], top_k=top_k)[0]):
        assert side.alive[rows].all()
        assert len({side.ids[row] for row in rows}) == len(rows)
    assert (
        side.dense(vector, top_k=top_k)[0].tolist() == side.dense(vector, top_k=top_k, allowed=everything)[0].tolist()
    )


def test_a_filter_on_a_large_index_equals_the_exhaustive_search_under_every_plan() -> None:
    """Large enough that gathering, stretches and bitmaps are all used, with dead rows among the allowed ones."""
    side = changed(a_side(12_000, 1), 1)
    random = np.random.default_rng(2)
    vector = entries(1, 3, prefix="q")[1][0]
    scores = side.dense_scores(vector, np.arange(len(side)))
    ids = np.array(list(side.ids))
    for share in (1.0, 0.95, 0.75, 0.4, 0.05):
        allowed = random.random(len(side)) < share
        rows = np.flatnonzero(allowed & side.alive)
        expected = rows[np.lexsort((ids[rows], -scores[rows]))][:100]
        assert side.dense(vector, top_k=100, allowed=allowed)[0].tolist() == expected.tolist()
