"""Turn one run over one file into what every intake shares: store, vocabulary, today, and the report being filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from indexer.normalise.issues import IssueCodes
from indexer.normalise.keys import file_series
from indexer.normalise.sheet_context import Normalised
from indexer.report import FileReport
from indexer.store import Store
from indexer.understanding import Understanding
from models.records import Issue, Status
from models.vocabulary import Vocabulary

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """One import of one file. `file` is the name the office gave it, `new_id` makes ids of persons."""

    store: Store
    vocabulary: Vocabulary
    codes: IssueCodes
    asof: date
    now: datetime
    import_id: str
    file: str
    new_id: Callable[[], str]
    understanding: Understanding
    is_whole: bool = False
    """Records come whole (the API has merged them): a stored one of the same id is replaced, not completed."""

    def is_own_series(self, file: str) -> bool:
        """Return whether a stored record came from an earlier edition of this file, which this one updates."""
        return file_series(file) == file_series(self.file)


def status_of(issues: Sequence[Issue], otherwise: Status, reason: str) -> tuple[Status, str]:
    """Return the status of a row that is kept: in review for its first review issue, else what it says itself."""
    review = next((issue for issue in issues if issue.outcome == "review"), None)
    return (otherwise, reason) if review is None else (Status.REVIEW, review.code)


def count_rows(entry: FileReport, rows: Sequence[Normalised[T]], codes: IssueCodes) -> None:
    """Count rows in their order of reading and keep their issues."""
    for row in rows:
        entry.add_row(row.outcome, row.issues, row.sheet, row.row, codes)


def count_stored(entry: FileReport, outcomes: Sequence[str]) -> None:
    """Count what the store said of the records that were put."""
    for outcome in outcomes:
        if outcome == "new":
            entry.new += 1
        elif outcome == "changed":
            entry.changed += 1
        else:
            entry.same += 1
