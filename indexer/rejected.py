"""Turn the rows that an import returned or set aside into a workbook that the office can mend and send again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from indexer.normalise.issues import IssueCodes
from models.records import Issue

REASON, MEND, GUIDE = "退回原因", "怎样修改", "填写说明"
_SHEET_NAME_LENGTH = 31
_WIDTHS = (8, 40)
_GUIDE = (
    "1. 本工作簿列出退回和待核的行，每张表与原表同名，原文照抄，按文本保存。",
    "2. “退回原因”写明问题，“怎样修改”写明改法；改好后保存，直接重新导入本工作簿即可，这两列和本页会自动忽略。",
    "3. 标“退回”的行没有入库；标“待核”的行已登记但暂不发布、不推荐，改正后重报即可替换。",
    "4. 重复的行不用处理；确属两条的，请写明区别（如班次、工地）后再报。",
    "5. 身份证号、电话等列请保持文本格式，不要改成数字。",
)


@dataclass(slots=True)
class ReturnedSheet:
    """The returned rows of one sheet; `headings` are the columns as mapped, `rows` the cells as they stood."""

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[tuple[str, ...], tuple[Issue, ...]]] = field(default_factory=list)


def write_returned(path: Path, sheets: Sequence[ReturnedSheet], codes: IssueCodes, *, title: str = "") -> int:
    """Write the workbook to `path` and return how many rows it holds; without rows nothing is written.

    Every cell is text, so that ID numbers keep their digits and "=…" stays what was typed. The heading row is frozen;
    the two columns of ours come last. `title` should come from `returned_title`: it is how a mended workbook is known
    to belong to its file.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "valign": "top", "num_format": "@"}
        )
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        marked = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "bg_color": "#FFF2CC"})
        # The guide comes first, because it says of which file the rows are; people see the first sheet of rows.
        guide = book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 100)
        for row, line in enumerate([*([title] if title else []), *_GUIDE]):
            guide.write_string(row, 0, line, text)
        used: set[str] = {GUIDE}
        for sheet in filled:
            _write_sheet(book, sheet, codes, (head, text, marked), used)
        book.worksheets()[1].activate()
    return sum(len(sheet.rows) for sheet in filled)


def returned_title(file: str, import_id: str) -> str:
    """Return the first line of the guide: of which file and import the rows are."""
    return f"文件“{file}”（导入批次 {import_id}）退回和待核的行"


def original_file(titles: Sequence[str], file_of_import: Callable[[str], str]) -> str:
    """Return the file that a workbook of returned rows is of, "" when the lines are not those of its guide.

    `file_of_import` gives the file of an import id, "" for an unknown one.
    """
    for line in titles:
        if "退回和待核的行" not in line:
            continue
        if named := re.search(r"文件“(.+?)”", line):
            return named[1]
        if numbered := re.search(r"imp-\d+", line):
            return file_of_import(numbered[0])
    return ""


def reason_of(issues: Sequence[Issue]) -> str:
    """Return why a row came back: "退回：…" or "待核：…", the graver reasons first; notes are left out."""
    graver = sorted((i for i in issues if i.outcome != "note"), key=lambda issue: issue.outcome != "rejected")
    word = "退回" if any(issue.outcome == "rejected" for issue in graver) else "待核"
    return f"{word}：" + "；".join(dict.fromkeys(issue.text for issue in graver))


def mend_of(issues: Sequence[Issue], codes: IssueCodes) -> str:
    """Return what to do about a row, in the order of its reasons."""
    graver = sorted((i for i in issues if i.outcome != "note"), key=lambda issue: issue.outcome != "rejected")
    return "；".join(dict.fromkeys(words for issue in graver if (words := codes.mend(issue.code))))


def heading_row(mapping: Mapping[int, str]) -> tuple[str, ...]:
    """Return the headings by column, "" for a column without one."""
    return tuple(mapping.get(column, "") for column in range(max(mapping, default=-1) + 1))


def _write_sheet(
    book: xlsxwriter.Workbook,
    sheet: ReturnedSheet,
    codes: IssueCodes,
    formats: tuple[object, object, object],
    used: set[str],
) -> None:
    head, text, marked = formats
    page = book.add_worksheet(_sheet_name(sheet.name, used))
    width = max(len(sheet.headings), *(len(cells) for cells, _ in sheet.rows))
    headings = [*sheet.headings, *[""] * (width - len(sheet.headings)), REASON, MEND]
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading, head)
    longest = [len(heading) for heading in headings]
    for number, (cells, issues) in enumerate(sheet.rows, start=1):
        line = [*cells, *[""] * (width - len(cells)), reason_of(issues), mend_of(issues, codes)]
        for column, value in enumerate(line):
            if value:
                page.write_string(number, column, value, marked if column >= width else text)
                longest[column] = max(longest[column], *(len(part) for part in value.split("\n")))
    for column, length in enumerate(longest):
        page.set_column(column, column, min(max(2 * length, _WIDTHS[0]), _WIDTHS[1]))
    page.freeze_panes(1, 0)


def _sheet_name(name: str, used: set[str]) -> str:
    clean = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:_SHEET_NAME_LENGTH] or "数据"
    candidate, number = clean, 2
    while candidate.lower() in used:
        suffix = f"_{number}"
        candidate = clean[: _SHEET_NAME_LENGTH - len(suffix)] + suffix
        number += 1
    used.add(candidate.lower())
    return candidate
