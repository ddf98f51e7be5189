"""Turn records into rows at rest and back, with a number for every change, so that any process can follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import func, or_, select

from indexer.database import Database, open_database
from indexer.ledger import Ledger, LedgerEvent
from indexer.reconcile import Outcome
from indexer.record_rows import RecordType, RowCodec, lookup_key
from indexer.seal import Seal
from indexer.store_errors import RecordNotFound, WrongSecret
from indexer.store_forget import Forgotten, forget
from indexer.store_imports import ImportLog, ImportRun, RejectedRow, undo
from indexer.store_writing import writing
from indexer.tables import RECORD_TABLES, aware, changes, employers, postings, seekers, state
from models.records import AnyRecord, Crew, Employer, Posting, Record, Seeker, Status

K = TypeVar("K")

_RECORD_COLUMNS = ("id", "body", "sealed", "status", "status_reason", "origin")


class Change(Record, frozen=True):
    """The latest change of one record; `seq` grows with every change and is never given twice."""

    seq: int
    record_type: RecordType
    id: str
    deleted: bool


class Store:
    """All records at rest. Safe to share between threads; every process opens its own."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal
        self._codec = RowCodec(seal)
        self._log = ImportLog(seal)
        self.ledger = Ledger(database, seal)

    def ping(self) -> None:
        """Return when the database answers.

        Raises:
            StoreUnavailable: it does not.
        """
        self._database.ping()

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def postings(self, ids: Sequence[str]) -> dict[str, Posting]:
        """Return the postings that are stored, by id, in the order asked."""
        return self._load("posting", ids)

    def seekers(self, ids: Sequence[str]) -> dict[str, Seeker]:
        """Return the seekers that are stored, by id, in the order asked."""
        return self._load("seeker", ids)

    def employers(self, ids: Sequence[str]) -> dict[str, Employer]:
        """Return the employers that are stored, by id, in the order asked."""
        return self._load("employer", ids)

    def crews(self, ids: Sequence[str]) -> dict[str, Crew]:
        """Return the crews that are stored, by id, in the order asked."""
        return self._load("crew", ids)

    def iter_postings(self, batch: int = 1000, *, after: str = "") -> Iterator[list[Posting]]:
        """Yield all postings in lists of up to `batch`, ordered by id, those after the id `after`.

        Each list is read for itself: what changes meanwhile is seen by following from a `change_seq` taken before.
        """
        return self._iterate("posting", batch, after)

    def iter_seekers(self, batch: int = 1000, *, after: str = "") -> Iterator[list[Seeker]]:
        """Yield all seekers in lists of up to `batch`, ordered by id; see `iter_postings`."""
        return self._iterate("seeker", batch, after)

    def iter_employers(self, batch: int = 1000) -> Iterator[list[Employer]]:
        """Yield all employers in lists of up to `batch`, ordered by id; see `iter_postings`."""
        return self._iterate("employer", batch)

    def iter_crews(self, batch: int = 1000) -> Iterator[list[Crew]]:
        """Yield all crews in lists of up to `batch`, ordered by id; see `iter_postings`."""
        return self._iterate("crew", batch)

    def count(self, record_type: RecordType, status: Status | None = None) -> int:
        """Return how many records of a type are stored, or how many of them have a status."""
        table = RECORD_TABLES[record_type]
        counted = select(func.count()).select_from(table)
        if status is not None:
            counted = counted.where(table.c.status == str(status))
        with self._database.read() as reading:
            return int(reading.execute(counted).scalar_one())

    def seekers_by_id_number(self, numbers: Sequence[str]) -> dict[str, str]:
        """Return the seeker id of each ID number that is known; of several seekers the lowest id."""
        keys = {number: self._seal.id_number_key(number) for number in numbers}
        return self._look_up("seeker", "id_number_key", keys)

    def seekers_by_name_phone(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the seeker id of each (name, phone) that is known; of several seekers the lowest id."""
        keys = {(name, phone): self._seal.name_phone_key(name, phone) for name, phone in pairs}
        return self._look_up("seeker", "name_phone_key", keys)

    def employers_by_uscc(self, codes: Sequence[str]) -> dict[str, str]:
        """Return the employer id of each 统一社会信用代码 that is known; of several employers the lowest id."""
        return self._look_up("employer", "uscc", {code: lookup_key(code) for code in codes})

    def employers_by_name(self, names: Sequence[str]) -> dict[str, str]:
        """Return the employer id of each name that is known, blanks and width aside; of several the lowest id."""
        return self._look_up("employer", "name", {name: lookup_key(name) for name in names})

    def postings_of_employer(self, *, uscc: str = "", name: str = "") -> list[str]:
        """Return the ids of the postings that name an employer by code or by name (either is enough), ordered."""
        by = {postings.c.uscc: lookup_key(uscc), postings.c.employer_name: lookup_key(name)}
        wanted = [column == key for column, key in by.items() if key is not None]
        if not wanted:
            return []
        with self._database.read() as reading:
            found = reading.execute(select(postings.c.id).where(or_(*wanted)).order_by(postings.c.id))
            return list(found.scalars())

    def change_seq(self) -> int:
        """Return the number of the last change, 0 in an empty store."""
        with self._database.read() as reading:
            return int(reading.execute(select(state.c.number).where(state.c.name == "change_seq")).scalar_one())

    def changes_since(self, seq: int, limit: int = 10_000) -> list[Change]:
        """Return up to `limit` changes after `seq`, ascending, of each record only the latest.

        A follower that goes on from the last `seq` it got misses none: changes appear in the order of their numbers.
        """
        wanted = select(changes.c.seq, changes.c.record_type, changes.c.id, changes.c.deleted)
        wanted = wanted.where(changes.c.seq > seq).order_by(changes.c.seq).limit(limit)
        with self._database.read() as reading:
            return [
                Change(seq=row.seq, record_type=row.record_type, id=row.id, deleted=row.deleted)
                for row in reading.execute(wanted)
            ]

    def put(self, records: Sequence[AnyRecord], *, now: datetime, import_id: str = "") -> list[Outcome]:
        """Store records in one transaction; return for each, in order, whether it was new, changed or the same.

        What counts as changed, and when a status set by hand stays: `indexer.reconcile`. An unchanged record writes
        nothing. With an `import_id` the writes can be undone together.

        Raises:
            RecordRefused: an id cannot be used; nothing was stored.
            ImportNotFound, ImportClosed: no such import was started, or it was undone.
            ValueError: `now` has no time zone.
        """
        with writing(self._database, self._codec, now, import_id) as session:
            if import_id:
                self._log.open_run(session.transaction, import_id)
            return session.put(records)

    def set_status(
        self, record_type: RecordType, record_id: str, status: Status, reason: str, *, now: datetime
    ) -> bool:
        """Set the status of one record by hand and return whether that changed it.

        Raises:
            RecordNotFound: it is not stored.
        """
        if not self.set_statuses(record_type, [record_id], status, reason, now=now):
            if not self._load(record_type, [record_id]):
                raise RecordNotFound(record_type, record_id)
            return False
        return True

    def set_statuses(
        self, record_type: RecordType, ids: Sequence[str], status: Status, reason: str, *, now: datetime
    ) -> list[str]:
        """Set the status of many records in one transaction; return the ids that it changed, ordered."""
        with writing(self._database, self._codec, now) as session:
            return session.set_status(record_type, ids, status, reason)

    def delete(self, record_type: RecordType, record_id: str, *, now: datetime) -> None:
        """Remove one record; its last version stays in the history. A person is erased with `forget`.

        Raises:
            RecordNotFound: it is not stored.
        """
        with writing(self._database, self._codec, now) as session:
            if not session.delete(record_type, [record_id], keep_prior=True):
                raise RecordNotFound(record_type, record_id)

    def forget(self, seeker_id: str, *, now: datetime, actor: str = "system", purpose: str = "") -> Forgotten:
        """Erase a person: row, former versions, lines in crews, rejected rows and reports; note it in the ledger.

        Followers see a deletion. See `indexer.store_forget` for what is found and what is left. On SQLite the bytes are
        overwritten at once; PostgreSQL reuses the (sealed) space when it vacuums.

        Raises:
            RecordNotFound: neither stored nor in the history.
        """
        with writing(self._database, self._codec, now) as session:
            found = forget(session, seeker_id, codec=self._codec, seal=self._seal, log=self._log)
            details = {"versions": found.versions, "crews": len(found.crews), "rejected": found.rejected}
            event = LedgerEvent(
                at=now,
                actor=actor,
                action="seeker.forget",
                subjects=(seeker_id,),
                purpose=purpose,
                count=1,
                details={**details, "reports": found.reports},
            )
            self.ledger.append_within(session.transaction, [event])
        self._database.empty_log()
        return found

    def start_import(self, file: str, sha256: str, *, who: str, now: datetime) -> str:
        """Note that the import of a file begins, and return its id."""
        with self._database.write() as transaction:
            return self._log.start(transaction, file, sha256, who, aware(now))

    def finish_import(self, import_id: str, report_json: str, *, now: datetime) -> None:
        """Note that an import ended, with its report as JSON.

        Raises:
            ImportNotFound, ImportClosed: no such import, or finished or undone already.
            ValueError: the report is no JSON.
        """
        msgspec.json.decode(report_json)
        with self._database.write() as transaction:
            self._log.finish(transaction, import_id, report_json, aware(now))

    def imports(self, *, sha256: str = "") -> list[ImportRun]:
        """Return all imports, or those of one file content, the latest first."""
        with self._database.read() as reading:
            return self._log.runs(reading, **({"sha256": sha256} if sha256 else {}))

    def import_run(self, import_id: str) -> ImportRun:
        """Return one import.

        Raises:
            ImportNotFound: no such import.
        """
        with self._database.read() as reading:
            return self._log.run(reading, import_id)

    def keep_rejected(self, import_id: str, rows: Sequence[RejectedRow]) -> None:
        """Keep the rows that an import returned, after those kept before.

        Raises:
            ImportNotFound, ImportClosed: no such import, or it was undone.
        """
        with self._database.write() as transaction:
            self._log.keep_rejected(transaction, import_id, rows)

    def rejected(self, import_id: str) -> list[RejectedRow]:
        """Return the rows that an import returned, in the order kept.

        Raises:
            ImportNotFound: no such import.
        """
        with self._database.read() as reading:
            self._log.run(reading, import_id)
            return [row for _, _, row in self._log.rejected(reading, import_id=import_id)]

    def undo_import(self, import_id: str, *, now: datetime) -> int:
        """Put every record of an import back to what it was before; return how many that were.

        Raises:
            ImportNotFound, ImportClosed: no such import, or undone already.
            UndoRefused: records were changed since; nothing was touched.
        """
        with writing(self._database, self._codec, now) as session:
            self._log.open_run(session.transaction, import_id)
            return undo(session, import_id)

    def _load(self, record_type: RecordType, ids: Sequence[str]) -> dict[str, Any]:
        wanted = dict.fromkeys(ids)
        with self._database.read() as reading:
            rows = reading.rows_in(RECORD_TABLES[record_type], "id", wanted, _RECORD_COLUMNS)
        found = {row.id: self._codec.record(record_type, row) for row in rows}
        return {record_id: found[record_id] for record_id in wanted if record_id in found}

    def _iterate(self, record_type: RecordType, batch: int, after: str = "") -> Iterator[list[Any]]:
        table = RECORD_TABLES[record_type]
        wanted = select(*(table.c[name] for name in _RECORD_COLUMNS)).order_by(table.c.id).limit(batch)
        while True:
            with self._database.read() as reading:
                rows = reading.execute(wanted.where(table.c.id > after)).all()
            if not rows:
                return
            yield [self._codec.record(record_type, row) for row in rows]
            after = rows[-1].id

    def _look_up(
        self, record_type: RecordType, column: str, keys: dict[K, bytes | None] | dict[K, str | None]
    ) -> dict[K, str]:
        table = {"seeker": seekers, "employer": employers}[record_type]
        with self._database.read() as reading:
            rows = reading.rows_in(table, column, {key for key in keys.values() if key is not None}, ("id", column))
        ids: dict[bytes | str, str] = {}
        for row in rows:
            ids[row[1]] = min(ids.get(row[1], row.id), row.id)
        return {asked: ids[key] for asked, key in keys.items() if key is not None and key in ids}


def open_store(url: str, *, secret: bytes, wait_s: float = 30.0) -> Store:
    """Open the store at `url` and bring its tables to the present layout.

    The first opening binds the store to `secret`. `wait_s` is how long a writer waits for another one.

    Raises:
        WrongSecret: the store was made with another secret.
        UnsupportedDatabase, StoreTooNew, StoreUnavailable: see `indexer.database.open_database`.
    """
    seal = Seal(secret)
    database = open_database(url, wait_s=wait_s)
    try:
        _check_secret(database, seal)
    except Exception:
        database.close()
        raise
    return Store(database, seal)


def _check_secret(database: Database, seal: Seal) -> None:
    check = seal.check.encode()
    wanted = select(state.c.value).where(state.c.name == "secret")
    with database.read() as reading:
        stored = bytes(reading.execute(wanted).scalar_one())
    if not stored:
        with database.write() as writing_once:
            writing_once.counter("secret")
            stored = bytes(writing_once.execute(wanted).scalar_one())
            if not stored:
                writing_once.set_counter("secret", 1, check)
                return
    if stored != check:
        raise WrongSecret
