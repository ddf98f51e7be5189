"""Imports over HTTP: a table in, every row accounted for, returned rows as a workbook, taken back as a whole."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.service.api.conftest import Desk

TABLE = """岗位名称,用人单位,招聘人数,薪资,工作地点,联系人,联系电话,有效期至
养鱼工,遵义某某渔业有限公司,2,4500元/月,正安县凤仪街道,孔一,13800000001,2026-12-31
,遵义某某渔业有限公司,2,4500元/月,正安县凤仪街道,孔一,13800000001,2026-12-31
养鱼工（限男）,遵义某某水产有限公司,1,4600元/月,正安县凤仪街道,孔二,13800000002,2026-12-31
"""


def send(desk: Desk, table: str = TABLE, name: str = "岗位.csv") -> dict[str, object]:
    answer = desk.ask("POST", "/imports", files={"file": (name, table.encode())}, data={"kind": "postings"})
    assert answer.status_code == 200, answer.text
    (entry,) = answer.json()["files"]
    return dict(entry)


def matched(desk: Desk) -> list[str]:
    answer = desk.ask("POST", "/match/postings", json={"text": "养鱼工", "top_k": 50}).json()
    return [r["posting"]["title"] for r in answer["results"]]


def test_a_table_is_matched_at_once_and_undone_as_a_whole(desk: Desk) -> None:
    entry = send(desk)
    assert (entry["rows"], entry["accepted"], entry["review"], entry["rejected"]) == (3, 1, 1, 1)
    import_id = entry["import_id"]
    assert "养鱼工" in matched(desk)
    listed = desk.ask("GET", "/imports").json()["imports"]
    assert (listed[0]["id"], listed[0]["file"], listed[0]["who"][:4]) == (import_id, "岗位.csv", "key:")
    assert desk.ask("GET", f"/imports/{import_id}").json()["report"]["files"][0]["rows"] == 3
    undone = desk.ask("POST", f"/imports/{import_id}/undo")
    assert undone.json() == {"id": import_id, "n_records": 2}
    assert "养鱼工" not in matched(desk)
    again = desk.ask("POST", f"/imports/{import_id}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_the_returned_rows_come_as_a_workbook_with_reason_and_mend(desk: Desk) -> None:
    import_id = send(desk, TABLE.replace("养鱼", "养虾"))["import_id"]
    answer = desk.ask("GET", f"/imports/{import_id}/rejected")
    book = load_workbook(io.BytesIO(answer.content))
    (sheet,) = [sheet for sheet in book.worksheets if sheet.title != "填写说明"]
    rows = [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][-2:] == ("退回原因", "怎样修改")
    assert [row[-2][:2] for row in rows[1:]] == ["退回", "待核"]
    assert rows[1][1] == "遵义某某渔业有限公司"


def test_an_import_that_was_changed_since_is_not_undone_and_says_so(desk: Desk) -> None:
    import_id = send(desk, TABLE.replace("养鱼", "养蟹"))["import_id"]
    postings = desk.resources.store.iter_postings()
    (changed,) = [p for batch in postings for p in batch if p.title == "养蟹工"]
    desk.ask("PUT", f"/postings/{changed.id}", json={"title": "养蟹工", "headcount": 9})
    answer = desk.ask("POST", f"/imports/{import_id}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert changed.id in answer.json()["detail"]


def test_a_file_that_is_no_table_gets_one_sentence_and_leaves_nothing_behind(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, content in (
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n" * 9),
        ("信.txt", "尊敬的领导：您好".encode()),
        ("空.csv", b""),
    ):
        answer = desk.ask("POST", "/imports", files={"file": (name, content)})
        assert (answer.status_code, answer.json()["fields"]) == (422, ["file"]), name
        assert answer.json()["detail"].endswith("。")
        assert "Traceback" not in answer.text
    assert list(tmp_path.glob("zunpei-*")) == []


def test_what_is_not_there_is_said_by_name(desk: Desk) -> None:
    for path in ("/imports/imp-999999", "/imports/imp-999999/rejected"):
        answer = desk.ask("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert "imp-999999" in answer.json()["detail"]


def test_a_person_of_a_table_is_seen_masked_and_the_import_is_in_the_ledger(desk: Desk) -> None:
    table = "姓名,身份证号,联系电话,县（区）,技能特长,是否同意推送\n韩某某,,13800000003,正安县,会养蜂,是\n"
    answer = desk.ask("POST", "/imports", files={"file": ("劳动力台账.csv", table.encode())}, data={"kind": "seekers"})
    (entry,) = answer.json()["files"]
    assert entry["record"] == "seeker"
    assert entry["rows"] == 1
    (event,) = desk.resources.store.ledger.events(action="import.run", subject=entry["import_id"])
    assert event.event.count == 1


def test_a_title_that_only_the_model_knows_is_understood_whichever_way_it_comes_in(desk: Desk) -> None:
    table = (
        TABLE.splitlines()[0]
        + "\n看护香菇棚,遵义某某菌业有限公司,2,3200元/月,正安县凤仪街道,孔一,13800000001,2026-12-31\n"
    )
    send(desk, table)
    line = {"id": "p-mushroom", "title": "看护香菇棚", "county_code": "520324", "valid_until": "2026-12-31"}
    assert desk.ask("PUT", "/postings/p-mushroom", json=line).status_code == 201
    answer = desk.ask("POST", "/match/postings", json={"text": "种蘑菇", "top_k": 50}).json()
    found = [r["posting"] for r in answer["results"] if r["posting"]["title"] == "看护香菇棚"]
    assert [[o["name"] for o in posting["occupations"]] for posting in found] == [["食用菌生产工"], ["食用菌生产工"]]
