"""Turn the tables of synonyms on disk into the ones in force: read again on a change, kept when one is broken."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from models.data_files import DataTableError
from models.synonyms import SearchWords, load_search_words, table_paths

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 1.0
"""How often the files are looked at, at most. Source: our choice; a change counts within this time."""

_Stamp = tuple[tuple[int, int] | None, ...]


class WatchedSearchWords:
    """The search words in force. Safe to share between threads; a request takes `current()` once.

    `problem` is the Chinese sentence about a file that cannot be read, "" when all is well; meanwhile the words read
    before it broke stay in force.
    """

    def __init__(self, overlay: Path | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._overlay = overlay
        self._clock = clock
        self._lock = threading.Lock()
        self._words = SearchWords()
        self._stamp: _Stamp | None = None
        self._looked_at = float("-inf")
        self.problem = ""

    def current(self) -> SearchWords:
        """Return the words to search with, read anew when a file changed since the last look."""
        if self._clock() - self._looked_at < LOOK_EVERY_SECONDS:
            return self._words
        with self._lock:
            stamp = self._stamp_now()
            if stamp != self._stamp:
                self._read(stamp)
            self._looked_at = self._clock()
            return self._words

    def _read(self, stamp: _Stamp) -> None:
        self._stamp = stamp
        try:
            self._words = load_search_words(self._overlay)
        except (DataTableError, OSError) as error:
            self.problem = f"同义词表没有更新，仍用原来的：{error}"
            log.warning("%s", self.problem)
            return
        self.problem = ""
        log.info("search words read: %d groups of synonyms", self._words.n_groups)

    def _stamp_now(self) -> _Stamp:
        """Return time and size of each file, None where there is none."""
        return tuple(_stamp_of(path) for path in table_paths(self._overlay))


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size
