"""Sheets as offices lay them out: headings are found, the record is told, every data row keeps its Excel number."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.aliases import normal_heading
from indexer.columns import Aliases, MappedRow, Sheet, load_aliases, read_sheet, read_sheets
from indexer.readers import open_tables
from indexer.rows import Table, fill_merged, text_row

SAMPLE = Path(__file__).parents[2] / "sample"
EXPECTED: dict[str, Any] = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
POSTINGS = "岗位信息采集表_2026年11月.xlsx"
GIGS = "零工需求_红花岗零工市场_2026-11.csv"
ORDERS = "劳务输出用工订单.xlsx"
GRADUATES = "高校毕业生实名台账_2026届.xlsx"
LEDGERS = ["劳动力台账_正安县.xlsx", "劳动力台账_播州区.xlsx", "劳动力台账_仁怀市.xlsx"]


@cache
def aliases() -> Aliases:
    return load_aliases()


@cache
def sample(name: str) -> dict[str, tuple[Sheet, list[MappedRow]]]:
    """Return the sheets of a sample file with their rows, by sheet name."""
    found = {}
    for table in open_tables(SAMPLE / name):
        for sheet in read_sheets(table, aliases()):
            assert sheet.name not in found
            found[sheet.name] = (sheet, list(sheet.rows))
    return found


def read_grid(grid: list[list[str]], *, name: str = "") -> list[tuple[Sheet, list[MappedRow]]]:
    table = Table(name, iter([text_row(number, cells) for number, cells in enumerate(grid, start=1)]))
    return [(sheet, list(sheet.rows)) for sheet in read_sheets(table, aliases())]


def only(grid: list[list[str]], *, name: str = "") -> tuple[Sheet, list[MappedRow]]:
    ((sheet, rows),) = read_grid(grid, name=name)
    return sheet, rows


def fields(sheet: Sheet) -> list[str | None]:
    return [heading.field for heading in sheet.mapping.values()]


# --- the sample, to the row


def test_every_posting_sheet_of_the_sample_gives_its_rows_below_its_headings() -> None:
    sheets = sample(POSTINGS)
    assert len(sheets) == 14
    for expected in EXPECTED[POSTINGS]["sheets"]:
        sheet, rows = sheets[expected["sheet"]]
        assert (sheet.record, len(rows), list(sheet.header_rows)) == (
            "posting",
            expected["rows"],
            expected["header_rows"],
        )
    assert sum(len(rows) for _, rows in sheets.values()) == 1200


def test_the_headcounts_of_a_sheet_add_up_to_its_total_row() -> None:
    for expected in EXPECTED[POSTINGS]["sheets"]:
        _, rows = sample(POSTINGS)[expected["sheet"]]
        counts = [row.values["headcount"].removesuffix("人") for row in rows]
        assert sum(int(count) for count in counts if count.isdigit()) == expected["total_headcount_numeric"]


def test_sections_and_categories_give_the_kinds_of_postings() -> None:
    words = {"见习": "就业见习", "公益": "公益性岗位", "以工代赈": "以工代赈"}
    kinds: Counter[str] = Counter()
    for _, rows in sample(POSTINGS).values():
        for row in rows:
            text = row.values.get("job_category", "") or row.section
            assert text
            kinds[next((kind for word, kind in words.items() if word in text), "企业招聘")] += 1
    assert kinds == EXPECTED[POSTINGS]["by_type"]


@pytest.mark.parametrize("trap", sorted(EXPECTED[POSTINGS]["traps"]))
def test_every_trap_of_the_posting_sheets_stands_at_its_excel_row(trap: str) -> None:
    looks: dict[str, Callable[[dict[str, str]], bool]] = {
        "headcount_text": lambda v: v["headcount"] == "若干",
        "headcount_range": lambda v: not v["headcount"].isdigit(),
        "valid_long": lambda v: v["publish_to"] == "长期",
        "sex_column": lambda v: v["sex_req"] in {"男", "女", "1", "2", "男性", "女性", "限男", "限女"},
        "no_phone": lambda v: not any("phone" in name and any(c.isdigit() for c in v[name]) for name in v),
        "pay_negotiable": lambda v: "面" in v["wage_text"],
        "wage_fanfei": lambda v: "返费" in v["wage_text"],
    }
    for sheet_name, number in EXPECTED[POSTINGS]["traps"][trap]["rows"]:
        _, rows = sample(POSTINGS)[sheet_name]
        row = {row.number: row for row in rows}[number]
        if trap in looks:
            assert looks[trap](row.values), (sheet_name, number, row.values)


def test_the_gig_file_gives_its_rows_and_keeps_its_serial_numbers() -> None:
    sheet, rows = sample(GIGS)[""]
    assert (sheet.record, len(rows), sheet.header_rows) == ("gig", 240, (3,))
    assert dict(sheet.skipped) == {"title": 2, "heading": 1, "total": 1}
    assert sheet.titles[1] == "填报单位：红花岗零工市场"
    traps = EXPECTED[GIGS]["traps"]
    by_serial = {int(row.raw[0]): row for row in rows}
    assert [n for n, row in by_serial.items() if "headcount" not in row.values] == traps["headcount_missing"]["rows"]
    assert [n for n, row in by_serial.items() if row.values["state"] == "已取消"] == traps["cancelled"]["rows"]
    assert [n for n, row in by_serial.items() if "\n" in row.values.get("remark", "")] == traps["multiline"]["rows"]


def test_the_five_sheets_of_the_orders_are_told_apart() -> None:
    found = {name: (sheet.record, len(rows)) for name, (sheet, rows) in sample(ORDERS).items()}
    assert found == {
        "订单汇总": ("order", 24),
        "岗位明细": ("order_line", 69),
        "名额分配": ("quota", 24),
        "乡镇名额": ("township_quota", 330),
        "发车计划": ("bus", 47),
    }
    _, orders = sample(ORDERS)["订单汇总"]
    assert sum(int(row.values["headcount"]) for row in orders) == EXPECTED[ORDERS]["headcount"]
    _, quotas = sample(ORDERS)["名额分配"]
    short = [
        row.values["order_id"]
        for row in quotas
        if sum(int(text) for name, text in row.values.items() if name.startswith("@"))
        != int(row.values["order_headcount"])
    ]
    assert short == EXPECTED[ORDERS]["traps"]["quota_mismatch"]


@pytest.mark.parametrize("name", LEDGERS)
def test_every_township_sheet_of_a_ledger_gives_its_people(name: str) -> None:
    expected = EXPECTED[name]
    assert {n: len(rows) for n, (_, rows) in sample(name).items()} == expected["rows_by_sheet"]
    consent: Counter[str] = Counter()
    for sheet, rows in sample(name).values():
        assert sheet.record == "seeker"
        assert None not in fields(sheet)
        consent.update(row.values.get("consent", "blank") for row in rows)
    assert consent == expected["consent"]
    for trap in expected["traps"].values():
        for sheet_name, number in trap["rows"]:
            assert number in {row.number for row in sample(name)[sheet_name][1]}


def test_missing_phones_and_identity_numbers_lie_where_the_sample_says() -> None:
    for name in LEDGERS:
        for trap, field in (("phone_missing", "contact_phone"), ("id_missing", "id_no")):
            missing = {
                (sheet_name, row.number)
                for sheet_name, (_, rows) in sample(name).items()
                for row in rows
                if field not in row.values
            }
            assert missing == {tuple(place) for place in EXPECTED[name]["traps"][trap]["rows"]}


def test_an_identity_number_stored_as_a_number_is_marked_and_shows_its_lost_digits() -> None:
    lost = [
        row.values["id_no"]
        for name in LEDGERS
        for _, rows in sample(name).values()
        for row in rows
        if "id_no" in row.numbers
    ]
    assert len(lost) == 3
    assert all(len(text) == 18 and text.endswith("000") for text in lost)


def test_the_graduate_batches_are_read_and_the_instructions_passed_over() -> None:
    expected = EXPECTED[GRADUATES]
    found = {name: len(rows) for name, (sheet, rows) in sample(GRADUATES).items() if sheet.record == "graduate"}
    assert found == expected["sheets"]
    sheet, rows = sample(GRADUATES)["填写说明"]
    assert (sheet.record, rows, dict(sheet.skipped)) == ("unknown", [], {"unknown": 4})
    everyone = [row for _, rows in sample(GRADUATES).values() for row in rows]
    assert sum(row.values["grad_dest"] == "未就业" for row in everyone) == expected["unemployed"]
    few = [row for row in everyone if sum(f"svc_rec{n}" in row.values for n in (1, 2, 3)) < 3]
    assert sum(row.values["grad_dest"] == "未就业" for row in few) == expected["recommended_lt3_unemployed"]


def test_members_take_their_crew_from_the_merged_cell_beside_them() -> None:
    crews = {row.values["crew_id"]: int(row.values["crew_size"]) for row in sample("班组登记.xlsx")["班组汇总"][1]}
    sheet, members = sample("班组登记.xlsx")["班组花名册"]
    assert sheet.record == "crew_member"
    assert Counter(row.values["crew_id"] for row in members) == crews
    assert len(members) == EXPECTED["班组登记.xlsx"]["members"]


def test_employers_and_the_arrears_list_are_told_apart() -> None:
    sheets = sample("用人单位.xlsx")
    employers, arrears = sheets["用人单位"], sheets["欠薪失信名单"]
    assert (employers[0].record, len(employers[1])) == ("employer", 300)
    assert (arrears[0].record, len(arrears[1])) == ("arrears", 7)
    listed = [row.values["employer_name"] for row in arrears[1] if row.values["state"] == "在列"]
    assert sorted(listed) == sorted(EXPECTED["用人单位.xlsx"]["traps"]["wage_arrears_active"])


# --- other layouts of the same forms


def test_two_heading_rows_without_merges_are_one_heading() -> None:
    sheet, rows = only(
        [
            ["岗位采集表", "", "", "", "", "", "", ""],
            ["序号", "用人单位", "", "岗位信息", "", "", "联系方式", ""],
            ["", "名称", "信用代码", "岗位", "人数", "工资", "姓名", "电话"],
            ["1", "甲公司", "9152", "焊工", "3", "5000元", "张三", "19900000001"],
        ]
    )
    assert sheet.header_rows == (2, 3)
    assert rows[0].values == {
        "employer_name": "甲公司",
        "uscc": "9152",
        "job_title": "焊工",
        "headcount": "3",
        "wage_text": "5000元",
        "contact_name": "张三",
        "contact_phone": "19900000001",
    }
    assert sheet.mapping[1].text == "用人单位/名称"


def test_a_split_headcount_keeps_its_halves() -> None:
    sheet, rows = only(
        [
            ["单位名称", "岗位名称", "招聘人数", "", "", "工作地点"],
            ["", "", "合计", "男", "女", ""],
            ["甲", "焊工", "3", "2", "1", "汇川"],
        ]
    )
    assert fields(sheet) == ["employer_name", "job_title", "headcount", "headcount_m", "headcount_f", "work_place"]
    assert [row.number for row in rows] == [3]


def test_ministry_codes_alone_are_headings() -> None:
    sheet, _ = only(
        [["AAB004", "ACB216", "ACB21D", "AAC011", "ACB21H", "AAE005"], ["甲", "焊工", "3", "21", "5000", "1"]]
    )
    assert fields(sheet) == ["employer_name", "job_title", "headcount", "edu_req", "wage_text", "contact_phone"]
    sheet, _ = only([["AAC003", "AAC002", "AAC011", "AAE005"], ["张三", "5221", "21", "1"]], name="求职登记")
    assert fields(sheet) == ["person_name", "id_no", "education", "contact_phone"]


def test_the_same_heading_is_a_wish_for_a_post_and_a_fact_of_a_person() -> None:
    shared = ["性别", "年龄", "学历", "专业", "证书"]
    posts, _ = only([["单位名称", "岗位名称", "招聘人数", *shared], ["甲", "会计", "1", "", "", "", "", ""]])
    people, _ = only([["姓名", "身份证号", "毕业院校", *shared], ["张三", "5221", "贵大", "", "", "", "", ""]])
    assert fields(posts)[3:] == ["sex_req", "age_text", "edu_req", "major_req", "cert_req"]
    assert fields(people)[3:] == ["sex", "age", "education", "major", "certs"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("*联系电话", "contact_phone"),
        ("联系 电话\n（必填）", "contact_phone"),
        ("企业规模（人）", "employer_scale"),
        ("薪资待遇(元/月)", "wage_text"),
        ("拟招聘人数/人", "headcount"),
        ("2、岗位名称：", "job_title"),
        ("用工单位联系人手机号码", "contact_phone"),
        ("工作时间（如早8晚6，需注明倒班）", "work_hours"),
        ("工作地点说明", "work_place"),
        ("联系人及电话", "contact_name+contact_phone"),
        ("联系人（电话）", "contact_name+contact_phone"),
        ("联系人/联系电话", "contact_name+contact_phone"),
        ("用工性质及班次", "employment_form+shift"),
        ("性别/年龄", "sex_req+age_text"),
        ("学历（专业）", "edu_req+major_req"),
        ("岗位（工种）", "job_title"),
        ("家属联系电话", None),
        ("户主身份证号", None),
    ],
)
def test_headings_are_known_in_many_spellings(heading: str, field: str | None) -> None:
    assert aliases().field("posting", heading) == field


def test_a_heading_that_fits_no_field_keeps_its_values() -> None:
    sheet, rows = only([["单位名称", "岗位名称", "招聘人数", "工装 颜色"], ["甲", "焊工", "3", "蓝色", "多出来"]])
    assert sheet.mapping[3].field is None
    assert rows[0].values["?工装颜色"] == "蓝色"
    assert rows[0].values["?第5列"] == "多出来"


def test_repeated_fields_are_numbered_and_the_plain_heading_comes_first() -> None:
    sheet, _ = only(
        [
            ["姓名", "身份证号", "本人联系电话", "电话", "村", "户籍地址（乡镇）", "家庭住址"],
            ["张", "", "", "", "", "", ""],
        ]
    )
    assert fields(sheet)[2:] == ["contact_phone", "contact_phone#2", "village", "hukou_addr#2", "hukou_addr"]


def test_totals_notes_signatures_examples_and_blank_rows_are_counted_not_read() -> None:
    sheet, rows = only(
        [
            ["序号", "单位名称", "岗位名称", "招聘人数", "备注"],
            ["示例", "某某公司", "焊工", "3", ""],
            ["1", "甲", "焊工", "3", ""],
            ["2", "", "", "", ""],
            ["", "小 计", "", "3", ""],
            ["", "", "", "", ""],
            ["合计：1个岗位", "", "", "", ""],
            ["注：岗位信息免费发布。", "", "", "", ""],
            ["填报人：张三", "", "审核人：李四", "", "2026年11月"],
        ]
    )
    assert [row.number for row in rows] == [3]
    assert dict(sheet.skipped) == {"heading": 1, "example": 1, "empty": 2, "total": 2, "note": 2}


def test_a_row_with_one_filled_field_is_data_not_a_section() -> None:
    _, rows = only([["序号", "单位名称", "岗位名称", "招聘人数"], ["1", "甲公司", "", ""], ["", "乙公司", "", ""]])
    assert [row.values for row in rows] == [{"employer_name": "甲公司"}, {"employer_name": "乙公司"}]


def test_sections_name_what_follows_until_the_next_one() -> None:
    _, rows = only(
        [
            ["序号", "单位名称", "岗位名称", "招聘人数"],
            ["一、企业用工岗位", "", "", ""],
            ["1", "甲", "焊工", "3"],
            ["（二）就业见习", "", "", ""],
            ["2", "乙", "文员", "1"],
            ["三、乡村公益性岗位：", "", "", ""],
            ["3", "丙村", "保洁", "1"],
        ]
    )
    assert [row.section for row in rows] == ["企业用工岗位", "就业见习", "乡村公益性岗位"]


def test_a_page_title_repeated_in_the_middle_does_not_end_a_section() -> None:
    sheet, rows = only(
        [
            ["某某县岗位信息采集表", "", "", ""],
            ["序号", "单位名称", "岗位名称", "招聘人数"],
            ["一、以工代赈项目岗位", "", "", "共2个"],
            ["1", "甲", "小工", "3"],
            ["某某县岗位信息采集表（续）", "", "", ""],
            ["2.", "", "", ""],
            ["3", "乙", "小工", "3"],
        ]
    )
    assert [row.section for row in rows] == ["以工代赈项目岗位"] * 2
    assert dict(sheet.skipped) == {"title": 2, "heading": 1, "section": 1, "empty": 1}


def test_a_row_made_of_formulas_is_data_when_it_holds_words() -> None:
    sheet, rows = only(
        [
            ["单位名称", "岗位名称", "招聘人数"],
            ["=Sheet2!A1", "=Sheet2!B1", "=Sheet2!C1"],
        ]
    )
    assert sheet.skipped["total"] == 0
    assert rows[0].formulas == {"employer_name", "job_title", "headcount"}


def test_the_headings_of_a_provincial_post_list_are_known() -> None:
    head = [
        "招考单位",
        "单位代码",
        "招考职位",
        "职位代码",
        "职位简介",
        "职位类型",
        "录用人数",
        "学历",
        "学位",
        "本科专业名称及代码",
        "其他要求",
        "考区",
    ]
    sheet, _ = only([head, ["甲"] * len(head)])
    assert sheet.record == "posting"
    assert fields(sheet) == [
        "employer_name",
        "employer_id",
        "job_title",
        "job_id",
        "job_desc",
        "job_category",
        "headcount",
        "edu_req",
        "degree_req",
        "major_req",
        "requirements",
        "work_place",
    ]


def test_a_heading_repeated_in_the_middle_is_passed_over() -> None:
    head = ["序号", "用人单位", "", "招聘条件", "", "联系方式"]
    below = ["", "单位名称", "岗位名称", "年龄要求", "文化程度", ""]
    sheet, rows = only(
        [head, below, ["1", "甲", "焊工", "50", "初中", "1"], head, below, ["2", "乙", "电工", "50", "初中", "1"]]
    )
    assert [row.values["employer_name"] for row in rows] == ["甲", "乙"]
    assert sheet.skipped["heading"] == 4


def test_two_tables_under_one_another_are_two_sheets() -> None:
    (first, employers), (second, listed) = read_grid(
        [
            ["企业情况表", "", "", "", ""],
            ["序号", "单位名称", "单位性质", "企业规模（人）", "法定代表人"],
            ["1", "甲", "民营", "30", "李四"],
            ["合计", "1家", "", "30", ""],
            ["", "", "", "", ""],
            ["拖欠农民工工资失信名单", "", "", "", ""],
            ["序号", "企业名称", "列入日期", "认定部门", ""],
            ["1", "乙", "2025-1-1", "人社局", ""],
        ]
    )
    assert (first.record, [row.number for row in employers]) == ("employer", [3])
    assert (second.record, [row.number for row in listed], second.header_rows) == ("arrears", [8], (7,))
    assert second.titles == ("拖欠农民工工资失信名单",)


def test_what_is_left_of_a_sheet_is_read_past_when_the_next_is_taken() -> None:
    grid = [["姓名", "身份证号", "村"], ["张", "1", "甲"], ["单位名称", "岗位名称", "招聘人数"], ["甲", "焊工", "2"]]
    table = Table("", iter([text_row(number, cells) for number, cells in enumerate(grid, start=1)]))
    assert [sheet.record for sheet in read_sheets(table, aliases())] == ["seeker", "posting"]


def test_members_below_a_crew_take_its_name_where_nothing_is_merged() -> None:
    grid = [
        ["班组编号", "班组名称", "姓名", "身份证号"],
        ["A", "甲班", "张", "1"],
        ["", "", "李", "2"],
        ["B", "乙班", "王", "3"],
    ]
    sheet, rows = only(grid)
    assert sheet.record == "crew_member"
    assert [row.values["crew_id"] for row in rows] == ["A", "A", "B"]


def test_an_employer_merged_over_its_posts_stands_in_each_of_them() -> None:
    grid = [["单位名称", "岗位名称", "招聘人数"], ["甲", "焊工", "2"], ["", "电工", "1"], ["", "", ""]]
    rows = fill_merged([text_row(n, cells) for n, cells in enumerate(grid, start=1)], [(0, 1, 3)])
    sheet = read_sheet(Table("", rows), aliases())
    assert [row.values["employer_name"] for row in sheet.rows] == ["甲", "甲"]
    assert sheet.skipped["empty"] == 1


def test_short_county_names_and_townships_are_quota_columns() -> None:
    sheet, rows = only([["订单号", "总人数", "红花岗", "汇川", "务川", "合计"], ["L1", "6", "1", "2", "3", "6"]])
    assert (sheet.record, fields(sheet)[2:]) == ("quota", ["@红花岗", "@汇川", "@务川", "quota_sum"])
    assert rows[0].values["@务川"] == "3"
    sheet, _ = only([["订单编号", "总人数", "安场镇", "瑞溪镇", "小计"], ["L1", "3", "1", "2", "3"]])
    assert sheet.record == "quota"


def test_a_plain_list_of_day_work_is_a_gig_only_when_something_says_so() -> None:
    head = ["用工单位", "工种", "人数", "工价", "联系电话"]
    data = ["甲", "搬运", "3", "200/天", "1"]
    assert only([head, data])[0].record == "posting"
    assert only([head, data], name="零工需求")[0].record == "gig"
    assert only([[*head, "集合地点", "用工日期"], [*data, "北门", "11.25"]])[0].record == "gig"


def test_the_kind_can_be_given_when_the_headings_do_not_say() -> None:
    grid = [["单位", "工种", "人数"], ["甲", "搬运", "3"]]
    table = Table("", iter([text_row(number, cells) for number, cells in enumerate(grid, start=1)]))
    sheet = read_sheet(table, aliases(), record="gig")
    assert (sheet.record, [row.values for row in sheet.rows]) == (
        "gig",
        [{"employer_name": "甲", "job_title": "搬运", "headcount": "3"}],
    )


@pytest.mark.parametrize(
    "grid",
    [
        [["1.请如实填写。"], ["2.身份证号为文本格式。"]],
        [
            ["字段", "说明", "必填"],
            ["单位名称", "填全称", "是"],
            ["岗位名称", "按实际", "是"],
            ["招聘人数", "数字", "是"],
        ],
        [["座号", "姓名", "身份证号", "电话", "车牌号"], ["1", "张", "1", "1", "贵C"]],
        [[]],
        [],
    ],
)
def test_sheets_of_no_known_kind_are_passed_over_and_counted(grid: list[list[str]]) -> None:
    sheet, rows = only(grid)
    assert sheet.record == "unknown"
    assert rows == []
    assert sheet.skipped["unknown"] + sheet.skipped["empty"] + sheet.skipped["heading"] == len(grid)


def test_labels_above_the_table_are_not_its_headings() -> None:
    sheet, rows = only(
        [
            ["单位名称：", "甲公司", "联系人：", "张三", "联系电话：", ""],
            ["序号", "岗位名称", "招聘人数", "学历", "薪资待遇", "工作地点"],
            ["1", "焊工", "3", "初中", "5000", "汇川"],
        ]
    )
    assert (sheet.header_rows, len(rows)) == ((2,), 1)
    assert "甲公司" in sheet.titles


def test_a_bureaus_own_headings_are_added_to_ours(tmp_path: Path) -> None:
    text = "alias\tfield\tlabel\trecords\n招谁\tjob_title\t岗位名称\tJOB\n工种\tremark\t备注\tJOB\n"
    (tmp_path / "headers.tsv").write_text(text, encoding="utf-8")
    own = load_aliases(tmp_path)
    assert own.field("posting", "招谁") == "job_title"
    assert own.field("posting", "工种") == "remark"
    assert own.field("posting", "岗位名称") == "job_title"


def test_every_row_of_the_heading_table_is_complete_and_says_where_it_is_from() -> None:
    lines = (
        (Path(load_aliases.__code__.co_filename).parent / "data/headers.tsv").read_text(encoding="utf-8").splitlines()
    )
    codes = {"JOB", "GIG", "ORD", "LIN", "QTA", "TQT", "BUS", "CRW", "MEM", "EMP", "ARR", "WRK", "GRD", "SVC", "*"}
    seen: dict[tuple[str, str], str] = {}
    for line in lines[1:]:
        alias, field, label, records, _, _, _, source = line.split("\t")
        assert alias
        assert label
        assert source in {"handbook", "sample", "added"}
        assert set(records.split(",")) <= codes
        for code in records.split(","):
            assert seen.setdefault((normal_heading(alias), code), field) == field, (alias, code)


cells = st.one_of(
    st.sampled_from(
        [
            "",
            "姓名",
            "单位名称",
            "岗位名称",
            "身份证号",
            "人数",
            "合计",
            "一、企业",
            "序号",
            "1",
            "=1+1",
            "注：",
            "招聘人数（人）",
        ]
    ),
    st.text(max_size=10),
)


@settings(max_examples=150, deadline=None)
@given(grid=st.lists(st.lists(cells, max_size=7), max_size=12))
def test_no_grid_is_too_strange_and_every_row_is_read_or_counted(grid: list[list[str]]) -> None:
    sheets = read_grid(grid)
    read = sum(len(rows) for _, rows in sheets)
    counted = sum(sum(sheet.skipped.values()) for sheet, _ in sheets)
    assert read + counted == len(grid)
    numbers = [row.number for _, rows in sheets for row in rows]
    assert numbers == sorted(set(numbers))


SINGLE_ROW_SHEETS = [
    (POSTINGS, "汇川区"),
    (POSTINGS, "播州区"),
    (POSTINGS, "绥阳县"),
    (GIGS, ""),
    (ORDERS, "订单汇总"),
    (ORDERS, "岗位明细"),
    (ORDERS, "名额分配"),
    (ORDERS, "乡镇名额"),
    (ORDERS, "发车计划"),
    (LEDGERS[1], "南白街道"),
    (LEDGERS[2], "茅台镇"),
    ("班组登记.xlsx", "班组汇总"),
    ("用人单位.xlsx", "用人单位"),
    ("用人单位.xlsx", "欠薪失信名单"),
]


@pytest.mark.parametrize(("name", "sheet_name"), SINGLE_ROW_SHEETS)
@pytest.mark.parametrize("titles", [[], [["某县某某表（续）"], ["填报单位：某某", "", "2026年11月"], [], ["单位：人"]]])
def test_shuffled_columns_and_other_title_rows_change_nothing(
    name: str, sheet_name: str, titles: list[list[str]]
) -> None:
    sheet, rows = sample(name)[sheet_name]
    order = list(sheet.mapping)
    Random(len(order)).shuffle(order)
    head = [sheet.mapping[column].text for column in order]
    grid = [*titles, head, *[[row.raw[column] for column in order] for row in rows]]
    shuffled, again = only(grid, name="Sheet1")
    assert shuffled.record == sheet.record
    assert [row.values for row in again] == [row.values for row in rows]
