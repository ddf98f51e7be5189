"""What employers say, and what is noted of them, is heard as it is meant: who calls, how many, for how much."""

from __future__ import annotations

from datetime import date

import pytest

from models.records import PostingFacts, Settlement
from models.understand.query import Query, side_of, understand_query
from models.vocabulary import load_vocabulary

ASOF = date(2026, 11, 23)
VOCABULARY = load_vocabulary()


def _asked(text: str) -> Query:
    return understand_query(text, VOCABULARY, side="seekers", asof=ASOF)


def _facts(text: str) -> PostingFacts:
    posting = _asked(text).posting
    assert posting is not None
    assert posting.facts is not None
    return posting.facts


@pytest.mark.parametrize(
    ("text", "yuan", "unit"),
    [
        ("要粉墙的师傅1个，300包中午饭，团溪", 300, "day"),
        ("卤菜店请切菜师傅1名，4600包吃住", 4600, "month"),
        ("要两个人搬木板，110半天", 110, "day"),
        ("两块田打谷子，130管饭", 130, "day"),
        ("洗车店收学徒2个，2000包吃住", 2000, "month"),
    ],
)
def test_the_number_of_people_before_a_sum_is_no_pay(text: str, yuan: int, unit: str) -> None:
    pay = _facts(text).pay

    assert pay is not None
    assert (pay.min_yuan, pay.unit) == (yuan, unit)


@pytest.mark.parametrize(
    ("text", "headcount"),
    [
        ("茶叶加工厂要杀青工、揉捻工各两名", 4),
        ("清河道用工12，挖机手2，小工10", 12),
        ("酒厂包装女工25名，计件", 25),
        ("跑安顺，要B2师傅，一趟三百", None),
        ("养老院夜班护理，晚8到早8，做一休一", None),
        ("摘枇杷，80斤以上奖15，一斤六角", None),
        ("找个月嫂，一万上下，湄潭", 1),
    ],
)
def test_only_people_are_counted(text: str, headcount: int | None) -> None:
    posting = _asked(text).posting

    assert posting is not None
    assert posting.headcount == headcount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("驾校来电：教练员三名，C1，5000", "4-02-02-07"),
        ("电梯公司来电 差维保员2个 汇川", "6-29-03-03"),
        ("某村支书报：公路边栽行道树，6人", "4-09-10-01"),
        ("砖厂码砖工，计件，播州三合", "6-15-02-01"),
        ("打桩队请桩机工副手，260一天", "6-30-05-05"),
        ("社区工厂做头饰，计件", "6-09-03-17"),
        ("要五个人扛花生袋，120半天", "4-02-05-01"),
        ("辣椒市场搬海椒，日结", "4-02-05-01"),
        ("作坊做糍粑，请个手脚快的孃孃，120一天", "6-02-03-01"),
    ],
)
def test_who_calls_and_what_the_firm_is_called_tell_which_work_is_meant(text: str, code: str) -> None:
    assert _facts(text).occupations[0].code == code


def test_a_labourer_is_not_guessed_from_who_calls() -> None:
    assert _facts("劳务中介代招，普工300人，包住，昆山").occupations == ()


@pytest.mark.parametrize(
    "text", ["吃住矿上管", "厂里招模工，住处有的", "看果园，有棚子住", "敬老院要护工，住院里，3000"]
)
def test_where_people_may_stay_is_lodging(text: str) -> None:
    assert _facts(text).lodging is True


def test_money_in_hand_after_work_is_paid_daily() -> None:
    assert _facts("栽中药，五个人，下午收工就点钱").settlement == Settlement.DAILY


def test_the_day_on_which_the_coach_leaves_has_no_last_day() -> None:
    slot = _facts("电子厂普工60名，12月6日统一发车").slot

    assert slot is not None
    assert (slot.starts_on, slot.ends_on) == (date(2026, 12, 6), None)


@pytest.mark.parametrize(
    "text",
    [
        "请一个阿姨来屋头煮中午饭，一周三回，50块一回",
        "砖厂码砖工，计件，夫妻优先，有夫妻房",
        "村里保洁员3名，脱贫户优先，1750一个月",
        "自来水厂 抄表 1人 会骑摩托 2400",
        "大棚育苗要几个女工，80一天",
        "收旧货的请人拆废铁，一天160",
        "种植大户要人打农药，一亩8块",
        "屋头水管爆了，找个水电师傅来修",
        "景区漂流，要安全员十个，会水",
        "我跑昆明的，差个押车的，一趟300",
        "周总来电：剪辣椒把，一斤五角，人不限",
    ],
)
def test_who_asks_for_people_is_an_employer(text: str) -> None:
    assert side_of(text) == "seekers"


@pytest.mark.parametrize(
    "text",
    [
        "夫妻二人 去东莞 电子厂 要夫妻房",
        "三轮车师傅，给建材店送货，老母亲要人守",
        "吉他厂女工35，打磨、校音都可以，要有宿舍",
        "会开叉车 屋头有老人 就近",
        "王某 缺个工作 会开车",
        "找个师傅带学电焊",
        "两口子 要两个名额 电子厂",
    ],
)
def test_a_person_with_a_family_or_an_age_is_a_person(text: str) -> None:
    assert side_of(text) == "postings"


def test_a_stone_called_after_a_city_is_no_place() -> None:
    assert _facts("大理石厂要切边工，六千，习水").place is not None
    assert [part.text for part in _asked("大理石厂要切边工，六千").parts if part.field == "place"] == []
