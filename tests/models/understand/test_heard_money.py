"""Where somebody sleeps and how they are paid, in the many ways people say it."""

from __future__ import annotations

import pytest

from models.records import Settlement
from tests.models.understand.hearing import ask, limits, offered, said


@pytest.mark.parametrize(
    "text",
    [
        "睡工棚，自带铺盖",
        "免费双人间，水电全免",
        "二楼给师傅留了一间",
        "板房随便住，有热水",
        "宿舍水电自己摊",
        "学校分周转房",
        "集装箱里头睡，有风扇",
        "有个小屋归你歇",
        "一人一间屋",
        "两人住一间",
        "住处老板出",
        "吃住都是我们管",
        "给员工租了套房",
        "店里头有阁楼睡",
        "员工公寓，拎包入住",
        "拎包入住，两人间",
        "食堂宿舍都在厂区里头",
        "吃住跟我们一路",
        "提供住，不包吃",
        "宿舍已经收拾出来了",
        "屋头空房间多，来了就住",
        "住宿有补贴也有宿舍",
        "晚上就睡店里",
        "山上搭得有棚子歇",
        "带独立卫生间的宿舍",
        "员工宿舍四人一间",
        "住的地方我来解决",
        "有住的地方，吃饭自己煮",
        "包吃住在店里",
        "猪场里头有房间",
        "师傅来了有床睡",
        "宿舍有空调热水器",
        "工地搭了板房，被子自己带",
        "单身的可以住值班室",
        "免费提供住处",
        "可提供夫妻间",
        "住处现成的",
        "老人家里有空房，晚上住家",
        "院里腾了两间房给护工",
        "住的是活动板房",
        "食宿全包",
        "给租房子",
        "有员工楼，八人间",
        "吃住不要钱",
        "住宿免费",
        "楼上就是宿舍",
        "门卫室可以睡觉",
        "守夜的睡值班室",
    ],
)
def test_an_employer_gives_a_bed(text: str) -> None:
    assert offered(text).lodging is True


@pytest.mark.parametrize(
    "text",
    [
        "宿舍住满了，自己想办法",
        "住宿没得",
        "没得宿舍",
        "我们不管住的",
        "要住附近的，不留宿",
        "住的自己租",
        "房子自己租，厂里不包",
        "做完自己回去睡",
        "天天接送回家，不住工地",
        "只管中午一顿，住不管",
        "暂时没有宿舍",
        "住宿条件没有，限本镇的",
        "不提供宿舍但有房补",
        "只管饭不管住",
        "我们这里没住处",
        "不含住宿",
        "宿舍没得了",
        "本人自理食宿",
        "管一餐中饭，晚上各自回家",
        "早上来晚上走，不歇",
        "住宿要自己出钱租",
        "没有员工宿舍",
        "不供住宿，有餐补",
        "包中饭，住不包",
    ],
)
def test_an_employer_gives_no_bed(text: str) -> None:
    assert offered(text).lodging is False


@pytest.mark.parametrize(
    "text",
    [
        "搭板房的师傅要两个，三百一天",
        "打扫学生宿舍的阿姨一名",
        "招宿舍管理员一名",
        "公寓保洁员2名，1800",
        "照顾住院老人，护工一名",
        "家住附近的优先",
        "要两个贴瓷砖的，房子一百二十平",
        "酒店标间打扫，八块一间",
        "民宿有单间十二间，缺个打扫的",
        "夜间护工，陪住院老人",
        "房产中介招销售，住房公积金",
        "装修公司要木工，做房间吊顶",
        "家住南白的优先，三千",
        "床垫厂招缝纫工两名",
        "铺面招营业员，一个月两千八",
        "房嫂两名，打扫三十间房",
        "学生公寓楼管员，白班",
        "铺路工十名，一天两百六",
        "物业保洁，打扫小区楼道",
        "接送住校的娃儿，每周五一次",
    ],
)
def test_beds_that_are_the_work_are_no_offer(text: str) -> None:
    assert offered(text).lodging is None


