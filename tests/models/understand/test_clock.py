"""The hours an employer says are read as people say them: when work begins and when it ends."""

from __future__ import annotations

import pytest

from models.understand.clock import parse_hours, parse_spans


def _minutes(clock: str) -> int | None:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute) if clock else None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("早8点半到下午5点半 2800", "8:30", "17:30"),
        ("上午十点来，晚上九点走", "10:00", "21:00"),
        ("八点二十到岗，五点四十下班", "8:20", "17:40"),
        ("七点一刻到厂", "7:15", ""),
        ("晚上六点卖到十点半", "18:00", "22:30"),
        ("晚上七点到十二点", "19:00", "24:00"),
        ("早上九点到十二点", "9:00", "12:00"),
        ("今晚八点到明早六点", "20:00", "30:00"),
        ("7:30上班17:30下班", "7:30", "17:30"),
        ("每天八点上到六点", "8:00", "18:00"),
        ("晚上十点上班早上六点下班", "22:00", "30:00"),
        ("六点到两点", "6:00", "14:00"),
        ("六点下班", "", "18:00"),
        ("三点三刻收工", "", "15:45"),
        ("早8点 20个人", "8:00", ""),
        ("早七点二十个人", "7:00", ""),
    ],
)
def test_work_begins_and_ends_when_people_say(text: str, start: str, end: str) -> None:
    assert parse_hours(text) == (_minutes(start), _minutes(end))


def test_a_bare_span_after_the_morning_is_in_the_afternoon() -> None:
    assert parse_spans("8点到12点，2点到6点") == [(480, 720), (840, 1080)]
    assert parse_spans("白班8点到4点，夜班4点到12点")[0] == (480, 960)
