"""Limits and places told in the ways people tell them: what others proposed, where one has left, what cannot be borne;
and their likes that limit nothing."""

from __future__ import annotations

import pytest

from models.records import Place, Settlement
from models.understand.area import find_mentions
from tests.models.understand.hearing import VOCABULARY, ask, limits, said


def _code(place: Place) -> str:
    return place.township_code or place.county_code


def _regions(text: str) -> list[str]:
    return [_code(place) for place in said(text).regions]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("出了遵义的活路我一概不去，开铲车", "520300"),
        ("出了播州的地界一步都不走，守大门", "520304"),
        ("湄潭以外的厂莫跟我提，炒茶", "520328"),
        ("我就在凤冈城头做，别的县再高也不去，收银", "520327"),
        ("不是湄潭的厂就算了，炒茶", "520328"),
        ("店面不在播州我就不去，会计", "520304"),
        ("仅限习水，扫地", "520330"),
        ("不得出省，焊工", "520000"),
        ("莫给我介绍省外的，焊工", "520000"),
    ],
)
def test_a_place_that_is_not_left_is_a_limit(text: str, code: str) -> None:
    assert limits(text).areas == (code,)


@pytest.mark.parametrize(
    "text",
    [
        "娃儿才上幼儿园，跑不远，找个收银",
        "老人离不得人，只敢在屋边边做，糊灯笼",
        "远了我照管不到老妈，洗碗都行",
        "莫叫我出远门，煮饭",
        "只好就近找点活，摘茶",
        "本地的活路才考虑，挖机",
        "外县的莫给我打电话，收银",
        "离家远了我不做，收银",
    ],
)
def test_who_cannot_go_far_from_a_home_unknown_stays_in_the_province(text: str) -> None:
    query = ask(text)
    assert query.seeker is not None
    assert query.seeker.willing_out_of_province is False
    assert any("请问家住" in part.text for part in query.parts)


@pytest.mark.parametrize(
    "text", ["屋头附近最好，洗碗", "去哪里都得行，开铲车", "白天走不开，看守仓库", "上贵阳做保洁可以"]
)
def test_who_would_rather_be_near_or_is_busy_may_still_go_far(text: str) -> None:
    query = ask(text)
    assert query.seeker is not None
    assert query.seeker.willing_out_of_province is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("老乡约我去东莞打螺丝，我没答应，想在习水找个守库房的", "520330"),
        ("福建那边待腻了，想在余庆养鸡", "520329"),
        ("刚从昆山回来，绥阳有没有质检要人", "520323"),
        ("我们两口子在中山做灯，年底就转仁怀来了，包装工", "520382"),
        ("海宁皮衣厂的车工，回来正安有没得这种厂", "520324"),
        ("在晋江贴过鞋底泉州装过箱子，现在想进桐梓的厂", "520322"),
        ("贵阳太远了，就在汇川找个文员", "520303"),
        ("浙江我是再也不去的，想在仁怀找酒厂", "520382"),
        ("江苏务工人员，余庆人，想找数控", "520329"),
        ("人在绥阳，老家凤冈，收银", "520323"),
        ("我哥在凯里，他喊我过去，我也想去，砌墙", "522601"),
    ],
)
def test_where_somebody_was_or_was_asked_to_go_is_no_wish(text: str, code: str) -> None:
    facts = said(text)
    found = [_code(place) for place in facts.regions] or [_code(facts.place)] if facts.place else _regions(text)
    assert found[:1] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("在贵阳找个做保洁的", "520100"),
        ("老乡约我去东莞，我也想去，电子厂", "441900"),
        ("在重庆找个火锅店配菜的", "500000"),
        ("绥阳郑场我去过，那边大棚要人不", "520323101"),
    ],
)
def test_where_somebody_wants_to_go_is_a_wish(text: str, code: str) -> None:
    assert _regions(text)[:1] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "我老汉中午要人喂饭",
        "想学习水电安装",
        "不知道真的假的",
        "东西安装我会",
        "每天水电费自己出",
        "非常熟练",
        "日照料两个老人",
    ],
)
def test_the_border_of_two_words_is_no_place(text: str) -> None:
    assert find_mentions(text, VOCABULARY, spoken=True) == []


@pytest.mark.parametrize(
    ("text", "settlement"),
    [
        ("只干现过现，搬货", Settlement.DAILY),
        ("非要做一天拿一天不可，扎钢筋", Settlement.DAILY),
        ("收了工必须当场数钱，下力活", Settlement.DAILY),
        ("工钱一天一清，拖一天都不干，抹灰", Settlement.DAILY),
        ("做完当场不给钱我扭头就走，装修小工", Settlement.ON_COMPLETION),
        ("月底不发工资的厂我不进，缝纫", Settlement.MONTHLY),
    ],
)
def test_a_way_of_paying_that_is_insisted_on_is_a_limit(text: str, settlement: Settlement) -> None:
    assert limits(text).settlements == (settlement,)


