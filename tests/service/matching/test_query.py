"""A stored record asks like a sentence does, and nothing personal or unlawful is searched with."""

from __future__ import annotations

import pytest

from models.understand.posting import understand_posting
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary
from service.matching.query import query_of_posting, query_of_seeker
from service.matching.redact import redact_posting, redact_seeker
from tests.builders import ASOF, a_posting, a_seeker


def test_a_person_asks_with_what_they_want_and_can_do(vocabulary: Vocabulary) -> None:
    query = query_of_seeker(understand_seeker(a_seeker(desired_jobs_text="泥水活，不上夜班"), vocabulary, asof=ASOF))
    assert query.side == "postings"
    assert query.seeker is not None
    assert "泥水活" in query.text
    assert {(p.field, p.strength) for p in query.parts} >= {("wanted", "wish"), ("place", "fact"), ("night", "limit")}


def test_nothing_personal_or_sensitive_of_a_person_is_searched_with(vocabulary: Vocabulary) -> None:
    person = a_seeker(
        name="周建国", phone="19900001111", skills_text="砌砖，电话19900001111，找周建国", groups=("脱贫劳动力",),
        ethnicity="仡佬族", remark="刑满释放",
    )  # fmt: skip
    text = query_of_seeker(understand_seeker(person, vocabulary, asof=ASOF)).text
    assert not any(secret in text for secret in ("周建国", "19900001111", "脱贫", "仡佬", "刑满"))


def test_unlawful_words_of_a_posting_are_not_searched_with(vocabulary: Vocabulary) -> None:
    posting = understand_posting(a_posting(requirements="限男性，会砌砖"), vocabulary, asof=ASOF)
    query = query_of_posting(posting)
    assert query.side == "seekers"
    assert "限男" not in query.text
    assert "砌砖" in query.text


def test_an_age_wish_is_told_as_one_that_only_ranks(vocabulary: Vocabulary) -> None:
    query = query_of_posting(understand_posting(a_posting(age_text="18-45岁"), vocabulary, asof=ASOF))
    (age,) = [part for part in query.parts if part.field == "age"]
    assert (age.strength, "只作参考" in age.text) == ("wish", True)


def test_a_record_nobody_read_yet_is_refused() -> None:
    with pytest.raises(ValueError, match="understand_seeker"):
        query_of_seeker(a_seeker())
    with pytest.raises(ValueError, match="understand_posting"):
        query_of_posting(a_posting())


def test_redaction_keeps_what_work_needs_and_drops_who_it_is(vocabulary: Vocabulary) -> None:
    person = understand_seeker(a_seeker(id_number="520324197401019990", village="某村"), vocabulary, asof=ASOF)
    kept = redact_seeker(person)
    assert (kept.skills_text, kept.birth_year, kept.county_code) == (person.skills_text, 1974, "520324")
    assert kept.name != person.name
    assert kept.facts is not None
    assert (kept.id_number, kept.phone, kept.village, kept.facts.birth_on) == ("", "", "", None)


def test_a_portal_reads_of_a_posting_what_is_public() -> None:
    posting = a_posting(
        contact_name="陈女士", description="砌砖，联系陈女士19900000001", address="某街1号", remark="内部"
    )
    kept = redact_posting(posting, "portal")
    assert (kept.contact_phone, kept.address, kept.remark) == ("", "", "")
    assert "砌砖" in kept.description
    assert "19900000001" not in kept.description
    assert redact_posting(posting, "staff") == posting
