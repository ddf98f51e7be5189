"""Count requests for a short while: in the process by default, in Redis when several processes share the counts."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import redis

log = logging.getLogger(__name__)

MAX_NAMES = 4096  # Source: our choice; more names than any service has keys


class Counters(Protocol):
    """Counters that expire. Losing them costs a portal's limit one minute, and nobody an answer."""

    def count(self, name: str, *, seconds: int) -> int:
        """Add one to a counter that starts anew `seconds` after its first use, and return it."""

    def ping(self) -> bool:
        """Return whether the counters are shared and answer."""


class MemoryCounters:
    """The counters of a single process: the oldest out first, at most `MAX_NAMES`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, name: str, *, seconds: int) -> int:
        """Add one to a counter that starts anew `seconds` after its first use, and return it."""
        with self._lock:
            until, n = self._counts.get(name, (0.0, 0))
            if until <= self._clock():
                until, n = self._clock() + seconds, 0
            self._counts[name] = (until, n + 1)
            while len(self._counts) > MAX_NAMES:
                self._counts.popitem(last=False)
            return n + 1

    def ping(self) -> bool:
        """Return True: the process itself counts."""
        return True


class RedisCounters:
    """The counters of several processes. While Redis is away every count is 1, so nobody is turned away for it."""

    PREFIX = "zunpei:n:"

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def count(self, name: str, *, seconds: int) -> int:
        """Add one to a counter that starts anew `seconds` after its first use, and return it."""
        try:
            pipe = self._client.pipeline(transaction=True)
            pipe.set(self.PREFIX + name, 0, ex=seconds, nx=True)
            pipe.incr(self.PREFIX + name)
            return int(pipe.execute()[1])
        except redis.RedisError as error:
            log.warning("counting failed: %s", type(error).__name__)
            return 1

    def ping(self) -> bool:
        """Return whether Redis answers."""
        try:
            return bool(self._client.ping())
        except redis.RedisError:
            return False


def open_counters(url: str, clock: Callable[[], float]) -> Counters:
    """Return the Redis counters of `url`, or those of the process when `url` is empty."""
    if not url:
        return MemoryCounters(clock)
    return RedisCounters(redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5))
