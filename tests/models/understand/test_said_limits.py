"""What a person insists on excludes, what they only mention does not, in the many ways people say it."""

from __future__ import annotations

from datetime import date

import pytest

from models.records import PostingKind, Seeker, Settlement
from models.understand.demand import HALF_A_DAY
from models.understand.seeker import understand_seeker
from tests.builders import ASOF
from tests.models.understand.hearing import VOCABULARY, ask, limits, offered, said


@pytest.mark.parametrize(
    "text",
    [
        "要有夫妻宿舍",
        "单位要安排住处",
        "食宿要包",
        "没得住的，想找个管住的",
        "厂头不包住的我不去",
        "要保吃保住",
        "只接住家的单，做月嫂",
    ],
)
def test_who_needs_a_place_to_sleep_is_heard(text: str) -> None:
    assert limits(text).lodging


@pytest.mark.parametrize(
    "text", ["希望有个地方住", "包住最好", "住家保姆", "找个有宿舍的厂", "单位保住了饭碗", "住家附近"]
)
def test_a_place_to_sleep_that_is_only_liked_excludes_nothing(text: str) -> None:
    assert not limits(text).lodging


@pytest.mark.parametrize(
    "text", ["晚上必须回屋头睡", "不住老板家", "工地上我不住", "天天要回屋头", "要回自己家住", "不愿住厂里"]
)
def test_who_sleeps_at_home_refuses_to_live_in_and_may_still_work(text: str) -> None:
    found = said(text)
    assert found.lodging_needed is False
    assert found.limits is not None
    assert found.limits.avoid == ("住家",)
    assert not found.limits.no_night


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("三点五十要去幼儿园接娃", 15 * 60 + 50),
        ("下午四点一刻必须到校门口接孙孙", 16 * 60 + 15),
        ("五点就得赶车回屋头", 17 * 60),
        ("四点半放学我要去接", 16 * 60 + 30),
        ("想在绥阳找个看店的活路晚上八点前必须转去", 20 * 60),
    ],
)
def test_the_hour_at_which_somebody_must_leave_ends_their_day(text: str, minute: int) -> None:
    assert limits(text).latest_minute == minute


@pytest.mark.parametrize("text", ["只能做半天", "只做得了兼职", "全天做不成", "一天只有三个小时"])
def test_who_has_half_a_day_is_not_sent_to_a_whole_one(text: str) -> None:
    assert limits(text).longest_minutes == HALF_A_DAY


@pytest.mark.parametrize("text", ["半天也行", "兼职可以", "做半天最好"])
def test_half_a_day_that_would_also_do_excludes_nothing(text: str) -> None:
    assert limits(text).longest_minutes is None


@pytest.mark.parametrize(("text", "is_limit"), [("星期天才得空", True), ("只有周末能来", True), ("周末做", False)])
def test_only_weekends_is_a_limit(text: str, is_limit: bool) -> None:
    assert limits(text).weekend is is_limit


@pytest.mark.parametrize(
    ("text", "strength"), [("12月5号起有空", "fact"), ("12月5号才有空", "limit"), ("只有12月5号以后得空", "limit")]
)
def test_from_when_on_somebody_is_free_excludes_and_is_shown_as_what_it_is(text: str, strength: str) -> None:
    query = ask(text)
    assert limits(text).available_from == date(2026, 12, 5)
    assert [part.strength for part in query.parts if part.field == "dates"] == [strength]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("只找长期的活", PostingKind.REGULAR),
        ("不打短工", PostingKind.REGULAR),
        ("不签长期，几天一结", PostingKind.GIG),
        ("只想要公益性岗位，护林也行", PostingKind.PUBLIC_WELFARE),
        ("只找实习", PostingKind.INTERNSHIP),
    ],
)
def test_only_one_kind_of_posting_is_a_limit(text: str, kind: PostingKind) -> None:
    assert kind in limits(text).kinds


def test_only_long_work_says_nothing_of_the_town_of_that_name() -> None:
    assert limits("只做长期，开挖机").areas == ()


@pytest.mark.parametrize(
    ("text", "avoid"),
    [
        ("长途我不跑", "跑长途"),
        ("杀猪我是不干咯", "杀猪"),
        ("娃我不带，煮饭可以", "带娃"),
        ("搬砖实在搬不动了", "搬砖"),
        ("现在不想下井了就想在桐梓看仓库守夜也要得", "下井"),
    ],
)
def test_a_refusal_is_heard_in_any_order_of_words(text: str, avoid: str) -> None:
    assert avoid in limits(text).avoid


