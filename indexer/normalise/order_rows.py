"""Turn the rows of a labour-export order (summary, quotas, buses) into its details and what does not add up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from indexer.columns import MappedRow
from indexer.normalise.cells import cell_issues, joined, read_phone, said, values_of
from indexer.normalise.headcounts import read_headcount
from indexer.normalise.posting_rows import LONG_TERM, has_fanfei, read_uscc, uscc_issue
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.normalise.sheet_places import county_of
from models.records import Bus, Issue, OrderDetails, Quota
from models.understand.clean import clean_text
from models.understand.dates import parse_date
from models.understand.last_day import parse_last_day

_HELD_BACK = re.compile(r"(?<!无)(?<!不)(?<!没有)(?:押|压)(?:薪|工资|一?个?月|半个?月)[^；;，,]*")


@dataclass(slots=True)
class OrderRows:
    """The rows of the sheets of one order workbook, by order id; `places` says on which sheet and row they stand."""

    quotas: dict[str, list[Quota]] = field(default_factory=dict)
    quota_sums: dict[str, int] = field(default_factory=dict)
    townships: dict[str, list[Quota]] = field(default_factory=dict)
    buses: dict[str, list[Bus]] = field(default_factory=dict)
    orphans: list[Issue] = field(default_factory=list)
    n_rows: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Order:
    """The summary row of an order: its details, and the cells that its lines take over."""

    details: OrderDetails
    values: dict[str, str]
    headcount: int | None
    deadline: date | None
    phone: str


def order_from_row(row: MappedRow, context: SheetContext) -> Normalised[Order]:
    """Return the summary of an order. Order id, employer and headcount are required."""
    values = values_of(row)
    codes = context.codes
    result: Normalised[Order] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    order_id = order_key(values)
    if not order_id:
        issues.append(codes.issue("order_id_missing", "order_id"))
    if not said(values.get("employer_name", "")):
        issues.append(codes.issue("employer_missing", "employer_name"))
    headcount, found = read_headcount(
        values.get("order_headcount", "") or values.get("headcount", ""), codes, required=True
    )
    issues += found
    if issue := uscc_issue(read_uscc(values.get("uscc", "")), context):
        issues.append(issue)
    phone, unreadable = read_phone(values.get("contact_phone", ""))
    if unreadable:
        issues.append(codes.issue("bad_phone", "contact_phone", values["contact_phone"]))
    elif not phone and "contact_phone" in context.fields:
        issues.append(codes.issue("no_phone", "contact_phone"))
    deadline = _day(values, "publish_to", context, issues, is_last=True)
    if deadline is not None and deadline < context.asof:
        issues.append(codes.issue("order_expired", "publish_to", deadline.isoformat()))
    until = _day(values, "licence_until", context, issues, is_last=True)
    if until is not None and until < context.asof:
        issues.append(codes.issue("dispatch_licence_expired", "licence_until", until.isoformat()))
    terms = joined([values.get("price_terms", ""), values.get("remark", "")])
    if has_fanfei(terms):
        issues.append(codes.issue("fanfei_not_wage", "price_terms", values.get("price_terms", "") or terms))
    held = _HELD_BACK.search(joined([values.get("price_terms", ""), values.get("employment_form", ""), terms]))
    if held:
        issues.append(codes.issue("wage_held_back", "price_terms", held[0]))
    details = OrderDetails(
        order_id=order_id,
        destination=values.get("dest", ""),
        order_headcount=headcount,
        depart_on=_day(values, "depart_date", context, issues),
        depart_time=values.get("depart_time", ""),
        muster_point=values.get("muster_point", ""),
        contract_text=joined([values.get("employment_form", ""), values.get("contract_months", "")]),
        agency_licence=values.get("licence_hr", ""),
        agency_licence_until_on=until,
        travel_text=values.get("transport", ""),
        price_terms=values.get("price_terms", ""),
        insurance_text=values.get("insurance_acc", "") or values.get("social_ins", ""),
        interview_text=values.get("interview", ""),
        station=values.get("station", ""),
        organiser=values.get("agent", ""),
        follow_up_text=values.get("follow_up", ""),
    )
    result.record = Order(details, values, headcount, deadline, phone)
    return result


def order_key(values: Mapping[str, str]) -> str:
    """Return the order id of a row as it is compared."""
    return re.sub(r"\s", "", clean_text(values.get("order_id", ""))).upper()


def take_quota(row: MappedRow, context: SheetContext, into: OrderRows) -> None:
    """Add the county quotas of an order (one column per county)."""
    values = values_of(row)
    key = order_key(values)
    for name, text in values.items():
        number = _number(text)
        if name.startswith("@") and number:
            county = county_of(name[1:], "", context.place)
            into.quotas.setdefault(key, []).append(Quota(county_code=county, n_people=number))
    into.quota_sums[key] = _number(values.get("quota_sum", ""))
    into.n_rows["quota"] = into.n_rows.get("quota", 0) + 1
    _orphan(key, row, context, into)


def take_township_quota(row: MappedRow, context: SheetContext, into: OrderRows) -> None:
    """Add the quota of one township."""
    values = values_of(row)
    key = order_key(values)
    county = county_of(values.get("county", ""), context.county_code, context.place)
    number = _number(values.get("quota", "") or values.get("headcount", ""))
    township = clean_text(values.get("township", ""))
    into.townships.setdefault(key, []).append(Quota(county_code=county, n_people=number, township=township))
    into.n_rows["township_quota"] = into.n_rows.get("township_quota", 0) + 1
    _orphan(key, row, context, into)


def take_bus(row: MappedRow, context: SheetContext, into: OrderRows) -> None:
    """Add one departure."""
    values = values_of(row)
    key = order_key(values)
    issues: list[Issue] = []
    into.buses.setdefault(key, []).append(
        Bus(
            label=values.get("bus_no", ""),
            plate=values.get("vehicle_no", ""),
            seats=_number(values.get("seats", "") or values.get("bus_seats", "")),
            n_planned=_number(values.get("planned", "")),
            depart_on=_day(values, "depart_date", context, issues),
            depart_time=values.get("depart_time", ""),
            pickup=values.get("muster_point", ""),
        )
    )
    into.n_rows["bus"] = into.n_rows.get("bus", 0) + 1
    _orphan(key, row, context, into)


def complete_order(result: Normalised[Order], rows: OrderRows, context: SheetContext) -> None:
    """Join quotas and buses to an order and say where they do not add up.

    County quotas must make up the headcount, township quotas those of their county, and the seats must carry everyone
    (by the buses listed, else by the total that the summary states).
    """
    order = result.record
    if order is None:
        return
    key, codes, issues = order.details.order_id, context.codes, result.issues
    counties, townships, buses = rows.quotas.get(key, []), rows.townships.get(key, []), rows.buses.get(key, [])
    total = sum(quota.n_people for quota in counties) or sum(quota.n_people for quota in townships)
    if total and order.headcount is not None and total != order.headcount:
        issues.append(codes.issue("quota_mismatch", "quota", f"分配{total}人，需求{order.headcount}人"))
    stated = rows.quota_sums.get(key, 0)
    if counties and stated and stated != total:
        issues.append(codes.issue("sum_differs", "quota_sum", f"名额小计写{stated}人，各县相加为{total}人"))
    for county in counties if townships else []:
        below = sum(quota.n_people for quota in townships if quota.county_code == county.county_code)
        if below and below != county.n_people:
            name = context.vocabulary.areas[county.county_code].name if county.county_code else "某县"
            issues.append(codes.issue("sum_differs", "quota", f"{name}名额{county.n_people}人，乡镇名额合计{below}人"))
    seats = sum(bus.seats for bus in buses) or _number(order.values.get("seats_total", ""))
    if not seats:
        seats = _number(order.values.get("n_buses", "")) * _number(order.values.get("bus_seats", ""))
    if seats and order.headcount is not None and seats < order.headcount:
        issues.append(codes.issue("bus_capacity_short", "seats", f"座位{seats}个，需求{order.headcount}人"))
    order.details = msgspec.structs.replace(order.details, quotas=(*counties, *townships), buses=tuple(buses))


def _orphan(key: str, row: MappedRow, context: SheetContext, into: OrderRows) -> None:
    if not key:
        issue = context.codes.issue("orphan_row", "order_id", "这一行没有订单编号，未能并入任何订单")
        into.orphans.append(msgspec.structs.replace(issue, row=row.number, sheet=context.sheet))


def _day(
    values: Mapping[str, str], name: str, context: SheetContext, issues: list[Issue], *, is_last: bool = False
) -> date | None:
    text = clean_text(values.get(name, ""))
    if not said(text):
        return None
    day = parse_last_day(text, asof=context.asof) if is_last else parse_date(text, asof=context.asof, coming=True)
    if day is None and not LONG_TERM.search(text) and re.search(r"\d", text):
        issues.append(context.codes.issue("date_unreadable", name, text))
    return day


def _number(text: str) -> int:
    match = re.search(r"\d+", clean_text(text))
    return int(match[0]) if match else 0
