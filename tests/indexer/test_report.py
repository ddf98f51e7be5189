"""The report on the terminal says how a file was read, what became of its rows and where the returned ones lie."""

from __future__ import annotations

from indexer.aliases import field_labels
from indexer.report import FileReport, ImportReport, report_lines
from models.records import Issue


def lines(entry: FileReport) -> list[str]:
    return list(report_lines(ImportReport([entry]), field_labels()))


def test_headings_are_said_in_chinese_once_for_sheets_read_alike() -> None:
    mapping: dict[str, str | None] = {"劳动者姓名": "person_name", "电话": "contact_phone", "红本本": None}
    entry = FileReport("台账.xlsx", "seeker", mapping=dict.fromkeys(("甲镇", "乙镇", "丙镇"), mapping))
    said = "\n".join(lines(entry))
    assert said.count("表头（甲镇、乙镇等3张表）：劳动者姓名→姓名，电话→联系电话") == 1
    assert "没有对上的表头（内容照样保留）：红本本" in said


def test_reasons_stand_by_outcome_with_the_first_row_named() -> None:
    entry = FileReport("岗位.csv", "posting", rows=3, accepted=1, rejected=2)
    entry.issues = [
        Issue(outcome="note", code="no_phone", field="", text="没有联系电话", row=2),
        Issue(outcome="rejected", code="expired", field="", text="已过有效期", row=3, sheet="甲县"),
        Issue(outcome="rejected", code="expired", field="", text="已过有效期", row=9, sheet="甲县"),
    ]
    entry.reasons.update({"no_phone": 1, "expired": 2})
    said = lines(entry)
    assert said[1] == "  退回 2行 [expired] 如甲县第3行：已过有效期"
    assert said[2] == "  提示 1行 [no_phone] 如第2行：没有联系电话"


def test_the_returned_workbook_is_named_with_what_to_do() -> None:
    entry = FileReport("岗位.csv", "posting", rejected_file="退回_岗位.xlsx")
    assert "退回_岗位.xlsx" in lines(entry)[-1]
    assert "怎样修改" in lines(entry)[-1]
