"""A posting's facts come from what is written in it, and from nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.records import GigDetails, OrderDetails, Posting, PostingFacts, PostingKind, Settlement
from models.understand.posting import FACTS_VERSION, understand_posting
from models.vocabulary import Vocabulary, load_vocabulary
from tests.builders import ASOF, a_posting

_SHARED = load_vocabulary()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return _SHARED


def facts(posting: Posting) -> PostingFacts:
    understood = understand_posting(posting, _SHARED, asof=ASOF)
    assert understood.facts is not None
    return understood.facts


def test_a_plain_posting_is_understood_in_all_its_parts() -> None:
    found = facts(
        a_posting(
            benefits="包吃住",
            schedule_text="早7点到下午5点半",
            age_text="18-55岁",
            education_text="初中",
            employment_form="劳务协议（日结）",
        )
    )
    assert found.version == FACTS_VERSION
    assert [link.code for link in found.occupations] == ["6-29-01-01"]
    assert found.pay is not None
    assert (found.pay.min_yuan, found.pay.unit, found.pay.raw) == (260, "day", "260元/天")
    assert found.place is not None
    assert found.place.township_code == "520324001"
    assert (found.lodging, found.meals) == (True, True)
    assert found.settlement is Settlement.DAILY
    assert found.schedule is not None
    assert (found.schedule.start_minute, found.schedule.end_minute) == (7 * 60, 17 * 60 + 30)
    assert found.age is not None
    assert (found.age.min_years, found.age.max_years) == (18, 55)
    assert found.education_code == "71"
    assert "砌砖" in found.skills


def test_what_is_written_stays_word_for_word() -> None:
    posting = a_posting(title="  急招  砌筑工\n两名 ", pay_text="２６０元/天")
    understood = understand_posting(posting, _SHARED, asof=ASOF)
    assert replace(understood, facts=None) == posting
    assert understood.facts is not None
    assert understood.facts.pay is not None
    assert understood.facts.pay.raw == "２６０元/天"


def test_understanding_again_gives_the_same_and_forgets_old_facts() -> None:
    once = understand_posting(a_posting(), _SHARED, asof=ASOF)
    stale = replace(once, facts=PostingFacts(lodging=True, hazards=("mine",)))
    assert understand_posting(stale, _SHARED, asof=ASOF) == once


def test_a_given_occupation_code_is_certain_and_comes_first() -> None:
    links = facts(a_posting(title="砌筑工", occupation_code="6-29-01-03")).occupations
    assert (links[0].code, links[0].confidence, links[0].how) == ("6-29-01-03", 1.0, "code")
    assert "6-29-01-01" in {link.code for link in links}
    assert facts(a_posting(occupation_code="0-00-00-00")).occupations[0].code == "6-29-01-01"


def test_the_description_is_read_only_when_the_title_says_nothing() -> None:
    by_title = facts(a_posting(title="保洁员", description="有时帮忙砌砖")).occupations
    by_description = facts(a_posting(title="诚聘英才", description="砌砖")).occupations
    assert [link.code for link in by_title] == ["4-09-08-01"]
    assert by_description[0].code == "6-29-01-01"
    assert by_description[0].confidence < facts(a_posting(title="砌砖")).occupations[0].confidence


def test_a_general_worker_has_no_occupation() -> None:
    assert facts(a_posting(title="普工", description="服从安排")).occupations == ()


def test_a_gig_takes_its_days_hours_and_pay_day_from_its_own_columns() -> None:
    found = facts(
        a_posting(
            title="卸瓷砖",
            kind=PostingKind.GIG,
            pay_text="120元/半天",
            description="",
            gig=GigDetails(
                date_text="2026-11-24", hours_text="7:30-12:00", settlement_text="当天结", meals_text="早餐"
            ),
        )
    )
    assert found.slot is not None
    assert (found.slot.starts_on, found.slot.start_minute, found.slot.end_minute) == (date(2026, 11, 24), 450, 720)
    assert found.settlement is Settlement.DAILY
    assert found.meals is True
    assert [link.code for link in found.occupations] == ["4-02-05-01"]


def test_an_order_stands_where_the_work_is_and_not_where_people_board() -> None:
    order = OrderDetails(order_id="D1", destination="广东珠海", muster_point="正安县客运站")
    found = facts(a_posting(kind=PostingKind.ORDER, order=order))
    assert found.place is not None
    assert found.place.county_code == "440400"


def test_an_address_finds_the_township_a_column_left_out() -> None:
    found = facts(a_posting(township="", county_code="520302", address="红花岗区忠庄街道高速连接线标段"))
    assert found.place is not None
    assert found.place.name.endswith("忠庄街道")
    elsewhere = facts(a_posting(township="", county_code="520302", address="正安县凤仪街道"))
    assert elsewhere.place is not None
    assert elsewhere.place.county_code == "520302"


def test_licences_are_found_in_their_column_and_in_the_requirements_once() -> None:
    found = facts(
        a_posting(title="电工", certificates=("低压电工证",), requirements="持低压电工证，B2驾驶证", description="")
    )
    codes = [certificate.code for certificate in found.certificates]
    assert codes.count("low_voltage") == 1
    assert "driver_b2" in codes


def test_silence_stays_unknown() -> None:
    found = facts(Posting(id="p", title=""))
    assert (found.pay, found.place, found.lodging, found.meals, found.settlement, found.schedule) == (None,) * 6
    assert (found.occupations, found.certificates, found.age, found.slot) == ((), (), None, None)


def test_findings_of_the_posting_check_are_kept_with_the_facts() -> None:
    found = facts(a_posting(requirements="限男性"))
    assert "sex_limit" in {finding.code for finding in found.findings}


text = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("元天月包吃住夜班证岁0123456789-、，\n")), max_size=50
)


@settings(max_examples=120, deadline=None)
@given(title=text, body=text, pay=text, other=text)
def test_no_text_breaks_the_understanding(title: str, body: str, pay: str, other: str) -> None:
    posting = Posting(
        id="p",
        title=title,
        description=body,
        requirements=other,
        pay_text=pay,
        benefits=other,
        schedule_text=body,
        certificates=(other,),
        age_text=other,
        education_text=body,
        address=other,
        township=title,
        county_code="520324",
        gig=GigDetails(date_text=other, hours_text=body, settlement_text=pay, meals_text=other, risk_text=body),
    )
    assert understand_posting(posting, _SHARED, asof=ASOF).facts is not None


@pytest.mark.parametrize(
    ("hours", "asks", "night", "rotating"),
    [
        ("8:30-17:30，双休", "能倒夜班", True, True),
        ("8小时，做六休一", "倒班，能上晚班", True, True),
        ("8小时+加班，单休", "两班倒，夜班补贴15元", True, True),
        ("8:00-17:00", "能倒班", None, True),
        ("8:00-17:00", "能上夜班者优先", False, None),
        ("8:00-17:00", "不倒班，不上夜班", False, None),
        ("长白班，不上夜班", "抢修期能上夜班", False, None),
        ("8:00-17:00", "做事认真", False, None),
    ],
)
def test_shifts_that_the_requirements_ask_for_count_beside_the_hours(
    hours: str, asks: str, night: bool | None, rotating: bool | None
) -> None:
    schedule = facts(a_posting(schedule_text=hours, requirements=asks)).schedule
    assert schedule is not None
    assert (schedule.night, bool(schedule.rotating)) == (night, bool(rotating))


def test_a_roster_alone_is_no_rotation_of_shifts() -> None:
    schedule = facts(a_posting(schedule_text="排班制，月休4天")).schedule
    assert schedule is not None
    assert not schedule.rotating
