"""Turn a workbook or text table into the normalised rows of each kind that it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from indexer.aliases import Aliases
from indexer.columns import Heading, MappedRow, RecordName, Sheet, read_sheets
from indexer.normalise.crew_rows import crew_from_row, member_from_row
from indexer.normalise.employer_rows import Arrears, arrears_from_row, employer_from_row
from indexer.normalise.gig_rows import gig_from_row
from indexer.normalise.graduate_rows import graduate_from_row
from indexer.normalise.issues import IssueCodes
from indexer.normalise.order_lines import order_line_from_row
from indexer.normalise.order_rows import (
    Order,
    OrderRows,
    complete_order,
    order_from_row,
    take_bus,
    take_quota,
    take_township_quota,
)
from indexer.normalise.orders_of_lines import orders_of_lines
from indexer.normalise.posting_rows import posting_from_row
from indexer.normalise.seeker_rows import seeker_from_row
from indexer.normalise.sheet_context import Normalised, PlaceReader, SheetContext
from indexer.normalise.sheet_places import sheet_county
from indexer.readers import open_tables
from indexer.rejected import heading_row, original_file
from models.records import Crew, CrewMember, Employer, Posting, Seeker
from models.vocabulary import Vocabulary

T = TypeVar("T")

_RUNNING = 0.9  # share of rows whose job number is the one above plus one. Source: our choice
# Records that ride along with another and are no rows of their own in a report.
RIDERS: frozenset[str] = frozenset({"quota", "township_quota", "bus"})


@dataclass(slots=True)
class FileRows:
    """All rows of one file by kind, normalised but not yet compared with each other or with the store."""

    postings: list[Normalised[Posting]] = field(default_factory=list)
    gigs: list[Normalised[Posting]] = field(default_factory=list)
    seekers: list[Normalised[Seeker]] = field(default_factory=list)
    graduates: list[Normalised[Seeker]] = field(default_factory=list)
    orders: list[Normalised[Order]] = field(default_factory=list)
    order_lines: list[Normalised[Posting]] = field(default_factory=list)
    order_rows: OrderRows = field(default_factory=OrderRows)
    employers: list[Normalised[Employer]] = field(default_factory=list)
    arrears: list[Normalised[Arrears]] = field(default_factory=list)
    crews: list[Normalised[Crew]] = field(default_factory=list)
    members: list[tuple[str, Normalised[CrewMember]]] = field(default_factory=list)
    contexts: dict[str, SheetContext] = field(default_factory=dict)
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    mapping: dict[str, dict[str, dict[str, str | None]]] = field(default_factory=dict)
    skipped: dict[str, Counter[str]] = field(default_factory=dict)
    states_arrears: bool = False
    original: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What normalising a file needs besides its rows. `file` is the name that the office gave it."""

    file: str
    asof: date
    codes: IssueCodes
    vocabulary: Vocabulary
    aliases: Aliases
    place: PlaceReader
    file_of_import: Callable[[str], str] = lambda import_id: ""


def peek_record(path: Path, aliases: Aliases) -> RecordName:
    """Return the kind of the first sheet that holds anything known, "unknown" when none does.

    Raises:
        UnreadableFile: the file cannot be read.
    """
    for table in open_tables(path):
        for sheet in read_sheets(table, aliases):
            if sheet.record != "unknown":
                return sheet.record
    return "unknown"


def read_file_rows(
    path: Path,
    surroundings: Surroundings,
    *,
    record: RecordName | None = None,
    on_row: Callable[[int], None] = lambda n_rows: None,
) -> FileRows:
    """Read and normalise every row of a file; a row that is wrong never stops it.

    Orders are joined with their quotas and buses wherever their sheets stand in the workbook. `record` overrules what
    the headings say; `on_row` is told the number of rows read so far, every thousand. The rows of a mended workbook of
    returned rows count as rows of the file that they were returned from (`original`).

    Raises:
        UnreadableFile: the file cannot be read.
    """
    rows = FileRows()
    lines: list[tuple[MappedRow, SheetContext]] = []
    n_rows = 0
    for table in open_tables(path):
        for sheet in read_sheets(table, surroundings.aliases, record=record):
            if sheet.record == "unknown" and (file := original_file(sheet.titles, surroundings.file_of_import)):
                surroundings = replace(surroundings, file=file)
                rows.original = file
            context = _context(sheet, surroundings)
            rows.contexts[sheet.name] = context
            n_before = len(rows.postings)
            for row in sheet.rows:
                n_rows += 1
                if n_rows % 1000 == 0:
                    on_row(n_rows)
                if sheet.record == "order_line":
                    lines.append((row, context))
                else:
                    _take(row, sheet.record, context, rows)
            _forget_running_numbers(rows.postings[n_before:])
            _note(sheet, rows, surroundings.aliases)
    _join_orders(rows, lines)
    on_row(n_rows)
    return rows


