"""Limits told by what follows when they are not met, by who forbids and by what is no longer borne; and their likes
that limit nothing."""

from __future__ import annotations

import pytest

from models.records import PostingKind, Settlement
from tests.models.understand.hearing import ask, limits, said


@pytest.mark.parametrize(
    "text",
    [
        "想找个扫街的，我男人不许我上夜班",
        "医生劝我莫熬夜，看车棚可以",
        "护士证有，晚班一概不接",
        "通宵打死都不干，网吧收银",
        "夜班熬不动了，想看仓库",
        "晚班莫排给我，卖衣服",
        "大夜班？我上伤了，头昏眼花，再也不上了，想理货",
        "三班倒的谢绝，质检",
        "后半夜的活路我坚决不碰，送餐",
    ],
)
def test_nights_are_refused_in_any_words(text: str) -> None:
    assert limits(text).no_night


@pytest.mark.parametrize(
    "text",
    ["晚班补贴高也做，保安", "夜班能不上最好", "晚上莫打电话，炒菜", "以前上夜班，现在卖菜", "我老公夜班，我想当收银"],
)
def test_nights_that_are_borne_or_not_ones_own_are_not_refused(text: str) -> None:
    assert not limits(text).no_night


def test_a_rule_of_the_firm_forbids_nothing() -> None:
    assert limits("老板不准我请假，想换个厂，缝纫").avoid == ()


@pytest.mark.parametrize(
    "text",
    [
        "没得歇处我干不成，传菜",
        "厂头不给安排住的我不来，叉车",
        "工地有住的才去，挖机",
        "只要有张床给我睡，去哪里都行",
        "工棚你们也要给我解决，扎钢筋",
        "包住是底线，质检",
        "我就一个要求，包住，杀鱼",
        "管住，不然免谈，砍竹子",
        "非包住不可，洗碗",
    ],
)
def test_work_that_depends_on_a_place_to_sleep_needs_one(text: str) -> None:
    assert limits(text).lodging


@pytest.mark.parametrize("text", ["有间屋给我睡更好，喂猪", "能有个铺位更好，普工", "想吃住都在场头，养鸡", "包住优先"])
def test_a_place_to_sleep_one_would_like_is_heard_and_limits_nothing(text: str) -> None:
    assert said(text).lodging_needed
    assert not limits(text).lodging


@pytest.mark.parametrize("text", ["床铺不消给我留，洗瓶", "收工我骑车回家睡，捆烟叶"])
def test_who_has_a_bed_needs_none(text: str) -> None:
    assert said(text).lodging_needed is False


@pytest.mark.parametrize(
    ("text", "settlement"),
    [
        ("抬砖，日结，否则莫喊我", Settlement.DAILY),
        ("做完当场结，少了这条谈都不谈", Settlement.ON_COMPLETION),
        ("钱当天结，隔夜账我不认，焊工", Settlement.DAILY),
        ("扎钢筋，一周一结是必须的", Settlement.WEEKLY),
        ("天天结账的才接，水电", Settlement.DAILY),
    ],
)
def test_a_way_of_paying_is_demanded_by_what_hangs_on_it(text: str, settlement: Settlement) -> None:
    assert limits(text).settlements == (settlement,)


@pytest.mark.parametrize("text", ["日结优先，小工", "能做完就给钱最好，打井", "日结也行月结也行"])
def test_a_way_of_paying_that_is_liked_limits_nothing(text: str) -> None:
    assert limits(text).settlements == ()


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("一个月没得四千我不如在屋头耍，厨师", 4000),
        ("五千以下我扭头就走，电工", 5000),
        ("四千二打底，再低就算了，看锅炉", 4200),
        ("不上三千五不去，仓管", 3500),
        ("工资低于四千的不用推荐，会计", 4000),
    ],
)
def test_the_sum_below_which_somebody_walks_away_is_the_least(text: str, least: int) -> None:
    assert limits(text).pay_month_min_yuan == least