@pytest.mark.parametrize(
    "text", ["非日结的也可以，搬货", "日结三百，少一分不干，抹灰", "一天一清最好，抹灰", "隔天给也行，抹灰"]
)
def test_a_way_of_paying_that_is_liked_is_none(text: str) -> None:
    assert limits(text).settlements == ()


@pytest.mark.parametrize(
    "text",
    [
        "底线四千五以上，叉车",
        "我开价四百一天，少一分都莫喊，焊工",
        "不给到六千我是不会去的，司机",
        "没得四十五一平莫喊我，贴砖",
        "一个平方没得五十我不动工，贴砖",
        "要求五千以上，否则不返乡，车工",
    ],
)
def test_less_than_a_sum_is_refused(text: str) -> None:
    assert any(part.field == "pay" and part.strength == "limit" for part in ask(text).parts)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("冻库冷得很，那个地方我不进，点货可以", "冻库"),
        ("工地上太晒了，那种活路我不干，洗碗可以", "工地"),
        ("服侍病人我做不来，煮饭可以", "服侍病人"),
        ("端菜端得手杆痛，不端了，切配可以", "端菜"),
        ("打螺丝的活谁爱干谁干，送货可以", "打螺丝"),
        ("王嬢孃，做住家，不带奶娃", "带奶娃"),
        ("除了挖煤啥子都行", "挖煤"),
    ],
)
def test_what_is_hard_to_bear_is_refused(text: str, refused: str) -> None:
    assert limits(text).avoid == (refused,)


@pytest.mark.parametrize(
    "text",
    [
        "烟酒都不沾，开半挂的",
        "啥子工都不挑，有活就行",
        "没得宿舍我总不能睡桥洞，传菜",
        "没得社保的不去，车工",
        "没得九千一个月不上户，月嫂",
        "必须日结，隔天都不行，搬货",
        "莫叫我出远门，煮饭",
    ],
)
def test_habits_conditions_and_complaints_refuse_no_work(text: str) -> None:
    assert limits(text).avoid == ()


@pytest.mark.parametrize(
    "text", ["白天要伺候老娘，只上得了夜班", "铺子白天离不得人，守夜的活路有没得", "我要守夜班那种哈"]
)
def test_who_takes_nothing_but_nights_is_free_from_the_evening(text: str) -> None:
    assert limits(text).earliest_minute == 18 * 60


@pytest.mark.parametrize("text", ["听说你们要上夜班，我问哈保洁", "夜班也上，保安", "白天夜班都行，保安"])
def test_who_takes_nights_too_is_free_by_day(text: str) -> None:
    assert limits(text).earliest_minute is None


@pytest.mark.parametrize(
    "text",
    [
        "送了娃八点半方能到岗，保洁",
        "四点二十以前必须走，煮饭",
        "一天只做得到两三个钟头，糊盒子",
        "晚上我也来不成，洗碗",
    ],
)
def test_hours_that_somebody_is_bound_to_are_limits(text: str) -> None:
    found = limits(text)
    assert found.no_night or found.longest_minutes or found.earliest_minute or found.latest_minute


@pytest.mark.parametrize(
    "text",
    [
        "火锅店找个炒料的，本地户口的才要",
        "本村的人优先，除草工十个",
        "装卸工五个，男劳力，一天两百",
        "要个男的守夜",
        "找两个妇女掰竹笋",
        "前台一名，长得要好看",
        "户口要在本镇的，保洁一名",
    ],
)
def test_what_the_law_does_not_allow_to_ask_is_set_aside(text: str) -> None:
    assert ask(text, "seekers").set_aside


@pytest.mark.parametrize(
    "text",
    ["茶厂招采茶工二十个，男女都可以", "找一个照顾老太婆的阿姨", "女装店要营业员一个", "缝纫工十名，不限年龄"],
)
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert not ask(text, "seekers").set_aside


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("习水土诚人，想找个煮饭的", "520330101"),
        ("新浦那边有没得保洁，我去", "520302013"),
        ("正安按场镇上卖衣服", "520324103"),
        ("桐梓花球的厂要人不", "520322107"),
    ],
)
def test_a_township_typed_with_a_wrong_character_is_known(text: str, code: str) -> None:
    facts = said(text)
    assert [_code(place) for place in (*facts.regions, *([facts.place] if facts.place else []))][:1] == [code]


@pytest.mark.parametrize("text", ["工地那边要人不", "习水打工的，想找厂", "汇川工地扎钢筋", "学校那边煮饭"])
def test_words_beside_a_place_are_no_mistyped_township(text: str) -> None:
    assert all(not place.township_code for place in said(text).regions)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我们在务川有三家店，缺人的是都濡街道那家，收银员一个", "520326002"),
        ("车停苟江，缺驾驶员一名", "520304103"),
        ("汇川洗马路川菜馆，配菜工两名", "520303002"),
    ],
)
def test_an_employer_names_the_place_of_work_more_exactly(text: str, code: str) -> None:
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.facts is not None
    assert posting.facts.place is not None
    assert _code(posting.facts.place) == code
