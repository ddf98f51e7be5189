"""Board and lodging: a meal allowance is no meal, a public flat is no dormitory, silence is not no."""

from __future__ import annotations

import pytest

from models.understand.benefits import parse_lodging, parse_meals


@pytest.mark.parametrize(
    ("text", "lodging", "meals"),
    [
        ("包吃住", True, True),
        ("包吃住（工棚）", True, True),
        ("管吃管住", True, True),
        ("吃住全包", True, True),
        ("包住不包吃", True, False),
        ("包吃不包住", False, True),
        ("包住，餐补15", True, None),
        ("提供单身宿舍", True, None),
        ("包住，三餐自理", True, False),
        ("管三餐，可住厂", True, True),
        ("包中餐", None, True),
        ("管早饭", None, True),
        ("工作餐", None, True),
        ("盒饭", None, True),
        ("餐补20", None, None),
        ("不包食宿，有食堂", False, False),
        ("不提供", False, False),
        ("无", False, False),
        ("自带饭，提供开水", None, False),
        ("有班车，不住宿", False, None),
        ("可申请公租房", None, None),
        ("五险一金", None, None),
        ("", None, None),
    ],
)
def test_board_and_lodging(text: str, lodging: bool | None, meals: bool | None) -> None:
    assert parse_lodging(text) is lodging
    assert parse_meals(text) is meals
