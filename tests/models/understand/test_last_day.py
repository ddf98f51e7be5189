"""The last day that an "until" cell names is read as an office means it."""

from __future__ import annotations

from datetime import date

import pytest

from models.understand.last_day import parse_last_day
from tests.builders import ASOF


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026.12.5", date(2026, 12, 5)),
        ("26/12/5", date(2026, 12, 5)),
        ("2026 12 05", date(2026, 12, 5)),
        ("2026。12。31", date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("46387", date(2026, 12, 31)),
        ("二〇二六年十二月五日", date(2026, 12, 5)),
        ("2026-12-31前有效", date(2026, 12, 31)),
        ("2026-12-05（招满为止）", date(2026, 12, 5)),
        ("长期有效至2027年6月", date(2027, 6, 30)),
    ],
)
def test_a_day_is_read_in_every_form(text: str, day: date) -> None:
    assert parse_last_day(text, asof=ASOF) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年11月", date(2026, 11, 30)),
        ("2026.11", date(2026, 11, 30)),
        ("11月", date(2026, 11, 30)),
        ("2026年12月底", date(2026, 12, 31)),
        ("12月中旬", date(2026, 12, 20)),
        ("12月初", date(2026, 12, 10)),
        ("本月底", date(2026, 11, 30)),
        ("下月底", date(2026, 12, 31)),
        ("2026年第四季度", date(2026, 12, 31)),
        ("年底前", date(2026, 12, 31)),
        ("2027年", date(2027, 12, 31)),
        ("元旦前", date(2027, 1, 1)),
        ("2026年采茶季结束", date(2026, 12, 31)),
    ],
)
def test_a_month_or_a_year_lasts_until_its_end(text: str, day: date) -> None:
    assert parse_last_day(text, asof=ASOF) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-01至2026-12-31", date(2026, 12, 31)),
        ("2026.11.1-12.31", date(2026, 12, 31)),
        ("2026年11月-2027年2月", date(2027, 2, 28)),
        ("11月1日—12月31日", date(2026, 12, 31)),
        ("12月1日至1月31日", date(2027, 1, 31)),
        ("2026年12月20日至1月5日", date(2027, 1, 5)),
        ("11月1日至30日", date(2026, 11, 30)),
        ("20261101-20261231", date(2026, 12, 31)),
        ("即日起至12月31日", date(2026, 12, 31)),
    ],
)
def test_of_a_span_the_end_counts(text: str, day: date) -> None:
    assert parse_last_day(text, asof=ASOF) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11月15日", date(2026, 11, 15)),
        ("10月", date(2026, 10, 31)),
        ("12月5日", date(2026, 12, 5)),
        ("3月底", date(2027, 3, 31)),
    ],
)
def test_a_year_left_out_is_the_nearest(text: str, day: date) -> None:
    assert parse_last_day(text, asof=ASOF) == day


@pytest.mark.parametrize(
    "text", ["", "长期", "招满即止", "春节前", "2027年春节前", "2026-13-01", "2026-02-30", "9月31日", "三个月", "无"]
)
def test_what_names_no_day_gives_none(text: str) -> None:
    assert parse_last_day(text, asof=ASOF) is None
