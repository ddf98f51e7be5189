"""Turn the runs of an import into what can be looked up later, and undo one as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from indexer.database import Transaction
from indexer.record_rows import TYPES, RecordType
from indexer.seal import Seal
from indexer.store_errors import ImportClosed, ImportNotFound, UndoRefused
from indexer.store_writing import Writing
from indexer.tables import RECORD_TABLES, history, imports, rejected
from models.records import Issue, Record


class ImportRun(Record, frozen=True):
    """One import of one file. `report` is the JSON of its report, "" until it is finished; times are aware UTC."""

    id: str
    file: str
    sha256: str
    who: str
    started_at: datetime
    finished_at: datetime | None = None
    undone_at: datetime | None = None
    report: str = ""


class RejectedRow(Record, frozen=True):
    """A row that was returned: where it stood, why it was returned, and its cells as written, by heading."""

    sheet: str
    row: int
    issues: tuple[Issue, ...] = ()
    values: dict[str, str] = msgspec.field(default_factory=dict)


class ImportLog:
    """Reads and writes imports within a transaction; reports and rejected rows name people, so both are sealed."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal
        self._rows = msgspec.json.Decoder(RejectedRow)

    def start(self, transaction: Transaction, file: str, sha256: str, who: str, at: datetime) -> str:
        """Note that an import begins and return its id; ids count up: "imp-000001"."""
        file = file.encode("utf-8", "replace").decode().replace("\0", "")  # names of files may be no text at all
        number = transaction.counter("import") + 1
        transaction.set_counter("import", number)
        import_id = f"imp-{number:06d}"
        transaction.insert(imports, [{"id": import_id, "file": file, "sha256": sha256, "who": who, "started_at": at}])
        return import_id

    def finish(self, transaction: Transaction, import_id: str, report: str, at: datetime) -> None:
        """Note that an import ended, with its report."""
        run = self.open_run(transaction, import_id)
        if run.finished_at is not None:
            raise ImportClosed(import_id, "已经结束")
        sealed = self._seal.close(report.encode(), f"report:{import_id}")
        transaction.update(imports, [{"id": import_id, "finished_at": at, "report": sealed}])

    def runs(self, transaction: Transaction, **equal: Any) -> list[ImportRun]:
        """Return the imports whose columns equal what is given, the latest first."""
        return [self._run(row) for row in reversed(transaction.rows(imports, **equal))]

    def run(self, transaction: Transaction, import_id: str) -> ImportRun:
        """Return one import, or raise ImportNotFound."""
        found = self.runs(transaction, id=import_id)
        if not found:
            raise ImportNotFound(import_id)
        return found[0]

    def open_run(self, transaction: Transaction, import_id: str) -> ImportRun:
        """Return one import that was not undone, or raise."""
        run = self.run(transaction, import_id)
        if run.undone_at is not None:
            raise ImportClosed(import_id, "已经撤销")
        return run

    def keep_rejected(self, transaction: Transaction, import_id: str, rows: Sequence[RejectedRow]) -> None:
        """Keep rejected rows after those kept before."""
        self.open_run(transaction, import_id)
        first = 1 + max((row.position for row in transaction.rows(rejected, import_id=import_id)), default=-1)
        transaction.insert(
            rejected,
            [
                {
                    "import_id": import_id,
                    "position": position,
                    "sealed": self._seal.close(msgspec.json.encode(row), f"rejected:{import_id}:{position}"),
                }
                for position, row in enumerate(rows, start=first)
            ],
        )

    def rejected(self, transaction: Transaction, **equal: Any) -> list[tuple[str, int, RejectedRow]]:
        """Return (import id, position, row) of the rows whose columns equal what is given, in the order kept."""
        return [
            (row.import_id, row.position, self._rows.decode(self._opened_rejected(row)))
            for row in transaction.rows(rejected, **equal)
        ]

    def rewrite_report(self, transaction: Transaction, import_id: str, report: str) -> None:
        """Put another report in the place of the one stored."""
        sealed = self._seal.close(report.encode(), f"report:{import_id}")
        transaction.update(imports, [{"id": import_id, "report": sealed}])

    def _opened_rejected(self, row: Any) -> bytes:
        return self._seal.open(row.sealed, f"rejected:{row.import_id}:{row.position}")

    def _run(self, row: Any) -> ImportRun:
        values = row._asdict()
        sealed = values.pop("report")
        report = "" if sealed is None else self._seal.open(sealed, f"report:{row.id}").decode()
        return ImportRun(**values, report=report)


def undo(writing: Writing, import_id: str) -> int:
    """Put every record of an import back to what it was before; return how many records that touched.

    What the import brought is removed. Records that were forgotten or removed since stay away.

    Raises:
        UndoRefused: a record was changed since, or replaced and then removed; nothing was touched.
    """
    steps = _steps(writing.transaction, import_id)
    standing = {
        (record_type, row.id): row.written_seq
        for record_type, table in RECORD_TABLES.items()
        for row in writing.transaction.rows_in(
            table, "id", [i for kind, i in steps if kind == record_type], ("id", "written_seq")
        )
    }
    changed = sorted(
        key
        for key, (first, last) in steps.items()
        if standing.get(key, None if first.prior is None else -1) not in (None, last.seq)
    )
    if changed:
        raise UndoRefused(import_id, changed)
    for record_type in TYPES:
        brought = [i for (kind, i), (first, _) in steps.items() if kind == record_type and first.prior is None]
        writing.delete(record_type, brought, keep_prior=False)
    for (record_type, record_id), (first, _) in steps.items():
        if first.prior is not None:
            writing.restore(record_type, record_id, first)
    writing.transaction.delete_in(history, "import_id", [import_id])
    writing.transaction.update(imports, [{"id": import_id, "undone_at": writing.at}])
    return len(steps)


def _steps(transaction: Transaction, import_id: str) -> dict[tuple[RecordType, str], tuple[Any, Any]]:
    """Return the first and last row of history that the import left, by record."""
    steps: dict[tuple[RecordType, str], tuple[Any, Any]] = {}
    for row in transaction.rows(history, import_id=import_id):
        key = (row.record_type, row.id)
        steps[key] = (steps[key][0] if key in steps else row, row)
    return steps
