"""Turn parts of one judged pair into the words that go into a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.licences import licences_required
from models.protection import load_protections
from models.records import OccupationLink, Pay, PostingFacts, Seeker, SeekerFacts
from models.vocabulary import Vocabulary
from models.wished_kinds import kind_bit, load_wished_kinds, wished_kinds
from service.matching.case import Case
from service.matching.wording import KIND_NAMES, PAY_UNITS, SETTLEMENT_NAMES

MAX_WORDS = 3
LONGEST_PAY = 24
"""Characters of a pay text that are quoted whole. Source: our choice."""


def nearest_links(
    own: Sequence[OccupationLink], asked: Sequence[OccupationLink]
) -> tuple[OccupationLink, OccupationLink]:
    """Return the two links that share the longest start of their codes, the earlier ones on a tie."""
    pairs = [(a, b) for a in own for b in asked]
    return max(pairs, key=lambda pair: _shared_levels(pair[0].code, pair[1].code))


def common_skills(case: Case) -> list[str]:
    """Return the person's skills that the posting names, else the posting's that the person wrote, at most three."""
    posting, seeker = case.posting_facts, case.seeker_facts
    text, own = posting_text(case), seeker_text(case.seeker)
    found = [s for s in seeker.skills if s in text] or [s for s in posting.skills if s in own]
    return list(dict.fromkeys(found))[:MAX_WORDS]


def common_words(case: Case) -> list[str]:
    """Return words of the query that the found record writes, longest first, at most three, none inside another."""
    text = posting_text(case) if case.side == "postings" else seeker_text(case.seeker)
    words: list[str] = []
    for word in sorted({t for t in case.tokens if len(t) > 1 and not t.isdigit()}, key=lambda t: (-len(t), t)):
        if word in text and not any(word in longer for longer in words):
            words.append(word)
    return words[:MAX_WORDS]


def asked_licences(case: Case) -> list[str]:
    """Return what the work requires, one entry a condition; alternatives are joined by 或."""
    required = licences_required(case.posting, case.vocabulary)
    types = case.vocabulary.certificates
    groups = ["或".join(types[code].name for code in group) for group in required.any_of]
    return [*(types[code].name for code in required.every), *groups]


def barred_names(case: Case, group: str) -> str:
    """Return the hazards of the posting that are barred for a protected group."""
    barred = load_protections()[group]
    types = case.vocabulary.hazard_types
    return "、".join(types[h].name for h in case.posting_facts.hazards if h in barred and h in types)


def posting_text(case: Case) -> str:
    """Return what the posting says of the work, in lower case."""
    p = case.posting
    names = " ".join(occupation_names((p.facts or PostingFacts()).occupations))
    return " ".join((p.title, names, p.description, p.requirements, p.schedule_text, p.benefits, p.remark)).lower()


def posting_place(case: Case) -> str:
    """Return the name of where the work is, as exactly as known."""
    place = case.posting_facts.place
    if place is not None and (place.name or place.raw):
        return place.name or place.raw
    return _area(case.posting.county_code, case.vocabulary) + case.posting.township


def pay_words(pay: Pay | None) -> str:
    """Return pay as written, or, where it was read out of a whole sentence, as understood; 没写 when nothing is."""
    if pay is None:
        return "没写"
    if pay.raw and len(pay.raw) <= LONGEST_PAY:
        return pay.raw
    amounts = [f"{amount:g}" for amount in dict.fromkeys((pay.min_yuan, pay.max_yuan)) if amount is not None]
    if not amounts:
        return "面议" if pay.negotiable else "没写"
    unit = pay.raw_unit or (PAY_UNITS[pay.unit] if pay.unit else "")
    return "-".join(amounts) + "元" + (f"/{unit}" if unit else "")


def days_ago(day: date | None, asof: date) -> str:
    """Return 今天, 昨天 or N天前."""
    n_days = (asof - day).days if day else 0
    return {0: "今天", 1: "昨天"}.get(max(n_days, 0), f"{n_days}天前")


def occupation_names(links: Sequence[OccupationLink]) -> list[str]:
    """Return the names of occupations, surest first."""
    return [link.name for link in links]


def _shared_levels(a: str, b: str) -> int:
    shared = 0
    for x, y in zip(a.split("-"), b.split("-"), strict=False):
        if x != y:
            break
        shared += 1
    return shared


def seeker_text(seeker: Seeker) -> str:
    """Return what the person wrote of themselves and their occupations, in lower case."""
    done = " ".join(occupation_names((seeker.facts or SeekerFacts()).done))
    parts = (
        seeker.skills_text,
        seeker.experience_text,
        seeker.desired_jobs_text,
        seeker.major,
        done,
        *seeker.certificates,
    )
    return " ".join(parts).lower()


def wished_region(case: Case) -> str:
    """Return the wished region that the posting lies in, as the person said it."""
    posting, seeker = case.posting_facts, case.seeker_facts
    code = (posting.place.township_code or posting.place.county_code) if posting.place else case.posting.county_code
    for region in seeker.regions:
        if case.vocabulary.areas.is_within(code, region.township_code or region.county_code):
            return _area(region.township_code or region.county_code, case.vocabulary) or region.raw or region.name
    return posting_place(case)


def _area(code: str, vocabulary: Vocabulary) -> str:
    return vocabulary.areas[code].name if code in vocabulary.areas else ""


def wished_kind_names(case: Case) -> str:
    """Return the kinds of posting the person wishes for in words, joined by 、; "" when they name none."""
    seeker = case.seeker
    texts = (seeker.desired_jobs_text, seeker.availability_text, seeker.schedule_text)
    bits = wished_kinds(texts, load_wished_kinds())
    return "、".join(name for kind, name in KIND_NAMES.items() if bits & kind_bit(kind))


def settlement_words(posting: PostingFacts) -> str:
    """Return how wages are paid out."""
    return SETTLEMENT_NAMES[posting.settlement.value] if posting.settlement else "没写怎么结"


def education_words(case: Case) -> dict[str, object]:
    """Return the education asked for and had, as written."""
    posting, seeker = case.posting_facts, case.seeker_facts
    levels = case.vocabulary.education_levels
    asked, has = levels.get(posting.education_code), levels.get(seeker.education_code)
    return {
        "asked_education": case.posting.education_text or (asked.name if asked else ""),
        "has_education": case.seeker.education or (has.name if has else ""),
    }


def age_words(posting: PostingFacts) -> str:
    """Return the employer's age wish as written, else as understood."""
    age = posting.age
    if age is None:
        return "的年龄"
    if age.raw:
        return age.raw
    low = f"{age.min_years}岁以上" if age.min_years is not None else ""
    return low + (f"{age.max_years}岁以下" if age.max_years is not None else "")


def places_left(case: Case) -> int:
    """Return how many places are free, 0 when unknown."""
    signed_up = case.posting.gig.signed_up if case.posting.gig else 0
    return max(0, (case.posting.headcount or 0) - signed_up)
