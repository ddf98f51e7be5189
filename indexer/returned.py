"""Turn rejected and reviewed rows into what the store keeps of them and into the sheets for the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from indexer.normalise.sheet_context import Normalised
from indexer.rejected import ReturnedSheet
from indexer.store_imports import RejectedRow


def returned_rows(rows: Iterable[Normalised[Any]], headings: Mapping[str, tuple[str, ...]]) -> list[RejectedRow]:
    """Return the rows that go back to the office (rejected, or for review) with their cells by heading."""
    return [
        RejectedRow(
            sheet=row.sheet,
            row=row.row,
            issues=tuple(msgspec.structs.replace(i, sheet=row.sheet, row=row.row) for i in row.issues),
            values=_by_heading(row.raw, headings.get(row.sheet, ())),
        )
        for row in rows
        if row.outcome != "accepted"
    ]


def returned_sheets(rows: Iterable[Normalised[Any]], headings: Mapping[str, tuple[str, ...]]) -> list[ReturnedSheet]:
    """Return the same rows by sheet, in the order of the sheets."""
    sheets: dict[str, ReturnedSheet] = {name: ReturnedSheet(name, names) for name, names in headings.items()}
    for row in rows:
        if row.outcome != "accepted":
            sheet = sheets.setdefault(row.sheet, ReturnedSheet(row.sheet, ()))
            sheet.rows.append((row.raw, tuple(row.issues)))
    return list(sheets.values())


def kept_sheets(rows: Sequence[RejectedRow]) -> list[ReturnedSheet]:
    """Return what the store kept of an import as sheets again, for writing the workbook later."""
    sheets: dict[str, ReturnedSheet] = {}
    for row in rows:
        sheet = sheets.setdefault(row.sheet, ReturnedSheet(row.sheet, ()))
        sheet.headings += tuple(heading for heading in row.values if heading not in sheet.headings)
    for row in rows:
        sheet = sheets[row.sheet]
        sheet.rows.append((tuple(row.values.get(heading, "") for heading in sheet.headings), row.issues))
    return list(sheets.values())


def _by_heading(raw: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for column, text in enumerate(raw):
        heading = headings[column] if column < len(headings) and headings[column] else f"第{column + 1}列"
        values[heading if heading not in values else f"{heading}（{column + 1}）"] = text
    return values
