"""Turn columns into verdicts on what a person stated as a limit; a posting that does not say stays as a question."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from indexer.attributes import Array, Columns
from models.records import SETTLEMENTS, Settlement
from service.matching.verdicts import Verdicts, all_pass, n_pairs, verdicts

NIGHT_FROM, NIGHT_UNTIL = 22 * 60, 6 * 60
"""Night work is 22:00 to 6:00. Source: 劳部发〔1995〕309号 and 女职工劳动保护特别规定 6."""
LATE_TURN_ENDS = 20 * 60
"""Shifts that rotate have a turn that ends later than this. Source: our choice: two shifts of eight hours a day."""
LONG_DAY, DAY_BEGINS, REST = 6 * 60, 7 * 60, 60
"""A day of six hours and more has a rest; few begin before seven. Source: our choice, from the sample's postings."""
DAY = 24 * 60
_WHEN_DONE = SETTLEMENTS.index(Settlement.ON_COMPLETION) + 1
_DAILY_BIT = np.uint8(1 << SETTLEMENTS.index(Settlement.DAILY))


def in_areas(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail what lies under none of the stated areas; unknown where the posting's place is coarser than the area."""
    areas = seekers["limit_areas"]
    if not areas.any():
        return all_pass(postings, seekers)
    limited = any_stated(areas)
    return _only_limited(postings, seekers, limited, _in_areas)


def _in_areas(postings: Columns, seekers: Columns) -> Verdicts:
    inside = np.zeros(n_pairs(postings, seekers), dtype=np.bool_)
    coarser = inside.copy()
    for area in seekers["limit_areas"].T:
        stated = area > 0
        if stated.any():
            inside |= stated & lies_under(postings["county"], postings["township"], area)
            coarser |= stated & may_lie_under(postings["county"], postings["township"], area)
    return verdicts(postings, seekers, ~inside & ~coarser, ~inside & coarser)


def any_stated(codes: Array) -> Array:
    """Return the rows of a (n, k) code column that state anything."""
    stated: Array = codes[:, 0] > 0
    for column in codes.T[1:]:
        stated = stated | (column > 0)
    return stated


def _only_limited(
    postings: Columns, seekers: Columns, limited: Array, screen: Callable[[Columns, Columns], Verdicts]
) -> Verdicts:
    """Screen the people who stated the limit; the rest pass. Few do, so most columns are never touched."""
    if len(seekers) == 1:
        return screen(postings, seekers)
    rows = np.flatnonzero(limited)
    result = np.zeros(len(seekers), dtype=np.int8)
    names = ("limit_areas", "limit_avoid_areas", "limit_avoid")
    part = Columns({name: seekers[name][rows] for name in names})
    result[rows] = screen(postings if len(postings) == 1 else postings.take(rows), part)
    return result


def lies_under(county: Array, township: Array, area: Array) -> Array:
    """Return where (county, township) lies under `area`, a code of any level; 0 holds nothing."""
    is_township = area > 999_999
    width = np.where(area % 10_000 == 0, 9_999, np.where(area % 100 == 0, 99, 0)).astype(np.int32)
    first = np.where(is_township | (area == 0), np.int32(1), area)
    last = np.where(is_township | (area == 0), np.int32(0), area + width)
    inside: Array = ((county >= first) & (county <= last)) | (is_township & (township == area))
    return inside


def may_lie_under(county: Array, township: Array, area: Array) -> Array:
    """Return where the place is known too coarsely to tell: no place, a province, a city, a county without township."""
    own_county = np.where(area > 999_999, area // 1000, area)
    province, city = own_county // 10_000 * 10_000, own_county // 100 * 100
    no_township = (area > 999_999) & (township == 0) & (county == own_county)
    unsure: Array = (county == 0) | (county == province) | (county == city) | no_township
    return unsure


def in_province(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail another province for who does not leave theirs; unknown where either place is unknown."""
    stays = seekers["out_of_province"] == 0
    if not stays.any():
        return all_pass(postings, seekers)
    there, home = postings["county"] // 10_000, seekers["county"] // 10_000
    known = (there > 0) & (home > 0)
    return verdicts(postings, seekers, stays & known & (there != home), stays & ~known)


def in_dates(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail work that begins before the person is free or ends after, or takes a weekday from who is free at weekends.

    Work without dates is a question.
    """
    free_from, free_until, weekends = seekers["limit_from"], seekers["limit_until"], seekers["limit_weekend"] == 1
    waits, leaves = free_from > asof, free_until > 0
    if not (waits.any() or leaves.any() or weekends.any()):
        return all_pass(postings, seekers)
    begins = postings["starts_on"]
    ends = np.maximum(postings["ends_on"], begins)
    fail = (waits & (begins > 0) & (begins < free_from)) | (leaves & (ends > 0) & (ends > free_until))
    at_weekends = (postings["weekend"] == 1) | (_is_weekend(begins) & _is_weekend(ends) & (ends - begins <= 1))
    fail |= weekends & (begins > 0) & ~at_weekends
    return verdicts(postings, seekers, fail, (waits | leaves | (weekends & ~at_weekends)) & (begins == 0))


def _is_weekend(day: Array) -> Array:
    """Return whether an ordinal day is a Saturday or Sunday; the first of all days was a Monday."""
    weekend: Array = (day > 0) & ((day % 7 == 6) | (day % 7 == 0))
    return weekend


def in_hours(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail hours that begin too early, end too late or are too many.

    A night, and the late turn of shifts that rotate, end too late for who must leave by the evening. Where no hours are
    stated but how long a day is, work that begins at seven with an hour's rest may end too late at its earliest, and
    work that is over before the night may begin too early at its latest.
    """
    earliest, latest, longest = seekers["limit_earliest"], seekers["limit_latest"], seekers["limit_longest"]
    if not ((earliest >= 0).any() or (latest >= 0).any() or (longest >= 0).any()):
        return all_pass(postings, seekers)
    start, end = postings["start_minute"], postings["end_minute"]
    night, rotating = postings["night"] == 1, postings["rotating"] == 1
    end = np.where((end >= 0) & (start >= 0) & (end < start), end + DAY, end)
    too_early = (earliest >= 0) & (start >= 0) & (start < earliest)
    is_late = ((end >= 0) & (end > latest)) | (night & (latest <= NIGHT_FROM)) | (rotating & (latest <= LATE_TURN_ENDS))
    length = np.where(postings["day_minutes"] >= LONG_DAY, postings["day_minutes"].astype(np.int32), 0)
    is_late |= (end < 0) & (length > 0) & (DAY_BEGINS + length + REST > latest)
    too_late = (latest >= 0) & is_late
    too_early |= (
        (earliest >= 0) & (start < 0) & (length > 0) & (postings["night"] == 0) & (earliest > NIGHT_FROM - length)
    )
    too_long = (longest >= 0) & (postings["day_minutes"] > longest)
    unsaid = ((earliest >= 0) & (start < 0)) | ((latest >= 0) & (end < 0))
    unsaid |= (longest >= 0) & (postings["day_minutes"] < 0)
    return verdicts(postings, seekers, too_early | too_late | too_long, unsaid)


def no_night(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail night work for who refuses it, also where only the hours tell."""
    refuses = seekers["limit_no_night"] == 1
    if not refuses.any():
        return all_pass(postings, seekers)
    night = is_night(postings)
    return verdicts(postings, seekers, refuses & (night == 1), refuses & (night < 0))


def is_night(postings: Columns) -> Array:
    """Return 1, 0 or -1 unknown: the stated shift, else whether the stated hours touch the night."""
    start, end = postings["start_minute"], postings["end_minute"]
    end = np.where(end < start, end + DAY, end)
    touches = (start < NIGHT_UNTIL) | (end > NIGHT_FROM)
    by_hours = np.where((start >= 0) & (postings["end_minute"] >= 0), touches.astype(np.int8), np.int8(-1))
    return np.where(postings["night"] >= 0, postings["night"], by_hours)


def settled_as_wanted(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail a way of paying out that the person does not accept; one day's work paid when done is paid by the day."""
    accepted = seekers["limit_settlements"]
    if not accepted.any():
        return all_pass(postings, seekers)
    settlement = postings["settlement"]
    bit = np.uint8(1) << np.maximum(settlement - 1, 0).astype(np.uint8)
    limited = accepted != 0
    starts_on, ends_on = postings["starts_on"], postings["ends_on"]
    one_day = (settlement == _WHEN_DONE) & (starts_on > 0) & (np.maximum(ends_on, starts_on) == starts_on)
    suits = ((accepted & bit) != 0) | (one_day & ((accepted & _DAILY_BIT) != 0))
    return verdicts(postings, seekers, limited & (settlement > 0) & ~suits, limited & (settlement == 0))


def lodged(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail work without lodging for who needs it; where people bring their own food nobody lodges them either."""
    needs = seekers["limit_lodging"] == 1
    if not needs.any():
        return all_pass(postings, seekers)
    lodging = postings["lodging"]
    without = (lodging == 0) | ((lodging < 0) & (postings["meals"] == 0))
    return verdicts(postings, seekers, needs & without, needs & (lodging < 0))


def paid_enough(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail pay whose top is below the stated minimum; a range around it, or no pay stated, is a question."""
    minimum = seekers["limit_pay"]
    limited = ~np.isnan(minimum)
    if not limited.any():
        return all_pass(postings, seekers)
    bottom, top = postings["pay_min"], postings["pay_max"]
    sure = limited & (bottom >= minimum)
    return verdicts(postings, seekers, limited & (top < minimum), limited & ~sure)


def of_kind(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail kinds of posting outside the stated ones."""
    kinds = seekers["limit_kinds"]
    if not kinds.any():
        return all_pass(postings, seekers)
    bit = np.uint8(1) << postings["kind"].astype(np.uint8)
    return verdicts(postings, seekers, (kinds != 0) & ((kinds & bit) == 0))


def not_refused(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail postings whose first occupation is one the person refuses; refused words that name none are a doubt only."""
    refused = seekers["limit_avoid"]
    if not refused.any():
        return all_pass(postings, seekers)
    return _only_limited(postings, seekers, any_stated(refused), _not_refused)


def _not_refused(postings: Columns, seekers: Columns) -> Verdicts:
    first = postings["occupations"][:, 0]
    hit = np.zeros(n_pairs(postings, seekers), dtype=np.bool_)
    for refused in seekers["limit_avoid"].T:
        hit |= (refused > 0) & (first == refused)
    return verdicts(postings, seekers, hit)


def not_of_refused_kind(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail a kind of work the person refuses by a word that is no occupation: 进厂, 工地, 登高."""
    refused = seekers["limit_avoid_kinds"]
    if not refused.any():
        return all_pass(postings, seekers)
    return verdicts(postings, seekers, (postings["refusable"] & refused) != 0)


def not_in_refused_area(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail what lies in an area the person refuses; unknown where the posting names no place."""
    areas = seekers["limit_avoid_areas"]
    if not areas.any():
        return all_pass(postings, seekers)
    return _only_limited(postings, seekers, any_stated(areas), _not_in_refused_area)


def _not_in_refused_area(postings: Columns, seekers: Columns) -> Verdicts:
    inside = np.zeros(n_pairs(postings, seekers), dtype=np.bool_)
    for area in seekers["limit_avoid_areas"].T:
        if area.any():
            inside |= (area > 0) & lies_under(postings["county"], postings["township"], area)
    return verdicts(postings, seekers, inside, np.broadcast_to(postings["county"] == 0, inside.shape))
