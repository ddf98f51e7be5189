"""When work is done and paid, and where one sleeps, is heard in the words of people who ask and people who hire."""

from __future__ import annotations

from datetime import date

import pytest

from models.records import Schedule, Settlement, TimeSlot
from tests.models.understand.hearing import ask, limits, offered, said


def slot(text: str) -> TimeSlot:
    return offered(text).slot or TimeSlot()


def shifts(text: str) -> Schedule:
    return said(text).schedule or Schedule()


def needs_no_bed(text: str) -> bool:
    return any(part.field == "lodging" and "不" in part.text for part in ask(text).parts)


@pytest.mark.parametrize(
    "text",
    [
        "我出门在外，吃住你们要管，打桩",
        "还有宿舍也要给我安排，焊工",
        "要有个窝落脚，捡菌子",
        "远了要给我个落脚点，电工",
        "没得床位我就算了，分拣",
        "要两口子住一间，养猪场",
        "不包住哪个去嘛，电子厂",
        "只要有床给我睡就干，搬运",
        "月嫂，必须给单独一间房",
    ],
)
def test_a_bed_that_is_demanded(text: str) -> None:
    assert limits(text).lodging


@pytest.mark.parametrize(
    "text",
    [
        "有个窝窝睡就行，守果园",
        "都歇那里，守鱼塘",
        "住单间最好，技术员",
        "厂头有没得住处，叉车",
        "公司远，能不能安排住宿",
        "想做住家保姆，带娃也可以",
        "两口子住工地煮饭",
    ],
)
def test_a_bed_that_would_be_liked(text: str) -> None:
    assert said(text).lodging_needed
    assert not limits(text).lodging


@pytest.mark.parametrize(
    "text",
    [
        "自家屋头有得住，保洁",
        "有住处了，保安",
        "天黑我就回屋，洗碗",
        "骑车二十分钟到家，不用住厂",
        "包吃就行，住我自己搞定",
        "住处我租起的，上甑",
        "租的房子就在旁边，前台",
    ],
)
def test_who_sleeps_at_home_needs_no_bed(text: str) -> None:
    assert not said(text).lodging_needed
    assert needs_no_bed(text)


@pytest.mark.parametrize(
    "text", ["集体宿舍我住不惯", "宿舍太吵我不住", "我不歇店里，学徒", "住主人家我不干，保姆", "当天要拢屋，洗碗"]
)
def test_who_will_not_sleep_there(text: str) -> None:
    assert "住家" in limits(text).avoid


@pytest.mark.parametrize(
    "text",
    [
        "住厂不住厂都可以，普工",
        "有宿舍就住没得就算，泥水",
        "住不住宿我无所谓，洗碗",
        "会修三轮车，想找个铺子帮工",
        "爬楼不歇气，送水",
        "娃儿住校，我白天有空，保洁",
        "我租房住在南白，找个收银",
        "工钱不过夜，搬运",
    ],
)
def test_words_that_ask_for_no_bed_and_refuse_none(text: str) -> None:
    assert not said(text).lodging_needed
    assert not any(part.field == "lodging" for part in ask(text).parts)


@pytest.mark.parametrize(
    "text",
    [
        "师傅睡阁楼，招木工",
        "招保安，保安室带床",
        "招普工，男女宿舍分开",
        "招操作工，两人间免水电",
        "食宿全免，招护理员",
        "住林区，招护林员",
        "有大通铺，招扎钢筋的",
        "请护工，跟老人住一屋",
        "管吃管睡，挖红苕",
    ],
)
def test_a_bed_that_is_given(text: str) -> None:
    assert offered(text).lodging


@pytest.mark.parametrize(
    "text",
    ["家里窄，住不下，请个保姆", "住我们家不方便，请月嫂", "包吃，住的话各人租，招厨工", "店里没地方住，招服务员"],
)
def test_a_bed_that_is_not_given(text: str) -> None:
    assert offered(text).lodging is False


@pytest.mark.parametrize("text", ["老人住院请人陪护", "住户家里做饭，一天两顿", "招酒店客房，打扫标间", "给住户装宽带"])
def test_beds_that_are_the_work_itself(text: str) -> None:
    assert offered(text).lodging is None


@pytest.mark.parametrize(
    "text",
    [
        "晚上也来不成，保洁",
        "夜里头走不脱，收银",
        "上夜班的厂我不进",
        "要上夜班的就莫介绍了",
        "怕倒班，普工",
        "莫派我晚上，司机",
        "屋头人不许我值夜，护工",
    ],
)
def test_nights_one_cannot_work(text: str) -> None:
    assert limits(text).no_night
    assert not shifts(text).night
    assert not shifts(text).rotating


@pytest.mark.parametrize("text", ["晚上不接电话，白天打", "夜班不怕，保安", "夜班上不上都行，保安", "不管倒班不倒班"])
def test_nights_that_are_not_refused(text: str) -> None:
    assert not limits(text).no_night


def test_who_does_not_mind_turns_takes_them() -> None:
    assert shifts("不管倒班不倒班都可以，普工").rotating
    assert shifts("倒不倒班我都干，化工").rotating


