"""Turn the lines of a workbook without order summaries into the orders that the lines themselves state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.columns import MappedRow
from indexer.normalise.headcounts import read_headcount
from indexer.normalise.order_lines import line_headcount
from indexer.normalise.order_rows import Order, OrderRows, complete_order, order_from_row, order_key
from indexer.normalise.sheet_context import Normalised, SheetContext

_STATED = frozenset({"order_headcount", "publish_to", "depart_date", "dest", "n_buses", "seats_total", "licence_until"})
# What a line has no word for itself; the rest (phone, pay, employer) is read from the line.
_OF_THE_ORDER = frozenset(
    {"order_expired", "dispatch_licence_expired", "bus_capacity_short", "quota_mismatch", "wage_held_back", "bad_uscc"}
)


def orders_of_lines(
    lines: Sequence[tuple[MappedRow, SheetContext]], rows: OrderRows
) -> Mapping[str, Normalised[Order]]:
    """Return the order of each order id, {} when the lines say nothing about orders.

    Of every field the first line that states it counts, since offices write what holds for the whole order once, or in
    a merged cell. Without a total the headcounts of the lines are added up. Only what concerns the order as a whole is
    among the issues.
    """
    grouped: dict[str, list[tuple[MappedRow, SheetContext]]] = {}
    for row, context in lines:
        if (key := order_key(row.values)) and _STATED & context.fields:
            grouped.setdefault(key, []).append((row, context))
    orders: dict[str, Normalised[Order]] = {}
    for key, group in grouped.items():
        first, context = group[0]
        values: dict[str, str] = {}
        for row, _ in reversed(group):
            values |= row.values
        if "order_headcount" not in values or "headcount" not in context.fields:
            counted = [read_headcount(line_headcount(row.values), context.codes, required=True)[0] for row, _ in group]
            values["order_headcount"] = str(sum(number for number in counted if number))
        order = order_from_row(replace(first, values=values, formulas=frozenset()), context)
        complete_order(order, rows, context)
        order.issues = [issue for issue in order.issues if issue.code in _OF_THE_ORDER]
        orders[key] = order
    return orders
