"""A person's facts keep wishes, limits and things done apart, and never touch what is sensitive."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.records import SENSITIVE_FIELDS, Seeker, SeekerFacts, Settlement
from models.understand.identity import id_check_character
from models.understand.seeker import FACTS_VERSION, understand_seeker
from models.vocabulary import load_vocabulary
from tests.builders import ASOF, a_seeker

_SHARED = load_vocabulary()


def facts(seeker: Seeker) -> SeekerFacts:
    understood = understand_seeker(seeker, _SHARED, asof=ASOF)
    assert understood.facts is not None
    return understood.facts


def test_a_person_is_understood_in_all_parts() -> None:
    found = facts(
        a_seeker(
            skills_text="砌砖、粉墙",
            experience_text="2023年起在昆明钢筋工，今年回来",
            desired_jobs_text="泥水活，天天结",
            desired_regions_text="下广",
            pay_expect_text="6000左右",
            certificates=("N1叉车证",),
        )
    )
    assert found.version == FACTS_VERSION
    assert {"6-29-01-01", "6-29-04-01", "6-29-01-04"} <= {link.code for link in found.done}
    assert found.wanted[0].code == "6-29-01-01"
    assert [place.county_code for place in found.regions] == ["440000"]
    assert found.pay_expected is not None
    assert found.pay_expected.month_min_yuan == 6000
    assert [certificate.code for certificate in found.certificates] == ["n1"]
    assert found.education_code == "71"
    assert found.settlement is Settlement.DAILY
    assert found.place is not None
    assert found.place.township_code == "520324001"


def test_a_wished_region_is_no_limit_and_a_demanded_one_is() -> None:
    assert facts(a_seeker(desired_regions_text="广东")).limits is None
    demanded = facts(a_seeker(desired_regions_text="只去广东")).limits
    assert demanded is not None
    assert demanded.areas == ("440000",)


def test_near_home_is_the_persons_own_county() -> None:
    found = facts(a_seeker(desired_regions_text="挨屋近"))
    assert found.near_home is True
    assert {place.county_code for place in found.regions} == {"520324"}
    assert facts(a_seeker(desired_regions_text="浙江")).near_home is None


def test_anywhere_is_a_region_only_when_it_is_said_of_regions() -> None:
    assert [place.level for place in facts(a_seeker(desired_regions_text="不限")).regions] == ["country"]
    assert facts(a_seeker(desired_jobs_text="打杂都行")).regions == ()


def test_no_nights_from_any_of_the_fields_is_a_limit() -> None:
    for field in ("desired_jobs_text", "schedule_text", "availability_text"):
        found = facts(a_seeker(**{field: "理货，不倒夜班"}))
        assert found.no_night is True, field
        assert found.limits is not None
        assert found.limits.no_night


def test_the_birthday_comes_from_a_valid_number_and_from_no_other() -> None:
    body = "52032419740506999"
    assert facts(a_seeker(id_number=body + id_check_character(body))).birth_on == date(1974, 5, 6)
    assert facts(a_seeker(id_number=body + "?")).birth_on is None


def test_a_major_is_a_leaning_weaker_than_a_skill() -> None:
    graduate = facts(a_seeker(skills_text="砌砖", experience_text="", major="会计"))
    codes = {link.code: link.confidence for link in graduate.done}
    assert codes["2-06-03-00"] < codes["6-29-01-01"]


def test_sensitive_words_change_nothing() -> None:
    plain = a_seeker()
    marked = a_seeker(
        groups=("脱贫劳动力",),
        household="低保户",
        ethnicity="苗族",
        health_text="有慢性病",
        remark="刑满释放，会电焊，只要日结",
    )
    assert facts(marked) == facts(plain)
    assert {"groups", "household", "ethnicity", "health_text"} <= SENSITIVE_FIELDS


def test_what_is_written_stays_and_understanding_twice_is_the_same() -> None:
    seeker = a_seeker(desired_jobs_text="　砌砖，\n天天结 ")
    once = understand_seeker(seeker, _SHARED, asof=ASOF)
    assert replace(once, facts=None) == seeker
    assert understand_seeker(once, _SHARED, asof=ASOF) == once


def test_an_empty_person_is_all_unknown() -> None:
    found = facts(Seeker(id="s"))
    assert found == SeekerFacts(version=FACTS_VERSION)


text = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("不只夜班包住日结广东前后点月日0123456789、，\n")), max_size=50
)


@pytest.mark.filterwarnings("error")
@settings(max_examples=120, deadline=None)
@given(skills=text, jobs=text, regions=text, pay=text)
def test_no_text_breaks_the_understanding(skills: str, jobs: str, regions: str, pay: str) -> None:
    seeker = Seeker(
        id="s",
        county_code="520324",
        township=regions,
        id_number=pay,
        skills_text=skills,
        experience_text=jobs,
        desired_jobs_text=jobs,
        desired_regions_text=regions,
        pay_expect_text=pay,
        schedule_text=skills,
        availability_text=regions,
        certificates=(skills,),
        major=jobs,
        education=pay,
    )
    assert understand_seeker(seeker, _SHARED, asof=ASOF).facts is not None
