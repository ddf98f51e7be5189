"""Turn what is written about a person looking for work into facts, limits among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from models.area_names import merge_places
from models.areas import Areas
from models.records import Certificate, OccupationLink, Pay, Place, Schedule, Seeker, SeekerFacts, TimeSlot
from models.understand.area import place_of, resolve_place
from models.understand.certificate import parse_certificates
from models.understand.demand import Demand, limits_of
from models.understand.denied_papers import without_denied_papers
from models.understand.education import parse_education
from models.understand.identity import IdNumber, parse_id_number
from models.understand.limits import find_demands
from models.understand.nights import refused_nights
from models.understand.occupation import OccupationSpace, find_skills, likely, link_occupations
from models.understand.pay import parse_pay
from models.understand.schedule import parse_schedule
from models.vocabulary import Vocabulary

FACTS_VERSION: Final = 3

_N_OCCUPATIONS: Final = 4  # as many as the index has columns for
_FROM_MAJOR: Final = 0.5  # factor: a major is a leaning, not something done. Source: our choice
_FROM_HISTORY: Final = 0.95  # factor: skills say more than one past job. Source: our choice
_READ_AT_MOST: Final = 3000  # characters of one field. Source: our choice
_TURNS = re.compile(r"倒|轮班")
_SAYS_LICENCE = re.compile(r"证|驾照|执照|本本|本子|[ABC]\d")


def understand_seeker(
    seeker: Seeker, vocabulary: Vocabulary, *, asof: date, occupation_space: OccupationSpace | None = None
) -> Seeker:
    """Return the seeker with `facts` derived anew from the written half; what stood in `facts` before is dropped.

    Never raises on any text. A region or a pay someone names is a wish; it becomes a limit only by the words ("只",
    "必须", "不出省"). `remark`, `groups`, `health_text` and the other sensitive fields are not read.
    """
    place = place_of(seeker.county_code, seeker.township, vocabulary)
    home = (place.township_code or place.county_code) if place else ""
    demands = tuple(
        demand
        for text in _asked(seeker)
        for demand in find_demands(text[:_READ_AT_MOST], vocabulary, asof=asof, home=home)
    )
    done = _best(
        link
        for text, factor in (
            (seeker.skills_text, 1.0),
            (seeker.experience_text, _FROM_HISTORY),
            (seeker.employment_text, _FROM_HISTORY),
            (seeker.major, _FROM_MAJOR),
        )
        for link in _linked(text, factor, vocabulary, occupation_space)
    )
    birth = parse_id_number(seeker.id_number) if seeker.id_number else None
    night = [demand for demand in demands if demand.field == "night"]
    facts = SeekerFacts(
        version=FACTS_VERSION,
        birth_on=birth.birth_on if isinstance(birth, IdNumber) else None,
        place=place,
        done=done,
        wanted=_best(_linked(_without_refused(seeker.desired_jobs_text, demands), 1.0, vocabulary, occupation_space)),
        certificates=_certificates(seeker, vocabulary, asof),
        education_code=parse_education(seeker.education) if seeker.education else "",
        pay_expected=next((demand.pay for demand in demands if demand.pay), None) or _pay(seeker),
        regions=_regions(demands, vocabulary.areas) or _anywhere(seeker, vocabulary, home),
        near_home=True if any(demand.is_near_home for demand in demands) else None,
        schedule=_schedule(seeker, demands),
        no_night=True if any(demand.strength == "limit" for demand in night) else None,
        settlement=next((demand.settlement for demand in demands if demand.settlement), None),
        lodging_needed=_lodging(demands),
        skills=find_skills(f"{seeker.skills_text}\n{seeker.experience_text}"[:_READ_AT_MOST], vocabulary),
        slot=_slot(demands),
        limits=limits_of(demands),
    )
    return replace(seeker, facts=facts)


def _without_refused(text: str, demands: Sequence[Demand]) -> str:
    """Return a wish without the work it refuses: "泥水匠，不想做保安" wishes for no 保安."""
    for demand in demands:
        if demand.field == "avoid":
            text = text.replace(demand.words, " ")
    return text


def _asked(seeker: Seeker) -> tuple[str, ...]:
    return tuple(
        text
        for text in (
            seeker.desired_jobs_text,
            seeker.desired_regions_text,
            seeker.pay_expect_text,
            seeker.schedule_text,
            seeker.availability_text,
        )
        if text
    )


def _linked(
    text: str, factor: float, vocabulary: Vocabulary, space: OccupationSpace | None
) -> Iterator[OccupationLink]:
    if text:
        for link in likely(link_occupations(text[:_READ_AT_MOST], vocabulary, encoder=space, top_k=_N_OCCUPATIONS)):
            yield link if factor == 1.0 else replace(link, confidence=round(link.confidence * factor, 3))


def _best(links: Iterable[OccupationLink]) -> tuple[OccupationLink, ...]:
    """Return the surest reading of each code, surest first, ties in the order given."""
    best: dict[str, OccupationLink] = {}
    for link in links:
        if link.code not in best or best[link.code].confidence < link.confidence:
            best[link.code] = link
    return tuple(sorted(best.values(), key=lambda link: -link.confidence)[:_N_OCCUPATIONS])


def _certificates(seeker: Seeker, vocabulary: Vocabulary, asof: date) -> tuple[Certificate, ...]:
    found: dict[tuple[str, str], Certificate] = {}
    work = seeker.skills_text + seeker.desired_jobs_text
    for text in seeker.certificates:
        for certificate in parse_certificates(
            without_denied_papers(text[:_READ_AT_MOST]), vocabulary, asof=asof, beside=work
        ):
            found.setdefault((certificate.code, certificate.name), certificate)
    if _SAYS_LICENCE.search(seeker.skills_text):
        said = without_denied_papers(seeker.skills_text[:_READ_AT_MOST])
        for certificate in parse_certificates(said, vocabulary, asof=asof):
            if certificate.code and all(code != certificate.code for code, _ in found):
                found[certificate.code, certificate.name] = certificate
    return tuple(found.values())


def _pay(seeker: Seeker) -> Pay | None:
    return parse_pay(seeker.pay_expect_text) if seeker.pay_expect_text else None


def _schedule(seeker: Seeker, demands: Sequence[Demand]) -> Schedule | None:
    text = seeker.schedule_text
    for demand in demands:
        if demand.field == "minutes":
            text = text.replace(demand.words, " ")  # "四点半以前收工" is no shift that begins at half past four
    schedule = parse_schedule(text) if text.strip() else None
    if schedule is not None and schedule.rotating and any(_refuses_turns(demand) for demand in demands):
        schedule = replace(schedule, rotating=False)
    if schedule is not None and schedule.night and any(_refuses_nights(demand) for demand in demands):
        return replace(schedule, night=False)  # "夜班做不了" speaks of nights and takes none
    return schedule


def _refuses_nights(demand: Demand) -> bool:
    return demand.field == "night" and (demand.strength == "limit" or refused_nights(demand.words) is not None)


def _refuses_turns(demand: Demand) -> bool:
    return demand.field == "night" and demand.strength == "limit" and bool(_TURNS.search(demand.words))


def _lodging(demands: Sequence[Demand]) -> bool | None:
    said = [not demand.is_lodging_refused for demand in demands if demand.field == "lodging"]
    return said[0] if said else None


def _slot(demands: Sequence[Demand]) -> TimeSlot | None:
    days = next((demand for demand in demands if demand.field == "dates"), None)
    hours = next((demand for demand in demands if demand.field == "minutes" and demand.strength == "wish"), None)
    if days is None and hours is None:
        return None
    return TimeSlot(
        starts_on=days.available_from if days else None,
        ends_on=days.available_until if days else None,
        start_minute=hours.earliest_minute if hours else None,
        end_minute=hours.latest_minute if hours else None,
    )


def _regions(demands: Sequence[Demand], areas: Areas) -> tuple[Place, ...]:
    """Return the places asked for, a place before the wider one it lies in: "下广东，东莞那边" is 东莞 first."""
    places = list(
        merge_places(place for demand in demands if demand.field in ("region", "area") for place in demand.places)
    )
    for i in range(1, len(places)):
        here, before = places[i], places[i - 1]
        if areas.is_within(here.township_code or here.county_code, before.township_code or before.county_code):
            places[i - 1], places[i] = places[i], places[i - 1]
    return tuple(places)


def _anywhere(seeker: Seeker, vocabulary: Vocabulary, home: str) -> tuple[Place, ...]:
    place = resolve_place(seeker.desired_regions_text[:_READ_AT_MOST], vocabulary, within=home)
    return (place,) if place is not None and place.level == "country" else ()
