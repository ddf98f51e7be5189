"""Turn NDJSON, or a table headed by the field names of NDJSON, into a stream of JSON lines."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.interchange import FIELDS
from indexer.readers import JsonLine, Row, is_ndjson, open_ndjson, open_tables
from indexer.rejected import MEND, REASON

_FOREIGN_TITLE = "title"


def holds_lines(path: Path) -> bool:
    """Return whether a file is read line by line: NDJSON, or a table whose headings are field names of NDJSON.

    Such a table is the workbook in which lines came back, or an export of them to CSV.

    Raises:
        UnreadableFile: the file cannot be read at all.
    """
    return is_ndjson(path) or next(_table_lines(path), None) is not None


def open_lines(path: Path) -> Iterator[JsonLine]:
    """Stream the lines of a file for which `holds_lines` is true.

    Raises:
        UnreadableFile: the file is missing, empty or no text.
    """
    return open_ndjson(path) if is_ndjson(path) else _table_lines(path)


def count_lines(path: Path) -> int:
    """Return how many line feeds NDJSON holds, gzip or not, before anything is read; 0 for a table."""
    if not is_ndjson(path):
        return 0
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    opened = gzip.open if packed else open
    with opened(path, "rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def as_text(value: Any) -> str:
    """Return a value of a line as it would stand in a cell: lists joined by 、, true and false as such, null as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "、".join(as_text(item) for item in value)
    return str(value)


def _table_lines(path: Path) -> Iterator[JsonLine]:
    for table in open_tables(path):
        heading: tuple[str, ...] = ()
        for row in table.rows:
            if heading:
                yield _line(heading, row)
            elif any(cell.strip() for cell in row.cells):
                heading = _field_names(row.cells)
                if not heading:
                    break


def _line(heading: tuple[str, ...], row: Row) -> JsonLine:
    cells = zip(heading, row.cells, strict=False)
    return JsonLine(row.number, {name: cell for name, cell in cells if name and cell and name not in (REASON, MEND)})


def _field_names(cells: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in cells)
    own = {name for name in names if name and name not in (REASON, MEND)}
    known = any("id" in own and len(own) > 1 and own <= set(fields) for fields in FIELDS.values())
    foreign = _FOREIGN_TITLE in own and all(name.isascii() and name.isidentifier() for name in own)
    return names if known or foreign else ()
