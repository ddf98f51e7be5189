"""Turn records into what a table row holds, open and sealed, and rows back into whole records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from indexer.seal import Seal, bare
from indexer.store_errors import RecordRefused
from models.records import PERSONAL_FIELDS, SENSITIVE_FIELDS, AnyRecord, Crew, Employer, Posting, Seeker

RecordType = Literal["posting", "seeker", "employer", "crew"]
TYPES: Mapping[RecordType, type[AnyRecord]] = {
    "posting": Posting,
    "seeker": Seeker,
    "employer": Employer,
    "crew": Crew,
}
NAMES: Mapping[type[AnyRecord], RecordType] = {kind: name for name, kind in TYPES.items()}

_MARKS = PERSONAL_FIELDS | SENSITIVE_FIELDS
# Columns of their own, or not part of the written half.
_APART = ("status", "status_reason", "origin")
# Of a person everything is sealed but what is counted: phones and illnesses are also typed into free words.
_OPEN_OF_PERSONS = frozenset({"id", "county_code"})
_SEALED: Mapping[RecordType, frozenset[str]] = {
    "posting": _MARKS,
    "employer": _MARKS - {"name"},  # the name of an organisation
    "seeker": frozenset(Seeker.__struct_fields__) - _OPEN_OF_PERSONS,
    "crew": frozenset(Crew.__struct_fields__) - _OPEN_OF_PERSONS,
}
_ID_LENGTH = 200
_KEY_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record taken apart but not sealed yet: enough to tell whether anything changed."""

    record_type: RecordType
    record: AnyRecord
    written_hash: bytes
    facts_hash: bytes | None
    open_json: bytes
    closed_json: bytes
    origin: str | None