@pytest.mark.parametrize("text", ["要日结，不然不干", "拖工钱的不去", "自己有房，不要宿舍", "不包住的不去", "要上白班"])
def test_what_is_no_work_is_not_kept_as_refused(text: str) -> None:
    assert limits(text).avoid == ()


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("南白，远了不去", ("520304",)),
        ("正安找，不去外县", ("520324",)),
        ("要在湄潭做", ("520328",)),
        ("只考虑余庆和凤冈", ("520329", "520327")),
        ("只能做半天在桐梓", ()),
        ("必须日结 在习水", ()),
    ],
)
def test_only_what_stands_before_a_place_binds_it(text: str, areas: tuple[str, ...]) -> None:
    assert limits(text).areas == areas


@pytest.mark.parametrize("text", ["晚班也得行", "夜里也来得", "通宵都行"])
def test_who_would_also_work_nights_is_heard(text: str) -> None:
    found = said(text)
    assert found.schedule is not None
    assert found.schedule.night


def test_looking_after_old_people_at_night_is_no_name() -> None:
    assert limits("晚上要陪老人").no_night


@pytest.mark.parametrize(
    ("text", "lodging"),
    [
        ("喂牛的一个，吃住都在牛场", True),
        ("招厨工，住的我们管", True),
        ("找个阿姨，住到我家", True),
        ("保姆，白天来，晚上回自己家", False),
        ("带娃阿姨，各人回屋", False),
        ("砍竹子，住的地方自己找", False),
    ],
)
def test_where_people_sleep_is_read_of_an_employer(text: str, lodging: bool) -> None:
    assert offered(text).lodging is lodging


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("早上七点四十到岗，下午五点二十下班", 460, 1040),
        ("九点上班晚上八点半下班", 540, 1230),
        ("八点半上班，五点半下班", 510, 1050),
        ("早7到下午4点半 2800", 420, 990),
        ("五点下班", None, 1020),
    ],
)
def test_the_hours_of_a_day_are_read_from_what_happens_at_them(text: str, start: int | None, end: int) -> None:
    slot = offered(text).slot
    assert slot is not None
    assert (slot.start_minute, slot.end_minute) == (start, end)


def test_turns_at_early_and_late_shifts_are_no_nights() -> None:
    schedule = offered("民宿前台，早晚班轮流上").schedule
    assert schedule is not None
    assert schedule.rotating
    assert schedule.night is None


def test_daily_pay_is_a_wish_until_it_is_insisted_on() -> None:
    assert said("扎钢筋，现过现").settlement is Settlement.DAILY
    assert limits("扎钢筋，现过现").settlements == ()
    assert limits("扎钢筋，必须现过现").settlements == (Settlement.DAILY,)


@pytest.mark.parametrize("text", ["三班倒我受不了", "倒班不行", "莫喊我倒班"])
def test_who_cannot_take_turns_takes_neither_nights_nor_turns(text: str) -> None:
    found = said(text)
    assert found.limits is not None
    assert found.limits.no_night
    assert found.schedule is None or not found.schedule.rotating


@pytest.mark.parametrize(
    ("text", "avoid"), [("爬不得高", "爬高"), ("闻不得油漆", "油漆"), ("下不得井了", "下井"), ("做不了重活", "重活")]
)
def test_what_the_body_no_longer_bears_is_refused(text: str, avoid: str) -> None:
    assert limits(text).avoid == (avoid,)


@pytest.mark.parametrize("text", ["长途我不跑", "农药不打", "一个礼拜结一次最好", "五点前必须回去煮饭"])
def test_words_that_name_no_wish_for_work_name_none(text: str) -> None:
    assert said(text).wanted == ()


def test_places_refused_in_one_breath_are_all_refused() -> None:
    assert limits("不去新疆西藏").avoid == ("新疆", "西藏")


def test_a_day_with_a_break_in_it_ends_when_its_last_part_ends() -> None:
    slot = offered("火锅店后厨，中午十一点到下午两点、下午五点到晚上十点").slot
    assert slot is not None
    assert (slot.start_minute, slot.end_minute) == (660, 1320)


def test_of_two_floors_of_pay_the_higher_holds() -> None:
    written = Seeker(id="s", desired_jobs_text="茶艺师", pay_expect_text="不低于4500", availability_text="少于5000不做")
    seeker = understand_seeker(written, VOCABULARY, asof=ASOF)
    assert seeker.facts is not None
    assert seeker.facts.limits is not None
    assert seeker.facts.limits.pay_month_min_yuan == 5000
