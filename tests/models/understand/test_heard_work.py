"""What work, how many people and which papers people tell of, in wordings nobody wrote a rule for first."""

from __future__ import annotations

import pytest

from tests.models.understand.hearing import ask, said


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
