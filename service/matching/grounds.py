"""Turn one judged pair into what is to be said of it: a code, and the words for its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from models.ages import birthday, retirement_span
from models.licences import licences_required
from models.near_occupations import near_trades
from models.records import Limits, OccupationLink, PostingKind, Seeker, SeekerFacts
from models.understand.trades import same_trade, trade_name
from service.matching import phrases
from service.matching.case import Case
from service.matching.features import fits_trade
from service.matching.wording import KIND_NAMES

ENOUGH_PAY = 0.5
"""Value of the pay feature from which the middle of the pay reaches the expectation (see `features.pay_fit`)."""
WARN_DAYS = 60
"""A licence that ends within this many days is mentioned. Source: handbook section 4 (WARN <60 days to expiry)."""
FINDINGS_FOR_PEOPLE = frozenset({"overwork", "no_social_insurance", "below_min"})
"""Findings of the posting check that a person should hear; the others are for whoever wrote or reviews the posting."""
LIMITS_OF_AVOIDING = frozenset({"limit_avoid", "limit_avoid_kind", "limit_avoid_area"})
"""That these are kept is no reason to name: everything that is left keeps them."""
GROUP_OF_RULE = {"minor_hazard": "minor", "women_hazard": "women", "retired_hazard": "retired"}


@dataclass(frozen=True)
class Ground:
    """What a sentence is to say."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def of_reason(case: Case, feature: str) -> Ground | None:
    """Return the ground of a feature that speaks for the pair; None where its sentence would lack a fact."""
    posting, seeker = case.posting_facts, case.seeker_facts
    asked = phrases.occupation_names(posting.occupations)
    value = case.values[feature]
    match feature:
        case "occupation" | "experience":
            links = seeker.wanted if feature == "occupation" else seeker.done
            if not (links and asked):
                return None
            return _trade(case, feature, links)
        case "skills":
            skills = phrases.common_skills(case)
            return Ground("skills", {"skills": "、".join(skills)}) if skills else None
        case "words":
            words = phrases.common_words(case)
            return Ground("words", {"words": "、".join(words)}) if words else None
        case "synonyms":
            words = phrases.common_words(case)
            return Ground("synonyms", {"words": "、".join(words)}) if words and not case.values["words"] else None
        case "certificate":
            names = phrases.asked_licences(case)
            return Ground("certificate", {"certificate": "、".join(names)}) if names else None
        case "place":
            return _place(case)
        case "region":
            return Ground("region", {"region": phrases.wished_region(case)})
        case "pay":
            return _pay(case, "pay" if value >= ENOUGH_PAY else "pay_near")
        case "settlement":
            return Ground("settlement", {"settlement": phrases.settlement_words(posting)})
        case "education":
            return Ground("education", phrases.education_words(case))
        case "age":
            return Ground("age", {"age_text": phrases.age_words(posting)})
        case "freshness":
            return (
                Ground("freshness", {"days": phrases.days_ago(case.posting.posted_on, case.asof)})
                if value > 0.5
                else None
            )
        case "headcount":
            return Ground("headcount", {"headcount": phrases.places_left(case)}) if phrases.places_left(case) else None
        case "kind":
            return _kind(case)
        case _:
            return Ground(feature)


def of_unknown(case: Case, rule: str) -> Ground:
    """Return the ground of a rule that could not decide."""
    posting = case.posting_facts
    if rule in GROUP_OF_RULE:
        return Ground(rule, {"hazards": phrases.barred_names(case, GROUP_OF_RULE[rule])})
    if rule == "licence":
        return Ground(rule, {"licences": "、".join(phrases.asked_licences(case)) or "上岗证"})
    return Ground(rule, {"pay": phrases.pay_words(posting.pay)})


