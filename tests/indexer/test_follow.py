"""A change in the store is seen by both searches without a rebuild, and a deleted record by neither."""

from __future__ import annotations

import threading
from datetime import timedelta

import numpy as np
import pytest

from indexer.follow import Follower, fold
from indexer.manifest import BuildMismatch, NoBuild, current_build, verify
from indexer.opening import Build
from models.records import Status
from tests.builders import ASOF, a_posting, a_seeker
from tests.indexer.conftest import NOW, World, some_postings


def followed(world: World) -> tuple[Build, Follower]:
    world.build()
    opened = world.open()
    return opened, world.follower(opened)


def seen(world: World, opened: Build, text: str) -> tuple[set[str], set[str]]:
    return set(world.dense(opened, text)), set(world.lexical(opened, text))


def test_a_new_posting_is_found_by_both_searches(filled: World) -> None:
    opened, follower = followed(filled)
    filled.put(a_posting(id="new", title="无人机飞手", description="植保"))
    assert "new" not in filled.dense(opened, "无人机飞手植保")
    assert follower.catch_up() == 1
    assert filled.dense(opened, "无人机飞手植保")[0] == "new"
    assert filled.lexical(opened, "植保") == ["new"]
    assert follower.catch_up() == 0


def test_a_deleted_a_blocked_and_a_forgotten_record_leave_both_searches_at_once(filled: World) -> None:
    opened, follower = followed(filled)
    filled.store.delete("posting", "p-001", now=NOW)
    filled.store.set_status("posting", "p-011", Status.BLOCKED, "fee", now=NOW)
    filled.store.forget("s-0", now=NOW)
    filled.put(a_seeker(id="s-1", skills_text="焊工", consent=False))
    follower.catch_up()
    for found in seen(filled, opened, "焊工"):
        assert not {"p-001", "p-011"} & found
        assert "p-021" in found
    assert opened.postings.row_of("p-001") is None
    assert opened.seekers.row_of("s-0") is opened.seekers.row_of("s-1") is None
    side = opened.seekers
    rows, _ = side.dense(filled.encoder.encode_queries(["砌筑工"])[0], top_k=9)
    assert [side.ids[row] for row in rows] == ["s-2"]


def test_a_changed_posting_is_found_by_its_new_words_only(filled: World) -> None:
    opened, follower = followed(filled)
    filled.put(a_posting(id="p-001", title="无人机飞手", description="植保", county_code="520302"))
    follower.catch_up()
    assert filled.lexical(opened, "植保") == ["p-001"]
    assert "p-001" not in filled.lexical(opened, "焊工")
    assert filled.dense(opened, "无人机飞手植保").count("p-001") == 1
    row = opened.postings.row_of("p-001")
    assert row is not None
    assert opened.postings.columns["county"][row] == 520302


def test_a_closed_posting_keeps_its_vector_and_shows_its_new_status(filled: World) -> None:
    opened, follower = followed(filled)
    side = opened.postings
    before = side.vector_of(side.row_of("p-001") or 0)
    filled.encoder.encoded.clear()
    filled.store.set_status("posting", "p-001", Status.CLOSED, "", now=NOW)
    follower.catch_up()
    side = opened.postings
    row = side.row_of("p-001")
    assert row is not None
    assert side.columns["status"][row] == list(Status).index(Status.CLOSED)
    assert side.vector_of(row).tolist() == before.tolist()
    assert filled.encoder.encoded == []


def test_a_change_that_is_not_indexed_changes_no_row(filled: World) -> None:
    opened, follower = followed(filled)
    side = opened.postings
    posting = filled.store.postings(["p-001"])["p-001"]
    filled.put(
        a_posting(
            id="p-001",
            title=posting.title,
            description=posting.description,
            county_code=posting.county_code,
            contact_phone="19900009999",
        )
    )
    assert follower.catch_up() == 1
    assert opened.postings is side


def test_a_record_deleted_and_put_again_is_there_once(filled: World) -> None:
    opened, follower = followed(filled)
    for _ in range(3):
        filled.store.delete("posting", "p-001", now=NOW)
        follower.catch_up()
        assert opened.postings.row_of("p-001") is None
        filled.put(some_postings(2)[1])
        follower.catch_up()
        assert filled.dense(opened, "焊工").count("p-001") == filled.lexical(opened, "焊工").count("p-001") == 1
    assert opened.postings.n_alive == 30


def test_a_search_that_has_begun_goes_on_with_what_it_saw(filled: World) -> None:
    opened, follower = followed(filled)
    side, query = opened.postings, filled.encoder.encode_queries(["焊工"])[0]
    before = [part.tolist() for part in side.dense(query, top_k=40)]
    mask = np.ones(len(side), dtype=np.bool_)
    filled.store.delete("posting", "p-001", now=NOW)
    filled.put(*some_postings(600, prefix="q"))
    follower.catch_up()
    assert [part.tolist() for part in side.dense(query, top_k=40, allowed=mask)] == before
    assert len(side.ids) == len(side.columns) == 30
    assert opened.postings.n_alive == 629


