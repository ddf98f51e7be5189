"""Turn interchange fields that came inside a request into a Posting or a Seeker as written, or into a named error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from indexer.interchange import InterchangeError, InterchangeKind, record_from_line
from models.records import Posting, Seeker
from service.errors import BadRecord, BadRequest, UnknownParameter

INLINE_ID = "inline"
"""The id of a record that came without one and is not stored."""
LONGEST_TEXT = 20_000  # Source: our choice; ten times the longest cell of an office table, and no page of a book
LARGEST_NUMBER = 1_000_000_000
MOST_VALUES = 200


def inline_posting(fields: Mapping[str, Any]) -> Posting:
    """Return the posting of a request; without `id` it is "inline".

    Raises:
        UnknownParameter: a field that no posting has; the nearest known name is proposed.
        BadRecord: a value of a wrong type, or no title; the sentence names the field.
    """
    record = _record(fields, "posting")
    assert isinstance(record, Posting)
    return record


def inline_seeker(fields: Mapping[str, Any]) -> Seeker:
    """Return the seeker of a request; see `inline_posting`."""
    record = _record(fields, "seeker")
    assert isinstance(record, Seeker)
    return record


def checked_values(fields: Mapping[str, Any]) -> None:
    """Refuse values that no record can hold: endless numbers and texts, broken characters, lists of lists.

    Raises:
        InterchangeError: naming the field.
    """
    for field, value in fields.items():
        values = value if isinstance(value, list) else [value]
        if len(values) > MOST_VALUES:
            raise InterchangeError("wrong_type", field, f"字段“{field}”列了 {len(values)} 项，最多 {MOST_VALUES} 项")
        for item in values:
            _check(field, item)


def as_service_error(error: InterchangeError) -> BadRequest:
    """Return an interchange error as the error that a caller of the API gets."""
    kind = UnknownParameter if error.code == "unknown_field" else BadRecord
    text = str(error)
    return kind(text if text.endswith(("？", "。")) else f"{text}。", fields=[error.field] if error.field else [])


def _record(fields: Mapping[str, Any], kind: InterchangeKind) -> Posting | Seeker:
    line = dict(fields)
    if line.get("id") in (None, ""):
        line["id"] = INLINE_ID
    try:
        checked_values(line)
        return record_from_line(line, kind)
    except InterchangeError as error:
        raise as_service_error(error) from None


def _check(field: str, value: Any) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise InterchangeError("wrong_type", field, f"字段“{field}”有 {len(value)} 字，最多 {LONGEST_TEXT} 字")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise InterchangeError("wrong_type", field, f"字段“{field}”里有残缺的字符，请用 UTF-8 重新保存")
    elif isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
            raise InterchangeError("wrong_type", field, f"字段“{field}”的数字超出范围")
    elif value is not None:
        raise InterchangeError("wrong_type", field, f"字段“{field}”应为文字、数字、true/false 或文字列表，不能再套一层")
