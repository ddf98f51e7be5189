"""The law and a person's limits: one implementation, verdict by verdict, and the same over whole columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.attributes import NO_EXPIRY
from indexer.posting_attributes import _POSTING_DTYPES
from indexer.seeker_attributes import _SEEKER_DTYPES
from models.protection import GROUPS
from service.matching.rules import FAIL, PASS, RULES, UNKNOWN, judge, rules_for, screen
from tests.service.matching.columns import TODAY, plain_posting, plain_seeker, random_postings, random_seekers

MINOR, WOMEN, RETIRED, UNINSURED = (1 << GROUPS.index(g) for g in ("minor", "women", "retired", "uninsured"))


def verdict(rule: str, posting: dict[str, Any], seeker: dict[str, Any]) -> int:
    return judge(plain_posting(**posting), plain_seeker(**seeker), asof=TODAY, side="seekers")[rule]


def test_the_test_columns_are_the_columns_of_the_index() -> None:
    rng = np.random.default_rng(1)
    assert set(random_postings(rng, 1).arrays) == set(_POSTING_DTYPES)
    assert set(random_seekers(rng, 1).arrays) == {*_SEEKER_DTYPES, "licences"}


def test_a_plain_pair_passes_every_rule() -> None:
    assert set(judge(plain_posting(), plain_seeker(), asof=TODAY, side="seekers").values()) == {PASS}


AGED_15 = {"birth_on": TODAY - 15 * 365, "sixteen_on": TODAY + 300, "adult_on": TODAY + 1000}
AGED_17 = {"birth_on": TODAY - 17 * 365, "sixteen_on": TODAY - 300, "adult_on": TODAY + 300}
AGED_64 = {"birth_on": TODAY - 64 * 365, "may_retire_on": TODAY - 400, "retires_on": TODAY - 400}
NO_BIRTH = {"birth_on": 0, "sixteen_on": 0, "adult_on": 0, "may_retire_on": 0, "retires_on": 0}


@pytest.mark.parametrize(
    ("rule", "posting", "seeker", "expected"),
    [
        ("posting_not_live", {"status": 1}, {}, FAIL),
        ("posting_not_live", {"status": 3}, {}, FAIL),
        ("employer_in_arrears", {"status": 4, "arrears": 1}, {}, FAIL),
        ("posting_not_live", {"status": 4, "arrears": 1}, {}, PASS),
        ("expired", {"valid_until": TODAY - 1}, {}, FAIL),
        ("expired", {"valid_until": TODAY}, {}, PASS),
        ("expired", {"valid_until": 0}, {}, PASS),
        ("expired", {"starts_on": TODAY - 1, "ends_on": TODAY - 1}, {}, FAIL),
        ("expired", {"starts_on": TODAY - 1, "ends_on": TODAY}, {}, PASS),
        ("full", {"headcount": 0}, {}, FAIL),
        ("full", {"headcount": -1}, {}, UNKNOWN),
        ("seeker_not_live", {}, {"status": 1}, FAIL),
        ("opted_out", {}, {"consent": 0}, FAIL),
        ("consent_missing", {}, {"consent": -1}, UNKNOWN),
        ("consent_missing", {}, {"consent": 0}, PASS),
        ("under_16", {}, AGED_15, FAIL),
        ("under_16", {"starts_on": TODAY + 301}, AGED_15, PASS),
        ("under_16", {}, NO_BIRTH, UNKNOWN),
        ("minor_hazard", {"barred": MINOR}, AGED_17, FAIL),
        ("minor_hazard", {"barred": MINOR, "starts_on": TODAY + 301}, AGED_17, PASS),
        ("minor_hazard", {"barred": MINOR}, NO_BIRTH, UNKNOWN),
        ("minor_hazard", {"barred": WOMEN | RETIRED}, AGED_17, PASS),
        ("licence", {"licences": 1}, {}, FAIL),
        ("licence", {"licences": 1}, {"certificates_known": 0}, UNKNOWN),
        ("licence", {"licences": 1, "occupations": [2050801, 0, 0, 0]}, {"certificates_known": 0}, FAIL),
        (
            "licence",
            {"licences": 1, "occupations": [2050801, 0, 0, 0]},
            {"certificates_known": 0, "licences_of_trade": 1},
            UNKNOWN,
        ),
        (
            "licence",
            {"licences": 1, "occupations": [2050801, 0, 0, 0]},
            {"certificates_known": 0, "wanted": [0, 0, 0, 0], "done": [0, 0, 0, 0]},
            UNKNOWN,
        ),
        ("licence", {"licences": 1}, {"licences": [TODAY, 0, 0, 0, 0]}, PASS),
        ("licence", {"licences": 1, "starts_on": TODAY + 1}, {"licences": [TODAY, 0, 0, 0, 0]}, FAIL),
        ("licence", {"licences": 3}, {"licences": [NO_EXPIRY, 0, 0, 0, 0]}, FAIL),
        ("licence", {"licences": 3}, {"licences": [NO_EXPIRY, NO_EXPIRY, 0, 0, 0]}, PASS),
        ("licence", {"licences_any": [3, 0, 0]}, {"licences": [0, NO_EXPIRY, 0, 0, 0]}, PASS),
        ("licence", {"licences_any": [3, 0, 0]}, {"licences": [0, 0, NO_EXPIRY, 0, 0]}, FAIL),
        ("licence", {"licences_any": [3, 24, 0]}, {"licences": [NO_EXPIRY, 0, 0, 0, 0]}, FAIL),
        ("licence", {"licences_any": [3, 24, 0]}, {"licences": [NO_EXPIRY, 0, 0, NO_EXPIRY, 0]}, PASS),
        ("licence", {"licences": 4, "licences_any": [3, 0, 0]}, {"licences": [NO_EXPIRY, 0, 0, 0, 0]}, FAIL),
        ("women_hazard", {"barred": WOMEN}, {"sex": 2}, FAIL),
        ("women_hazard", {"barred": WOMEN}, {"sex": 1}, PASS),
        ("women_hazard", {"barred": WOMEN}, {"sex": 0}, UNKNOWN),
        ("women_hazard", {"barred": MINOR | RETIRED | UNINSURED}, {"sex": 2}, PASS),
        ("retired_hazard", {"barred": RETIRED}, AGED_64, FAIL),
        ("retired_hazard", {"barred": 0}, AGED_64, PASS),
        ("retired_hazard", {"barred": RETIRED}, {"may_retire_on": TODAY - 1, "retires_on": TODAY + 1}, UNKNOWN),
        ("retired_hazard", {"barred": RETIRED}, NO_BIRTH, UNKNOWN),
        ("uninsured_gig", {"barred": UNINSURED, "kind": 1, "insured": 0}, {}, FAIL),
        ("uninsured_gig", {"barred": UNINSURED, "kind": 1, "insured": -1}, {}, UNKNOWN),
        ("uninsured_gig", {"barred": UNINSURED, "kind": 0, "insured": 0}, {}, PASS),
        ("uninsured_gig", {"barred": 0, "kind": 1, "insured": 0}, {}, PASS),
        ("limit_area", {}, {"limit_areas": [520303, 520324, 0, 0]}, PASS),
        ("limit_area", {}, {"limit_areas": [520303, 0, 0, 0]}, FAIL),
        ("limit_area", {}, {"limit_areas": [520300, 0, 0, 0]}, PASS),
        ("limit_area", {}, {"limit_areas": [440000, 0, 0, 0]}, FAIL),
        ("limit_area", {"county": 0, "township": 0}, {"limit_areas": [520324, 0, 0, 0]}, UNKNOWN),
        ("limit_area", {"county": 520300, "township": 0}, {"limit_areas": [520324, 0, 0, 0]}, UNKNOWN),
        ("limit_area", {"county": 440400, "township": 0}, {"limit_areas": [520324, 0, 0, 0]}, FAIL),
        ("limit_area", {"township": 0}, {"limit_areas": [520324001, 0, 0, 0]}, UNKNOWN),
        ("limit_area", {"township": 520324002}, {"limit_areas": [520324001, 0, 0, 0]}, FAIL),
        ("limit_province", {"county": 440400}, {"out_of_province": 0}, FAIL),
        ("limit_province", {"county": 440400}, {"out_of_province": -1}, PASS),
        ("limit_province", {"county": 0}, {"out_of_province": 0}, UNKNOWN),
        ("limit_dates", {"starts_on": TODAY + 1}, {"limit_from": TODAY + 2}, FAIL),
        ("limit_dates", {"starts_on": TODAY + 2}, {"limit_from": TODAY + 2}, PASS),
        ("limit_dates", {"starts_on": 0}, {"limit_from": TODAY + 2}, UNKNOWN),
        ("limit_dates", {"starts_on": 0}, {"limit_from": TODAY}, PASS),
        ("limit_dates", {"starts_on": TODAY + 1, "ends_on": TODAY + 9}, {"limit_until": TODAY + 8}, FAIL),
        ("limit_hours", {"end_minute": 1080}, {"limit_latest": 1020}, FAIL),
        ("limit_hours", {"end_minute": 1020}, {"limit_latest": 1020}, PASS),
        ("limit_hours", {"start_minute": -1, "end_minute": -1, "night": -1}, {"limit_latest": 1020}, UNKNOWN),
        ("limit_hours", {"start_minute": -1, "end_minute": -1, "night": 1}, {"limit_latest": 1020}, FAIL),
        ("limit_hours", {"end_minute": -1, "night": -1, "rotating": 1}, {"limit_latest": 1020}, FAIL),
        ("limit_hours", {"start_minute": -1, "end_minute": -1, "rotating": 1}, {"limit_latest": 1380}, UNKNOWN),
        # 7:00 and ten hours and an hour's rest is 18:00, at the earliest; a day shift of eight begins by 14:00.
        ("limit_hours", {"end_minute": -1, "night": 0, "day_minutes": 600}, {"limit_latest": 1050}, FAIL),
        ("limit_hours", {"end_minute": -1, "night": 0, "day_minutes": 480}, {"limit_latest": 1050}, UNKNOWN),
        ("limit_hours", {"start_minute": -1, "night": 0, "day_minutes": 480}, {"limit_earliest": 1140}, FAIL),
        ("limit_hours", {"start_minute": -1, "night": -1, "day_minutes": 480}, {"limit_earliest": 1140}, UNKNOWN),
        ("limit_hours", {"start_minute": 1140, "end_minute": 60, "night": -1}, {"limit_latest": 1020}, FAIL),
        ("limit_hours", {"start_minute": 360}, {"limit_earliest": 480}, FAIL),
        ("limit_hours", {"day_minutes": 480}, {"limit_longest": 300}, FAIL),
        ("limit_hours", {"day_minutes": 240}, {"limit_longest": 300}, PASS),
        ("limit_hours", {"day_minutes": -1}, {"limit_longest": 300}, UNKNOWN),
        # 2026-11-28 is a Saturday, five days after the Monday that TODAY is.
        ("limit_dates", {"starts_on": TODAY + 5, "ends_on": TODAY + 6}, {"limit_weekend": 1}, PASS),
        ("limit_dates", {"starts_on": TODAY + 4, "ends_on": TODAY + 5}, {"limit_weekend": 1}, FAIL),
        ("limit_dates", {"starts_on": TODAY + 5, "ends_on": TODAY + 13}, {"limit_weekend": 1}, FAIL),
        ("limit_dates", {"starts_on": 0}, {"limit_weekend": 1}, UNKNOWN),
        ("limit_dates", {"starts_on": 0, "weekend": 1}, {"limit_weekend": 1}, PASS),
        ("limit_night", {"night": 1}, {"limit_no_night": 1}, FAIL),
        ("limit_night", {"night": 1}, {"limit_no_night": 0}, PASS),
        ("limit_night", {"night": -1, "start_minute": -1, "end_minute": -1}, {"limit_no_night": 1}, UNKNOWN),
        ("limit_night", {"night": -1, "start_minute": 480, "end_minute": 1080}, {"limit_no_night": 1}, PASS),
        ("limit_night", {"night": -1, "start_minute": 1140, "end_minute": 1500}, {"limit_no_night": 1}, FAIL),
        ("limit_settlement", {"settlement": 3}, {"limit_settlements": 0b0001}, FAIL),
        ("limit_settlement", {"settlement": 3}, {"limit_settlements": 0b0101}, PASS),
        ("limit_settlement", {"settlement": 4, "starts_on": TODAY, "ends_on": TODAY}, {"limit_settlements": 1}, PASS),
        ("limit_settlement", {"settlement": 4, "starts_on": TODAY, "ends_on": 0}, {"limit_settlements": 1}, PASS),
        ("limit_settlement", {"settlement": 4, "starts_on": 1, "ends_on": 3}, {"limit_settlements": 1}, FAIL),
        ("limit_settlement", {"settlement": 4}, {"limit_settlements": 1}, FAIL),
        # Licence 0 is asked for; who names licence 1 alone has told of theirs, who names none is asked.
        ("licence", {"licences": 1}, {"certificates_known": 0, "licences": [0, TODAY + 9, 0, 0, 0]}, FAIL),
        ("licence", {"licences": 3}, {"certificates_known": 0, "licences": [0, TODAY + 9, 0, 0, 0]}, UNKNOWN),
        ("licence", {"licences": 3}, {"licences": [0, TODAY + 9, 0, 0, 0], "licences_lacking": 1}, FAIL),
        ("licence", {"licences": 1}, {"certificates_known": 0, "adult_on": TODAY + 9}, FAIL),
        ("licence", {"licences_soon": 4}, {"licences": [0] * 5}, UNKNOWN),
        ("licence", {"licences_soon": 4}, {"licences": [0, 0, TODAY, 0, 0]}, PASS),
        ("limit_settlement", {"settlement": 0}, {"limit_settlements": 0b0001}, UNKNOWN),
        ("limit_lodging", {"lodging": 0}, {"limit_lodging": 1}, FAIL),
        ("limit_lodging", {"lodging": -1}, {"limit_lodging": 1}, UNKNOWN),
        ("limit_pay", {"pay_max": 4000.0, "pay_min": 3000.0}, {"limit_pay": 4500.0}, FAIL),
        ("limit_pay", {"pay_max": 6000.0, "pay_min": 3000.0}, {"limit_pay": 4500.0}, UNKNOWN),
        ("limit_pay", {"pay_max": 6000.0, "pay_min": 4500.0}, {"limit_pay": 4500.0}, PASS),
        ("limit_pay", {"pay_max": np.nan, "pay_min": np.nan}, {"limit_pay": 4500.0}, UNKNOWN),
        ("limit_pay", {"pay_max": np.nan, "pay_min": 5000.0}, {"limit_pay": 4500.0}, PASS),
        ("limit_avoid", {"occupations": [6290101, 0, 0, 0]}, {"limit_avoid": [6290101, 0, 0, 0]}, FAIL),
        ("limit_avoid", {"occupations": [6290102, 0, 0, 0]}, {"limit_avoid": [6290101, 0, 0, 0]}, PASS),
        ("below_min_wage", {"below_min": 1}, {}, FAIL),
        ("below_min_wage", {"below_min": 0}, {}, PASS),
        ("limit_avoid_kind", {"refusable": 0b101}, {"limit_avoid_kinds": 0b100}, FAIL),
        ("limit_avoid_kind", {"refusable": 0b011}, {"limit_avoid_kinds": 0b100}, PASS),
        ("limit_avoid_area", {"county": 440402}, {"limit_avoid_areas": [440000, 0, 0, 0]}, FAIL),
        ("limit_avoid_area", {}, {"limit_avoid_areas": [440000, 520324002, 0, 0]}, PASS),
        ("limit_avoid_area", {"county": 0, "township": 0}, {"limit_avoid_areas": [440000, 0, 0, 0]}, UNKNOWN),
        ("limit_kind", {"kind": 1}, {"limit_kinds": 0b000001}, FAIL),
        ("limit_kind", {"kind": 1}, {"limit_kinds": 0b000010}, PASS),
    ],
)  # fmt: skip
def test_a_verdict(rule: str, posting: dict[str, Any], seeker: dict[str, Any], expected: int) -> None:
    assert verdict(rule, posting, seeker) == expected


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 30), side=st.sampled_from(["postings", "seekers"]))
@settings(max_examples=40, deadline=None)
def test_screening_columns_equals_judging_each_pair_alone(seed: int, n: int, side: str) -> None:
    rng = np.random.default_rng(seed)
    if side == "postings":
        postings, seekers = random_postings(rng, n), random_seekers(rng, 1)
        pairs = [(postings.take([i]), seekers) for i in range(n)]
    else:
        postings, seekers = random_postings(rng, 1), random_seekers(rng, n)
        pairs = [(postings, seekers.take([i])) for i in range(n)]
    screened = screen(postings, seekers, asof=TODAY, side=side)  # type: ignore[arg-type]
    for i, (posting, seeker) in enumerate(pairs):
        assert screened.of_row(i) == judge(posting, seeker, asof=TODAY, side=side)  # type: ignore[arg-type]


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_equal_lengths_are_judged_pair_by_pair(seed: int) -> None:
    rng = np.random.default_rng(seed)
    postings, seekers = random_postings(rng, 8), random_seekers(rng, 8)
    screened = screen(postings, seekers, asof=TODAY, side="seekers")
    alone = [judge(postings.take([i]), seekers.take([i]), asof=TODAY, side="seekers") for i in range(8)]
    assert [screened.of_row(i) for i in range(8)] == alone


def test_only_a_failing_rule_removes_and_the_unknown_stay() -> None:
    rng = np.random.default_rng(5)
    screened = screen(random_postings(rng, 500), plain_seeker(certificates_known=0), asof=TODAY, side="postings")
    for row in range(500):
        assert bool(screened.allowed()[row]) == (FAIL not in screened.of_row(row).values())
    unknown = (screened.verdicts == UNKNOWN).any(axis=0) & screened.allowed()
    assert unknown.any()


def test_every_rule_decides_something_and_no_two_are_the_same() -> None:
    rng = np.random.default_rng(11)
    postings, seekers = random_postings(rng, 3000), random_seekers(rng, 3000)
    table = screen(postings, seekers, asof=TODAY, side="seekers").verdicts
    rules = rules_for("seekers")
    assert [rule.code for rule, row in zip(rules, table, strict=True) if len(set(row.tolist())) < 2] == []
    assert len({row.tobytes() for row in table}) == len(rules)


def test_every_rule_has_its_own_code_and_a_law_and_names_what_to_ask() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule.law for rule in RULES)
    rng = np.random.default_rng(3)
    table = screen(random_postings(rng, 3000), random_seekers(rng, 3000), asof=TODAY, side="seekers")
    for rule, row in zip(table.rules, table.verdicts, strict=True):
        assert bool(rule.needs) == bool((row == UNKNOWN).any()), rule.code


def test_the_law_stands_before_the_limits() -> None:
    stages = [rule.stage for rule in RULES]
    assert stages == sorted(stages, key=["legal", "limit"].index)


def test_different_lengths_are_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="cannot pair"):
        screen(random_postings(rng, 3), random_seekers(rng, 2), asof=TODAY, side="postings")
