"""A file made to hurt is refused with a sentence, before it costs memory; one that only looks odd is read."""

from __future__ import annotations

import struct
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from indexer.ingest import ingest
from indexer.readers import UnreadableFile, open_tables
from indexer.store import open_store
from models.vocabulary import load_vocabulary
from tests.indexer.offices import a_posting_row, posting_workbook

SWOLLEN = 70 * 2**20
SHEET = "xl/worksheets/sheet1.xml"
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="一">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)
CELL = '<table:table-cell office:value-type="string"{repeated}><text:p>{text}</text:p></table:table-cell>'


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return posting_workbook(tmp_path / "岗位.xlsx", a_posting_row())


def with_part(workbook: Path, name: str, content: bytes) -> Path:
    changed = workbook.with_name("改.xlsx")
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, content)
    return changed


def read(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for table in open_tables(path) for row in table.rows]


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", SHEET, "xl/media/image1.png"])
def test_a_workbook_that_swells_is_refused(workbook: Path, part: str) -> None:
    with pytest.raises(UnreadableFile, match="过大"):
        read(with_part(workbook, part, b" " * SWOLLEN))


def test_a_workbook_that_lies_about_its_size_is_refused(workbook: Path) -> None:
    path = with_part(workbook, "xl/sharedStrings.xml", b" " * SWOLLEN)
    data = bytearray(path.read_bytes())
    entry = data.find(b"PK\x01\x02")
    while data[entry + 46 : entry + 66] != b"xl/sharedStrings.xml":
        entry = data.find(b"PK\x01\x02", entry + 4)
    struct.pack_into("<I", data, entry + 24, 500)
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="过大"):
        read(path)


def test_a_far_cell_that_the_sheet_does_not_own_up_to_is_read_without_filling_the_memory(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        sheet = archive.read(SHEET)
    far = b'<row r="60000"><c r="ZZ60000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    rows = read(with_part(workbook, SHEET, sheet.replace(b"</sheetData>", far)))
    assert rows[3][4] == "砌筑工"
    assert rows[-1][-1] == "x"


def test_entities_are_not_opened(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        sheet = archive.read(SHEET).decode()
    body = sheet[sheet.index("<worksheet") :].replace("<sheetData>", "<sheetData><row><c><v>&b;</v></c></row>", 1)
    laughs = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    for entity in ("&b;", "&c;"):
        path = with_part(workbook, SHEET, (laughs + body.replace("&b;", entity)).encode())
        try:
            rows = read(path)
        except UnreadableFile:
            continue
        assert not any("lol" in cell or "root" in cell for row in rows for cell in row)


def ods(path: Path, rows: str, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", members.get("manifest", "<manifest/>"))
        archive.writestr("content.xml", ODS.format(rows=rows))
    return path


def ods_row(*texts: str, rows: int = 1, columns: int = 1) -> str:
    repeated = f' table:number-columns-repeated="{columns}"' if columns > 1 else ""
    cells = "".join(CELL.format(repeated=repeated, text=text) for text in texts)
    return f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'


def test_a_cell_repeated_over_a_whole_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="过大"):
        read(ods(tmp_path / "表.ods", ods_row("x", rows=1_048_576, columns=16_384)))


def test_empty_rows_repeated_to_the_end_of_a_sheet_do_no_harm(tmp_path: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    rows = read(ods(tmp_path / "表.ods", ods_row("岗位名称", "人数") + empty))
    assert rows[0][:2] == ("岗位名称", "人数")


def test_an_encrypted_ods_is_said_to_be_encrypted(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="密码"):
        read(ods(tmp_path / "表.ods", "", manifest="<m><manifest:encryption-data/></m>"))


def test_a_folder_and_a_missing_file_are_told_in_chinese_and_stop_no_other_file(tmp_path: Path, workbook: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}", secret=b"s" * 32)
    paths = [tmp_path, tmp_path / "没有.xlsx", workbook]
    report = ingest(paths, store, load_vocabulary(), asof=date(2026, 11, 23), now=datetime(2026, 11, 23, 8, tzinfo=UTC))
    store.close()
    texts = [entry.issues[0].text for entry in report.files[:2]]
    assert "文件夹" in texts[0]
    assert "找不到" in texts[1]
    assert (report.files[2].record, report.files[2].rows) == ("posting", 1)
