"""Workbooks and tables as offices send them, for tests of importing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from models.understand.identity import id_check_character, uscc_check_character

ASOF = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

POSTING_HEADINGS = (
    "序号",
    "单位名称",
    "统一社会信用代码",
    "岗位类别",
    "岗位名称",
    "招聘人数",
    "性别",
    "年龄",
    "学历",
    "技能证书",
    "工作内容",
    "工作地点",
    "薪资待遇",
    "食宿",
    "工作时间",
    "联系人",
    "联系电话",
    "有效期",
    "备注",
)
LEDGER_HEADINGS = (
    "序号",
    "县",
    "乡镇",
    "村",
    "组",
    "姓名",
    "性别",
    "年龄",
    "身份证号",
    "文化程度",
    "联系电话",
    "户类型",
    "健康状况",
    "技能特长",
    "持有证书",
    "务工经历",
    "就业状态",
    "外出意愿",
    "意向岗位",
    "意向地区",
    "期望薪资",
    "是否同意匹配推送",
    "备注",
)


def id_number(born: str = "19740506", *, serial: str = "991", area: str = "520324") -> str:
    """Return an ID number with a right check character; an odd serial is a man's."""
    body = f"{area}{born}{serial}"
    return body + id_check_character(body)


def uscc(number: int = 1) -> str:
    """Return a fictional credit code with a right check character."""
    body = f"91520324FAKE{number:05d}"
    return body + uscc_check_character(body)


def a_posting_row(**given: Any) -> dict[str, Any]:
    """Return the cells of a sound posting row, by heading."""
    cells = [
        "1",
        "正安县某某建筑有限公司",
        "?",
        "企业招聘",
        "砌筑工",
        "3",
        "不限",
        "18-55",
        "不限",
        "无",
        "砌砖、砌花台",
        "正安县凤仪街道某工地",
        "260元/天",
        "包中餐",
        "早7晚6",
        "周主管",
        "19900000001",
        "2026-12-31",
        "",
    ]
    return {**dict(zip(POSTING_HEADINGS, cells, strict=True)), "统一社会信用代码": uscc(), "招聘人数": 3, **given}


def a_ledger_row(**given: Any) -> dict[str, Any]:
    """Return the cells of a sound row of a labour ledger, by heading."""
    cells = [
        "1",
        "正安县",
        "凤仪街道",
        "某某村",
        "3组",
        "周某某",
        "男",
        "",
        "?",
        "初中",
        "19900000002",
        "脱贫户、易地搬迁",
        "健康",
        "砌砖、粉墙",
        "",
        "在重庆做砌筑工8年",
        "2-在家待业",
        "愿意",
        "泥水活",
        "县内",
        "260/天",
        "Y",
        "",
    ]
    return {**dict(zip(LEDGER_HEADINGS, cells, strict=True)), "身份证号": id_number(), **given}


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write sheets of rows; text that starts with "=" becomes a formula."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if value not in ("", None):
                        page.write(number, column, value)
    return path


def posting_workbook(path: Path, *rows: Mapping[str, Any], sheet: str = "正安县") -> Path:
    """Write a posting sheet: title, office line, headings, rows; the first row is row 4."""
    table = [["遵义市正安县岗位信息采集表（2026年11月）"], ["填报单位：正安县公共就业服务中心"], POSTING_HEADINGS]
    return write_workbook(path, {sheet: [*table, *([row[h] for h in POSTING_HEADINGS] for row in rows)]})


def ledger_workbook(path: Path, *rows: Mapping[str, Any], sheet: str = "凤仪街道") -> Path:
    """Write a labour ledger of one township: title, headings, rows; the first row is row 3."""
    table = [["正安县凤仪街道农村劳动力台账（2026年11月更新）"], LEDGER_HEADINGS]
    return write_workbook(path, {sheet: [*table, *([row[h] for h in LEDGER_HEADINGS] for row in rows)]})
