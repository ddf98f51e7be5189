"""Every vector index gives the exhaustive answer: same ids, same order, same scores, under any mask."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.faiss_index import FaissIndex
from indexer.milvus_index import MilvusIndex, drop_others, upload
from indexer.vectors import ExactIndex, VectorIndex, Vectors, canonical_scores

MakeIndex = Callable[[Vectors, Sequence[str]], VectorIndex]
DIM = 16


@pytest.fixture(scope="module")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pymilvus = pytest.importorskip("pymilvus")
    client = pymilvus.MilvusClient(uri=str(tmp_path_factory.mktemp("milvus") / "zunpei.db"))
    yield client
    client.close()


@pytest.fixture(scope="module", params=["exact", "faiss", "milvus"])
def make(request: pytest.FixtureRequest) -> MakeIndex:
    if request.param == "exact":
        return ExactIndex
    if request.param == "faiss":
        return FaissIndex
    client = request.getfixturevalue("milvus")

    def make_milvus(vectors: Vectors, ids: Sequence[str]) -> VectorIndex:
        collection = f"test_{uuid4().hex}"
        upload(client, collection, vectors, ids)
        return MilvusIndex(client, collection, ids, vectors.shape[1])

    return make_milvus


def unit_vectors(n: int, *, seed: int = 0, dim: int = DIM, n_topics: int = 40) -> Vectors:
    """Rows around a few topics, so that many lie close to each other, as passages of one trade do."""
    random = np.random.default_rng(seed)
    topics = random.standard_normal((n_topics, dim))
    rows = topics[random.integers(0, n_topics, n)] + 0.3 * random.standard_normal((n, dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def names(n: int, *, seed: int = 0) -> list[str]:
    """Ids whose order has nothing to do with the order of the rows."""
    return [f"p-{number:05d}" for number in np.random.default_rng(seed).permutation(n)]


def test_the_nearest_comes_first_and_scores_are_cosines(make: MakeIndex) -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    rows, scores = make(vectors, ["a", "b", "c", "d"]).search(np.array([1.0, 0.0]), top_k=3)
    assert rows.tolist() == [0, 2, 1]
    assert scores.tolist() == [1.0, np.float32(0.6), 0.0]
    assert (rows.dtype, scores.dtype) == (np.int64, np.float32)


def test_equal_scores_are_ordered_by_id_not_by_row(make: MakeIndex) -> None:
    vectors = np.tile(np.array([[0.6, 0.8]], dtype=np.float32), (5, 1))
    rows, scores = make(vectors, ["e", "b", "d", "a", "c"]).search(np.array([1.0, 0.0]), top_k=3)
    assert rows.tolist() == [3, 1, 4]
    assert len(set(scores.tolist())) == 1


def test_of_many_that_tie_with_the_last_place_the_lowest_ids_get_it(make: MakeIndex) -> None:
    n_rows, ids = 1500, names(1500)
    vectors = np.tile(np.array([[0.6, 0.8]], dtype=np.float32), (n_rows, 1))
    rows, _ = make(vectors, ids).search(np.array([1.0, 0.0]), top_k=7)
    assert [ids[row] for row in rows] == sorted(ids)[:7]


def test_a_row_outside_the_mask_never_comes_back(make: MakeIndex) -> None:
    vectors, ids = unit_vectors(50), names(50)
    allowed = np.zeros(50, dtype=np.bool_)
    allowed[[3, 30, 44]] = True
    rows, _ = make(vectors, ids).search(vectors[5], top_k=10, allowed=allowed)
    assert sorted(rows.tolist()) == [3, 30, 44]
    rows, scores = make(vectors, ids).search(vectors[5], top_k=10, allowed=np.zeros(50, dtype=np.bool_))
    assert (len(rows), len(scores)) == (0, 0)


def test_an_empty_index_answers_with_nothing_and_takes_rows(make: MakeIndex) -> None:
    index = make(np.empty((0, 2), dtype=np.float32), [])
    assert len(index) == 0
    assert index.search(np.array([1.0, 0.0]), top_k=5)[0].tolist() == []
    index = index.extended(["a"], np.array([[1, 0]], dtype=np.float32))
    assert index.search(np.array([1.0, 0.0]), top_k=5)[0].tolist() == [0]


def test_rows_added_later_are_found_and_older_readers_see_none_of_them(make: MakeIndex) -> None:
    before = make(np.array([[0, 1]], dtype=np.float32), ["b"])
    after = before.extended(["c"], np.array([[1, 0]], dtype=np.float32))
    later = after.extended(["a"], np.array([[1, 0]], dtype=np.float32))
    query = np.array([1.0, 0.0])
    assert before.search(query, top_k=9)[0].tolist() == [0]
    assert after.search(query, top_k=9)[0].tolist() == [1, 0]
    assert later.search(query, top_k=9)[0].tolist() == [2, 1, 0]
    assert (len(before), len(after), len(later)) == (1, 2, 3)
    assert later.vectors(np.array([2, 0])).tolist() == [[1, 0], [0, 1]]


def test_a_text_the_model_knows_nothing_of_is_similar_to_nothing(make: MakeIndex) -> None:
    vectors = np.array([[0, 0], [-1, 0], [1, 0]], dtype=np.float32)
    rows, scores = make(vectors, ["a", "b", "c"]).search(np.array([1.0, 0.0]), top_k=3)
    assert (rows.tolist(), scores.tolist()) == ([2, 0, 1], [1.0, 0.0, -1.0])


@pytest.mark.parametrize(
    ("query", "top_k", "n_mask"),
    [(np.ones(3), 1, None), (np.array([np.nan, 0]), 1, None), (np.ones(2), 0, None), (np.ones(2), 1, 3)],
)
def test_a_search_that_makes_no_sense_is_refused(make: MakeIndex, query: Any, top_k: int, n_mask: int | None) -> None:
    index = make(np.array([[1, 0]], dtype=np.float32), ["a"])
    allowed = None if n_mask is None else np.ones(n_mask, dtype=np.bool_)
    with pytest.raises(ValueError, match=r"vector|query|top_k|mask"):
        index.search(query, top_k=top_k, allowed=allowed)


@pytest.mark.parametrize("bad", [np.nan, 3.0])
def test_vectors_that_are_not_unit_vectors_are_refused(make: MakeIndex, bad: float) -> None:
    with pytest.raises(ValueError, match="unit"):
        make(np.array([[bad, 0]], dtype=np.float32), ["a"])


@pytest.fixture(scope="module")
def large(make: MakeIndex) -> tuple[ExactIndex, VectorIndex]:
    """3,000 rows and 300 added: enough for every plan of every index; two in three rows stand twice or more."""
    vectors = unit_vectors(3000, n_topics=60)
    vectors[1000:2000] = vectors[:1000]
    vectors[2000:2500] = vectors[0]
    ids = names(3300)
    more = vectors[np.random.default_rng(5).integers(0, 3000, 300)]
    exact = ExactIndex(vectors, ids[:3000]).extended(ids[3000:], more)
    return exact, make(vectors, ids[:3000]).extended(ids[3000:], more)


MASKS = {
    "every row": lambda random, n: np.ones(n, dtype=np.bool_),
    "half of the rows": lambda random, n: random.random(n) < 0.5,
    "a tenth": lambda random, n: random.random(n) < 0.1,
    "a hundredth": lambda random, n: random.random(n) < 0.01,
    "one stretch": lambda random, n: (np.arange(n) >= 700) & (np.arange(n) < 1900),
    "a stretch with holes": lambda random, n: (np.arange(n) >= 200) & (np.arange(n) < 2900) & (random.random(n) < 0.6),
    "rows added later only": lambda random, n: np.arange(n) >= 3000,
    "one row": lambda random, n: np.arange(n) == 2999,
}


@pytest.mark.parametrize("mask", MASKS, ids=[name.replace(" ", "_") for name in MASKS])
@pytest.mark.parametrize("top_k", [1, 300])
def test_every_plan_gives_the_exhaustive_answer(large: tuple[ExactIndex, VectorIndex], mask: str, top_k: int) -> None:
    exact, index = large
    allowed = MASKS[mask](np.random.default_rng(1), len(exact))
    for query in (exact.vectors(np.array([0]))[0], *unit_vectors(1, seed=9)):
        expected, got = (
            exact.search(query, top_k=top_k, allowed=allowed),
            index.search(query, top_k=top_k, allowed=allowed),
        )
        assert got[0].tolist() == expected[0].tolist()
        assert got[1].tolist() == expected[1].tolist()


def test_the_faiss_plans_hold_where_rows_are_many_and_nearly_tie() -> None:
    """Large enough for gathering and for FAISS; scores of one topic differ by a few roundings of float32 only."""
    random = np.random.default_rng(3)
    n_rows, dim = 30_000, 32
    vectors = np.tile(unit_vectors(1, dim=dim), (n_rows, 1)) + random.integers(-3, 4, (n_rows, dim)) * np.float32(2e-8)
    vectors = vectors.astype(np.float32)
    ids = names(n_rows)
    exact, index = ExactIndex(vectors, ids), FaissIndex(vectors, ids)
    for share in (1.0, 0.9, 0.5, 0.28, 0.02):
        allowed = random.random(n_rows) < share
        for query in unit_vectors(3, seed=4, dim=dim):
            expected, got = (
                exact.search(query, top_k=50, allowed=allowed),
                index.search(query, top_k=50, allowed=allowed),
            )
            assert got[0].tolist() == expected[0].tolist()
            assert got[1].tolist() == expected[1].tolist()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(n_rows=st.integers(1, 40), seed=st.integers(0, 1000), dim=st.sampled_from([2, 7, 64, 256]))
def test_a_canonical_score_does_not_depend_on_the_rows_around_it(n_rows: int, seed: int, dim: int) -> None:
    vectors, query = unit_vectors(n_rows, seed=seed, dim=dim), unit_vectors(1, seed=seed + 1, dim=dim)[0]
    together = canonical_scores(vectors, query)
    alone = [canonical_scores(vectors[row : row + 1], query)[0] for row in range(n_rows)]
    assert together.tolist() == [float(score) for score in alone]
    assert canonical_scores(np.asfortranarray(vectors), query).tolist() == together.tolist()


def test_an_upload_is_done_once_and_old_builds_are_dropped(milvus: Any) -> None:
    vectors = unit_vectors(30)
    for build in ("20261101T000000Z-0001", "20261102T000000Z-0001"):
        collection = f"zunpei_{build.replace('-', '_')}_postings"
        for _ in range(2):
            upload(milvus, collection, vectors, names(30))
        assert milvus.get_collection_stats(collection)["row_count"] == 30
    assert drop_others(milvus, ["20261102T000000Z-0001"]) == ["zunpei_20261101T000000Z_0001_postings"]
    assert milvus.has_collection("zunpei_20261102T000000Z_0001_postings")
