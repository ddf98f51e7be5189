"""Shifts, hours and last days are heard in the many ways in which people put them."""

from __future__ import annotations

from datetime import date

import pytest

from models.records import Limits, Schedule, TimeSlot
from tests.models.understand.hearing import ask, limits, offered, said


def shifts(text: str) -> Schedule:
    return said(text).schedule or Schedule()


def hours_offered(text: str) -> tuple[Schedule, TimeSlot]:
    facts = offered(text)
    return facts.schedule or Schedule(), facts.slot or TimeSlot()


def wishes_for_day(text: str) -> bool:
    return any(part.field == "night" and part.strength == "wish" for part in ask(text).parts)


@pytest.mark.parametrize(
    "text",
    [
        "保安，排到啥子班我都上",
        "收费员，早晚班交替没问题",
        "挡车工，四班三运转我还想干",
        "卖票，班次轮着排我无所谓",
        "护士，什么班都可以",
    ],
)
def test_turns_that_are_taken(text: str) -> None:
    assert shifts(text).rotating


@pytest.mark.parametrize(
    "text", ["电厂巡检，白夜班互换", "酒店前台，甲乙两班轮换", "足疗店，中晚班对倒", "药店营业员，早晚班每周翻"]
)
def test_turns_that_are_asked_for(text: str) -> None:
    assert hours_offered(text)[0].rotating


@pytest.mark.parametrize("text", ["超市理货，早班轮胎店也可以", "洗碗，轮到我带娃的时候要请假"])
def test_no_turns(text: str) -> None:
    assert not shifts(text).rotating


@pytest.mark.parametrize(
    "text",
    [
        "保洁，打更我血压高遭不住",
        "搬运，值夜我眼睛不行",
        "做豆腐，夜里那阵子我人不行",
        "面点师，凌晨起来揉面那种活，加钱也不做",
        "司机，开夜车给三倍工资也不去",
        "洗碗，夜班加再多钱也喊不动我",
        "保安，值夜班八抬大轿也请不去",
    ],
)
def test_nights_refused_whatever_is_paid(text: str) -> None:
    assert limits(text).no_night
    assert not shifts(text).night


@pytest.mark.parametrize(
    "text",
    [
        "收费站，黑白颠倒我不怕",
        "网管，越夜我越精神",
        "代驾，半夜接单我有劲",
        "水电抢修，半夜随喊随到",
        "纺织厂，大小夜班都扛得住",
        "保安，通夜我守得起",
    ],
)
def test_nights_that_are_taken(text: str) -> None:
    assert shifts(text).night
    assert not limits(text).no_night


@pytest.mark.parametrize("text", ["停车场要个人，夜间值守", "隧道养护，夜间作业", "看工地一名，通夜"])
def test_nights_that_are_asked_for(text: str) -> None:
    assert hours_offered(text)[0].night


@pytest.mark.parametrize("text", ["商场招防损员，日班", "社区招网格员，日间岗"])
def test_work_by_day_is_asked_for(text: str) -> None:
    assert hours_offered(text)[0].long_day_shift


@pytest.mark.parametrize("text", ["带娃，给我安排白天的就好", "王嬢 保洁 尽量不排夜岗", "理发，要是能上白班就好"])
def test_the_day_is_wished_for(text: str) -> None:
    assert wishes_for_day(text)
    assert limits(text) == Limits()


def test_a_birthday_is_no_day_shift() -> None:
    assert not wishes_for_day("做蛋糕，生日班上同学都找我")


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("端菜，晚上八点末班公交，过了就没得车", 1200),
        ("缝纫工，最后一班车是六点半", 1110),
        ("守店，宿舍十点门禁", 1320),
        ("前台，傍晚六点非走不可", 1080),
        ("刘嫂 洗菜 须下午三点歇工 不然不来", 900),
        ("赵姐 缝纫 要求下午四点半放工 否则不做", 990),
    ],
)
def test_when_somebody_must_leave(text: str, latest: int) -> None:
    assert limits(text).latest_minute == latest


def test_who_drives_the_last_bus_need_not_catch_it() -> None:
    assert limits("公交司机，末班车我也开") == Limits()


@pytest.mark.parametrize(("text", "end"), [("玩具厂招普工，晚上七点半打卡下班", 1170), ("洗车场，六点散工", 1080)])
def test_when_the_work_ends(text: str, end: int) -> None:
    assert hours_offered(text)[1].end_minute == end


@pytest.mark.parametrize("text", ["打扫，一天顶多三个钟头", "洗碗，每次两小时以内，多了膝盖遭不住"])
def test_hours_that_are_the_most(text: str) -> None:
    assert limits(text).longest_minutes is not None


def test_a_condition_without_a_refusal_is_a_wish() -> None:
    assert limits("养鸡，要是早上八点以后上工就安逸了") == Limits()
    assert limits("卸货，如果上夜班我就不来").no_night


@pytest.mark.parametrize("text", ["摆摊帮手，周日找点外快", "发传单，礼拜六赚点生活费", "家教，双休日来教"])
def test_work_on_weekends(text: str) -> None:
    assert shifts(text).weekend


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("装修小工，替人顶到12月10号", date(2026, 12, 10)),
        ("收银，留到12月20号就走人，票都订了", date(2026, 12, 20)),
        ("砌砖，干到三十号就得回湖南", date(2026, 11, 30)),
    ],
)
def test_the_last_day(text: str, last: date) -> None:
    assert limits(text).available_until == last


@pytest.mark.parametrize("text", ["收废铁，一日一清", "饭店帮工，一日三餐你管不管"])
def test_one_day_is_no_first_of_the_month(text: str) -> None:
    assert said(text).slot is None
