"""Days, spans and hours are read the way a village ledger writes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.records import TimeSlot
from models.understand.clock import parse_hours, parse_spans
from models.understand.dates import parse_date, parse_slot

ASOF = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-25", date(2026, 11, 25)),
        ("2026-11-25 00:00:00", date(2026, 11, 25)),
        ("2026/12/6", date(2026, 12, 6)),
        ("2026年12月6日", date(2026, 12, 6)),
        ("２０２６．１２．６", date(2026, 12, 6)),
        ("20261018", date(2026, 10, 18)),
        ("45291", date(2023, 12, 31)),
        ("46418.0", date(2027, 1, 31)),
        ("2024.3", date(2024, 3, 1)),
        ("2024.10", date(2024, 10, 1)),
        ("202607", date(2026, 7, 1)),
        ("2026年3月", date(2026, 3, 1)),
        ("今年3月", date(2026, 3, 1)),
        ("去年12月", date(2025, 12, 1)),
        ("24.3.5", date(2024, 3, 5)),
        ("二〇二六年三月五日", date(2026, 3, 5)),
        ("2027-03-02前", date(2027, 3, 2)),
        ("明天", date(2026, 11, 24)),
        ("长期", None),
        ("", None),
        ("2月30日", None),
        ("2026-02-30", None),
        ("12345678901", None),
        ("9:30", None),
        ("99999", None),
    ],
)
def test_dates_of_the_field(text: str, expected: date | None) -> None:
    assert parse_date(text, asof=ASOF) == expected


@pytest.mark.parametrize(
    ("text", "past", "coming"),
    [
        ("11.28", date(2025, 11, 28), date(2026, 11, 28)),
        ("12月6日", date(2025, 12, 6), date(2026, 12, 6)),
        ("9月25日", date(2026, 9, 25), date(2027, 9, 25)),
        ("11月23日", ASOF, ASOF),
        ("2月29日", date(2024, 2, 29), date(2028, 2, 29)),
        ("3月", date(2026, 3, 1), date(2027, 3, 1)),
    ],
)
def test_a_missing_year_is_the_nearest_past_or_the_next_to_come(text: str, past: date, coming: date) -> None:
    assert parse_date(text, asof=ASOF) == past
    assert parse_date(text, asof=ASOF, coming=True) == coming


@settings(max_examples=120, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2059, 12, 31)))
def test_every_day_reads_back_from_every_full_form(day: date) -> None:
    forms = [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.isoformat()} 00:00:00",
        str((day - date(1899, 12, 30)).days),
    ]
    assert {parse_date(form, asof=ASOF) for form in forms} == {day}


@settings(max_examples=80, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_the_missing_year_lies_on_the_right_side(asof: date, month: int, day: int) -> None:
    past = parse_date(f"{month}月{day}日", asof=asof)
    coming = parse_date(f"{month}月{day}日", asof=asof, coming=True)
    assert past is not None
    assert coming is not None
    assert past <= asof <= coming
    assert asof - past < timedelta(days=367)
    assert coming - asof < timedelta(days=367)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789年月日.-/至: 半天次晚早点", max_size=20), st.text(max_size=16))
def test_no_text_makes_dates_fail(text: str, other: str) -> None:
    parse_date(text, asof=ASOF)
    slot = parse_slot(text, other, asof=ASOF)
    if slot is not None and slot.starts_on and slot.ends_on:
        assert slot.starts_on <= slot.ends_on
    if slot is not None and slot.start_minute is not None and slot.end_minute is not None:
        assert slot.start_minute < slot.end_minute


@pytest.mark.parametrize(
    ("days", "hours", "expected"),
    [
        ("2026-11-24至11-26", "8:00-18:00", (date(2026, 11, 24), date(2026, 11, 26), 480, 1080)),
        ("2026-11-30至12-1", "7:00-18:00", (date(2026, 11, 30), date(2026, 12, 1), 420, 1080)),
        ("12.2—12.3", "18:00-次日1:00", (date(2026, 12, 2), date(2026, 12, 3), 1080, 1500)),
        ("11月28日-11月29日", "7：00-19：00", (date(2026, 11, 28), date(2026, 11, 29), 420, 1140)),
        ("12月6日", "19:00-次日1:00", (date(2026, 12, 6), date(2026, 12, 6), 1140, 1500)),
        ("2026/12/6", "半天", (date(2026, 12, 6), date(2026, 12, 6), None, None)),
        ("11.30", "全天", (date(2026, 11, 30), date(2026, 11, 30), None, None)),
        ("12.4", "晚8点-早8点", (date(2026, 12, 4), date(2026, 12, 4), 1200, 1920)),
        ("2026-11-26", "下午2点-6点", (date(2026, 11, 26), date(2026, 11, 26), 840, 1080)),
        ("2026-11-26", "早上7点半到中午", (date(2026, 11, 26), date(2026, 11, 26), 450, 720)),
        ("2026/11/25", "凌晨5点", (date(2026, 11, 25), date(2026, 11, 25), 300, None)),
        ("12月28日-1月3日", "", (date(2026, 12, 28), date(2027, 1, 3), None, None)),
        ("11月15日", "", (date(2026, 11, 15), date(2026, 11, 15), None, None)),
    ],
)
def test_slots(days: str, hours: str, expected: tuple[date, date, int | None, int | None]) -> None:
    start, end, from_minute, to_minute = expected
    assert parse_slot(days, hours, asof=ASOF) == TimeSlot(
        starts_on=start, ends_on=end, start_minute=from_minute, end_minute=to_minute
    )


def test_a_slot_of_nothing_is_none() -> None:
    assert parse_slot("随叫", "待定", asof=ASOF) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("早9晚8", (540, 1200)),
        ("早7:30晚5:30", (450, 1050)),
        ("朝九晚六", (540, 1080)),
        ("7点半到", (450, None)),
        ("8小时", (None, None)),
        ("20-30个", (None, None)),
    ],
)
def test_hours(text: str, expected: tuple[int | None, int | None]) -> None:
    assert parse_hours(text) == expected


def test_a_split_day_has_two_spans() -> None:
    assert parse_spans("早7点至8点，下午4点至5点半") == [(420, 480), (960, 1050)]
