"""Turn a workbook (.xlsx, .xls, .et, .xlsb, .ods) into tables of text rows."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import python_calamine as calamine

from indexer.foreign_area import widest_area
from indexer.rows import NONE, Row, Table, fill_merged, typed_row
from indexer.unpacking import check_unpacked
from indexer.unreadable import UnreadableFile
from indexer.workbook_scan import SheetScan, scan_xls, scan_xlsx

DENSE_CELLS = 12_000_000
"""Sheets whose used area is larger are streamed instead of loaded: calamine takes 32 bytes for every cell of the area.

Source: our measurement, one stray cell in the last row of 31 columns takes 1.15 GiB.
"""


def open_workbook(path: Path, *, kind: str) -> Iterator[Table]:
    """Stream the sheets of a workbook in their order; chart sheets are left out. `kind` is "xlsx", "xls" or "other".

    Formulas are found in .xlsx and .xls/.et; in "other" (.xlsb, .ods) they cannot be told from values.

    Raises:
        UnreadableFile: encrypted, damaged, too large.
    """
    if kind != "xls":
        _check_archive(path)
    scans = scan_xlsx(path) if kind == "xlsx" else scan_xls(path) if kind == "xls" else {}
    try:
        with path.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
            sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
            for meta in sheets:
                scan = scans.get(meta.name, SheetScan())
                rows = _streamed(path, meta.name, scan) if scan.area > DENSE_CELLS else _loaded(book, meta.name, scan)
                yield Table(meta.name, rows, hidden=meta.visible != calamine.SheetVisibleEnum.Visible)
    except calamine.PasswordError as error:
        raise UnreadableFile("encrypted") from error
    except calamine.CalamineError as error:
        raise UnreadableFile("damaged") from error


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            check_unpacked(archive)
            if widest_area(archive) > DENSE_CELLS:
                raise UnreadableFile("too_large")
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise UnreadableFile("damaged") from error


def _loaded(book: calamine.CalamineWorkbook, name: str, scan: SheetScan) -> Iterator[Row]:
    try:
        sheet = book.get_sheet_by_name(name)
    except calamine.CalamineError as error:
        raise UnreadableFile("damaged") from error
    if sheet.start is None:
        return
    merges = scan.merges or [
        (left, top, bottom) for (top, left), (bottom, _) in sheet.merged_cell_ranges or () if bottom > top
    ]
    yield from fill_merged(_rows(sheet, scan), merges)


def _rows(sheet: calamine.CalamineSheet, scan: SheetScan) -> Iterator[Row]:
    for number, values in enumerate(sheet.iter_rows(), start=1):
        yield typed_row(number, values, scan.formulas.get(number, NONE))


def _streamed(path: Path, name: str, scan: SheetScan) -> Iterator[Row]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that do not matter for reading values
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book[name]
        sheet.reset_dimensions()
        rows = (
            typed_row(number, values, scan.formulas.get(number, NONE))
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
        )
        yield from fill_merged(rows, scan.merges)
    finally:
        book.close()
