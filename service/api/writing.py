"""Turn one judged line into the response of a write, and do what every write is followed by: ledger and index."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from fastapi import Response
from fastapi.concurrency import run_in_threadpool

from indexer.interchange import InterchangeError, InterchangeKind, record_from_line
from service import audit
from service.auth import Caller
from service.bulk import batches
from service.errors import BadRecord, RecordRejected
from service.inline import as_service_error, checked_values
from service.lines import LineWriter, Written
from service.resources import Resources
from service.schemas import BulkOut, IssueOut, LineOut, StoredOut
from service.views import findings_view


def with_id(fields: Mapping[str, Any], record_id: str) -> dict[str, Any]:
    """Return the fields with the id of the address.

    Raises:
        BadRecord: the fields name another id.
    """
    own = fields.get("id", record_id)
    if own != record_id:
        raise BadRecord(f"字段“id”的值“{str(own)[:60]}”与地址里的编号“{record_id}”不一致。", fields=["id"])
    return {**fields, "id": record_id}


def write_one(
    resources: Resources,
    caller: Caller,
    kind: InterchangeKind,
    fields: Mapping[str, Any],
    response: Response,
    route: str,
) -> StoredOut:
    """Judge and store one record; 201 when it is new.

    Raises:
        UnknownParameter, BadRecord: a field that does not exist or has a wrong type.
        RecordRejected: judged and returned; the issues and, for a posting, the law travel along.
    """
    try:
        checked_values(fields)
        record_from_line(fields, kind)
    except InterchangeError as error:
        raise as_service_error(error) from None
    written = LineWriter(resources, kind).write([(1, fields)])[0]
    _follow_up(resources, caller, kind, [written], route)
    issues = tuple(
        IssueOut(outcome=issue.outcome, code=issue.code, field=issue.field, text=issue.text) for issue in written.issues
    )
    findings = findings_view(written.findings)
    if written.outcome == "rejected":
        raise RecordRejected(
            f"{written.text}。",
            issues=[issue.model_dump() for issue in issues],
            findings=[finding.model_dump() for finding in findings],
        )
    response.status_code = 201 if written.outcome == "new" else 200
    status = "" if written.status is None else written.status.value
    return StoredOut(id=written.id, outcome=written.outcome, status=status, issues=issues, findings=findings)


async def write_many(
    resources: Resources, caller: Caller, kind: InterchangeKind, chunks: AsyncIterator[bytes], route: str
) -> BulkOut:
    """Store a stream of NDJSON lines in transactions of a thousand and report every line."""
    writer = LineWriter(resources, kind)
    written: list[Written] = []
    try:
        async for batch in batches(chunks):
            written += await run_in_threadpool(writer.write, batch)
    finally:  # also when the caller hangs up: what is stored is followed and noted
        await run_in_threadpool(_follow_up, resources, caller, kind, written, route)
    counts = Counter(line.outcome for line in written)
    return BulkOut(
        total=len(written),
        accepted=counts["new"] + counts["changed"] + counts["same"],
        review=counts["review"],
        rejected=counts["rejected"],
        lines=tuple(
            LineOut.model_construct(line=w.line, id=w.id, outcome=w.outcome, code=w.code, text=w.text) for w in written
        ),
    )


def _follow_up(
    resources: Resources, caller: Caller, kind: InterchangeKind, written: Sequence[Written], route: str
) -> None:
    resources.index.catch_up()
    ids = [line.id for line in written if line.status is not None]
    audit.wrote(resources, caller, route, kind, ids, Counter(line.outcome for line in written))
