"""What people who look for work say by the way: homes, hours, nights and trades told in passing or run together."""

from __future__ import annotations

from datetime import date

import pytest

from models.records import Limits, PostingKind
from tests.models.understand.hearing import ask, limits, said


def work(text: str) -> str:
    facts = said(text)
    return (facts.wanted or facts.done)[0].code


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("女儿在安场读初中 下午四点半要去接 会缝纫", "520324103"),
        ("孙子在绥阳县城上学，想找个扫地的", "520323"),
        ("湄潭永兴 女33 想去重庆 做足疗 包住", "520328101"),
    ],
)
def test_a_home_that_is_only_told_by_the_way(text: str, home: str) -> None:
    place = said(text).place
    assert place is not None
    assert (place.township_code or place.county_code) in (home, home[:6])


def test_where_work_shall_be_is_not_where_the_note_begins() -> None:
    assert [place.county_code for place in said("桐梓狮溪 男40 焊工 去浙江 要包住").regions] == ["330000"]


def test_the_county_spoken_of_tells_which_township_is_meant() -> None:
    assert [p.township_code for p in said("原在赤水纸厂打包，想做食堂帮厨，复兴镇").regions] == ["520381101"]
    assert [p.township_code for p in said("湄潭的茶厂做过，想在复兴镇找个摘茶的活").regions][-1:] == ["520328102"]


def test_where_somebody_worked_counts_when_nothing_else_is_named_and_they_did_not_leave() -> None:
    assert [place.county_code for place in said("正安吉他厂喷漆做过三年，想干打磨").regions] == ["520324"]
    assert said("正安吉他厂做过三年，倒闭了，想干打磨").regions == ()


def test_the_schooling_of_a_child_is_not_that_of_the_parent() -> None:
    assert said("两个娃在读小学，会踩缝纫机").education_code == ""


def test_hours_merely_named_are_a_wish() -> None:
    facts = said("早八点到晚五点那种，超市防损")
    assert facts.slot is not None
    assert (facts.slot.start_minute, facts.slot.end_minute) == (480, 1020)
    assert limits("早八点到晚五点那种，超市防损") == Limits()


def test_hours_of_the_work_somebody_is_tired_of_are_no_wish() -> None:
    assert said("这家八点到八点太累了，想换个轻松的，缝纫").slot is None


def test_a_whole_month_is_free_and_new_year_is_a_day() -> None:
    slot = said("一月份整月都有空，搬家也做").slot
    assert slot is not None
    assert (slot.starts_on, slot.ends_on) == (date(2027, 1, 1), date(2027, 1, 31))
    slot = said("12月20号到元旦有空，打包发货").slot
    assert slot is not None
    assert (slot.starts_on, slot.ends_on) == (date(2026, 12, 20), date(2027, 1, 1))


def test_days_until_a_feast_are_open_at_their_end() -> None:
    slot = said("12月10号到春节前有空，装卸").slot
    assert slot is not None
    assert (slot.starts_on, slot.ends_on) == (date(2026, 12, 10), None)


@pytest.mark.parametrize(
    "text", ["就怕上夜班，洗碗可以", "三更半夜起来那种不干了，点豆花", "夜里不值班，前台", "只做得了白天"]
)
def test_nights_refused_in_other_words(text: str) -> None:
    assert limits(text).no_night


def test_who_is_not_afraid_of_nights_takes_them() -> None:
    schedule = said("不怕夜班，保安也行").schedule
    assert schedule is not None
    assert schedule.night


def test_half_days_at_best_exclude_nothing() -> None:
    assert limits("绣鞋垫，最好只做半天") == Limits()


def test_only_short_work() -> None:
    assert limits("现在只做短期的，分拣扫件").kinds == (PostingKind.GIG,)


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("进厂进工地都不想了，景区检票可以", ("进厂", "进工地")),
        ("坐班的不去，跟拍剪片子", ("坐班",)),
        ("莫喊我上货搬货，收银可以", ("上货", "搬货")),
        ("不要介绍餐馆，打扫可以", ("餐馆",)),
        ("在屋头坐不住，想守停车场", ()),
        ("房子建好不想走了，想进鞋厂", ()),
        ("腿摔了骑不得车，接电话客服可以", ()),
        ("一天三百低了不干要现钱，贴砖", ()),
    ],
)
def test_what_is_refused_in_one_breath_and_what_is_only_talk(text: str, things: tuple[str, ...]) -> None:
    assert limits(text).avoid == things


@pytest.mark.parametrize("text", ["保姆，就要住在东家屋头那种", "住家保姆，一定要给单独一间屋住"])
def test_a_room_insisted_on(text: str) -> None:
    assert limits(text).lodging


def test_the_least_by_the_hour() -> None:
    parts = ask("超市理货，少过20块一个钟头不干").parts
    assert any(part.field == "pay" and part.strength == "limit" for part in parts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不是开吊车，是开压路机", "6-30-05-05"),
        ("问街上有没有库管", "4-02-06-01"),
        ("电瓶车也修得来", "4-12-04-01"),
        ("我今年四十九了娃儿都成家了我就想找个单位守门值夜班都不怕的工资两千多点都行", "4-07-05-01"),
        ("做过搬砖提灰桶扎钢筋现在年龄大了爬不得高", "6-29-01-04"),
    ],
)
def test_work_is_found_in_other_order_and_in_run_on_speech(text: str, code: str) -> None:
    assert work(text) == code
