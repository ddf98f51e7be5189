"""A build holds what may be recalled, says what it was made from, and serves only when it passed its checks."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer import entries as indexer_entries
from indexer.manifest import (
    BuildBusy,
    BuildDamaged,
    BuildMismatch,
    NoBuild,
    build_folder,
    current_build,
    read_manifest,
    verify,
)
from indexer.milvus_index import milvus_indexes
from indexer.opening import open_build
from models.records import PostingFacts, Status
from models.text import TEXT_VERSION
from models.understand.posting import FACTS_VERSION, understand_posting
from tests.builders import ASOF, a_posting, a_seeker
from tests.indexer.conftest import NOW, TRADES, World, some_postings
from tests.indexer.hashing_encoder import HashingEncoder


def builds_on_disk(world: World) -> list[str]:
    return sorted(path.name for path in (world.root / "builds").iterdir())


def test_the_manifest_says_what_the_build_was_made_from(filled: World) -> None:
    manifest = filled.build()
    assert (manifest.n_postings, manifest.n_seekers) == (30, 3)
    assert manifest.change_seq == filled.store.change_seq() == 33
    assert (manifest.model, manifest.dim) == ("hashing-one", 48)
    assert manifest.model_sha256 == filled.encoder.card.sha256
    assert (manifest.text_version, manifest.facts_version) == (TEXT_VERSION, FACTS_VERSION)
    assert manifest.vocabulary_version == filled.vocabulary.version
    assert manifest.created_at == NOW
    assert manifest == read_manifest(filled.root, manifest.id) == verify(filled.root, manifest.id)
    assert current_build(filled.root) == manifest.id == filled.open().id


def test_every_record_is_found_by_its_own_words_and_meaning(filled: World) -> None:
    filled.build()
    opened = filled.open()
    for trade in TRADES:
        ids = {f"p-{i:03d}" for i in range(30) if TRADES[i % len(TRADES)] == trade}
        assert set(filled.lexical(opened, trade, 3)) <= ids or trade == "普工"
    side = opened.postings
    for row in range(len(side)):
        ids = [side.ids[hit] for hit in side.dense(side.vector_of(row), top_k=3)[0]]
        assert side.ids[row] in ids


def test_rows_of_one_county_lie_together_and_still_belong_to_their_ids(filled: World) -> None:
    filled.build()
    side = filled.open().postings
    county = side.columns["county"]
    assert np.count_nonzero(np.diff(county)) == len(np.unique(county)) - 1
    for posting in some_postings(30):
        row = side.row_of(posting.id)
        assert row is not None
        assert side.ids[row] == posting.id
        assert county[row] == int(posting.county_code)


def test_blocked_postings_and_unwilling_people_are_not_in_the_index_at_all(world: World) -> None:
    world.put(
        a_posting(id="live"),
        a_posting(id="review", status=Status.REVIEW),
        a_posting(id="blocked", status=Status.BLOCKED),
        a_posting(id="closed", status=Status.CLOSED),
        a_seeker(id="agrees"),
        a_seeker(id="not-asked", consent=None),
        a_seeker(id="refuses", consent=False),
    )
    world.build()
    opened = world.open()
    assert set(opened.postings.ids) == {"live", "review", "closed"}
    assert set(opened.seekers.ids) == {"agrees", "not-asked"}
    files = b"".join(path.read_bytes() for path in world.root.rglob("*") if path.is_file())
    assert b"refuses" not in files


def test_nothing_that_identifies_a_person_is_on_disk(world: World) -> None:
    world.put(
        a_seeker(
            name="冉隐名",
            phone="19900007777",
            id_number="52032419740101993X",
            village="隐名村",
            groups=("脱贫人口",),
            household="低保",
            ethnicity="仡佬族",
            health_text="高血压",
            remark="刑满释放",
        )
    )
    world.build()
    files = b"".join(path.read_bytes() for path in world.root.rglob("*") if path.is_file())
    for secret in ("冉隐名", "隐名村", "19900007777", "993X", "脱贫", "低保", "仡佬", "高血压", "刑满"):
        assert secret.encode() not in files
        assert json.dumps(secret)[1:-1].encode() not in files


def test_an_empty_store_gives_an_empty_build_that_answers(world: World) -> None:
    assert (world.build().n_postings, world.open().postings.n_alive) == (0, 0)
    assert world.dense(world.open(), "砌砖") == world.lexical(world.open(), "砌砖") == []


def test_a_record_without_facts_is_understood_for_the_index_only(world: World, monkeypatch: Any) -> None:
    understood: list[str] = []

    def spy(posting: Any, *args: Any, **given: Any) -> Any:
        understood.append(posting.id)
        return understand_posting(posting, *args, **given)

    monkeypatch.setattr(indexer_entries, "understand_posting", spy)
    fresh = understand_posting(a_posting(id="fresh"), world.vocabulary, asof=ASOF)
    world.put(a_posting(id="bare"), a_posting(id="old", facts=PostingFacts(version=FACTS_VERSION - 1)), fresh)
    world.build()
    assert understood == ["bare", "old"]
    assert world.store.postings(["bare"])["bare"].facts is None
    world.build(full=True)
    assert understood == ["bare", "old", "bare", "fresh", "old"]


def test_the_next_build_encodes_only_new_passages(filled: World) -> None:
    first = filled.build()
    assert (first.n_encoded, first.n_reused) == (33, 0)
    filled.encoder.encoded.clear()
    filled.put(a_posting(id="p-005", title="无人机飞手", description="植保"), a_posting(id="p-006", headcount=99))
    before = {
        record_id: filled.open().postings.vector_of(row) for row, record_id in enumerate(filled.open().postings.ids)
    }
    second = filled.build()
    assert (second.n_encoded, second.n_reused, second.previous) == (2, 31, first.id)
    side = filled.open().postings
    for row, record_id in enumerate(side.ids):
        if record_id not in ("p-005", "p-006"):
            assert side.vector_of(row).tolist() == before[record_id].tolist()
    third = filled.build(full=True)
    assert (third.n_encoded, third.n_reused) == (33, 0)


def test_another_model_asks_for_a_full_build_which_encodes_everything_anew(filled: World) -> None:
    first = filled.build(model_source="/models/one")
    assert first.model_source == "/models/one"
    filled.encoder = HashingEncoder(seed="two")
    with pytest.raises(BuildMismatch, match=r"hashing-one.*hashing-two.*33 条.*zunpei build --full"):
        filled.build()
    with pytest.raises(BuildMismatch, match=r"zunpei build --full"):
        filled.fold()
    assert current_build(filled.root) == first.id
    second = filled.build(full=True)
    assert (second.n_encoded, second.n_reused) == (33, 0)
    assert current_build(filled.root) == second.id


def test_a_long_encoding_says_how_far_it_is(world: World) -> None:
    world.put(*some_postings(600))
    told: list[tuple[str, int, int]] = []
    world.build(progress=lambda *said: told.append(said))
    postings = [(done, total) for side, done, total in told if side == "postings"]
    assert len(postings) >= 3
    assert [done for done, _ in postings] == sorted(done for done, _ in postings)
    assert postings[-1] == (600, 600)


def test_without_a_build_the_message_says_how_to_make_one(world: World) -> None:
    with pytest.raises(NoBuild, match="请先运行 zunpei build"):
        world.open()


@pytest.mark.parametrize("other", [HashingEncoder(seed="two"), HashingEncoder(dim=32)])
def test_a_build_of_another_model_is_refused_with_the_command_that_mends_it(filled: World, other: Any) -> None:
    filled.build()
    with pytest.raises(BuildMismatch, match=r"模型.*请运行 zunpei build --full"):
        open_build(filled.root, other.card)


def test_a_build_of_another_text_or_layout_is_refused(filled: World) -> None:
    manifest = filled.build()
    path = build_folder(filled.root, manifest.id) / "manifest.json"
    for field, words in (("text_version", "文本写法"), ("layout", "文件格式")):
        changed = {**json.loads(path.read_text()), field: 999}
        original = path.read_text()
        path.write_text(json.dumps(changed))
        with pytest.raises(BuildMismatch, match=rf"{words}.*999.*zunpei build --full"):
            filled.open()
        path.write_text(original)


def test_a_build_of_another_vocabulary_is_refused_when_its_codes_would_be_read(filled: World) -> None:
    filled.build()
    assert open_build(filled.root, filled.encoder.card, vocabulary_version=filled.vocabulary.version)
    with pytest.raises(BuildMismatch, match=r"词表.*zunpei build --full"):
        open_build(filled.root, filled.encoder.card, vocabulary_version="other")


@pytest.mark.parametrize("name", ["postings/vectors.npy", "seekers/ids.json", "postings/lexical/rows.npy"])
def test_a_file_cut_short_is_noticed_on_opening_and_a_changed_one_by_verify(filled: World, name: str) -> None:
    manifest = filled.build()
    path = build_folder(filled.root, manifest.id) / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(BuildDamaged, match=r"缺失或不完整.*zunpei build --full"):
        filled.open()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(BuildDamaged, match=rf"{name}"):
        verify(filled.root, manifest.id)
    with pytest.raises(BuildDamaged, match=r"zunpei build --full"):
        filled.fold()
    assert filled.build().n_reused == 0  # nothing is taken over from a damaged build
    assert filled.open().postings.n_alive == 30


def test_a_build_whose_vectors_are_mixed_up_does_not_serve(filled: World) -> None:
    good = filled.build()

    class Forgetful(HashingEncoder):
        """Gives the vectors of a batch in another order, as a broken model would."""

        def encode_passages(self, texts: Any) -> Any:
            return super().encode_passages(texts)[::-1] if len(texts) == 30 else super().encode_passages(texts)

    filled.encoder = Forgetful()
    with pytest.raises(BuildDamaged, match=r"没有通过核对.*原来的索引继续使用"):
        filled.build(full=True)
    assert current_build(filled.root) == good.id
    assert builds_on_disk(filled) == [good.id]


def test_only_this_build_and_the_last_stay_on_disk(filled: World) -> None:
    ids = [filled.build(now=NOW + timedelta(minutes=minute)).id for minute in (0, 0, 5)]
    assert builds_on_disk(filled) == ids[1:]
    assert ids == sorted(ids)


def test_what_a_killed_build_left_is_cleared_away(filled: World) -> None:
    manifest = filled.build()
    for name in ("20261101T000000Z-0001.partial", "20261101T000000Z-0002.old"):
        (filled.root / "builds" / name / "postings").mkdir(parents=True)
    (filled.root / "CURRENT.4711.tmp").write_text("x")
    assert filled.open().id == manifest.id
    second = filled.build()
    assert builds_on_disk(filled) == [manifest.id, second.id]
    assert list(filled.root.glob("*.tmp")) == []


def test_two_builds_never_run_at_once(filled: World) -> None:
    manifest = filled.build()
    with (filled.root / "build.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BuildBusy, match="另一个进程正在建索引"):
            filled.build()
        assert filled.open().id == manifest.id
    assert filled.build().id != manifest.id


def test_an_open_build_goes_on_answering_when_its_files_are_deleted(filled: World) -> None:
    filled.build()
    opened = filled.open()
    for _ in range(3):
        filled.build()
    assert opened.id not in os.listdir(filled.root / "builds")
    assert len(filled.dense(opened, "焊工")) == 30
    assert filled.lexical(opened, "焊工")[0] in {"p-001", "p-011", "p-021"}


def test_progress_is_told_by_side(filled: World) -> None:
    told: list[tuple[str, int, int]] = []
    filled.build(progress=lambda *values: told.append(values))
    assert told == [("postings", 30, 30), ("seekers", 3, 3)]


def test_a_build_opened_on_milvus_gives_the_same_answers_and_follows(filled: World, tmp_path: Path) -> None:
    pytest.importorskip("pymilvus")
    filled.build()
    here, there = (
        filled.open(),
        open_build(filled.root, filled.encoder.card, make_index=milvus_indexes(str(tmp_path / "milvus.db"))),
    )
    filled.put(a_posting(id="new", title="焊工", description="焊工，第1组"))
    filled.store.delete("posting", "p-001", now=NOW)
    for opened in (here, there):
        filled.follower(opened).catch_up()
    for text in ("焊工", "第2组"):
        assert filled.dense(there, text, 12) == filled.dense(here, text, 12)
    assert "new" in filled.dense(there, "焊工，第1组", 5)
