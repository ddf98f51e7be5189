"""Turn what a cell holds into text, and give a row and a table of text their shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

CellValue = str | int | float | bool | date | time | datetime | timedelta | None
Merge = tuple[int, int, int]
"""A cell merged downwards: its column, its first and its last row, all from 0."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text.

    `number` counts from 1 as Excel shows it; in a text file it counts records, blank lines included, which is the row
    Excel shows when it opens the file. Columns count from 0. `cells` is what stands there: numbers with 15 significant
    digits and no float tail, dates in ISO form, an empty cell as "". `formulas` are the columns that hold a formula (or
    text that a spreadsheet would run as one); their text is the value last stored, never calculated here.
    `number_cells` are the columns stored as numbers: 18 digits there have lost their last three. `merged` are the
    columns whose text was filled down from the merged cell above.
    """

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    number_cells: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook, or a whole text file (`name` ""). `rows` streams in file order and can be read once."""

    name: str
    rows: Iterator[Row]
    hidden: bool = False


NONE: frozenset[int] = frozenset()

_RUNS_AS_FORMULA = re.compile(
    r"""^(?: =\s*[A-Za-z0-9_(+\-"'$@.]            # =1+1  =HYPERLINK(…)  =A1
          | [+\-][\s\d.+\-*/]*[A-Za-z]{2}[\w.]*\s*[(|!]   # +cmd|'/C …'!A0   -2+SUM(…)
          | @[A-Za-z]{2}[\w.]*\s*\( )                 # @SUM(…)
    """,
    re.VERBOSE | re.ASCII,
)
_TEXT_CONSTANT = re.compile(r'^="([^"]*)"$')
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?[Ee]\+\d{1,2}$")


def is_formula_text(text: str) -> bool:
    """Say whether a spreadsheet would run `text` as a formula. "-5", "+86 139…" and "4000+" are not.

    Source: the four leading characters are those of OWASP "CSV Injection".
    """
    return text[:1] in "=+-@" and bool(_RUNS_AS_FORMULA.match(text.lstrip()))


def number_text(value: float) -> str:
    """Return a number as a spreadsheet shows it, with 15 significant digits, no exponent and no tail.

    19900000217.0 is "19900000217", 522124199001011234 is "522124199001011000".
    """
    if not isfinite(value):
        return ""
    if value == (whole := int(value)) and -(10**15) < whole < 10**15:
        return str(whole)
    return f"{Decimal(f'{value:.15g}'):f}"


def cell_text(value: CellValue) -> str:
    """Return what a typed cell shows: dates as "2026-12-31" or "2026-12-31 08:30", times as "08:30", None as ""."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ", timespec="minutes" if value.second == 0 else "seconds")
        return text.removesuffix(" 00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes" if value.second == 0 else "seconds")
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def typed_row(number: int, values: Sequence[CellValue], formulas: frozenset[int] = NONE) -> Row:
    """Return a workbook row as text; text cells that would run as a formula count as formulas too."""
    cells = []
    numbers = []
    for column, value in enumerate(values):
        if type(value) is str:
            cells.append(value)
            if value and value[0] in "=+-@" and is_formula_text(value):
                formulas |= {column}
        else:
            cells.append(cell_text(value))
            if type(value) is float or type(value) is int:
                numbers.append(column)
    return Row(number, tuple(cells), formulas, frozenset(numbers) if numbers else NONE)


def text_row(number: int, fields: Sequence[str]) -> Row:
    """Return a text-file row. `="0851"` is the text 0851, and numbers in scientific form count as number cells."""
    cells = list(fields)
    formulas = NONE
    numbers = NONE
    for column, text in enumerate(cells):
        first = text[:1]
        if first and first in "=+-@":
            if constant := _TEXT_CONSTANT.match(text):
                cells[column] = constant[1]
            elif is_formula_text(text):
                formulas |= {column}
        elif "+" in text and _SCIENTIFIC.match(text):
            numbers |= {column}
    return Row(number, tuple(cells), formulas, numbers)


def fill_merged(rows: Iterable[Row], merges: Iterable[Merge]) -> Iterator[Row]:
    """Yield `rows` with the text of each vertically merged cell repeated down its own range, marked in `merged`."""
    starts: dict[int, list[Merge]] = {}
    for merge in merges:
        starts.setdefault(merge[1], []).append(merge)
    active: dict[int, tuple[int, str, bool, bool]] = {}
    for row in rows:
        index = row.number - 1
        filled = _filled(row, index, active) if active else row
        for column, _, last in starts.get(index, ()):
            if column < len(row.cells) and row.cells[column]:
                active[column] = (last, row.cells[column], column in row.formulas, column in row.number_cells)
        yield filled


def _filled(row: Row, index: int, active: dict[int, tuple[int, str, bool, bool]]) -> Row:
    for column in [column for column, (last, *_) in active.items() if last < index]:
        del active[column]
    columns = [column for column in active if column < len(row.cells) and not row.cells[column]]
    if not columns:
        return row
    cells = list(row.cells)
    for column in columns:
        cells[column] = active[column][1]
    return replace(
        row,
        cells=tuple(cells),
        formulas=row.formulas | {column for column in columns if active[column][2]},
        number_cells=row.number_cells | {column for column in columns if active[column][3]},
        merged=frozenset(columns),
    )
