"""Long and messy speech: fillers, self-corrections, no punctuation, and several sums of which one is the wage."""

from __future__ import annotations

from time import perf_counter

import pytest

from models.records import Pay
from models.understand.fillers import without_fillers
from models.understand.refusal_breaks import refusal_spans
from models.understand.spoken import split_spoken
from tests.models.understand.hearing import VOCABULARY, ask, limits, said


def _wage(text: str) -> Pay:
    pay = said(text).pay_expected
    assert pay is not None
    return pay


def _offer(text: str) -> Pay:
    query = ask(text, "seekers")
    assert query.posting is not None
    assert query.posting.facts is not None
    assert query.posting.facts.pay is not None
    return query.posting.facts.pay


def _region(text: str) -> list[str]:
    return [place.township_code or place.county_code for place in said(text).regions]


@pytest.mark.parametrize(
    ("text", "least", "unit"),
    [
        ("扫大街的活，一个月两千不对两千二", 2200, "month"),
        ("一天两百四哦不对两百六就来", 260, "day"),
        ("一小时十八块说错了二十块", 20, "hour"),
        ("一天三百呃不不三百二", 320, "day"),
        ("挖沟一个月九千不对那是前年的行情改成八千五", 8500, "month"),
        ("我要两百八就行", 280, "day"),
        ("三百五就干", 350, "day"),
        ("论小时算，二十二块", 22, "hour"),
        ("一平给四十五，贴砖", 45, "piece"),
        ("一小时十七八块都行", 17, "hour"),
        ("夜班我也上得习水三千四", 3400, "month"),
        ("周末有空，七十一小时", 70, "hour"),
        ("那边一单五块现在降到四块二了，想找一天两百的", 200, "day"),
        ("没得四十五一平莫喊我", 45, "piece"),
        ("12333转来的，要求五千以上", 5000, "month"),
        ("八十五一天也做", 85, "day"),
        ("一天一百六一百八都行", 160, "day"),
    ],
)
def test_a_worker_names_a_wage_among_other_words(text: str, least: float, unit: str) -> None:
    pay = _wage(text)
    assert (pay.min_yuan, pay.unit) == (least, unit)


@pytest.mark.parametrize(
    ("text", "least", "most", "unit"),
    [
        ("装一袋一块三手快的多得", 1.3, 1.3, "piece"),
        ("剥一斤两角五天天都要人", 0.25, 0.25, "piece"),
        ("一件三块二一个人做得完", 3.2, 3.2, "piece"),
        ("每天开八十五", 85, 85, "day"),
        ("搬一块七分钱", 0.07, 0.07, "piece"),
        ("码一千块砖二十五，管饭", 25, 25, "piece"),
        ("一层一百二十平，砌墙一平五十块", 50, 50, "piece"),
        ("缺一个五千到六千五", 5000, 6500, "month"),
        ("一人一晚两百六天亮就给", 260, 260, "day"),
        ("统一两千六", 2600, 2600, "month"),
        ("4000+五险", 4000, 4000, "month"),
        ("底薪三千另有提成", 3000, None, "month"),
        ("按件算，六块", 6, 6, "piece"),
        ("月子带满月9600", 9600, 9600, "month"),
        ("刷墙，屋头两百来平，十三块一平", 13, 13, "piece"),
        ("一吨给一百一月底打卡", 110, 110, "piece"),
        ("平时一天两百，节假日一天三百", 200, 200, "day"),
        ("装卸夜班280/晚", 280, 280, "day"),
        ("守山的一千九管住", 1900, 1900, "month"),
        ("工资两千八每月扣三十块水电", 2800, 2800, "month"),
        ("底薪两千二一单提四块", 2200, None, "month"),
        ("身高1米65以上，月薪3200", 3200, 3200, "month"),
    ],
)
def test_an_employer_names_a_wage_among_other_numbers(text: str, least: float, most: float | None, unit: str) -> None:
    pay = _offer(text)
    assert (pay.min_yuan, pay.max_yuan, pay.unit) == (least, most, unit)


