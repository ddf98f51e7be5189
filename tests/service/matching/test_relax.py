"""What each gate removed adds up, and a relaxation's count is what giving the limit up really shows."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.attributes import Columns
from models.vocabulary import Vocabulary
from service.matching.relax import excluded, relaxations
from service.matching.rules import screen
from tests.service.matching.columns import TODAY, random_postings, random_seekers

GIVEN_UP = {
    "limit_province": {"out_of_province": 1},
    "limit_dates": {"limit_from": 0, "limit_until": 0, "limit_weekend": 0},
    "limit_hours": {"limit_earliest": -1, "limit_latest": -1, "limit_longest": -1},
    "limit_night": {"limit_no_night": 0},
    "limit_settlement": {"limit_settlements": 0},
    "limit_lodging": {"limit_lodging": 0},
    "limit_avoid": {"limit_avoid": 0},
    "limit_avoid_kind": {"limit_avoid_kinds": 0},
    "limit_avoid_area": {"limit_avoid_areas": 0},
    "limit_kind": {"limit_kinds": 0},
}


def without(seeker: Columns, *codes: str) -> Columns:
    """Return the person without some limits."""
    arrays = {name: array.copy() for name, array in seeker.arrays.items()}
    for code in codes:
        for name, value in GIVEN_UP[code].items():
            arrays[name][:] = value
    return Columns(arrays)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_counts_are_exact(vocabulary: Vocabulary, seed: int) -> None:
    rng = np.random.default_rng(seed)
    postings, seeker = random_postings(rng, 300), random_seekers(rng, 1)
    population = np.arange(0, 300, 2)
    screening = screen(postings, seeker, asof=TODAY, side="postings")
    shown = int(screening.allowed()[population].sum())

    kept_out = excluded(screening, population, "postings")
    assert sum(e.count for e in kept_out) == len(population) - shown
    assert all(str(e.count) in e.text for e in kept_out)

    for more in relaxations(screening, postings, seeker, population, asof=TODAY, vocabulary=vocabulary):
        assert more.count > 0
        codes = more.limit.split("+")
        if set(codes) <= set(GIVEN_UP):
            freed = screen(postings, without(seeker, *codes), asof=TODAY, side="postings").allowed()
            assert int(freed[population].sum()) == shown + more.count
        assert str(more.count) in more.text
        assert all(code.startswith("limit_") for code in codes)


def test_a_lower_minimum_is_offered_just_low_enough_to_show_five_more(vocabulary: Vocabulary) -> None:
    from tests.service.matching.columns import plain_posting, plain_seeker

    pays = [4400, 4300, 4200, 4100, 4050, 3000, 6000]
    rows = [plain_posting(pay_min=float(pay), pay_max=float(pay)).arrays for pay in pays]
    postings = Columns({name: np.concatenate([row[name] for row in rows]) for name in rows[0]})
    seeker = plain_seeker(limit_pay=4500.0)
    screening = screen(postings, seeker, asof=TODAY, side="postings")
    (more,) = relaxations(screening, postings, seeker, np.arange(7), asof=TODAY, vocabulary=vocabulary)
    assert (more.limit, more.count) == ("limit_pay", 5)
    assert "4000元" in more.text
