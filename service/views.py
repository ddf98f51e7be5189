"""Turn stored records into what a caller may see: no contacts for a portal, people masked for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.records import Certificate, Finding, OccupationLink, Pay, Place, Posting, PostingFacts, Seeker, SeekerFacts
from models.text import scrub
from models.understand.identity import mask_name
from models.vocabulary import Vocabulary
from service.auth import Role
from service.schemas import (
    CertificateOut,
    FindingOut,
    GigOut,
    OccupationOut,
    OrderOut,
    PayOut,
    PostingOut,
    SeekerOut,
)


def posting_view(posting: Posting, vocabulary: Vocabulary, role: Role) -> PostingOut:
    """Return a posting as `role` may see it.

    A portal gets no contact, no findings and no file row, and its texts lose phone numbers and contact names: a job
    seeker reaches the employer through the bureau's desk or the portal's own application form.
    """
    facts = posting.facts or PostingFacts()
    staff = role != "portal"
    names = () if staff else tuple(n for n in (posting.contact_name,) if n)

    def shown(text: str) -> str:
        return text if staff else scrub(text, names)

    gig, order, slot = posting.gig, posting.order, facts.slot
    return PostingOut(
        id=posting.id,
        kind=posting.kind.value,
        title=shown(posting.title),
        employer=shown(posting.employer),
        description=shown(posting.description),
        requirements=shown(posting.requirements),
        county_code=facts.place.county_code if facts.place else posting.county_code,
        place=place_name(facts.place, posting.county_code, posting.township, vocabulary),
        headcount=posting.headcount,
        pay=pay_view(facts.pay, posting.pay_text),
        benefits=shown(posting.benefits),
        schedule_text=shown(posting.schedule_text),
        occupations=_occupations(facts.occupations),
        certificates=_certificates(facts.certificates),
        age_text=posting.age_text,
        education_text=posting.education_text,
        valid_until=posting.valid_until,
        posted_on=posting.posted_on,
        settlement=facts.settlement.value if facts.settlement else None,
        gig=None
        if gig is None
        else GigOut(
            starts_on=slot.starts_on if slot else None,
            ends_on=slot.ends_on if slot else None,
            hours_text=gig.hours_text,
            muster_point=shown(gig.muster_point),
            meals_text=gig.meals_text,
            transport_text=gig.transport_text,
            tools_text=gig.tools_text,
            insurance_text=gig.insurance_text,
            risk_text=gig.risk_text,
            crew_text=gig.crew_text,
        ),
        order=None
        if order is None
        else OrderOut(
            order_id=order.order_id,
            destination=order.destination,
            depart_on=order.depart_on,
            depart_time=order.depart_time,
            muster_point=order.muster_point,
            contract_text=shown(order.contract_text),
            travel_text=order.travel_text,
            price_terms=shown(order.price_terms),
            insurance_text=order.insurance_text,
        ),
        status=posting.status.value,
        contact_name=posting.contact_name if staff else None,
        contact_phone=posting.contact_phone if staff else None,
        findings=findings_view(facts.findings) if staff else None,
        origin=_origin(posting) if staff else None,
    )


def seeker_view(seeker: Seeker, vocabulary: Vocabulary, *, asof: date) -> SeekerOut:
    """Return a person as anyone may see them: a masked name and abilities; contact goes through the bureau.

    The employer first sees an ability summary; the phone number follows only when the person agrees for that posting
    (个人信息保护法 13, 23; handbook section 4).
    """
    facts = seeker.facts or SeekerFacts()
    names = tuple(n for n in (seeker.name,) if n)
    return SeekerOut(
        id=seeker.id,
        masked_name=mask_name(seeker.name),
        age=age_on(seeker, asof),
        place=place_name(facts.place, seeker.county_code, seeker.township, vocabulary),
        county_code=seeker.county_code,
        education=seeker.education,
        major=seeker.major,
        skills=scrub(seeker.skills_text, names),
        experience=scrub(seeker.experience_text, names),
        occupations=_occupations(facts.done),
        wanted=_occupations(facts.wanted),
        desired_jobs=scrub(seeker.desired_jobs_text, names),
        desired_regions=scrub(seeker.desired_regions_text, names),
        pay_expected=pay_view(facts.pay_expected, seeker.pay_expect_text),
        certificates=_certificates(facts.certificates),
        consent=seeker.consent,
    )


def age_on(seeker: Seeker, asof: date) -> int | None:
    """Return full years on `asof`, None when the birth is unknown; a bare birth year counts from 31 December."""
    born = seeker.facts.birth_on if seeker.facts else None
    if born is not None:
        return asof.year - born.year - ((asof.month, asof.day) < (born.month, born.day))
    if seeker.birth_year is None:
        return None
    return asof.year - seeker.birth_year - ((asof.month, asof.day) < (12, 31))


def pay_view(pay: Pay | None, text: str) -> PayOut | None:
    """Return pay as shown, None when nothing at all was said."""
    if pay is None and not text:
        return None
    pay = pay or Pay(raw=text)
    return PayOut(
        text=pay.raw or text,
        min_yuan=pay.min_yuan,
        max_yuan=pay.max_yuan,
        unit=pay.unit,
        raw_unit=pay.raw_unit,
        month_min_yuan=pay.month_min_yuan,
        assumption=pay.assumption,
    )


def place_name(place: Place | None, county_code: str, township: str, vocabulary: Vocabulary) -> str:
    """Return "正安县凤仪街道", "广东省珠海市" or, knowing nothing, ""; the home city is not repeated."""
    if place is not None and place.name:
        return vocabulary.areas.local_name(place)
    area = vocabulary.areas.full_name(county_code)
    return vocabulary.areas.local_name(Place(name=area + township))


def _occupations(links: Sequence[OccupationLink]) -> tuple[OccupationOut, ...]:
    return tuple(OccupationOut(code=o.code, name=o.name, confidence=round(o.confidence, 3)) for o in links)


def _certificates(certificates: Sequence[Certificate]) -> tuple[CertificateOut, ...]:
    return tuple(
        CertificateOut(
            code=c.code, name=c.name, optional=c.optional, valid_until=c.valid_until_on, needs_review=c.needs_review
        )
        for c in certificates
    )


def findings_view(findings: Sequence[Finding]) -> tuple[FindingOut, ...]:
    """Return what the posting check found, in its order."""
    return tuple(
        FindingOut(
            code=f.code,
            severity=f.severity,
            field=f.field,
            words=f.words,
            law=f.law,
            text=f.text,
            suggestion=f.suggestion,
        )
        for f in findings
    )


def _origin(posting: Posting) -> str | None:
    if posting.origin is None:
        return None
    place = f"{posting.origin.sheet} " if posting.origin.sheet else ""
    return f"{posting.origin.file} {place}第{posting.origin.row}行"
