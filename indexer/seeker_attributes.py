"""Turn people into columns that rules and ranking read; see `indexer.attributes` for their encodings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import numpy as np

from indexer.attributes import (
    N_AREAS,
    N_OCCUPATIONS,
    NO_EXPIRY,
    Array,
    Columns,
    area_cells,
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
from models.ages import ADULT_AGE, MIN_WORKING_AGE, birthday, retirement_span
from models.records import (
    KINDS,
    SETTLEMENTS,
    STATUSES,
    Limits,
    OccupationLink,
    Pay,
    Place,
    Seeker,
    SeekerFacts,
)
from models.refusals import refused_kinds
from models.understand.area import find_places
from models.understand.certificate import still_held
from models.understand.demand import LIVES_IN
from models.understand.denied_papers import denies_papers
from models.understand.occupation import link_occupations
from models.vocabulary import Vocabulary
from models.wished_kinds import KindPatterns, load_wished_kinds, wished_kinds

DRIVING = "driver_"
"""How the codes of driving licences begin in `certificates.tsv`."""
SURELY_NAMED = 0.75
"""Confidence from which a refused occupation excludes. Source: our choice; below it a doubt is shown."""


def seeker_columns(seekers: Sequence[Seeker], vocabulary: Vocabulary) -> Columns:
    """Return the columns of `seekers`, in their order. A seeker without facts is a row of unknowns.

    Column "licences" has shape (n, number of licences): the ordinal of the last valid day, 0 not held, `NO_EXPIRY` held
    with no date stated.
    """
    kinds = load_wished_kinds()
    rows = [_seeker_row(seeker, vocabulary, kinds) for seeker in seekers]
    dtypes = dict(_SEEKER_DTYPES)
    dtypes["licences"] = (np.int32, (len(vocabulary.licences),))
    return assemble(rows, dtypes)


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
    "done_trade": (np.uint8, (N_OCCUPATIONS,)),
    "wanted": (np.int32, (N_OCCUPATIONS,)),
    "wanted_sure": (np.uint8, (N_OCCUPATIONS,)),
    "wanted_trade": (np.uint8, (N_OCCUPATIONS,)),
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
        **place_cells(facts.place, seeker.county_code),
        "status": STATUSES.index(seeker.status),
        "birth_on": ordinal(birth_on),
        **_age_row(birth_on, seeker.sex),
        "sex": {"": 0, "male": 1, "female": 2}[seeker.sex],
        "consent": yes_no(seeker.consent),
        "done": code_cells([link.code for link in facts.done]),
        "done_sure": sureness_cells(facts.done),
        "done_trade": trade_cells(facts.done, vocabulary),
        "wanted": code_cells([link.code for link in facts.wanted]),
        "wanted_sure": sureness_cells(facts.wanted),
        "wanted_trade": trade_cells(facts.wanted, vocabulary),
        "wish_kinds": wished_kinds((seeker.desired_jobs_text, seeker.availability_text, seeker.schedule_text), kinds),
        "pays_by": _pays_by(facts.pay_expected),
        "education_rank": vocabulary.education_rank(facts.education_code),
        "pay_expected": yuan(facts.pay_expected.month_min_yuan if facts.pay_expected else None),
        "out_of_province": yes_no(seeker.willing_out_of_province),
        "regions": area_cells([place.township_code or place.county_code for place in facts.regions]),
        "near_home": yes_no(facts.near_home),
        "wish_no_night": yes_no(facts.no_night),
        "wish_settlement": 0 if facts.settlement is None else SETTLEMENTS.index(facts.settlement) + 1,
        "wish_lodging": yes_no(facts.lodging_needed),
        "graduate": int(seeker.graduate is not None),
        "certificates_known": int(bool(seeker.certificates) or denies_papers(seeker.skills_text)),
        "licences": licences,
        "licences_lacking": bit_mask(sorted(_driving_not_held(licences, vocabulary))),
        "licences_of_trade": bit_mask(sorted(_licences_of_trade(facts, vocabulary))),
        "limit_areas": area_cells(limits.areas),
        "limit_no_night": int(limits.no_night or LIVES_IN in limits.avoid),  # who sleeps at home works no nights
        "limit_settlements": sum(1 << SETTLEMENTS.index(s) for s in limits.settlements),
        "limit_lodging": int(limits.lodging),
        "limit_pay": yuan(limits.pay_month_min_yuan),
        "limit_kinds": sum(1 << KINDS.index(kind) for kind in limits.kinds),
        "limit_from": ordinal(limits.available_from),
        "limit_until": ordinal(limits.available_until),
        "limit_avoid": code_cells(_refused_codes(facts, vocabulary)),
        "limit_avoid_areas": area_cells(
            [place.township_code or place.county_code for words in limits.avoid for place in _away(words, vocabulary)]
        ),
        "limit_avoid_kinds": refused_kinds(limits.avoid, vocabulary.refusals),
        "limit_earliest": -1 if limits.earliest_minute is None else limits.earliest_minute,
        "limit_latest": _latest(limits),
        "limit_longest": -1 if limits.longest_minutes is None else limits.longest_minutes,
        "limit_weekend": int(limits.weekend),
    }


def _latest(limits: Limits) -> int:
    """Return until when somebody may work; who must be back by then leaves a minute before, as no way takes no time."""
    return -1 if limits.latest_minute is None else limits.latest_minute - limits.back_by_latest


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
        "sixteen_on": ordinal(birthday(birth_on, MIN_WORKING_AGE)),
        "adult_on": ordinal(birthday(birth_on, ADULT_AGE)),
        "may_retire_on": ordinal(earliest),
        "retires_on": ordinal(latest),
    }


def _pays_by(pay: Pay | None) -> int:
    if pay is None or pay.unit is None:
        return 0
    return 2 if pay.unit in ("month", "year") else 1
