"""Turn rows of the employers' register and of the wage-arrears list into employers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import msgspec

from indexer.columns import MappedRow
from indexer.normalise.cells import cell_issues, joined, read_phone, said, slid_columns, values_of, yes_no
from indexer.normalise.keys import employer_id
from indexer.normalise.posting_rows import LONG_TERM, read_uscc, uscc_issue
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.normalise.sheet_places import county_of
from models.records import Employer, Status
from models.understand.clean import clean_text
from models.understand.dates import parse_date
from models.understand.last_day import parse_last_day

NO_END = date(9999, 12, 31)
"""Stands for a listing whose end nobody wrote down."""

ARREARS_REASON = "employer_in_arrears"
_REMOVED = re.compile("移出|移除|剔除|出列|期满|撤销|解除|退出|修复|失效|不在列|终止")


@dataclass(frozen=True, slots=True)
class Arrears:
    """One line of the wage-arrears list; `until_on` None: the employer is off the list."""

    name: str
    uscc: str
    from_on: date | None
    until_on: date | None
    note: str


def employer_from_row(row: MappedRow, context: SheetContext) -> Normalised[Employer]:
    """Return the employer of a row. A name is required."""
    values = values_of(row)
    codes = context.codes
    result: Normalised[Employer] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    if len(slid := slid_columns(values)) > 1:
        issues.append(codes.issue("slid", "", "、".join(slid)))
    name = clean_text(values.get("employer_name", "")).replace("\n", " ")
    if not name:
        issues.append(codes.issue("employer_missing", "employer_name"))
        return result
    uscc = read_uscc(values.get("uscc", ""))
    wrong = uscc_issue(uscc, context, code="uscc_bad_check")
    if wrong:
        issues.append(wrong)
    elif not uscc and "uscc" in context.fields:
        issues.append(codes.issue("uscc_blank", "uscc"))
    text = values.get("contact_phone", "")
    phone, unreadable = read_phone(text)
    if unreadable:
        issues.append(codes.issue("bad_phone", "contact_phone", text))
    elif not phone and "contact_phone" in context.fields:
        issues.append(codes.issue("no_phone", "contact_phone"))
    until = parse_last_day(values.get("licence_until", ""), asof=context.asof)
    if until is not None and until < context.asof:
        issues.append(codes.issue("hr_licence_expired", "licence_until", until.isoformat()))
    county = county_of(values.get("county", ""), "", context.place)
    address = clean_text(values.get("employer_addr", "")).replace("\n", " ")
    township = clean_text(values.get("township", ""))
    if not county:
        place = context.place(township or address, "")
        county = place.county_code if place is not None else context.county_code
    listed = yes_no(values.get("blacklist_flag", "")) is True
    result.record = Employer(
        id=employer_id(name, "" if wrong else uscc),
        name=name,
        uscc=uscc,
        kind_text=values.get("employer_type", ""),
        industry=values.get("industry", ""),
        county_code=county,
        township=township,
        address=address,
        contact_name=clean_text(values.get("contact_name", "")),
        contact_phone=phone,
        is_key=yes_no(values.get("key_employer", "")) is True,
        licence_text=values.get("licence_hr", ""),
        licence_until_on=until,
        arrears_until_on=NO_END if listed else None,
        arrears_note="台账标注欠薪失信，未写列入期限" if listed else "",
        remark=values.get("remark", ""),
        status=Status.REVIEW if wrong else Status.LIVE,
        status_reason=wrong.code if wrong else "",
        origin=context.origin(row.number),
    )
    return result


def arrears_from_row(row: MappedRow, context: SheetContext) -> Normalised[Arrears]:
    """Return one line of the wage-arrears list. A state such as 已移出 ends the listing, whatever its dates say."""
    values = values_of(row)
    codes = context.codes
    result: Normalised[Arrears] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    name = clean_text(values.get("employer_name", "")).replace("\n", " ")
    uscc = read_uscc(values.get("uscc", ""))
    if not name and not uscc:
        issues.append(codes.issue("employer_missing", "employer_name"))
        return result
    until_text = clean_text(values.get("arrears_until", "") or values.get("publish_to", ""))
    until = parse_last_day(until_text, asof=context.asof)
    if until is None and said(until_text) and not LONG_TERM.search(until_text):
        issues.append(codes.issue("date_unreadable", "arrears_until", until_text))
    removed = bool(_REMOVED.search(values.get("state", "")))
    result.record = Arrears(
        name=name,
        uscc=uscc,
        from_on=parse_date(values.get("arrears_from", ""), asof=context.asof),
        until_on=None if removed else until or NO_END,
        note=joined([values.get("arrears_by", ""), values.get("state", ""), values.get("remark", "")]),
    )
    return result


def with_arrears(employer: Employer, arrears: Arrears) -> Employer:
    """Return the employer as the list says: on it until a day, or off it."""
    return msgspec.structs.replace(
        employer, arrears_from_on=arrears.from_on, arrears_until_on=arrears.until_on, arrears_note=arrears.note
    )


def is_in_arrears(employer: Employer, asof: date) -> bool:
    """Return whether an employer stands on the wage-arrears list on a day, its last day included. Source: 令45号."""
    return employer.arrears_until_on is not None and employer.arrears_until_on >= asof


def employer_of_arrears(arrears: Arrears, context: SheetContext, row: int) -> Employer:
    """Return an employer known from the wage-arrears list only."""
    employer = Employer(
        id=employer_id(arrears.name, "" if uscc_issue(arrears.uscc, context) else arrears.uscc),
        name=arrears.name,
        uscc=arrears.uscc,
        origin=context.origin(row),
    )
    return with_arrears(employer, arrears)
