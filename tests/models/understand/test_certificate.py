"""Certificates gate work, so a licence is recognised in its many names and never invented."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.understand.certificate import parse_certificates, still_held
from models.understand.said_papers import certificate_of_trade
from models.vocabulary import Vocabulary, load_vocabulary

ASOF = date(2026, 11, 23)


@cache
def _shared() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
def vocabulary() -> Vocabulary:
    return _shared()


def _codes(text: str, vocabulary: Vocabulary) -> list[str]:
    return [c.code for c in parse_certificates(text, vocabulary, asof=ASOF)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("低压电工作业", ["low_voltage"]),
        ("特种作业操作证（低压电工作业）", ["low_voltage"]),
        ("电工本", ["low_voltage"]),
        ("熔化焊接与热切割作业", ["fusion_welding"]),
        ("焊工证", ["fusion_welding"]),
        ("建筑架子工", ["construction_scaffolder"]),
        ("N1叉车", ["n1"]),
        ("特种设备作业人员证（N1叉车）", ["n1"]),
        ("Q2桥式起重机", ["q2"]),
        ("建筑起重机械司机（塔式）", ["construction_tower_crane"]),
        ("建筑起重机械司机（施工升降机）", ["construction_hoist"]),
        ("B2驾驶证+货运从业资格证", ["driver_b2", "road_freight"]),
        ("驾驶证（B2及以上）", ["driver_b2"]),
        ("c1驾照", ["driver_c1"]),
        ("健康证", ["health"]),
        ("保安员证、健康证", ["security_guard", "health"]),
        ("母婴护理证+健康证", ["maternal_infant", "health"]),
        ("初级会计", ["junior_accountant"]),
        ("护士执业证", ["nurse"]),
        ("幼儿园教师资格证", ["teacher"]),
        ("英语四级", ["cet4"]),
        ("普通话二甲", ["putonghua"]),
        ("持A2驾驶证及货运从业资格证", ["driver_a2", "road_freight"]),
        ("无", []),
        ("不限", []),
        ("无需健康证", []),
        ("没得电工证", []),
        ("身份证复印件", []),
        ("", []),
    ],
)
def test_names_of_the_field(text: str, codes: list[str], vocabulary: Vocabulary) -> None:
    assert _codes(text, vocabulary) == codes


@pytest.mark.parametrize(
    "text", ["从事高处作业、清洗外墙", "有育婴员经验", "负责车间低压电工作业与维修", "普工，能吃苦"]
)
def test_a_duty_is_not_mistaken_for_a_certificate(text: str, vocabulary: Vocabulary) -> None:
    assert _codes(text, vocabulary) == []


def test_a_level_certificate_is_no_licence(vocabulary: Vocabulary) -> None:
    for text in ("电工职业技能等级证书（高级）", "初级砌筑工", "焊工等级证书"):
        (found,) = parse_certificates(text, vocabulary, asof=ASOF)
        assert not vocabulary.licences_covered(found.code), text
        assert found.name


def test_an_old_forklift_card_becomes_n1_and_asks_for_review(vocabulary: Vocabulary) -> None:
    for text in ("N2叉车证", "特种设备作业人员证N2（2018年取证，未复审）"):
        (found,) = parse_certificates(text, vocabulary, asof=ASOF)
        assert found.code == "n1"
        assert "复审" in found.needs_review
    assert _codes("观光车N2证", vocabulary) == ["n2"]


def test_n2_is_a_sightseeing_card_unless_the_work_beside_it_says_forklift(vocabulary: Vocabulary) -> None:
    assert _codes("N2证有", vocabulary) == ["n2"]
    (old,) = parse_certificates("N2证，老证", vocabulary, asof=ASOF, beside="开叉车")
    assert old.code == "n1"


@pytest.mark.parametrize("text", ["健康证过期了还没去办", "爆破证也过期咯", "焊工证没去复审", "电工证作废了"])
def test_what_has_lapsed_is_held_no_more(text: str, vocabulary: Vocabulary) -> None:
    assert still_held(parse_certificates(text, vocabulary, asof=ASOF)) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("药房聘执业药师一名", "pharmacist"), ("教资初中数学", "teacher"), ("高低压电工证", "high_voltage")],
)
def test_names_that_are_nothing_but_papers_need_no_word_for_them(text: str, code: str, vocabulary: Vocabulary) -> None:
    assert code in _codes(text, vocabulary)


@pytest.mark.parametrize("text", ["健康证快过期了", "健康证还没过期", "健康证刚复审"])
def test_what_has_not_lapsed_yet_is_held(text: str, vocabulary: Vocabulary) -> None:
    assert [c.code for c in still_held(parse_certificates(text, vocabulary, asof=ASOF))] == ["health"]


@pytest.mark.parametrize(
    ("piece", "trade", "codes"),
    [
        ("证刚复审", "原煤矿瓦检员", ["coal_gas_check"]),
        ("有证", "做焊工", ["fusion_welding"]),
        ("操作证在手", "塔吊司机", ["construction_tower_crane"]),
        ("证没得", "电工", []),
        ("证过期了", "开叉车", []),
        ("有证", "种菜", []),
        ("月嫂要有证", "", ["maternal_infant"]),
        ("持证焊工", "", ["fusion_welding"]),
        ("有没得证都行", "护理员", []),
    ],
)
def test_papers_without_a_name_are_those_of_the_trade(
    piece: str, trade: str, codes: list[str], vocabulary: Vocabulary
) -> None:
    read = certificate_of_trade(piece, [trade], vocabulary, asof=ASOF)
    assert [c.code for c in still_held(parse_certificates(read, vocabulary, asof=ASOF))] == codes


def test_papers_with_a_name_of_their_own_need_no_trade(vocabulary: Vocabulary) -> None:
    assert certificate_of_trade("健康证有", ["电工"], vocabulary, asof=ASOF) == ""


def test_expiry_is_the_last_day_of_its_month_and_holds_for_the_chain(vocabulary: Vocabulary) -> None:
    (guard,) = parse_certificates("保安员证（有效期至2028-02）", vocabulary, asof=ASOF)
    assert guard.valid_until_on == date(2028, 2, 29)
    both = parse_certificates("母婴护理证+健康证（有效期至2027-06）", vocabulary, asof=ASOF)
    assert {c.valid_until_on for c in both} == {date(2027, 6, 30)}
    (old,) = parse_certificates("低压电工证，2023-05-01到期", vocabulary, asof=ASOF)
    assert old.valid_until_on == date(2023, 5, 1)
    assert "到期" in old.needs_review


def test_preferred_certificates_are_optional(vocabulary: Vocabulary) -> None:
    first, second = parse_certificates("健康证，C1驾照优先", vocabulary, asof=ASOF)
    assert (first.optional, second.optional) == (False, True)
    (later,) = parse_certificates("健康证（可入职后办理）", vocabulary, asof=ASOF)
    assert later.optional
    assert later.needs_review


def test_alternatives_share_a_number(vocabulary: Vocabulary) -> None:
    either = parse_certificates("电工证或焊工证", vocabulary, asof=ASOF)
    assert len({c.any_of for c in either}) == 1
    assert either[0].any_of
    climbing = parse_certificates("登高证", vocabulary, asof=ASOF)
    assert {c.code for c in climbing} == {"scaffold_erection", "height_work"}
    assert len({c.any_of for c in climbing}) == 1
    assert climbing[0].any_of
    assert all(not c.any_of for c in parse_certificates("电工证、健康证", vocabulary, asof=ASOF))


def test_an_unknown_certificate_is_kept_without_a_code(vocabulary: Vocabulary) -> None:
    (found,) = parse_certificates("钢琴十级证书", vocabulary, asof=ASOF)
    assert (found.code, found.name) == ("", "钢琴十级证书")


def test_driving_classes_cover_what_the_law_lets_them_drive(vocabulary: Vocabulary) -> None:
    covered = vocabulary.licences_covered
    assert {"driver_b1", "driver_b2", "driver_c1", "driver_c2", "driver_c4", "driver_c6"} <= set(covered("driver_a2"))
    assert "driver_a1" not in covered("driver_a2")
    assert "driver_a3" in covered("driver_a1")
    assert "driver_b2" not in covered("driver_a3")
    assert "driver_e" in covered("driver_d")
    assert "driver_c1" not in covered("driver_c2")
    assert "driver_d" not in covered("driver_a1")


def test_licences_leave_room_for_a_bureau_in_a_64_bit_column(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.licences) <= 61


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="证本照电工焊健康驾驶C1B2N2Q优先或+、（）至2028-02有效期无需", max_size=20))
def test_no_text_makes_it_fail_and_codes_are_known(text: str) -> None:
    vocabulary = _shared()
    for certificate in parse_certificates(text, vocabulary, asof=ASOF):
        assert certificate.code == "" or certificate.code in vocabulary.certificates


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("厨师须健康证", ["health"]),
        ("保育员要有健康证，教师资格证", ["health", "teacher"]),
        ("低压高压证都要", ["low_voltage", "high_voltage"]),
    ],
)
def test_whom_a_certificate_is_asked_of_is_no_certificate_and_two_in_one_word_are_two(
    vocabulary: Vocabulary, text: str, codes: list[str]
) -> None:
    assert _codes(text, vocabulary) == codes
