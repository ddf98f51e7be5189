"""The workbook of returned rows says why, keeps every cell as it stood, and can be mended and sent again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indexer.ingest import ingest
from indexer.normalise.issues import IssueCodes, load_issue_codes
from indexer.rejected import MEND, REASON, ReturnedSheet, write_returned
from indexer.returned import kept_sheets
from indexer.store import Store, open_store
from models.records import Issue, Status
from models.vocabulary import Vocabulary, load_vocabulary
from tests.indexer.offices import ASOF, NOW, a_ledger_row, a_posting_row, id_number, ledger_workbook, posting_workbook


@pytest.fixture(scope="module")
def codes() -> IssueCodes:
    return load_issue_codes()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
def store(tmp_path: Path) -> Any:
    store = open_store(f"sqlite:///{tmp_path}/store.db", secret=b"s" * 32)
    yield store
    store.close()


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_cells_stay_text_even_when_they_look_like_formulas_or_numbers(tmp_path: Path, codes: IssueCodes) -> None:
    raw = ('=HYPERLINK("http://x","点我")', "+cmd|'/C calc'!A0", "520324197405069912", "0199", "a\nb")
    issue = Issue(outcome="rejected", code="title_missing", field="job_title", text="没有岗位名称")
    path = tmp_path / "returned.xlsx"
    assert write_returned(path, [ReturnedSheet("甲", ("一", "二", "三", "四", "五"), [(raw, (issue,))])], codes) == 1
    page = openpyxl.load_workbook(path)["甲"]
    assert tuple(cell.value for cell in page[2])[:5] == raw
    assert {cell.data_type for cell in page[2] if cell.value} == {"s"}
    assert page.freeze_panes == "A2"


def test_two_columns_say_why_and_what_to_do(tmp_path: Path, codes: IssueCodes) -> None:
    issues = (codes.issue("no_phone", ""), codes.issue("bad_uscc", "", "不是18位"), codes.issue("title_missing", ""))
    path = tmp_path / "returned.xlsx"
    write_returned(path, [ReturnedSheet("甲", ("岗位",), [(("",), issues)])], codes)
    heading, row = cells(path, "甲")
    assert heading[-2:] == [REASON, MEND]
    assert row[-2].startswith("退回：没有岗位")
    assert "信用代码不是18位" in row[-2]
    assert "没有联系电话" not in row[-2]
    assert codes.mend("title_missing") in row[-1]
    assert "填写说明" in openpyxl.load_workbook(path).sheetnames


def test_nothing_is_written_when_nothing_comes_back(tmp_path: Path, codes: IssueCodes) -> None:
    path = tmp_path / "returned.xlsx"
    assert write_returned(path, [ReturnedSheet("甲", ("岗位",), [])], codes) == 0
    assert not path.exists()


def test_awkward_sheet_names_are_made_fit(tmp_path: Path, codes: IssueCodes) -> None:
    issue = (codes.issue("title_missing", ""),)
    names = ("a/b:c", "a b c", "很长" * 20, "", "填写说明")
    write_returned(tmp_path / "r.xlsx", [ReturnedSheet(n, ("甲",), [(("1",), issue)]) for n in names], codes)
    assert len(openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames) == len(names) + 1


@pytest.mark.parametrize("kept", [False, True])
def test_a_mended_workbook_is_taken_and_updates_nothing_else(
    kept: bool, tmp_path: Path, store: Store, vocabulary: Vocabulary, codes: IssueCodes
) -> None:
    good, bad = a_posting_row(), a_posting_row(岗位名称="钢筋工", 联系电话="1990000001")
    path = posting_workbook(tmp_path / "岗位表.xlsx", good, bad)
    first = ingest([path], store, vocabulary, asof=ASOF, now=NOW, returned_folder=tmp_path / "returned")
    assert (first.files[0].accepted, first.files[0].rejected) == (1, 1)
    returned = Path(first.written["岗位表.xlsx"])
    if kept:
        returned = tmp_path / "again.xlsx"
        import_id = first.files[0].import_id
        write_returned(
            returned, kept_sheets(store.rejected(import_id)), codes, title=f"导入批次 {import_id} 退回和待核的行"
        )
    book = openpyxl.load_workbook(returned)
    page = book["正安县"]
    heading = [cell.value for cell in page[1]]
    assert page.max_row == 2
    page.cell(2, heading.index("联系电话") + 1).value = "19900000011"
    book.save(returned)
    second = ingest([returned], store, vocabulary, asof=ASOF, now=NOW)
    entry = second.files[0]
    assert (entry.record, entry.rows, entry.accepted, entry.new) == ("posting", 1, 1, 1)
    assert store.count("posting") == 2


def test_a_mended_ledger_with_two_row_headings_is_taken(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> None:
    sample = Path(__file__).parents[2] / "sample" / "劳动力台账_正安县.xlsx"
    first = ingest([sample], store, vocabulary, asof=ASOF, now=NOW, returned_folder=tmp_path)
    returned = Path(first.written[sample.name])
    again = ingest([returned], store, vocabulary, asof=ASOF, now=NOW)
    entry, before = again.files[0], first.files[0]
    assert (entry.record, entry.rows) == ("seeker", before.rejected + before.review)
    wrong_again = {"phone_short", "id_invalid", "id_missing", "sex_mismatch"}
    assert {c: entry.reasons[c] for c in wrong_again} == {c: before.reasons[c] for c in wrong_again}


def test_a_row_for_review_is_marked_as_such(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> None:
    row = a_ledger_row(性别="女", 身份证号=id_number(serial="991"))
    path = ledger_workbook(tmp_path / "台账.xlsx", row)
    report = ingest([path], store, vocabulary, asof=ASOF, now=NOW, returned_folder=tmp_path / "r")
    heading, returned = cells(Path(report.written["台账.xlsx"]), "凤仪街道")
    assert returned[heading.index(REASON)].startswith("待核：性别栏与身份证不符")


def test_a_mended_row_that_was_set_aside_takes_its_place(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> None:
    path = posting_workbook(tmp_path / "岗位表.xlsx", a_posting_row(备注="只要男的，女的勿扰"))
    first = ingest([path], store, vocabulary, asof=ASOF, now=NOW, returned_folder=tmp_path / "r")
    assert first.files[0].review == 1
    returned = Path(first.written["岗位表.xlsx"])
    book = openpyxl.load_workbook(returned)
    page = book["正安县"]
    page.cell(2, [cell.value for cell in page[1]].index("备注") + 1).value = "需搬运25公斤以下物料"
    mended = tmp_path / "改好了.xlsx"
    book.save(mended)
    entry = ingest([mended], store, vocabulary, asof=ASOF, now=NOW).files[0]
    assert (entry.accepted, entry.changed, entry.rejected) == (1, 1, 0)
    (posting,) = next(store.iter_postings())
    assert posting.status is Status.LIVE
    assert posting.remark == "需搬运25公斤以下物料"
