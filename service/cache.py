"""Keep answers and request counts for a short while: in the process, or in Redis when several processes share."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import redis

log = logging.getLogger(__name__)

MAX_ENTRIES = 4096  # Source: our choice; at about 20 kB an answer this bounds the process at 80 MB


class Cache(Protocol):
    """A small key-value store with expiry and counters. Losing it loses nothing but time."""

    def get(self, key: str) -> bytes | None:
        """Return the value, or None when it is absent or expired."""

    def put(self, key: str, value: bytes, *, seconds: int) -> None:
        """Keep `value` for `seconds`; 0 keeps nothing."""

    def count(self, key: str, *, seconds: int) -> int:
        """Add one to a counter that starts anew `seconds` after its first use, and return it."""

    def clear(self) -> None:
        """Forget every value that this service wrote."""

    def ping(self) -> bool:
        """Return whether the cache answers."""


class MemoryCache:
    """The cache of a single process: least recently used out first, at most `MAX_ENTRIES`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._values: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        """Return the value, or None when it is absent or expired."""
        with self._lock:
            entry = self._values.get(key)
            if entry is None:
                return None
            if entry[0] <= self._clock():
                del self._values[key]
                return None
            self._values.move_to_end(key)
            return entry[1]

    def put(self, key: str, value: bytes, *, seconds: int) -> None:
        """Keep `value` for `seconds`; 0 keeps nothing."""
        if seconds <= 0:
            return
        with self._lock:
            self._values[key] = (self._clock() + seconds, value)
            self._values.move_to_end(key)
            while len(self._values) > MAX_ENTRIES:
                self._values.popitem(last=False)

    def count(self, key: str, *, seconds: int) -> int:
        """Add one to a counter that starts anew `seconds` after its first use, and return it."""
        with self._lock:
            until, n = self._counts.get(key, (0.0, 0))
            if until <= self._clock():
                until, n = self._clock() + seconds, 0
            self._counts[key] = (until, n + 1)
            while len(self._counts) > MAX_ENTRIES:
                self._counts.popitem(last=False)
            return n + 1

    def clear(self) -> None:
        """Forget every value; counters go on."""
        with self._lock:
            self._values.clear()

    def ping(self) -> bool:
        """Return True: the process itself is the cache."""
        return True


class RedisCache:
    """The cache of several processes. A Redis that is away costs time, no answer: reads miss, counts start at 1."""

    PREFIX = "zunpei:"

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def get(self, key: str) -> bytes | None:
        """Return the value, or None when it is absent, expired or Redis is away."""
        try:
            value = self._client.get(self.PREFIX + "v:" + key)
        except redis.RedisError as error:
            log.warning("cache read failed: %s", type(error).__name__)
            return None
        return value if isinstance(value, bytes) else None

    def put(self, key: str, value: bytes, *, seconds: int) -> None:
        """Keep `value` for `seconds`; 0 keeps nothing."""
        if seconds <= 0:
            return
        try:
            self._client.set(self.PREFIX + "v:" + key, value, ex=seconds)
        except redis.RedisError as error:
            log.warning("cache write failed: %s", type(error).__name__)

    def count(self, key: str, *, seconds: int) -> int:
        """Add one to a counter that starts anew `seconds` after its first use, and return it."""
        name = self.PREFIX + "n:" + key
        try:
            pipe = self._client.pipeline(transaction=True)
            pipe.set(name, 0, ex=seconds, nx=True)
            pipe.incr(name)
            return int(pipe.execute()[1])
        except redis.RedisError as error:
            log.warning("cache count failed: %s", type(error).__name__)
            return 1

    def clear(self) -> None:
        """Forget every value that this service wrote; counters go on."""
        keys = list(self._client.scan_iter(self.PREFIX + "v:*", count=1000))
        if keys:
            self._client.delete(*keys)

    def ping(self) -> bool:
        """Return whether Redis answers."""
        try:
            return bool(self._client.ping())
        except redis.RedisError:
            return False


def open_cache(url: str, clock: Callable[[], float]) -> Cache:
    """Return the Redis cache of `url`, or the in-process one when `url` is empty."""
    if not url:
        return MemoryCache(clock)
    return RedisCache(redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5))
