"""Turn a stream of JSON lines (interchange, or a form of somebody else's) into stored records, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from indexer.employer_register import EmployerRegister
from indexer.file_rows import Surroundings
from indexer.intake import Run
from indexer.interchange import FIELDS, InterchangeKind, interchange_kind
from indexer.line_source import as_text, count_lines, open_lines
from indexer.normalise.copies import PostingCopies, duplicate_issue
from indexer.normalise.foreign_rows import ForeignForm
from indexer.normalise.line_rows import record_from_interchange
from indexer.normalise.posting_rows import posting_from_row
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.normalise.sheet_places import sheet_county
from indexer.person_intake import PersonIntake
from indexer.posting_intake import PostingIntake
from indexer.readers import JsonLine
from indexer.rejected import ReturnedSheet
from indexer.report import FileReport
from indexer.returned import returned_rows, returned_sheets
from models.records import Seeker

_FORCED: Mapping[str, InterchangeKind] = {
    "postings": "posting",
    "gigs": "posting",
    "orders": "posting",
    "seekers": "seeker",
    "graduates": "seeker",
}
Form = Literal["posting", "seeker", "foreign"]


class LineIntake:
    """Reads one file of lines. Memory holds one batch and the keys of what was seen, never the file."""

    def __init__(
        self,
        run: Run,
        surroundings: Surroundings,
        batch: int,
        progress: Callable[[int, int | None, float], None],
    ) -> None:
        self._run = run
        self._batch = batch
        self._progress = progress
        self._entries: dict[str, FileReport] = {}
        self._foreign = ForeignForm(surroundings.aliases)
        self._copies = PostingCopies(run.codes)
        self._foreign_copies = PostingCopies(run.codes)
        self._seen: dict[str, int] = {}
        self._kept: list[Normalised[Any]] = []
        self._keys: dict[str, None] = {}
        self._pending: dict[Form, list[Normalised[Any]]] = {}
        self._waiting: dict[Form, list[Normalised[Any]]] = {}
        county, words = sheet_county([surroundings.file], surroundings.place)
        self._context = SheetContext(
            file=surroundings.file,
            sheet="",
            asof=run.asof,
            codes=run.codes,
            vocabulary=run.vocabulary,
            place=surroundings.place,
            county_code=county,
            county_words=words,
        )
        self._postings = PostingIntake(run, EmployerRegister(run.store))
        self._people = PersonIntake(run, self._context)

    def take(self, path: Path, kind: str) -> tuple[list[FileReport], list[ReturnedSheet]]:
        """Store every line and return the entries of the report and the sheet of returned lines.

        Raises:
            UnreadableFile: the file is no text, or empty.
        """
        total = count_lines(path)
        self._run.understanding.expect(total)
        n_lines = 0
        for line in open_lines(path):
            n_lines += 1
            form, row = self._read(line, _FORCED.get(kind))
            pending = self._pending.setdefault(form, [])
            pending.append(row)
            if len(pending) >= self._batch:
                self._put(form)
                open_rows = sum(map(len, self._pending.values())) + sum(map(len, self._waiting.values()))
                self._progress(n_lines - open_rows, total or None, min(1.0, n_lines / total) if total else 0.5)
        for form in list(self._pending):
            self._put(form)
        for form in list(self._waiting):
            self._store(form, self._waiting.pop(form), [])
        self._progress(n_lines, n_lines, 1.0)
        for entry in self._entries.values():
            entry.mapping = {"": dict(self._foreign.mapping)} if self._foreign.mapping else {}
        entries = [self._entries[record] for record in sorted(self._entries)]
        return entries, returned_sheets(self._kept, {"": tuple(self._keys)})

    def _read(self, line: JsonLine, forced: InterchangeKind | None) -> tuple[Form, Normalised[Any]]:
        value = line.value
        if value is None:
            issue = self._run.codes.issue("bad_json", "", line.problem)
            return forced or "posting", Normalised(None, [issue], line.number)
        form: Form
        row: Normalised[Any]
        if forced != "seeker" and self._foreign.fits(value) and not value.keys() <= set(FIELDS["posting"]):
            form, mapped = "foreign", self._foreign.row(value, line.number)
            row = posting_from_row(mapped, self._with_fields())
        else:
            form = forced or interchange_kind(value) or "posting"
            row = record_from_interchange(value, line.number, form, self._context)
        for key in value:
            self._keys.setdefault(key)
        row.raw = tuple(as_text(value.get(key)) for key in self._keys)
        return form, row

    def _with_fields(self) -> SheetContext:
        if self._context.fields != self._foreign.fields:
            self._context = replace(self._context, fields=self._foreign.fields)
        return self._context

    def _put(self, form: Form) -> None:
        """Store the people at hand; of postings the batch before, while the workers understand this one."""
        rows = self._pending.pop(form, [])
        if form == "seeker":
            self._settle_people(rows)
            self._store(form, rows, [])
            return
        (self._copies if form == "posting" else self._foreign_copies).settle(rows)
        before, self._waiting[form] = self._waiting.get(form), rows
        if before is None:
            self._postings.ahead(rows)
        else:
            self._store(form, before, rows)

    def _store(self, form: Form, rows: list[Normalised[Any]], then: list[Normalised[Any]]) -> None:
        record = "seeker" if form == "seeker" else "posting"
        entry = self._entries.setdefault(record, FileReport(self._context.file, record))
        if form == "seeker":
            self._people.take(rows, entry, own_ids=True)
        else:
            self._postings.take(rows, entry, own_ids=form == "posting", then=then)
        kept = [row for row in rows if row.outcome != "accepted"]
        self._run.store.keep_rejected(self._run.import_id, returned_rows(kept, {"": tuple(self._keys)}))
        self._kept += kept

    def _settle_people(self, rows: list[Normalised[Seeker]]) -> None:
        for row in rows:
            if row.record is None:
                continue
            for key in filter(None, (f"id {row.record.id}", row.record.id_number)):
                if key in self._seen:
                    row.issues.insert(0, duplicate_issue(self._run.codes, f"第{self._seen[key]}行", ()))
                    break
                self._seen[key] = row.row
