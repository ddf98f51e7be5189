"""Turn normalised people into stored ones: found again by ID number, understood, completed by copies."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.intake import Run, count_rows, count_stored, status_of
from indexer.normalise.completion import completed, updated
from indexer.normalise.copies import duplicate_issue, other_name
from indexer.normalise.people import certificate_issues
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.report import FileReport
from models.records import Seeker


class PersonIntake:
    """Takes people in batches, each one transaction: what `take` returned from is committed."""

    def __init__(self, run: Run, context: SheetContext) -> None:
        self._run = run
        self._context = context

    def take(self, rows: Sequence[Normalised[Seeker]], entry: FileReport, *, own_ids: bool = False) -> None:
        """Store a batch of settled rows and count every one of them in `entry`.

        With `own_ids` (interchange) the id of a line says whom it means; the same ID number under another id is still a
        duplicate. A person whom another register reported first is one too, unless one register is of graduates and the
        other is not: then the two descriptions join.
        """
        alive = [row for row in rows if row.record is not None and row.outcome != "rejected"]
        stored = self._stored(alive)
        keep: list[tuple[Normalised[Seeker], Seeker]] = []
        completions: list[Seeker] = []
        for row in alive:
            old = stored.get(id(row))
            if old is not None and self._is_somebody_else(row, old, own_ids=own_ids):
                other_name(row, self._run.codes)
                own_id = row.record.id if row.record is not None else ""
                old = self._run.store.seekers([own_id]).get(own_id)
            merged = self._merged(row, old, own_ids=own_ids)
            if merged is not None:
                keep.append((row, merged))
            elif old is not None:
                completions += self._complete(old, row)
        kept = [self._final(row, record) for (row, _), record in zip(keep, self._read(keep), strict=True)]
        returned = [(r, r.record) for r in rows if r.outcome == "rejected" and r.record is not None and not _is_copy(r)]
        for (row, _), record in zip(returned, self._read(returned), strict=True):
            self._add_certificate_issues(row, record)
        completions = self._run.understanding.seekers(completions)
        outcomes = self._run.store.put([*kept, *completions], now=self._run.now, import_id=self._run.import_id)
        count_stored(entry, outcomes[: len(kept)])
        entry.effects.update({"completed": sum(outcome == "changed" for outcome in outcomes[len(kept) :])})
        count_rows(entry, rows, self._run.codes)

    def _read(self, rows: Sequence[tuple[Normalised[Seeker], Seeker]]) -> list[Seeker]:
        return self._run.understanding.seekers([record for _, record in rows])

    @staticmethod
    def _is_somebody_else(row: Normalised[Seeker], old: Seeker, *, own_ids: bool) -> bool:
        record = row.record
        if record is None or not record.id_number or old.id_number != record.id_number:
            return False
        if own_ids and old.id == record.id:
            return False
        return bool(old.name and record.name and old.name != record.name)

    def _stored(self, rows: Sequence[Normalised[Seeker]]) -> dict[int, Seeker]:
        """Return the stored person of each row (by its `id()`): by record id, ID number, or name and phone."""
        store = self._run.store
        records = {id(row): row.record for row in rows if row.record is not None}
        by_number = store.seekers_by_id_number(sorted({r.id_number for r in records.values() if r.id_number}))
        pairs = {(r.name, r.phone) for r in records.values() if not r.id_number and r.name and r.phone}
        by_phone = store.seekers_by_name_phone(sorted(pairs))
        own = {r.id for r in records.values() if r.id}
        found = store.seekers(sorted({*by_number.values(), *by_phone.values(), *own}))
        result: dict[int, Seeker] = {}
        for key, record in records.items():
            ids = (record.id, by_number.get(record.id_number, ""), by_phone.get((record.name, record.phone), ""))
            old = next((found[i] for i in ids if i in found), None)
            if old is not None:
                result[key] = old
        return result

    def _merged(self, row: Normalised[Seeker], old: Seeker | None, *, own_ids: bool) -> Seeker | None:
        """Return the record to store, None when the row is a copy of a person that another register reported."""
        record = row.record
        assert record is not None
        if old is None:
            return record if record.id else msgspec.structs.replace(record, id=self._run.new_id())
        if own_ids and old.id == record.id and self._run.is_whole:
            return record
        if own_ids:
            return updated(old, record) if old.id == record.id else None
        if old.origin is None or self._run.is_own_series(old.origin.file):
            return updated(old, record)
        joins = (old.graduate is None) != (record.graduate is None) or bool(
            record.graduate and (old.village or old.household)
        )
        if not joins:
            return None
        better, _ = completed(old, record)
        if record.graduate is not None:
            better = msgspec.structs.replace(better, graduate=record.graduate)
        return better

    def _final(self, row: Normalised[Seeker], record: Seeker) -> Seeker:
        self._add_certificate_issues(row, record)
        status, reason = status_of(row.issues, record.status, record.status_reason)
        row.record = msgspec.structs.replace(record, status=status, status_reason=reason)
        return row.record

    def _add_certificate_issues(self, row: Normalised[Seeker], record: Seeker) -> None:
        if record.facts is not None:
            row.issues += certificate_issues(record.facts.certificates, self._context)

    def _complete(self, old: Seeker, row: Normalised[Seeker]) -> list[Seeker]:
        assert row.record is not None
        better, taken = completed(old, row.record)
        where = f"已登记的（{old.origin.file if old.origin else '其他来源'}）"
        row.issues.insert(0, duplicate_issue(self._run.codes, where, taken))
        return [better] if better != old else []


def _is_copy(row: Normalised[Seeker]) -> bool:
    return any(issue.code == "duplicate" for issue in row.issues)
