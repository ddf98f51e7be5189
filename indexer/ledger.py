"""Turn what was done with people's data into an append-only ledger that shows when somebody altered it.

Triggers in both databases refuse UPDATE and DELETE. Each entry also carries a keyed hash over itself and its
forerunner: whoever can write the database but does not hold the secret cannot alter, insert or remove an entry unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from indexer.database import Database, Transaction
from indexer.seal import Seal
from indexer.tables import aware, ledger, ledger_subjects, state
from models.records import Record
from models.understand.identity import mask_id_number, mask_phone

_ACTION = re.compile(r"[a-z][a-z0-9_.]{1,59}")
# An ID number with a possible birth date, and a mobile number; neither inside a longer run of digits.
_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


class LedgerEvent(Record, frozen=True):
    """One thing done: `actor` did `action` ("seeker.forget") to `subjects` (record ids) for `purpose`, `count` of them.

    `details` is plain JSON, `versions` names the rules, models and builds that took part. No personal data belongs
    here; ID and mobile numbers are masked before anything is written, in case one slips in.
    """

    at: datetime
    actor: str
    action: str
    subjects: tuple[str, ...] = ()
    purpose: str = ""
    count: int = 0
    details: dict[str, Any] = msgspec.field(default_factory=dict)
    versions: dict[str, str] = msgspec.field(default_factory=dict)


class LedgerEntry(Record, frozen=True):
    """An event as it stands in the ledger; `seq` counts from 1 without gaps."""

    seq: int
    event: LedgerEvent


class Ledger:
    """The ledger of one database. Entries are appended and read, never changed."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._chain_key = seal.chain_key
        self._decoder = msgspec.json.Decoder(LedgerEvent)

    def append(self, event: LedgerEvent) -> int:
        """Write one event and return its number.

        Raises:
            ValueError: `at` has no time zone, or `actor` or `action` is not usable.
        """
        return self.append_all([event])[0]

    def append_all(self, events: Sequence[LedgerEvent]) -> list[int]:
        """Write events in one transaction and return their numbers, in order."""
        with self._database.write() as writing:
            return self.append_within(writing, events)

    def append_within(self, writing: Transaction, events: Sequence[LedgerEvent]) -> list[int]:
        """Write events as part of a transaction: they stand if and only if the rest of it does."""
        plain = [_checked(event) for event in events]
        seq = writing.counter("ledger")
        chain = bytes(writing.execute(select(state.c.value).where(state.c.name == "ledger")).scalar_one())
        rows: list[dict[str, Any]] = []
        subjects: list[dict[str, Any]] = []
        for event in plain:
            seq += 1
            text = msgspec.json.encode(event)
            chain = self._link(chain, seq, text)
            rows.append(
                {
                    "seq": seq,
                    "at": event.at,
                    "actor": event.actor,
                    "action": event.action,
                    "event": text.decode(),
                    "chain": chain,
                }
            )
            subjects += [{"subject": subject, "seq": seq} for subject in dict.fromkeys(event.subjects)]
        writing.insert(ledger, rows)
        writing.insert(ledger_subjects, subjects)
        if rows:
            writing.set_counter("ledger", seq, chain)
        return [row["seq"] for row in rows]

    def events(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        actor: str = "",
        action: str = "",
        subject: str = "",
        after: int = 0,
        batch: int = 1000,
    ) -> Iterator[LedgerEntry]:
        """Yield the entries that fit all that is given, ascending by number.

        `since` is included, `until` is not; `after` is the number of the last entry already seen.
        """
        wanted = select(ledger.c.seq, ledger.c.event).order_by(ledger.c.seq).limit(batch)
        if since is not None:
            wanted = wanted.where(ledger.c.at >= aware(since))
        if until is not None:
            wanted = wanted.where(ledger.c.at < aware(until))
        if actor:
            wanted = wanted.where(ledger.c.actor == actor)
        if action:
            wanted = wanted.where(ledger.c.action == action)
        if subject:
            wanted = wanted.join(ledger_subjects, ledger_subjects.c.seq == ledger.c.seq)
            wanted = wanted.where(ledger_subjects.c.subject == subject)
        while True:
            with self._database.read() as reading:
                rows = reading.execute(wanted.where(ledger.c.seq > after)).all()
            for row in rows:
                yield LedgerEntry(seq=row.seq, event=self._decoder.decode(row.event))
            if len(rows) < batch:
                return
            after = rows[-1].seq

    def first_broken(self) -> int | None:
        """Return the number of the first entry that was altered, added or removed by another hand, or None."""
        chain, expected = b"", 0
        with self._database.read() as reading:
            head = reading.rows(state, name="ledger")[0]
            entries = select(ledger).order_by(ledger.c.seq).execution_options(yield_per=1000)
            with reading.execute(entries) as rows:
                for row in rows:
                    expected += 1
                    chain = self._link(chain, expected, row.event.encode())
                    event = self._decoder.decode(row.event)
                    named = (event.at, event.actor, event.action) == (row.at, row.actor, row.action)
                    if row.seq != expected or not hmac.compare_digest(chain, row.chain) or not named:
                        return expected
        intact = head.number == expected and hmac.compare_digest(chain, head.value)
        return None if intact else expected + 1

    def _link(self, before: bytes, seq: int, text: bytes) -> bytes:
        return hmac.new(self._chain_key, before + seq.to_bytes(8, "big") + text, hashlib.sha256).digest()


def _checked(event: LedgerEvent) -> LedgerEvent:
    if not _ACTION.fullmatch(event.action):
        raise ValueError(f"台账的动作代码“{event.action}”不能用：只能用小写字母、数字、点和下划线。")
    if not event.actor or len(event.actor) > 100:
        raise ValueError("台账必须写明操作人（1 到 100 个字符）。")
    if any(not subject or len(subject) > 200 for subject in event.subjects):
        raise ValueError("台账的对象编号要有 1 到 200 个字符。")
    plain = msgspec.to_builtins(event)
    return msgspec.convert({**_masked(plain), "at": aware(event.at)}, LedgerEvent)


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _MOBILE.sub(_mask(mask_phone), _ID_NUMBER.sub(_mask(mask_id_number), value))
    if isinstance(value, dict):
        return {_masked(key): _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(inner) for inner in value]
    return value


def _mask(mask: Any) -> Any:
    return lambda match: mask(match.group())
