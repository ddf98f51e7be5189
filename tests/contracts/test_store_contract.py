"""What every store promises, whichever database is below: the same suite on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import LargeBinary, cast, select

from indexer.database import open_database
from indexer.store import Change, Store, open_store
from indexer.store_errors import (
    ImportClosed,
    ImportNotFound,
    RecordNotFound,
    RecordRefused,
    SealBroken,
    StoreLocked,
    UndoRefused,
    WrongSecret,
)
from indexer.store_imports import RejectedRow
from indexer.store_writing import writing
from indexer.tables import metadata, postings, seekers
from models.records import (
    AnyRecord,
    Certificate,
    Crew,
    CrewMember,
    Employer,
    GigDetails,
    GraduateDetails,
    Issue,
    Limits,
    OccupationLink,
    Origin,
    Pay,
    Place,
    PostingFacts,
    PostingKind,
    Seeker,
    SeekerFacts,
    Service,
    Status,
)
from tests.builders import a_posting, a_seeker

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
SECRET = b"a secret of the tests, 32 bytes."
ID_NUMBER = "52032419740101993X"
PHONE = "19900001234"

replace = msgspec.structs.replace


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, secret=SECRET)
    yield opened
    opened.close()


def started(store: Store, file: str = "岗位.xlsx") -> str:
    return store.start_import(file, "0" * 64, who="officer", now=NOW)


def a_known_seeker(**given: object) -> Seeker:
    values = {"id_number": ID_NUMBER, "phone": PHONE, "village": "王家坝", "groups": ("脱贫劳动力",), **given}
    return a_seeker(**values)


def a_crew(**given: object) -> Crew:
    values: dict[str, object] = {
        "id": "c-1",
        "name": "赵家班",
        "leader_name": "赵某某",
        "leader_phone": "19900004444",
        "n_members": 2,
        "members": (
            CrewMember(name="周某某", id_number=ID_NUMBER, phone=PHONE, trade="砌筑工", seeker_id="s-1", consent=True),
            CrewMember(name="钱某某", phone="19900005555", certificates=("焊工证",)),
        ),
    }
    return Crew(**{**values, **given})  # type: ignore[arg-type]


# Records come back whole


def test_what_was_put_comes_back_whole(store: Store) -> None:
    posting = a_posting(
        kind=PostingKind.GIG,
        gig=GigDetails(date_text="11月28日", signed_up=2),
        address="王家坝组 3 号",
        contact_name="李某",
        certificates=("焊工证", "电工证"),
        status=Status.REVIEW,
        status_reason="限男“性”\n\\",
        origin=Origin(file="零工.csv", row=17),
        facts=PostingFacts(
            version=3,
            pay=Pay(raw="260元/天", min_yuan=260.0, max_yuan=260.0, unit="day"),
            place=Place(raw="凤仪街道", level="township", county_code="520324"),
            occupations=(OccupationLink(code="6-29-01-01", name="砌筑工", confidence=0.5, how="name"),),
        ),
    )
    seeker = a_known_seeker(
        graduate=GraduateDetails(services=(Service(kind="policy", text="宣介", on=date(2026, 9, 1)),)),
        remark="\u0000 零字节与 𠮷 字",
        facts=SeekerFacts(
            certificates=(Certificate(code="x", name="y", valid_until_on=date(2027, 1, 1)),),
            limits=Limits(areas=("520324",), no_night=True),
        ),
    )
    employer = Employer(id="e-1", name="遵义某某公司", contact_name="王某", arrears_until_on=date(2027, 1, 1))
    store.put([posting, seeker, employer, a_crew()], now=NOW)

    assert store.postings(["p-1"]) == {"p-1": posting}
    assert store.seekers(["s-1"]) == {"s-1": seeker}
    assert store.employers(["e-1"]) == {"e-1": employer}
    assert store.crews(["c-1"]) == {"c-1": a_crew()}


def test_records_are_given_in_the_order_asked_and_unknown_ids_are_left_out(store: Store) -> None:
    store.put([a_posting(id=f"p-{i}") for i in range(1200)], now=NOW)
    asked = [f"p-{i}" for i in range(1199, -1, -1)]
    assert list(store.postings(["nobody", *asked, "p-3"])) == asked


def test_all_records_are_read_in_the_order_of_their_ids_whatever_the_batch(store: Store) -> None:
    ids = ["b", "a", "B", "10", "9", "é", "中", "𠮷", "_", "ab"]
    store.put([a_posting(id=i) for i in ids], now=NOW)
    for batch in (1, 3, 10, 100):
        parts = list(store.iter_postings(batch))
        assert [p.id for part in parts for p in part] == sorted(ids)
        assert all(len(part) <= batch for part in parts)
    assert list(store.iter_seekers()) == []


def test_records_are_counted_by_type_and_status(store: Store) -> None:
    store.put([a_posting(), a_posting(id="p-2", status=Status.REVIEW), a_seeker()], now=NOW)
    assert (store.count("posting"), store.count("posting", Status.REVIEW), store.count("crew")) == (2, 1, 0)


# Put says what changed


def test_put_tells_new_changed_and_same_in_order(store: Store) -> None:
    store.put([a_posting(), a_posting(id="p-2")], now=NOW)
    again: list[AnyRecord] = [
        a_posting(id="p-3"),
        a_posting(),
        a_posting(id="p-2", title="木工"),
        a_posting(id="p-3"),
        a_seeker(),
    ]
    assert store.put(again, now=LATER) == ["new", "same", "changed", "same", "new"]
    assert store.postings(["p-2"])["p-2"].title == "木工"


def test_of_one_id_put_twice_at_once_the_later_stands(store: Store) -> None:
    twice = [a_posting(title="木工"), a_posting(title="焊工"), a_posting(title="焊工", status=Status.REVIEW)]
    assert store.put(twice, now=NOW) == ["new", "changed", "changed"]
    assert store.postings(["p-1"])["p-1"] == twice[2]
    assert store.count("posting") == 1


def test_a_change_of_a_phone_alone_is_a_change(store: Store) -> None:
    store.put([a_known_seeker()], now=NOW)
    assert store.put([a_known_seeker(phone="19900009999")], now=NOW) == ["changed"]
    assert store.seekers(["s-1"])["s-1"].phone == "19900009999"


def test_an_unchanged_record_writes_nothing(store: Store) -> None:
    records: list[AnyRecord] = [a_posting(), a_known_seeker(), a_crew()]
    store.put(records, now=NOW)
    before = store.change_seq()
    assert store.put(records, now=LATER) == ["same", "same", "same"]
    assert store.change_seq() == before
    assert store.changes_since(before) == []


def test_a_better_reading_of_the_same_words_is_kept_and_followed_but_is_no_change(store: Store) -> None:
    origin, other = Origin(file="11月.xlsx", row=5), Origin(file="12月.xlsx", row=7)
    store.put([a_posting(facts=PostingFacts(version=1), origin=origin)], now=NOW)
    seq = store.change_seq()
    assert store.put([a_posting(facts=PostingFacts(version=2), origin=other)], now=LATER) == ["same"]
    assert store.postings(["p-1"])["p-1"] == a_posting(facts=PostingFacts(version=2), origin=origin)
    assert [change.id for change in store.changes_since(seq)] == ["p-1"]


def test_what_was_understood_of_the_same_words_is_not_lost_when_they_come_again_without_it(store: Store) -> None:
    store.put([a_posting(facts=PostingFacts(version=1))], now=NOW)
    assert store.put([a_posting()], now=LATER) == ["same"]
    assert store.postings(["p-1"])["p-1"].facts == PostingFacts(version=1)
    assert store.put([a_posting(title="木工")], now=LATER) == ["changed"]
    assert store.postings(["p-1"])["p-1"].facts is None


def test_a_status_set_by_an_officer_outlives_the_same_file_imported_again(store: Store) -> None:
    store.put([a_posting()], now=NOW)
    assert store.set_status("posting", "p-1", Status.SUSPENDED, "employer_in_arrears", now=NOW)
    assert store.put([a_posting()], now=LATER) == ["same"]
    assert store.postings(["p-1"])["p-1"].status is Status.SUSPENDED
    assert store.put([a_posting(facts=PostingFacts(version=2))], now=LATER) == ["same"]
    assert store.postings(["p-1"])["p-1"].status_reason == "employer_in_arrears"
    assert store.put([a_posting(headcount=9)], now=LATER) == ["changed"]
    assert store.postings(["p-1"])["p-1"].status is Status.LIVE


def test_a_status_that_an_import_gave_follows_the_next_import(store: Store) -> None:
    store.put([a_posting(status=Status.REVIEW, status_reason="discrimination")], now=NOW)
    assert store.put([a_posting()], now=LATER) == ["changed"]
    assert store.postings(["p-1"])["p-1"] == a_posting()


def test_setting_the_status_that_stands_changes_nothing_but_holds_it(store: Store) -> None:
    store.put([a_posting()], now=NOW)
    seq = store.change_seq()
    assert not store.set_status("posting", "p-1", Status.LIVE, "", now=NOW)
    assert store.change_seq() == seq
    assert store.put([a_posting(status=Status.REVIEW)], now=LATER) == ["same"]
    with pytest.raises(RecordNotFound, match="没有编号为“p-9”的岗位"):
        store.set_status("posting", "p-9", Status.CLOSED, "", now=NOW)


def test_many_statuses_are_set_at_once(store: Store) -> None:
    store.put([a_posting(id="p-2"), a_posting(), a_posting(id="p-3", status=Status.SUSPENDED)], now=NOW)
    asked = ["p-3", "p-2", "p-1", "p-9"]
    assert store.set_statuses("posting", asked, Status.SUSPENDED, "", now=NOW) == ["p-1", "p-2"]
    assert store.count("posting", Status.SUSPENDED) == 3


def test_a_put_is_kept_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(RecordRefused, match="编号"):
        store.put([a_posting(), a_seeker(), a_posting(id="")], now=NOW)
    with pytest.raises(RecordRefused, match="编号"):
        store.put([a_posting(), a_seeker(id="s" * 201)], now=NOW)
    for unfit in (
        a_seeker(remark="\ud800"),
        a_seeker(status_reason="\0"),
        a_seeker(status_reason="\ud800"),
        a_seeker(origin=Origin(file="\udcff.xlsx")),
    ):
        with pytest.raises(RecordRefused, match="无法保存的字符"):
            store.put([a_posting(), unfit], now=NOW)
    with pytest.raises(RecordRefused, match="无法保存的字符"):
        store.set_status("posting", "p-1", Status.CLOSED, "\0", now=NOW)
    assert (store.count("posting"), store.count("seeker"), store.change_seq()) == (0, 0, 0)


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 11, 23)
    with pytest.raises(ValueError, match="时区"):
        store.put([a_posting()], now=naive)
    with pytest.raises(ValueError, match="时区"):
        store.start_import("a.xlsx", "", who="officer", now=naive)
    assert store.count("posting") == 0


# People and employers are found


def test_a_person_is_found_by_id_number_and_by_name_with_phone(store: Store) -> None:
    store.put([a_known_seeker(id="s-2"), a_known_seeker(), a_seeker(id="s-3")], now=NOW)
    assert store.seekers_by_id_number([ID_NUMBER.lower(), "520324199001019999", ""]) == {ID_NUMBER.lower(): "s-1"}
    pairs = [("周 某某", "199-0000-1234"), ("周某某", "19900000000"), ("周某某", "")]
    assert store.seekers_by_name_phone(pairs) == {pairs[0]: "s-1"}


def test_an_employer_is_found_by_code_and_by_name_in_any_width(store: Store) -> None:
    store.put([Employer(id="e-1", name="遵义某某（集团）有限公司", uscc="91520302FAKE0001X3")], now=NOW)
    assert store.employers_by_uscc(["91520302fake0001x3", "9"]) == {"91520302fake0001x3": "e-1"}
    assert store.employers_by_name(["遵义某某(集团) 有限公司"]) == {"遵义某某(集团) 有限公司": "e-1"}


def test_the_postings_of_an_employer_are_found_by_code_or_name(store: Store) -> None:
    store.put(
        [
            a_posting(id="p-3", employer="甲公司", uscc="X1"),
            a_posting(id="p-1", employer="甲公司"),
            a_posting(id="p-2", employer="乙公司"),
        ],
        now=NOW,
    )
    assert store.postings_of_employer(uscc="x1") == ["p-3"]
    assert store.postings_of_employer(name="甲公司 ") == ["p-1", "p-3"]
    assert store.postings_of_employer(uscc="X1", name="乙公司") == ["p-2", "p-3"]
    assert store.postings_of_employer() == []


# Followers


def test_a_follower_gets_the_latest_change_of_each_record_in_order(store: Store) -> None:
    store.put([a_posting(), a_posting(id="p-2")], now=NOW)
    store.put([a_posting(title="木工")], now=NOW)
    store.delete("posting", "p-2", now=NOW)
    first, second = store.changes_since(0)
    assert (first.id, first.deleted, second.id, second.deleted) == ("p-1", False, "p-2", True)
    assert 2 < first.seq < second.seq == store.change_seq()
    assert store.changes_since(0, limit=1) == [first]
    assert store.changes_since(first.seq) == [second]
    store.put([a_posting(id="p-2")], now=NOW)
    last = store.change_seq()
    assert store.changes_since(second.seq) == [Change(seq=last, record_type="posting", id="p-2", deleted=False)]


def test_deleting_what_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(RecordNotFound, match="没有编号为“c-1”的班组"):
        store.delete("crew", "c-1", now=NOW)


def put_batches(url: str, label: str, batches: int) -> None:
    store = open_store(url, secret=SECRET)
    for batch in range(batches):
        store.put([a_posting(id=f"{label}-{batch:03d}-{i}") for i in range(5)], now=NOW)
    store.close()


def test_a_follower_misses_nothing_while_two_processes_open_and_write_at_once(database_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=put_batches, args=(database_url, label, 25)) for label in ("a", "b")]
    for writer in writers:
        writer.start()
    store = open_store(database_url, secret=SECRET)  # three processes race to make the tables
    seen: dict[str, int] = {}
    seq = 0
    while any(writer.is_alive() for writer in writers) or store.change_seq() > seq:
        changes = store.changes_since(seq, limit=37)
        assert [change.seq for change in changes] == sorted(change.seq for change in changes)
        for change in changes:
            assert change.seq > seq
            seq = change.seq
            seen[change.id] = change.seq
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert len(seen) == 2 * 25 * 5 == store.count("posting")
    assert sorted(seen.values()) == list(range(1, 251))
    store.close()


def put_and_say(url: str, said: multiprocessing.connection.Connection) -> None:
    store = open_store(url, secret=SECRET)
    batch = 0
    while True:
        store.put([a_posting(id=f"p-{batch}")], now=NOW)
        said.send(batch)
        batch += 1


def test_what_was_acknowledged_survives_a_killed_process(database_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    heard, said = spawn.Pipe(duplex=False)
    writer = spawn.Process(target=put_and_say, args=(database_url, said))
    writer.start()
    last = -1
    while last < 20:
        last = heard.recv()
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    while heard.poll():
        last = heard.recv()
    store = open_store(database_url, secret=SECRET)
    assert store.postings([f"p-{i}" for i in range(last + 1)]).keys() == {f"p-{i}" for i in range(last + 1)}
    assert store.put([a_posting(id="after")], now=NOW) == ["new"]
    store.close()


def test_a_second_writer_waits_and_then_says_so_while_readers_go_on(database_url: str) -> None:
    store = open_store(database_url, secret=SECRET)
    impatient = open_store(database_url, secret=SECRET, wait_s=0.05)
    store.put([a_posting()], now=NOW)
    with writing(store._database, store._codec, NOW) as session:
        session.put([a_posting(title="木工")])
        with pytest.raises(StoreLocked, match=r"等了 0\.05 秒"):
            impatient.put([a_posting(id="p-2")], now=NOW)
        assert impatient.postings(["p-1"])["p-1"].title == "砌筑工"
        assert impatient.change_seq() == 1
    assert impatient.put([a_posting(id="p-2")], now=NOW) == ["new"]
    assert [change.seq for change in impatient.changes_since(0)] == [2, 3]
    store.close()
    impatient.close()


# Imports


def test_an_import_is_kept_with_its_report_and_its_rejected_rows(store: Store) -> None:
    import_id = started(store, "台账.xlsx")
    rows = [
        RejectedRow(
            sheet="格林镇", row=i, issues=(Issue(outcome="rejected", code="id_checksum", field="id", text="…"),)
        )
        for i in range(3)
    ]
    store.keep_rejected(import_id, rows[:2])
    store.keep_rejected(import_id, rows[2:])
    store.finish_import(import_id, '{"rows":3}', now=LATER)
    run = store.import_run(import_id)
    assert (run.file, run.who, run.report, run.started_at, run.finished_at) == (
        "台账.xlsx", "officer", '{"rows":3}', NOW, LATER,
    )  # fmt: skip
    assert store.rejected(import_id) == rows
    second = store.start_import("\udcff.xlsx", "1" * 64, who="officer", now=NOW)
    assert [run.id for run in store.imports()] == [second, import_id]
    assert [run.id for run in store.imports(sha256="0" * 64)] == [import_id]


def test_an_import_that_does_not_exist_or_is_over_is_refused(store: Store) -> None:
    for call in (
        lambda: store.import_run("imp-9"),
        lambda: store.rejected("imp-9"),
        lambda: store.keep_rejected("imp-9", []),
        lambda: store.undo_import("imp-9", now=NOW),
        lambda: store.finish_import("imp-9", "{}", now=NOW),
        lambda: store.put([a_posting()], now=NOW, import_id="imp-9"),
    ):
        with pytest.raises(ImportNotFound, match="imp-9"):
            call()
    import_id = started(store)
    store.finish_import(import_id, "{}", now=NOW)
    with pytest.raises(ImportClosed, match="已经结束"):
        store.finish_import(import_id, "{}", now=NOW)
    assert store.count("posting") == 0


def test_undoing_an_import_brings_back_what_was_before(store: Store) -> None:
    before: list[AnyRecord] = [
        a_posting(facts=PostingFacts(version=1), contact_name="李某"),
        a_known_seeker(),
        a_crew(),
    ]
    store.put(before, now=NOW)
    store.set_status("posting", "p-1", Status.CLOSED, "满员", now=NOW)
    import_id = started(store)
    store.put([a_posting(title="木工"), a_posting(id="p-2"), a_known_seeker()], now=LATER, import_id=import_id)
    store.put([a_posting(title="焊工"), a_posting(id="p-2", title="瓦工")], now=LATER, import_id=import_id)
    store.put([replace(a_crew(), members=())], now=LATER, import_id=import_id)
    seq = store.change_seq()

    assert store.undo_import(import_id, now=LATER) == 3
    assert store.postings(["p-1", "p-2"]) == {
        "p-1": replace(before[0], status=Status.CLOSED, status_reason="满员"),
    }
    assert store.crews(["c-1"]) == {"c-1": a_crew()}
    assert {(change.id, change.deleted) for change in store.changes_since(seq)} == {
        ("p-1", False), ("p-2", True), ("c-1", False),
    }  # fmt: skip
    assert store.put(before[:1], now=LATER) == ["same"], "the status set by hand is held again"
    assert store.import_run(import_id).undone_at == LATER
    for call in (
        lambda: store.undo_import(import_id, now=LATER),
        lambda: store.put([a_posting()], now=LATER, import_id=import_id),
    ):
        with pytest.raises(ImportClosed, match="已经撤销"):
            call()


def test_an_import_whose_records_were_changed_since_is_not_undone_in_part(store: Store) -> None:
    import_id = started(store)
    store.put([a_posting(), a_posting(id="p-2")], now=NOW, import_id=import_id)
    store.set_status("posting", "p-2", Status.CLOSED, "", now=LATER)
    with pytest.raises(UndoRefused, match="岗位 p-2") as refused:
        store.undo_import(import_id, now=LATER)
    assert refused.value.changed == (("posting", "p-2"),)
    assert store.count("posting") == 2
    assert store.import_run(import_id).undone_at is None


def test_imports_are_undone_the_latest_first(store: Store) -> None:
    first, second = started(store), started(store)
    store.put([a_posting()], now=NOW, import_id=first)
    store.put([a_posting(title="木工")], now=NOW, import_id=second)
    with pytest.raises(UndoRefused):
        store.undo_import(first, now=LATER)
    store.undo_import(second, now=LATER)
    assert store.postings(["p-1"])["p-1"] == a_posting()
    assert store.undo_import(first, now=LATER) == 1
    assert store.count("posting") == 0


def test_a_newer_reading_does_not_stand_in_the_way_of_undoing(store: Store) -> None:
    import_id = started(store)
    store.put([a_posting()], now=NOW, import_id=import_id)
    store.put([a_posting(facts=PostingFacts(version=9))], now=LATER)
    assert store.undo_import(import_id, now=LATER) == 1
    assert store.count("posting") == 0


def test_a_record_replaced_by_an_import_and_then_removed_stands_in_the_way_but_a_new_one_does_not(store: Store) -> None:
    store.put([a_posting()], now=NOW)
    import_id = started(store)
    store.put([a_posting(title="木工"), a_posting(id="p-2")], now=NOW, import_id=import_id)
    store.delete("posting", "p-2", now=NOW)
    store.delete("posting", "p-1", now=NOW)
    with pytest.raises(UndoRefused) as refused:
        store.undo_import(import_id, now=LATER)
    assert refused.value.changed == (("posting", "p-1"),)


# Forgetting and secrecy


def everything_at_rest(url: str) -> bytes:
    """Return every value of every table as bytes."""
    database = open_database(url)
    with database.read() as reading:
        values = [value for table in metadata.sorted_tables for row in reading.rows(table) for value in row]
    database.close()
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def test_nothing_at_rest_says_who_a_person_is(store: Store, database_url: str) -> None:
    import_id = started(store)
    secretive = a_known_seeker(
        experience_text="以前在珠海，电话19900007777", ethnicity="仡佬族", health_text="高血压", household="监测户"
    )
    posting = a_posting(contact_name="李联系", contact_phone="19900003333", address="王家坝三组")
    crew = a_crew()
    employer = Employer(id="e-1", name="遵义某某公司", contact_name="吴经理", contact_phone="19900006666")
    store.put([secretive, posting, crew, employer], now=NOW, import_id=import_id)
    store.put([a_known_seeker(phone="19900008888"), replace(crew, leader_name="孙某某")], now=LATER)
    store.delete("posting", "p-1", now=LATER)
    store.keep_rejected(import_id, [RejectedRow(sheet="", row=1, values={"姓名": "郑某某", "身份证号": ID_NUMBER})])
    store.finish_import(import_id, '{"text":"郑某某 同一身份证号"}', now=LATER)
    rest = everything_at_rest(database_url)
    planted = (
        "周某某", ID_NUMBER, PHONE, "王家坝", "脱贫劳动力", "仡佬族", "高血压", "监测户", "19900007777", "19900008888",
        "李联系", "19900003333", "吴经理", "19900006666", "赵某某", "赵家班", "孙某某", "19900004444", "钱某某",
        "19900005555", "郑某某",
    )  # fmt: skip
    assert [word for word in planted if word.encode() in rest] == []
    assert "遵义某某公司".encode() in rest, "the search sees what is stored"


def test_a_forgotten_person_is_gone_from_everywhere(store: Store, database_url: str) -> None:
    import_id = started(store)
    person, other = a_known_seeker(), a_seeker(id="s-2", name="吴某某", phone="19900002222")
    led = a_crew(id="c-2", leader_name="周某某", leader_phone=PHONE, members=())
    store.put([person, other, a_crew(), led], now=NOW, import_id=import_id)
    store.put([a_known_seeker(phone="19900008888")], now=NOW)
    store.put([a_crew(price_text="面议")], now=NOW)
    store.keep_rejected(
        import_id,
        [
            RejectedRow(sheet="", row=1, values={"姓名": "周 某某", "身份证号": " 520324 19740101 993x"}),
            RejectedRow(sheet="", row=2, values={"姓名": "吴某某", "身份证号": "1"}),
            RejectedRow(sheet="", row=3, values={"姓名": "周某某", "电话": "199 0000 1234"}),
            RejectedRow(sheet="", row=4, values={"姓名": "周某某", "身份证号": "520324197401010000"}),
            RejectedRow(sheet="", row=5, values={"姓名": "周某某", "电话": "19911111111"}),
        ],
    )
    issues = (
        '{"files":[{"file":"周某某.xlsx","issues":[{"row":1,"text":"周某某 与 s-9 同号"},{"row":2,"text":"吴某某"}]}]}'
    )
    store.finish_import(import_id, issues, now=NOW)
    seq = store.change_seq()

    found = store.forget("s-1", now=LATER, actor="officer", purpose="本人申请")

    assert (found.versions, found.crews, found.rejected, found.reports) == (2, ("c-1", "c-2"), 3, 1)
    assert store.seekers(["s-1"]) == {}
    assert store.seekers_by_id_number([ID_NUMBER]) == {}
    assert store.crews(["c-1"])["c-1"].members == a_crew().members[1:]
    assert (store.crews(["c-2"])["c-2"].leader_name, store.crews(["c-1"])["c-1"].leader_name) == ("", "赵某某")
    assert [row.row for row in store.rejected(import_id)] == [2, 5]
    report = msgspec.json.decode(store.import_run(import_id).report)
    assert [issue["text"] for issue in report["files"][0]["issues"]] == ["（应本人要求已删除）", "吴某某"]
    assert {(c.record_type, c.id, c.deleted) for c in store.changes_since(seq)} == {
        ("seeker", "s-1", True), ("crew", "c-1", False), ("crew", "c-2", False),
    }  # fmt: skip
    (entry,) = store.ledger.events(subject="s-1")
    assert (entry.event.action, entry.event.actor, entry.event.at) == ("seeker.forget", "officer", LATER)
    assert not any(word in str(entry) for word in ("周某某", ID_NUMBER, PHONE))

    # Not even whoever holds the secret finds the person in what is left.
    everything = [store.seekers(["s-2"])["s-2"], *store.crews(["c-1", "c-2"]).values()]
    database = open_database(database_url)
    with database.read() as reading:
        for row in reading.rows(metadata.tables["history"]):
            if row.prior is not None:
                everything.append(store._codec.open_record(row.record_type, row.id, row.prior))
    database.close()
    assert any(isinstance(record, Crew) and record.price_text == "" for record in everything), "history was read"
    assert not [record for record in everything if any(word in str(record) for word in ("周某某", ID_NUMBER, PHONE))]


def test_a_forgotten_person_does_not_come_back_when_an_import_is_undone(store: Store) -> None:
    store.put([a_known_seeker(), a_crew()], now=NOW)
    import_id = started(store)
    store.put(
        [a_known_seeker(phone="19900008888"), a_posting(), a_crew(price_text="面议")], now=NOW, import_id=import_id
    )
    store.forget("s-1", now=LATER)
    assert store.undo_import(import_id, now=LATER) == 2
    assert (store.count("seeker"), store.count("posting")) == (0, 0)
    assert store.crews(["c-1"])["c-1"].members == a_crew().members[1:]


def test_a_deleted_person_can_still_be_forgotten_and_doubles_are_named(store: Store) -> None:
    store.put([a_known_seeker(), a_known_seeker(id="s-7")], now=NOW)
    store.delete("seeker", "s-1", now=NOW)
    found = store.forget("s-1", now=LATER)
    assert (found.versions, found.same_id_number) == (1, ("s-7",))
    with pytest.raises(RecordNotFound, match="没有编号为“s-1”的求职者"):
        store.forget("s-1", now=LATER)
    assert len(list(store.ledger.events())) == 1


def test_another_secret_does_not_open_the_store(store: Store, database_url: str) -> None:
    store.put([a_known_seeker()], now=NOW)
    with pytest.raises(WrongSecret, match="密钥与建库时的不一致"):
        open_store(database_url, secret=b"another")
    with pytest.raises(WrongSecret, match="没有密钥"):
        open_store(database_url, secret=b"")
    again = open_store(database_url, secret=SECRET)
    assert again.seekers(["s-1"])["s-1"].name == "周某某"
    again.close()


def test_sealed_data_moved_to_another_record_or_altered_is_not_believed(store: Store) -> None:
    store.put([a_known_seeker(), a_seeker(id="s-2", name="吴某某"), a_posting(contact_name="李某")], now=NOW)
    with store._database.write() as transaction:
        stolen = transaction.rows(seekers, id="s-1")[0].sealed
        transaction.update(seekers, [{"id": "s-2", "sealed": stolen}])
        half = transaction.execute(select(cast(postings.c.sealed, LargeBinary))).scalar_one()
        transaction.update(postings, [{"id": "p-1", "sealed": half[:-1] + bytes([half[-1] ^ 1])}])
    with pytest.raises(SealBroken, match="seeker:s-2"):
        store.seekers(["s-2"])
    with pytest.raises(SealBroken, match="posting:p-1"):
        store.postings(["p-1"])
    assert store.seekers(["s-1"])["s-1"].name == "周某某"


def test_a_closed_field_is_never_open_for_any_type_of_record() -> None:
    from indexer.record_rows import open_fields
    from models.records import PERSONAL_FIELDS, SENSITIVE_FIELDS

    assert open_fields("seeker") == open_fields("crew") == {"id", "county_code"}
    assert not open_fields("posting") & (PERSONAL_FIELDS | SENSITIVE_FIELDS)
    assert open_fields("employer") & (PERSONAL_FIELDS | SENSITIVE_FIELDS) == {"name"}
    assert {"title", "description", "facts"} <= open_fields("posting")
