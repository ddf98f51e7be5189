"""Turn what surrounds a row (file, sheet, title lines, today) into the context that every reader of rows is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from indexer.normalise.issues import IssueCodes, RowOutcome, row_outcome
from models.records import Issue, Origin, Place
from models.vocabulary import Vocabulary

T = TypeVar("T")

PlaceReader = Callable[[str, str], Place | None]
"""(text, county code or "" it lies within) -> the place, or None."""


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What a row cannot say of itself. `titles` are the lines above the headings, `fields` the mapped columns."""

    file: str
    sheet: str
    asof: date
    codes: IssueCodes
    vocabulary: Vocabulary
    place: PlaceReader
    titles: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()
    county_code: str = ""
    county_words: str = ""

    def origin(self, row: int) -> Origin:
        """Return where row number `row` of this sheet stands."""
        return Origin(file=self.file, sheet=self.sheet, row=row)


@dataclass(slots=True)
class Normalised(Generic[T]):
    """What became of one row: a record (None when not even that can be made) and its issues.

    `claim` orders copies of the same thing: the lowest is kept, the others are the duplicates. `key` joins rows of
    several sheets (a crew and its roster), or tells postings apart that have a number of their own.
    """

    record: T | None
    issues: list[Issue] = field(default_factory=list)
    row: int = 0
    sheet: str = ""
    raw: tuple[str, ...] = ()
    claim: tuple[int, ...] = ()
    key: str = ""

    @property
    def outcome(self) -> RowOutcome:
        """Return accepted, review or rejected, from the issues."""
        return row_outcome(self.issues)