@pytest.mark.parametrize("text", ["四千左右，厨师", "房租要一千五，想找个保洁", "以前一个月没得两千，现在想学电工"])
def test_a_sum_that_nothing_hangs_on_is_no_least(text: str) -> None:
    assert limits(text).pay_month_min_yuan is None


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("出了桐梓我就去不成，前台", ("520322",)),
        ("除了道真哪点都不去，泥水", ("520325",)),
        ("余庆以外的莫喊我，采茶", ("520329",)),
        ("湄潭的才去，绣花", ("520328",)),
        ("就守到务川，再远一步都不走，木工", ("520326",)),
        ("外省打死也不去，装修", ("520000",)),
        ("爹妈不准我出省，缝纫", ("520000",)),
        ("想学电工，但是我不出省", ("520000",)),
    ],
)
def test_who_will_not_leave_a_place_works_there_alone(text: str, areas: tuple[str, ...]) -> None:
    assert limits(text).areas == areas


@pytest.mark.parametrize("text", ["除了绥阳都可以去，焊工", "人就在习酒镇，会看窖", "就近最好，正安，缝纫"])
def test_a_place_named_without_a_bound_limits_nothing(text: str) -> None:
    assert limits(text).areas == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("女儿嫁到重庆了，想在汇川做保洁", ("520303",)),
        ("开年要跟老公去深圳，现在想做短期的", ()),
        ("年后要去重庆给姑娘带孙，打杂都行", ()),
        ("老公在贵阳工地，我也想跟过去，煮大锅饭", ("520100",)),
        ("广东那边给我一天四百，现在想在绥阳做架子工", ("520323",)),
        ("人还在广东，想进正安吉他厂", ("520324",)),
        ("想回新蒲开咖啡店", ("520302013",)),
        ("在枫香不对不对在枫香隔壁泮水镇找个修路的", ("520304117",)),
    ],
)
def test_where_others_went_and_what_is_left_behind_is_no_wish(text: str, codes: tuple[str, ...]) -> None:
    assert tuple(place.township_code or place.county_code for place in said(text).regions) == codes


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("煤窑子打死不进了，修路可以", "煤窑子"),
        ("我妈不准我下井，开铲车可以", "下井"),
        ("脚手架我上不得，打扫可以", "脚手架"),
        ("高的爬不得，地面的都行", "爬高"),
        ("抬抬扛扛的重活坚决不接", "重活"),
        ("流水线谢绝，想学美容", "流水线"),
        ("厕所是坚决不扫嘞，剪枝可以", "扫厕所"),
        ("上甑起窖嘞活不接，看锅炉可以", "起窖"),
        ("外卖我不送了，想理货", "送外卖"),
    ],
)
def test_work_is_refused_in_any_words(text: str, thing: str) -> None:
    assert any(thing in words for words in limits(text).avoid)


@pytest.mark.parametrize(
    "text",
    [
        "我妈卧床起不来，想找个半天的",
        "馆子老板不干了，想另找一家洗碗",
        "上回推荐的那家没谈拢，开货车",
        "跑网约车跑不起走了，想开小车",
        "血压高值不得夜班，看仓库",
        "说外头不去了，开注塑机",
    ],
)
def test_what_is_no_work_is_not_refused_as_work(text: str) -> None:
    assert limits(text).avoid == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("零工一概不做，会计", PostingKind.REGULAR),
        ("光打零工，泥水", PostingKind.GIG),
        ("只找长久的，装配线", PostingKind.REGULAR),
    ],
)
def test_a_kind_of_posting_is_refused_or_the_only_one(text: str, kind: PostingKind) -> None:
    assert kind in limits(text).kinds
    assert limits(text).avoid == ()


def test_a_consequence_shows_with_the_demand_it_hangs_on() -> None:
    parts = ask("装修木工，日结，不然免谈").parts
    assert [(part.field, part.strength) for part in parts if part.field == "settlement"] == [("settlement", "limit")]


def test_what_is_shown_of_a_floor_is_the_floor_and_not_what_follows_it() -> None:
    (part,) = (part for part in ask("工资莫低于四千五，不然我还不如在屋头耍").parts if part.field == "pay")
    assert part.text.endswith("低于四千五")
    pay = said("想做月嫂，四千五以上，再低就算了").pay_expected
    assert pay is not None
    assert pay.raw == "四千五以上"


@pytest.mark.parametrize("text", ["我不是不想上夜班，是老公不准我上", "包不包住都无所谓，工资四千五"])
def test_turns_of_speech_are_not_asked_back_as_a_trade(text: str) -> None:
    assert not [part for part in ask(text).parts if part.field == "wanted"]
