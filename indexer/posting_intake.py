"""Turn normalised postings into stored ones: understood, checked, compared with the store, and suspended where due."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.employer_register import EmployerRegister
from indexer.intake import Run, count_rows, count_stored, status_of
from indexer.normalise.completion import completed, updated
from indexer.normalise.copies import duplicate_issue
from indexer.normalise.employer_rows import ARREARS_REASON, is_in_arrears
from indexer.normalise.posting_rows import pay_issues
from indexer.normalise.sheet_context import Normalised
from indexer.report import FileReport
from models.records import Posting, Status
from models.understand.pay import parse_pay

# Findings that say of whom a posting must be kept: when a stored posting comes again with one, it is blocked.
BLOCKING = frozenset({"fee", "id_retention", "training_loan", "fraud", "in_kind", "under16_post"})
# Findings that repeat what the reader of the row, or the summary of the order, has said already.
_TOLD_BY_FAMILY = frozenset({"pay_unknown"})
_SHEET_TELLS = frozenset({"valid_missing"})
_ORDER_TELLS = frozenset({"wage_fanfei", "wage_held_back", "expired"})


class PostingIntake:
    """Takes postings in batches, each one transaction: what `take` returned from is committed."""

    def __init__(self, run: Run, register: EmployerRegister) -> None:
        self._run = run
        self._register = register

    def ahead(self, rows: Sequence[Normalised[Posting]]) -> None:
        """Let the next batch be understood while this process stores the present one."""
        self._run.understanding.ahead(_records(_whole(rows)))

    def take(
        self,
        rows: Sequence[Normalised[Posting]],
        entry: FileReport,
        *,
        own_ids: bool = False,
        then: Sequence[Normalised[Posting]] = (),
    ) -> None:
        """Store a batch of settled rows and count every one of them in `entry`.

        With `own_ids` (interchange) the id says which record is meant, so a stored one is updated; else a posting that
        another register reported first is a duplicate, and completes it. `then` is the next batch, if it is known.
        """
        self._understand(rows)
        self.ahead(then)
        self._register.load(row.record for row in rows if row.record is not None)
        for row in rows:
            self._note_employer(row)
        stored = self._run.store.postings([row.record.id for row in rows if row.record is not None and row.record.id])
        keep: list[Posting] = []
        completions: list[Posting] = []
        for row in rows:
            if row.record is None or _is_copy(row):
                continue
            old = stored.get(row.record.id)
            if row.outcome == "rejected":
                if old is not None and not BLOCKING.isdisjoint(issue.code for issue in row.issues):
                    reason = next(issue.code for issue in row.issues if issue.code in BLOCKING)
                    completions.append(msgspec.structs.replace(old, status=Status.BLOCKED, status_reason=reason))
                continue
            if old is not None and not own_ids and not self._is_own(old):
                completions += self._complete(old, row)
                continue
            keep.append(self._final(row, old))
        outcomes = self._run.store.put([*keep, *completions], now=self._run.now, import_id=self._run.import_id)
        count_stored(entry, outcomes[: len(keep)])
        entry.effects.update({"completed": sum(outcome == "changed" for outcome in outcomes[len(keep) :])})
        self._hold(keep, stored)
        count_rows(entry, rows, self._run.codes)

    def _understand(self, rows: Sequence[Normalised[Posting]]) -> None:
        whole = _whole(rows)
        understood = self._run.understanding.postings(_records(whole))
        for row, record in zip(whole, understood, strict=True):
            row.record = record
            self._add_findings(row, record)
        for row in rows:
            if row.record is not None and _is_copy(row):
                row.issues += pay_issues(row.record.pay_text, parse_pay(row.record.pay_text), self._run.codes)

    def _add_findings(self, row: Normalised[Posting], record: Posting) -> None:
        row.issues += pay_issues(record.pay_text, record.facts.pay if record.facts else None, self._run.codes)
        known = {issue.code for issue in row.issues}
        told = {self._run.codes.family(code) for code in known} & _TOLD_BY_FAMILY
        for finding in record.facts.findings if record.facts else ():
            issue = self._run.codes.of_finding(finding)
            if issue.code in known or self._run.codes.family(issue.code) in told or issue.code in _SHEET_TELLS:
                continue
            if record.order is not None and issue.code in _ORDER_TELLS:
                continue
            row.issues.append(issue)
            known.add(issue.code)

    def _note_employer(self, row: Normalised[Posting]) -> None:
        record, codes = row.record, self._run.codes
        if record is None:
            return
        employer = self._register.of(record)
        if employer is not None:
            if not record.employer_id:
                row.record = msgspec.structs.replace(record, employer_id=employer.id)
            if is_in_arrears(employer, self._run.asof):
                row.issues.append(codes.issue("wage_arrears_employer", "employer_name"))
        elif record.gig is None and self._register.is_missing(record) and not _has(row, "fraud"):
            row.issues.append(codes.issue("not_registered", "employer_name"))

    def _final(self, row: Normalised[Posting], old: Posting | None) -> Posting:
        record = row.record
        assert record is not None
        if old is not None and not self._run.is_whole:
            merged = updated(old, record)
            if msgspec.structs.replace(merged, facts=None) != msgspec.structs.replace(record, facts=None):
                record = self._run.understanding.postings([merged])[0]
        status, reason = status_of(row.issues, record.status, record.status_reason)
        if status in (Status.LIVE, Status.REVIEW) and _has(row, "wage_arrears_employer"):
            status, reason = Status.SUSPENDED, ARREARS_REASON
        return msgspec.structs.replace(record, status=status, status_reason=reason)

    def _complete(self, old: Posting, row: Normalised[Posting]) -> list[Posting]:
        assert row.record is not None
        better, taken = completed(old, row.record)
        where = f"已登记的（{old.origin.file if old.origin else '其他来源'}）"
        row.issues.insert(0, duplicate_issue(self._run.codes, where, taken))
        return self._run.understanding.postings([better]) if taken else []

    def _is_own(self, old: Posting) -> bool:
        return old.origin is None or self._run.is_own_series(old.origin.file)

    def _hold(self, keep: Sequence[Posting], stored: dict[str, Posting]) -> None:
        # A status that an officer set by hand outlives an import, but not a wage-arrears listing.
        ids = [
            posting.id
            for posting in keep
            if posting.status is Status.SUSPENDED
            and (old := stored.get(posting.id)) is not None
            and old.status in (Status.LIVE, Status.REVIEW)
        ]
        if ids:
            self._run.store.set_statuses("posting", ids, Status.SUSPENDED, ARREARS_REASON, now=self._run.now)


def _whole(rows: Sequence[Normalised[Posting]]) -> list[Normalised[Posting]]:
    return [row for row in rows if row.record is not None and not _is_copy(row)]


def _records(rows: Sequence[Normalised[Posting]]) -> list[Posting]:
    return [row.record for row in rows if row.record is not None]


def _is_copy(row: Normalised[Posting]) -> bool:
    return _has(row, "duplicate")


def _has(row: Normalised[Posting], code: str) -> bool:
    return any(issue.code == code for issue in row.issues)
