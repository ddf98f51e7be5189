"""When somebody can work, and when they are wanted, is heard in the many ways people say it."""

from __future__ import annotations

from datetime import date

import pytest

from models.records import Schedule, TimeSlot
from tests.models.understand.hearing import ask, limits, offered, said


def shifts(text: str) -> Schedule:
    return said(text).schedule or Schedule()


def slot(text: str) -> TimeSlot:
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.facts is not None
    return posting.facts.slot or TimeSlot()


def shifts_offered(text: str) -> Schedule:
    return offered(text).schedule or Schedule()


@pytest.mark.parametrize(
    "text",
    [
        "晚班绝对不接",
        "找个事做，夜班的话就算了",
        "莫给我排通宵",
        "熬夜我是熬不起咯",
        "夜班？做了六年，人都做老了，打死不上了",
        "只进没得夜班的厂",
        "值夜我值不下来",
        "晚上十点过才下班的那种我不得干",
        "我妈不放心我上夜班，想找个文员",
        "三班倒我男人不同意",
        "倒班就算了",
        "上到凌晨的酒吧我不去",
    ],
)
def test_who_refuses_nights_is_not_sent_to_them(text: str) -> None:
    assert limits(text).no_night
    assert not shifts(text).night


@pytest.mark.parametrize(
    "text",
    [
        "夜班习惯了，守大门",
        "晚上开塔吊我也开",
        "专找晚上的活，白天有班",
        "夜里给工地看材料",
        "开夜场放映我也行",
        "有没得夜班的活路",
        "搞到半夜两三点都没问题，烧烤",
        "打更那种，做了三年了",
    ],
)
def test_who_takes_nights_is_heard(text: str) -> None:
    assert shifts(text).night
    assert not limits(text).no_night


@pytest.mark.parametrize(
    "text",
    [
        "上过两年夜班，现在想找个开叉车的",
        "以前在宾馆上夜班，现在想进茶厂",
        "我男人天天上夜班，我想找个超市收银",
        "夜班费好多钱一天？保安",
        "听说你们厂要上夜班，我问哈保洁",
        "去年当夜班保安，今年想做保洁",
    ],
)
def test_nights_that_are_only_told_of_are_no_offer_and_no_refusal(text: str) -> None:
    assert not shifts(text).night
    assert not limits(text).no_night


@pytest.mark.parametrize("text", ["尽量莫排夜班，护士", "最好不要安排晚班"])
def test_nights_that_are_only_disliked_rank_and_exclude_nothing(text: str) -> None:
    assert not limits(text).no_night
    assert not shifts(text).night


@pytest.mark.parametrize("text", ["做一休一的门卫", "早晚班换起上我不怕", "四班三倒习惯了", "一个月白班一个月夜班也行"])
def test_turns_are_heard(text: str) -> None:
    assert shifts(text).rotating


@pytest.mark.parametrize("text", ["做六休一，质检", "不想倒班", "我老公在矿上三班倒，我想在家带货", "换班车的师傅"])
def test_a_week_of_six_days_and_turns_of_others_are_no_turns(text: str) -> None:
    assert not shifts(text).rotating


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("九点之前一定要放我走，奶茶店", 21 * 60),
        ("晚上八点以后我接不得活", 20 * 60),
        ("七点前要到医院陪床", 19 * 60),
        ("我五点四十说哪样都要下班", 17 * 60 + 40),
        ("四点半就要收手，接娃", 16 * 60 + 30),
        ("五点过后就不行了，要回屋喂猪", 17 * 60),
        ("收工莫超过五点半", 17 * 60 + 30),
        ("最多做到下午三点", 15 * 60),
        ("十一点前要回去煮饭", 11 * 60),
        ("晚上十二点前必须下班", 24 * 60),
        ("下午五点，不对六点前要走", 18 * 60),
    ],
)
def test_until_when_somebody_works_is_heard(text: str, minute: int) -> None:
    assert limits(text).latest_minute == minute


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("一点钟以前来不成", 13 * 60),
        ("上午十点以前都走不开", 10 * 60),
        ("三点以后才有空", 15 * 60),
        ("要九点半以后上班的", 9 * 60 + 30),
        ("八点要送娃上学", 8 * 60),
        ("六点半下了班才能来", 18 * 60 + 30),
        ("下午两点过后随叫随到", 14 * 60),
        ("等到十点才来得了", 10 * 60),
    ],
)
def test_from_when_somebody_works_is_heard(text: str, minute: int) -> None:
    assert limits(text).earliest_minute == minute
    assert limits(text).latest_minute is None


@pytest.mark.parametrize(
    "text",
    [
        "以前那家要做到晚上十点，太累了，想找个裁缝",
        "八点前能到岗，电工",
        "十二点到两点走不开，保洁",
        "十点前给我回个电话",
        "做到凌晨两点都得行，烧烤",
        "六点起床，做事勤快",
    ],
)
def test_hours_of_other_things_are_no_limit(text: str) -> None:
    found = limits(text)
    assert found.earliest_minute is None
    assert found.latest_minute is None