class RowCodec:
    """Takes records apart and puts them together again, with one seal."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal
        self._encoder = msgspec.json.Encoder()
        self._decoders = {name: msgspec.json.Decoder(kind) for name, kind in TYPES.items()}

    def prepare(self, record: AnyRecord) -> Prepared:
        """Take a record apart.

        The written half is everything but facts, status and origin; its hash covers the personal fields too.

        Raises:
            RecordRefused: the id is empty, longer than 200 characters or holds a control character, or a text cannot be
                written as UTF-8.
        """
        if not record.id or len(record.id) > _ID_LENGTH or not record.id.isprintable():
            raise RecordRefused(f"编号“{record.id[:40]}”不能用：编号要有 1 到 200 个可见字符。")
        record_type = NAMES[type(record)]
        values: dict[str, Any] = msgspec.to_builtins(record)
        for name in _APART:
            values.pop(name, None)
        facts = values.pop("facts", None)
        closed = {name: values.pop(name) for name in list(values) if name in _SEALED[record_type]}
        try:
            written_hash = self._seal.content_hash(self._encoder.encode(values), self._encoder.encode(closed))
            facts_hash = None if facts is None else self._seal.content_hash(self._encoder.encode(facts))
            if facts is not None:
                (closed if "facts" in _SEALED[record_type] else values)["facts"] = facts
            open_json = self._encoder.encode(values)
            closed_json = self._encoder.encode(closed) if closed else b""
            origin = None if record.origin is None else self._encoder.encode(record.origin).decode()
        except UnicodeEncodeError as error:
            raise RecordRefused(f"编号“{record.id}”的记录里有无法保存的字符，请检查原文后重报。") from error
        storable(record.status_reason, f"编号“{record.id}”的记录的状态说明")
        return Prepared(record_type, record, written_hash, facts_hash, open_json, closed_json, origin)

    def columns(self, prepared: Prepared) -> dict[str, Any]:
        """Return the columns of the record's row that hold the record itself, sealed."""
        record = prepared.record
        closed = prepared.closed_json
        return {
            "id": record.id,
            "body": prepared.open_json.decode(),
            "sealed": self._seal.close(closed, _name(prepared.record_type, record.id)) if closed else None,
            "status": str(record.status),
            "status_reason": record.status_reason,
            "origin": prepared.origin,
            "written_hash": prepared.written_hash,
            "facts_hash": prepared.facts_hash,
            **self._keys(record),
        }

    def record(self, record_type: RecordType, row: Any) -> AnyRecord:
        """Return the whole record of a row that has `id, body, sealed, status, status_reason, origin`.

        Raises:
            SealBroken: the sealed part was altered or belongs to another record.
        """
        parts = [row.body.encode()[:-1]]
        if row.sealed is not None:
            parts.append(self._seal.open(row.sealed, _name(record_type, row.id))[1:-1])
        parts.append(self._encoder.encode({"status": row.status, "status_reason": row.status_reason})[1:-1])
        if row.origin is not None:
            parts.append(b'"origin":' + row.origin.encode())
        return self._decoders[record_type].decode(b",".join(parts) + b"}")

    def close_record(self, record: AnyRecord) -> bytes:
        """Return a whole record sealed as one value, as the history keeps it."""
        return self._seal.close(self._encoder.encode(record), "prior:" + _name(NAMES[type(record)], record.id))

    def open_record(self, record_type: RecordType, record_id: str, sealed: bytes) -> AnyRecord:
        """Return what `close_record` was given."""
        return self._decoders[record_type].decode(self._seal.open(sealed, "prior:" + _name(record_type, record_id)))

    def members(self, crew: Crew) -> list[dict[str, Any]]:
        """Return the rows that link a crew to persons; the leader stands at position -1."""
        leader = {
            "crew_id": crew.id,
            "position": -1,
            "seeker_id": None,
            "id_number_key": None,
            "name_phone_key": self._seal.name_phone_key(crew.leader_name, crew.leader_phone),
        }
        return [leader] + [
            {
                "crew_id": crew.id,
                "position": position,
                "seeker_id": member.seeker_id or None,
                "id_number_key": self._seal.id_number_key(member.id_number),
                "name_phone_key": self._seal.name_phone_key(member.name, member.phone),
            }
            for position, member in enumerate(crew.members)
        ]

    def _keys(self, record: AnyRecord) -> dict[str, Any]:
        if isinstance(record, Posting):
            return {"uscc": lookup_key(record.uscc), "employer_name": lookup_key(record.employer)}
        if isinstance(record, Employer):
            return {"uscc": lookup_key(record.uscc), "name": lookup_key(record.name)}
        if isinstance(record, Seeker):
            return {
                "id_number_key": self._seal.id_number_key(record.id_number),
                "name_phone_key": self._seal.name_phone_key(record.name, record.phone),
            }
        return {}


def open_fields(record_type: RecordType) -> frozenset[str]:
    """Return the fields of a type that stand unsealed in the database."""
    return frozenset(TYPES[record_type].__struct_fields__) - _SEALED[record_type]


def storable(text: str, what: str) -> None:
    """Raise RecordRefused when a text that gets a column of its own holds what no database keeps."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise RecordRefused(f"{what}里有无法保存的字符，请改正后重试。")


def lookup_key(text: str) -> str | None:
    """Return a name or code as it is compared: blanks, width and case do not matter; None of an empty one."""
    return bare(text).replace("\0", "")[:_KEY_LENGTH] or None


def without_person(crew: Crew, seeker: Seeker) -> Crew:
    """Return the crew without a person: the roster line goes, and the person's name and phone as its leader."""

    def same(name: str, phone: str) -> bool:
        return (
            bool(seeker.name and seeker.phone) and bare(name) == bare(seeker.name) and bare(phone) == bare(seeker.phone)
        )

    members = tuple(
        member
        for member in crew.members
        if member.seeker_id != seeker.id
        and not (seeker.id_number and bare(member.id_number) == bare(seeker.id_number))
        and not same(member.name, member.phone)
    )
    crew = msgspec.structs.replace(crew, members=members)
    if same(crew.leader_name, crew.leader_phone):
        crew = msgspec.structs.replace(crew, leader_name="", leader_phone="")
    return crew


def _name(record_type: RecordType, record_id: str) -> str:
    return f"{record_type}:{record_id}"
