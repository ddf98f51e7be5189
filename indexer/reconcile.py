"""Turn records to be stored, and what is known of the stored ones, into the writes that are needed and what they mean.

Pure: no database. The store reads what stands under a lock, asks here what to do, and does it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from indexer.record_rows import Prepared, RowCodec

Outcome = Literal["new", "changed", "same"]


@dataclass(slots=True)
class Standing:
    """What decides about a stored record; `status_set` says that `set_status` put the status there."""

    written_hash: bytes
    facts_hash: bytes | None
    status: str
    status_reason: str
    status_set: bool
    origin: str | None


@dataclass(slots=True)
class Writes:
    """The writes of one record type, by id, each id in one of the three.

    `inserts` and `rewrites` are whole rows, `statuses` only the columns of the status. `written` are the ids whose
    written half or status changes (their former state is worth keeping), in the order of first touch `touched`.
    """

    inserts: dict[str, dict[str, Any]] = field(default_factory=dict)
    rewrites: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    touched: dict[str, None] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)


def reconcile(
    records: Iterable[Prepared], standing: Mapping[str, Standing], codec: RowCodec
) -> tuple[list[Outcome], Writes]:
    """Decide what each record means for the store, in order; a later record of the same id sees the earlier one.

    - not stored: "new".
    - the written half differs: "changed"; status and facts are the record's.
    - the written half is the same: "same", unless the status differs and nobody set it by hand: "changed". A status
      set by hand outlives a repeated import. Facts that differ are replaced (still "same"); none given keeps those
      stored, which were read from the same words. The origin stays where the words were first read.
    """
    known = {record_id: dataclasses.replace(state) for record_id, state in standing.items()}
    writes = Writes()
    outcomes: list[Outcome] = []
    for item in records:
        outcome = _reconcile_one(item, known.get(item.record.id), codec, writes)
        if outcome == "new" or item.written_hash != known[item.record.id].written_hash:
            known[item.record.id] = _standing_of(item)
        outcomes.append(outcome)
    return outcomes, writes


def _reconcile_one(item: Prepared, state: Standing | None, codec: RowCodec, writes: Writes) -> Outcome:
    record_id = item.record.id
    if state is None:
        writes.inserts[record_id] = {**codec.columns(item), "status_set": False}
        _touch(writes, record_id, written=True)
        return "new"
    if item.written_hash != state.written_hash:
        _rewrite(writes, record_id, {**codec.columns(item), "status_set": False})
        _touch(writes, record_id, written=True)
        return "changed"
    status = {"status": str(item.record.status), "status_reason": item.record.status_reason}
    kept = state.status_set or (state.status, state.status_reason) == (status["status"], status["status_reason"])
    if kept:
        status = {"status": state.status, "status_reason": state.status_reason}
    if item.facts_hash is not None and item.facts_hash != state.facts_hash:
        _rewrite(
            writes, record_id, {**codec.columns(item), **status, "status_set": state.status_set, "origin": state.origin}
        )
        _touch(writes, record_id, written=not kept)
        state.facts_hash = item.facts_hash
    elif not kept:
        row = writes.inserts.get(record_id) or writes.rewrites.get(record_id)
        (writes.statuses.setdefault(record_id, {}) if row is None else row).update(status)
        _touch(writes, record_id, written=True)
    state.status, state.status_reason = status["status"], status["status_reason"]
    return "same" if kept else "changed"


def _rewrite(writes: Writes, record_id: str, row: dict[str, Any]) -> None:
    writes.statuses.pop(record_id, None)
    (writes.inserts if record_id in writes.inserts else writes.rewrites)[record_id] = row


def _touch(writes: Writes, record_id: str, *, written: bool) -> None:
    writes.touched.setdefault(record_id)
    if written:
        writes.written.add(record_id)


def _standing_of(item: Prepared) -> Standing:
    record = item.record
    return Standing(item.written_hash, item.facts_hash, str(record.status), record.status_reason, False, item.origin)
