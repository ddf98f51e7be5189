"""Age wishes are soft ranges; numbers that are no ages stay out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.understand.age import parse_age


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18-45岁", (18, 45)),
        ("18—65周岁", (18, 65)),
        ("20-52", (20, 52)),
        ("１８～５０岁", (18, 50)),
        ("45以下", (None, 45)),
        ("52以内，身体好可放宽", (None, 52)),
        ("限55岁以下", (None, 55)),
        ("50", (None, 50)),
        ("18岁以上", (18, None)),
        ("年满18周岁", (18, None)),
        ("年龄15岁起", (15, None)),
        ("四十岁以下", (None, 40)),
        ("男18-50岁，女18-45岁", (18, 50)),
        ("带3岁宝宝，45岁以下", (None, 45)),
    ],
)
def test_ranges(text: str, expected: tuple[int | None, int | None]) -> None:
    age = parse_age(text)
    assert age is not None
    assert (age.min_years, age.max_years) == expected
    assert age.legal_basis == ""
    assert age.raw == text


@pytest.mark.parametrize(
    "text", ["", "不限", "有劳动能力即可", "离校2年内未就业高校毕业生", "10年经验", "12-15薪", "照顾12岁以上学生"]
)
def test_no_age_is_said(text: str) -> None:
    assert parse_age(text) is None


def test_flexible_wishes_say_so() -> None:
    for text in ("年龄可放宽", "52以内，身体好可放宽"):
        age = parse_age(text)
        assert age is not None
        assert age.flexible
    fixed = parse_age("18-45岁")
    assert fixed is not None
    assert not fixed.flexible


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789-~至岁以上下年满龄周放宽，", max_size=16))
def test_bounds_are_ordered(text: str) -> None:
    age = parse_age(text)
    if age is not None and age.min_years is not None and age.max_years is not None:
        assert age.min_years <= age.max_years
