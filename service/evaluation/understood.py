"""Turn an understood query into the plain parts that a judged set of utterances notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.records import Certificate, Limits, Pay, Place, PostingFacts, SeekerFacts
from models.understand.demand import LIVES_IN
from models.understand.query import Query
from service.evaluation.canonical import schedule_meanings, slot_meanings


@dataclass(frozen=True)
class Understood:
    """What the product read from one utterance, part by part; None, () and empty sets are not said.

    `occupations` are best first. `home` is where the speaker lives: an answer to where the work is to be only when
    nothing else was said. `certificates` are groups of codes of which any one fits.
    """

    occupations: tuple[str, ...] = ()
    region_code: str | None = None
    home: str | None = None
    pay: dict[str, Any] | None = None
    settlement: str | None = None
    lodging: bool | None = None
    schedule: frozenset[str] = frozenset()
    certificates: tuple[frozenset[str], ...] = ()
    headcount: int | None = None
    hard: frozenset[str] = frozenset()
    avoid: tuple[str, ...] = ()
    set_aside: bool = False


def understood(query: Query) -> Understood:
    """Return the parts of a query of either side."""
    return _of_seeker(query) if query.side == "postings" else _of_posting(query)


def _of_seeker(query: Query) -> Understood:
    seeker = query.seeker
    facts = (seeker.facts if seeker else None) or SeekerFacts()
    limits = facts.limits or Limits()
    regions = [*limits.areas, *(code_of(place) for place in facts.regions)]
    day_wish = {"day"} if any(p.field == "night" and p.strength == "wish" for p in query.parts) else set()
    stays = seeker is not None and seeker.willing_out_of_province is False
    named_days = slot_meanings(facts.slot) if facts.slot else set()
    lives_out = any(p.field == "lodging" and p.strength == "limit" for p in query.parts) and not limits.lodging
    avoid = tuple(words for words in limits.avoid if not (lives_out and words == LIVES_IN))
    hard = {
        "region": bool(limits.areas) or stays,
        # The least for a trip or a parcel is insisted on too, though no month's pay follows from it.
        "pay": limits.pay_month_min_yuan is not None
        or any(part.field == "pay" and part.strength == "limit" for part in query.parts),
        "settlement": bool(limits.settlements),
        "lodging": limits.lodging or lives_out,
        "schedule": limits.no_night
        or limits.earliest_minute is not None
        or limits.latest_minute is not None
        or limits.longest_minutes is not None
        or limits.weekend
        # From when on somebody is free excludes work too, but only 才 and 只 make it a demand.
        or any(part.field == "dates" and part.strength == "limit" for part in query.parts),
        "avoid": bool(avoid),
        "kind": bool(limits.kinds),
    }  # fmt: skip
    return Understood(
        occupations=tuple(link.code for link in facts.wanted or facts.done),
        region_code=next((code for code in regions if code), None),
        home=(code_of(facts.place) or None) if facts.place and _says(query, "place", "home") else None,
        pay=pay_of(facts.pay_expected),
        settlement=(limits.settlements[0].value if limits.settlements else None)
        or (facts.settlement.value if facts.settlement else None),
        lodging=True if limits.lodging else facts.lodging_needed,
        schedule=frozenset(schedule_meanings(facts.schedule, limits) | day_wish | named_days),
        certificates=certificates_of(facts.certificates),
        hard=frozenset(name for name, is_hard in hard.items() if is_hard),
        avoid=avoid,
        set_aside=bool(query.set_aside),
    )


def _of_posting(query: Query) -> Understood:
    posting = query.posting
    facts = (posting.facts if posting else None) or PostingFacts()
    schedule = schedule_meanings(facts.schedule, None)
    if facts.slot is not None:
        schedule |= slot_meanings(facts.slot)
    return Understood(
        occupations=tuple(link.code for link in facts.occupations),
        region_code=(code_of(facts.place) or None) if facts.place and _says(query, "place") else None,
        pay=pay_of(facts.pay),
        settlement=facts.settlement.value if facts.settlement else None,
        lodging=facts.lodging,
        schedule=frozenset(schedule),
        certificates=certificates_of(facts.certificates),
        headcount=posting.headcount if posting else None,
        set_aside=bool(query.set_aside),
    )


def code_of(place: Place) -> str:
    """Return the finest code of a place, "" when it has none."""
    return place.township_code or place.county_code


def pay_of(pay: Pay | None) -> dict[str, Any] | None:
    """Return what is known of a pay."""
    if pay is None:
        return None
    known = {"min": pay.min_yuan, "max": pay.max_yuan, "unit": pay.unit}
    return {name: value for name, value in known.items() if value is not None} or None


def certificates_of(certificates: tuple[Certificate, ...]) -> tuple[frozenset[str], ...]:
    """Return the known certificates: one group for each, those of which any one fits together."""
    groups: dict[int | str, set[str]] = {}
    for certificate in certificates:
        if certificate.code:
            groups.setdefault(certificate.any_of or certificate.code, set()).add(certificate.code)
    return tuple(frozenset(group) for group in groups.values())


def _says(query: Query, *fields: str) -> bool:
    return any(part.field in fields for part in query.parts)
