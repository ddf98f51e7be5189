"""Turn the rows of a sheet into rows of named fields: find the headings, decide what it records, map its columns.

Field names are the canonical fields of `indexer/data/headers.tsv`. Beside them a name can be

* `a+b`: one column holds several fields ("联系人及电话" is `contact_name+contact_phone`, "用工性质及班次" is
  `employment_form+shift`, "性别/年龄" `sex+age`); each part is a canonical field, the reader of the row splits it;
* `a#2`, `a#3`: a second and third column of the same field, the one with the plainest heading first;
* `?heading`: no field fits the heading; the value is kept under the heading as written, white space removed; `?第9列`:
  a value where there is no heading at all (the row may have slid);
* `@务川自治县`: a quota column headed by a place.

A cell that states several things under one plain heading (岗位要求 "年龄：18-45\n学历高中\n持电工证优先", 福利待遇
"包住不包吃、五险") keeps its plain field (`requirements`, `welfare`); understanding the text is not done here.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer.aliases import Aliases, RecordName, load_aliases
from indexer.classify import Signs, classify, load_signs
from indexer.layout import (
    heading_look,
    heading_paths,
    is_subheading,
    own_cells,
    row_kind,
    section_name,
    starts_like_heading,
)
from indexer.mapping import Heading, map_columns, value_names
from indexer.rows import Row, Table

__all__ = ["Aliases", "Heading", "MappedRow", "RecordName", "Sheet", "load_aliases", "read_sheet", "read_sheets"]

SEARCHED_ROWS = 40
"""Rows in which a doubtful heading is looked for when there is no clear one. Source: our choice."""
_MAX_HEADING_ROWS = 4


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One data row by field.

    `values` holds only what is not empty, outer white space removed; `raw` is the row as read. `formulas` and `numbers`
    are the fields whose cell is a formula, or was stored as a number (an 18-digit one has lost digits). `section` is
    the text of the last section row above ("以工代赈项目岗位"), "" when there is none.
    """

    number: int
    values: dict[str, str]
    raw: tuple[str, ...]
    formulas: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table found on a sheet. `rows` streams; `skipped` (reason -> rows) is complete once `rows` is exhausted.

    Reasons: title, heading, section, total, note, example, empty, unknown. `titles` are the texts of the rows above the
    headings (题名, 填报单位), `header_rows` the numbers of the first heading rows. A sheet of record "unknown" has no
    rows: they are all counted as skipped.
    """

    name: str
    record: RecordName
    mapping: Mapping[int, Heading]
    header_rows: tuple[int, ...]
    rows: Iterator[MappedRow]
    titles: tuple[str, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    hidden: bool = False


class _Source:
    """Rows that can be put back."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._back: deque[Row] = deque()

    def take(self) -> Row | None:
        return self._back.popleft() if self._back else next(self._rows, None)

    def put_back(self, rows: Sequence[Row]) -> None:
        self._back.extendleft(reversed(rows))


def read_sheets(table: Table, aliases: Aliases, *, record: RecordName | None = None) -> Iterator[Sheet]:
    """Stream the tables of one sheet, from top to bottom; usually there is one.

    Like `itertools.groupby`: read the rows of a sheet before taking the next one (what is left is read past). A sheet
    without headings comes as one Sheet with record "unknown" and no rows. `record` overrules what the headings say.
    """
    source = _Source(table.rows)
    signs = load_signs()
    titles: list[str] = []
    skipped: Counter[str] = Counter()
    block = _find_heading(source, aliases, titles, skipped)
    if not block:
        lost = Counter({"empty": skipped["empty"], "unknown": skipped["title"]})
        yield Sheet(table.name, "unknown", {}, (), iter(()), tuple(titles), +lost, table.hidden)
        return
    while block:
        reading = _Reading(table.name, source, aliases, signs, block, titles, record)
        sheet = Sheet(
            table.name,
            reading.record,
            reading.mapping,
            tuple(row.number for row in block),
            reading.rows(skipped),
            tuple(titles),
            skipped,
            table.hidden,
        )
        yield sheet
        for _ in sheet.rows:
            pass
        block, titles, skipped = reading.next_block, reading.next_titles, Counter()


def read_sheet(table: Table, aliases: Aliases, *, record: RecordName | None = None) -> Sheet:
    """Return the first table of a sheet; see `read_sheets`, which also gives the others."""
    return next(read_sheets(table, aliases, record=record))


def _find_heading(source: _Source, aliases: Aliases, titles: list[str], skipped: Counter[str]) -> list[Row]:
    """Take rows up to and with the heading rows, [] for none; the rows above go to `titles` and `skipped`."""
    above: list[Row] = []
    while (row := source.take()) is not None:
        if heading_look(row, aliases).is_heading:
            break
        above.append(row)
        if len(above) == SEARCHED_ROWS and (doubtful := _doubtful_heading(above, aliases)) is not None:
            row, above = _rewind(source, above, doubtful)
            break
    else:
        if len(above) < SEARCHED_ROWS and (doubtful := _doubtful_heading(above, aliases)) is not None:
            row, above = _rewind(source, above, doubtful)
    for passed in above:
        texts = list(dict.fromkeys(own_cells(passed).values()))
        skipped["title" if texts else "empty"] += 1
        if len(titles) < SEARCHED_ROWS:
            titles.extend(texts)
    return _heading_block(row, source, aliases) if row is not None else []