def test_an_end_after_an_evening_start_is_before_midnight_or_past_it() -> None:
    assert limits("下午五点半过后才来得了，只做到十一点").latest_minute == 23 * 60
    assert shifts("下午五点半过后才来得了，只做到十一点").night
    told = said("晚上十点到早上五点这段，跑网约车").slot or TimeSlot()
    assert (told.start_minute, told.end_minute) == (22 * 60, 29 * 60)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("做到12月18号，说错了，22号，摘柑子", None, date(2026, 12, 22)),
        ("12月1号起有空，做到20号就走", date(2026, 12, 1), date(2026, 12, 20)),
        ("下个月初就动身", date(2026, 12, 1), None),
        ("礼拜四起就能跟车", date(2026, 11, 26), None),
        ("从1月20号做到2月8号", date(2027, 1, 20), date(2027, 2, 8)),
        ("十二月中旬才走得脱", date(2026, 12, 11), None),
        ("大后天就能来", date(2026, 11, 26), None),
        ("25号干到30号都可以", date(2026, 11, 25), date(2026, 11, 30)),
    ],
)
def test_days_are_heard(text: str, first: date | None, last: date | None) -> None:
    facts = said(text)
    told, bound = facts.slot or TimeSlot(), limits(text)
    assert (bound.available_from or told.starts_on) == first
    assert (bound.available_until or told.ends_on) == last


@pytest.mark.parametrize(
    "text",
    [
        "身份证12月3号才拿得到",
        "26号就坐车回娘家了",
        "农历十月二十过后有空",
        "腊月二十号过后再说",
        "上个月十号才从广东回来",
        "他十二月八号满十八",
    ],
)
def test_days_of_other_things_are_no_days_of_work(text: str) -> None:
    facts = said(text)
    assert facts.slot is None
    assert limits(text).available_from is None
    assert limits(text).available_until is None


@pytest.mark.parametrize("text", ["只有星期天得空", "逢礼拜六才得闲", "周末帮人拍照"])
def test_who_works_weekends_is_heard(text: str) -> None:
    assert shifts(text).weekend


@pytest.mark.parametrize("text", ["你们周六开不开门？我来登记", "礼拜天休息就行", "星期天要做礼拜，不上班"])
def test_a_weekend_that_is_asked_after_or_kept_free_is_not_worked(text: str) -> None:
    assert not shifts(text).weekend


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("加油站招加油员，晚七点接早七点交", 19 * 60, 31 * 60),
        ("招守车库的，晚上八点接班，第二天早上六点交班", 20 * 60, 30 * 60),
        ("招打面师傅，凌晨三点开工做到早上九点", 3 * 60, 9 * 60),
        ("请保育员，早上七点半到岗下午五点放", 7 * 60 + 30, 17 * 60),
        ("烧烤摊下午五点开始忙，要个穿串的，搞到十点半", 17 * 60, 22 * 60 + 30),
        ("招文员，早上八点到下午五点半", 8 * 60, 17 * 60 + 30),
    ],
)
def test_the_hours_of_a_shift_are_heard(text: str, start: int, end: int) -> None:
    found = slot(text)
    assert (found.start_minute, found.end_minute) == (start, end)


@pytest.mark.parametrize(
    "text", ["招主播2名，专做晚场", "烤串店招人，做到凌晨", "招晚班保安2名", "请人守果园，守到天亮，一晚80"]
)
def test_work_at_night_is_offered(text: str) -> None:
    assert shifts_offered(text).night


@pytest.mark.parametrize(
    "text", ["招普工，两班制，每月倒一次班", "请保安2名，上二十四休四十八", "招护理员，早晚班轮到上"]
)
def test_turns_are_offered(text: str) -> None:
    assert shifts_offered(text).rotating


def test_hours_that_make_half_a_day_are_offered_as_such() -> None:
    assert shifts_offered("请校车照管员，一天加起两个多钟头，一千二一月").part_time
    assert not shifts_offered("招保洁，坐车两小时路").part_time


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("请个厨师，12月24做到1月3号，一天三百", date(2026, 12, 24), date(2027, 1, 3)),
        ("从十二月一号干到二十五号，要八个摘橙子的，一天130", date(2026, 12, 1), date(2026, 12, 25)),
        ("从明天起连做五天，要四个小工，180一天", date(2026, 11, 24), date(2026, 11, 28)),
        ("周五要五个人卸化肥，一人150", date(2026, 11, 27), date(2026, 11, 27)),
    ],
)
def test_the_days_of_a_job_are_heard(text: str, first: date, last: date) -> None:
    assert (slot(text).starts_on, slot(text).ends_on) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "招厨子一名，每月一号准时发工资",
        "次月15号发上月工资，招焊工",
        "要四个搬书的，一人一天二百六日结，在三号门集合",
        "15号楼缺保洁一名",
        "3号线工地招电工5名",
    ],
)
def test_days_of_pay_and_numbers_of_houses_are_no_days_of_work(text: str) -> None:
    assert slot(text).starts_on is None
    assert slot(text).ends_on is None


@pytest.mark.parametrize(
    "text", ["做到三百号，错了", "十点十点到十点", "不对，三十号，不对", "到99号，12月40号到88号", "廿月廿号做到廿号"]
)
def test_odd_days_and_hours_do_no_harm(text: str) -> None:
    assert ask(text).text == text
    assert ask(text, "seekers").text == text
