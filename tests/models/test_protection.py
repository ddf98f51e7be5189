"""Whom a hazard is barred for, what a posting says of insurance, and which licences work requires."""

from __future__ import annotations

import pytest

from models.licences import licences_required
from models.protection import GROUPS, barred_bits, load_protections
from models.records import Certificate, OccupationLink, Posting, PostingFacts, PostingKind
from models.understand.hazards import find_hazards
from models.understand.insurance import parse_insurance
from models.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def test_every_barred_hazard_is_one_of_the_vocabulary() -> None:
    known = set(VOCABULARY.hazards)
    assert {group: hazards - known for group, hazards in load_protections().items() if hazards - known} == {}


def test_women_are_kept_from_the_2012_annex_and_nothing_else() -> None:
    assert load_protections()["women"] == {"mine", "heavy_load"}


def test_a_hazard_sets_the_bit_of_each_group_it_is_barred_for() -> None:
    protections = load_protections()
    assert barred_bits(("heights",), protections) == sum(
        1 << GROUPS.index(group) for group in ("minor", "retired", "uninsured")
    )
    assert barred_bits((), protections) == 0


@pytest.mark.parametrize(
    ("text", "insured"),
    [
        ("单日意外险", True),
        ("雇主责任险", True),
        ("五险一金", True),
        ("无", False),
        ("不买保险", False),
        ("自理", False),
        ("", None),
        ("面谈", None),
    ],
)
def test_what_a_posting_says_of_insurance(text: str, insured: bool | None) -> None:
    assert parse_insurance(text) is insured


def _electrician(confidence: float = 0.95) -> OccupationLink:
    return OccupationLink(code="6-31-01-03", name="电工", confidence=confidence, how="name")


def _posting(facts: PostingFacts, kind: PostingKind = PostingKind.REGULAR) -> Posting:
    return Posting(id="p", title="", kind=kind, facts=facts)


def test_an_electricians_posting_without_a_licence_still_requires_one_of_them() -> None:
    required = licences_required(_posting(PostingFacts(occupations=(_electrician(),))), VOCABULARY)
    assert required.every == ()
    assert [set(group) for group in required.any_of] == [{"low_voltage", "high_voltage", "construction_electrician"}]


def test_a_licence_that_is_named_is_required_as_named() -> None:
    named = Certificate(code="low_voltage", name="低压电工作业")
    required = licences_required(
        _posting(PostingFacts(occupations=(_electrician(),), certificates=(named,))), VOCABULARY
    )
    assert (required.every, required.any_of) == (("low_voltage",), ())


def test_an_unsure_reading_implies_nothing_and_a_preferred_certificate_requires_nothing() -> None:
    preferred = Certificate(code="n1", name="叉车司机", optional=True)
    assert not licences_required(
        _posting(PostingFacts(occupations=(_electrician(0.5),), certificates=(preferred,))), VOCABULARY
    )


@pytest.mark.parametrize(("kind", "is_required"), [(PostingKind.REGULAR, True), (PostingKind.PUBLIC_WELFARE, False)])
def test_who_walks_a_villages_rounds_on_a_welfare_post_is_no_licensed_guard(
    kind: PostingKind, is_required: bool
) -> None:
    guard = OccupationLink(code="4-07-05-01", name="保安员", confidence=0.9, how="name")
    assert bool(licences_required(_posting(PostingFacts(occupations=(guard,)), kind), VOCABULARY)) is is_required


def test_a_welfare_post_that_asks_for_the_guards_certificate_requires_it() -> None:
    guard = OccupationLink(code="4-07-05-01", name="保安员", confidence=0.9, how="name")
    named = Certificate(code="security_guard", name="保安员证")
    facts = PostingFacts(occupations=(guard,), certificates=(named,))
    assert licences_required(_posting(facts, PostingKind.PUBLIC_WELFARE), VOCABULARY).every == ("security_guard",)


def test_minors_are_kept_from_building_trades_whose_postings_name_no_danger() -> None:
    hazards = find_hazards("泥水工，砌检查井、花台、围墙", VOCABULARY)
    assert load_protections()["minor"] & set(hazards)
    assert not load_protections()["women"] & set(hazards)
