"""Turn records into columns: one NumPy array per attribute, row-aligned with the vectors, for rules and ranking.

A rule is written once over columns and judges one pair or a million by broadcasting: either side may have one row.

Encodings, the same in every column: a day is `date.toordinal()` (0 unknown); a yes/no is int8 (-1 unknown, 0 no,
1 yes); an area is its GB/T 2260 code as an integer (0 unknown), a township its 9-digit code; an occupation "6-29-01-01"
is 6290101 (0 unknown); minutes count from midnight (-1 unknown); an enum is its position in `models.records`
(settlement from 1, 0 unknown); money is yuan per month as float32 (NaN unknown).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.ages import ADULT_AGE, MIN_WORKING_AGE, birthday, retirement_span
from models.licences import HAD_WITHIN_DAYS, RequiredLicences, licences_required
from models.protection import barred_bits, load_protections
from models.records import (
    KINDS,
    SETTLEMENTS,
    STATUSES,
    Limits,
    OccupationLink,
    Pay,
    Place,
    Posting,
    PostingFacts,
    Schedule,
    Seeker,
    SeekerFacts,
)
from models.refusals import kinds_of, refused_kinds
from models.understand.area import find_places
from models.understand.certificate import still_held
from models.understand.denied_papers import denies_papers
from models.understand.insurance import parse_insurance
from models.understand.limits import HALF_A_DAY
from models.understand.occupation import link_occupations
from models.vocabulary import Vocabulary
from models.wished_kinds import KindPatterns, load_wished_kinds, wished_kinds

Array = NDArray[Any]

N_OCCUPATIONS = 4
N_AREAS = 4
N_ANY_OF = 3
NO_EXPIRY = 2**31 - 1
LAWFUL_DAY = 8 * 60
DRIVING = "driver_"
"""How the codes of driving licences begin in `certificates.tsv`."""
SURELY_NAMED = 0.75
"""Confidence from which a refused occupation excludes. Source: our choice; below it a doubt is shown."""


@dataclass(frozen=True)
class Columns:
    """Row-aligned arrays by name. `len()` is the number of rows."""

    arrays: Mapping[str, Array]

    def __len__(self) -> int:
        return len(next(iter(self.arrays.values())))

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def take(self, rows: Any) -> Columns:
        """Return the rows selected by a slice, mask or index array, in that order."""
        return Columns({name: array[rows] for name, array in self.arrays.items()})

    def save(self, path: Path) -> None:
        """Write all columns to one uncompressed `.npz`."""
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **{name: np.ascontiguousarray(a) for name, a in self.arrays.items()})


def load_columns(path: Path) -> Columns:
    """Read what `Columns.save` wrote."""
    with np.load(path, allow_pickle=False) as archive:
        return Columns({name: archive[name] for name in archive.files})


def concatenate(parts: Sequence[Columns]) -> Columns:
    """Join columns of the same names, row after row."""
    return Columns({name: np.concatenate([part[name] for part in parts]) for name in parts[0].arrays})


def occupation_number(code: str) -> int:
    """Return "6-29-01-01" as 6290101; "" and anything that is no full code as 0."""
    digits = code.replace("-", "")
    return int(digits) if len(digits) == 7 and digits.isdigit() else 0


def area_number(code: str) -> int:
    """Return an area code as an integer, "" as 0."""
    return int(code) if code.isdigit() else 0


def posting_columns(postings: Sequence[Posting], vocabulary: Vocabulary) -> Columns:
    """Return the columns of `postings`, in their order. A posting without facts is a row of unknowns."""
    protections = load_protections()
    rows = [_posting_row(posting, vocabulary, protections) for posting in postings]
    return _assemble(rows, _POSTING_DTYPES)


def seeker_columns(seekers: Sequence[Seeker], vocabulary: Vocabulary) -> Columns:
    """Return the columns of `seekers`, in their order. A seeker without facts is a row of unknowns.

    Column "licences" has shape (n, number of licences): the ordinal of the last valid day, 0 not held, `NO_EXPIRY` held
    with no date stated.
    """
    kinds = load_wished_kinds()
    rows = [_seeker_row(seeker, vocabulary, kinds) for seeker in seekers]
    dtypes = dict(_SEEKER_DTYPES)
    dtypes["licences"] = (np.int32, (len(vocabulary.licences),))
    return _assemble(rows, dtypes)


_POSTING_DTYPES: dict[str, tuple[Any, tuple[int, ...]]] = {
    "county": (np.int32, ()),
    "township": (np.int32, ()),
    "lng": (np.float32, ()),
    "lat": (np.float32, ()),
    "kind": (np.int8, ()),
    "status": (np.int8, ()),
    "occupations": (np.int32, (N_OCCUPATIONS,)),
    "occupations_sure": (np.uint8, (N_OCCUPATIONS,)),  # confidence of each, in hundredths; so `done_sure` …
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

_SEEKER_DTYPES: dict[str, tuple[Any, tuple[int, ...]]] = {
    "county": (np.int32, ()),
    "township": (np.int32, ()),
    "lng": (np.float32, ()),
    "lat": (np.float32, ()),
    "status": (np.int8, ()),
    "birth_on": (np.int32, ()),  # the latest birthday that fits what is known; 0 unknown
    "sixteen_on": (np.int32, ()),  # the day of turning 16, 18; 0 unknown
    "adult_on": (np.int32, ()),
    "may_retire_on": (np.int32, ()),  # the earliest and latest day of the statutory retirement age; 0 unknown
    "retires_on": (np.int32, ()),
    "sex": (np.int8, ()),  # GB/T 2261.1: 0 unknown, 1 male, 2 female; read only by the women's-protection rule
    "consent": (np.int8, ()),
    "done": (np.int32, (N_OCCUPATIONS,)),
    "done_sure": (np.uint8, (N_OCCUPATIONS,)),
    "wanted": (np.int32, (N_OCCUPATIONS,)),
    "wanted_sure": (np.uint8, (N_OCCUPATIONS,)),
    "wish_kinds": (np.uint8, ()),  # bit i: kind i is wished for, in words; soft
    "pays_by": (np.int8, ()),  # the unit of the pay expected: 1 hour, day or piece, 2 month or year; 0 unknown
    "education_rank": (np.int8, ()),  # 0 unknown
    "pay_expected": (np.float32, ()),
    "out_of_province": (np.int8, ()),
    "regions": (np.int32, (N_AREAS,)),
    "near_home": (np.int8, ()),
    "wish_no_night": (np.int8, ()),
    "wish_settlement": (np.int8, ()),
    "wish_lodging": (np.int8, ()),
    "graduate": (np.int8, ()),  # 1: stands in the graduates' ledger
    "certificates_known": (np.int8, ()),  # 0: nobody asked yet, so "not held" is a question
    "licences_lacking": (np.uint64, ()),  # bit i: another class of driving licence is named, so licence i is not held
    "licences_of_trade": (np.uint64, ()),  # bit i: the law asks licence i in an occupation the person wants or has done
    "limit_areas": (np.int32, (N_AREAS,)),
    "limit_no_night": (np.int8, ()),
    "limit_settlements": (np.uint8, ()),  # bit i: settlement i (from 0) is accepted; 0 no limit
    "limit_lodging": (np.int8, ()),
    "limit_pay": (np.float32, ()),
    "limit_kinds": (np.uint8, ()),
    "limit_from": (np.int32, ()),
    "limit_until": (np.int32, ()),
    "limit_avoid": (np.int32, (N_OCCUPATIONS,)),  # occupations refused
    "limit_avoid_areas": (np.int32, (N_AREAS,)),  # areas refused
    "limit_avoid_kinds": (np.uint32, ()),  # bit i: kind i of vocabulary.refusals is refused
    "limit_earliest": (np.int16, ()),
    "limit_latest": (np.int16, ()),
    "limit_longest": (np.int16, ()),  # minutes of a day's work; -1 no limit
    "limit_weekend": (np.int8, ()),
}


def _assemble(rows: Sequence[Mapping[str, Any]], dtypes: Mapping[str, tuple[Any, tuple[int, ...]]]) -> Columns:
    arrays: dict[str, Array] = {}
    for name, (dtype, shape) in dtypes.items():
        array = np.zeros((len(rows), *shape), dtype=dtype)
        for i, row in enumerate(rows):
            array[i] = row[name]
        arrays[name] = array
    return Columns(arrays)


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
        **_place_row(facts.place, posting.county_code),
        "kind": KINDS.index(posting.kind),
        "status": STATUSES.index(posting.status),
        "occupations": _codes([link.code for link in facts.occupations]),
        "occupations_sure": _sure(facts.occupations),
        "valid_until": _day(posting.valid_until),
        "posted_on": _day(posting.posted_on),
        "headcount": -1 if posting.headcount is None else max(0, posting.headcount - signed_up),
        "licences": _bits([vocabulary.licence_bit[code] for code in required.every if code not in HAD_WITHIN_DAYS]),
        "licences_soon": _bits(
            sorted(vocabulary.licence_bit[code] for code in HAD_WITHIN_DAYS & _asked_codes(required))
        ),
        "licences_any": _groups([group for group in required.any_of if not HAD_WITHIN_DAYS & {*group}], vocabulary),
        "age_min": -1 if age is None or age.min_years is None else age.min_years,
        "age_max": -1 if age is None or age.max_years is None else age.max_years,
        "hazards": _bits([vocabulary.hazard_bit[h] for h in facts.hazards]),
        "refusable": kinds_of(posting, vocabulary.refusals),
        "starts_on": _day(starts_on),
        "ends_on": _day(slot.ends_on if slot else None),
        "start_minute": -1 if start is None else start,
        "end_minute": -1 if end is None else end,
        "day_minutes": _day_minutes(schedule, start, end),
        "weekend": _yes_no(schedule.weekend if schedule else None),
        "night": _yes_no(schedule.night if schedule else None),
        "rotating": _yes_no(schedule.rotating if schedule else None),
        "lodging": _yes_no(facts.lodging),
        "meals": _yes_no(facts.meals),
        "settlement": 0 if facts.settlement is None else SETTLEMENTS.index(facts.settlement) + 1,
        "pay_min": _money(pay.month_min_yuan if pay else None),
        "pay_max": _money(pay.month_max_yuan if pay else None),
        "education_rank": vocabulary.education_rank(facts.education_code),
        "barred": barred_bits(facts.hazards, protections),
        "insured": _yes_no(parse_insurance(_insurance_text(posting))),
        "contactable": int(bool(posting.contact_phone.strip())),
        "below_min": int(any(finding.code == "below_min" for finding in facts.findings)),
        "arrears": int(posting.status_reason == "employer_in_arrears"),
    }


def _seeker_row(seeker: Seeker, vocabulary: Vocabulary, kinds: KindPatterns) -> dict[str, Any]:
    facts = seeker.facts or SeekerFacts()
    limits = facts.limits or Limits()
    birth_on = facts.birth_on or (date(seeker.birth_year, 12, 31) if seeker.birth_year else None)
    licences = np.zeros(len(vocabulary.licences), dtype=np.int32)
    for certificate in still_held(facts.certificates):
        until = NO_EXPIRY if certificate.valid_until_on is None else certificate.valid_until_on.toordinal()
        for code in vocabulary.licences_covered(certificate.code):
            bit = vocabulary.licence_bit[code]
            licences[bit] = max(int(licences[bit]), until)
    return {
        **_place_row(facts.place, seeker.county_code),
        "status": STATUSES.index(seeker.status),
        "birth_on": _day(birth_on),
        **_age_row(birth_on, seeker.sex),
        "sex": {"": 0, "male": 1, "female": 2}[seeker.sex],
        "consent": _yes_no(seeker.consent),
        "done": _codes([link.code for link in facts.done]),
        "done_sure": _sure(facts.done),
        "wanted": _codes([link.code for link in facts.wanted]),
        "wanted_sure": _sure(facts.wanted),
        "wish_kinds": wished_kinds((seeker.desired_jobs_text, seeker.availability_text, seeker.schedule_text), kinds),
        "pays_by": _pays_by(facts.pay_expected),
        "education_rank": vocabulary.education_rank(facts.education_code),
        "pay_expected": _money(facts.pay_expected.month_min_yuan if facts.pay_expected else None),
        "out_of_province": _yes_no(seeker.willing_out_of_province),
        "regions": _areas([place.township_code or place.county_code for place in facts.regions]),
        "near_home": _yes_no(facts.near_home),
        "wish_no_night": _yes_no(facts.no_night),
        "wish_settlement": 0 if facts.settlement is None else SETTLEMENTS.index(facts.settlement) + 1,
        "wish_lodging": _yes_no(facts.lodging_needed),
        "graduate": int(seeker.graduate is not None),
        "certificates_known": int(bool(seeker.certificates) or denies_papers(seeker.skills_text)),
        "licences": licences,
        "licences_lacking": _bits(sorted(_driving_not_held(licences, vocabulary))),
        "licences_of_trade": _bits(sorted(_licences_of_trade(facts, vocabulary))),
        "limit_areas": _areas(limits.areas),
        "limit_no_night": int(limits.no_night),
        "limit_settlements": sum(1 << SETTLEMENTS.index(s) for s in limits.settlements),
        "limit_lodging": int(limits.lodging),
        "limit_pay": _money(limits.pay_month_min_yuan),
        "limit_kinds": sum(1 << KINDS.index(kind) for kind in limits.kinds),
        "limit_from": _day(limits.available_from),
        "limit_until": _day(limits.available_until),
        "limit_avoid": _codes(_refused_codes(facts, vocabulary)),
        "limit_avoid_areas": _areas(
            [place.township_code or place.county_code for words in limits.avoid for place in _away(words, vocabulary)]
        ),
        "limit_avoid_kinds": refused_kinds(limits.avoid, vocabulary.refusals),
        "limit_earliest": -1 if limits.earliest_minute is None else limits.earliest_minute,
        "limit_latest": -1 if limits.latest_minute is None else limits.latest_minute,
        "limit_longest": -1 if limits.longest_minutes is None else limits.longest_minutes,
        "limit_weekend": int(limits.weekend),
    }


def _day_minutes(schedule: Schedule | None, start: int | None, end: int | None) -> int:
    """Return how long a day's work is, -1 unknown: as stated, else from the hours, else half a day for part time.

    A day shift of unstated hours is the eight of a lawful day (劳动法 36).
    """
    if schedule is not None and schedule.hours_per_day is not None:
        return round(schedule.hours_per_day * 60)
    if start is not None and end is not None:
        return end - start if end > start else end - start + 1440
    if schedule is not None and schedule.part_time:
        return HALF_A_DAY
    is_day = schedule is not None and (schedule.long_day_shift or "全天" in schedule.raw)
    return LAWFUL_DAY if is_day else -1


def _asked_codes(required: RequiredLicences) -> set[str]:
    return {*required.every, *(code for group in required.any_of for code in group)}


def _driving_not_held(licences: Array, vocabulary: Vocabulary) -> set[int]:
    """Return the bits of the classes of driving licence that a person lacks who names theirs: B2 is no A2."""
    classes = {bit for code, bit in vocabulary.licence_bit.items() if code.startswith(DRIVING)}
    held = {bit for bit in classes if licences[bit] > 0}
    return classes - held if held else set()


def _licences_of_trade(facts: SeekerFacts, vocabulary: Vocabulary) -> set[int]:
    return {
        vocabulary.licence_bit[licence]
        for link in (*facts.wanted, *facts.done)
        for licence in vocabulary.occupation_licences(link.code)
    }


def _refused_codes(facts: SeekerFacts, vocabulary: Vocabulary) -> list[str]:
    """Return the occupations refused; "长途不跑" of a driver is no refusal of driving, so what is wanted stays."""
    wanted = {link.code for link in facts.wanted[:1]}
    avoid = facts.limits.avoid if facts.limits else ()
    return [link.code for words in avoid for link in _refused(words, vocabulary) if link.code not in wanted]


def _refused(words: str, vocabulary: Vocabulary) -> Sequence[OccupationLink]:
    """Return the occupation that refused words surely name; words like 进厂 name none and stay a doubt."""
    return [link for link in link_occupations(words, vocabulary)[:1] if link.confidence >= SURELY_NAMED]


def _away(words: str, vocabulary: Vocabulary) -> Sequence[Place]:
    """Return the places that refused words name ("不去广东")."""
    return [place for place in find_places(words, vocabulary) if place.level != "country"]


def _age_row(birth_on: date | None, sex: Literal["", "male", "female"]) -> dict[str, int]:
    if birth_on is None:
        return {"sixteen_on": 0, "adult_on": 0, "may_retire_on": 0, "retires_on": 0}
    earliest, latest = retirement_span(birth_on, sex)
    return {
        "sixteen_on": _day(birthday(birth_on, MIN_WORKING_AGE)),
        "adult_on": _day(birthday(birth_on, ADULT_AGE)),
        "may_retire_on": _day(earliest),
        "retires_on": _day(latest),
    }


def _insurance_text(posting: Posting) -> str:
    if posting.gig and posting.gig.insurance_text:
        return posting.gig.insurance_text
    return posting.insurance_text or (posting.order.insurance_text if posting.order else "")


def _place_row(place: Place | None, county_code: str) -> dict[str, Any]:
    return {
        "county": area_number(place.county_code if place and place.county_code else county_code),
        "township": area_number(place.township_code) if place else 0,
        "lng": np.nan if place is None or place.lng is None else place.lng,
        "lat": np.nan if place is None or place.lat is None else place.lat,
    }


def _codes(codes: Sequence[str]) -> list[int]:
    numbers = [occupation_number(code) for code in codes][:N_OCCUPATIONS]
    return numbers + [0] * (N_OCCUPATIONS - len(numbers))


def _sure(links: Sequence[OccupationLink]) -> list[int]:
    hundredths = [round(100 * min(max(link.confidence, 0.0), 1.0)) for link in links][:N_OCCUPATIONS]
    return hundredths + [0] * (N_OCCUPATIONS - len(hundredths))


def _pays_by(pay: Pay | None) -> int:
    if pay is None or pay.unit is None:
        return 0
    return 2 if pay.unit in ("month", "year") else 1


def _areas(codes: Sequence[str]) -> list[int]:
    numbers = [area_number(code) for code in codes][:N_AREAS]
    return numbers + [0] * (N_AREAS - len(numbers))


def _groups(groups: Sequence[Sequence[str]], vocabulary: Vocabulary) -> list[int]:
    """Return the bits of each group; no posting was seen with more than `N_ANY_OF`, what is beyond is not asked."""
    bits = [_bits([vocabulary.licence_bit[code] for code in group]) for group in groups[:N_ANY_OF]]
    return bits + [0] * (N_ANY_OF - len(bits))


def _bits(bits: Sequence[int]) -> int:
    total = 0
    for bit in bits:
        total |= 1 << bit
    return total


def _day(value: date | None) -> int:
    return 0 if value is None else value.toordinal()


def _yes_no(value: bool | None) -> int:
    return -1 if value is None else int(value)


def _money(value: float | None) -> float:
    return float("nan") if value is None else value
