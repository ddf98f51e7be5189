"""Importing: every row gets an outcome, nothing is lost, the same again changes nothing, standing follows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from indexer.ingest import ingest
from indexer.normalise.issues import load_issue_codes
from indexer.report import FileReport, report_json
from indexer.store import Store, open_store
from models.records import Posting, Seeker, Status
from models.vocabulary import Vocabulary, load_vocabulary
from tests.indexer.offices import (
    ASOF,
    NOW,
    a_ledger_row,
    a_posting_row,
    id_number,
    ledger_workbook,
    posting_workbook,
    uscc,
    write_workbook,
)

EMPLOYER_HEADINGS = ("序号", "单位名称", "统一社会信用代码", "单位性质", "所在县（市、区）", "联系人", "联系电话")
ARREARS_HEADINGS = ("序号", "单位名称", "统一社会信用代码", "列入日期", "列入期限至", "认定部门", "状态")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/store.db", secret=b"s" * 32)
    yield store
    store.close()


class Office:
    """Imports files into one store, on one day."""

    def __init__(self, store: Store, vocabulary: Vocabulary, folder: Path) -> None:
        self.store, self.vocabulary, self.folder = store, vocabulary, folder

    def take(self, *paths: Path, asof: date = ASOF, **options: Any) -> list[FileReport]:
        return ingest(paths, self.store, self.vocabulary, asof=asof, now=NOW, **options).files

    def postings(self) -> list[Posting]:
        return [p for batch in self.store.iter_postings() for p in batch]

    def people(self) -> list[Seeker]:
        return [s for batch in self.store.iter_seekers() for s in batch]

    def lines(self, name: str, *lines: dict[str, Any] | str) -> Path:
        path = self.folder / name
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts) + "\n", "utf-8")
        return path

    def employers(
        self, *rows: tuple[str, str], listed: dict[str, str] | None = None, until: str = "2029-01-01"
    ) -> Path:
        sheets: dict[str, Any] = {
            "用人单位": [["用人单位台账"], EMPLOYER_HEADINGS]
            + [[1, name, code, "有限责任公司", "正安县", "王主管", "19900000003"] for name, code in rows]
        }
        if listed is not None:
            sheets["欠薪失信名单"] = [["拖欠农民工工资失信名单"], ARREARS_HEADINGS] + [
                [1, name, dict(rows).get(name, ""), "2026-01-01", until, "县人社局", state]
                for name, state in listed.items()
            ]
        return write_workbook(self.folder / "用人单位.xlsx", sheets)


@pytest.fixture
def office(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> Office:
    return Office(store, vocabulary, tmp_path)


def codes_of(entry: FileReport, outcome: str = "") -> set[str]:
    return {issue.code for issue in entry.issues if outcome in ("", issue.outcome)}


def test_a_bad_row_never_stops_a_file(office: Office) -> None:
    rows = [a_posting_row(), a_posting_row(岗位名称=""), a_posting_row(岗位名称="木工", 招聘人数="=SUM(A1:A2)")]
    rows += [a_posting_row(岗位名称="焊工", 有效期="三十二号"), a_posting_row(岗位名称="抹灰工")]
    (entry,) = office.take(posting_workbook(office.folder / "岗位.xlsx", *rows))
    assert (entry.rows, entry.accepted, entry.review, entry.rejected) == (5, 2, 0, 3)
    assert codes_of(entry, "rejected") == {"title_missing", "formula_cell", "date_unreadable"}
    assert {(i.code, i.sheet, i.row) for i in entry.issues if i.outcome == "rejected"} == {
        ("title_missing", "正安县", 5),
        ("formula_cell", "正安县", 6),
        ("date_unreadable", "正安县", 7),
    }


def test_the_same_file_again_changes_nothing_and_an_edited_one_only_what_was_edited(office: Office) -> None:
    path = office.folder / "岗位_2026年11月.xlsx"
    rows = [a_posting_row(), a_posting_row(岗位名称="木工")]
    (first,) = office.take(posting_workbook(path, *rows))
    seq = office.store.change_seq()
    (again,) = office.take(path)
    assert (first.new, again.new, again.changed, again.same) == (2, 0, 0, 2)
    assert office.store.change_seq() == seq
    rows[1]["薪资待遇"] = "300元/天"
    (edited,) = office.take(posting_workbook(path, *rows))
    assert (edited.new, edited.changed, edited.same) == (0, 1, 1)
    december = posting_workbook(office.folder / "岗位_2026年12月.xlsx", *rows)
    (edition,) = office.take(december)
    assert (edition.new, edition.changed, edition.same, edition.rejected) == (0, 0, 2, 0)


def test_what_another_register_reported_first_is_a_duplicate_and_completes_it(office: Office) -> None:
    office.take(posting_workbook(office.folder / "县里报.xlsx", a_posting_row(联系电话="")))
    (entry,) = office.take(posting_workbook(office.folder / "市里报.xlsx", a_posting_row()))
    assert (entry.rejected, codes_of(entry, "rejected")) == (1, {"duplicate"})
    assert "联系电话" in next(i.text for i in entry.issues if i.code == "duplicate")
    (posting,) = office.postings()
    assert posting.contact_phone == "19900000001"
    assert posting.origin is not None
    assert posting.origin.file == "县里报.xlsx"


def test_blanks_make_a_copy_but_other_pay_or_another_place_makes_another_posting(office: Office) -> None:
    rows = [
        a_posting_row(),
        a_posting_row(单位名称="正安县某某建筑 有限公司", 岗位名称="砌筑工 ", 招聘人数="3人"),
        a_posting_row(薪资待遇="300元/天"),
        a_posting_row(工作地点="正安县安场镇某工地"),
    ]
    (entry,) = office.take(posting_workbook(office.folder / "岗位.xlsx", *rows))
    assert (entry.accepted, entry.rejected) == (3, 1)
    assert [i.row for i in entry.issues if i.code == "duplicate"] == [5]
    assert len({p.id for p in office.postings()}) == 3


def test_an_officers_decision_outlives_a_repeated_import(office: Office) -> None:
    path = posting_workbook(office.folder / "岗位.xlsx", a_posting_row(备注="限男性"))
    (entry,) = office.take(path)
    (posting,) = office.postings()
    assert (entry.review, posting.status) == (1, Status.REVIEW)
    office.store.set_status("posting", posting.id, Status.LIVE, "released", now=NOW)
    (again,) = office.take(path)
    assert again.same == 1
    assert office.postings()[0].status is Status.LIVE


@pytest.mark.parametrize("postings_first", [True, False])
def test_arrears_suspend_postings_whichever_file_comes_first_and_removal_frees_them(
    office: Office, postings_first: bool
) -> None:
    name = "正安县某某建筑有限公司"
    postings = posting_workbook(
        office.folder / "岗位.xlsx", a_posting_row(), a_posting_row(岗位名称="木工", 备注="限男性")
    )
    listed = office.employers((name, uscc()), ("别家公司", uscc(2)), listed={name: "在列"})
    for path in (postings, listed) if postings_first else (listed, postings):
        office.take(path)
    assert {(p.status, p.status_reason) for p in office.postings()} == {(Status.SUSPENDED, "employer_in_arrears")}
    office.take(postings)
    assert {p.status for p in office.postings()} == {Status.SUSPENDED}
    office.take(office.employers((name, uscc()), ("别家公司", uscc(2)), listed={name: "已移出"}))
    assert {p.title: p.status for p in office.postings()} == {"砌筑工": Status.LIVE, "木工": Status.REVIEW}


def test_a_listing_that_ran_out_suspends_nothing(office: Office) -> None:
    name = "正安县某某建筑有限公司"
    office.take(office.employers((name, uscc()), listed={name: "在列"}, until="2026-11-22"))
    (entry,) = office.take(posting_workbook(office.folder / "岗位.xlsx", a_posting_row()))
    assert "wage_arrears_employer" not in codes_of(entry)
    assert office.postings()[0].status is Status.LIVE


def test_employers_that_nobody_registered_are_noted_once_there_is_a_register(office: Office) -> None:
    path = posting_workbook(
        office.folder / "岗位.xlsx",
        a_posting_row(),
        a_posting_row(单位名称="凤仪街道某某村村民委员会", 统一社会信用代码=""),
    )
    (before,) = office.take(path)
    assert "not_registered" not in codes_of(before)
    office.take(office.employers(("别家公司", uscc(2))))
    (after,) = office.take(path)
    assert after.reasons["not_registered"] == 1


def test_people_are_found_again_by_id_number_and_ids_say_nothing_of_it(office: Office) -> None:
    path = office.folder / "台账.xlsx"
    (entry,) = office.take(ledger_workbook(path, a_ledger_row()))
    (person,) = office.people()
    assert (entry.new, person.id_number) == (1, id_number())
    assert not any(part in person.id for part in ("5203", "1974", "0506"))
    office.take(ledger_workbook(path, a_ledger_row(联系电话="19900000009", 意向岗位="木工")))
    (later,) = office.people()
    assert (later.id, later.phone, later.desired_jobs_text) == (person.id, "19900000009", "木工")


def test_an_empty_cell_does_not_erase_what_is_known(office: Office) -> None:
    path = office.folder / "台账.xlsx"
    office.take(ledger_workbook(path, a_ledger_row(持有证书="焊工证")))
    (entry,) = office.take(ledger_workbook(path, a_ledger_row(持有证书="", 联系电话="")))
    assert entry.same == 1
    assert (office.people()[0].phone, office.people()[0].certificates) == ("19900000002", ("焊工证",))


def test_the_same_number_under_another_name_goes_to_an_officer(office: Office) -> None:
    path = ledger_workbook(office.folder / "台账.xlsx", a_ledger_row(), a_ledger_row(姓名="吴某某", 组="5组"))
    for _ in range(2):
        (entry,) = office.take(path)
        assert (entry.accepted, entry.review, codes_of(entry, "review")) == (1, 1, {"id_other_name"})
    assert sorted((s.name, s.status) for s in office.people()) == [("吴某某", Status.REVIEW), ("周某某", Status.LIVE)]
    assert office.store.seekers_by_id_number([id_number()]) == {
        id_number(): next(s.id for s in office.people() if s.name == "周某某")
    }


def test_relatives_who_share_a_phone_are_two_people(office: Office) -> None:
    path = ledger_workbook(
        office.folder / "台账.xlsx",
        a_ledger_row(),
        a_ledger_row(姓名="吴某某", 性别="女", 身份证号=id_number(serial="992")),
    )
    (entry,) = office.take(path)
    assert (entry.accepted, entry.new) == (2, 2)


def test_a_worker_without_number_is_kept_for_review_and_found_again(office: Office) -> None:
    path = ledger_workbook(
        office.folder / "台账.xlsx", a_ledger_row(身份证号="", 联系电话=""), a_ledger_row(姓名="吴某某", 身份证号="")
    )
    (first,) = office.take(path)
    assert (first.review, first.new, codes_of(first, "review")) == (2, 2, {"id_missing"})
    (again,) = office.take(path)
    assert (again.new, again.same) == (0, 2)


def test_someone_turns_sixteen_on_the_birthday_itself(office: Office) -> None:
    born = ASOF.replace(year=ASOF.year - 16)
    rows = [
        a_ledger_row(身份证号=id_number(f"{day:%Y%m%d}", serial=f"99{n}"), 姓名=f"周某{n}", 性别="")
        for n, day in ((1, born), (2, born + timedelta(days=1)))
    ]
    (entry,) = office.take(ledger_workbook(office.folder / "台账.xlsx", *rows))
    assert {(i.code, i.row) for i in entry.issues if i.code in ("under16", "age16_17")} == {
        ("age16_17", 3),
        ("under16", 4),
    }


def test_interchange_lines_of_both_kinds_in_one_file_are_taken(office: Office) -> None:
    path = office.lines(
        "both.jsonl",
        {"id": "p1", "title": "焊工", "pay_text": "300元/天", "county_code": "520324"},
        {"id": "s1", "birth_year": 1980, "skills_text": "烧电焊", "county_code": "520324"},
        {"id": "p2", "title": "木工", "payment": "300"},
        "{broken",
        {"id": "p1", "title": "焊工", "pay_text": "300元/天", "county_code": "520324"},
    )
    postings, people = office.take(path)
    assert (postings.record, postings.rows, postings.accepted, postings.rejected) == ("posting", 4, 1, 3)
    assert codes_of(postings, "rejected") == {"unknown_field", "bad_json", "duplicate"}
    assert "payment" in next(i.text for i in postings.issues if i.code == "unknown_field")
    assert (people.record, people.accepted) == ("seeker", 1)
    assert office.store.postings(["p1"])["p1"].pay_text == "300元/天"
    assert [entry.same for entry in office.take(path)] == [1, 1]


def test_returned_lines_come_back_as_a_table_that_can_be_mended(office: Office) -> None:
    import openpyxl

    path = office.lines("people.jsonl", {"id": "s1", "birth_year": 1980, "sex": "man"})
    (entry,) = office.take(path, returned_folder=office.folder / "r")
    assert entry.rejected == 1
    book = openpyxl.load_workbook(entry.rejected_file)
    page = book.worksheets[1]
    page.cell(2, [cell.value for cell in page[1]].index("sex") + 1).value = "男"
    book.save(office.folder / "mended.xlsx")
    (mended,) = office.take(office.folder / "mended.xlsx")
    assert (mended.record, mended.accepted) == ("seeker", 1)
    assert office.people()[0].sex == "male"


def test_a_form_of_somebody_elses_is_read_by_its_keys(office: Office) -> None:
    lines = [
        {"source": "某网", "title": f"厨师{n}", "city": "遵义", "salary": "5-8千/月", "text": "炒菜", "kind": "desc"}
        for n in range(25)
    ]
    path = office.lines("others.jsonl", *lines, {**lines[0], "title": "厨师0 "})
    (entry,) = office.take(path, batch=10)
    assert (entry.rows, entry.accepted, entry.rejected) == (26, 25, 1)
    posting = office.postings()[0]
    assert posting.facts is not None
    assert posting.facts.pay is not None
    assert posting.facts.pay.min_yuan == 5000
    (again,) = office.take(path, batch=7)
    assert (again.new, again.same) == (0, 25)


def test_workers_answer_as_one_process_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.understanding.WORTH_WORKERS", 100)
    monkeypatch.setattr("indexer.understanding._LEAST_SHARE", 10)
    path = office.lines(
        "p.jsonl", *({"id": f"p{n}", "title": "焊工", "pay_text": f"{200 + n}元/天"} for n in range(300))
    )
    office.take(path, batch=100, workers=2)
    with_workers = office.postings()
    (again,) = office.take(path)
    assert (again.same, office.postings()) == (300, with_workers)
    assert with_workers[0].facts is not None


def test_a_file_that_is_no_table_is_said_to_be_none_and_stops_no_other(office: Office) -> None:
    image = office.folder / "扫描件.xlsx"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    good = posting_workbook(office.folder / "岗位.xlsx", a_posting_row())
    strange = write_workbook(office.folder / "会议纪要.xlsx", {"一": [["会议纪要"], ["参会人员：若干"]]})
    bad, entry, unknown = office.take(image, good, strange)
    assert (bad.record, codes_of(bad)) == ("unknown", {"unreadable_file"})
    assert entry.accepted == 1
    assert (unknown.record, codes_of(unknown)) == ("unknown", {"unknown_sheet"})


def test_a_forced_kind_overrules_the_headings(office: Office) -> None:
    path = write_workbook(
        office.folder / "表.xlsx",
        {"一": [["姓名", "电话", "身份证号", "学历"], ["周某某", "19900000002", id_number(), "大专"]]},
    )
    (entry,) = office.take(path, kind="graduates")
    assert (entry.record, entry.accepted) == ("graduate", 1)


def test_the_report_has_the_agreed_keys_and_wider_codes(office: Office) -> None:
    path = posting_workbook(office.folder / "岗位.xlsx", a_posting_row(薪资待遇="面议", 备注="限本地户口"))
    report = ingest([path], office.store, office.vocabulary, asof=ASOF, now=NOW)
    (entry,) = json.loads(report_json(report, load_issue_codes()))["files"]
    agreed = "file record rows accepted review rejected skipped new changed same reasons issues"
    assert set(agreed.split()) <= set(entry)
    assert entry["rows"] == entry["accepted"] + entry["review"] + entry["rejected"]
    assert (entry["skipped"], entry["skipped_reasons"]) == (3, {"title": 2, "heading": 1})
    assert entry["reasons"]["pay_negotiable"] == entry["reasons"]["pay_unknown"] == 1
    assert entry["reasons"]["discrimination"] == 1
    assert {"sheet", "row", "outcome", "code", "field", "text"} == set(entry["issues"][0])
    assert {issue["code"] for issue in entry["issues"]} >= {"pay_negotiable", "pay_unknown", "discrimination"}


def test_rejected_rows_are_kept_for_the_record_and_reports_are_stored(office: Office) -> None:
    path = posting_workbook(office.folder / "岗位.xlsx", a_posting_row(备注="入职交押金500元"))
    (entry,) = office.take(path, who="officer-1")
    (row,) = office.store.rejected(entry.import_id)
    assert (row.sheet, row.row, row.values["备注"]) == ("正安县", 4, "入职交押金500元")
    assert [i.code for i in row.issues if i.outcome == "rejected"] == ["fee"]
    run = office.store.import_run(entry.import_id)
    assert (run.file, run.who) == ("岗位.xlsx", "officer-1")
    assert json.loads(run.report)["files"][0]["rejected"] == 1


def test_a_stored_posting_that_comes_again_with_a_fee_is_blocked(office: Office) -> None:
    path = office.folder / "岗位.xlsx"
    office.take(posting_workbook(path, a_posting_row()))
    (entry,) = office.take(posting_workbook(path, a_posting_row(备注="入职交押金500元")))
    assert entry.rejected == 1
    assert [(p.status, p.status_reason) for p in office.postings()] == [(Status.BLOCKED, "fee")]


def test_progress_tells_rows_and_share_up_to_the_end(office: Office) -> None:
    told: list[tuple[int, int | None, float]] = []
    rows = [a_posting_row(岗位名称=f"工种{n}") for n in range(25)]
    office.take(
        posting_workbook(office.folder / "岗位.xlsx", *rows), batch=10, progress=lambda *step: told.append(step)
    )
    assert [rows for rows, total, _ in told if total] == [10, 20, 25, 25]
    assert told[-1] == (25, 25, 1.0)
    assert [share for _, _, share in told] == sorted(share for _, _, share in told)


def test_what_was_told_as_done_survives_a_kill_and_running_again_completes_it(tmp_path: Path) -> None:
    lines = tmp_path / "postings.jsonl"
    lines.write_text(
        "".join(json.dumps({"id": f"p{n:05d}", "title": f"焊工{n}"}, ensure_ascii=False) + "\n" for n in range(6000)),
        "utf-8",
    )
    url = f"sqlite:///{tmp_path}/store.db"
    script = (
        "from pathlib import Path; from indexer.ingest import ingest; from indexer.store import open_store\n"
        "from models.vocabulary import load_vocabulary; from tests.indexer.offices import ASOF, NOW\n"
        "def told(rows, total, share): print(rows, flush=True)\n"
        f"store = open_store({url!r}, secret=b's' * 32)\n"
        f"ingest([Path({str(lines)!r})], store, load_vocabulary(), asof=ASOF, now=NOW, progress=told, batch=500)\n"
    )
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    done = 0
    while done < 1000:
        done = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    store = open_store(url, secret=b"s" * 32)
    survived = store.count("posting")
    assert done <= survived < 6000
    entry = ingest([lines], store, load_vocabulary(), asof=ASOF, now=NOW).files[0]
    assert (entry.new, entry.changed, entry.same) == (6000 - survived, 0, survived)
    store.close()


def test_a_large_import_stays_within_its_time(office: Office) -> None:
    """A guard against something quadratic, far above what a slow machine needs."""
    path = office.lines("p.jsonl", *({"id": f"p{n}", "title": f"焊工{n}", "pay_text": "300元/天"} for n in range(1500)))
    start = time.process_time()
    (entry,) = office.take(path)
    assert entry.new == 1500
    assert time.process_time() - start < 15
