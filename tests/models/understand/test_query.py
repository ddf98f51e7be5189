"""A sentence from the phone becomes a request whose every part can be shown and answered for."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.records import PostingKind, Settlement
from models.understand.area import resolve_place
from models.understand.query import Query, understand_query
from models.vocabulary import load_vocabulary
from tests.builders import ASOF

_SHARED = load_vocabulary()
_HOME = resolve_place("洛龙镇", _SHARED, within="520325")
ZHOU = "王家坝老周，52，做过泥水匠，娃儿要接送，就在屋头附近找活路，一天给现钱"
TILES = "红花岗建材市场 卸瓷砖 8个人 7点半到 半天 120 管早饭"


def ask(text: str, side: Literal["postings", "seekers"] = "postings", *, at_home: bool = True) -> Query:
    return understand_query(text, _SHARED, side=side, asof=ASOF, home=_HOME if at_home else None)


def strengths(query: Query) -> dict[str, str]:
    return {part.field: part.strength for part in query.parts}


def test_the_phone_call_of_the_handbook_is_understood() -> None:
    query = ask(ZHOU)
    assert query.seeker is not None
    assert query.posting is None
    assert query.seeker.birth_year == 2026 - 52
    found = query.seeker.facts
    assert found is not None
    assert [link.code for link in found.done] == ["6-29-01-01", "6-29-04-01"]
    assert found.limits is not None
    assert found.limits.areas == ("520325105", "520325")
    assert found.settlement is Settlement.DAILY
    assert found.limits.settlements == ()
    assert not found.limits.no_night
    assert strengths(query) == {"age": "fact", "done": "fact", "night": "wish", "area": "limit", "settlement": "wish"}
    assert "做过的：按“砌筑工”理解" in [part.text for part in query.parts]
    assert query.also == ("“泥水匠”也可能是“装饰装修工”",)


def test_what_people_are_called_stays_in_the_sentence() -> None:
    for text, name in (
        (ZHOU, "老周"),
        ("我叫李四，会开叉车", "李四"),
        ("张师傅，想砌砖", "张师傅"),
        ("小王 扎钢筋", "小王"),
    ):
        query = ask(text)
        assert name in query.text
        assert query.seeker is not None
        assert name not in msgspec.json.encode(query.seeker).decode()
        assert name not in " ".join(part.text for part in query.parts)


def test_near_home_without_a_home_is_a_question_and_excludes_nothing() -> None:
    query = ask(ZHOU, at_home=False)
    (part,) = [part for part in query.parts if part.field == "area"]
    assert part.strength == "wish"
    assert part.text.endswith("？")
    assert query.seeker is not None
    assert query.seeker.facts is not None
    assert query.seeker.facts.limits is None


def test_every_part_points_at_words_of_the_sentence_and_has_a_text() -> None:
    for text in (ZHOU, "有没有包住的厂，珠海那边，不上夜班，6000以上", "大专学会计的，28岁，女，贵阳，五千以上"):
        for part in ask(text).parts:
            assert part.words in text
            assert part.text


def test_a_vague_wish_is_asked_back_and_not_guessed() -> None:
    query = ask("普工，啥子都可以")
    assert query.seeker is not None
    assert query.seeker.facts is not None
    assert query.seeker.facts.wanted == ()
    assert [part.text for part in query.parts] == ["“普工”不是具体工种，请问想做哪一类活？"]


def test_done_and_wanted_are_kept_apart() -> None:
    query = ask("做过砌砖，想找个保洁")
    assert query.seeker is not None
    assert query.seeker.facts is not None
    assert [link.code for link in query.seeker.facts.done] == ["6-29-01-01"]
    assert [link.code for link in query.seeker.facts.wanted] == ["4-09-08-01"]


def test_certificate_education_and_pay_are_parts_of_the_person() -> None:
    query = ask("会开叉车，有N1证，初中文化，一个月六千以上")
    assert query.seeker is not None
    assert query.seeker.facts is not None
    assert [certificate.code for certificate in query.seeker.facts.certificates] == ["n1"]
    assert query.seeker.facts.education_code == "71"
    assert query.seeker.facts.pay_expected is not None
    assert query.seeker.facts.pay_expected.month_min_yuan == 6000
    assert {"certificate", "education", "pay", "done"} <= strengths(query).keys()


def test_an_employers_sentence_becomes_a_gig() -> None:
    query = ask(TILES, "seekers", at_home=False)
    assert query.seeker is None
    assert query.posting is not None
    assert (query.posting.kind, query.posting.headcount, query.posting.county_code) == (PostingKind.GIG, 8, "520302")
    found = query.posting.facts
    assert found is not None
    assert [link.code for link in found.occupations] == ["4-02-05-01"]
    assert found.slot is not None
    assert found.slot.start_minute == 7 * 60 + 30
    assert found.pay is not None
    assert (found.pay.min_yuan, found.pay.raw_unit) == (120, "半天")
    assert found.meals is True
    assert {"occupation", "headcount", "place", "slot", "pay", "meals"} <= strengths(query).keys()


@pytest.mark.parametrize(
    ("text", "headcount"),
    [
        ("要二十个人摘辣椒", 20),
        ("招3名保洁", 3),
        ("砌筑工十五人", 15),
        ("要两个电焊工", 2),
        ("招保洁", None),
        ("做3个月保洁", None),
        ("搬家要四五个", 4),
        ("招2-3人发传单", 2),
        ("插秧找二三十个人", 20),
        ("百把个人挖红薯", 100),
        ("来俩人抬柜子", 2),
        ("理发店收一个学徒", 1),
        ("差一个门卫一个保洁", 2),
        ("招收银员一个理货员两个，三个都要健康证", 3),
        ("修理厂缺钣金1人喷漆1人学徒2人", 4),
        ("招6个人：4个装车2个点数", 6),
        ("请一个锣鼓班子，六个人", 6),
        ("煮三十个人的饭", None),
        ("缺漆工木工各4", 8),
        ("编一个背篓三十块", None),
        ("找两个守鱼塘的，一人三千六", 2),
        ("要找一位月嫂", 1),
        ("要四个 哎不对 五个扎钢筋的", 5),
        ("刷外墙，一平22", None),
        ("缺焊工和木工，各三个", 6),
        ("招一对夫妻守果园", 2),
        ("夫妻店招个切菜的", 1),
    ],
)
def test_headcounts_are_read_in_digits_and_in_words_and_of_a_span_the_least(text: str, headcount: int | None) -> None:
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.headcount == headcount


@pytest.mark.parametrize(
    ("text", "headcount"),
    [
        ("我和我老公两个开小吃店忙不赢，找一个洗碗的", 1),
        ("敬老院住得有六十个老人，招护理员四名", 4),
        ("厂里现有二十个人，还差三个", 3),
        ("我们三个人住，请个做饭的", 1),
        ("请人掰苞谷，两百块一个，来五个", 5),
    ],
)
def test_people_who_are_there_and_prices_a_head_are_no_headcount(text: str, headcount: int) -> None:
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.headcount == headcount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("驾校招教练员两名，五千", "4-02-02-07"),
        ("光伏电站招运维员一名", "6-28-01-10"),
        ("果园请人摘葡萄，一百一", "5-01-02-02"),
        ("铺木地板，一平方三十", "6-29-04-01"),
        ("托管班周末老师，辅导作业", "2-08-99-00"),
        ("招司机两名，要A2，跑四川", "4-02-02-02"),
    ],
)
def test_work_is_known_by_its_everyday_name_and_by_where_it_is_done(text: str, code: str) -> None:
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.facts is not None
    assert posting.facts.occupations[0].code == code


def test_a_labourer_of_a_factory_may_do_anything_there() -> None:
    posting = ask("昆山电子厂招普工三十名，四险", "seekers").posting
    assert posting is not None
    assert posting.facts is not None
    assert posting.facts.occupations == ()


def test_a_forbidden_wish_is_set_aside_said_and_matched_on_by_nothing() -> None:
    query = ask("招保洁2名，限女，月薪2500包吃", "seekers")
    assert [finding.code for finding in query.set_aside] == ["sex_limit"]
    assert query.posting is not None
    assert "限女" not in query.posting.description
    assert "限女" in query.text
    (part,) = [part for part in query.parts if part.field == "set_aside"]
    assert "不能作为招用条件" in part.text


def test_an_age_wish_of_an_employer_excludes_nobody() -> None:
    query = ask("要个做饭阿姨，30-45岁，4000一个月", "seekers")
    (part,) = [part for part in query.parts if part.field == "age"]
    assert "不排除人" in part.text


def test_an_empty_sentence_asks_for_nothing() -> None:
    assert ask("").parts == ()
    assert ask("", "seekers").parts == ()


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("老周要个人做过泥水匠天结元0123456789，、 证不只在")),
        max_size=60,
    ),
    st.sampled_from(("postings", "seekers")),
)
def test_no_sentence_breaks_the_understanding(text: str, side: Literal["postings", "seekers"]) -> None:
    query = ask(text, side)
    assert query.text == text
    assert (query.seeker is None) is (side == "seekers")


def test_who_says_sixteen_is_sixteen_today_and_not_fifteen() -> None:
    seeker = ask("16岁，想找活做").seeker
    assert seeker is not None
    assert seeker.facts is not None
    assert seeker.facts.birth_on == ASOF.replace(year=2010)


def test_where_somebody_says_they_live_is_their_home_and_no_wish() -> None:
    query = ask("我在正安凤仪街道，会砌砖，就近找活", at_home=False)
    assert query.seeker is not None
    assert query.seeker.county_code == "520324"
    assert strengths(query)["place"] == "fact"
    assert "area_question" not in strengths(query)


def test_a_place_where_somebody_worked_is_not_their_home() -> None:
    query = ask("在仁怀茅台镇烤酒三年", at_home=False)
    assert query.seeker is not None
    assert query.seeker.county_code == ""


def test_a_trade_said_together_with_its_licence_is_not_lost() -> None:
    seeker = ask("会开叉车有N1证，想找个包住的").seeker
    assert seeker is not None
    assert seeker.facts is not None
    assert [link.code for link in seeker.facts.done] == ["6-30-05-01"]
    assert [certificate.code for certificate in seeker.facts.certificates] == ["n1"]


@pytest.mark.parametrize(
    ("text", "searches", "does_not"),
    [
        ("想进厂，不上夜班", "普工", "夜班"),
        ("找个日结的保洁", "保洁", "日结"),
        ("会粉墙，要包住", "抹灰", "包住"),
    ],
)
def test_what_is_a_limit_does_not_search_and_the_work_does_in_its_standard_words(
    text: str, searches: str, does_not: str
) -> None:
    words = ask(text).search_text
    assert searches in words
    assert does_not not in words


@pytest.mark.parametrize("side", ["postings", "seekers"])
@pytest.mark.parametrize("held", ["要", "1", "我也都", "想要"])
def test_a_held_key_is_read_as_a_few_and_kept_as_written(side: Literal["postings", "seekers"], held: str) -> None:
    text = f"砌砖，{held * 600}"
    query = understand_query(text, load_vocabulary(), side=side, asof=ASOF)
    assert query.text == text
    assert len(query.search_text) < 100