@pytest.mark.parametrize(
    "text",
    [
        "工棚我也住得惯，只要有铺",
        "要给我找个落脚的地方",
        "有板房睡就行",
        "有张床就行",
        "最好能歇在店头",
        "单位能解决住的就好",
        "我想住厂里",
        "我要住厂",
        "我家太远了，没得住处做不成",
        "得有个睡处",
        "需住宿",
        "有宿舍优先",
        "两口子要住一间",
        "最好厂里头有夫妻房",
        "要吃住在主人家那种",
        "没得睡的地方我咋个做嘛",
        "店里能睡觉就行",
        "找个住家的活，带娃煮饭都可以",
        "有得住最好",
        "有地方歇脚就得行",
        "我租的房子到期了，要有宿舍",
        "老板要给我铺个床",
        "两口子要个单间",
        "只要给住就干",
        "工厂有宿舍最好",
        "最好包吃包住",
        "必须解决住宿",
        "没住的不去",
        "不管住的不考虑",
        "要是有铺睡就更好",
        "求个有住处的活",
        "要能住人的工地",
        "愿意住厂",
        "可住店",
        "能在工地上歇就行",
        "没房子住，要个能住的",
        "我从外地来的，没得落脚处",
        "想找个管吃管住的饭店",
        "厂里要有床位",
        "给间小屋歇脚就成",
        "哪里有床我就去哪里",
        "住宿要安排好",
        "包住不包吃也行",
        "住老板家也行",
    ],
)
def test_a_worker_wants_a_bed(text: str) -> None:
    assert said(text).lodging_needed is True


@pytest.mark.parametrize(
    "text",
    [
        "我自己租得有房子",
        "我在南白买得有房，不消管住",
        "住处不劳你们操心",
        "房子我自己有的",
        "不用给我安排宿舍",
        "我天天骑车来回",
        "我要回屋歇",
        "天黑了必须拢屋睡",
        "晚上要落屋睡",
        "下班我就回家住",
        "宿舍我睡不惯",
        "我不想住宿舍",
        "不在外头过夜",
        "住家的单子莫喊我",
        "包吃住的不考虑",
        "我女儿家就在城头，我住她那里",
        "铺莫给我留",
        "家里有房，不住宿舍",
        "住宿自理",
        "有自己的住房，不消安排",
        "我就住在隔壁，不用留床",
        "晚上不在那里歇",
        "要天天回屋头",
        "娃儿小，晚上得回去睡",
        "我要走读那种，不住",
        "不用住宿",
        "我只白天去，夜里回自己屋睡",
        "住家的做不来",
        "不想跟别个挤宿舍",
        "每天都要落屋",
        "不住那里",
        "我在街上租起房子的",
        "住的自家解决",
        "宿舍就不要了",
        "我有地方住",
        "老人离不得我，夜头要回屋头",
    ],
)
def test_a_worker_sleeps_at_home(text: str) -> None:
    assert said(text).lodging_needed is False


@pytest.mark.parametrize(
    "text",
    [
        "住哪点都行",
        "包不包住随便",
        "宿舍有没得都可以",
        "住不住宿舍我不挑",
        "没得宿舍也来",
        "以前在广东住了八年宿舍",
        "上家厂里没得宿舍，天天跑",
        "娃儿在学校住宿，我有空",
        "我住洋川街道",
        "家住桐梓楚米，找个守门的",
        "我会搭板房",
        "酒店铺床叠被都会",
        "我在医院服侍过住院病人",
        "屋头房子宽",
        "想学修房子",
        "我做过宿管",
        "在宿舍楼打扫过卫生",
        "晚上要回家带娃",
        "住得远，要一个钟头才到",
        "我有房贷要还",
        "天天回家喂猪，只能半天",
        "宿舍有没有都要得",
        "住厂住家都可以",
        "管住不管住都行",
        "吃住随便，钱多就行",
        "原来住工地住了十年",
        "我男人住工地上",
        "照顾过住院的老人",
        "我会铺床打扫房间",
        "屋头还欠起房贷",
        "住在播州尚嵇",
        "现住汇川高坪，想找保洁",
        "离家近点的，晚上好带娃",
        "跟儿子住，想找点事做",
        "我做过旅社，打扫单间",
        "家里修房子差钱",
    ],
)
def test_a_worker_asks_for_no_bed(text: str) -> None:
    assert said(text).lodging_needed is None


