"""What only the SQLite store promises, and how records are taken apart; the rest is in tests/contracts."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.record_rows import RowCodec
from indexer.seal import Seal, bare
from indexer.store import open_store
from indexer.store_errors import SealBroken
from indexer.store_imports import RejectedRow
from models.records import AnyRecord, Crew, CrewMember, Employer, Origin, Posting, Seeker, SeekerFacts, Status
from tests.builders import a_posting, a_seeker

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECRET = b"a secret of the tests, 32 bytes."
ID_NUMBER = "52032419740101993X"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)  # NUL is refused
ids = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20)
statuses = st.sampled_from(Status)
origins = st.none() | st.builds(Origin, file=texts, sheet=texts, row=st.integers(0, 10**6))
records: st.SearchStrategy[AnyRecord] = st.one_of(
    st.builds(Posting, id=ids, title=texts, contact_name=texts, remark=texts, status=statuses, origin=origins),
    st.builds(
        Seeker,
        id=ids,
        name=texts,
        phone=texts,
        groups=st.lists(texts, max_size=3).map(tuple),
        status_reason=texts,
        origin=origins,
        facts=st.none() | st.builds(SeekerFacts, version=st.integers(0, 9), skills=st.tuples(texts)),
    ),
    st.builds(Employer, id=ids, name=texts, address=texts, licence_until_on=st.none() | st.dates()),
    st.builds(Crew, id=ids, name=texts, members=st.lists(st.builds(CrewMember, name=texts), max_size=2).map(tuple)),
)


class Row:
    """A row as the database gives it back."""

    def __init__(self, columns: dict[str, object]) -> None:
        self.__dict__.update(columns)


@settings(max_examples=60, deadline=None)
@given(records)
def test_any_record_taken_apart_is_put_together_again(record: AnyRecord) -> None:
    codec = RowCodec(Seal(SECRET))
    prepared = codec.prepare(record)
    row = Row(codec.columns(prepared))
    assert codec.record(prepared.record_type, row) == record
    assert codec.open_record(prepared.record_type, record.id, codec.close_record(record)) == record


def test_the_same_words_have_the_same_hash_whatever_was_understood_and_wherever_they_stood() -> None:
    codec = RowCodec(Seal(SECRET))
    plain = codec.prepare(a_seeker())
    read = codec.prepare(a_seeker(facts=SeekerFacts(version=2), origin=Origin(file="b.xlsx"), status=Status.REVIEW))
    assert plain.written_hash == read.written_hash
    assert codec.prepare(a_seeker(phone="1")).written_hash != plain.written_hash
    other = RowCodec(Seal(b"another secret")).prepare(a_seeker())
    assert other.written_hash != plain.written_hash, "without the secret a guess of a person cannot be tried"


def test_blind_keys_tell_nothing_and_differ_by_secret_and_by_kind() -> None:
    seal = Seal(SECRET)
    key = seal.id_number_key(ID_NUMBER)
    assert key is not None
    assert ID_NUMBER.encode() not in key
    assert key == seal.id_number_key(" 520324 19740101 993x ")
    assert key != Seal(b"another").id_number_key(ID_NUMBER)
    assert seal.id_number_key("") is None
    assert seal.name_phone_key("周某某", "") is None
    assert seal.name_phone_key("周某", "某1") != seal.name_phone_key("周某某", "1")
    assert bare("（２３） x－y") == "(23)XY"


def test_a_sealed_value_opens_only_as_what_it_was_sealed() -> None:
    seal = Seal(SECRET)
    sealed = seal.close("周某某".encode(), "seeker:s-1")
    assert seal.open(sealed, "seeker:s-1").decode() == "周某某"
    assert sealed != seal.close("周某某".encode(), "seeker:s-1"), "equal data do not look equal"
    for broken, of in (
        (sealed, "seeker:s-2"),
        (sealed[:-1], "seeker:s-1"),
        (b"\x09" + sealed[1:], "seeker:s-1"),
        (b"", "x"),
    ):
        with pytest.raises(SealBroken):
            seal.open(broken, of)


def test_the_file_is_readable_by_its_owner_only_and_keeps_what_was_acknowledged(
    tmp_path: Path, sqlite_url: str
) -> None:
    store = open_store(sqlite_url, secret=SECRET)
    store.put([a_posting()], now=NOW)
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    with store._database.read() as reading:
        pragmas = {
            name: reading.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 30000,
    }
    store.close()


def test_no_byte_of_the_files_names_a_person_and_forgetting_removes_even_the_sealed_bytes(
    tmp_path: Path, sqlite_url: str
) -> None:
    store = open_store(sqlite_url, secret=SECRET)
    import_id = store.start_import("台账.xlsx", "0" * 64, who="officer", now=NOW)
    person = a_seeker(id_number=ID_NUMBER, phone="19900001234", experience_text="家里电话19900007777")
    store.put([person, a_posting(id="p-bytes")], now=NOW, import_id=import_id)
    store.keep_rejected(import_id, [RejectedRow(sheet="", row=1, values={"姓名": "周某某", "电话": "19900001234"})])
    with store._database.read() as reading:
        from indexer.tables import rejected, seekers

        sealed = [reading.rows(seekers)[0].sealed, reading.rows(rejected)[0].sealed]
    database = sqlite3.connect(tmp_path / "store.db")
    database.execute("PRAGMA wal_checkpoint(PASSIVE)")
    database.close()

    def on_disk() -> bytes:
        return b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()))

    assert [word for word in ("周某某", ID_NUMBER, "19900001234", "19900007777") if word.encode() in on_disk()] == []
    assert b"p-bytes" in on_disk()
    assert all(part[-40:] in on_disk() for part in sealed)
    store.forget("s-1", now=NOW)
    assert not any(part[-40:] in on_disk() for part in sealed)
    assert b"p-bytes" in on_disk()
    store.close()


def test_threads_share_one_store(sqlite_url: str) -> None:
    store = open_store(sqlite_url, secret=SECRET)

    def work(worker: int) -> int:
        for i in range(10):
            store.put([a_posting(id=f"p-{worker}-{i}")], now=NOW)
            store.postings([f"p-{other}-{i}" for other in range(8)])
        return len(store.changes_since(0))

    with ThreadPoolExecutor(8) as pool:
        assert max(pool.map(work, range(8))) == 80
    assert store.count("posting") == store.change_seq() == 80
    store.close()


def test_a_store_in_memory_serves_a_test() -> None:
    store = open_store("sqlite://", secret=SECRET)
    store.put([a_posting()], now=NOW)
    assert store.postings(["p-1"]) == {"p-1": a_posting()}
    store.close()
