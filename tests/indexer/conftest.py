"""A small world for the tests of builds: a real store, the real words, an encoder without weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from indexer.build import build
from indexer.follow import Follower, fold
from indexer.manifest import Manifest
from indexer.opening import Build, open_build
from indexer.store import Store, open_store
from models.records import AnyRecord, Posting
from models.segment import Segmenter
from models.vocabulary import Vocabulary, load_vocabulary
from tests.builders import ASOF, a_posting, a_seeker
from tests.indexer.hashing_encoder import HashingEncoder

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECRET = b"a secret of the tests, 32 bytes."
TRADES = [
    "砌筑工",
    "焊工",
    "保洁员",
    "挖掘机司机",
    "茶叶采摘工",
    "餐厅服务员",
    "家政保姆",
    "电工",
    "普工",
    "超市收银员",
]
COUNTIES = ["520324", "520302", "520303", "520382"]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return Segmenter(TRADES)


@dataclass
class World:
    """Everything a build needs. `build`, `fold` and `follow` call the real ones with it."""

    store: Store
    segmenter: Segmenter
    vocabulary: Vocabulary
    root: Path
    encoder: HashingEncoder = field(default_factory=HashingEncoder)

    def put(self, *records: AnyRecord) -> None:
        self.store.put(records, now=NOW)

    def build(self, **given: Any) -> Manifest:
        options = {"asof": ASOF, "now": NOW, **given}
        return build(self.store, self.encoder, self.segmenter, self.vocabulary, self.root, **options)

    def fold(self, **given: Any) -> Manifest:
        options = {"asof": ASOF, "now": NOW, **given}
        return fold(self.root, self.store, self.encoder, self.segmenter, self.vocabulary, **options)

    def open(self) -> Build:
        return open_build(self.root, self.encoder.card)

    def follower(self, opened: Build | None = None) -> Follower:
        return Follower(opened or self.open(), self.store, self.encoder, self.segmenter, self.vocabulary)

    def dense(self, opened: Build, text: str, top_k: int = 50) -> list[str]:
        side = opened.postings
        return [side.ids[row] for row in side.dense(self.encoder.encode_queries([text])[0], top_k=top_k)[0]]

    def lexical(self, opened: Build, text: str, top_k: int = 50) -> list[str]:
        side = opened.postings
        return [side.ids[row] for row in side.lexical(self.segmenter.search_tokens(text), top_k=top_k)[0]]


@pytest.fixture
def world(tmp_path: Path, segmenter: Segmenter, vocabulary: Vocabulary) -> Iterator[World]:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}", secret=SECRET)
    yield World(store, segmenter, vocabulary, tmp_path / "index")
    store.close()


def some_postings(n: int, *, prefix: str = "p") -> Sequence[Posting]:
    """Postings of ten trades in four counties; every third has the words of another."""
    return [
        a_posting(
            id=f"{prefix}-{i:03d}",
            title=TRADES[i % len(TRADES)],
            description=f"{TRADES[i % len(TRADES)]}，第{i % 3}组",
            county_code=COUNTIES[i * 7 % len(COUNTIES)],
        )
        for i in range(n)
    ]


@pytest.fixture
def filled(world: World) -> World:
    """The world with 30 postings and 3 seekers."""
    world.put(*some_postings(30), *(a_seeker(id=f"s-{i}", skills_text=TRADES[i]) for i in range(3)))
    return world
