"""Random but valid columns of both sides, and columns of a single plain posting and person, for tests of rules."""

from __future__ import annotations

from typing import Any

import numpy as np

from indexer.attributes import NO_EXPIRY, Columns
from tests.builders import ASOF

TODAY = ASOF.toordinal()
N_LICENCES = 5
COUNTIES = (0, 520000, 520300, 520303, 520324, 440000, 440400, 440402)
TOWNSHIPS = (0, 520324001, 520324002, 520303001)
AREAS = (0, 520000, 520300, 520303, 520324, 520324001, 440000, 440402)
OCCUPATIONS = (0, 6290101, 6290102, 6290201, 4100106, 2020101)


def random_postings(rng: np.random.Generator, n: int) -> Columns:
    """Return `n` rows that take every value a posting column can hold."""
    near = [0, *range(TODAY - 3, TODAY + 40, 3)]
    minutes = [-1, 0, 300, 480, 1080, 1320, 1440, 1500]
    starts = rng.choice(near, n)
    return Columns(
        {
            "county": _i32(rng.choice(COUNTIES, n)),
            "township": _i32(rng.choice(TOWNSHIPS, n)),
            "lng": rng.choice([np.nan, 106.9, 107.4], n).astype(np.float32),
            "lat": rng.choice([np.nan, 27.7, 28.5], n).astype(np.float32),
            "kind": rng.integers(0, 6, n).astype(np.int8),
            "status": rng.choice([0, 0, 0, 1, 4], n).astype(np.int8),
            "occupations": _i32(rng.choice(OCCUPATIONS, (n, 4))),
            "occupations_sure": rng.choice([0, 40, 90], (n, 4)).astype(np.uint8),
            "occupations_trade": rng.integers(0, 3, (n, 4)).astype(np.uint8),
            "valid_until": _i32(rng.choice([*near, 0, 0], n)),
            "posted_on": _i32(rng.choice([0, TODAY - 200, TODAY - 1], n)),
            "headcount": _i32(rng.choice([-1, 0, 1, 5], n)),
            "licences": rng.choice([0, 0, 1, 6, 16], n).astype(np.uint64),
            "licences_soon": rng.choice([0, 0, 32], n).astype(np.uint64),
            "licences_any": rng.choice([0, 0, 0, 3, 24], (n, 3)).astype(np.uint64),
            "age_min": rng.choice([-1, 18], n).astype(np.int16),
            "age_max": rng.choice([-1, 45, 60], n).astype(np.int16),
            "hazards": np.zeros(n, dtype=np.uint32),
            "refusable": rng.integers(0, 8, n).astype(np.uint32),
            "below_min": rng.choice([0, 0, 0, 1], n).astype(np.int8),
            "barred": rng.integers(0, 16, n).astype(np.uint8),
            "starts_on": _i32(starts),
            "ends_on": _i32(np.where(starts > 0, starts + rng.integers(0, 20, n), 0)),
            "start_minute": rng.choice(minutes, n).astype(np.int16),
            "end_minute": rng.choice(minutes, n).astype(np.int16),
            "day_minutes": rng.choice([-1, 240, 480], n).astype(np.int16),
            "weekend": rng.choice([-1, 1], n).astype(np.int8),
            "night": rng.choice([-1, 0, 1], n).astype(np.int8),
            "rotating": rng.choice([-1, 0, 1], n).astype(np.int8),
            "lodging": rng.choice([-1, 0, 1], n).astype(np.int8),
            "meals": rng.choice([-1, 0, 1], n).astype(np.int8),
            "settlement": rng.integers(0, 5, n).astype(np.int8),
            "pay_min": rng.choice([np.nan, 3000, 5000], n).astype(np.float32),
            "pay_max": rng.choice([np.nan, 4000, 6000], n).astype(np.float32),
            "education_rank": rng.integers(0, 7, n).astype(np.int8),
            "insured": rng.choice([-1, 0, 1], n).astype(np.int8),
            "contactable": rng.choice([0, 1], n).astype(np.int8),
            "arrears": rng.choice([0, 0, 0, 1], n).astype(np.int8),
        }
    )


