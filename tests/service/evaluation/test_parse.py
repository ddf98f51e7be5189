from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.vocabulary import Vocabulary
from service.evaluation.canonical import Canon
from service.evaluation.misuse import Misuse
from service.evaluation.parse import PARTS, Compared, Utterance, compare, parse_figures, read_utterances
from service.evaluation.understood import Understood
from tests.service.evaluation.judged_folder import write_lines


@pytest.fixture(scope="module")
def canon(vocabulary: Vocabulary) -> Canon:
    return Canon(vocabulary, date(2026, 11, 23))


def compared(canon: Canon, heard: Understood, **expected: Any) -> Compared:
    return compare(Utterance(1, "u1", "话", "worker", expected), heard, canon)


def outcome(canon: Canon, part: str, expected: Any, heard: Understood) -> str:
    return compared(canon, heard, **{part: expected}).outcomes[part]


BRICKLAYER = Understood(occupations=("6-29-01-01", "6-29-01-02"))


@pytest.mark.parametrize(
    ("accepted", "result"),
    [
        (["6-29-01-01"], "right"),
        (["6-29-02-00", "6-29-01-00"], "right"),
        (["6-29-01-02"], "wrong"),
        ([], "spurious"),
        (None, "spurious"),
    ],
)
def test_the_first_occupation_must_lie_in_the_accepted_list(canon: Canon, accepted: Any, result: str) -> None:
    assert outcome(canon, "occupations", accepted, BRICKLAYER) == result


def test_an_occupation_that_was_not_heard_is_wrong_and_silence_is_silence(canon: Canon) -> None:
    assert outcome(canon, "occupations", ["6-29-01-01"], Understood()) == "wrong"
    assert outcome(canon, "occupations", [], Understood()) == "silent"


@pytest.mark.parametrize(
    ("expected", "heard", "result"),
    [
        ("520324", "520324", "right"),
        ("520324", "520324100", "right"),
        ("520324100", "520324", "wrong"),
        ("520300", "520324", "wrong"),
        ("520300", "520300000", "wrong"),
        ("520324", None, "wrong"),
        (None, "520324", "spurious"),
    ],
)
def test_a_township_may_stand_for_its_county_and_nothing_else_for_anything(
    canon: Canon, expected: str | None, heard: str | None, result: str
) -> None:
    assert outcome(canon, "region_code", expected, Understood(region_code=heard)) == result


def test_where_somebody_lives_answers_where_the_work_is_to_be_only_if_that_was_asked(canon: Canon) -> None:
    assert outcome(canon, "region_code", "520324", Understood(home="520324")) == "right"
    assert outcome(canon, "region_code", None, Understood(home="520324")) == "silent"
    assert outcome(canon, "region_code", "520324", Understood(home="520324", region_code="520304")) == "wrong"


@pytest.mark.parametrize(
    ("expected", "heard", "result"),
    [
        ({"min": 250, "max": None, "unit": "day"}, {"min": 250.0, "max": 300.0, "unit": "day"}, "right"),
        ({"min": 250, "max": None, "unit": "天"}, {"min": 250.0, "unit": "day"}, "right"),
        ({"min": 3000, "max": 4000, "unit": "month"}, {"min": 3000.0, "unit": "month"}, "wrong"),
        ({"min": 250, "max": None, "unit": "day"}, {"min": 250.0, "unit": "month"}, "wrong"),
        ({"min": None, "max": None, "unit": None}, {"min": 250.0}, "spurious"),
        (None, None, "silent"),
    ],
)
def test_each_named_value_of_a_pay_must_be_heard(canon: Canon, expected: Any, heard: Any, result: str) -> None:
    assert outcome(canon, "pay", expected, Understood(pay=heard)) == result


@pytest.mark.parametrize(
    "noted", [["no_night"], "no_night", "不上夜班", ["不想上夜班"], {"night": False}, {"no_night": True}, ["白班"]]
)
def test_no_night_work_may_be_noted_in_many_ways(canon: Canon, noted: Any) -> None:
    assert outcome(canon, "schedule", noted, Understood(schedule=frozenset({"no_night"}))) == "right"
    assert outcome(canon, "schedule", noted, Understood(schedule=frozenset({"no_night", "night"}))) == "wrong"
    assert outcome(canon, "schedule", noted, Understood()) == "wrong"


@pytest.mark.parametrize(
    ("noted", "heard"),
    [
        (["ends_by:17:00"], "ends_by:17:00"),
        ("五点前要收工", "ends_by:17:00"),
        ({"ends_by": "17:00"}, "ends_by:17:00"),
        ({"latest_minute": 1020}, "ends_by:17:00"),
        (["from:2026-11-24"], "from:2026-11-24"),
    ],
)
def test_hours_and_days_are_compared_by_what_they_mean(canon: Canon, noted: Any, heard: str) -> None:
    assert outcome(canon, "schedule", noted, Understood(schedule=frozenset({heard, "part_time"}))) == "right"
    assert outcome(canon, "schedule", noted, Understood(schedule=frozenset({"ends_by:18:00"}))) == "wrong"