@pytest.mark.parametrize(
    "text", ["只做夜班，护工", "白天要服侍老妈，只上得了夜班", "我要上夜班的那种", "白天铺子离不得人"]
)
def test_who_works_only_nights_starts_after_the_day(text: str) -> None:
    assert limits(text).earliest_minute == 18 * 60
    assert shifts(text).night


@pytest.mark.parametrize("text", ["问哈夜间陪护", "晚上看护病人", "想晚上送外卖"])
def test_work_that_is_done_at_night(text: str) -> None:
    assert shifts(text).night


@pytest.mark.parametrize(
    ("text", "settlement"),
    [
        ("摘一天给一天，采茶", Settlement.DAILY),
        ("打烊结当天的，招洗碗", Settlement.DAILY),
        ("收摊就数钱给你，招穿串", Settlement.DAILY),
        ("搬货，要三个，日清", Settlement.DAILY),
        ("发传单，下班扫码付", Settlement.DAILY),
        ("装修刷墙，验收过了当场转账", Settlement.ON_COMPLETION),
        ("请木工做衣柜，交货付清", Settlement.ON_COMPLETION),
        ("刮完一套房结一回账，招刮瓷粉的", Settlement.ON_COMPLETION),
        ("逢礼拜天发钱，招裁剪", Settlement.WEEKLY),
        ("招护工，一周给你们算一回", Settlement.WEEKLY),
        ("招装机师傅，工钱一个月算一次", Settlement.MONTHLY),
        ("招导购，月头发工资", Settlement.MONTHLY),
        ("招会计，会结账对账", None),
        ("请个阿姨每天给老人煮饭", None),
        ("天天有货送，招骑手", None),
    ],
)
def test_when_wages_are_paid_out(text: str, settlement: Settlement | None) -> None:
    assert offered(text).settlement == settlement


@pytest.mark.parametrize(
    "text", ["非要日结，不然不去", "必须收工就拿钱，卸货", "我只干现过现，挖机", "下班必须当场数钱给我"]
)
def test_pay_at_the_end_of_the_day_is_insisted_on(text: str) -> None:
    assert limits(text).settlements == (Settlement.DAILY,)


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("三点四十以前必须走得开，接娃", 15 * 60 + 40),
        ("六点钟我准时下班，缝纫", 18 * 60),
        ("一到六点我就要走，做饭", 18 * 60),
    ],
)
def test_until_when_somebody_can_stay(text: str, minute: int) -> None:
    assert limits(text).latest_minute == minute


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("早上送了娃八点四十才走得脱，保洁", 8 * 60 + 40),
        ("九点方可到岗，文员", 9 * 60),
        ("送学后早八点半方能到岗", 8 * 60 + 30),
    ],
)
def test_from_when_somebody_can_come(text: str, minute: int) -> None:
    assert limits(text).earliest_minute == minute


def test_an_hour_after_other_work_is_told_and_not_insisted_on() -> None:
    assert limits("晚上七点以后，家教").earliest_minute is None


@pytest.mark.parametrize("text", ["想兼个活，洗碗", "再兼一份，发传单", "搞个副业，拍照", "只做得起半天，洗碗"])
def test_work_beside_other_work_is_part_time(text: str) -> None:
    assert shifts(text).part_time


@pytest.mark.parametrize("text", ["等了半天没得人，找个工", "给人家看了半天门，找保安", "周末能双休最好，文员"])
def test_half_a_day_of_talk_and_free_weekends_are_no_shifts(text: str) -> None:
    assert not shifts(text).part_time
    assert not shifts(text).weekend


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("元月五号过后来得了，电工", date(2027, 1, 5), None),
        ("做到元月底，卖年货", None, date(2027, 1, 31)),
        ("12月10到元月15，放假打工", date(2026, 12, 10), date(2027, 1, 15)),
        ("明天一早能上工，泥水", date(2026, 11, 24), None),
        ("今天专门跑一趟来问，保安", None, None),
        ("明天再来问你们，先登个记，泥水", None, None),
        ("周六日上岗，检票", None, None),
    ],
)
def test_the_days_one_can_work(text: str, first: date | None, last: date | None) -> None:
    told, bound = said(text).slot or TimeSlot(), limits(text)
    assert (bound.available_from or told.starts_on) == first
    assert (bound.available_until or told.ends_on) == last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("下周六我家老人过寿，请三个人帮厨", date(2026, 12, 5), date(2026, 12, 5)),
        ("12月6号嫁女，要十个端菜的", date(2026, 12, 6), date(2026, 12, 6)),
        ("后天立房子，要八个抬梁的", date(2026, 11, 25), date(2026, 11, 25)),
        ("元旦三天搞促销，招兼职五个", date(2027, 1, 1), date(2027, 1, 3)),
        ("烤烟站招分级的，干到元月20号", None, date(2027, 1, 20)),
    ],
)
def test_the_days_people_are_wanted(text: str, first: date | None, last: date | None) -> None:
    assert (slot(text).starts_on, slot(text).ends_on) == (first, last)


def test_a_feast_of_the_workers_own_is_no_day_of_work() -> None:
    told = said("28号我结婚，过后想找个厨房的活").slot
    assert told is None or told.ends_on is None


def test_a_car_that_is_parked_ends_the_day() -> None:
    found = slot("早七点半出车，晚六点收车，招驾驶员")
    assert (found.start_minute, found.end_minute) == (7 * 60 + 30, 18 * 60)
