from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from models.card import DataSource, ModelCard, read_card, sha256_of, write_card

CARD = ModelCard(
    name="小模型", dim=4, sha256="ab" * 32, licence="MIT", data=(DataSource("大典", "MIT", 3),), metrics={"mrr": 0.5}
)


def test_a_card_reads_back_as_it_was_written(tmp_path: Path) -> None:
    write_card(CARD, tmp_path)
    assert read_card(tmp_path) == CARD


def test_a_card_is_readable_by_people(tmp_path: Path) -> None:
    write_card(CARD, tmp_path)
    text = (tmp_path / "card.json").read_text(encoding="utf-8")
    assert '"name": "小模型"' in text
    assert text.count("\n") > 5


@pytest.mark.parametrize(
    "other",
    [{"sha256": "cd" * 32}, {"dim": 8}, {"max_tokens": 128}, {"query_prompt": "查询："}, {"passage_prompt": "文档："}],
)
def test_whatever_changes_a_vector_changes_the_fingerprint(other: dict[str, object]) -> None:
    assert replace(CARD, **other).fingerprint != CARD.fingerprint


def test_a_renamed_model_keeps_its_fingerprint() -> None:
    assert replace(CARD, name="别名", metrics={}, licence="").fingerprint == CARD.fingerprint


def test_the_hash_covers_names_and_contents_and_not_the_order(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    first = sha256_of(tmp_path, ["a", "b"])
    assert first == sha256_of(tmp_path, ["b", "a"])
    (tmp_path / "a").write_bytes(b"2")
    (tmp_path / "b").write_bytes(b"1")
    assert first != sha256_of(tmp_path, ["a", "b"])


def test_content_cannot_move_from_one_file_to_the_next_unseen(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12")
    (tmp_path / "b").write_bytes(b"3")
    first = sha256_of(tmp_path, ["a", "b"])
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"23")
    assert first != sha256_of(tmp_path, ["a", "b"])