@pytest.mark.parametrize("text", ["没得落脚处我来不成", "不管住的不考虑", "工地要有铺给我睡", "得有个睡处", "要住一间"])
def test_who_cannot_do_without_a_bed_insists(text: str) -> None:
    assert limits(text).lodging


@pytest.mark.parametrize("text", ["有张床就更好", "厂里头有夫妻房最好", "想住厂里", "能在工地上歇就行"])
def test_a_bed_that_is_liked_excludes_nothing(text: str) -> None:
    assert not limits(text).lodging


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("当天就转微信", Settlement.DAILY),
        ("收工就发现金", Settlement.DAILY),
        ("天黑了点钱走人", Settlement.DAILY),
        ("月底统一发", Settlement.MONTHLY),
        ("每月十号打卡", Settlement.MONTHLY),
        ("每月一号准时发工资", Settlement.MONTHLY),
        ("15号发上月工资", Settlement.MONTHLY),
        ("每个月结一次", Settlement.MONTHLY),
        ("下月10号前到账", Settlement.MONTHLY),
        ("一个星期打一回钱", Settlement.WEEKLY),
        ("每个礼拜结一次", Settlement.WEEKLY),
        ("贴完验收了就付钱", Settlement.ON_COMPLETION),
        ("补好就给钱", Settlement.ON_COMPLETION),
        ("砌完当面把账算清", Settlement.ON_COMPLETION),
        ("每天给老人煮三顿饭", None),
        ("下班打卡，上下班守时", None),
        ("每周休一天", None),
        ("12月5号打卡报到", None),
        ("每月休四天，包吃", None),
    ],
)
def test_when_an_employer_pays(text: str, when: Settlement | None) -> None:
    assert offered(text).settlement is when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("月底不给钱我就走人", Settlement.MONTHLY),
        ("工资要月月到账", Settlement.MONTHLY),
        ("不按周给我就不上工", Settlement.WEEKLY),
        ("下班必须当场数钱", Settlement.DAILY),
        ("每天收工要拿现钱", Settlement.DAILY),
        ("当天不结不干", Settlement.DAILY),
        ("要完工就给钱我才做", Settlement.ON_COMPLETION),
        ("下班要接娃", None),
        ("上个老板年底没给钱，这回想找个稳当的", None),
        ("每天回家给老人做饭", None),
    ],
)
def test_when_a_worker_is_paid(text: str, when: Settlement | None) -> None:
    assert said(text).settlement is when


@pytest.mark.parametrize("text", ["当天不结不干", "月底不给钱我就走人", "不按周给我就不上工", "完工就给钱我才做"])
def test_who_walks_off_unpaid_insists_on_when(text: str) -> None:
    assert limits(text).settlements


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("退休工资两千六，想做点事，一天一百五", 150, 150),
        ("还欠起八万块，一个月五千的活就行", 5000, 5000),
        ("在贵阳房租要一千二，回来做，三千五左右", 3500, 3500),
        ("房贷两千八要还，六千以上", 6000, None),
        ("那边给我一天三百，我一天三百五就行", 350, 350),
        ("三千二改成三千六一个月", 3600, 3600),
        ("开过小松220，一天五百", 500, 500),
        ("一小时十六到二十", 16, 20),
        ("底薪三千左右", 3000, 3000),
        ("底薪三千加提成", 3000, None),
        ("只做半天，1600左右", 1600, 1600),
    ],
)
def test_only_what_the_work_shall_pay_is_a_wage(text: str, least: float, most: float | None) -> None:
    pay = said(text).pay_expected
    assert pay is not None
    assert (pay.min_yuan, pay.max_yuan) == (least, most)


@pytest.mark.parametrize(
    "text",
    [
        "一天没得两百六我手都懒得抬",
        "三百以下我掉头就走",
        "一件少于五块不做",
        "四千打底，再少就算了",
        "低于六千就喊别个",
    ],
)
def test_who_walks_off_for_less_holds_to_the_pay(text: str) -> None:
    assert any(part.field == "pay" and part.strength == "limit" for part in ask(text).parts)


def test_when_it_is_paid_out_is_no_unit_of_the_pay() -> None:
    pay = offered("一天两百六一个星期结一回钱").pay
    assert pay is not None
    assert (pay.min_yuan, pay.unit) == (260, "day")
