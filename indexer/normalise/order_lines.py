"""Turn a line of a labour-export order, with the order it belongs to, into a posting of kind order."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from indexer.columns import MappedRow
from indexer.interchange import split_values
from indexer.normalise.cells import cell_issues, joined, said, slid_columns, values_of
from indexer.normalise.headcounts import read_headcount
from indexer.normalise.order_rows import Order, order_key
from indexer.normalise.posting_rows import read_uscc
from indexer.normalise.sheet_context import Normalised, SheetContext
from models.records import OrderDetails, Posting, PostingKind, Status
from models.understand.clean import clean_text


def order_line_from_row(
    row: MappedRow,
    context: SheetContext,
    orders: Mapping[str, Normalised[Order]],
    position: int,
    *,
    stated: Mapping[str, Normalised[Order]] | None = None,
) -> Normalised[Posting]:
    """Return the posting of a line; `position` counts lines from 1 and stands in for a missing line number.

    A line of an order that is returned is returned with it, one of an order in review waits with it. Lines without any
    summary in the workbook stand for themselves; what they state of their order (`stated`) is said of each of them.
    """
    values = values_of(row)
    codes = context.codes
    result: Normalised[Posting] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    if len(slid := slid_columns(values)) > 1:
        issues.append(codes.issue("slid", "", "、".join(slid)))
    title = clean_text(values.get("job_title", "")).replace("\n", " ")
    if not title:
        issues.append(codes.issue("title_missing", "job_title"))
    headcount, found = read_headcount(line_headcount(values), codes, required=True)
    issues += found
    key = order_key(values)
    parent = orders.get(key)
    status, reason = Status.LIVE, ""
    if not key:
        issues.append(codes.issue("order_id_missing", "order_id"))
    elif parent is None and orders:
        issues.append(codes.issue("order_unknown", "order_id", key))
    elif parent is not None and parent.outcome == "rejected":
        issues.append(codes.issue("order_rejected", "order_id"))
    elif parent is not None and parent.outcome == "review":
        issues.append(codes.issue("order_in_review", "order_id"))
        status, reason = Status.REVIEW, next(i.code for i in parent.issues if i.outcome == "review")
    if parent is None and stated and (parent := stated.get(key)) is not None:
        issues += parent.issues
        if parent.outcome == "review":
            status, reason = Status.REVIEW, next(i.code for i in parent.issues if i.outcome == "review")
    if not title:
        return result
    order = parent.record if parent is not None else None
    line = values.get("line_no", "")
    result.record = _posting(
        values,
        order,
        context,
        title=title,
        headcount=headcount,
        details=msgspec.structs.replace(
            order.details if order else OrderDetails(order_id=key), line=int(line) if line.isdigit() else position
        ),
    )
    result.record = msgspec.structs.replace(
        result.record, status=status, status_reason=reason, origin=context.origin(row.number)
    )
    return result


def line_headcount(values: Mapping[str, str]) -> str:
    """Return the headcount cell of a line; in a sheet with a total only, that is the line's."""
    return values.get("headcount", "") or values.get("order_headcount", "")


def _posting(
    values: Mapping[str, str],
    order: Order | None,
    context: SheetContext,
    *,
    title: str,
    headcount: int | None,
    details: OrderDetails,
) -> Posting:
    above = order.values if order else {}
    destination = clean_text(above.get("dest", "") or values.get("dest", "") or values.get("work_place", ""))
    place = context.place(destination, "") if destination else None
    return Posting(
        id="",
        title=title,
        kind=PostingKind.ORDER,
        employer=clean_text(values.get("employer_name", "") or above.get("employer_name", "")).replace("\n", " "),
        description=values.get("job_desc", ""),
        requirements=joined([values.get("requirements", ""), said(values.get("skill_req", ""))]),
        county_code=place.county_code if place is not None else "",
        headcount=headcount,
        headcount_text=line_headcount(values),
        pay_text=values.get("wage_text", ""),
        benefits=joined(source.get(name, "") for source in (values, above) for name in ("board_lodging", "welfare")),
        schedule_text=joined([values.get("work_hours", ""), values.get("shift", "")]),
        certificates=tuple(c for c in split_values(values.get("cert_req", "")) if said(c)),
        age_text=values.get("age_text", ""),
        education_text=values.get("edu_req", ""),
        sex_text=said(values.get("sex_req", "")),
        valid_until=order.deadline if order else None,
        valid_text=above.get("publish_to", ""),
        uscc=read_uscc(above.get("uscc", "")),
        industry=above.get("industry", ""),
        employment_form=details.contract_text,
        insurance_text=joined([details.insurance_text, values.get("social_ins", "")]),
        address=destination,
        contact_name=clean_text(above.get("contact_name", "")),
        contact_phone=order.phone if order else "",
        source=joined([details.station, details.organiser]),
        remark=joined([values.get("remark", ""), above.get("remark", "")]),
        order=details,
    )
