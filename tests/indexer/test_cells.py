"""Single cells are read as people write them, and only what cannot be read is returned."""

from __future__ import annotations

import pytest

from indexer.normalise.cells import read_phone, yes_no
from indexer.normalise.headcounts import read_headcount
from indexer.normalise.issues import load_issue_codes
from models.understand.identity import IdNumber, IdProblem, parse_id_number
from tests.indexer.offices import id_number

CODES = load_issue_codes()


@pytest.mark.parametrize(
    ("text", "places", "codes"),
    [
        ("十二人", 12, []),
        ("二十五", 25, []),
        ("一百二十人", 120, []),
        ("2人（急）", 2, []),
        ("10（男女各5）", 10, []),
        ("男5女3", 8, []),
        ("2+1", 3, []),
        ("1,000", 1000, []),
        ("3、5人", 3, ["headcount_range"]),
        ("三到五人", 3, ["headcount_range"]),
        ("两三人", 2, ["headcount_range"]),
        ("十几人", 10, ["headcount_range"]),
        ("百余人", 100, ["headcount_range"]),
        ("30+", 30, ["headcount_range"]),
        ("不少于5人", 5, ["headcount_range"]),
        ("几十人", None, ["headcount_text"]),
        ("长期", None, ["headcount_text"]),
        ("2个班组", None, ["headcount_text"]),
        ("零", None, ["headcount_not_positive"]),
        ("-3", None, ["headcount_not_positive"]),
        ("3.5", None, ["headcount_unreadable"]),
        ("5-3", None, ["headcount_unreadable"]),
        ("张三", None, ["headcount_unreadable"]),
    ],
)
def test_a_headcount_is_read_in_figures_and_words(text: str, places: int | None, codes: list[str]) -> None:
    number, issues = read_headcount(text, CODES, required=True)
    assert (number, [issue.code for issue in issues]) == (places, codes)


@pytest.mark.parametrize("text", ["1 9 9 0 0 0 0 0 0 0 1", "+86 199-0000-0001", "母亲19900000001", "１９９0000 0001"])
def test_a_mobile_number_is_found_however_it_is_spaced(text: str) -> None:
    assert read_phone(text) == ("19900000001", False)


def test_service_lines_and_landlines_are_phones() -> None:
    assert read_phone("400-800-1234") == ("4008001234", False)
    assert read_phone("(0851) 2822 1234") == ("0851-28221234", False)


@pytest.mark.parametrize("text", ["没有手机", "空号", "未留电话", "/", "暂无"])
def test_a_cell_that_says_there_is_no_phone_is_no_broken_phone(text: str) -> None:
    assert read_phone(text) == ("", False)


@pytest.mark.parametrize("text", ["1990000001", "199000000012", "28221234", "199OOOO0001", "1.99E+10", "同上"])
def test_a_phone_that_cannot_be_read_is_told(text: str) -> None:
    assert read_phone(text) == ("", True)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("本人同意", True),
        ("☑同意 □不同意", True),
        ("√", True),
        ("已签字", True),
        ("1-同意", True),
        ("□同意 ☑不同意", False),
        ("×", False),
        ("拒绝", False),
        ("不愿", False),
        ("未授权", False),
        ("2-不同意", False),
        ("□同意 □不同意", None),
        ("未征求", None),
        ("待定", None),
    ],
)
def test_consent_is_read_in_other_words_and_never_guessed(text: str, answer: bool | None) -> None:
    assert yes_no(text) is answer


def test_a_note_beside_an_id_number_does_no_harm() -> None:
    number = id_number()
    for text in (f"身份证：{number}", f"{number}（本人）", f"'{number}", number.lower()):
        assert parse_id_number(text) == parse_id_number(number)
    assert isinstance(parse_id_number(number), IdNumber)


@pytest.mark.parametrize("text", ["未办", "丢失", "补办中", "无证", "未提供"])
def test_a_cell_that_says_there_is_no_id_number_is_missing_not_wrong(text: str) -> None:
    problem = parse_id_number(text)
    assert isinstance(problem, IdProblem)
    assert problem.code == "id_missing"
