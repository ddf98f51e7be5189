"""Turn a workbook or text table into stored records, kind by kind, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, TypeVar

from indexer.aliases import RecordName
from indexer.crew_intake import relink_crews, take_crews
from indexer.employer_intake import take_employers
from indexer.employer_register import EmployerRegister
from indexer.file_rows import FileRows, Surroundings, read_file_rows
from indexer.intake import Run, count_rows
from indexer.normalise.copies import PostingCopies, settle_seekers
from indexer.normalise.sheet_context import Normalised
from indexer.person_intake import PersonIntake
from indexer.posting_intake import PostingIntake
from indexer.rejected import ReturnedSheet
from indexer.report import FileReport, refused_file
from indexer.returned import returned_rows, returned_sheets

T = TypeVar("T")


class TableIntake:
    """Reads one file of sheets. All its rows are held, because copies and orders are told over the whole file."""

    def __init__(
        self,
        run: Run,
        surroundings: Surroundings,
        batch: int,
        progress: Callable[[int, int | None, float], None],
    ) -> None:
        self._run = run
        self._surroundings = surroundings
        self._batch = batch
        self._progress = progress
        self._done = 0
        self._total = 0
        self._rows = FileRows()
        self._entries: dict[str, FileReport] = {}

    def take(self, path: Path, record: RecordName | None) -> tuple[list[FileReport], list[ReturnedSheet]]:
        """Store every row and return the entries of the report and the sheets of returned rows.

        `record` overrules what the headings say.

        Raises:
            UnreadableFile: the file cannot be read.
        """
        file = self._run.file
        rows = self._rows = read_file_rows(
            path, self._surroundings, record=record, on_row=lambda n_rows: self._progress(0, None, 0.0)
        )
        if rows.original:
            self._run = replace(self._run, file=rows.original)
        kinds = _kinds(rows)
        self._entries = {kind: FileReport(file, kind) for kind, found in kinds.items() if found or kind in rows.mapping}
        if not self._entries:
            text = f"文件“{file}”里没有认得出的表，请对照模板检查表头；也可以指定导入类别再试"
            entry = refused_file(file, "unknown_sheet", text)
            _skipped(entry, *rows.skipped.values())
            return [entry], []
        self._store()
        for kind, entry in self._entries.items():
            entry.mapping = rows.mapping.get(kind, {})
            _skipped(entry, rows.skipped.get(kind, {}))
        entries = list(self._entries.values())
        _skipped(entries[0], rows.skipped.get("unknown", {}))
        returned: list[Normalised[Any]] = [row for found in kinds.values() for row in found]
        self._run.store.keep_rejected(self._run.import_id, returned_rows(returned, rows.headings))
        return entries, returned_sheets(returned, rows.headings)

    def _store(self) -> None:
        rows, entries, run = self._rows, self._entries, self._run
        self._total = len(rows.postings) + len(rows.gigs) + len(rows.order_lines) + len(rows.seekers)
        self._total += len(rows.graduates)
        run.understanding.expect(self._total)
        if "employer" in entries or "arrears" in entries:
            entry = entries.get("employer") or entries["arrears"]
            take_employers(run, rows, entry, entries.get("arrears"), self._batch)
        if "order" in entries:
            count_rows(entries["order"], rows.orders, run.codes)
            entries["order"].add_issues(rows.order_rows.orphans, run.codes)
            entries["order"].joined = dict(rows.order_rows.n_rows)
        self._store_postings()
        self._store_people()
        if "crew" in entries or "crew_member" in entries:
            take_crews(run, rows, entries.get("crew") or entries["crew_member"], entries.get("crew_member"))
        self._progress(self._done, self._total, 1.0)

    def _store_postings(self) -> None:
        rows = self._rows
        intake = PostingIntake(self._run, EmployerRegister(self._run.store))
        for kind, found in (("posting", rows.postings), ("gig", rows.gigs), ("order_line", rows.order_lines)):
            PostingCopies(self._run.codes).settle(found)
            for part, then in pairwise((*_batches(found, self._batch), [])):
                intake.take(part, self._entries[kind], then=then)
                self._advance(len(part))

    def _store_people(self) -> None:
        for kind, people in (("seeker", self._rows.seekers), ("graduate", self._rows.graduates)):
            if not people:
                continue
            settle_seekers(people, self._run.codes)
            intake = PersonIntake(self._run, self._rows.contexts[people[0].sheet])
            for part in _batches(people, self._batch):
                intake.take(part, self._entries[kind])
                self._advance(len(part))
            if n_linked := relink_crews(self._run):
                self._entries[kind].effects["members_linked"] = n_linked

    def _advance(self, n_rows: int) -> None:
        self._done += n_rows
        self._progress(self._done, self._total, self._done / self._total)


def _kinds(rows: FileRows) -> dict[str, Sequence[Normalised[Any]]]:
    return {
        "posting": rows.postings,
        "gig": rows.gigs,
        "seeker": rows.seekers,
        "graduate": rows.graduates,
        "order": rows.orders,
        "order_line": rows.order_lines,
        "employer": rows.employers,
        "arrears": rows.arrears,
        "crew": rows.crews,
        "crew_member": [member for _, member in rows.members],
    }


def _skipped(entry: FileReport, *counts: dict[str, int]) -> None:
    for count in counts:
        entry.skipped_reasons.update(count)
    entry.skipped = sum(entry.skipped_reasons.values())


def _batches(rows: Sequence[T], size: int) -> Iterator[list[T]]:
    remaining = iter(rows)
    while part := list(islice(remaining, size)):
        yield part
