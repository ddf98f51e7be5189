"""Turn the raw sheets of an .ods or .xlsb into the number of cells that reading them would take."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from indexer.unreadable import UnreadableFile

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_BINARY_ROW = 0
_BINARY_CELLS = range(1, 12)


def widest_area(archive: zipfile.ZipFile) -> int:
    """Return rows times columns up to the last cell with a value of the largest sheet; 0 for an .xlsx.

    A cell or row that is repeated a million times counts a million times.

    Raises:
        UnreadableFile: the content is encrypted or no spreadsheet.
    """
    names = archive.namelist()
    areas = [0]
    try:
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFile("encrypted")
        if "content.xml" in names:
            with archive.open("content.xml") as file:
                areas += _open_document_areas(ElementTree.iterparse(file, events=("start", "end")))
        sheets = [name for name in names if name.endswith(".bin") and "/worksheets/" in name]
        areas += [_binary_area(archive.read(name)) for name in sheets]
    except RuntimeError as error:  # zipfile: a member is encrypted
        raise UnreadableFile("encrypted") from error
    except (ElementTree.ParseError, struct.error, IndexError) as error:
        raise UnreadableFile("damaged") from error
    return max(areas)


def _open_document_areas(events: Iterator[tuple[str, ElementTree.Element]]) -> list[int]:
    areas: list[int] = []
    row = last_row = widest = column = last_column = 0
    for event, element in events:
        if event == "start":
            if element.tag == f"{_TABLE}table":
                row = last_row = widest = 0
            elif element.tag == f"{_TABLE}table-row":
                column = last_column = 0
            continue
        if element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            if len(element) or element.get(f"{_TABLE}formula"):
                last_column = column
        elif element.tag == f"{_TABLE}table-row":
            row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            if last_column:
                last_row, widest = row, max(widest, last_column)
            element.clear()
        elif element.tag == f"{_TABLE}table":
            areas.append(last_row * widest)
            element.clear()
    return areas


def _binary_area(data: bytes) -> int:
    """Walk the records of an .xlsb sheet. Source: MS-XLSB 2.1.4 (records), 2.4.743 BrtRowHdr, 2.5.9 Cell."""
    position = last_row = last_column = 0
    while position < len(data):
        record, position = _variable(data, position, 2)
        size, position = _variable(data, position, 4)
        if record == _BINARY_ROW and size >= 4:
            last_row = max(last_row, struct.unpack_from("<I", data, position)[0] + 1)
        elif record in _BINARY_CELLS and size >= 4:
            last_column = max(last_column, struct.unpack_from("<I", data, position)[0] + 1)
        position += size
    return last_row * last_column


def _variable(data: bytes, position: int, most: int) -> tuple[int, int]:
    value = 0
    for shift in range(most):
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << (7 * shift)
        if not byte & 0x80:
            break
    return value, position
