"""Cells are taken apart, headcounts counted on the safe side, and rows whose columns slid are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.columns import MappedRow
from indexer.normalise.cells import (
    bare_name,
    rare_characters,
    slid_columns,
    split_name_and_phone,
    split_shared,
    values_of,
    without_code,
    yes_no,
)
from indexer.normalise.headcounts import read_headcount
from indexer.normalise.issues import IssueCodes, load_issue_codes, row_outcome
from indexer.normalise.keys import file_series
from models.records import Finding, Issue


@pytest.fixture(scope="module")
def codes() -> IssueCodes:
    return load_issue_codes()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("李主管 19900000095", ("李主管", "19900000095")),
        ("雷女士 19900000099（上班时间打）", ("雷女士", "19900000099（上班时间打）")),
        ("19900000095 李主管", ("李主管", "19900000095")),
        ("联系人：李主管，电话：0851-28220000", ("李主管", "0851-28220000")),
        ("199 0000 0226 邓先生", ("邓先生", "199 0000 0226")),
        ("李主管", ("李主管", "")),
        ("", ("", "")),
    ],
)
def test_a_name_and_its_phone_are_taken_apart(text: str, parts: tuple[str, str]) -> None:
    assert split_name_and_phone(text) == parts


@pytest.mark.parametrize(
    ("text", "fields", "parts"),
    [
        (
            "劳动合同1年/白班，月休4天",
            ["employment_form", "shift"],
            {"employment_form": "劳动合同1年", "shift": "白班，月休4天"},
        ),
        ("直签/早班/晚班轮换", ["employment_form", "shift"], {"employment_form": "直签", "shift": "早班/晚班轮换"}),
        ("男/35岁", ["sex", "age"], {"sex": "男", "age": "35岁"}),
        ("女 28", ["sex", "age"], {"sex": "女", "age": "28"}),
        ("包吃住；五险一金", ["board_lodging", "social_ins"], {"board_lodging": "包吃住", "social_ins": "五险一金"}),
        ("大专；电子商务", ["edu_req", "major_req"], {"edu_req": "大专", "major_req": "电子商务"}),
        (
            "登高2米以上须登高证",
            ["risk_flag", "cert_req"],
            {"risk_flag": "登高2米以上须登高证", "cert_req": "登高2米以上须登高证"},
        ),
        ("无", ["risk_flag", "cert_req"], {"risk_flag": "无"}),
    ],
)
def test_a_shared_cell_gives_each_field_its_words(text: str, fields: list[str], parts: dict[str, str]) -> None:
    assert split_shared(text, fields) == parts


@given(
    st.text(max_size=40), st.sampled_from([["sex", "age"], ["contact_name", "contact_phone"], ["edu_req", "major_req"]])
)
def test_no_shared_cell_breaks_the_reader(text: str, fields: list[str]) -> None:
    assert set(split_shared(text, fields)) <= set(fields)


def test_a_field_with_a_column_of_its_own_keeps_it_and_repeated_columns_of_words_join() -> None:
    row = MappedRow(
        number=4,
        values={
            "shift": "长白班",
            "employment_form+shift": "直签/两班倒",
            "remark": "甲",
            "remark#2": "乙",
            "?第1列": "1",
        },
        raw=(),
    )
    assert values_of(row) == {"shift": "长白班", "employment_form": "直签", "remark": "甲；乙", "?第1列": "1"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1-外出务工", "外出务工"),
        ("2、省内县外", "省内县外"),
        ("3.县内", "县内"),
        ("1-2年", "1-2年"),
        ("3-5人", "3-5人"),
        ("初中", "初中"),
        ("81", "81"),
    ],
)
def test_drop_down_codes_go_and_ranges_stay(text: str, plain: str) -> None:
    assert without_code(text) == plain


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Y", True),
        ("ｙ", True),
        ("是", True),
        ("同意", True),
        ("N", False),
        ("否", False),
        ("不同意", False),
        ("", None),
        ("再问", None),
    ],
)
def test_consent_is_yes_no_or_not_said(text: str, answer: bool | None) -> None:
    assert yes_no(text) is answer


@pytest.mark.parametrize(
    ("text", "places", "code"),
    [
        ("3", 3, ""),
        ("12人", 12, ""),
        ("两人", 2, ""),
        ("3-5人", 3, "headcount_range"),
        ("1至2人", 1, "headcount_range"),
        ("20余人", 20, "headcount_range"),
        ("10人左右", 10, "headcount_range"),
        ("若干", None, "headcount_text"),
        ("不限", None, "headcount_text"),
        ("0", None, "headcount_not_positive"),
        ("-3", None, "headcount_not_positive"),
        ("5-3人", None, "headcount_unreadable"),
        ("搬运工", None, "headcount_unreadable"),
        ("19900000001", None, "headcount_unreadable"),
        ("", None, "headcount_unstated"),
    ],
)
def test_headcounts_are_counted_on_the_safe_side(text: str, places: int | None, code: str, codes: IssueCodes) -> None:
    number, issues = read_headcount(text, codes, required=False)
    assert (number, [issue.code for issue in issues]) == (places, [code] if code else [])


def test_a_required_headcount_that_is_missing_rejects(codes: IssueCodes) -> None:
    _, issues = read_headcount(" ", codes, required=True)
    assert row_outcome(issues) == "rejected"


@pytest.mark.parametrize(
    "values",
    [
        {"employer_name": "1", "uscc": "正安县某某建筑有限公司", "headcount": "砌筑工"},
        {"contact_phone": "周主管", "publish_to": "19900000001", "headcount": "3"},
        {"person_name": "3组", "sex": "周某某", "id_no": "男", "contact_phone": "52032419740506991X"},
        {"sex": "52032419740506991X", "id_no": "正安县", "school": "19900000001"},
        {"headcount": "11月26日8:00班", "gig_date": "8:00-18:00", "contact_phone": "3人"},
    ],
)
def test_columns_that_slid_are_told(values: dict[str, str]) -> None:
    assert len(slid_columns(values)) >= 2


@pytest.mark.parametrize(
    "values",
    [
        {"sex": "男", "id_no": "无", "contact_phone": "无", "headcount": "若干", "age": "不限", "publish_to": "长期"},
        {"sex": "不限", "headcount": "3-5人", "contact_phone": "同上", "uscc": "", "job_title": "CNC操作工"},
        {"sex": "1", "headcount": "两人", "age": "18-45周岁", "publish_from": "2026年11月", "gig_date": "明天"},
        {"sex": "未说明的性别", "id_no": "未办理", "grad_date": "2026届", "age": "36"},
    ],
)
def test_odd_but_right_cells_are_no_slide(values: dict[str, str]) -> None:
    assert slid_columns(values) == []


def test_names_lose_blanks_and_keep_rare_characters() -> None:
    assert bare_name("周 𬭎 ") == "周𬭎"
    assert (rare_characters("周𬭎"), rare_characters("张㛃"), rare_characters("令狐诗")) == ("𬭎", "㛃", "")


def test_editions_of_one_file_are_one_series() -> None:
    series = file_series("岗位信息采集表_2026年11月.xlsx")
    same = ("岗位信息采集表_2026年12月.xlsx", "岗位信息采集表_2026年11月 (1).xlsx", "岗位信息采集表2026-11-30最新.xls")
    assert {file_series(name) for name in same} == {series}
    assert file_series("劳动力台账_正安县.xlsx") != file_series("劳动力台账_播州区.xlsx")
    assert file_series("2026.xlsx")


def test_every_code_has_a_sentence_a_way_out_and_a_known_family(codes: IssueCodes) -> None:
    for code in codes.values():
        assert code.text, code.code
        assert code.mend, code.code
        assert not code.family or code.family in codes or code.family in WIDER, code.code


# Families that are no codes of their own: names of judged-set.md and of the sample's traps.
WIDER = {"pay_unknown", "missing_licence_text", "id_invalid", "required_missing", "no_phone", "other_cohort"}


def test_a_finding_keeps_its_severity_and_a_code_nobody_listed_its_own_sentence(codes: IssueCodes) -> None:
    known = codes.of_finding(Finding(code="marital", severity="review", field="requirements", words="已婚已育"))
    assert (known.outcome, codes.family(known.code)) == ("review", "discrimination")
    assert "已婚已育" in known.text
    strange = codes.of_finding(Finding(code="new_rule", severity="warn", field="x", words="词", text="新规则的话"))
    assert strange == Issue(outcome="note", code="new_rule", field="x", text="新规则的话")


def test_the_page_for_the_office_lists_every_code_as_it_is(codes: IssueCodes) -> None:
    page = (Path(__file__).parents[2] / "docs" / "import-outcomes.md").read_text("utf-8")
    listed = {line.split("|")[1].strip(" `"): line for line in page.splitlines() if line.startswith("| `")}
    assert set(listed) == set(codes)
    words = {"note": "注明", "review": "待核", "rejected": "退回"}
    for code in codes.values():
        cells = [cell.strip() for cell in listed[code.code].split("|")]
        family = f"`{code.family}`" if code.family else ""
        assert cells[2:6] == [words[code.outcome], family, code.text.replace("{detail}", "…"), code.mend]
