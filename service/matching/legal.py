"""Turn columns into the verdicts of the law and of consent, which nobody may override."""

from __future__ import annotations

import numpy as np

from indexer.attributes import Array, Columns
from models.protection import GROUPS
from models.records import KINDS, STATUSES, PostingKind, Status
from service.matching.verdicts import Verdicts, all_pass, n_pairs, start_days, verdicts

LIVE = STATUSES.index(Status.LIVE)
GIG = KINDS.index(PostingKind.GIG)
FEMALE, SEX_UNKNOWN = 2, 0


def posting_live(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail what is under review, blocked, closed or suspended for another reason than wage arrears."""
    return verdicts(postings, seekers, (postings["status"] != LIVE) & (postings["arrears"] != 1))


def employer_pays(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail postings of an employer on the wage-arrears list."""
    return verdicts(postings, seekers, postings["arrears"] == 1)


def not_expired(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail what was valid until a day before `asof`, or whose last stated working or departure day is over.

    No date stated is open-ended (长期).
    """
    until = postings["valid_until"]
    last_day = np.where(postings["ends_on"] > 0, postings["ends_on"], postings["starts_on"])
    return verdicts(postings, seekers, ((until > 0) & (until < asof)) | ((last_day > 0) & (last_day < asof)))


def places_left(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail what is full; a headcount nobody wrote is unknown."""
    return verdicts(postings, seekers, postings["headcount"] == 0, postings["headcount"] < 0)


def seeker_live(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail people whose record is under review, blocked or closed."""
    return verdicts(postings, seekers, seekers["status"] != LIVE)


def not_opted_out(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail people who refused matching or withdrew their consent."""
    return verdicts(postings, seekers, seekers["consent"] == 0)


def consent_recorded(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Leave a person whose consent nobody recorded as a question; never fails."""
    unknown = seekers["consent"] < 0
    return verdicts(postings, seekers, np.zeros_like(unknown), unknown)


def at_least_16(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail who is not 16 on the first working day; a bare birth year counts as 31 December."""
    sixteen_on = seekers["sixteen_on"]
    return verdicts(postings, seekers, start_days(postings, asof) < sixteen_on, sixteen_on == 0)


def minor_protected(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail 16–17 on the first working day where a hazard is barred for them."""
    barred = _barred(postings, "minor")
    adult_on = seekers["adult_on"]
    return verdicts(postings, seekers, barred & (start_days(postings, asof) < adult_on), barred & (adult_on == 0))


def licensed(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail who lacks a licence the work requires, or whose licence ends before the first working day.

    Where nobody recorded any certificate of the person, a lack is unknown and asked, not assumed, as long as the work
    is of the person's own trade or no trade of theirs is known; nobody asks a bricklayer for a nurse's licence. Who
    names a licence and holds none of those asked has none of them, and nobody under 18 has any. What anybody has within
    days (健康证) is never missed, only asked for.

    Source for 18: 总局令30号 4, 公安部令162号 14, 特种设备作业人员监督管理办法 10.
    """
    every, groups, soon = postings["licences"], postings["licences_any"], postings["licences_soon"]
    wanted = int(np.bitwise_or.reduce(every | soon, initial=0) | np.bitwise_or.reduce(groups, axis=None, initial=0))
    if wanted == 0:
        return all_pass(postings, seekers)
    held = held_licences(postings, seekers, wanted, asof)
    lacks = (every & ~held) != 0
    for group in range(groups.shape[1]):
        one_of = groups[:, group]
        if one_of.any():
            lacks = lacks | ((one_of != 0) & ((one_of & held) == 0))
    asked = every | np.bitwise_or.reduce(groups, axis=1)
    names_others = (seekers["licences"] > 0).any(axis=1) & ((asked & held) == 0)
    is_minor = start_days(postings, asof) < seekers["adult_on"]
    known = (seekers["certificates_known"] == 1) | _of_another_trade(postings, seekers) | names_others | is_minor
    fail = (lacks & known) | ((every & seekers["licences_lacking"] & ~held) != 0)
    return verdicts(postings, seekers, fail, (lacks & ~fail) | ((soon & ~held) != 0))


def _of_another_trade(postings: Columns, seekers: Columns) -> Array:
    """Return where a person's trades are known and the posting is of none of them.

    A trade is shared by the 中类 of an occupation, or by a licence that the law asks in both.
    """
    own = np.concatenate([seekers["wanted"], seekers["done"]], axis=1)
    first = postings["occupations"][:, 0]
    shared = np.zeros(n_pairs(postings, seekers), dtype=np.bool_)
    for occupation in own.T:
        if occupation.any():
            shared |= (occupation > 0) & (occupation // 10_000 == first // 10_000)
    asked = postings["licences"] | np.bitwise_or.reduce(postings["licences_any"], axis=1)
    shared |= (asked & seekers["licences_of_trade"]) != 0
    known = (own > 0).any(axis=1) & (first > 0)
    other: Array = known & ~shared
    return other


def held_licences(postings: Columns, seekers: Columns, wanted: int, asof: int) -> Array:
    """Return the licences of `wanted` (bits) that are valid on the first working day, as bits, for each pair."""
    dates, start = seekers["licences"], start_days(postings, asof)
    held = np.zeros(n_pairs(postings, seekers), dtype=np.uint64)
    for bit in range(dates.shape[1]):
        if wanted >> bit & 1 and dates[:, bit].any():
            held |= (dates[:, bit] >= start).astype(np.uint64) << np.uint64(bit)
    return held


def women_protected(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail women for the work of the 2012 annex and for nothing else; there an unrecorded sex is unknown."""
    barred = _barred(postings, "women")
    return verdicts(postings, seekers, barred & (seekers["sex"] == FEMALE), barred & (seekers["sex"] == SEX_UNKNOWN))


def retired_protected(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail people past the statutory retirement age for hazardous work only; other work stays open to them."""
    barred = _barred(postings, "retired")
    start = start_days(postings, asof)
    retired = start >= seekers["retires_on"]
    may_be = start >= seekers["may_retire_on"]
    known = seekers["retires_on"] > 0
    return verdicts(postings, seekers, barred & known & retired, barred & (~known | (may_be & ~retired)))


def gig_insured(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail a risky gig without any accident insurance: it may not be dispatched at once."""
    risky = _barred(postings, "uninsured") & (postings["kind"] == GIG)
    return verdicts(postings, seekers, risky & (postings["insured"] == 0), risky & (postings["insured"] < 0))


def paid_lawfully(postings: Columns, seekers: Columns, asof: int) -> Verdicts:
    """Fail full-time work whose pay stays under the configured minimum wage."""
    return verdicts(postings, seekers, postings["below_min"] == 1)


def _barred(postings: Columns, group: str) -> Array:
    barred: Array = (postings["barred"] & np.uint8(1 << GROUPS.index(group))) != 0
    return barred
