"""Turn the HTML and XML tables that older systems save as ".xls" into tables of text rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from indexer.rows import Merge, Row, Table, cell_text, fill_merged, text_row
from indexer.textfile import detect_encoding, text_lines
from indexer.unreadable import UnreadableFile

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MAX_COLUMNS = 16_384
_MAX_ROWS = 1_048_576
_DATE = re.compile(r"T00:00(:00(\.0+)?)?$")


class _TableParser(HTMLParser):
    """Collects the outermost tables: `tables` is a list of (rows, merges)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[list[list[str]], list[Merge]]] = []
        self._depth = 0
        self._text: list[str] | None = None
        self._spans: tuple[int, int] = (1, 1)
        self._covered: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(([], []))
                self._covered = {}
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self._next_row()
        elif self._depth == 1 and tag in {"td", "th"}:
            self._close_cell()
            values = dict(attrs)
            self._spans = (_span(values.get("colspan"), _MAX_COLUMNS), _span(values.get("rowspan"), _MAX_ROWS))
            self._text = []
        elif tag in {"br", "p", "div"} and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self._close_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _next_row(self) -> None:
        rows, _ = self.tables[-1]
        rows.append([])
        self._covered = {column: left - 1 for column, left in self._covered.items() if left > 1}

    def _close_cell(self) -> None:
        if self._text is None:
            return
        rows, merges = self.tables[-1]
        if not rows:
            self._next_row()
        row = rows[-1]
        while len(row) in self._covered:
            row.append("")
        across, down = self._spans
        column = len(row)
        text = "\n".join(" ".join(line.split()) for line in "".join(self._text).split("\n")).strip()
        row.extend([text, *[""] * (min(across, _MAX_COLUMNS - column) - 1)])
        if down > 1:
            merges.append((column, len(rows) - 1, len(rows) - 2 + down))
            self._covered.update(dict.fromkeys(range(column, len(row)), down))
        self._text = None


def _span(text: str | None, limit: int) -> int:
    return min(int(text), limit) if text and text.isascii() and text.isdigit() and int(text) > 0 else 1


def html_tables(path: Path) -> Iterator[Table]:
    """Yield the outermost tables of an HTML file, named "1", "2" …; the encoding is that of its bytes.

    Raises:
        UnreadableFile: there is no table.
    """
    parser = _TableParser()
    with path.open("rb") as file:
        for line in text_lines(file, detect_encoding(file)):
            parser.feed(line)
    parser.close()
    tables = [(rows, merges) for rows, merges in parser.tables if any(map(any, rows))]
    if not tables:
        raise UnreadableFile("no_table")
    for number, (rows, merges) in enumerate(tables, start=1):
        numbered = (text_row(index, cells) for index, cells in enumerate(rows, start=1))
        yield Table(str(number) if len(tables) > 1 else "", fill_merged(numbered, merges))


def spreadsheetml_tables(path: Path) -> Iterator[Table]:
    """Yield the sheets of an "XML Spreadsheet 2003" file.

    Raises:
        UnreadableFile: the XML is damaged.
    """
    try:
        root = ElementTree.parse(path).getroot()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile("damaged") from error
    for sheet in root.iter(f"{_SS}Worksheet"):
        merges: list[Merge] = []
        rows = list(_xml_rows(sheet, merges))
        yield Table(sheet.get(f"{_SS}Name", ""), fill_merged(rows, merges))


def _xml_rows(sheet: ElementTree.Element, merges: list[Merge]) -> Iterator[Row]:
    number = 0
    for row in sheet.iter(f"{_SS}Row"):
        number = _index(row, number + 1, _MAX_ROWS)
        cells: dict[int, str] = {}
        formulas, numbers = set(), set()
        column = -1
        for cell in row.iter(f"{_SS}Cell"):
            column = _index(cell, column + 2, _MAX_COLUMNS) - 1
            data = cell.find(f"{_SS}Data")
            kind = data.get(f"{_SS}Type", "String") if data is not None else "String"
            text = "".join(data.itertext()) if data is not None else ""
            cells[column] = _xml_text(text, kind)
            if cell.get(f"{_SS}Formula"):
                formulas.add(column)
            if kind == "Number":
                numbers.add(column)
            if (down := _span(cell.get(f"{_SS}MergeDown"), _MAX_ROWS - 1)) and cell.get(f"{_SS}MergeDown"):
                merges.append((column, number - 1, number - 1 + down))
            column += _span(cell.get(f"{_SS}MergeAcross"), _MAX_COLUMNS) if cell.get(f"{_SS}MergeAcross") else 0
        width = max(cells, default=-1) + 1
        plain = text_row(number, [cells.get(index, "") for index in range(width)])
        yield Row(number, plain.cells, plain.formulas | formulas, frozenset(numbers))


def _index(element: ElementTree.Element, default: int, limit: int) -> int:
    text = element.get(f"{_SS}Index")
    return _span(text, limit) if text else default


def _xml_text(text: str, kind: str) -> str:
    if kind == "Number":
        try:
            return cell_text(float(text))
        except ValueError:
            return text
    return _DATE.sub("", text).replace("T", " ") if kind == "DateTime" else text
