"""Files as offices send them: any format, any encoding, nothing lost, and one clear sentence when it cannot be read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import workbook
from indexer.readers import Row, UnreadableFile, is_ndjson, open_ndjson, open_tables
from indexer.rows import is_formula_text, number_text

SAMPLE = Path(__file__).parents[2] / "sample"
FILES = Path(__file__).parent / "files"
GRID = [
    ["姓名", "电话", "备注"],
    ["欧阳㼆𬭎", "19900000001", "会砌砖\n能倒班"],
    ["桴㯊镇张三", "0851-2800000", "说“好”,行"],
]


def read(path: Path) -> list[Row]:
    """Return the rows of the only table of a file."""
    ((rows),) = [list(table.rows) for table in open_tables(path)]
    return rows


def read_all(path: Path) -> list[Row]:
    return [row for table in open_tables(path) for row in table.rows]


def cells(path: Path) -> list[list[str]]:
    return [list(row.cells) for row in read(path)]


def csv_bytes(grid: list[list[str]], encoding: str, *, delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(grid)
    return text.getvalue().encode(encoding)


def a_workbook(path: Path, write: Callable[[Any, Any], None]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    write(book, book.add_worksheet("表"))
    book.close()
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_file_reads_the_same_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(csv_bytes(GRID, encoding, delimiter=delimiter))
    assert cells(path) == GRID


def test_names_keep_characters_that_gbk_does_not_have() -> None:
    rows = read(SAMPLE / "零工需求_红花岗零工市场_2026-11.csv")
    contacts = {row.cells[0]: row.cells[3] for row in rows}
    assert len(rows) == 244
    assert [contacts[number] for number in ("16", "29", "191")] == ["张㛃", "王䶮", "李𬭎"]


def test_a_character_of_the_old_private_use_area_becomes_the_real_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,电话\n张".encode("gb18030") + b"\xfe\x59" + b",19900000001\n")
    assert cells(path)[1][0] == "张龴"


def test_a_file_pasted_together_from_two_encodings_keeps_both_halves(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,电话\n张三,19900000001\n".encode() + "李四,19900000002\n".encode("gbk") + b"\xff\xff,1\n")
    read_back = cells(path)
    assert [row[0] for row in read_back[:3]] == ["姓名", "张三", "李四"]
    assert "\ufffd" in read_back[3][0]


@pytest.mark.parametrize("name", ["台账.xls", "台账.xlsx", "台账.txt", "台账"])
def test_the_content_decides_the_format_of_a_text_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(csv_bytes(GRID, "gb18030"))
    assert cells(path) == GRID


@pytest.mark.parametrize("name", ["台账.csv", "台账.xls", "台账.et"])
def test_the_content_decides_the_format_of_a_workbook(tmp_path: Path, name: str) -> None:
    path = a_workbook(tmp_path / name, lambda _, sheet: sheet.write_row(0, 0, ["姓名", "电话"]))
    assert cells(path) == [["姓名", "电话"]]


@pytest.mark.parametrize("name", ["旧表.xls", "旧表.et", "旧表.xlsx"])
def test_an_old_workbook_gives_dates_numbers_merges_and_formulas(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(FILES / "old_format.xls", path)
    tables = [(table.name, list(table.rows)) for table in open_tables(path)]
    assert [name for name, _ in tables] == ["安场镇岗位", "填写说明"]
    first, second, total = tables[0][1][2:]
    assert first.cells == ("1", "正安县某某吉他厂", "打磨工", "3", "19900000001", "2026-12-31", "4000-6000元/月")
    assert first.formulas == frozenset()
    assert second.cells[1] == "正安县某某吉他厂"
    assert second.merged == {1}
    assert second.formulas == {6}
    assert total.formulas == {3}


def test_numbers_and_dates_show_what_the_office_sees_and_lost_digits_stay_visible(tmp_path: Path) -> None:
    def write(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        clock = book.add_format({"num_format": "hh:mm"})
        both = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_number(0, 0, 19900000217)
        sheet.write_number(0, 1, 522124199001011234)
        sheet.write_number(0, 2, 4000.5)
        sheet.write_datetime(0, 3, date(2026, 12, 31), day)
        sheet.write_datetime(0, 4, time(7, 30), clock)
        sheet.write_datetime(0, 5, datetime(2026, 12, 31, 7, 30), both)
        sheet.write_string(0, 6, "52212419900101123X")
        sheet.write_boolean(0, 7, True)

    (row,) = read(a_workbook(tmp_path / "a.xlsx", write))
    assert row.cells == (
        "19900000217",
        "522124199001011000",
        "4000.5",
        "2026-12-31",
        "07:30",
        "2026-12-31 07:30",
        "52212419900101123X",
        "TRUE",
    )
    assert row.number_cells == {0, 1, 2}


def test_formula_cells_are_known_and_never_calculated(tmp_path: Path) -> None:
    def write(_: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, "=1+1", None, 7)
        sheet.write_formula(1, 2, '=HYPERLINK("http://x","领红包")', None, "领红包")
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_string(2, 1, "=cmd|'/C calc'!A0")
        sheet.write_row(3, 0, ["-5", "+86 199 0000 0001", "4000+", "@老张"])

    rows = read(a_workbook(tmp_path / "a.xlsx", write))
    assert [row.formulas for row in rows] == [{0}, {2, 3}, {1}, frozenset()]
    assert rows[0].cells[0] == "7"


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://x")', "=1+1", "= A1", "=-1", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C'!A0", "@SUM(1)", "-SUM(A1)"],
)
def test_text_that_a_spreadsheet_would_run_counts_as_a_formula(text: str) -> None:
    assert is_formula_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "+86 199 0000 0001",
        "4000+",
        "-",
        "=",
        "==",
        "@老张",
        "-C1(增驾)",
        "+8%",
        "",
        "——",
        "=不限",
        "-0.5",
        "+N1叉车证",
    ],
)
def test_everyday_text_does_not_count_as_a_formula(text: str) -> None:
    assert not is_formula_text(text)


def test_a_csv_cell_quoted_for_excel_is_its_text_and_scientific_numbers_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,身份证号,公式\n张三,="522124199001011234",=1+1\n李四,5.22124E+17,-5\n', encoding="utf-8")
    _, first, second = read(path)
    assert first.cells == ("张三", "522124199001011234", "=1+1")
    assert first.formulas == {2}
    assert second.number_cells == {1}
    assert second.formulas == frozenset()


def test_an_unclosed_quote_costs_only_its_own_line(tmp_path: Path) -> None:
    lines = ["姓名,说明", '张三,"能倒班'] + [f"人{i},砌砖" for i in range(80)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    rows = cells(path)
    assert len(rows) == 82
    assert rows[1] == ["张三", '"能倒班']
    assert rows[81] == ["人79", "砌砖"]


def test_blank_lines_and_multi_line_cells_keep_the_row_numbers_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,说明\n\n张三,"一\n二"\n李四,三\n', encoding="utf-8")
    assert [(row.number, row.cells[:1]) for row in read(path)] == [
        (1, ("姓名",)),
        (2, ()),
        (3, ("张三",)),
        (4, ("李四",)),
    ]


def test_merged_cells_fill_down_within_their_own_range_only(tmp_path: Path) -> None:
    def write(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["班组", "姓名"])
        sheet.merge_range(1, 0, 2, 0, "甲班")
        for row in range(1, 5):
            sheet.write(row, 1, f"人{row}")

    rows = read(a_workbook(tmp_path / "a.xlsx", write))
    assert [row.cells[0] for row in rows] == ["班组", "甲班", "甲班", "", ""]
    assert [row.merged for row in rows] == [frozenset(), frozenset(), {0}, frozenset(), frozenset()]


def test_hidden_columns_are_read_and_hidden_sheets_are_marked(tmp_path: Path) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["姓名", "电话"])
        sheet.set_column(1, 1, None, None, {"hidden": True})
        other = book.add_worksheet("下拉")
        other.write(0, 0, "是")
        other.hide()

    tables = [
        (t.name, t.hidden, [r.cells for r in t.rows]) for t in open_tables(a_workbook(tmp_path / "a.xlsx", write))
    ]
    assert tables == [("表", False, [("姓名", "电话")]), ("下拉", True, [("是",)])]


def test_a_stray_cell_in_the_last_row_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "DENSE_CELLS", 1000)

    def write(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["姓名", "人数"])
        sheet.merge_range(1, 0, 2, 0, "张三")
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write(1999, 5, "x")

    rows = read(a_workbook(tmp_path / "a.xlsx", write))
    assert len(rows) == 2000
    assert rows[1].cells == ("张三", "2")
    assert rows[1].formulas == {1}
    assert rows[2].merged <= {0}
    assert rows[1999].cells[5] == "x"


def test_gzip_is_opened_whatever_it_holds(tmp_path: Path) -> None:
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(csv_bytes(GRID, "utf-8")))
    assert cells(packed) == GRID
    lines = tmp_path / "b.jsonl.gz"
    lines.write_bytes(gzip.compress(b'{"id": "1"}\n'))
    assert is_ndjson(lines)
    assert [line.value for line in open_ndjson(lines)] == [{"id": "1"}]


def test_json_lines_come_with_their_numbers_and_bad_lines_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('\ufeff{"id": "一"}\n\n{"id": \n[1]\n{"id": "二"}\n', encoding="utf-8")
    lines = list(open_ndjson(path))
    assert [(line.number, line.value) for line in lines] == [
        (1, {"id": "一"}),
        (3, None),
        (4, None),
        (5, {"id": "二"}),
    ]
    assert "JSON" in lines[1].problem
    assert "{" in lines[2].problem


def test_a_json_array_is_read_by_element(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"id": "1"}, 2], indent=1), encoding="utf-8")
    assert is_ndjson(path)
    assert [(line.number, line.value) for line in open_ndjson(path)] == [(1, {"id": "1"}), (2, None)]


def test_tables_and_json_are_not_taken_for_each_other(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_bytes(csv_bytes(GRID, "utf-8"))
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"id": "1"}\n', encoding="utf-8")
    assert not is_ndjson(table)
    with pytest.raises(UnreadableFile, match="不是 JSON"):
        list(open_ndjson(table))
    with pytest.raises(UnreadableFile, match="JSON 行"):
        list(open_tables(lines))


HTML = """<html><head><meta charset="gbk"></head><body><table><tr><th colspan=2>岗位表</th></tr>
<tr><td rowspan="2">甲公司</td><td>焊工<br>熟手</td></tr><tr><td>电工 &amp; 管工</td></tr></table></body></html>"""


def test_an_html_table_saved_as_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes(HTML.encode("gbk"))
    rows = read(path)
    assert [row.cells for row in rows] == [("岗位表", ""), ("甲公司", "焊工\n熟手"), ("甲公司", "电工 & 管工")]
    assert rows[2].merged == {0}


XML = """<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="岗位"><Table><Row><Cell><Data ss:Type="String">单位</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">人数</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-12-31T00:00:00.000</Data></Cell>
<Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell></Row>
<Row><Cell ss:Index="3"><Data ss:Type="Number">3</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_an_xml_spreadsheet_saved_as_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(XML, encoding="utf-8")
    rows = read(path)
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("单位", "", "人数")),
        (3, ("甲", "2026-12-31", "2")),
        (4, ("甲", "", "3")),
    ]
    assert rows[1].formulas == {2}
    assert rows[2].number_cells == {2}


