"""What work people tell of by its verbs, things and workplaces, and what is told of others or of before."""

from __future__ import annotations

import pytest

from models.records import OccupationLink
from models.understand.near_work import likelier_first, whatever_done
from models.understand.query import side_of
from tests.models.understand.hearing import ask, said, work, work_asked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("孵小鸡的活会做", "5-03-01-02"),
        ("想找个宿管阿姨的事", "3-01-02-08"),
        ("立电杆架电线都干过", "6-29-02-12"),
        ("会拔火罐做艾灸，想找事做", "4-10-04-01"),
        ("帮人办白事扎花圈", "4-10-06-01"),
        ("守鱼塘喂料搞过几年", "5-04-02-01"),
        ("给牲口打针防疫，做了六年", "5-05-02-03"),
        ("缝布娃娃串珠子都会", "6-05-01-03"),
        ("装发光字、挂横幅都来", "4-07-07-02"),
        ("想到公墓看护那点做", "4-10-06-04"),
        ("打雀牌馆不去，手工串珠拿回屋头做要得", "6-09-03-17"),
        ("写小程序的，兼职", "4-04-05-01"),
        ("起苗装营养袋，一天两百", "5-02-01-00"),
    ],
)
def test_work_is_heard_by_its_verbs_and_things(text: str, code: str) -> None:
    assert work(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("在惠州注塑车间当机修八年，想回来", "6-31-01-02"),
        ("养老院做饭我会", "4-03-02-01"),
        ("在酒厂里头开叉车两年", "6-30-05-01"),
        ("想在桐梓驾校当教练", "4-02-02-07"),
        ("红白喜事的班子缺人，敲锣鼓我来", "2-09-02-09"),
    ],
)
def test_where_work_is_done_does_not_stand_for_the_work(text: str, code: str) -> None:
    assert work(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("外卖送过两年，电瓶车我自己的", "4-10-08-01"),
        ("喂过鱼，山里头也去", "5-04-02-01"),
        ("摘过葡萄，也剪过枝", "5-01-02-02"),
    ],
)
def test_the_thing_may_stand_before_the_verb_and_the_verb_be_past(text: str, code: str) -> None:
    assert work(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "老汉瘫起的，一天要给他翻身喂饭，啥子活都行",
        "屋头牛还等到喂，五点我就走",
        "修房子欠了账，要找钱",
        "字都认不到几个，有活就喊我",
        "我就守到余庆，外县莫喊",
        "做小工，提灰桶搬砖我不嫌",
    ],
)
def test_who_is_cared_for_at_home_and_what_is_owed_is_no_work(text: str) -> None:
    assert work(text) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("老人瘫在床上，喂饭全靠我，编背篼在家做要得", "5-05-06-05"),
        ("婆娘坐月子要人服侍，月底才得空，开铲车", "6-30-05-05"),
        ("有残疾证，左手使不起力，接电话那种来得起", "4-04-05-03"),
        ("医院护工，守夜也能上", "4-14-01-02"),
        ("会修电瓶车，想找个铺子帮工", "4-12-04-01"),
    ],
)
def test_a_reason_or_a_circumstance_does_not_hide_the_work(text: str, code: str) -> None:
    assert work(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("爹是杀猪匠，我想守大门", "4-07-05-01"),
        ("我姐夫在工地扎钢筋，我来问端盘子的", "4-03-02-05"),
        ("女儿在幼儿园当老师，我想去食堂煮饭", "4-03-02-01"),
        ("我哥喊我去跑货车，我想学理发", "4-10-03-02"),
        ("前几年开过米粉店，垮了，想守山林", "5-02-03-01"),
        ("做了二十年木匠", "6-06-03-01"),
    ],
)
def test_the_work_of_relatives_and_of_before_is_not_the_wish_unless_nothing_else_is_told(text: str, code: str) -> None:
    assert work(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("嬢嬢摔了，请个人白天来守她，擦身弄饭", "4-10-01-05"),
        ("单位年会搭台子拉背景，来四个", "2-09-04-05"),
        ("敬老院打来：护理员2、煮饭1", "4-10-01-05"),
        ("某学校招电工教员一名", "4-07-03-05"),
        ("物业的，门岗缺人，顶半个月", "4-07-05-01"),
    ],
)
def test_employers_are_heard_by_what_is_done(text: str, code: str) -> None:
    assert work_asked(text) == code


def test_a_helper_on_a_building_site_has_no_occupation() -> None:
    assert work_asked("我屋头起房子，要小工，抬砖递灰") == ""


@pytest.mark.parametrize(
    ("text", "headcount"),
    [
        ("打药剪枝要八个工，一天一百二", 8),
        ("两个学徒昨天走了，找俩顶上", 2),
        ("贴标，贴一个两分钱", None),
        ("前后一百七一个工，管饭", None),
    ],
)
def test_workers_are_counted_and_those_who_left_are_not(text: str, headcount: int | None) -> None:
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.headcount == headcount


def test_a_child_of_an_age_is_a_person_who_seeks_work() -> None:
    assert side_of("家长来，女儿18，想拜师学美发") == "postings"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("制冷空调安装修理那个证去年考起了", {"refrigeration_repair"}),
        ("月扫证育婴师证都有", {"maternal_infant", "infant_care"}),
        ("保安证有，消防证不看", {"security_guard"}),
    ],
)
def test_papers_are_heard_in_loose_words(text: str, codes: set[str]) -> None:
    assert {certificate.code for certificate in said(text).certificates} == codes


def test_papers_an_employer_does_not_ask_for_are_not_asked_for() -> None:
    posting = ask("直播间要主播，普通话证不看，消防证就不消了", "seekers").posting
    assert posting is not None
    assert posting.facts is not None
    assert posting.facts.certificates == ()


def near(code: str, confidence: float, *, how: str = "encoder", words: str = "轧钢") -> OccupationLink:
    return OccupationLink(code=code, name="", confidence=confidence, how=how, words=words)


def test_who_works_at_a_mill_is_no_engineer_unless_it_is_said() -> None:
    engineer, hand = near("2-02-05-02", 0.4), near("6-17-09-02", 0.35)
    assert [link.code for link in likelier_first((engineer, hand), "轧钢")] == ["6-17-09-02"]
    assert likelier_first((engineer, hand), "轧钢技术员")[0] == engineer
    assert likelier_first((engineer,), "轧钢") == (engineer,)


def test_a_name_that_is_most_of_what_was_said_stands_before_a_likeness() -> None:
    like, named = near("5-03-02-01", 0.44), near("5-05-02-03", 0.35, how="colloquial", words="给猪牛打针")
    assert likelier_first((like, named), "下村给猪牛打针")[0] == named
    skill = near("2-05-07-02", 0.2, how="everyday", words="CAD")
    assert likelier_first((like, skill), "画CAD图")[0] == like


@pytest.mark.parametrize(
    ("text", "name"), [("卖豆腐", "卖货"), ("卸化肥", "装卸"), ("卖力气", ""), ("搬家", ""), ("说得出口", "")]
)
def test_some_verbs_tell_the_work_whatever_it_is_done_to(text: str, name: str) -> None:
    assert whatever_done(text)[1] == name
