"""Turn postings into columns that rules and ranking read; see `indexer.attributes` for their encodings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from indexer.attributes import (
    N_OCCUPATIONS,
    Columns,
    assemble,
    bit_mask,
    code_cells,
    ordinal,
    place_cells,
    sureness_cells,
    trade_cells,
    yes_no,
    yuan,
)
from models.licences import HAD_WITHIN_DAYS, RequiredLicences, licences_required
from models.protection import barred_bits, load_protections
from models.records import (
    KINDS,
    SETTLEMENTS,
    STATUSES,
    Posting,
    PostingFacts,
    PostingKind,
    Schedule,
    Settlement,
)
from models.refusals import kinds_of
from models.understand.clean import clean_text
from models.understand.demand import HALF_A_DAY
from models.understand.insurance import parse_insurance
from models.vocabulary import Vocabulary

N_ANY_OF = 3
LAWFUL_DAY = 8 * 60
"""Minutes of a lawful working day. Source: 劳动法 36."""
AN_HOUR = 60
"""The least that "+加班" adds to a day. Source: our choice; 劳动法 41 allows an hour, three at most."""
_LIVES_IN = re.compile(r"(?<!不)住家(?!政|具|电|庭|常|装)")


def posting_columns(postings: Sequence[Posting], vocabulary: Vocabulary) -> Columns:
    """Return the columns of `postings`, in their order. A posting without facts is a row of unknowns."""
    protections = load_protections()
    rows = [_posting_row(posting, vocabulary, protections) for posting in postings]
    return assemble(rows, _POSTING_DTYPES)


_POSTING_DTYPES: dict[str, tuple[Any, tuple[int, ...]]] = {
    "county": (np.int32, ()),
    "township": (np.int32, ()),
    "lng": (np.float32, ()),
    "lat": (np.float32, ()),
    "kind": (np.int8, ()),
    "status": (np.int8, ()),
    "occupations": (np.int32, (N_OCCUPATIONS,)),
    "occupations_sure": (np.uint8, (N_OCCUPATIONS,)),  # confidence of each, in hundredths; so `done_sure` …
    "occupations_trade": (np.uint8, (N_OCCUPATIONS,)),  # trade told of within each; so `done_trade` …
    "valid_until": (np.int32, ()),
    "posted_on": (np.int32, ()),
    "headcount": (np.int32, ()),  # still open; -1 unknown
    "licences": (np.uint64, ()),  # bit i: licence i of vocabulary.licences is required; all of them
    "licences_soon": (np.uint64, ()),  # the same for those that are had within days
    "licences_any": (np.uint64, (N_ANY_OF,)),  # of each group that is not 0, at least one
    "age_min": (np.int16, ()),  # -1 not stated; soft
    "age_max": (np.int16, ()),
    "hazards": (np.uint32, ()),  # bit i: hazard i of vocabulary.hazards
    "refusable": (np.uint32, ()),  # bit i: of kind i of vocabulary.refusals (a factory, a building site, heavy work)
    "starts_on": (np.int32, ()),
    "ends_on": (np.int32, ()),
    "start_minute": (np.int16, ()),
    "end_minute": (np.int16, ()),
    "day_minutes": (np.int16, ()),  # how long a day's work is; -1 unknown
    "weekend": (np.int8, ()),  # 1: Saturdays and Sundays alone
    "night": (np.int8, ()),
    "rotating": (np.int8, ()),
    "lodging": (np.int8, ()),
    "meals": (np.int8, ()),
    "settlement": (np.int8, ()),
    "pay_min": (np.float32, ()),
    "pay_max": (np.float32, ()),
    "education_rank": (np.int8, ()),  # 0 nothing asked
    "barred": (np.uint8, ()),  # bit i: a hazard is barred for group i of models.protection.GROUPS
    "insured": (np.int8, ()),
    "contactable": (np.int8, ()),  # 1: a contact phone is known
    "below_min": (np.int8, ()),  # 1: full-time pay under the configured minimum wage
    "arrears": (np.int8, ()),  # 1: the employer stands on the wage-arrears list
}


def _posting_row(posting: Posting, vocabulary: Vocabulary, protections: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    facts = posting.facts or PostingFacts()
    required = licences_required(posting, vocabulary)
    slot, schedule, pay, age = facts.slot, facts.schedule, facts.pay, facts.age
    starts_on = slot.starts_on if slot and slot.starts_on else posting.order.depart_on if posting.order else None
    signed_up = posting.gig.signed_up if posting.gig else 0
    start, end = (slot.start_minute, slot.end_minute) if slot and slot.start_minute is not None else (None, None)
    if start is None and schedule:
        start, end = schedule.start_minute, schedule.end_minute
    return {
        **place_cells(facts.place, posting.county_code),
        "kind": KINDS.index(posting.kind),
        "status": STATUSES.index(posting.status),
        "occupations": code_cells([link.code for link in facts.occupations]),
        "occupations_sure": sureness_cells(facts.occupations),
        "occupations_trade": trade_cells(facts.occupations, vocabulary),
        "valid_until": ordinal(posting.valid_until),
        "posted_on": ordinal(posting.posted_on),
        "headcount": -1 if posting.headcount is None else max(0, posting.headcount - signed_up),
        "licences": bit_mask([vocabulary.licence_bit[code] for code in required.every if code not in HAD_WITHIN_DAYS]),
        "licences_soon": bit_mask(
            sorted(vocabulary.licence_bit[code] for code in HAD_WITHIN_DAYS & _asked_codes(required))
        ),
        "licences_any": _groups([group for group in required.any_of if not HAD_WITHIN_DAYS & {*group}], vocabulary),
        "age_min": -1 if age is None or age.min_years is None else age.min_years,
        "age_max": -1 if age is None or age.max_years is None else age.max_years,
        "hazards": bit_mask([vocabulary.hazard_bit[h] for h in facts.hazards]),
        "refusable": kinds_of(posting, vocabulary.refusals),
        "starts_on": ordinal(starts_on),
        "ends_on": ordinal(slot.ends_on if slot else None),
        "start_minute": -1 if start is None else start,
        "end_minute": -1 if end is None else end,
        "day_minutes": _day_minutes(posting, schedule, start, end),
        "weekend": yes_no(schedule.weekend if schedule else None),
        "night": yes_no(schedule.night if schedule else None),
        "rotating": yes_no(schedule.rotating if schedule else None),
        "lodging": yes_no(facts.lodging),
        "meals": yes_no(facts.meals),
        "settlement": _settlement(posting, facts),
        "pay_min": yuan(pay.month_min_yuan if pay else None),
        "pay_max": yuan(pay.month_max_yuan if pay else None),
        "education_rank": vocabulary.education_rank(facts.education_code),
        "barred": barred_bits(facts.hazards, protections),
        "insured": yes_no(parse_insurance(_insurance_text(posting))),
        "contactable": int(bool(posting.contact_phone.strip())),
        "below_min": int(any(finding.code == "below_min" for finding in facts.findings)),
        "arrears": int(posting.status_reason == "employer_in_arrears"),
    }


def _settlement(posting: Posting, facts: PostingFacts) -> int:
    """Return how pay is paid out; a wage by the month of which nothing is said is paid monthly (劳动法 50)."""
    said = facts.settlement
    by_month = facts.pay is not None and facts.pay.unit in ("month", "year") and posting.kind is not PostingKind.GIG
    if said is None and by_month:
        said = Settlement.MONTHLY
    return 0 if said is None else SETTLEMENTS.index(said) + 1


def _day_minutes(posting: Posting, schedule: Schedule | None, start: int | None, end: int | None) -> int:
    """Return how long a day's work is, -1 unknown: as stated, else from the hours, else half a day for part time.

    Who lives in is there day and night. A day shift of unstated hours is a lawful day, with overtime an hour longer.
    """
    hours = posting.schedule_text + (posting.gig.hours_text if posting.gig else "")
    if _LIVES_IN.search(f"{posting.title}；{posting.description}；{posting.benefits}；{hours}"):
        return 24 * 60
    overtime = AN_HOUR if "+加班" in clean_text(hours) else 0
    if schedule is not None and schedule.hours_per_day is not None:
        return round(schedule.hours_per_day * 60) + overtime
    if start is not None and end is not None:
        return end - start if end > start else end - start + 1440
    if schedule is not None and schedule.part_time:
        return HALF_A_DAY
    is_day = "全天" in hours or (schedule is not None and schedule.long_day_shift)
    return LAWFUL_DAY + overtime if is_day else -1


def _asked_codes(required: RequiredLicences) -> set[str]:
    return {*required.every, *(code for group in required.any_of for code in group)}


def _insurance_text(posting: Posting) -> str:
    if posting.gig and posting.gig.insurance_text:
        return posting.gig.insurance_text
    return posting.insurance_text or (posting.order.insurance_text if posting.order else "")


def _groups(groups: Sequence[Sequence[str]], vocabulary: Vocabulary) -> list[int]:
    """Return the bits of each group; no posting was seen with more than `N_ANY_OF`, what is beyond is not asked."""
    bits = [bit_mask([vocabulary.licence_bit[code] for code in group]) for group in groups[:N_ANY_OF]]
    return bits + [0] * (N_ANY_OF - len(bits))
