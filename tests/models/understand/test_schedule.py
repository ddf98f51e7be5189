"""Shifts are read so that somebody who cannot work nights is neither misled nor shut out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.understand.schedule import parse_schedule


@pytest.mark.parametrize(
    ("text", "night"),
    [
        ("三班倒", True),
        ("四班三倒", True),
        ("12小时两班倒，月休2天", True),
        ("20:00-次日2:00", True),
        ("22:00-次日4:00", True),
        ("晚8点-早8点", True),
        ("凌晨4点到上午11点", True),
        ("能上夜班", True),
        ("长白班，单休", False),
        ("不上夜班", False),
        ("无夜班，轮休", False),
        ("8:30-17:30，双休", False),
        ("早9晚8", False),
        ("早5点到中午12点", False),
        ("早班/晚班轮换", True),
        ("早班8:00-15:00，晚班14:00-21:30", False),
        ("两班制，月休4天", None),
        ("两班倒（每班8小时）", True),
        ("倒班，月休4天", None),
        ("8小时，做六休一", None),
    ],
)
def test_night_work_is_yes_no_or_open(text: str, night: bool | None) -> None:
    schedule = parse_schedule(text)
    assert schedule is not None
    assert schedule.night is night


@pytest.mark.parametrize(
    ("text", "hours", "days_off"),
    [
        ("8小时，做六休一", 8, 4),
        ("8:30-17:30，双休", 9, 8),
        ("早9晚8，中午休2小时", 9, None),
        ("8小时+2小时加班", 10, None),
        ("早晚各1.5小时", 3, None),
        ("每天12小时，月休1天", 12, 1),
        ("12小时两班倒，月休2天", 12, 2),
        ("朝九晚六，大小周", 9, 6),
        ("早7点至8点，下午4点至5点半", 2.5, None),
        ("A班9:00-18:00，B班9:30-18:30", 9, None),
        ("全年无休", None, 0),
        ("月休4-6天", None, 5),
        ("五天工作制", None, 8),
    ],
)
def test_hours_and_rest_days(text: str, hours: float | None, days_off: float | None) -> None:
    schedule = parse_schedule(text)
    assert schedule is not None
    assert (schedule.hours_per_day, schedule.days_off_per_month) == (hours, days_off)


def test_rotation_and_long_day_shift_exclude_each_other() -> None:
    rotating, day = parse_schedule("三班倒"), parse_schedule("长白班")
    assert rotating is not None
    assert day is not None
    assert (rotating.rotating, rotating.long_day_shift) == (True, None)
    assert (day.rotating, day.long_day_shift) == (False, True)


def test_part_time_is_said_or_follows_from_four_hours() -> None:
    for text in ("非全日制", "每天约2小时，可错开农活", "兼职", "周一至周五下午4点到7点"):
        schedule = parse_schedule(text)
        assert schedule is not None
        assert schedule.part_time is True
    full = parse_schedule("8小时")
    assert full is not None
    assert full.part_time is None


@pytest.mark.parametrize("text", ["", "按单位作息", "面谈", "农忙早出早归"])
def test_nothing_said_is_none(text: str) -> None:
    assert parse_schedule(text) is None


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789:：点半早晚夜班小时月休天倒两三至-到，", max_size=20))
def test_no_text_makes_it_fail_and_hours_fit_a_day(text: str) -> None:
    schedule = parse_schedule(text)
    if schedule is not None and schedule.hours_per_day is not None:
        assert 0 < schedule.hours_per_day <= 24
