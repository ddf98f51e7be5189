"""Turn a workbook or text table into the normalised rows of each kind that it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from indexer.aliases import Aliases
from indexer.columns import MappedRow, RecordName, Sheet, read_sheets
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
from indexer.normalise.posting_rows import posting_from_row
from indexer.normalise.seeker_rows import seeker_from_row
from indexer.normalise.sheet_context import Normalised, PlaceReader, SheetContext
from indexer.normalise.sheet_places import sheet_county
from indexer.readers import open_tables
from indexer.rejected import heading_row
from models.records import Crew, CrewMember, Employer, Posting, Seeker
from models.vocabulary import Vocabulary

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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What normalising a file needs besides its rows. `file` is the name that the office gave it."""

    file: str
    asof: date
    codes: IssueCodes
    vocabulary: Vocabulary
    aliases: Aliases
    place: PlaceReader


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
    the headings say; `on_row` is told the number of rows read so far, every thousand.

    Raises:
        UnreadableFile: the file cannot be read.
    """
    rows = FileRows()
    lines: list[tuple[MappedRow, SheetContext]] = []
    n_rows = 0
    for table in open_tables(path):
        for sheet in read_sheets(table, surroundings.aliases, record=record):
            context = _context(sheet, surroundings)
            rows.contexts[sheet.name] = context
            for row in sheet.rows:
                n_rows += 1
                if n_rows % 1000 == 0:
                    on_row(n_rows)
                if sheet.record == "order_line":
                    lines.append((row, context))
                else:
                    _take(row, sheet.record, context, rows)
            _note(sheet, rows)
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
        rows.postings.append(posting_from_row(row, context))
    elif record == "gig":
        rows.gigs.append(gig_from_row(row, context))
    elif record == "seeker":
        rows.seekers.append(seeker_from_row(row, context))
    elif record == "graduate":
        rows.graduates.append(graduate_from_row(row, context))
    elif record == "order":
        rows.orders.append(order_from_row(row, context))
    elif record == "quota":
        take_quota(row, context, rows.order_rows)
    elif record == "township_quota":
        take_township_quota(row, context, rows.order_rows)
    elif record == "bus":
        take_bus(row, context, rows.order_rows)
    elif record == "employer":
        rows.states_arrears |= "blacklist_flag" in context.fields
        rows.employers.append(employer_from_row(row, context))
    elif record == "arrears":
        rows.states_arrears = True
        rows.arrears.append(arrears_from_row(row, context))
    elif record == "crew":
        rows.crews.append(crew_from_row(row, context))
    elif record == "crew_member":
        rows.members.append(member_from_row(row, context))


def _note(sheet: Sheet, rows: FileRows) -> None:
    record = "order" if sheet.record in RIDERS else sheet.record
    rows.skipped.setdefault(record, Counter()).update(sheet.skipped)
    if sheet.record == "unknown":
        return
    rows.headings[sheet.name] = heading_row({column: heading.text for column, heading in sheet.mapping.items()})
    rows.mapping.setdefault(record, {})[sheet.name] = {h.text: h.field for h in sheet.mapping.values()}


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
    positions: Counter[str] = Counter()
    for row, context in lines:
        positions[row.values.get("order_id", "")] += 1
        position = positions[row.values.get("order_id", "")]
        rows.order_lines.append(order_line_from_row(row, context, orders, position))