@pytest.mark.parametrize("text", ["一天装得到两百箱", "屋头有三百来亩地", "园里要六百棵树苗", "一块做活的有三个人"])
def test_how_much_there_is_to_do_is_no_wage(text: str) -> None:
    assert said(text).pay_expected is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("嗯我想找个保安", "，我想找个保安"),
        ("做过泥水，就是说要日结", "做过泥水，，，，要日结"),
        ("会开叉车，那个我有证", "会开叉车，，，我有证"),
        ("白班，然后包住", "白班，，，包住"),
    ],
)
def test_what_fills_a_pause_says_nothing(text: str, plain: str) -> None:
    assert without_fillers(text) == plain


@pytest.mark.parametrize(
    "text", ["那个地方太远", "还有没得活路", "三千呃不三千五", "那个老板姓王", "不晓得不去", "两个呃三个"]
)
def test_words_that_mean_something_are_no_fillers(text: str) -> None:
    assert without_fillers(text) == text


def test_a_filler_hides_no_place() -> None:
    assert _region("打灰的，嗯苟江，都可以") == ["520304103"]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("冷库冻得手痛，那种地方我不去，想打包", "冷库"),
        ("厨房热得很，那点我不去，端盘子可以", "厨房"),
        ("矿井头吓人，那里我再也不下", "矿井"),
        ("油漆味道太大，那种活我不做", "油漆"),
    ],
)
def test_what_is_pointed_at_is_what_was_named_before(text: str, thing: str) -> None:
    assert limits(text).avoid == (thing,)


def test_who_would_go_back_there_refuses_nothing() -> None:
    assert not limits("工地灰大，那种地方我去过，还得行").avoid


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("晚上都有空，七点到十一点，烧烤店帮忙", 1140, 1380),
        ("下午得空，两点到五点", 840, 1020),
        ("晚上可以来，六点半以后", 1110, None),
        ("晚上要回家，八点以后才能来", 480, None),
    ],
)
def test_the_part_of_day_said_before_belongs_to_the_hours(text: str, earliest: int, latest: int | None) -> None:
    facts, bound = said(text), limits(text)
    slot = facts.slot
    assert (bound.earliest_minute or (slot and slot.start_minute)) == earliest
    assert (bound.latest_minute or (slot and slot.end_minute)) == latest


def test_work_that_is_taken_back_is_not_asked_for() -> None:
    query = ask("招两个洗碗工哦不对传菜的", "seekers")
    assert query.posting is not None
    assert query.posting.facts is not None
    assert [link.code for link in query.posting.facts.occupations] == ["4-03-02-05"]


@pytest.mark.parametrize(
    "words", ["嗯那个就是说", "一天三百不对", "晚上做，八点", "冻库冷，那种地方", "一块二", "二十五三十"]
)
def test_endless_repetition_is_read_quickly(words: str) -> None:
    began = perf_counter()
    ask(words * 200)
    ask(words * 200, "seekers")
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    ("text", "avoided"),
    [
        ("做过收银会点电脑KTV不去酒店前台可以", ("KTV",)),
        ("以前在外头干过两年长途不跑了跑短途拉砂石", ("跑长途",)),
        ("外县不去就在绥阳扫街做饭都行", ()),
        ("我只在镇上做远了不去会砌墙会抹灰", ()),
        ("腰杆痛重活接不了有没得守门的", ("重活",)),
        ("一天少于两百不去砌墙抹灰都会", ()),
    ],
)
def test_a_refusal_ends_where_the_next_thing_begins(text: str, avoided: tuple[str, ...]) -> None:
    assert limits(text).avoid == avoided


@pytest.mark.parametrize("text", ["我不上夜班", "现在不想进厂", "高空的架子不上", "做不来的话我不做"])
def test_a_refusal_alone_stays_whole(text: str) -> None:
    vocabulary = VOCABULARY
    assert refusal_spans(text, vocabulary) in ([], [(0, len(text))]) or len(split_spoken(text, vocabulary)) == 1


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("卸车要六个人一人两百", 6),
        ("打包招15人一小时17", 15),
        ("砍菜三十个人十三块一个钟头", 30),
        ("我要两个砌墙的", 2),
        ("刷墙一平九块要四个人", 4),
        ("摘柑子18人130/天", 18),
    ],
)
def test_people_and_their_pay_in_one_breath(text: str, people: int) -> None:
    query = ask(text, "seekers")
    assert query.posting is not None
    assert query.posting.headcount == people
