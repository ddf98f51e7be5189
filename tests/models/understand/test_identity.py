"""An identity number passes only when every check passes, and each way to be wrong has its own name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.understand.identity import (
    IdNumber,
    IdProblem,
    id_check_character,
    mask_id_number,
    mask_name,
    mask_phone,
    parse_id_number,
    parse_phones,
    uscc_check_character,
    uscc_problem,
)


def _number(born: str = "19711001", serial: str = "995") -> str:
    body = f"522130{born}{serial}"
    return body + id_check_character(body)


def test_the_check_character_is_the_one_of_the_standard() -> None:
    # GB 11643-1999, the worked example of its appendix.
    assert id_check_character("11010519491231002") == "X"
    assert id_check_character("44052418800101001") == "4"


def test_a_good_number_tells_birth_date_and_sex() -> None:
    assert parse_id_number(_number()) == IdNumber(number=_number(), birth_on=date(1971, 10, 1), sex="male")
    other = parse_id_number(_number(serial="996"))
    assert isinstance(other, IdNumber)
    assert other.sex == "female"


def test_spaces_dashes_and_a_small_x_are_forgiven() -> None:
    number = next(n for day in range(1, 29) if (n := _number(f"199001{day:02d}")).endswith("X"))
    for written in (
        number.lower(),
        f" {number[:6]} {number[6:14]} {number[14:]} ",
        f"'{number}",
        number.replace("X", "Ｘ"),
    ):
        read = parse_id_number(written)
        assert isinstance(read, IdNumber), written
        assert read.number == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id_missing"),
        ("无", "id_missing"),
        ("5.2E+17", "id_digits_lost"),
        ("5.22130197110019E+17", "id_digits_lost"),
        ("522130197110019000", "id_digits_lost"),
        ("522121198508059008", "id_digits_lost"),
        ("522124199601108992", "id_digits_lost"),
        ("52213O19711001995X", "id_letter"),
        ("52213019711001995", "id_too_short"),
        ("5221301971100199512", "id_too_long"),
        ("520303199002319951", "id_birth_date"),
        ("130503670401001", "id_fifteen"),
        ("身份证在老家", "id_unreadable"),
    ],
)
def test_each_way_to_be_wrong_has_its_name_and_a_way_out(text: str, code: str) -> None:
    problem = parse_id_number(text)
    assert isinstance(problem, IdProblem)
    assert problem.code == code
    assert "请" in problem.text


def test_one_wrong_digit_is_always_caught() -> None:
    number = _number()
    for position in range(17):
        for digit in "0123456789":
            if digit != number[position]:
                assert isinstance(parse_id_number(number[:position] + digit + number[position + 1 :]), IdProblem)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.integers(0, 999))
def test_every_number_with_its_check_character_reads_back(born: date, serial: int) -> None:
    number = _number(f"{born:%Y%m%d}", f"{serial:03d}")
    read = parse_id_number(number)
    assert isinstance(read, IdNumber)
    assert (read.number, read.birth_on) == (number, born)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=24))
def test_no_cell_makes_reading_fail(text: str) -> None:
    parse_id_number(text)
    parse_phones(text)
    uscc_problem(text)


def test_credit_codes_are_checked_by_their_character() -> None:
    # GB 32100-2015: 91350100M000100Y43 is the example of the standard.
    assert uscc_problem("91350100M000100Y43") is None
    assert uscc_problem(" 91350100m000100y43 ") is None
    assert uscc_problem("91350100M000100Y42") == "uscc_checksum"
    assert uscc_problem("91350100M000100Y4") == "uscc_length"
    assert uscc_problem("91350100M000100I43") == "uscc_character"
    assert uscc_problem("") is None
    assert uscc_check_character("91350100M000100Y4") == "3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19900000003（上班时间打）", ("19900000003",)),
        ("199 0000 0003", ("19900000003",)),
        ("199-0000-0003", ("19900000003",)),
        ("19900003552.0", ("19900003552",)),
        ("+86 19900000003", ("19900000003",)),
        ("雷主任 19900000225", ("19900000225",)),
        ("19900000003/19900000004", ("19900000003", "19900000004")),
        ("19900000003、19900000003", ("19900000003",)),
        ("0851-28612345", ("0851-28612345",)),
        ("（0851）28612345", ("0851-28612345",)),
        ("\t19900001150", ("19900001150",)),
        ("1990000000", ()),
        ("199000000031", ()),
        ("12900000003", ()),
        ("52213019711001995X", ()),
        ("无", ()),
    ],
)
def test_phones(text: str, expected: tuple[str, ...]) -> None:
    assert parse_phones(text) == expected


def test_masks_keep_only_what_they_promise() -> None:
    assert mask_name("张三丰") == "张**"
    assert mask_name("") == ""
    assert mask_phone("19900005678") == "199****5678"
    assert mask_phone("0851-28612345") == "0851-******45"
    assert mask_phone("12345") == "*****"
    assert mask_id_number("52213019711001995X") == "5221**********995X"
    assert mask_id_number("123") == "***"
