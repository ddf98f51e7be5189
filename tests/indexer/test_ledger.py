"""The ledger is only ever added to, says nothing about a person, and shows when somebody tampered with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from indexer.ledger import Ledger, LedgerEvent
from indexer.store import Store, open_store
from indexer.store_errors import StoreUnavailable

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, secret=b"s" * 32)
    yield opened
    opened.close()


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return store.ledger


def an_event(**given: object) -> LedgerEvent:
    values: dict[str, object] = {"at": NOW, "actor": "officer-3", "action": "match.postings", "subjects": ("s-1",)}
    return LedgerEvent(**{**values, **given})  # type: ignore[arg-type]


def without_triggers(store: Store, *statements: str) -> None:
    """Do what somebody with the rights of the owner of the database could do."""
    with store._database.write() as transaction:
        if transaction.connection.dialect.name == "sqlite":
            for name in ("ledger_no_update", "ledger_no_delete", "ledger_no_replace"):
                transaction.execute(text(f"DROP TRIGGER {name}"))
        else:
            transaction.execute(text("ALTER TABLE ledger DISABLE TRIGGER ALL"))
        for statement in statements:
            transaction.execute(text(statement))


def test_an_event_comes_back_as_it_was_written(ledger: Ledger) -> None:
    event = an_event(
        purpose="现场求职",
        count=2,
        subjects=("s-1", "p-1", "s-1"),
        details={"gates": [{"code": "age", "count": 3}], "empty": None, "share": 0.5},
        versions={"rules": "7"},
    )
    assert ledger.append(event) == 1
    assert ledger.append_all([an_event(), an_event()]) == [2, 3]
    entries = list(ledger.events())
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert entries[0].event == event
    assert ledger.append_all([]) == []


def test_events_are_found_by_time_actor_action_and_subject(ledger: Ledger) -> None:
    hours = [NOW + timedelta(hours=i) for i in range(4)]
    ledger.append_all(
        [
            an_event(at=hours[0]),
            an_event(at=hours[1], actor="officer-4"),
            an_event(at=hours[2], action="export.roster", subjects=("s-1", "s-2")),
            an_event(at=hours[3], subjects=()),
        ]
    )

    def found(**given: object) -> list[int]:
        return [entry.seq for entry in ledger.events(**given)]  # type: ignore[arg-type]

    assert found() == found(batch=1) == found(batch=4) == [1, 2, 3, 4]
    assert found(since=hours[1], until=hours[3]) == [2, 3]
    assert found(since=hours[1].astimezone(timezone(timedelta(hours=8)))) == [2, 3, 4]
    assert found(actor="officer-4") == [2]
    assert found(action="export.roster") == [3]
    assert found(subject="s-1") == found(subject="s-1", batch=1) == [1, 2, 3]
    assert found(subject="s-2", actor="officer-4") == []
    assert found(after=2) == [3, 4]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET actor = 'nobody'",
        "DELETE FROM ledger WHERE seq = 1",
        "UPDATE ledger_subjects SET subject = 's-9'",
        "DELETE FROM ledger_subjects",
    ],
)
def test_the_database_itself_refuses_to_change_the_ledger(store: Store, statement: str) -> None:
    store.ledger.append(an_event())
    with pytest.raises(StoreUnavailable, match="append-only"), store._database.write() as transaction:
        transaction.execute(text(statement))
    assert [entry.event for entry in store.ledger.events(subject="s-1")] == [an_event()]


def test_the_ledger_can_be_neither_emptied_nor_written_over(store: Store) -> None:
    store.ledger.append(an_event())
    with store._database.read() as reading:
        statement = (
            "INSERT OR REPLACE INTO ledger SELECT seq, at, 'nobody', action, event, chain FROM ledger"
            if reading.connection.dialect.name == "sqlite"
            else "TRUNCATE ledger"
        )
    with pytest.raises(StoreUnavailable, match="append-only"), store._database.write() as transaction:
        transaction.execute(text(statement))
    assert [entry.event.actor for entry in store.ledger.events()] == ["officer-3"]


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE ledger SET event = replace(event, 'officer-3', 'officer-4') WHERE seq = 2", 2),
        ("UPDATE ledger SET actor = 'officer-4' WHERE seq = 2", 2),
        ("UPDATE ledger SET seq = 9 WHERE seq = 3", 3),
        ("DELETE FROM ledger WHERE seq = 2", 2),
        ("DELETE FROM ledger WHERE seq = 3", 3),
        ("INSERT INTO ledger SELECT 4, at, actor, action, event, chain FROM ledger WHERE seq = 3", 4),
    ],
)
def test_tampering_behind_the_triggers_shows(store: Store, tampering: str, broken: int) -> None:
    store.ledger.append_all([an_event(), an_event(count=1), an_event(count=2)])
    assert store.ledger.first_broken() is None
    without_triggers(store, tampering)
    assert store.ledger.first_broken() == broken


def test_an_empty_ledger_is_whole(ledger: Ledger) -> None:
    assert ledger.first_broken() is None
    assert list(ledger.events()) == []


def test_id_and_mobile_numbers_that_slip_in_are_masked(ledger: Ledger) -> None:
    ledger.append(
        an_event(
            purpose="给19900001234回电",
            subjects=("52032419740101993X", "LWDD2026005"),
            details={"text": ["身份证 52032419740101993x。"], "19900001234": 1, "uscc": "91520302MA6FAKE1X3"},
        )
    )
    (entry,) = ledger.events()
    written = str(entry)
    assert "19900001234" not in written
    assert "19740101993" not in written
    assert entry.event.subjects == ("5203**********993X", "LWDD2026005")
    assert entry.event.details["uscc"] == "91520302MA6FAKE1X3"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"at": datetime(2026, 11, 23)}, "时区"),
        ({"action": "看过"}, "动作代码"),
        ({"action": ""}, "动作代码"),
        ({"actor": ""}, "操作人"),
        ({"subjects": ("",)}, "对象编号"),
    ],
)
def test_an_event_that_says_too_little_is_refused(ledger: Ledger, given: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ledger.append_all([an_event(), an_event(**given)])
    assert list(ledger.events()) == []


def test_an_event_stands_only_if_the_deed_does(store: Store) -> None:
    def deed() -> None:
        with store._database.write() as transaction:
            assert store.ledger.append_within(transaction, [an_event()]) == [1]
            transaction.execute(text("DELETE FROM nowhere"))

    with pytest.raises(StoreUnavailable, match="nowhere"):
        deed()
    assert list(store.ledger.events()) == []
    assert store.ledger.append(an_event()) == 1
