"""What 大典 puts in one unit people tell apart, and so do we."""

from __future__ import annotations

import pytest

from models.records import OccupationLink
from models.understand.occupation import link_occupations
from models.understand.trades import same_trade, trade_name, trade_of
from models.vocabulary import Vocabulary, load_vocabulary

HOME = "4-10-01-06"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def named(words: str, vocabulary: Vocabulary) -> OccupationLink:
    return link_occupations(words, vocabulary)[0]


@pytest.mark.parametrize(
    ("words", "code", "trade"),
    [
        ("月嫂", HOME, "月嫂"),
        ("带月子", HOME, "月嫂"),
        ("住家保姆", HOME, "住家保姆"),
        ("钟点工", HOME, "钟点工"),
        ("叉车师傅", "6-30-05-01", "叉车司机"),
        ("开塔吊", "6-30-05-01", "塔吊司机"),
        ("支模", "6-29-01-03", "模板工"),
        ("打混凝土", "6-29-01-03", "混凝土工"),
        ("扫大街", "4-09-08-01", "环卫工"),
    ],
)
def test_the_trade_is_told_by_the_words(words: str, code: str, trade: str, vocabulary: Vocabulary) -> None:
    found = trade_of(words, code, vocabulary)
    assert found is not None
    assert found.name == trade


def test_words_that_tell_no_trade_have_none(vocabulary: Vocabulary) -> None:
    assert trade_of("家政服务员", HOME, vocabulary) is None
    assert trade_of("月嫂", "6-29-01-04", vocabulary) is None
    assert trade_of("月嫂", "9-99-99-99", vocabulary) is None


def test_a_maternity_nurse_and_an_hourly_help_share_a_code_and_not_a_trade(vocabulary: Vocabulary) -> None:
    maternity, hourly, again = (named(words, vocabulary) for words in ("月嫂", "钟点工", "带月子"))
    assert maternity.code == hourly.code == HOME
    assert same_trade(maternity, hourly, vocabulary) is False
    assert same_trade(maternity, again, vocabulary) is True
    assert same_trade(maternity, named("家政服务员", vocabulary), vocabulary) is None
    assert same_trade(maternity, named("砌筑工", vocabulary), vocabulary) is None


def test_work_is_shown_by_its_trade_and_else_by_its_occupation(vocabulary: Vocabulary) -> None:
    assert trade_name(named("带月子", vocabulary), vocabulary) == "月嫂"
    assert trade_name(named("砌筑工", vocabulary), vocabulary) == "砌筑工"
