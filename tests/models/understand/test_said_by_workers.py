"""How people who look for work tell of home, evenings, refusals and sums, in their own order of words."""

from __future__ import annotations

import pytest

from models.understand.query import side_of
from tests.models.understand.hearing import ask, limits, said


def region(text: str) -> str:
    place = said(text).regions[0]
    return place.township_code or place.county_code


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("湄潭马山、西河这边有没得活，外县走不成", "520328"),
        ("娃儿还在吃奶走不脱，想在余庆街上找点活", "520329"),
        ("我在道真，老妈瘫起抽不开身", "520325"),
        ("今年回正安不出去了，想找个厂", "520324"),
        ("出不了县，习水找个扫地的", "520330"),
        ("省外不去，就在汇川做", "520303"),
    ],
)
def test_who_cannot_leave_stays_in_the_county_named(text: str, area: str) -> None:
    assert limits(text).areas == (area,)


def test_where_somebody_works_now_or_once_did_is_no_wish() -> None:
    assert region("在昆明送快递，想回凤冈找个活") == "520327"
    assert region("前几年在晋江踩鞋，现在想在播州做") == "520304"
    assert region("在福州做了十二年鞋，绥阳有没得鞋厂") == "520323"


@pytest.mark.parametrize("text", ["晚上的活莫找我", "夜头不做", "晚上不出车", "天黑前要拢屋", "除了夜班其他都行"])
def test_evenings_and_nights_refused(text: str) -> None:
    assert limits(text).no_night


@pytest.mark.parametrize("text", ["晚上要回自己屋头", "每晚要回各人家", "晚上要回家住"])
def test_going_home_to_sleep_is_about_lodging_and_not_about_nights(text: str) -> None:
    assert not limits(text).no_night
    assert said(text).lodging_needed is False


def test_hours_told_in_few_words() -> None:
    assert limits("天黑前要落屋").latest_minute == 18 * 60
    assert limits("只能9:00来15:30走").earliest_minute == 9 * 60
    assert limits("只能9:00来15:30走").latest_minute == 15 * 60 + 30
    assert limits("送了娃，早上九点以后").earliest_minute == 9 * 60
    assert limits("晚上必须8点前下班").latest_minute == 20 * 60


@pytest.mark.parametrize("text", ["住家的不做", "不接住家", "24小时的不考虑", "住家莫喊我"])
def test_live_in_work_refused(text: str) -> None:
    assert "住家" in limits(text).avoid


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("矿上、砖厂都不去", ("矿上", "砖厂")),
        ("不洗碗，端菜可以", ("洗碗",)),
        ("太危险的不要", ("太危险",)),
        ("不做搬运不进厂", ("搬运", "进厂")),
        ("夜总会不去", ("夜总会",)),
        ("不要挖机就开铲车也行", ()),
        ("再晚点不行", ()),
        ("农忙不得空", ()),
        ("不想读书了", ()),
        ("不愿坐车出去", ()),
    ],
)
def test_what_is_refused_and_what_only_sounds_so(text: str, things: tuple[str, ...]) -> None:
    assert limits(text).avoid == things


@pytest.mark.parametrize(
    ("text", "least"),
    [("一单低于九千是不接的", 9000), ("一年少于十二万不去", 10000), ("六千以上不然不去", 6000)],
)
def test_the_least_that_is_taken_by_the_order_and_the_year(text: str, least: float) -> None:
    assert limits(text).pay_month_min_yuan == least


def test_the_least_for_a_parcel_is_shown_as_a_limit_though_no_month_follows() -> None:
    assert [part.strength for part in ask("低于五块一单不跑").parts if part.field == "pay"] == ["limit"]


def test_a_childs_age_counts_when_the_parent_asks_for_the_child() -> None:
    def born(text: str) -> int | None:
        seeker = ask(text).seeker
        return seeker.birth_year if seeker else None

    assert born("幺妹满十六了，想喊她学个手艺") == 2010
    assert born("女儿十六了要读书，想找个洗碗的") is None


def test_a_greeting_is_no_work() -> None:
    assert said("喂我问一哈，绥阳有没得活").wanted == ()
    assert said("你好，跟你打听一下").wanted == ()


def test_who_is_called_after_their_work_looks_for_it() -> None:
    assert said("扎钢筋的老陈，在桐梓").wanted[0].name == "钢筋工"


@pytest.mark.parametrize("note", ["王师52 会砌砖 只做零工", "李嫂47 扫地 不出县", "陈某，刷墙，接单做"])
def test_a_note_that_begins_with_a_person_is_a_persons(note: str) -> None:
    assert side_of(note) == "postings"
