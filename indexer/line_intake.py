"""Turn a stream of JSON lines (interchange, or a form of somebody else's) into stored records, batch by batch."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from indexer.employer_register import EmployerRegister
from indexer.file_rows import Surroundings
from indexer.intake import Run
from indexer.interchange import FIELDS, InterchangeKind, interchange_kind
from indexer.normalise.copies import PostingCopies, duplicate_issue
from indexer.normalise.foreign_rows import ForeignForm
from indexer.normalise.line_rows import record_from_interchange
from indexer.normalise.posting_rows import posting_from_row
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.normalise.sheet_places import sheet_county
from indexer.person_intake import PersonIntake
from indexer.posting_intake import PostingIntake
from indexer.readers import JsonLine, open_ndjson
from indexer.rejected import ReturnedSheet
from indexer.report import FileReport
from indexer.returned import returned_rows, returned_sheets
from models.records import Posting, Seeker

Form = Literal["posting", "seeker", "foreign"]


_FORCED: Mapping[str, InterchangeKind] = {
    "postings": "posting",
    "gigs": "posting",
    "orders": "posting",
    "seekers": "seeker",
    "graduates": "seeker",
}


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
        self._headings: dict[str, tuple[str, ...]] = {}
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
        forced: InterchangeKind | None = (
            "posting"
            if kind in ("postings", "gigs", "orders")
            else "seeker"
            if kind in ("seekers", "graduates")
            else None
        )
        total = _count_lines(path)
        pending: dict[Form, list[Normalised[Any]]] = {"posting": [], "seeker": [], "foreign": []}
        n_lines = 0
        for line in open_ndjson(path):
            n_lines += 1
            form, row = self._read(line, forced)
            pending[form].append(row)
            if len(pending[form]) >= self._batch:
                self._put(form, pending[form])
                pending[form] = []
                waiting = sum(map(len, pending.values()))
                self._progress(n_lines - waiting, total, min(1.0, n_lines / max(total, 1)))
        for form, rows in pending.items():
            if rows:
                self._put(form, rows)
        self._progress(n_lines, n_lines, 1.0)
        for entry in self._entries.values():
            entry.mapping = {"": dict(self._foreign.mapping)} if self._foreign.mapping else {}
        return list(self._entries.values()), returned_sheets(self._kept, self._headings)

    def _read(self, line: JsonLine, forced: InterchangeKind | None) -> tuple[Form, Normalised[Any]]:
        value = line.value
        if value is None:
            issue = self._run.codes.issue("bad_json", "", line.problem)
            return forced or "posting", Normalised(None, [issue], line.number)
        if forced != "seeker" and self._foreign.fits(value) and not value.keys() <= set(FIELDS["posting"]):
            row = self._foreign.row(value, line.number)
            self._learn(value)
            return "foreign", posting_from_row(row, self._with_fields())
        kind = forced or interchange_kind(value) or "posting"
        self._learn(value)
        return kind, record_from_interchange(value, line.number, kind, self._context)

    def _with_fields(self) -> SheetContext:
        if self._context.fields != self._foreign.fields:
            self._context = replace(self._context, fields=self._foreign.fields)
        return self._context

    def _learn(self, value: dict[str, Any]) -> None:
        if not self._headings:
            self._headings[""] = tuple(value)

    def _put(self, form: Form, rows: list[Normalised[Any]]) -> None:
        record = "seeker" if form == "seeker" else "posting"
        entry = self._entries.setdefault(record, FileReport(self._context.file, record))
        if form == "seeker":
            people: list[Normalised[Seeker]] = rows
            self._settle_people(people)
            self._people.take(people, entry, own_ids=True)
        else:
            postings: list[Normalised[Posting]] = rows
            (self._copies if form == "posting" else self._foreign_copies).settle(postings)
            self._postings.take(postings, entry, own_ids=form == "posting")
        kept = [row for row in rows if row.outcome != "accepted"]
        self._run.store.keep_rejected(self._run.import_id, returned_rows(kept, self._headings))
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


def _count_lines(path: Path) -> int:
    opened = gzip.open if path.open("rb").read(2) == b"\x1f\x8b" else open
    with opened(path, "rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