def _context(sheet: Sheet, surroundings: Surroundings) -> SheetContext:
    names = (sheet.name, *sheet.titles, surroundings.file)
    county, words = sheet_county(names, surroundings.place)
    fields = {
        part
        for heading in sheet.mapping.values()
        if heading.field and not heading.field.startswith("?")
        for part in heading.field.partition("#")[0].split("+")
    }
    return SheetContext(
        file=surroundings.file,
        sheet=sheet.name,
        asof=surroundings.asof,
        codes=surroundings.codes,
        vocabulary=surroundings.vocabulary,
        place=surroundings.place,
        titles=sheet.titles,
        fields=frozenset(fields),
        county_code=county,
        county_words=words,
    )


def _take(row: MappedRow, record: RecordName, context: SheetContext, rows: FileRows) -> None:
    if record == "posting":
        rows.postings.append(_told_once(posting_from_row(row, context), row))
    elif record == "gig":
        rows.gigs.append(_told_once(gig_from_row(row, context), row))
    elif record == "seeker":
        rows.seekers.append(_told_once(seeker_from_row(row, context), row))
    elif record == "graduate":
        rows.graduates.append(_told_once(graduate_from_row(row, context), row))
    elif record == "order":
        rows.orders.append(_told_once(order_from_row(row, context), row))
    elif record == "quota":
        take_quota(row, context, rows.order_rows)
    elif record == "township_quota":
        take_township_quota(row, context, rows.order_rows)
    elif record == "bus":
        take_bus(row, context, rows.order_rows)
    elif record == "employer":
        rows.states_arrears |= "blacklist_flag" in context.fields
        rows.employers.append(_told_once(employer_from_row(row, context), row))
    elif record == "arrears":
        rows.states_arrears = True
        rows.arrears.append(_told_once(arrears_from_row(row, context), row))
    elif record == "crew":
        rows.crews.append(_told_once(crew_from_row(row, context), row))
    elif record == "crew_member":
        rows.members.append(member_from_row(row, context))


def _told_once(result: Normalised[T], row: MappedRow) -> Normalised[T]:
    """Leave out what was read into cells that are not what they seem: formulas, and all cells of a row that slid."""
    if slid := [issue for issue in result.issues if issue.code == "slid"]:
        result.issues = slid
    elif row.formulas:
        result.issues = [i for i in result.issues if i.code == "formula_cell" or i.field not in row.formulas]
    return result


def _forget_running_numbers(postings: Sequence[Normalised[Posting]]) -> None:
    """Drop the job numbers of a sheet that only count its rows: a copy has a number of its own there too."""
    numbers = [int(digits[0]) if (digits := re.search(r"\d{1,18}$", p.key)) else None for p in postings]
    steps = [b - a == 1 for a, b in pairwise(numbers) if a is not None and b is not None]
    if steps and sum(steps) >= _RUNNING * len(steps):
        for posting in postings:
            posting.key = ""


def _note(sheet: Sheet, rows: FileRows, aliases: Aliases) -> None:
    record = "order" if sheet.record in RIDERS else sheet.record
    rows.skipped.setdefault(record, Counter()).update(sheet.skipped)
    if sheet.record == "unknown":
        return
    single = {column: _single_row(heading, sheet.record, aliases) for column, heading in sheet.mapping.items()}
    rows.headings[sheet.name] = heading_row(single)
    rows.mapping.setdefault(record, {})[sheet.name] = {h.text: h.field for h in sheet.mapping.values()}


def _single_row(heading: Heading, record: RecordName, aliases: Aliases) -> str:
    """Return a heading so that it is understood without the group above it: "基本信息/姓名" is "姓名"."""
    parts = heading.text.split("/")
    for start in range(len(parts)):
        words = "/".join(parts[start:])
        if heading.field and aliases.field(record, words, "") == heading.field:
            return words
    return heading.text


def _join_orders(rows: FileRows, lines: list[tuple[MappedRow, SheetContext]]) -> None:
    orders: dict[str, Normalised[Order]] = {}
    for result in rows.orders:
        complete_order(result, rows.order_rows, rows.contexts[result.sheet])
        if result.record is not None and result.record.details.order_id:
            first = orders.setdefault(result.record.details.order_id, result)
            if first is not result:
                codes = rows.contexts[result.sheet].codes
                result.issues.append(
                    codes.issue("duplicate", "order_id", f"与“{first.sheet}”第{first.row}行订单编号相同")
                )
    stated = orders_of_lines(lines, rows.order_rows) if not rows.orders else {}
    positions: Counter[str] = Counter()
    for row, context in lines:
        positions[row.values.get("order_id", "")] += 1
        position = positions[row.values.get("order_id", "")]
        rows.order_lines.append(order_line_from_row(row, context, orders, position, stated=stated))
