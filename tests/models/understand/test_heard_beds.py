"""Where a person sleeps and when wages are paid, in the many short ways people say it."""

from __future__ import annotations

import pytest

from models.records import Settlement
from models.understand.benefits import parse_lodging
from models.understand.settlement import parse_settlement
from tests.models.understand.hearing import ask, limits, said


@pytest.mark.parametrize(
    "text",
    [
        "找个守库房的活，老板给间屋落脚就要得",
        "老板要是能腾间屋，我就长做，修车",
        "木工，能给张铁架床就来",
        "我做钢筋，工地帐篷也能睡",
        "找个能住进去的馆子端盘子",
        "护工，我可以跟病人一个屋睡",
    ],
)
def test_a_bed_is_wished_for(text: str) -> None:
    assert said(text).lodging_needed
    assert not limits(text).lodging


@pytest.mark.parametrize(
    "text",
    [
        "看鱼塘，一定要搭间屋给我",
        "只想找管睡的活，看鱼塘",
        "住的问题不解决我走不了，去浙江打螺丝",
        "食宿不解决的活路不去，采茶",
        "单位须给单间，两口子摘茶",
    ],
)
def test_a_bed_is_demanded(text: str) -> None:
    assert limits(text).lodging


@pytest.mark.parametrize(
    "text",
    [
        "单位的床我不睡",
        "厂里头八人间我挤不来，车工",
        "在工地过夜不行，刷漆",
        "做饭阿姨，不跟雇主住",
        "晚上要回屋睡，洗车",
        "换个床就睡不着，想做导购",
        "收班必须回去陪老人，保洁",
        "女48 月嫂 不上户过夜",
        "女51 保洁 须回家歇",
    ],
)
def test_a_bed_away_from_home_is_refused(text: str) -> None:
    assert said(text).lodging_needed is False
    assert "住家" in limits(text).avoid


@pytest.mark.parametrize(
    "text",
    [
        "床位让给别人，我做保安",
        "包住对我没得用，送快递",
        "宿舍就免了，收银",
        "房子我在汇川租起的，做美容",
        "已经租了对面的公寓，服装导购",
        "我挨姐姐住起，进超市",
        "和同学合租，送外卖",
        "自家铺子楼上住，跑腿",
        "跑大车，驾驶室就能睡",
        "不占你们宿舍，厨师",
    ],
)
def test_who_has_a_bed_needs_none_and_refuses_nothing(text: str) -> None:
    assert said(text).lodging_needed is False
    assert not limits(text).avoid


@pytest.mark.parametrize(
    "text",
    [
        "住不住店里都可以，洗碗",
        "睡不睡店里随便，电工",
        "住宿两可，护理",
        "住哪里我不挑，砌砖",
        "曾住过船上，想做焊工",
        "上回住的板房，这次想做保安",
        "工钱都交了房租，想做保洁",
        "我租的门面到期了，想帮人卖衣服",
        "我住得惯工棚，扎钢筋",
        "晚上要回家带娃",
    ],
)
def test_either_way_and_what_was_ask_for_no_bed(text: str) -> None:
    assert not any(part.field == "lodging" for part in ask(text).parts)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("后院小屋收拾出来给人住", True),
        ("老屋打扫出来可以歇", True),
        ("楼上员工间可入住", True),
        ("和师傅挤一间", True),
        ("跟我妈同屋睡", True),
        ("夫妻可分房", True),
        ("有的是空床", True),
        ("可给你租房", True),
        ("没修宿舍", False),
        ("本厂不设住宿", False),
        ("床位腾不出来", False),
        ("自寻住处", False),
        ("外头各人租", False),
        ("包吃不包睡", False),
        ("食宿全无", False),
        ("晚上各回各屋", False),
        ("管学生宿舍", None),
        ("打扫套间", None),
        ("住的事见面说", None),
    ],
)
def test_what_an_employer_says_of_beds(text: str, given: bool | None) -> None:
    assert parse_lodging(text) is given


@pytest.mark.parametrize(
    ("text", "settlement"),
    [
        ("一日一付", Settlement.DAILY),
        ("今天的活今天清", Settlement.DAILY),
        ("每晚收摊转工钱", Settlement.DAILY),
        ("工钱当面点", Settlement.DAILY),
        ("礼拜六拿钱", Settlement.WEEKLY),
        ("七天给我算一道账", Settlement.WEEKLY),
        ("干满七天结一回", Settlement.WEEKLY),
        ("发薪在月初", Settlement.MONTHLY),
        ("工资月底到卡", Settlement.MONTHLY),
        ("月尾盘账就发", Settlement.MONTHLY),
        ("一月一开", Settlement.MONTHLY),
        ("工钱半个月一清", Settlement.MONTHLY),
        ("桥修通一次付清", Settlement.ON_COMPLETION),
        ("房子封顶了再付钱", Settlement.ON_COMPLETION),
        ("烟季完了算总账", Settlement.ON_COMPLETION),
        ("跑完一趟就结", Settlement.ON_COMPLETION),
        ("做归一要给清", Settlement.ON_COMPLETION),
        ("月底清洗空调", None),
        ("月底发货忙", None),
        ("这周五拿钱去交学费", None),
        ("一个月发四千", None),
        ("负责结账收银", None),
    ],
)
def test_when_wages_are_paid(text: str, settlement: Settlement | None) -> None:
    assert parse_settlement(text) is settlement


@pytest.mark.parametrize(
    "text", ["活路干完要给清，刷墙", "要当天活当天钱，焊门窗", "要工资月清，收银", "钱要当场点清，打零工"]
)
def test_a_way_of_paying_that_is_demanded(text: str) -> None:
    assert limits(text).settlements