def of_soft_doubt(case: Case, feature: str) -> Ground | None:
    """Return the ground of a feature that speaks softly against the pair; None where nothing can be said."""
    posting, seeker = case.posting_facts, case.seeker_facts
    match feature:
        case "occupation" | "experience":
            wanted, asked = phrases.occupation_names(seeker.wanted), phrases.occupation_names(posting.occupations)
            return Ground(feature, {"wanted": "、".join(wanted[:2]), "asked": "、".join(asked[:2])})
        case "place":
            return Ground("place", {"km": round(case.km)}) if case.km is not None else None
        case "region":
            return Ground("region", {"place": phrases.posting_place(case)})
        case "pay":
            return _pay(case, "pay")
        case "terms":
            return Ground("terms_gig" if case.posting.kind is PostingKind.GIG else "terms_monthly")
        case "settlement":
            return Ground("settlement", {"settlement": phrases.settlement_words(posting)})
        case "education":
            return Ground("education", phrases.education_words(case))
        case "age":
            return Ground("age", {"age_text": phrases.age_words(posting)})
        case "freshness":
            return Ground("freshness", {"days": _age_of_posting(case).removesuffix("前")})
        case "kind":
            if wished := phrases.wished_kind_names(case):
                return Ground("kind_not_wished", {"kind": wished})
            kinds = {PostingKind.INTERNSHIP: "kind_internship", PostingKind.PUBLIC_WELFARE: "kind_welfare"}
            return Ground(kinds.get(case.posting.kind, "kind_relief"))
        case "night" | "lodging":
            return Ground(feature)
        case _:
            return None


def of_limit(case: Case, rule: str) -> Ground:
    """Return the ground of a stated limit that the posting keeps."""
    posting = case.posting_facts
    return Ground(rule, {"settlement": phrases.settlement_words(posting), "pay": phrases.pay_words(posting.pay)})


def beside_the_score(case: Case) -> list[Ground]:
    """Return doubts that no feature carries; what is wrong with a posting is not repeated at each of its people."""
    limits = case.seeker_facts.limits or Limits()
    found = [*_papers(case), *_retirement(case), *_strain(case)]
    if case.tokens and case.values["occupation"] >= 0 and not _of_trade(case):
        found.append(Ground("off_trade"))
    if refused := [words for words in limits.avoid if words and words in phrases.posting_text(case)]:
        found.append(Ground("avoid", {"words": "、".join(refused)}))
    return [*found, *_of_the_posting(case)] if case.side == "postings" else found


def _of_the_posting(case: Case) -> list[Ground]:
    found: list[Ground] = []
    pay = case.posting_facts.pay
    if pay is not None and pay.held_back:
        found.append(Ground("held_back", {"words": pay.held_back}))
    if pay is None or (pay.min_yuan is None and pay.max_yuan is None):
        found.append(Ground("pay_unknown", {"pay": phrases.pay_words(pay)}))
    findings = case.posting_facts.findings
    found += [Ground(f.code, {"words": f.words}) for f in findings if f.code in FINDINGS_FOR_PEOPLE]
    if not case.posting.contact_phone.strip():
        found.append(Ground("no_contact"))
    return found


def _of_trade(case: Case) -> bool:
    occupation, experience, meaning = (np.array([case.values[n]]) for n in ("occupation", "experience", "meaning"))
    return bool(fits_trade(occupation, experience, meaning)[0])


def limits_stated(seeker: Seeker, asof: date) -> frozenset[str]:
    """Return the codes of the limit rules that the person stated something for."""
    limits = (seeker.facts or SeekerFacts()).limits or Limits()
    stated = {
        "limit_area": bool(limits.areas),
        "limit_province": seeker.willing_out_of_province is False,
        "limit_dates": (limits.available_from is not None and limits.available_from > asof)
        or limits.available_until is not None
        or limits.weekend,
        "limit_hours": any(
            minutes is not None for minutes in (limits.earliest_minute, limits.latest_minute, limits.longest_minutes)
        ),
        "limit_night": limits.no_night,
        "limit_settlement": bool(limits.settlements),
        "limit_lodging": limits.lodging,
        "limit_pay": limits.pay_month_min_yuan is not None,
        "limit_avoid": bool(limits.avoid),
        "limit_avoid_kind": bool(limits.avoid),
        "limit_avoid_area": bool(limits.avoid),
        "limit_kind": bool(limits.kinds),
    }
    return frozenset(code for code, is_stated in stated.items() if is_stated)


