"""Turn a line of the NDJSON interchange into a normalised row, with the same checks that a row of a sheet gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from indexer.interchange import InterchangeError, InterchangeKind, record_from_line
from indexer.normalise.cells import LONGEST_CELL, bare_name, read_phone
from indexer.normalise.people import ADULT, WORKING_AGE, age_on, without_restricted
from indexer.normalise.sheet_context import Normalised, SheetContext
from models.records import Issue, Posting, Seeker
from models.understand.identity import IdNumber, parse_id_number


def record_from_interchange(
    line: Mapping[str, Any], number: int, kind: InterchangeKind, context: SheetContext
) -> Normalised[Posting] | Normalised[Seeker]:
    """Return the record of a line, under its own `id`, and what is to be said about it."""
    raw = tuple("" if value is None else str(value) for value in line.values())
    try:
        record = record_from_line(line, kind)
    except InterchangeError as error:
        issue = context.codes.issue(error.code, error.field, str(error))
        refused: Normalised[Posting] = Normalised(
            None, [msgspec.structs.replace(issue, text=str(error))], number, raw=raw
        )
        return refused
    issues = [
        context.codes.issue("cell_too_long", key, key) for key, value in line.items() if len(str(value)) > LONGEST_CELL
    ]
    record = msgspec.structs.replace(record, origin=context.origin(number))
    if isinstance(record, Posting):
        return Normalised(_posting(record, context, issues), issues, number, raw=raw)
    return Normalised(_seeker(record, context, issues), issues, number, raw=raw)


def _posting(record: Posting, context: SheetContext, issues: list[Issue]) -> Posting:
    phone, unreadable = read_phone(record.contact_phone)
    if unreadable:
        issues.append(context.codes.issue("bad_phone", "contact_phone", record.contact_phone))
    if record.valid_until is not None and record.valid_until < context.asof:
        issues.append(context.codes.issue("expired", "valid_until", record.valid_until.isoformat()))
    return msgspec.structs.replace(record, contact_phone=phone)


def _seeker(record: Seeker, context: SheetContext, issues: list[Issue]) -> Seeker:
    codes = context.codes
    changes: dict[str, Any] = {"name": bare_name(record.name)}
    if record.id_number:
        read = parse_id_number(record.id_number)
        if not isinstance(read, IdNumber):
            issues.append(codes.issue(read.code, "id_number", read.text))
        else:
            changes |= {"id_number": read.number, "birth_year": read.birth_on.year, "sex": read.sex}
            if record.sex and record.sex != read.sex:
                issues.append(codes.issue("sex_mismatch", "sex", "与证件号不同"))
            if record.birth_year and record.birth_year != read.birth_on.year:
                issues.append(codes.issue("birth_mismatch", "birth_year", f"填{record.birth_year}年"))
            years = age_on(read.birth_on, context.asof)
            if years < WORKING_AGE:
                issues.append(codes.issue("under16", "id_number", f"{read.birth_on.year}年{read.birth_on.month}月"))
            elif years < ADULT:
                issues.append(codes.issue("age16_17", "id_number"))
    elif record.birth_year and context.asof.year - record.birth_year < WORKING_AGE:
        issues.append(codes.issue("under16", "birth_year", f"{record.birth_year}年"))
    phone, unreadable = read_phone(record.phone)
    if unreadable:
        issues.append(codes.issue("bad_phone", "phone", record.phone))
    changes["phone"] = phone
    if record.consent is False:
        issues.append(codes.issue("consent_N", "consent"))
    moved: list[str] = []
    for field in ("skills_text", "experience_text", "desired_jobs_text", "availability_text"):
        kept, restricted = without_restricted(getattr(record, field))
        if restricted:
            changes[field] = kept
            moved.append(restricted)
    tags = tuple(tag for tag in record.groups if not without_restricted(tag)[1])
    moved += [tag for tag in record.groups if tag not in tags]
    if moved:
        issues.append(codes.issue("restricted_tag", "groups"))
        changes |= {"groups": tags, "remark": "；".join(part for part in (record.remark, *moved) if part)}
    return msgspec.structs.replace(record, **changes)