def _doubtful_heading(rows: Sequence[Row], aliases: Aliases) -> int | None:
    looks = [heading_look(row, aliases) for row in rows]
    candidates = [index for index, look in enumerate(looks) if look.may_be_heading]
    return max(candidates, key=lambda index: (looks[index].known, -index), default=None)


def _rewind(source: _Source, above: list[Row], index: int) -> tuple[Row, list[Row]]:
    source.put_back(above[index + 1 :])
    return above[index], above[:index]


def _heading_block(first: Row, source: _Source, aliases: Aliases) -> list[Row]:
    block = [first]
    while len(block) < _MAX_HEADING_ROWS and (row := source.take()) is not None:
        if not is_subheading(block, row, aliases):
            source.put_back([row])
            break
        block.append(row)
    return block


class _Reading:
    """One table of a sheet while its rows are read; knows the heading of the next table once `rows` has met it."""

    def __init__(
        self,
        name: str,
        source: _Source,
        aliases: Aliases,
        signs: Mapping[RecordName, Signs],
        block: Sequence[Row],
        titles: Sequence[str],
        record: RecordName | None,
    ) -> None:
        paths = heading_paths(block)
        pairs = [(path[-1], "/".join(path[:-1])) for path in paths.values()]
        self.record = record or classify(pairs, [name, *titles], aliases, signs)
        self.mapping = map_columns(paths, aliases, self.record)
        self.next_block: list[Row] = []
        self.next_titles: list[str] = []
        self._source = source
        self._aliases = aliases
        self._block = block
        self._titles = frozenset(titles)

    def rows(self, skipped: Counter[str]) -> Iterator[MappedRow]:
        skipped["heading"] += len(self._block)
        names = value_names(self.mapping)
        index_columns = frozenset(column for column, heading in self.mapping.items() if heading.field == "seq")
        fill = _CREW_FILL.get(self.record, _as_it_is)()
        section = ""
        alone: list[str] = []
        while (row := self._source.take()) is not None:
            if starts_like_heading(row, self._aliases) and heading_look(row, self._aliases).is_heading:
                block = _heading_block(row, self._source, self._aliases)
                if not self._is_repeated(block):
                    self.next_block, self.next_titles = block, alone
                    return
                skipped["heading"] += len(block)
                continue
            kind = row_kind(row, index_columns, self._titles)
            if kind == "data":
                alone = []
                if self.record == "unknown":
                    skipped["unknown"] += 1
                    continue
                yield fill(_mapped(row, names, self.mapping, section))
                continue
            skipped[kind] += 1
            if kind in {"section", "note", "title"}:
                text = next(iter(own_cells(row).values()))
                alone.append(text)
                section = section_name(text) if kind == "section" else section

    def _is_repeated(self, block: Sequence[Row]) -> bool:
        paths = heading_paths(block)
        if {c: h.field for c, h in map_columns(paths, self._aliases, self.record).items()} == {
            c: h.field for c, h in self.mapping.items()
        }:
            return True
        known = {text for row in self._block for text in own_cells(row).items()}
        texts = [text for row in block for text in own_cells(row).items()]
        return sum(text in known for text in texts) >= 0.8 * len(texts)


def _mapped(row: Row, names: Mapping[int, str], mapping: Mapping[int, Heading], section: str) -> MappedRow:
    values: dict[str, str] = {}
    width = len(row.cells)
    for column, name in names.items():
        if column < width and (text := row.cells[column].strip()):
            values[name] = text.lstrip("'") if text[0] == "'" else text
    if width > len(mapping):
        for column, cell in enumerate(row.cells):
            if column not in mapping and cell and (text := cell.strip()) and column not in row.merged:
                values[f"?第{column + 1}列"] = text
    formulas = frozenset(names[column] for column in row.formulas if column in names)
    numbers = frozenset(names[column] for column in row.number_cells if column in names)
    return MappedRow(row.number, values, row.cells, formulas, numbers, section)


class _Fill(Protocol):
    def __call__(self, row: MappedRow) -> MappedRow: ...


def _as_it_is() -> _Fill:
    return lambda row: row


_CREW_FIELDS: tuple[str, ...] = ("crew_id", "crew_name")


def _crew_fill() -> _Fill:
    """Carry the crew's number and name down to members below it: a text file has no merged cells to say so."""
    last: dict[str, str] = {}

    def fill(row: MappedRow) -> MappedRow:
        own: dict[str, str] = {name: row.values[name] for name in _CREW_FIELDS if name in row.values}
        if own:
            last.clear()
            last.update(own)
        else:
            row.values.update(last)
        return row

    return fill


_CREW_FILL: Mapping[RecordName, Callable[[], _Fill]] = {"crew_member": _crew_fill}