def random_seekers(rng: np.random.Generator, n: int) -> Columns:
    """Return `n` rows that take every value a seeker column can hold."""
    known = rng.choice([0, 1, 1, 1], n)
    birth = rng.choice([TODAY - 15 * 365, TODAY - 17 * 365, TODAY - 40 * 365, TODAY - 64 * 365], n) * known
    minutes = [-1, -1, 420, 1020]
    return Columns(
        {
            "county": _i32(rng.choice(COUNTIES, n)),
            "township": _i32(rng.choice(TOWNSHIPS, n)),
            "lng": rng.choice([np.nan, 106.9, 107.4], n).astype(np.float32),
            "lat": rng.choice([np.nan, 27.7, 28.5], n).astype(np.float32),
            "status": rng.choice([0, 0, 0, 1], n).astype(np.int8),
            "birth_on": _i32(birth),
            "sixteen_on": _i32((birth + 16 * 365 + 4) * known),
            "adult_on": _i32((birth + 18 * 365 + 5) * known),
            "may_retire_on": _i32((birth + 50 * 365) * known),
            "retires_on": _i32((birth + rng.choice([55, 60], n) * 365) * known),
            "sex": rng.integers(0, 3, n).astype(np.int8),
            "consent": rng.choice([-1, 0, 1, 1], n).astype(np.int8),
            "done": _i32(rng.choice(OCCUPATIONS, (n, 4))),
            "done_sure": rng.choice([0, 40, 90], (n, 4)).astype(np.uint8),
            "done_trade": rng.integers(0, 3, (n, 4)).astype(np.uint8),
            "wanted": _i32(rng.choice(OCCUPATIONS, (n, 4))),
            "wanted_sure": rng.choice([0, 40, 90], (n, 4)).astype(np.uint8),
            "wanted_trade": rng.integers(0, 3, (n, 4)).astype(np.uint8),
            "wish_kinds": rng.choice([0, 0, 2, 9], n).astype(np.uint8),
            "pays_by": rng.integers(0, 3, n).astype(np.int8),
            "education_rank": rng.integers(0, 7, n).astype(np.int8),
            "pay_expected": rng.choice([np.nan, 3500, 7000], n).astype(np.float32),
            "out_of_province": rng.choice([-1, 0, 1], n).astype(np.int8),
            "regions": _i32(rng.choice(AREAS, (n, 4))),
            "near_home": rng.choice([-1, 0, 1], n).astype(np.int8),
            "wish_no_night": rng.choice([-1, 1], n).astype(np.int8),
            "wish_settlement": rng.integers(0, 5, n).astype(np.int8),
            "wish_lodging": rng.choice([-1, 0, 1], n).astype(np.int8),
            "graduate": rng.choice([0, 1], n).astype(np.int8),
            "certificates_known": rng.choice([0, 1], n).astype(np.int8),
            "licences": _i32(rng.choice([0, TODAY - 1, TODAY, TODAY + 10, NO_EXPIRY], (n, N_LICENCES))),
            "licences_lacking": rng.choice([0, 0, 2], n).astype(np.uint64),
            "licences_of_trade": rng.choice([0, 1, 3], n).astype(np.uint64),
            "limit_areas": _i32(rng.choice(AREAS, (n, 4)) * rng.choice([0, 1], (n, 1))),
            "limit_no_night": rng.choice([0, 1], n).astype(np.int8),
            "limit_settlements": rng.choice([0, 1, 5, 15], n).astype(np.uint8),
            "limit_lodging": rng.choice([0, 1], n).astype(np.int8),
            "limit_pay": rng.choice([np.nan, 4500], n).astype(np.float32),
            "limit_kinds": rng.choice([0, 0, 3, 63], n).astype(np.uint8),
            "limit_from": _i32(rng.choice([0, TODAY - 1, TODAY + 7], n)),
            "limit_until": _i32(rng.choice([0, TODAY + 14], n)),
            "limit_avoid": _i32(rng.choice(OCCUPATIONS, (n, 4)) * rng.choice([0, 1], (n, 1))),
            "limit_avoid_areas": _i32(rng.choice(AREAS, (n, 4)) * rng.choice([0, 1], (n, 1))),
            "limit_avoid_kinds": rng.choice([0, 0, 1, 6], n).astype(np.uint32),
            "limit_earliest": rng.choice(minutes, n).astype(np.int16),
            "limit_latest": rng.choice(minutes, n).astype(np.int16),
            "limit_longest": rng.choice([-1, -1, 300], n).astype(np.int16),
            "limit_weekend": rng.choice([0, 0, 1], n).astype(np.int8),
        }
    )


