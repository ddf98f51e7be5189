"""Turn written records into understood ones, in this process or, for a big import, in several at once."""

from __future__ import annotations

import dataclasses
import multiprocessing
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TypeVar

import msgspec

from models.records import Posting, Seeker
from models.understand.occupation import OccupationSpace
from models.understand.posting import understand_posting
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary

T = TypeVar("T", Posting, Seeker)

WORTH_WORKERS = 3000
"""Records of a run after which workers are started: each takes a second or two to load the vocabulary.

Source: our measurement, about 1,500 records a second are understood by one process.
"""
_LEAST_SHARE = 50


class Understanding:
    """Understands records. With `workers` above 1 it starts that many processes once a run proves to be a big one.

    The answer does not depend on the number of workers. An `occupation_space` must then be picklable. Close it, or use
    it as a context, to end the processes.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        asof: date,
        *,
        workers: int = 1,
        occupation_space: OccupationSpace | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._asof = asof
        self._space = occupation_space
        self._n_workers = workers
        self._n_seen = 0
        self._workers: list[tuple[multiprocessing.process.BaseProcess, Connection]] = []
        self._ahead: tuple[Sequence[Posting], int] | None = None

    def __enter__(self) -> Understanding:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def expect(self, n_records: int) -> None:
        """Say how many records are to come, so that a big run starts its processes at once."""
        if self._n_workers > 1 and not self._workers and n_records > WORTH_WORKERS:
            self._start()

    def postings(self, records: Sequence[Posting]) -> list[Posting]:
        """Return the postings with facts, in order."""
        return self._read(Posting, records)

    def seekers(self, records: Sequence[Seeker]) -> list[Seeker]:
        """Return the seekers with facts, in order."""
        return self._read(Seeker, records)

    def close(self) -> None:
        """End the processes."""
        for process, connection in self._workers:
            connection.close()
            process.join(timeout=10)
            if process.is_alive():
                process.terminate()
                process.join()
        self._workers = []

    def ahead(self, records: Sequence[Posting]) -> None:
        """Let the workers begin with records that will be asked for next, while this process does something else."""
        if self._ahead is None and self._is_worth(records):
            try:
                self._ahead = (records, self._send(Posting, records))
            except OSError:
                self._give_up()

    def _read(self, kind: type[T], records: Sequence[T]) -> list[T]:
        self._n_seen += len(records)
        self.expect(self._n_seen)
        asked_before = self._ahead is not None and _are_same(self._ahead[0], records)
        if not asked_before and (self._ahead is not None or not self._is_worth(records)):
            return _understood(records, self._vocabulary, self._asof, self._space)
        try:
            n_shares = self._ahead[1] if self._ahead is not None else self._send(kind, records)
            self._ahead = None
            decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]
            shares = [decoder.decode(connection.recv_bytes()) for _, connection in self._workers[:n_shares]]
            return [record for share in shares for record in share]
        except (EOFError, OSError):
            self._give_up()
            return _understood(records, self._vocabulary, self._asof, self._space)

    def _is_worth(self, records: Sequence[Posting] | Sequence[Seeker]) -> bool:
        return bool(self._workers) and len(records) >= _LEAST_SHARE * len(self._workers)

    def _send(self, kind: type[T], records: Sequence[T]) -> int:
        size = -(-len(records) // len(self._workers))
        shares = [records[start : start + size] for start in range(0, len(records), size)]
        for (_, connection), share in zip(self._workers, shares, strict=False):
            connection.send_bytes(kind.__name__.encode() + b" " + msgspec.msgpack.encode(share))
        return len(shares)

    def _give_up(self) -> None:
        # A worker was killed (memory); one process does the work as well, only slower.
        self._ahead = None
        self.close()
        self._n_workers = 1

    def _start(self) -> None:
        # Spawned, never forked: decision "exact search under filters". `replace` leaves the built finders behind.
        context = multiprocessing.get_context("spawn")
        bare = dataclasses.replace(self._vocabulary)
        for _ in range(self._n_workers):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, bare, self._asof, self._space), daemon=True)
            process.start()
            theirs.close()
            self._workers.append((process, ours))


def _are_same(one: Sequence[Posting], other: Sequence[Posting] | Sequence[Seeker]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _understood(records: Sequence[T], vocabulary: Vocabulary, asof: date, space: OccupationSpace | None) -> list[T]:
    return [
        understand_posting(record, vocabulary, asof=asof, occupation_space=space)
        if isinstance(record, Posting)
        else understand_seeker(record, vocabulary, asof=asof, occupation_space=space)
        for record in records
    ]


def _work(connection: Connection, vocabulary: Vocabulary, asof: date, space: OccupationSpace | None) -> None:
    postings = msgspec.msgpack.Decoder(list[Posting])
    seekers = msgspec.msgpack.Decoder(list[Seeker])
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            kind, _, body = connection.recv_bytes().partition(b" ")
            understood: list[Posting] | list[Seeker]
            if kind == b"Posting":
                understood = _understood(postings.decode(body), vocabulary, asof, space)
            else:
                understood = _understood(seekers.decode(body), vocabulary, asof, space)
            connection.send_bytes(msgspec.msgpack.encode(understood))
