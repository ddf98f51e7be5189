"""Turn candidates and the asking side into named features from -1 (unfit) to 1 (fit); 0 is unknown or beside the point.

Every feature is symmetric: it takes a posting column and a seeker column, whichever of the two is the asking side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Array, Columns
from models.areas import EARTH_RADIUS_KM
from models.records import KINDS, SETTLEMENTS, PostingKind, Settlement
from service.matching.legal import licensed
from service.matching.limits import is_night, lies_under
from service.matching.verdicts import n_pairs, start_days

FEATURES = (
    "occupation", "experience", "aim", "meaning", "words", "synonyms", "skills", "certificate", "place", "region",
    "pay", "terms", "night", "settlement", "lodging", "education", "age", "freshness", "headcount", "mutual", "kind",
)  # fmt: skip

TREE = ((1, 1.0), (100, 0.6), (10_000, 0.2), (1_000_000, 0.0))
"""Value of two occupations that share 细类, 小类, 中类, 大类. Source: our choice; the levels are those of 大典 2022."""
UNRELATED = -0.4
OTHER_TRADE = 0.8
"""Value of one 细类 where the sides tell of two different trades in it (月嫂 and 钟点工). Source: our choice, between
细类 and 小类; on the tuning part 0.6 to 1.0 differ by less than 0.005 in nDCG@10, and not one way for both sides."""
NEAR = 0.5
"""Value of an occupation that the occupation knowledge calls near. Source: our choice, below 小类."""
SURE, UNSURE = 0.7, 0.6
"""A reading of this confidence counts in full; one of confidence 0 would count 0.6. Source: measured on the tuning part
of the judged set, five-fold: 0.9 and 0.3 give nDCG@10 0.826 and 0.750 for queries and people, these 0.832 and 0.757."""
NEAR_KM, FAR_KM = 10.0, 150.0
FRESH_DAYS = 60.0

TRADE_FITS, MEANING_FITS = 0.2, 0.4
"""A pair is of one trade from this nearness in the tree or this cosine. Source: measured on the sample graduates'
first 30 postings each: 96 % of those of the labelled trade are kept, 59 % of the others."""

Feature = NDArray[np.float32]


@dataclass(frozen=True)
class Features:
    """`values` has shape (n, len(FEATURES)), `distance_km` (n,), NaN unknown."""

    values: Feature
    distance_km: Feature

    def column(self, name: str) -> Feature:
        """Return one feature of all candidates."""
        column: Feature = self.values[:, FEATURES.index(name)]
        return column


def features(
    postings: Columns,
    seekers: Columns,
    *,
    similarity: Array,
    words: Array,
    skills: Array,
    asof: int,
    aim: Array | None = None,
    meant: Array | None = None,
    near: tuple[Array, Array] | None = None,
) -> Features:
    """Return the features of each pair.

    `similarity`, `words`, `skills`, `aim` and `meant` have one value a pair (see `Candidates`); without `aim` and
    `meant`, `similarity` and `words` stand for them. `near` is `near_fit` of the found side for what the person wants
    and for what they have done.
    """
    n = n_pairs(postings, seekers)
    distance = distance_km(postings, seekers)
    occupation = trade_fit(postings, seekers, "wanted")
    experience = trade_fit(postings, seekers, "done")
    if near is not None:
        occupation, experience = np.maximum(occupation, near[0]), np.maximum(experience, near[1])
    certificate = certificate_fit(postings, seekers, asof)
    columns = {
        "occupation": occupation,
        "experience": experience,
        "aim": np.clip(similarity if aim is None else aim, 0, 1),
        "meaning": np.clip(similarity, 0, 1),
        "words": words,
        "synonyms": words if meant is None else meant,
        "skills": skills,
        "certificate": certificate,
        "place": place_fit(postings, seekers, distance),
        "region": region_fit(postings, seekers),
        "pay": pay_fit(postings, seekers),
        "terms": terms_fit(postings, seekers),
        "night": night_fit(postings, seekers),
        "settlement": settlement_fit(postings, seekers),
        "lodging": np.where(seekers["wish_lodging"] == 1, _signed(postings["lodging"]), 0),
        "education": education_fit(postings, seekers),
        "age": age_fit(postings, seekers, asof),
        "freshness": freshness(postings, asof),
        "headcount": np.clip(np.log2(1 + np.maximum(postings["headcount"], 0)) / 5, 0, 1),
        "mutual": np.minimum(np.maximum(occupation, 0), np.maximum(experience, np.maximum(certificate, 0))),
        "kind": kind_fit(postings, seekers),
    }
    values = np.empty((n, len(FEATURES)), dtype=np.float32)
    for i, name in enumerate(FEATURES):
        values[:, i] = columns[name]
    return Features(values, np.broadcast_to(distance, (n,)).astype(np.float32))


def fits_trade(occupation: Array, experience: Array, meaning: Array) -> Array:
    """Return where a pair is of one trade as far as anybody can tell."""
    fits: Array = (np.maximum(occupation, experience) >= TRADE_FITS) | (meaning >= MEANING_FITS)
    return fits


@dataclass(frozen=True)
class Readings:
    """Occupations read on one side, shape (n, k): their numbers, how sure in hundredths, the trade within each."""

    codes: Array
    sure: Array
    trades: Array


def readings(columns: Columns, name: str) -> Readings:
    """Return what a side says of "occupations", "wanted" or "done" work."""
    return Readings(columns[name], columns[f"{name}_sure"], columns[f"{name}_trade"])


def trade_fit(postings: Columns, seekers: Columns, name: str) -> Array:
    """Return how near the occupations asked for stand to those the person wants (`name` "wanted") or has "done"."""
    return tree_nearness(readings(postings, "occupations"), readings(seekers, name))


def near_fit(codes: Array, sure: Array, near: Array) -> Array:
    """Return `NEAR` where a row of `codes` names one of `near`, less where that is not sure, and `UNRELATED` elsewhere.

    `codes` and `sure` have shape (n, k); `near` are numbers of occupations.
    """
    hit = (np.isin(codes, near) * _certainty(sure)).max(axis=1)
    return np.where(hit > 0, np.float32(NEAR) * hit, np.float32(UNRELATED)).astype(np.float32)


def tree_nearness(a: Readings, b: Readings) -> Array:
    """Return how near the nearest two occupations of each pair stand in 大典, 0 where either side names none.

    What two readings share counts as much as the linking is sure of both (see `_certainty`).
    """
    best = np.full(max(len(a.codes), len(b.codes)), UNRELATED, dtype=np.float32)
    known = (a.codes > 0).any(axis=1) & (b.codes > 0).any(axis=1)
    sure_a, sure_b = _certainty(a.sure), _certainty(b.sure)
    for i in range(a.codes.shape[1]):
        for j in range(b.codes.shape[1]):
            x, y = a.codes[:, i], b.codes[:, j]
            both = (x > 0) & (y > 0)
            if not both.any():
                continue
            apart = (x == y) & (a.trades[:, i] > 0) & (b.trades[:, j] > 0) & (a.trades[:, i] != b.trades[:, j])
            certainty = sure_a[:, i] * sure_b[:, j]
            value = np.full(len(best), UNRELATED, dtype=np.float32)
            for divisor, worth in reversed(TREE):
                value = np.where(x // divisor == y // divisor, np.float32(worth) * certainty, value)
            value = np.where(apart, np.float32(OTHER_TRADE) * certainty, value)
            best = np.where(both, np.maximum(best, value), best)
    return np.where(known, best, np.float32(0))


def _certainty(hundredths: Array) -> Array:
    """Return 1 for a sure reading, falling to `UNSURE` for one of confidence 0."""
    certainty: Array = UNSURE + (1 - UNSURE) * np.minimum(hundredths.astype(np.float32) / np.float32(100 * SURE), 1)
    return certainty


def distance_km(postings: Columns, seekers: Columns) -> Array:
    """Return the great-circle distance; NaN where a place is unknown, wider than a county or without its own centre.

    The same township is 0. Two places of one county standing on the same centre are not known to be near.
    """
    same_township = (postings["township"] > 0) & (postings["township"] == seekers["township"])
    wide = (postings["county"] % 100 == 0) | (seekers["county"] % 100 == 0)
    lng_a, lat_a, lng_b, lat_b = (
        np.radians(side[name].astype(np.float64)) for side in (postings, seekers) for name in ("lng", "lat")
    )
    h = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lng_b - lng_a) / 2) ** 2
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
    one_centre = (postings["county"] == seekers["county"]) & (km == 0)
    return np.where(same_township, 0.0, np.where(wide | one_centre, np.nan, km))


def place_fit(postings: Columns, seekers: Columns, distance: Array) -> Array:
    """Return 1 within 10 km or the township, falling to -1 at 150 km by the logarithm; 0.6 in the same county at least.

    Who wants to stay near home feels it fully; others half, and no minus once they named a region to go to.
    """
    km = np.where(np.isnan(distance), FAR_KM, distance)
    fall = np.log(np.clip(km, NEAR_KM, FAR_KM) / NEAR_KM) / np.log(FAR_KM / NEAR_KM)
    by_km = np.where(np.isnan(distance), 0.0, 1 - 2 * fall)
    same_county = (postings["county"] > 0) & (postings["county"] == seekers["county"])
    value = np.where(same_county, np.maximum(by_km, 0.6), by_km)
    travels = (seekers["regions"] > 0).any(axis=1) | (seekers["out_of_province"] == 1)
    value = np.where(travels & (seekers["near_home"] != 1), np.maximum(value, 0), value)
    return np.where(seekers["near_home"] == 1, value, value * 0.6)


def region_fit(postings: Columns, seekers: Columns) -> Array:
    """Return 1 under a wished region, -0.6 elsewhere in its city, -1 outside, 0 where no region was wished or known."""
    regions = seekers["regions"]
    inside = np.zeros(n_pairs(postings, seekers), dtype=np.bool_)
    in_city = inside.copy()
    for column in range(regions.shape[1]):
        region = regions[:, column]
        inside = inside | ((region > 0) & lies_under(postings["county"], postings["township"], region))
        city = np.where(region > 999_999, region // 1000, region) // 100
        in_city = in_city | ((city % 100 > 0) & (postings["county"] // 100 == city))
    stated = (regions > 0).any(axis=1) & (postings["county"] > 0)
    return np.where(stated, np.where(inside, 1.0, np.where(in_city, -0.6, -1.0)), 0.0)


def pay_fit(postings: Columns, seekers: Columns) -> Array:
    """Return the middle of the pay against the expectation: 0.5 when equal, 1 at 1.25 times, -1 at a quarter."""
    bottom, top, expected = postings["pay_min"], postings["pay_max"], seekers["pay_expected"]
    middle = np.where(np.isnan(top), bottom, np.where(np.isnan(bottom), top, (bottom + top) / 2))
    ratio = middle / np.where(expected > 0, expected, np.nan)
    return np.where(np.isnan(ratio), 0.0, np.clip(0.5 + 2 * (ratio - 1), -1, 1))


def terms_fit(postings: Columns, seekers: Columns) -> Array:
    """Return whether the work is paid by the same measure as the person thinks in: by the month or by day and piece.

    1 for a gig where days are wanted, 0.5 for other work paid out within the week, -0.5 for the rest; -1 for a gig
    where a monthly wage is wanted.
    """
    is_gig = postings["kind"] == _GIG
    soon = (postings["settlement"] > 0) & (postings["settlement"] != _MONTHLY)
    by_day = np.where(is_gig, 1.0, np.where(soon, 0.5, -0.5))
    return np.where(seekers["pays_by"] == 1, by_day, np.where((seekers["pays_by"] == 2) & is_gig, -1.0, 0.0))


def night_fit(postings: Columns, seekers: Columns) -> Array:
    """Return -1 for night work against the wish, 0.5 for day work as wished, 0 otherwise."""
    night = is_night(postings)
    return np.where(seekers["wish_no_night"] == 1, np.where(night == 1, -1.0, np.where(night == 0, 0.5, 0.0)), 0.0)


def settlement_fit(postings: Columns, seekers: Columns) -> Array:
    """Return 1 when wages are paid out as wished, -0.7 when otherwise, 0 when either is unknown."""
    wish, stated = seekers["wish_settlement"], postings["settlement"]
    return np.where((wish > 0) & (stated > 0), np.where(wish == stated, 1.0, -0.7), 0.0)


def education_fit(postings: Columns, seekers: Columns) -> Array:
    """Return -0.5 a missing level, at most -1; 0.3 where a stated demand is met; soft, never a gate."""
    asked, has = postings["education_rank"].astype(np.int16), seekers["education_rank"].astype(np.int16)
    known = (asked > 0) & (has > 0)
    return np.where(known, np.where(has >= asked, 0.3, np.maximum(-1.0, -0.5 * (asked - has))), 0.0)


def age_fit(postings: Columns, seekers: Columns, asof: int) -> Array:
    """Return 0.3 inside the employer's age wish, falling to -1 five years outside it; soft, shown as a doubt."""
    age = (start_days(postings, asof) - seekers["birth_on"]) / 365.25
    low, high = postings["age_min"], postings["age_max"]
    outside = np.maximum(np.where(low >= 0, low - age, 0), np.where(high >= 0, age - (high.astype(np.float32) + 1), 0))
    stated = ((low >= 0) | (high >= 0)) & (seekers["birth_on"] > 0)
    return np.where(stated, np.where(outside <= 0, 0.3, np.maximum(-1.0, -outside / 5)), 0.0)