def plain_posting(**given: Any) -> Columns:
    """Return one live posting in 520324 that no rule objects to, with `given` values in place of its own."""
    posting = random_postings(np.random.default_rng(0), 1)
    plain: dict[str, Any] = {
        "county": 520324, "township": 520324001, "kind": 0, "status": 0, "valid_until": TODAY + 30, "headcount": 3,
        "licences": 0, "licences_soon": 0, "licences_any": [0, 0, 0], "age_min": -1, "age_max": -1, "barred": 0,
        "starts_on": 0,
        "ends_on": 0, "start_minute": 480, "end_minute": 1020, "day_minutes": 540,
        "weekend": -1, "night": 0, "rotating": -1, "lodging": 1, "settlement": 1,
        "pay_min": 5000.0, "refusable": 0, "below_min": 0, "posted_on": TODAY - 1,
        "pay_max": 6000.0, "insured": 1, "arrears": 0, "occupations": [6290101, 0, 0, 0],
        "occupations_sure": [90] * 4, "occupations_trade": [0] * 4, "meals": -1,
        "lng": 107.4, "lat": 28.5, "education_rank": 0, "contactable": 1,
    }  # fmt: skip
    return _set(posting, {**plain, **given})


def plain_seeker(**given: Any) -> Columns:
    """Return one consenting man of 40 without limits in 520324, with `given` values in place of his own."""
    seeker = random_seekers(np.random.default_rng(0), 1)
    birth = TODAY - 40 * 365
    plain: dict[str, Any] = {
        "county": 520324, "township": 520324001, "status": 0, "birth_on": birth, "sixteen_on": birth + 16 * 365 + 4,
        "adult_on": birth + 18 * 365 + 5, "may_retire_on": birth + 60 * 365, "retires_on": birth + 60 * 365, "sex": 1,
        "consent": 1, "certificates_known": 1, "licences": [0] * N_LICENCES, "licences_of_trade": 0,
        "licences_lacking": 0,
        "limit_areas": [0] * 4, "limit_no_night": 0,
        "limit_settlements": 0, "limit_lodging": 0, "limit_pay": np.nan, "limit_kinds": 0,
        "limit_from": 0, "limit_until": 0, "limit_avoid": [0] * 4,
        "limit_avoid_areas": [0] * 4, "limit_avoid_kinds": 0, "limit_earliest": -1, "limit_latest": -1,
        "limit_longest": -1, "limit_weekend": 0,
        "out_of_province": -1, "wanted": [6290101, 0, 0, 0], "wanted_sure": [90] * 4, "wanted_trade": [0] * 4,
        "done": [0] * 4, "done_sure": [90] * 4, "done_trade": [0] * 4,
        "wish_kinds": 0, "pays_by": 0, "regions": [0] * 4, "near_home": -1,
        "pay_expected": np.nan, "wish_no_night": -1, "wish_settlement": 0, "wish_lodging": -1, "graduate": 0,
        "lng": 107.4, "lat": 28.5, "education_rank": 0,
    }  # fmt: skip
    return _set(seeker, {**plain, **given})


def _set(columns: Columns, values: dict[str, Any]) -> Columns:
    unknown = set(values) - set(columns.arrays)
    assert not unknown, f"no such columns: {unknown}"
    arrays = {name: array.copy() for name, array in columns.arrays.items()}
    for name, value in values.items():
        arrays[name][0] = value
    return Columns(arrays)


def _i32(values: Any) -> Any:
    return np.asarray(values).astype(np.int32)
