"""Places are found the way people write them, and a name that repeats is settled by where it is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.understand.area import find_mentions, find_places, place_of, resolve_place
from models.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def code_of(text: str, vocabulary: Vocabulary, within: str = "") -> str:
    place = resolve_place(text, vocabulary, within=within)
    return "" if place is None else place.township_code or place.county_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("520304", "520304"),
        ("5203", "520300"),
        ("520304107000", "520304107"),
        ("贵州省遵义市播州区三合镇", "520304104"),
        ("播州", "520304"),
        ("遵义县", "520304"),
        ("道真自治县", "520325"),
        ("道真县", "520325"),
        ("务川仡佬族苗族自治县", "520326"),
        ("正安", "520324"),
        ("贵阳", "520100"),
        ("广东珠海", "440400"),
        ("珠海市斗门区", "440403"),
        ("上海嘉定", "310114"),
        ("浙江省宁波市慈溪市", "330282"),
        ("苏州昆山", "320583"),
        ("下广", "440000"),
        ("黔东南", "522600"),
        ("内蒙古", "150000"),
        ("北京朝阳", "110105"),
        ("遵义市红花岗区万里路街道某小区3栋", "520302002"),
        ("重庆市綦江区", "500110"),
        ("全国", "000000"),
        ("不限", "000000"),
        ("省内", "520000"),
        ("９９９９９９", ""),
        ("乱七八糟", ""),
        ("", ""),
    ],
)
def test_a_place_is_resolved_as_written(text: str, code: str, vocabulary: Vocabulary) -> None:
    assert code_of(text, vocabulary) == code


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("三合镇", "520304", "520304104"),
        ("三合镇", "520382", "520382109"),
        ("三合", "520382", "520382109"),
        ("洛龙", "520325", "520325105"),
        ("南白镇", "520304", "520304001"),
        ("棕坪镇", "520325", "520325201"),
        ("长沙镇", "520381", "520381108"),
        ("长沙", "520381", "430100"),
        ("本县", "520324101", "520324"),
        ("挨屋近", "520325", "520325"),
        ("本乡镇", "520324101", "520324101"),
        ("省内", "440400", "440000"),
    ],
)
def test_a_name_that_repeats_means_the_one_at_home(text: str, within: str, code: str, vocabulary: Vocabulary) -> None:
    assert code_of(text, vocabulary, within) == code


@pytest.mark.parametrize("text", ["三合镇", "永安镇", "鼓楼区", "朝阳区", "本县", "就近"])
def test_a_name_that_could_be_several_places_is_left_open_without_a_home(text: str, vocabulary: Vocabulary) -> None:
    assert resolve_place(text, vocabulary) is None


def test_the_new_district_stands_for_its_presumed_parent_and_says_so(vocabulary: Vocabulary) -> None:
    place = resolve_place("新蒲新区", vocabulary)
    assert place is not None
    assert place.county_code == "520302"
    assert "待人社部门确认" in place.note
    assert vocabulary.areas.local["新蒲新区"].local_code


def test_the_urban_area_is_two_districts_and_as_one_place_their_city(vocabulary: Vocabulary) -> None:
    assert [p.county_code for p in find_places("遵义城区", vocabulary)] == ["520302", "520303"]
    place = resolve_place("遵义城区", vocabulary)
    assert place is not None
    assert (place.county_code, place.note) == ("520300", "红花岗区、汇川区")


@pytest.mark.parametrize(
    ("text", "within", "codes"),
    [
        ("想去广东、浙江一带，珠海最好", "", ["440000", "330000", "440400"]),
        ("江浙沪", "", ["320000", "330000", "310000"]),
        ("在屋头附近找活路", "520324", ["520324"]),
        ("在屋头附近找活路", "", []),
        ("正安县凤仪街道、瑞溪镇", "", ["520324001", "520324101"]),
        ("贵阳或遵义城区都可以", "", ["520100", "520302", "520303"]),
        ("广东那边，东莞、深圳", "", ["441900", "440300"]),
        ("广东省，广东", "", ["440000"]),
        ("只在绥阳找，站柜台都可以", "520300", ["520323"]),
    ],
)
def test_free_text_gives_its_places_in_order(text: str, within: str, codes: list[str], vocabulary: Vocabulary) -> None:
    found = find_places(text, vocabulary, within=within)
    assert [place.township_code or place.county_code for place in found] == codes


@pytest.mark.parametrize(
    "text",
    [
        "兰州拉面师傅",
        "四川火锅店",
        "北京路上的店",
        "负责接待来宾，大方得体",
        "平安保险",
        "打扫卫生，长白班",
        "四川人优先",
        "重庆火锅店招配菜",
        "遵义医专护理应届",
    ],
)
def test_dishes_streets_and_plain_words_are_no_places(text: str, vocabulary: Vocabulary) -> None:
    assert find_places(text, vocabulary) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("深溪一家火锅店要洗碗工", "520302105"),
        ("尚嵇铝厂招电工", "520304110"),
        ("团泽砖厂出窑", "520303102"),
        ("我们忠庄小区要保洁", "520302012"),
        ("鸭溪守夜的要一个", "520304113"),
        ("水电工，虾子那块", "520302109"),
        ("贵阳酸汤鱼火锅店招厨师", "520100"),
        ("找个洗马茶厂的活", "520328112"),
        ("赤水市中街道的药店", "520381001"),
        ("石板镇上招收银", "520304114"),
        ("小关那边修路", "520323201"),
    ],
)
def test_a_place_is_known_by_its_short_name_as_people_say_it(text: str, code: str, vocabulary: Vocabulary) -> None:
    mentions = find_mentions(text, vocabulary, spoken=True)
    assert [place.township_code or place.county_code for mention in mentions for place in mention.places] == [code]


@pytest.mark.parametrize("text", ["长期招聘保洁", "礼仪公司招主持", "铁厂招普工", "石板厂切割", "温泉酒店", "芝麻油厂"])
def test_a_township_that_is_a_plain_word_needs_words_beside_it(text: str, vocabulary: Vocabulary) -> None:
    assert find_mentions(text, vocabulary, spoken=True) == []


def test_a_township_without_coordinates_stands_at_its_countys(vocabulary: Vocabulary) -> None:
    township, county = vocabulary.areas.place("520325105"), vocabulary.areas.place("520325")
    assert (township.lng, township.lat) == (county.lng, county.lat)
    assert vocabulary.areas["520325105"].is_rough


def test_a_record_in_an_unknown_township_still_stands_in_its_county(vocabulary: Vocabulary) -> None:
    place = place_of("520324", "没有这个镇", vocabulary)
    assert place is not None
    assert (place.level, place.county_code) == ("county", "520324")
    assert "不在区划表中" in place.note
    assert place_of("", "", vocabulary) is None
    raw = place_of("", "火星", vocabulary)
    assert raw is not None
    assert (raw.level, raw.raw) == ("unknown", "火星")


def test_a_township_of_another_county_never_moves_a_record(vocabulary: Vocabulary) -> None:
    place = place_of("520324", "茅台镇", vocabulary)
    assert place is not None
    assert place.county_code == "520324"


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("省市县区镇乡街道遵义播州广东0123456789、，")), max_size=40
    )
)
def test_no_text_breaks_the_finding_of_places(text: str) -> None:
    vocabulary = _SHARED
    for place in find_places(text, vocabulary, within="520324"):
        assert place.county_code == "000000" or place.county_code in vocabulary.areas
    resolve_place(text, vocabulary, within="520324")


def test_every_unit_is_found_again_by_its_full_name(vocabulary: Vocabulary) -> None:
    lost = [
        code
        for code in vocabulary.areas
        if code.startswith(("52", "44")) and code_of(vocabulary.areas.full_name(code), vocabulary) != code
    ]
    assert lost == []


_SHARED = load_vocabulary()
