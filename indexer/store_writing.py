"""Turn decided writes into rows, numbered changes and kept former versions, inside one write transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from indexer.database import Database, Transaction
from indexer.reconcile import Outcome, Standing, Writes, reconcile
from indexer.record_rows import NAMES, RecordType, RowCodec, storable
from indexer.tables import RECORD_TABLES, aware, changes, crew_members, history
from models.records import AnyRecord, Crew, Status

_STANDING = ("id", "written_hash", "facts_hash", "status", "status_reason", "status_set", "origin")


class Writing:
    """One write transaction that changes records. It holds the change counter, so writers follow one another."""

    def __init__(self, transaction: Transaction, codec: RowCodec, at: datetime, import_id: str) -> None:
        self.transaction = transaction
        self.at = at
        self._codec = codec
        self._import_id = import_id
        self._first = self._seq = transaction.counter("change_seq")
        self._changed: dict[tuple[RecordType, str], tuple[int, bool]] = {}

    def put(self, records: Sequence[AnyRecord]) -> list[Outcome]:
        """Store records of any types; return what each was, in order. See `indexer.reconcile`."""
        places: dict[RecordType, list[int]] = {}
        for place, record in enumerate(records):
            places.setdefault(NAMES[type(record)], []).append(place)
        outcomes: list[Outcome] = ["same"] * len(records)
        for record_type, indexes in places.items():
            prepared = [self._codec.prepare(records[i]) for i in indexes]
            ids = dict.fromkeys(item.record.id for item in prepared)
            found = self.transaction.rows_in(RECORD_TABLES[record_type], "id", ids, _STANDING)
            decided, writes = reconcile(prepared, {row.id: Standing(*row[1:]) for row in found}, self._codec)
            self._write(record_type, writes)
            if record_type == "crew":
                self._link({item.record.id: item.record for item in prepared}, writes)
            for i, outcome in zip(indexes, decided, strict=True):
                outcomes[i] = outcome
        return outcomes

    def set_status(self, record_type: RecordType, ids: Sequence[str], status: Status, reason: str) -> list[str]:
        """Set a status by hand and return the ids that it changed, ordered; ids that are not stored are passed over."""
        storable(reason, "状态说明")
        found = self.transaction.rows_in(RECORD_TABLES[record_type], "id", dict.fromkeys(ids), _STANDING)
        differ = sorted(row.id for row in found if (row.status, row.status_reason) != (str(status), reason))
        writes = Writes(
            statuses={i: {"status": str(status), "status_reason": reason, "status_set": True} for i in differ},
            touched=dict.fromkeys(differ),
            written=set(differ),
        )
        self._write(record_type, writes)
        pinned = sorted(row.id for row in found if row.id not in writes.written and not row.status_set)
        self.transaction.update(RECORD_TABLES[record_type], [{"id": i, "status_set": True} for i in pinned])
        return differ

    def delete(self, record_type: RecordType, ids: Sequence[str], *, keep_prior: bool) -> list[str]:
        """Remove records, and return the ids that were stored, ordered. Followers see them as deleted."""
        table = RECORD_TABLES[record_type]
        rows = sorted(self.transaction.rows_in(table, "id", dict.fromkeys(ids)), key=lambda row: str(row.id))
        removed = [row.id for row in rows]
        if record_type == "crew":
            self.transaction.delete_in(crew_members, "crew_id", removed)
        self.transaction.delete_in(table, "id", removed)
        seqs = {record_id: self._number(record_type, record_id, deleted=True) for record_id in removed}
        if keep_prior:
            self.transaction.insert(history, [self._prior(record_type, row, seqs[row.id]) for row in rows])
        return removed

    def overwrite(self, record: AnyRecord) -> None:
        """Replace a stored record without keeping the former version; who changed it last stays as it is."""
        record_type = NAMES[type(record)]
        columns = self._codec.columns(self._codec.prepare(record))
        seq = self._number(record_type, record.id)
        self.transaction.update(RECORD_TABLES[record_type], [{**columns, "seq": seq, "updated_at": self.at}])
        if isinstance(record, Crew):
            self._relink([record])

    def restore(self, record_type: RecordType, record_id: str, prior: Any) -> None:
        """Put back the version kept in a row of `history`."""
        record = self._codec.open_record(record_type, record_id, prior.prior)
        self.transaction.update(
            RECORD_TABLES[record_type],
            [
                {
                    **self._codec.columns(self._codec.prepare(record)),
                    "status_set": prior.prior_status_set,
                    "import_id": prior.prior_import_id,
                    "created_at": prior.prior_created_at,
                    "updated_at": prior.prior_updated_at,
                    "written_seq": prior.prior_written_seq,
                    "seq": self._number(record_type, record_id),
                }
            ],
        )
        if isinstance(record, Crew):
            self._relink([record])

    def finish(self) -> None:
        """Write the changes and the counter."""
        by_type: dict[RecordType, list[str]] = {}
        for record_type, record_id in self._changed:
            by_type.setdefault(record_type, []).append(record_id)
        for record_type, ids in by_type.items():
            self.transaction.delete_in(changes, "id", ids, record_type=record_type)
        self.transaction.insert(
            changes,
            [
                {"record_type": record_type, "id": record_id, "seq": seq, "deleted": deleted}
                for (record_type, record_id), (seq, deleted) in self._changed.items()
            ],
        )
        if self._seq != self._first:
            self.transaction.set_counter("change_seq", self._seq)

    def _write(self, record_type: RecordType, writes: Writes) -> None:
        table = RECORD_TABLES[record_type]
        former = {
            row.id: row
            for row in self.transaction.rows_in(
                table, "id", [i for i in writes.touched if i in writes.written and i not in writes.inserts]
            )
        }
        kept: list[dict[str, Any]] = []
        for record_id in writes.touched:
            seq = self._number(record_type, record_id)
            row = writes.inserts.get(record_id) or writes.rewrites.get(record_id) or writes.statuses[record_id]
            row |= {"seq": seq, "updated_at": self.at}
            if record_id in writes.written:
                row |= {"written_seq": seq, "import_id": self._import_id}
                if record_id in former:
                    kept.append(self._prior(record_type, former[record_id], seq))
                elif self._import_id:
                    kept.append(self._nothing_before(record_type, record_id, seq))
            if record_id in writes.inserts:
                row["created_at"] = self.at
        self.transaction.insert(table, list(writes.inserts.values()))
        refreshed = {i: row for i, row in writes.rewrites.items() if i not in writes.written}
        self.transaction.update(table, [row for i, row in writes.rewrites.items() if i in writes.written])
        self.transaction.update(table, list(refreshed.values()))
        self.transaction.update(table, [{"id": i, **row} for i, row in writes.statuses.items()])
        self.transaction.insert(history, kept)

    def _link(self, records: Mapping[str, AnyRecord], writes: Writes) -> None:
        rewritten = writes.inserts.keys() | writes.rewrites.keys()
        self._relink([record for record in records.values() if isinstance(record, Crew) and record.id in rewritten])

    def _relink(self, crews: Sequence[Crew]) -> None:
        self.transaction.delete_in(crew_members, "crew_id", [crew.id for crew in crews])
        self.transaction.insert(crew_members, [row for crew in crews for row in self._codec.members(crew)])

    def _number(self, record_type: RecordType, record_id: str, *, deleted: bool = False) -> int:
        self._seq += 1
        self._changed[record_type, record_id] = (self._seq, deleted)
        return self._seq

    def _prior(self, record_type: RecordType, row: Any, seq: int) -> dict[str, Any]:
        return {
            **self._nothing_before(record_type, row.id, seq),
            "prior": self._codec.close_record(self._codec.record(record_type, row)),
            "prior_import_id": row.import_id,
            "prior_status_set": row.status_set,
            "prior_created_at": row.created_at,
            "prior_updated_at": row.updated_at,
            "prior_written_seq": row.written_seq,
        }

    def _nothing_before(self, record_type: RecordType, record_id: str, seq: int) -> dict[str, Any]:
        empty = dict.fromkeys(column.name for column in history.columns if column.name.startswith("prior"))
        return {
            **empty,
            "seq": seq,
            "record_type": record_type,
            "id": record_id,
            "import_id": self._import_id,
            "at": self.at,
        }


@contextmanager
def writing(database: Database, codec: RowCodec, now: datetime, import_id: str = "") -> Iterator[Writing]:
    """Open one write transaction that changes records; all is kept when the block ends, nothing when it raises."""
    at = aware(now)
    with database.write() as transaction:
        session = Writing(transaction, codec, at, import_id)
        yield session
        session.finish()
