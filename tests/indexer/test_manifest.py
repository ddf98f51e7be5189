"""A manifest is read back as written, notices every difference, and `CURRENT` is never half written."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from indexer.manifest import (
    BuildDamaged,
    BuildMismatch,
    FileSum,
    Manifest,
    build_folder,
    check_fits,
    check_sizes,
    current_build,
    read_manifest,
    sums_of,
    verify,
    write_durably,
)
from models.card import ModelCard

CARD = ModelCard(name="静态", dim=256, sha256="ab" * 32)


def a_manifest(**given: Any) -> Manifest:
    values: dict[str, Any] = {
        "id": "20261123T010000Z-0001",
        "created_at": datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
        "asof": date(2026, 11, 23),
        "model": CARD.name,
        "model_revision": "",
        "model_sha256": CARD.sha256,
        "model_fingerprint": CARD.fingerprint,
        "dim": 256,
        "text_version": 3,
        "facts_version": 1,
        "vocabulary_version": "v",
        "n_postings": 2,
        "n_seekers": 0,
        "change_seq": 7,
        "files": {},
    }
    return Manifest(**{**values, **given})


@pytest.fixture
def build(tmp_path: Path) -> Manifest:
    """A folder with two files and its manifest."""
    folder = build_folder(tmp_path, a_manifest().id)
    (folder / "postings").mkdir(parents=True)
    (folder / "postings" / "ids.json").write_bytes(b"[]")
    (folder / "note").write_bytes(b"abc")
    manifest = a_manifest(files=sums_of(folder))
    write_durably(folder / "manifest.json", msgspec.json.encode(manifest))
    return manifest


def test_a_manifest_is_read_back_as_written(tmp_path: Path, build: Manifest) -> None:
    assert read_manifest(tmp_path, build.id) == verify(tmp_path, build.id) == build
    assert build.files["note"] == FileSum(
        size=3, sha256="ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert sorted(build.files) == ["note", "postings/ids.json"]


@pytest.mark.parametrize("change", ["missing", "changed", "added"])
def test_every_difference_of_the_files_is_named(tmp_path: Path, build: Manifest, change: str) -> None:
    folder = build_folder(tmp_path, build.id)
    if change == "missing":
        (folder / "note").unlink()
        with pytest.raises(BuildDamaged, match="note"):
            check_sizes(folder, build)
    elif change == "changed":
        (folder / "note").write_bytes(b"abd")
        check_sizes(folder, build)
    else:
        (folder / "note2").write_bytes(b"")
    with pytest.raises(BuildDamaged, match=r"note.*zunpei build --full"):
        verify(tmp_path, build.id)


def test_a_manifest_that_cannot_be_read_says_what_to_do(tmp_path: Path, build: Manifest) -> None:
    for content in (b"", b"{}", b'{"id": 1}'):
        (build_folder(tmp_path, build.id) / "manifest.json").write_bytes(content)
        with pytest.raises(BuildDamaged, match="zunpei build --full"):
            read_manifest(tmp_path, build.id)
    with pytest.raises(BuildDamaged, match="never-built"):
        read_manifest(tmp_path, "never-built")


@pytest.mark.parametrize(
    ("card", "text_version", "words"),
    [
        (ModelCard(name="另一个", dim=256, sha256="cd" * 32), 3, "另一个"),
        (ModelCard(name="静态", dim=128, sha256="ab" * 32), 3, "256 维.*128 维"),
        (ModelCard(name="静态", dim=256, sha256="ab" * 32, query_prompt="查询："), 3, "权重或设置不同"),
        (CARD, 4, "文本写法是第 3 版，程序要第 4 版"),
    ],
)
def test_another_encoder_or_text_is_refused_by_name(card: ModelCard, text_version: int, words: str) -> None:
    with pytest.raises(BuildMismatch, match=f"{words}.*请运行 zunpei build --full 重建"):
        check_fits(a_manifest(), card, text_version)


def test_the_same_weights_under_another_name_fit() -> None:
    check_fits(a_manifest(), ModelCard(name="搬了家", dim=256, sha256="ab" * 32), 3, "v")


def test_current_is_empty_before_the_first_build_and_swapped_whole(tmp_path: Path) -> None:
    assert current_build(tmp_path) is None
    write_durably(tmp_path / "CURRENT", b"one\n")
    reader = (tmp_path / "CURRENT").open("rb")
    write_durably(tmp_path / "CURRENT", b"two\n")
    with reader:
        assert reader.read() == b"one\n"  # who had it open still reads the whole old content
    assert current_build(tmp_path) == "two"
    assert os.listdir(tmp_path) == ["CURRENT"]
