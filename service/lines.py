"""Turn interchange lines that a caller sends into stored records, judged as an import judges them, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from indexer.employer_register import EmployerRegister
from indexer.intake import Run
from indexer.interchange import FIELDS, InterchangeError, InterchangeKind
from indexer.normalise.copies import PostingCopies, duplicate_issue
from indexer.normalise.issues import load_issue_codes
from indexer.normalise.line_rows import record_from_interchange
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.normalise.sheet_places import place_reader
from indexer.person_intake import PersonIntake
from indexer.posting_intake import BLOCKING, PostingIntake
from indexer.report import FileReport
from indexer.understanding import Understanding
from models.records import Finding, Issue, Posting, Seeker, Status
from service.inline import checked_values
from service.resources import Resources

SOURCE = "接口"
"""What stands as the file of a record that came over HTTP."""
_LONGEST_ID = 200

Line = tuple[int, Mapping[str, Any] | str]
"""Line number from 1 and the object on it, or the sentence that says why it is none."""
Outcome = Literal["new", "changed", "same", "review", "rejected"]


@dataclass(frozen=True)
class Written:
    """What became of one line. `status` is how it stands in the store now, None when nothing stands there."""

    line: int
    id: str
    outcome: Outcome
    status: Status | None
    issues: tuple[Issue, ...]
    findings: tuple[Finding, ...]

    @property
    def code(self) -> str:
        """Return the code of the gravest issue, "" when the line was simply accepted."""
        graver = self._graver()
        return graver[0].code if graver else ""

    @property
    def text(self) -> str:
        """Return why the line was returned or set aside, with the law, and what else is to be said of it."""
        said = self._graver() or self.issues
        laws = {finding.code: finding for finding in self.findings}
        return "；".join(dict.fromkeys(_with_law(issue, laws.get(issue.code)) for issue in said))

    def _graver(self) -> list[Issue]:
        order = {"rejected": 0, "review": 1}
        return sorted((i for i in self.issues if i.outcome in order), key=lambda issue: order[issue.outcome])


class LineWriter:
    """Writes the lines of one request. Each call of `write` is one transaction: what it returned from is stored."""

    def __init__(self, resources: Resources, kind: InterchangeKind) -> None:
        self._resources = resources
        self._kind = kind
        self._codes = load_issue_codes(resources.settings.vocabulary_dir)
        today = resources.clock.today()
        self._context = SheetContext(
            file=SOURCE,
            sheet="",
            asof=today,
            codes=self._codes,
            vocabulary=resources.vocabulary,
            place=place_reader(resources.vocabulary),
        )
        self._run = Run(
            store=resources.store,
            vocabulary=resources.vocabulary,
            codes=self._codes,
            asof=today,
            now=resources.clock.now(),
            import_id="",
            file=SOURCE,
            new_id=lambda: "",  # a line brings its own id
            understanding=Understanding(resources.vocabulary, today, occupation_space=resources.occupation_space),
            is_whole=True,
        )
        self._register = EmployerRegister(resources.store)
        self._copies = PostingCopies(self._codes)
        self._seen: dict[str, int] = {}

    def write(self, lines: Sequence[Line]) -> list[Written]:
        """Judge and store lines and return what became of each, in order. One wrong line never harms another.

        A line of an id that is stored changes the fields that it gives, also to null or empty, and leaves the others.
        A posting that must not be published (fee, fraud, under 16) is rejected, and kept as blocked for the record. An
        id that came in an earlier line is a duplicate.
        """
        sent = ["" if isinstance(line, str) else str(line.get("id") or "")[:_LONGEST_ID] for _, line in lines]
        before = self._stored([record_id for record_id in sent if record_id])
        rows = [self._read(number, line, before.get(own)) for (number, line), own in zip(lines, sent, strict=True)]
        entry = FileReport(SOURCE, self._kind)
        if self._kind == "posting":
            self._copies.settle(rows)
            PostingIntake(self._run, self._register).take(rows, entry, own_ids=True)
            self._keep_blocked(rows)
        else:
            self._settle_people(rows)
            PersonIntake(self._run, self._context).take(rows, entry, own_ids=True)
        after = self._stored([row.record.id for row in rows if row.record is not None])
        return [_written(row, own, before, after) for row, own in zip(rows, sent, strict=True)]

    def _read(self, number: int, line: Mapping[str, Any] | str, old: Posting | Seeker | None) -> Normalised[Any]:
        if isinstance(line, str):
            return Normalised(None, [self._codes.issue("bad_json", "", line)], number)
        try:
            checked_values(line)
        except InterchangeError as error:
            return Normalised(None, [self._codes.issue(error.code, error.field, text=str(error))], number)
        row: Normalised[Any] = record_from_interchange(line, number, self._kind, self._context)
        if row.record is not None and (len(row.record.id) > _LONGEST_ID or not row.record.id.isprintable()):
            text = f"字段“id”的值不能用：编号要有 1 到 {_LONGEST_ID} 个可见字符"
            row = Normalised(None, [self._codes.issue("wrong_type", "id", text=text)], number)
        if row.record is not None and old is not None:
            row.record = self._merged(old, row.record, line)
        return row

    def _merged(self, old: Posting | Seeker, record: Posting | Seeker, given: Mapping[str, Any]) -> Posting | Seeker:
        fields = [field for field in FIELDS[self._kind] if field in given or getattr(old, field) in (None, "", ())]
        changes: dict[str, Any] = {field: getattr(record, field) for field in fields}
        return msgspec.structs.replace(
            old, **changes, origin=record.origin, status=Status.LIVE, status_reason="", facts=None
        )

    def _settle_people(self, rows: Sequence[Normalised[Any]]) -> None:
        for row in rows:
            if row.record is None:
                continue
            keys = [key for key in (f"id {row.record.id}", row.record.id_number) if key]
            first = next((self._seen[key] for key in keys if key in self._seen), None)
            if first is not None:
                row.issues.insert(0, duplicate_issue(self._codes, f"第{first}行", ()))
            for key in keys:
                self._seen.setdefault(key, row.row)

    def _keep_blocked(self, rows: Sequence[Normalised[Any]]) -> None:
        blocked: list[Posting] = []
        for row in rows:
            block = _block(row)
            if block is not None and row.record is not None:
                blocked.append(msgspec.structs.replace(row.record, status=Status.BLOCKED, status_reason=block.code))
        if blocked:
            self._resources.store.put(blocked, now=self._run.now)

    def _stored(self, ids: Sequence[str]) -> Mapping[str, Posting | Seeker]:
        store = self._resources.store
        return store.postings(ids) if self._kind == "posting" else store.seekers(ids)


def _block(row: Normalised[Any]) -> Finding | None:
    if row.record is None or row.outcome != "rejected" or any(issue.code == "duplicate" for issue in row.issues):
        return None
    findings = row.record.facts.findings if row.record.facts else ()
    return next((finding for finding in findings if finding.severity == "block" and finding.code in BLOCKING), None)


def _written(
    row: Normalised[Any], sent_id: str, before: Mapping[str, Posting | Seeker], after: Mapping[str, Posting | Seeker]
) -> Written:
    record_id = sent_id if row.record is None else row.record.id
    stored = after.get(record_id)
    facts = row.record.facts if isinstance(row.record, Posting) else None
    outcome: Outcome = "rejected" if row.outcome == "rejected" else "review"
    if row.outcome == "accepted":
        outcome = _change(before.get(record_id), stored)
    return Written(
        line=row.row,
        id=record_id,
        outcome=outcome,
        status=None if stored is None else stored.status,
        issues=tuple(row.issues),
        findings=facts.findings if facts else (),
    )


def _change(before: Posting | Seeker | None, after: Posting | Seeker | None) -> Outcome:
    if before is None:
        return "new"
    return "same" if _written_half(before) == _written_half(after) else "changed"


def _written_half(record: Posting | Seeker | None) -> Posting | Seeker | None:
    return None if record is None else msgspec.structs.replace(record, facts=None, origin=None)


def _with_law(issue: Issue, finding: Finding | None) -> str:
    if finding is None:
        return issue.text
    law = f"（{finding.law}）" if finding.law else ""
    suggestion = f"建议：{finding.suggestion}" if finding.suggestion else ""
    return issue.text + law + suggestion
