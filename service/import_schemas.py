"""The shapes of import requests and responses: runs, their reports, what was taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import UploadFile
from pydantic import Field

from service.schemas import IssueOut, Out, Strict

ImportKind = Literal["auto", "postings", "seekers", "graduates", "gigs", "orders", "crews", "employers"]


class ImportIn(Strict):
    """The multipart form of `POST /imports`."""

    file: UploadFile = Field(description="表格文件：xlsx、xls、ods、csv、ndjson，按内容识别")
    kind: ImportKind = Field("auto", description="表里是什么；auto 按表头识别")


class RowIssueOut(IssueOut):
    """Something to be said about one row; `row` counts as Excel shows it."""

    sheet: str
    row: int


class FileReportOut(Out):
    """What became of the rows of one kind in a file: rows = accepted + review + rejected."""

    file: str
    record: str
    rows: int
    accepted: int
    review: int
    rejected: int
    skipped: int
    new: int
    changed: int
    same: int
    reasons: dict[str, int] = Field(description="每种原因的行数")
    issues: tuple[RowIssueOut, ...]
    issues_left_out: int = 0
    skipped_reasons: dict[str, int] = Field({}, description="跳过的行，按原因计")
    mapping: dict[str, dict[str, str | None]] = Field({}, description="表头识别为哪个字段，按工作表")
    joined: dict[str, int] = Field({}, description="并入订单的名额和车辆行数")
    effects: dict[str, int] = Field({}, description="连带的变化，如暂停发布的岗位数")
    import_id: str = ""


class ImportReportOut(Out):
    """The report of an import, kind by kind."""

    files: tuple[FileReportOut, ...]


class ImportOut(Out):
    """One import as listed, the latest first."""

    id: str
    file: str
    who: str
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None


class ImportsOut(Out):
    """All imports, the latest first."""

    imports: tuple[ImportOut, ...]


class ImportDetailOut(ImportOut):
    """One import with its report; null while it runs."""

    report: ImportReportOut | None


class UndoneOut(Out):
    """An import was taken back: `n_records` records stand as they stood before it."""

    id: str
    n_records: int