def _pay(case: Case, code: str) -> Ground:
    offered, expected = case.posting_facts.pay, case.seeker_facts.pay_expected
    return Ground(code, {"pay": phrases.pay_words(offered), "expected": phrases.pay_words(expected)})


def _trade(case: Case, feature: str, links: Sequence[OccupationLink]) -> Ground | None:
    """Return that the trade is the same, or why it is near; None where it is neither."""
    link, own = phrases.nearest_links(links, case.posting_facts.occupations)
    words = link.words or link.name
    values: dict[str, object] = {"wanted": words, "done": words, "asked": trade_name(own, case.vocabulary)}
    if link.code == own.code:
        is_other = same_trade(link, own, case.vocabulary) is False
        return Ground(f"{feature}_near" if is_other else feature, values)
    skill = near_trades(link.code, own.code, case.vocabulary)
    if skill:
        return Ground(f"{feature}_shares", {**values, "skill": skill})
    if skill is None and link.code.rpartition("-")[0] != own.code.rpartition("-")[0]:
        return None
    return Ground(f"{feature}_near", values)


def _kind(case: Case) -> Ground:
    if phrases.wished_kind_names(case):
        return Ground("kind_wished", {"kind": KIND_NAMES[case.posting.kind]})
    return Ground("kind_internship" if case.posting.kind is PostingKind.INTERNSHIP else "kind_relief")


def _age_of_posting(case: Case) -> str:
    return phrases.days_ago(case.posting.posted_on, case.asof)


def _place(case: Case) -> Ground | None:
    if case.km is not None and case.km == 0:
        return Ground("place_township")
    if case.km is not None:
        return Ground("place_km", {"km": max(1, round(case.km))})
    return Ground("place_county") if case.posting.county_code[:6] == case.seeker.county_code[:6] else None


def _papers(case: Case) -> list[Ground]:
    seeker = case.seeker_facts
    required = licences_required(case.posting, case.vocabulary)
    covered = {*required.every, *(code for group in required.any_of for code in group)}
    found: list[Ground] = []
    for held in seeker.certificates:
        if not covered & set(case.vocabulary.licences_covered(held.code)):
            continue
        until = held.valid_until_on
        if held.needs_review:
            found.append(Ground("licence_needs_review", {"certificate": held.name, "note": held.needs_review}))
        elif until is None and held.code in case.vocabulary.licence_bit:
            found.append(Ground("licence_undated", {"certificate": held.name}))
        elif until is not None and case.asof <= until <= case.asof + timedelta(days=WARN_DAYS):
            words = f"{until.year}年{until.month}月{until.day}日"
            found.append(Ground("licence_ends_soon", {"certificate": held.name, "until": words}))
    return found


def _retirement(case: Case) -> list[Ground]:
    return [Ground("past_retirement")] if _is_past_retirement(case) else []


def _is_past_retirement(case: Case) -> bool:
    year = case.seeker.birth_year
    birth_on = case.seeker_facts.birth_on or (date(year, 12, 31) if year else None)
    if birth_on is None or case.asof < birthday(birth_on, 50):
        return False
    return case.asof >= retirement_span(birth_on, case.seeker.sex)[1]


def _strain(case: Case) -> list[Ground]:
    """Return what people should ask before straining work; it bars nobody."""
    for group, is_of in (("retired_ask", _is_past_retirement(case)), ("women_ask", case.seeker.sex == "female")):
        if is_of and (hazards := phrases.barred_names(case, group)):
            return [Ground(group, {"hazards": hazards})]
    return []
