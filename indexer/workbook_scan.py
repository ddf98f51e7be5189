"""Turn the raw parts of a workbook into what calamine does not tell: formula cells, merged cells, the used area."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

import olefile  # type: ignore[import-untyped]

from indexer.rows import Merge
from indexer.unreadable import UnreadableFile

_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 2048
_TAG = rb"<(?:\w+:)?"

_FORMULA = re.compile(_TAG + rb'c\s[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*' + _TAG + rb"f[\s/>]")
_VALUED = re.compile(_TAG + rb'c\s[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*' + _TAG + rb"(?:v|f|is)[\s/>]")
_MERGE = re.compile(_TAG + rb'mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')

_BIFF_SHEET = 0x0085
_BIFF_FORMULAS = (0x0006, 0x0206, 0x0406)


@dataclass(frozen=True, slots=True)
class SheetScan:
    """`formulas`: row number from 1 -> columns from 0; `merges` run downwards; `area` is the number of cells in use."""

    formulas: Mapping[int, frozenset[int]] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    area: int = 0


def column_number(letters: bytes) -> int:
    """Return the column of "A".."XFD", from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def scan_xlsx(path: Path) -> dict[str, SheetScan]:
    """Scan every worksheet of an .xlsx, streaming; keyed by sheet name.

    Raises:
        UnreadableFile: damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            parts = _sheet_parts(archive)
            return {name: _scan_part(archive, part) for name, part in parts.items() if part in members}
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, EOFError, NotImplementedError) as error:
        raise UnreadableFile("damaged") from error
    except RuntimeError as error:  # zipfile: a member is encrypted
        raise UnreadableFile("encrypted") from error


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = {
        element.get("Id", ""): normpath(join("/xl", element.get("Target", ""))).lstrip("/")
        for element in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    parts = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            target = next((relations.get(value, "") for key, value in element.items() if key.endswith("}id")), "")
            parts[element.get("name", "")] = target
    return parts


def _scan_part(archive: zipfile.ZipFile, part: str) -> SheetScan:
    formulas: dict[int, set[int]] = {}
    merges: set[Merge] = set()
    last_row = 0
    columns: set[bytes] = set()
    for chunk in _chunks(archive, part):
        # What the sheet says of its own size is not believed: one far cell would cost the reader all memory.
        # Only cells with a value count for calamine, not a whole sheet that was formatted.
        seen = _VALUED.findall(chunk)
        columns.update({letters for letters, _ in seen})
        last_row = max(last_row, max(map(int, {row for _, row in seen}), default=0))
        if b"<f" in chunk or b":f" in chunk:
            for letters, row in _FORMULA.findall(chunk):
                formulas.setdefault(int(row), set()).add(column_number(letters))
        if b"mergeCell " in chunk:
            for left, top, _, bottom in _MERGE.findall(chunk):
                if bottom != top:
                    merges.add((column_number(left), int(top) - 1, int(bottom) - 1))
    area = (max(map(column_number, columns), default=0) + 1) * last_row
    return SheetScan({row: frozenset(columns) for row, columns in formulas.items()}, tuple(sorted(merges)), area)


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    tail = b""
    with archive.open(part) as file:
        while block := file.read(_CHUNK_BYTES):
            chunk = tail + block
            yield chunk
            tail = chunk[-_OVERLAP_BYTES:]


def scan_xls(path: Path) -> dict[str, SheetScan]:
    """Find the formula cells of an .xls or .et (BIFF5, BIFF8) by walking its records; keyed by sheet name.

    Source: MS-XLS 2.4.28 BoundSheet8, 2.4.127 Formula.
    """
    with olefile.OleFileIO(path) as container:
        stream = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
        data = container.openstream(stream).read() if stream else b""
    sheets: list[tuple[int, str]] = []
    cells: list[tuple[int, int, int]] = []
    position = 0
    while position + 4 <= len(data):
        record, size = struct.unpack_from("<HH", data, position)
        body = position + 4
        if record in _BIFF_FORMULAS and size >= 4:
            row, column = struct.unpack_from("<HH", data, body)
            cells.append((position, row, column))
        elif record == _BIFF_SHEET and size >= 8:
            sheets.append((struct.unpack_from("<I", data, body)[0], _sheet_name(data[body : body + size])))
        position = body + size
    return _by_sheet(sorted(sheets), cells)


def _sheet_name(body: bytes) -> str:
    length, flags = body[6], body[7]
    if flags & 1:
        return body[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return body[8 : 8 + length].decode("latin-1")


def _by_sheet(sheets: list[tuple[int, str]], cells: list[tuple[int, int, int]]) -> dict[str, SheetScan]:
    found: dict[str, dict[int, set[int]]] = {name: {} for _, name in sheets}
    for position, row, column in cells:
        owner = next((name for start, name in reversed(sheets) if start <= position), None)
        if owner is not None:
            found[owner].setdefault(row + 1, set()).add(column)
    return {name: SheetScan({row: frozenset(c) for row, c in rows.items()}) for name, rows in found.items()}