def test_readers_in_other_threads_never_see_half_a_change(filled: World) -> None:
    """One posting moves to and fro; every moment it stands in exactly one county, with that county's words."""
    opened, follower = followed(filled)
    states = [
        a_posting(id="p-001", title="无人机飞手", description="植保", county_code="520302"),
        a_posting(id="p-001", title="潜水员", description="打捞", county_code="520303"),
    ]
    filled.put(states[0])
    follower.catch_up()
    queries = filled.encoder.encode_queries(["无人机飞手植保", "潜水员打捞"])
    stop, wrong, n_reads = threading.Event(), [], [0]

    def read() -> None:
        while not stop.is_set():
            side = opened.postings
            hits = [side.dense(query, top_k=len(side))[0].tolist() for query in queries]
            words = [side.lexical([word], top_k=9)[0].tolist() for word in ("植保", "打捞")]
            row = side.row_of("p-001")
            county = None if row is None else int(side.columns["county"][row])
            said = [bool(rows) for rows in words]
            if (
                hits[0].count(row) != 1
                or county not in (520302, 520303)
                or said != [county == 520302, county == 520303]
            ):
                wrong.append((county, said))
            n_reads[0] += 1

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(40):
        filled.put(states[(turn + 1) % 2])
        follower.catch_up()
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert n_reads[0] > 10


def test_following_from_far_behind_equals_a_new_build(filled: World) -> None:
    opened, follower = followed(filled)
    filled.put(*some_postings(90, prefix="q"))
    for i in range(0, 30, 4):
        filled.store.delete("posting", f"p-{i:03d}", now=NOW)
    follower.catch_up()
    filled.build()
    fresh = filled.open()
    assert {opened.postings.ids[row] for row in np.flatnonzero(opened.postings.alive)} == set(fresh.postings.ids)
    for text in ("焊工", "第2组", "家政保姆"):
        assert filled.dense(opened, text, 60) == filled.dense(fresh, text, 60)
        assert set(filled.lexical(opened, text, 200)) == set(filled.lexical(fresh, text, 200))


def test_another_vocabulary_is_not_followed(filled: World) -> None:
    filled.build()
    filled.vocabulary = type(filled.vocabulary)(
        **{
            name: getattr(filled.vocabulary, name)
            for name in filled.vocabulary.__dataclass_fields__
            if name != "version"
        },
        version="other",
    )
    with pytest.raises(BuildMismatch, match=r"词表.*zunpei build --full"):
        filled.follower()


def test_fold_makes_a_successor_on_disk_that_equals_a_new_build(filled: World) -> None:
    first = filled.build()
    filled.put(*some_postings(25, prefix="q"), a_posting(id="p-002", title="无人机飞手"))
    filled.store.delete("posting", "p-001", now=NOW)
    filled.store.forget("s-0", now=NOW)
    filled.encoder.encoded.clear()
    second = filled.fold(now=NOW + timedelta(minutes=1))
    assert (second.n_postings, second.n_seekers, second.previous) == (54, 2, first.id)
    assert second.change_seq == filled.store.change_seq()
    assert current_build(filled.root) == second.id
    assert verify(filled.root, second.id) == second
    assert len(filled.encoder.encoded) <= 26
    folded = filled.open()
    assert bool(folded.postings.alive.all())
    filled.build(full=True)
    fresh = filled.open()
    assert list(folded.postings.ids) == list(fresh.postings.ids)
    for name, column in fresh.postings.columns.arrays.items():
        assert np.array_equal(folded.postings.columns[name], column, equal_nan=column.dtype.kind == "f")
    for text in ("焊工", "无人机飞手", "第1组"):
        for search in ("dense", "lexical"):
            assert getattr(filled, search)(folded, text, 60) == getattr(filled, search)(fresh, text, 60)
    words = filled.segmenter.search_tokens("焊工第1组")
    assert folded.postings.lexical(words, top_k=60)[1].tolist() == fresh.postings.lexical(words, top_k=60)[1].tolist()


def test_a_forgotten_person_is_in_no_file_after_two_folds(filled: World) -> None:
    filled.build()
    filled.put(a_seeker(id="s-forgotten", skills_text="敲编钟"))
    filled.fold()
    filled.store.forget("s-forgotten", now=NOW)
    for i in range(2):
        filled.put(a_posting(id=f"q-{i}"))
        filled.fold()
    files = b"".join(path.read_bytes() for path in (filled.root / "builds").rglob("*") if path.is_file())
    assert b"s-forgotten" not in files
    assert "编钟".encode() not in files


def test_fold_without_changes_keeps_the_build_and_without_a_build_says_so(filled: World) -> None:
    with pytest.raises(NoBuild, match="zunpei build"):
        filled.fold()
    first = filled.build()
    assert filled.fold() == first
    assert current_build(filled.root) == first.id


def test_following_goes_on_from_a_folded_build(filled: World) -> None:
    filled.build()
    filled.put(a_posting(id="q-1", title="无人机飞手"))
    fold(filled.root, filled.store, filled.encoder, filled.segmenter, filled.vocabulary, asof=ASOF, now=NOW)
    filled.put(a_posting(id="q-2", title="潜水员"))
    opened = filled.open()
    assert filled.follower(opened).catch_up() == 1
    assert filled.lexical(opened, "无人机")[0] == "q-1"
    assert filled.lexical(opened, "潜水员")[0] == "q-2"