def freshness(postings: Columns, asof: int) -> Array:
    """Return 1 for today's posting, falling to -1 after 120 days; 0 where no date is known."""
    days = asof - postings["posted_on"]
    return np.where(postings["posted_on"] > 0, np.clip(1 - days / FRESH_DAYS, -1, 1), 0.0)


def certificate_fit(postings: Columns, seekers: Columns, asof: int) -> Array:
    """Return 1 where the licences asked for are held, -0.3 where nobody knows, 0 where none is asked."""
    asked = ((postings["licences"] | postings["licences_soon"]) != 0) | (postings["licences_any"] != 0).any(axis=1)
    return np.where(asked, np.where(licensed(postings, seekers, asof) == 0, 1.0, -0.3), 0.0)


_GIG, _INTERNSHIP, _WELFARE, _RELIEF = (
    KINDS.index(kind)
    for kind in (PostingKind.GIG, PostingKind.INTERNSHIP, PostingKind.PUBLIC_WELFARE, PostingKind.WORK_RELIEF)
)
_MONTHLY = SETTLEMENTS.index(Settlement.MONTHLY) + 1


def kind_fit(postings: Columns, seekers: Columns) -> Array:
    """Return how the kind suits: internships for graduates, public-welfare posts last (handbook 22), relief local.

    Who wishes for kinds in words (零活, 见习, 公益性岗位) gets 1 for these and -0.5 for others.
    """
    kind, graduate = postings["kind"], seekers["graduate"] == 1
    local = (postings["county"] > 0) & (postings["county"] == seekers["county"])
    value = np.where(kind == _INTERNSHIP, np.where(graduate, 0.5, -1.0), 0.0)
    value = np.where(kind == _WELFARE, -0.6, value)
    value = np.where(kind == _RELIEF, np.where(local, 0.5, -0.5), value)
    wished = seekers["wish_kinds"]
    is_wished = (wished & (np.uint8(1) << kind.astype(np.uint8))) != 0
    return np.where(wished == 0, value, np.where(is_wished, 1.0, np.minimum(value, -0.5)))


def _signed(yes_no: Array) -> Array:
    return np.where(yes_no == 1, 1.0, np.where(yes_no == 0, -1.0, 0.0))
