"""Turn a person's wish to be forgotten into the removal of everything here that carries them."""

from __future__ import annotations

from typing import Any

import msgspec

from indexer.record_rows import RowCodec, without_person
from indexer.seal import Seal, bare
from indexer.store_errors import RecordNotFound
from indexer.store_imports import ImportLog
from indexer.store_writing import Writing
from indexer.tables import crew_members, crews, history, rejected, seekers
from models.records import Crew, Record, Seeker

_FORGOTTEN = "（应本人要求已删除）"
# Parts of a report that say where a row stood, not what it said.
_PLACE_KEYS = frozenset({"file", "sheet", "code", "field", "outcome", "record"})


class Forgotten(Record, frozen=True):
    """What forgetting a person removed; `same_id_number` are other seekers with that ID number, left as they are."""

    versions: int
    crews: tuple[str, ...]
    rejected: int
    reports: int
    same_id_number: tuple[str, ...]


def forget(writing: Writing, seeker_id: str, *, codec: RowCodec, seal: Seal, log: ImportLog) -> Forgotten:
    """Remove a seeker, all former versions, the person's lines in crews, and rejected rows and reports that name them.

    A former version counts too: somebody who was deleted before, or renamed, is found by what was written then. Where
    the same person is the contact of a posting, that posting is left as it is.

    Raises:
        RecordNotFound: neither stored nor in the history.
    """
    transaction = writing.transaction
    kept = transaction.rows(history, record_type="seeker", id=seeker_id)
    persons: list[Any] = [codec.record("seeker", row) for row in transaction.rows(seekers, id=seeker_id)]
    persons += [codec.open_record("seeker", seeker_id, row.prior) for row in kept if row.prior is not None]
    if not persons and not kept:
        raise RecordNotFound("seeker", seeker_id)
    writing.delete("seeker", [seeker_id], keep_prior=False)
    transaction.delete_in(history, "seq", [row.seq for row in kept])
    numbers = {key for person in persons if (key := seal.id_number_key(person.id_number))}
    return Forgotten(
        versions=len(persons),
        crews=tuple(_leave_crews(writing, seeker_id, persons, codec, seal)),
        rejected=_drop_rejected(writing, persons, log),
        reports=_clean_reports(writing, persons, log),
        same_id_number=tuple(sorted(r.id for r in transaction.rows_in(seekers, "id_number_key", numbers, ("id",)))),
    )


def _leave_crews(writing: Writing, seeker_id: str, persons: list[Seeker], codec: RowCodec, seal: Seal) -> list[str]:
    transaction = writing.transaction
    ids: set[str] = set()
    by: list[tuple[str, set[Any]]] = [
        ("seeker_id", {seeker_id}),
        ("id_number_key", {seal.id_number_key(person.id_number) for person in persons}),
        ("name_phone_key", {seal.name_phone_key(person.name, person.phone) for person in persons}),
    ]
    for column, keys in by:
        ids |= {row.crew_id for row in transaction.rows_in(crew_members, column, keys - {None}, ("crew_id",))}
    left = []
    for row in sorted(transaction.rows_in(crews, "id", ids), key=lambda row: str(row.id)):
        before = codec.record("crew", row)
        after = _without(before, persons, seeker_id)
        if after != before:
            writing.overwrite(after)
            left.append(row.id)
    for row in transaction.rows(history, record_type="crew"):
        if row.prior is not None:
            before = codec.open_record("crew", row.id, row.prior)
            after = _without(before, persons, seeker_id)
            if after != before:
                transaction.update(history, [{"seq": row.seq, "prior": codec.close_record(after)}])
    return left


def _without(crew: Any, persons: list[Seeker], seeker_id: str) -> Crew:
    after: Crew = crew
    for person in persons or [Seeker(id=seeker_id)]:
        after = without_person(after, person)
    return after


def _drop_rejected(writing: Writing, persons: list[Seeker], log: ImportLog) -> int:
    dropped = 0
    for import_id, position, row in log.rejected(writing.transaction):
        said = "\n".join((*row.values.values(), *(issue.text for issue in row.issues)))
        if mentions(said, persons):
            dropped += writing.transaction.delete_in(rejected, "position", [position], import_id=import_id)
    return dropped


def _clean_reports(writing: Writing, persons: list[Seeker], log: ImportLog) -> int:
    words = {bare(word) for person in persons for word in (person.name, person.id_number, person.phone)} - {""}
    cleaned = 0
    for run in log.runs(writing.transaction):
        if not run.report:
            continue
        before = msgspec.json.decode(run.report)
        after = _cleaned(before, words)
        if after != before:
            log.rewrite_report(writing.transaction, run.id, msgspec.json.encode(after).decode())
            cleaned += 1
    return cleaned


def _cleaned(value: Any, words: set[str]) -> Any:
    if isinstance(value, str):
        return _FORGOTTEN if any(word in bare(value) for word in words) else value
    if isinstance(value, dict):
        return {key: inner if key in _PLACE_KEYS else _cleaned(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner, words) for inner in value]
    return value


def mentions(text: str, persons: list[Seeker]) -> bool:
    """Tell whether the words of a row carry a person: the ID number, or the name with the phone.

    An ID number whose last digits a spreadsheet lost counts together with the name.
    """
    squeezed = bare(text)
    for person in persons:
        number, name, phone = bare(person.id_number), bare(person.name), bare(person.phone)
        if number and number in squeezed:
            return True
        if name and name in squeezed and ((phone and phone in squeezed) or (number and number[:14] in squeezed)):
            return True
    return False
