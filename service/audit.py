"""Turn what a caller did with records into entries of the ledger: who, what, of whom, how many, by which versions.

No personal data and no words of a query go in: ids, counts and codes only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.ledger import LedgerEvent
from indexer.manifest import BuildError
from indexer.record_rows import RecordType
from service.auth import Caller, Role
from service.matching.rules import RULES_VERSION
from service.pipeline import Answer
from service.resources import Resources

MOST_SUBJECTS = 100
"""Beyond this many records an entry gives their number only. Source: our choice; the store keeps the history."""


def looked_at_person(resources: Resources, caller: Caller, route: str, seeker_id: str) -> None:
    """Note that somebody opened one person."""
    _append(resources, caller, "seeker.look", route, subjects=[seeker_id], count=1)


def searched_people(resources: Resources, caller: Caller, route: str, n_shown: int) -> None:
    """Note that people were searched or listed, and how many were shown."""
    _append(resources, caller, "seeker.search", route, count=n_shown)


def prioritised(resources: Resources, role: Role, answer: Answer) -> None:
    """Note which results the published priority rules moved, and by how many places each rule did in all."""
    places: dict[str, int] = {}
    for move in answer.moves:
        places[move.rule] = places.get(move.rule, 0) + abs(move.before - move.after)
    subjects = [move.record_id for move in answer.moves]
    _append(
        resources, f"role:{role}", "match.prioritise", "match", subjects=subjects, count=len(subjects), details=places
    )


def wrote(
    resources: Resources,
    caller: Caller,
    route: str,
    record_type: RecordType,
    ids: Sequence[str],
    outcomes: Mapping[str, int],
) -> None:
    """Note that records were written: their ids and how many were new, changed, the same, in review, rejected."""
    _append(
        resources, caller, f"{record_type}.write", route, subjects=ids, count=sum(outcomes.values()), details=outcomes
    )


def deleted(resources: Resources, caller: Caller, route: str, record_type: RecordType, record_id: str) -> None:
    """Note that a record was removed."""
    _append(resources, caller, f"{record_type}.delete", route, subjects=[record_id], count=1)


def imported(
    resources: Resources, caller: Caller, route: str, import_ids: Sequence[str], outcomes: Mapping[str, int]
) -> None:
    """Note that a file was imported and what became of its rows."""
    _append(resources, caller, "import.run", route, subjects=import_ids, count=sum(outcomes.values()), details=outcomes)


def undone(resources: Resources, caller: Caller, route: str, import_id: str, n_records: int) -> None:
    """Note that an import was taken back."""
    _append(resources, caller, "import.undo", route, subjects=[import_id], count=n_records)


def opened_rejected(resources: Resources, caller: Caller, route: str, import_id: str, n_rows: int) -> None:
    """Note that the returned rows of an import, which name people, were handed out."""
    _append(resources, caller, "import.rejected", route, subjects=[import_id], count=n_rows)


def actor_of(caller: Caller) -> str:
    """Return "key:<id>", or "local" on an open service."""
    return f"key:{caller.key_id}" if caller.key_id else "local"


def _append(
    resources: Resources,
    caller: Caller | str,
    action: str,
    route: str,
    *,
    subjects: Sequence[str] = (),
    count: int,
    details: Mapping[str, int] | None = None,
) -> None:
    resources.store.ledger.append(
        LedgerEvent(
            at=resources.clock.now(),
            actor=caller if isinstance(caller, str) else actor_of(caller),
            action=action,
            subjects=tuple(subjects) if len(subjects) <= MOST_SUBJECTS else (),
            purpose=route,
            count=count,
            details=dict(details or {}),
            versions={"build": _build_id(resources), "model": _model(resources), "rules": RULES_VERSION},
        )
    )


def _build_id(resources: Resources) -> str:
    try:
        return resources.index.current().id
    except BuildError:
        return ""


def _model(resources: Resources) -> str:
    card = resources.encoder.card
    return f"{card.name}@{card.revision}"