def zipped(members: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b" \r\n\t\n", "空的"),
        (b"\xef\xbb\xbf", "空的"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "图片"),
        (b"%PDF-1.7\n", "PDF"),
        (zipped({"word/document.xml": "<w/>"}), "Word"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "演示文稿"),
        (zipped({"台账.xlsx": "x"}), "压缩包"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "压缩包"),
        (zipped({"xl/workbook.xml": "<w"})[:-10], "损坏"),
        (zipped({"xl/workbook.xml": "<broken"}), "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "损坏"),
        (bytes(range(1, 32)) * 40, "无法识别"),
        (b"<html><body>\xe6\x97\xa0</body></html>", "没有表格"),
        (b"MIME-Version: 1.0\r\n", "网页归档"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_in_chinese(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words) as caught:
        read_all(path)
    assert caught.value.sentence.endswith("。")
    assert "请" in caught.value.sentence


def test_a_workbook_with_a_password_asks_for_it_to_be_removed() -> None:
    with pytest.raises(UnreadableFile, match="密码"):
        list(open_tables(FILES / "encrypted.xlsx"))


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="找不到"):
        list(open_tables(tmp_path / "没有.xlsx"))
    with pytest.raises(UnreadableFile, match="文件夹"):
        list(open_tables(tmp_path))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (19900000217.0, "19900000217"),
        (0.1 + 0.2, "0.3"),
        (-5.0, "-5"),
        (1e-7, "0.0000001"),
        (5.22124199001011e17, "522124199001011000"),
        (float("nan"), ""),
    ],
)
def test_numbers_have_no_float_tail(value: float, text: str) -> None:
    assert number_text(value) == text


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    grid=st.lists(st.lists(words, min_size=2, max_size=5), min_size=1, max_size=8),
    encoding=st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]),
)
def test_what_was_written_as_csv_comes_back(tmp_path: Path, grid: list[list[str]], encoding: str) -> None:
    width = max(len(row) for row in grid)
    table = [["单位名称", *["列"] * (width - 1)], *[row + [""] * (width - len(row)) for row in grid]]
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes(table, encoding))
    assert cells(path) == table


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with suppress(UnreadableFile):
        assert all(isinstance(cell, str) for row in read_all(path) for cell in row.cells)
