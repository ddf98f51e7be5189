"""Typed, pasted and exported text comes out in one form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.understand.clean import clean_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ４０００－６０００元／月 ", "4000-6000元/月"),
        ("8：00－18：00", "8:00-18:00"),
        ("一\u200b二\ufeff三", "一二三"),
        ("甲\t乙　丙", "甲 乙 丙"),
        ("第一行\r\n\r\n 第二行", "第一行\n第二行"),
        ("4K–6K", "4K-6K"),
        ("5400～8800", "5400~8800"),
        ("张\x00三\x07", "张三"),
        ("㎡", "m2"),
        ("䶮㛃", "䶮㛃"),
    ],
)
def test_one_form(text: str, expected: str) -> None:
    assert clean_text(text) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert "  " not in once
    assert once == once.strip()
