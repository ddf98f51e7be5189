"""What a person refuses is a limit, what a person would like is a wish, and neither is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from models.records import Limits, PostingKind, Settlement
from models.understand.demand import limits_of
from models.understand.limits import find_demands
from models.vocabulary import Vocabulary, load_vocabulary
from tests.builders import ASOF

HOME = "520324001"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def limits(text: str, vocabulary: Vocabulary, home: str = HOME) -> Limits | None:
    return limits_of(find_demands(text, vocabulary, asof=ASOF, home=home))


@pytest.mark.parametrize(
    "text",
    [
        "不上夜班",
        "不倒夜班",
        "夜班不行",
        "只上白班",
        "熬不了夜",
        "晚上要回家",
        "不想上大夜班",
        "晚班我值不了",
        "要上白班",
    ],
)
def test_words_against_nights_are_a_limit(text: str, vocabulary: Vocabulary) -> None:
    found = limits(text, vocabulary)
    assert found is not None
    assert found.no_night


@pytest.mark.parametrize(
    "text", ["长白班", "白天做", "娃儿要接送", "夜班可以", "能上夜班", "两班倒也行", "最好不上夜班", "打扫卫生，长白班"]
)
def test_a_leaning_towards_daytime_is_no_limit(text: str, vocabulary: Vocabulary) -> None:
    found = limits(text, vocabulary)
    assert found is None or not found.no_night


@pytest.mark.parametrize(
    ("text", "is_limit"),
    [
        ("只要日结", True),
        ("不日结我不去", True),
        ("工钱要一天一清", True),
        ("现过现才干", True),
        ("我要找个日结的", False),
        ("天天结", False),
        ("一天给现钱", False),
        ("有没有要日结的", False),
        ("天天结最好", False),
        ("日结优先", False),
        ("按月开", False),
    ],
)
def test_daily_pay_is_a_limit_unless_it_is_only_liked(text: str, is_limit: bool, vocabulary: Vocabulary) -> None:
    found = limits(text, vocabulary)
    assert (found is not None and found.settlements == (Settlement.DAILY,)) is is_limit


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("不出省", ("520000",)),
        ("不想出省", ("520000",)),
        ("不出县", ("520324",)),
        ("不想出远门", ("520324",)),
        ("只在镇上做", ("520324001",)),
        ("就在屋头附近找活路", ("520324001", "520324")),
        ("只去广东", ("440000",)),
        ("就在珠海找", ("440400",)),
        ("只考虑贵阳和遵义", ("520100", "520300")),
        ("广东", ()),
        ("离家近", ()),
        ("珠海最好", ()),
        ("都可以", ()),
    ],
)
def test_a_place_is_a_limit_only_by_the_words(text: str, areas: tuple[str, ...], vocabulary: Vocabulary) -> None:
    found = limits(text, vocabulary)
    assert (found.areas if found else ()) == areas


def test_near_home_without_a_home_limits_nothing_but_is_remembered(vocabulary: Vocabulary) -> None:
    demands = find_demands("就在屋头附近找活路", vocabulary, asof=ASOF)
    assert [demand.is_near_home for demand in demands] == [True]
    assert limits_of(demands) is None


@pytest.mark.parametrize(
    ("text", "lodging"),
    [("要包住", True), ("没得地方住", True), ("不要包住", False), ("最好包住", False), ("包住", False)],
)
def test_lodging_is_a_limit_when_it_is_needed(text: str, lodging: bool, vocabulary: Vocabulary) -> None:
    found = limits(text, vocabulary)
    assert (found is not None and found.lodging) is lodging


def test_what_is_refused_is_kept_by_its_words(vocabulary: Vocabulary) -> None:
    found = limits("不进厂，不去新疆", vocabulary)
    assert found is not None
    assert found.avoid == ("进厂", "新疆")
    assert found.areas == ()


def test_hours_and_days_are_read_as_the_sentence_means_them(vocabulary: Vocabulary) -> None:
    found = limits("下午5点前要收工，12月1日后有空", vocabulary)
    assert found is not None
    assert found.latest_minute == 17 * 60
    assert found.available_from == date(2026, 12, 1)
    early = limits("5点前要回屋头", vocabulary)
    assert early is not None
    assert early.latest_minute == 17 * 60


def test_gigs_only_is_a_limit_on_the_kind(vocabulary: Vocabulary) -> None:
    found = limits("只做零工", vocabulary)
    assert found is not None
    assert found.kinds == (PostingKind.GIG,)


@pytest.mark.parametrize("text", ["", "钢筋工", "什么都行", "会砌砖", "有叉车证", "52"])
def test_a_text_without_demands_limits_nothing(text: str, vocabulary: Vocabulary) -> None:
    assert limits(text, vocabulary) is None
