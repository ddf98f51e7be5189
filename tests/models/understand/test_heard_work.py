"""What work, how many people and which papers people tell of, in wordings nobody wrote a rule for first."""

from __future__ import annotations

import pytest

from tests.models.understand.hearing import ask, said, work, work_asked


@pytest.mark.parametrize(
    ("text", "headcount"),
    [
        ("车工×6，质检x1，尾部*2", 9),
        ("裁剪2车工8尾部1", 11),
        ("HR1，前台2，早上八点半到", 3),
        ("急寻模板工仨，明早进场", 3),
        ("寻个会做流水席的", 1),
        ("补四对夫妻码砖", 8),
        ("门卫两班倒，每班三人", 6),
        ("水暖、木工各缺1名", 2),
        ("下料安装各差两个", 4),
        ("招五个不对改成八个，一箱一块五", 8),
        ("前天报的洗碗工4人改为6人", 6),
        ("要两个传菜的哦三个", 3),
        ("名额四个一个月九百块", 4),
        ("每层一个保洁，现在还差六个", 6),
        ("上一个店长走了，再请一个来", 1),
        ("走了两个，现在补三个", 3),
        ("想请一位月嫂，腊月生", 1),
    ],
)
def test_people_asked_for_are_counted_in_any_shorthand_and_after_any_correction(text: str, headcount: int) -> None:
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.headcount == headcount


@pytest.mark.parametrize(
    "text", ["屋顶漏，接了两个桶，找补漏的", "早晚各跟一趟车，加起来三个多钟头", "我们厂有九十个工人，缺机修"]
)
def test_things_hours_and_who_is_there_are_no_people_asked_for(text: str) -> None:
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.headcount is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("D照揣起的，送桶装水", {"driver_d"}),
        ("B照开了十来年大车", {"driver_b2", "driver_b1"}),
        ("我是电工，低压证高压证都有", {"low_voltage", "high_voltage"}),
        ("做账的，中级会计职称", {"mid_accountant"}),
        ("语文教师资格，想代课", {"teacher"}),
        ("消防中级证，值班守夜都行", {"fire_operator"}),
        ("养老护理员中级，服侍过瘫痪老人", {"elder_care"}),
    ],
)
def test_papers_are_heard_without_the_word_for_them(text: str, codes: set[str]) -> None:
    assert {certificate.code for certificate in said(text).certificates} <= codes
    assert said(text).certificates


@pytest.mark.parametrize("text", ["以前有焊工证，前年过期了没去审", "健康证没办，洗碗要不要", "有塔吊证，早就到期了"])
def test_a_paper_that_lapsed_or_was_never_got_is_not_held(text: str) -> None:
    assert not said(text).certificates


def test_lacking_papers_is_told_of_the_paper_named_before_only() -> None:
    assert [certificate.code for certificate in said("叉车证有，合同到期了，想换个厂").certificates] == ["n1"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("上甑摊凉看窖都会，想去习酒", "6-02-06-03"),
        ("踩了六季曲，茅台镇哪家要人", "6-02-06-03"),
        ("会数签签穿签签，下午有空", "4-03-02-05"),
        ("守过五年水泵", "6-28-03-04"),
        ("给牲口打针阉猪都得行", "5-05-02-03"),
        ("抖音上卖过茶叶，想接着做", "4-01-06-02"),
        ("开了六年挖机", "6-30-05-05"),
        ("车了十年鞋面", "6-05-04-01"),
        ("女司机，A2照，啥车都敢开", "4-02-02-02"),
        ("早些年在砖厂干电焊", "6-18-02-04"),
    ],
)
def test_work_is_heard_as_people_call_it(text: str, code: str) -> None:
    assert work(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("采茶那个我看到了，我是想做烘干房看火的", "5-05-06-01"),
        ("送外卖太累不想送了，快递派件可以", "4-02-07-08"),
        ("砌砖砌不动了，想守大门", "4-07-05-01"),
        ("去年在厦门踩衣服，今年想找个洗碗的", "4-03-02-05"),
        ("婆娘在超市收银，我想开叉车", "6-30-05-01"),
        ("今年回湄潭照顾老人，想找电梯维保", "6-29-03-03"),
        ("赶场要守自家摊摊，平时帮人砍竹子", "5-02-04-01"),
        ("茶厂食品厂做检验的都行", "4-08-05-01"),
    ],
)
def test_the_work_wished_for_stands_before_what_was_done_left_or_is_anothers(text: str, code: str) -> None:
    assert work(text) == code


@pytest.mark.parametrize(
    "text",
    ["妈老汉都走了，一个人吃饱全家不饿", "医药费欠起一万多，要做事", "供两顿饭擦黑数钱就要得", "大孙子下个月满周岁"],
)
def test_talk_of_home_money_and_board_is_no_work(text: str) -> None:
    assert work(text) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("便民中心窗口缺1名，会电脑打字", "3-01-01-02"),
        ("要两个会修茶机的机修", "6-31-01-02"),
        ("茶厂有六十亩，要两个机修", "6-31-01-02"),
        ("敬老院，煮饭1名", "4-03-02-01"),
        ("步行街焊招牌架子，一天三百二", "6-18-02-04"),
        ("有个包工头打电话要扎钢筋的", "6-29-01-04"),
        ("打字复印店要个手脚快的", "3-01-02-05"),
    ],
)
def test_what_one_must_know_and_where_it_is_do_not_stand_for_the_work(text: str, code: str) -> None:
    assert work_asked(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("老汉八十三了脑壳糊涂，找个人陪到起", "4-10-01-05"),
        ("我妈刚开刀，请人在病房守几夜", "4-14-01-02"),
        ("娃儿两岁，白天要人看到起", "4-10-01-01"),
        ("中午来煮顿饭，打扫一下屋头", "4-10-01-06"),
        ("学校食堂煮饭，兼打扫，一个人", "4-03-02-01"),
        ("下水道堵了，来个师傅", "6-29-03-04"),
        ("娃儿上大学了，屋头搬家，来三个人", "4-02-05-01"),
    ],
)
def test_a_household_says_whom_or_what_is_to_be_cared_for(text: str, code: str) -> None:
    assert work_asked(text) == code
