"""Turn rows of the crew register and of its roster into crews with their members."""

from __future__ import annotations

import re

import msgspec

from indexer.columns import MappedRow
from indexer.interchange import split_values
from indexer.normalise.cells import (
    bare_name,
    cell_issues,
    rare_characters,
    read_phone,
    said,
    slid_columns,
    values_of,
    yes_no,
)
from indexer.normalise.keys import crew_id, squeezed
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.normalise.sheet_places import county_of
from models.records import Crew, CrewMember
from models.understand.clean import clean_text
from models.understand.dates import parse_date
from models.understand.identity import IdNumber, parse_id_number


def crew_key(values: dict[str, str]) -> str:
    """Return what joins roster lines to their crew: its number, else its name."""
    return squeezed(values.get("crew_id", "")) or squeezed(values.get("crew_name", ""))


def crew_from_row(row: MappedRow, context: SheetContext) -> Normalised[Crew]:
    """Return the crew of a row, without members. A name is required."""
    values = values_of(row)
    codes = context.codes
    result: Normalised[Crew] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    if len(slid := slid_columns(values)) > 1:
        issues.append(codes.issue("slid", "", "、".join(slid)))
    name = clean_text(values.get("crew_name", ""))
    if not name:
        issues.append(codes.issue("crew_missing", "crew_name"))
        return result
    text = values.get("contact_phone", "")
    phone, unreadable = read_phone(text)
    if unreadable:
        issues.append(codes.issue("bad_phone", "contact_phone", text))
    elif not phone:
        issues.append(codes.issue("no_phone", "contact_phone"))
    number = re.search(r"\d+", clean_text(values.get("crew_size", "")))
    crew = Crew(
        id="",
        name=name,
        county_code=county_of(values.get("county", ""), "", context.place) or context.county_code,
        township=clean_text(values.get("township", "")),
        leader_name=bare_name(values.get("crew_lead", "")),
        leader_phone=phone,
        trade=values.get("trade", ""),
        composition_text=values.get("crew_makeup", ""),
        n_members=int(number[0]) if number else None,
        scope_text=values.get("crew_scope", ""),
        price_text=values.get("crew_price", ""),
        tools_text=values.get("tools", ""),
        insurance_text=values.get("insurance_acc", "") or values.get("social_ins", ""),
        availability_text=values.get("availability", ""),
        registered_on=parse_date(values.get("collect_date", "") or values.get("publish_from", ""), asof=context.asof),
        remark=values.get("remark", ""),
        origin=context.origin(row.number),
    )
    result.record = msgspec.structs.replace(crew, id=crew_id(crew, squeezed(values.get("crew_id", ""))))
    result.key = crew_key(values)
    return result


def member_from_row(row: MappedRow, context: SheetContext) -> tuple[str, Normalised[CrewMember]]:
    """Return (key of the crew, the member) of a roster line. A name is required, a broken ID number rejects it."""
    values = values_of(row)
    codes = context.codes
    result: Normalised[CrewMember] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    name = bare_name(values.get("person_name", ""))
    if not name:
        issues.append(codes.issue("name_missing", "person_name"))
        return crew_key(values), result
    if rare := rare_characters(name):
        issues.append(codes.issue("rare_char", "person_name", rare))
    read = parse_id_number(values.get("id_no", ""))
    if not isinstance(read, IdNumber) and read.code != "id_missing":
        issues.append(codes.issue(read.code, "id_no", read.text))
    text = values.get("contact_phone", "")
    phone, unreadable = read_phone(text)
    if unreadable:
        issues.append(codes.issue("phone_short", "contact_phone", text))
    consent = yes_no(values.get("consent", ""))
    if consent is not True:
        issues.append(codes.issue("member_no_consent", "consent", name))
    result.record = CrewMember(
        name=name,
        id_number=read.number if isinstance(read, IdNumber) else "",
        phone=phone,
        role=values.get("crew_role", ""),
        trade=values.get("trade", "") or values.get("job_title", ""),
        certificates=tuple(c for c in split_values(values.get("certs", "")) if said(c)),
        notice_text=values.get("availability", ""),
        consent=consent,
    )
    return crew_key(values), result
