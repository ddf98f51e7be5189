"""Each feature by arithmetic, and the order that the weights make of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.areas import great_circle_km
from service.matching.features import FEATURES, Features, Readings, features, near_fit, tree_nearness
from service.matching.rank import rank
from service.matching.weights import load_weights
from tests.service.matching.columns import TODAY, plain_posting, plain_seeker, random_postings, random_seekers

ZERO = np.zeros(1, dtype=np.float32)


def value(name: str, posting: dict[str, Any], seeker: dict[str, Any]) -> float:
    found = features(
        plain_posting(**posting), plain_seeker(**seeker), similarity=ZERO, words=ZERO, skills=ZERO, asof=TODAY
    )
    return float(found.column(name)[0])


@pytest.mark.parametrize(
    ("name", "posting", "seeker", "expected"),
    [
        ("occupation", {}, {}, 1.0),
        ("occupation", {"occupations": [6290102, 0, 0, 0]}, {}, 0.6),
        ("occupation", {"occupations": [6290201, 0, 0, 0]}, {}, 0.2),
        ("occupation", {"occupations": [6310101, 0, 0, 0]}, {}, 0.0),
        ("occupation", {"occupations": [4100106, 0, 0, 0]}, {}, -0.4),
        ("occupation", {"occupations": [4100106, 6290101, 0, 0]}, {}, 1.0),
        ("occupation", {"occupations_sure": [45, 0, 0, 0]}, {}, 0.6 + 0.4 * 45 / 70),
        ("occupation", {"occupations": [4100106, 0, 0, 0], "occupations_sure": [0, 0, 0, 0]}, {}, -0.4),
        ("occupation", {"occupations": [0, 0, 0, 0]}, {}, 0.0),
        ("experience", {}, {"done": [4100106, 6290102, 0, 0]}, 0.6),
        ("experience", {}, {"done": [4100106, 6290102, 0, 0], "done_sure": [90, 0, 0, 0]}, 0.6 * 0.6),
        ("terms", {"kind": 1}, {"pays_by": 1}, 1.0),
        ("terms", {"settlement": 1}, {"pays_by": 1}, 0.5),
        ("terms", {"settlement": 3}, {"pays_by": 1}, -0.5),
        ("terms", {"kind": 1}, {"pays_by": 2}, -1.0),
        ("terms", {}, {"pays_by": 2}, 0.0),
        ("kind", {"kind": 1}, {"wish_kinds": 0b10}, 1.0),
        ("kind", {"kind": 0}, {"wish_kinds": 0b10}, -0.5),
        ("kind", {"kind": 4}, {"wish_kinds": 0b10000}, 1.0),
        ("kind", {"kind": 4}, {"wish_kinds": 0b10}, -0.6),
        ("place", {}, {}, 0.6),
        ("place", {}, {"near_home": 1}, 1.0),
        ("region", {}, {"regions": [520300, 0, 0, 0]}, 1.0),
        ("region", {}, {"regions": [440000, 0, 0, 0]}, -1.0),
        ("region", {}, {"regions": [520303, 0, 0, 0]}, -0.6),
        ("region", {}, {"regions": [520000, 0, 0, 0]}, 1.0),
        ("region", {"county": 0}, {"regions": [440000, 0, 0, 0]}, 0.0),
        ("pay", {}, {"pay_expected": 5500.0}, 0.5),
        ("pay", {}, {"pay_expected": 4400.0}, 1.0),
        ("pay", {}, {"pay_expected": 7333.3335}, 0.0),
        ("pay", {"pay_min": np.nan, "pay_max": np.nan}, {"pay_expected": 7000.0}, 0.0),
        ("pay", {"pay_max": np.nan}, {"pay_expected": 5000.0}, 0.5),
        ("night", {"night": 1}, {"wish_no_night": 1}, -1.0),
        ("night", {"night": 1}, {}, 0.0),
        ("settlement", {}, {"wish_settlement": 1}, 1.0),
        ("settlement", {}, {"wish_settlement": 3}, -0.7),
        ("lodging", {"lodging": 0}, {"wish_lodging": 1}, -1.0),
        ("education", {"education_rank": 6}, {"education_rank": 5}, -0.5),
        ("education", {"education_rank": 6}, {"education_rank": 2}, -1.0),
        ("education", {"education_rank": 5}, {"education_rank": 6}, 0.3),
        ("education", {"education_rank": 5}, {}, 0.0),
        ("age", {"age_max": 45}, {}, 0.3),
        ("age", {"age_max": 30}, {}, -1.0),
        ("freshness", {"posted_on": TODAY}, {}, 1.0),
        ("freshness", {"posted_on": TODAY - 60}, {}, 0.0),
        ("freshness", {"posted_on": 0}, {}, 0.0),
        ("headcount", {"headcount": 3}, {}, 0.4),
        ("headcount", {"headcount": -1}, {}, 0.0),
        ("certificate", {"licences": 1}, {"licences": [TODAY, 0, 0, 0, 0]}, 1.0),
        ("certificate", {"licences": 1}, {"certificates_known": 0}, -0.3),
        ("mutual", {}, {"done": [6290102, 0, 0, 0]}, 0.6),
        ("kind", {"kind": 3}, {"graduate": 1}, 0.5),
        ("kind", {"kind": 3}, {}, -1.0),
        ("kind", {"kind": 4}, {}, -0.6),
        ("kind", {"kind": 5}, {}, 0.5),
        ("kind", {"kind": 5, "county": 520303}, {}, -0.5),
    ],
)  # fmt: skip
def test_a_feature(name: str, posting: dict[str, Any], seeker: dict[str, Any], expected: float) -> None:
    assert value(name, posting, seeker) == pytest.approx(expected, abs=1e-4)


def test_distance_is_the_great_circle_between_known_centres() -> None:
    posting = plain_posting(county=520303, township=0, lng=106.9, lat=27.7)
    found = features(posting, plain_seeker(), similarity=ZERO, words=ZERO, skills=ZERO, asof=TODAY)
    km = great_circle_km(float(np.float32(106.9)), float(np.float32(27.7)), float(np.float32(107.4)), 28.5)
    assert found.distance_km[0] == pytest.approx(km, rel=1e-4)
    fall = math.log(km / 10) / math.log(15)
    assert found.column("place")[0] == pytest.approx(0.6 * (1 - 2 * fall), abs=1e-3)


def test_two_places_of_one_county_on_its_centre_are_near_but_nobody_says_how_far() -> None:
    found = features(plain_posting(township=0), plain_seeker(), similarity=ZERO, words=ZERO, skills=ZERO, asof=TODAY)
    assert np.isnan(found.distance_km[0])
    assert found.column("place")[0] == pytest.approx(0.36)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_a_feature_of_many_equals_the_feature_of_each_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    postings, seekers = random_postings(rng, 12), random_seekers(rng, 1)
    shares = rng.random((3, 12)).astype(np.float32)
    whole = features(postings, seekers, similarity=shares[0], words=shares[1], skills=shares[2], asof=TODAY)
    assert np.isfinite(whole.values).all()
    for i in range(12):
        one = shares[:, i : i + 1]
        alone = features(postings.take([i]), seekers, similarity=one[0], words=one[1], skills=one[2], asof=TODAY)
        np.testing.assert_array_equal(alone.values[0], whole.values[i])


def test_either_side_may_be_the_single_one() -> None:
    table = read([[6290101, 0], [6290102, 0]])
    one = read([[6290101, 0]])
    assert tree_nearness(table, one).tolist() == tree_nearness(one, table).tolist() == pytest.approx([1.0, 0.6])


def read(codes: list[list[int]], trades: list[list[int]] | None = None) -> Readings:
    table = np.array(codes)
    return Readings(table, np.full(table.shape, 100, np.uint8), np.array(trades or np.zeros_like(table)))


def test_two_trades_of_one_occupation_are_told_apart_where_both_sides_tell_theirs() -> None:
    asked = read([[4100106, 0]], [[1, 0]])  # 月嫂
    offered = read([[4100106, 0]] * 3, [[1, 0], [6, 0], [0, 0]])  # 月嫂, 钟点工, 家政服务员
    assert tree_nearness(offered, asked).tolist() == pytest.approx([1.0, 0.8, 1.0])


def test_a_trade_beside_another_occupation_tells_nothing() -> None:
    asked, offered = read([[4100106, 0]], [[1, 0]]), read([[4100107, 4100106]], [[2, 1]])
    assert tree_nearness(offered, asked).tolist() == pytest.approx([1.0])


def test_a_near_trade_counts_half_and_less_where_it_is_not_sure() -> None:
    codes, sure = np.array([[4100106, 0], [4100106, 0], [6290101, 0]]), np.array([[90, 0], [45, 0], [90, 0]])
    assert near_fit(codes, sure, np.array([4100106])).tolist() == pytest.approx(
        [0.5, 0.5 * (0.6 + 0.4 * 45 / 70), -0.4]
    )


def test_a_near_trade_lifts_only_the_wish_or_the_history_it_is_near_to() -> None:
    far = plain_posting(occupations=[4100106, 0, 0, 0])
    half, none = np.array([0.5], np.float32), np.array([-0.4], np.float32)
    shares = {"similarity": ZERO, "words": ZERO, "skills": ZERO, "asof": TODAY}
    told = features(far, plain_seeker(), near=(half, none), **shares)
    assert told.column("occupation")[0] == pytest.approx(0.5)
    assert told.column("experience")[0] == features(far, plain_seeker(), **shares).column("experience")[0]


def test_what_is_not_told_apart_counts_as_all_that_is_said() -> None:
    half = np.full(1, 0.5, np.float32)
    found = features(plain_posting(), plain_seeker(), similarity=half, words=half, skills=ZERO, asof=TODAY)
    assert found.column("aim")[0] == found.column("meaning")[0] == pytest.approx(0.5)
    assert found.column("synonyms")[0] == found.column("words")[0] == pytest.approx(0.5)


def test_a_score_is_the_weighted_mean_of_its_features_and_ties_go_by_id() -> None:
    weights = load_weights()
    values = np.zeros((3, len(FEATURES)), dtype=np.float32)
    values[0, FEATURES.index("occupation")] = 1
    values[1:, FEATURES.index("pay")] = 0.5
    ranked = rank(Features(values, np.zeros(3, np.float32)), ["c", "b", "a"], weights, "postings")
    total = sum(weights.postings.values())
    assert ranked.scores.tolist() == pytest.approx(
        [weights.postings["occupation"] / total, *[0.5 * weights.postings["pay"] / total] * 2], abs=1e-6
    )
    assert ranked.order.tolist() == [0, 2, 1]
    np.testing.assert_allclose(ranked.contributions.sum(axis=1), ranked.scores, atol=1e-6)


def test_nothing_to_rank_is_no_error() -> None:
    none = Features(np.zeros((0, len(FEATURES)), np.float32), np.zeros(0, np.float32))
    assert len(rank(none, [], load_weights(), "postings").order) == 0
