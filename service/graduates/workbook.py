"""Turn a batch of recommendations into the officers' workbook and into NDJSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import xlsxwriter

from models.records import Posting, Seeker
from models.understand.identity import mask_id_number
from models.vocabulary import Vocabulary
from service.graduates.recommend import Batch, Recommendation, Row
from service.matching.wording import KIND_NAMES

PERSON = ("序号", "姓名", "证件号", "联系电话", "户籍县", "乡镇", "毕业院校", "学历", "专业", "求职意向", "服务人员")
EACH = ("岗位", "单位", "类型", "地点", "薪资", "联系人", "联系电话", "理由", "提醒")
WIDTHS = {"姓名": 10, "证件号": 20, "联系电话": 14, "毕业院校": 20, "专业": 16, "求职意向": 20, "岗位": 20, "单位": 26}


def write_workbook(batch: Batch, path: Path, vocabulary: Vocabulary) -> None:
    """Write four sheets: 推荐结果, 推荐不足, 不再推荐 and 说明. For officers: real names, ID numbers masked.

    The same batch gives the same cells. Text that looks like a formula is written as text.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        _sheet(book, "推荐结果", _headings(batch.k), list(_result_rows(batch, vocabulary)), head, cell)
        gaps = [row for row in batch.rows if row.gap]
        _sheet(book, f"推荐不足{batch.k}次", (*PERSON, "已推荐", "原因"), list(_gap_rows(gaps, vocabulary)), head, cell)
        _sheet(book, "不再推荐", (*PERSON, "毕业去向", "原因"), list(_aside_rows(batch, vocabulary)), head, cell)
        _sheet(book, "说明", ("项目", "内容"), _notes(batch), head, cell)


def ndjson_lines(batch: Batch) -> Iterator[bytes]:
    """Yield one JSON line a graduate, in the order of the batch: ids, scores, reasons, doubts; nothing personal."""
    for row in batch.rows:
        yield msgspec.json.encode(
            {
                "seeker_id": row.graduate.id,
                "recommendations": [
                    {
                        "rank": r.number,
                        "posting_id": r.posting.id,
                        "score": r.score,
                        "reasons": r.reasons,
                        "doubts": r.doubts,
                    }
                    for r in row.recommendations
                ],
                "gap": row.gap,
            }
        )
    for aside in batch.set_aside:
        yield msgspec.json.encode({"seeker_id": aside.graduate.id, "set_aside": aside.standing, "reason": aside.reason})


def write_ndjson(batch: Batch, path: Path) -> None:
    """Write `ndjson_lines` to a file, one a line."""
    with path.open("wb") as file:
        for line in ndjson_lines(batch):
            file.write(line + b"\n")


def _headings(k: int) -> tuple[str, ...]:
    each = tuple(f"推荐{number}{heading}" for number in range(1, k + 1) for heading in EACH)
    return (*PERSON, *each, "备注")


def _result_rows(batch: Batch, vocabulary: Vocabulary) -> Iterator[list[Any]]:
    for number, row in enumerate(batch.rows, start=1):
        cells = _person(number, row.graduate, vocabulary)
        for recommendation in row.recommendations:
            cells += _posting(recommendation, vocabulary)
        cells += [""] * (len(EACH) * (batch.k - len(row.recommendations)))
        yield [*cells, row.gap]


def _gap_rows(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[list[Any]]:
    for number, row in enumerate(rows, start=1):
        yield [*_person(number, row.graduate, vocabulary), len(row.recommendations), row.gap]


def _aside_rows(batch: Batch, vocabulary: Vocabulary) -> Iterator[list[Any]]:
    for number, aside in enumerate(batch.set_aside, start=1):
        details = aside.graduate.graduate
        destination = details.destination_text if details else ""
        yield [*_person(number, aside.graduate, vocabulary), destination, aside.reason]


def _notes(batch: Batch) -> list[list[Any]]:
    return [
        ["基准日", batch.asof.isoformat()],
        ["推荐人数", len(batch.rows)],
        [f"推荐不足{batch.k}次", batch.n_short],
        ["不再推荐", len(batch.set_aside)],
        ["先后次序", batch.note],
        ["索引版本", batch.build],
        ["模型", batch.model],
        ["规则版本", batch.rules_version],
        ["提示", "推荐仅供参考，以用人单位和本人确认为准；本表含个人信息，请按规定保管，不得外传。"],
    ]


def _person(number: int, graduate: Seeker, vocabulary: Vocabulary) -> list[Any]:
    details = graduate.graduate
    county = vocabulary.areas[graduate.county_code].name if graduate.county_code in vocabulary.areas else ""
    return [
        number,
        graduate.name,
        mask_id_number(graduate.id_number) if graduate.id_number else "",
        graduate.phone,
        county,
        graduate.township,
        details.school if details else "",
        graduate.education,
        graduate.major,
        graduate.desired_jobs_text,
        details.officer if details else "",
    ]


def _posting(recommendation: Recommendation, vocabulary: Vocabulary) -> list[Any]:
    posting = recommendation.posting
    return [
        posting.title,
        posting.employer,
        KIND_NAMES[posting.kind],
        _place(posting, vocabulary),
        posting.pay_text,
        posting.contact_name,
        posting.contact_phone,
        "；".join(reason.text for reason in recommendation.reasons),
        "；".join(doubt.text for doubt in recommendation.doubts),
    ]


def _place(posting: Posting, vocabulary: Vocabulary) -> str:
    if posting.facts and posting.facts.place and posting.facts.place.name:
        return posting.facts.place.name
    county = vocabulary.areas[posting.county_code].name if posting.county_code in vocabulary.areas else ""
    return county + posting.township


def _sheet(book: Any, name: str, headings: Sequence[str], rows: Sequence[Sequence[Any]], head: Any, cell: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    for column, heading in enumerate(headings):
        width = next((w for key, w in WIDTHS.items() if heading.endswith(key)), 12)
        sheet.set_column(column, column, 34 if heading.endswith(("理由", "提醒", "原因", "内容", "备注")) else width)
        sheet.write_string(0, column, heading, head)
    for r, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(r, column, value, cell)
            else:
                sheet.write_string(r, column, str(value), cell)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
