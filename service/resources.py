"""Assemble once, at the door, everything a request needs: words, model, store, index, counters, keys and a clock."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from indexer.follow import Follower
from indexer.manifest import BuildMismatch, current_build
from indexer.opening import Build
from indexer.store import Store
from models.encoder import Encoder
from models.segment import Segmenter
from models.understand.occupation import OccupationSpace
from models.vocabulary import Vocabulary
from service.auth import KeyFile
from service.counters import Counters
from service.search_words import WatchedSearchWords
from service.settings import Settings

log = logging.getLogger(__name__)

CHINA = ZoneInfo("Asia/Shanghai")
FOLLOW_EVERY_SECONDS = 0.5  # Source: our choice; a change made by another process is seen within this time


@dataclass(frozen=True)
class Clock:
    """What time it is. `fixed_day` holds today still for demonstrations and reviews."""

    fixed_day: date | None = None

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return today's date in China, or the fixed day."""
        return self.fixed_day or self.now().astimezone(CHINA).date()


class Index:
    """The build that is served: reopened when `CURRENT` moves, brought up to date with the store between requests."""

    def __init__(
        self,
        root: Path,
        open_current: Callable[[], Build],
        follower: Callable[[Build], Follower],
        *,
        note: str = "",
    ) -> None:
        """`note` is what whoever runs the service should do, said by `/readyz`; "" for nothing."""
        self.note = note
        self._refused = ""
        self._root = root
        self._open = open_current
        self._follower_of = follower
        self._lock = threading.Lock()
        self._build: Build | None = None
        self._follower: Follower | None = None
        self._looked_at = 0.0

    def current(self) -> Build:
        """Return the build to answer from.

        Raises:
            NoBuild: nothing was built yet.
            BuildMismatch: the build disagrees with the running encoder, and no earlier one is open.
        """
        if self._build is not None and time.monotonic() - self._looked_at < FOLLOW_EVERY_SECONDS:
            return self._build
        with self._lock:
            return self._refresh()

    def _refresh(self) -> Build:
        name = current_build(self._root)
        if self._build is None or (name is not None and name not in (self._build.id, self._refused)):
            self._build = self._opened(name)
        if self._follower is not None:
            self._follower.catch_up()
        self._looked_at = time.monotonic()
        return self._build

    def _opened(self, name: str | None) -> Build:
        """Open the current build; one that this process cannot read is left, and the one before goes on serving."""
        try:
            build = self._open()
            self._follower = self._follower_of(build)
        except BuildMismatch as error:
            if self._build is None:
                raise
            self._refused = name or ""
            self.note = (
                f"新索引 {name} 已经建好，但这个进程用的还是原来的模型和词表，先用旧索引服务；重启服务后启用新索引。"
            )
            log.warning("build %s waits for a restart: %s", name, error)
            return self._build
        if self._build is not None:
            self.note = ""
        log.info("serving build %s", build.id)
        return build

    def catch_up(self) -> None:
        """Bring the served build up to date now, after a write through this process."""
        with self._lock:
            if self._build is not None:
                self._refresh()


@dataclass(frozen=True)
class Resources:
    """What the routes, the pages and the commands are given."""

    settings: Settings
    vocabulary: Vocabulary
    segmenter: Segmenter
    encoder: Encoder
    occupation_space: OccupationSpace | None
    store: Store
    index: Index
    search_words: WatchedSearchWords
    counters: Counters
    keys: KeyFile
    clock: Clock