def test_certificates_are_the_same_set_and_of_alternatives_one_is_enough(canon: Canon) -> None:
    n1, b2 = frozenset({"n1"}), frozenset({"driver_b2"})
    assert outcome(canon, "certificates", ["叉车证"], Understood(certificates=(n1,))) == "right"
    assert outcome(canon, "certificates", ["n1"], Understood(certificates=(n1, b2))) == "wrong"
    assert outcome(canon, "certificates", ["n1", "driver_b2"], Understood(certificates=(n1,))) == "wrong"
    assert outcome(canon, "certificates", ["n1"], Understood(certificates=(n1 | b2,))) == "right"


@pytest.mark.parametrize("noted", [["region", "settlement"], ["region_code", "settlement"], ["只在本县", "要日结"]])
def test_limits_are_noted_by_field_or_in_words(canon: Canon, noted: list[str]) -> None:
    heard = Understood(hard=frozenset({"region", "settlement"}))
    assert outcome(canon, "hard", noted, heard) == "right"
    assert outcome(canon, "hard", noted, Understood(hard=frozenset({"region"}))) == "wrong"
    assert outcome(canon, "hard", noted, Understood(hard=frozenset({"region", "settlement", "pay"}))) == "wrong"


def test_refused_work_counts_as_a_limit_only_where_it_was_noted(canon: Canon) -> None:
    heard = Understood(hard=frozenset({"settlement", "avoid"}))
    assert outcome(canon, "hard", ["settlement"], heard) == "right"
    assert outcome(canon, "hard", ["settlement", "avoid"], heard) == "right"
    assert outcome(canon, "hard", ["settlement", "avoid"], Understood(hard=frozenset({"settlement"}))) == "wrong"


def test_a_noted_value_without_meaning_is_wrong_and_named(canon: Canon) -> None:
    one = compared(canon, Understood(), settlement="随便结", occupations=["6-29-01-00"])
    assert one.outcomes["settlement"] == "wrong"
    assert list(one.unreadable) == ["settlement"]
    assert "随便结" in parse_figures([one])["unreadable"][0]


def test_all_right_looks_at_named_parts_and_the_stricter_figure_at_what_was_added(canon: Canon) -> None:
    exact = compared(canon, Understood(headcount=5), headcount=5)
    added = compared(canon, Understood(headcount=5, lodging=True), headcount="5")
    wrong = compared(canon, Understood(headcount=4), headcount=5)
    figures = parse_figures([exact, added, wrong])
    assert figures["all_right"] == pytest.approx(2 / 3)
    assert figures["all_right_and_nothing_added"] == pytest.approx(1 / 3)
    assert figures["parts"]["headcount"] == {"named": 3, "right": 2, "wrong": 1, "spurious": 0, "accuracy": 2 / 3}
    assert [(w["part"], w["outcome"]) for w in figures["wrong"]] == [("lodging", "spurious"), ("headcount", "wrong")]
    assert set(figures["parts"]) == set(PARTS)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("男52 泥水 石板镇 要日结 250以上", "postings"),
        ("用工：南白某火锅店 传菜3 洗碗1", "seekers"),
        ("工地要5个小工 200一天", "seekers"),
        ("酒厂招普工 包住", "seekers"),
        ("返乡 想进厂 会缝纫", "postings"),
        ("电焊 4000", "postings"),
        ("绥阳水泥厂要化验员 三班倒 四千八", "seekers"),
        ("南白某养鸡场，捡蛋夫妻一对，六千，住场", "seekers"),
        ("泮水石材厂 切割工 计件 包吃住", "seekers"),
        ("王姐家要保姆 带两个娃 不住家", "seekers"),
        ("有个包工头要找两个木工 三百四", "seekers"),
        ("烤酒 8千以上 来电人是厂长", "seekers"),
        ("桐梓 老木匠63 打家具", "postings"),
        ("想进酒厂 要包住", "postings"),
        ("在茶厂要做长期 女41", "postings"),
    ],
)
def test_the_words_of_a_note_say_for_whom_it_was_taken(canon: Canon, text: str, side: str) -> None:
    assert canon.side_of("clerk", text) == side
    assert canon.side_of("worker", text) == "postings"
    assert canon.side_of("employer", text) == "seekers"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"id": "a", "text": " ", "speaker": "worker"}, "没有 text"),
        ({"id": "a", "text": "找活", "speaker": "boss"}, "boss"),
        ({"id": "u1", "text": "找活", "speaker": "worker"}, "重复"),
    ],
)
def test_a_line_that_is_no_utterance_is_named(tmp_path: Path, line: dict[str, Any], said: str) -> None:
    path = write_lines(tmp_path / "u.jsonl", [{"id": "u1", "text": "会砌砖", "speaker": "worker"}, line])
    with pytest.raises(Misuse, match=rf"第2行.*{said}"):
        read_utterances(path)
