"""Turn a record into what a viewer may see of it, so that nothing personal leaves the pipeline by accident."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from models.records import Posting, Seeker
from models.text import scrub
from models.understand.identity import mask_name

Viewer = Literal["portal", "staff"]


def redact_seeker(seeker: Seeker) -> Seeker:
    """Return a person with a masked name, without numbers, village, household, tags, health and remarks; for everyone.

    Who is to be called is looked up, and recorded, by the officer; a search result never carries it (handbook 4).
    """
    names = tuple(name for name in (seeker.name,) if name)
    born = seeker.facts.birth_on if seeker.facts else None
    facts = None if seeker.facts is None else replace(seeker.facts, birth_on=None)
    return replace(
        seeker,
        name=mask_name(seeker.name) if seeker.name else "",
        id_number="",
        phone="",
        birth_year=born.year if born else seeker.birth_year,
        village="",
        groups=(),
        household="",
        ethnicity="",
        health_text="",
        remark="",
        employment_text="",
        origin=None,
        graduate=None,
        skills_text=scrub(seeker.skills_text, names),
        experience_text=scrub(seeker.experience_text, names),
        desired_jobs_text=scrub(seeker.desired_jobs_text, names),
        desired_regions_text=scrub(seeker.desired_regions_text, names),
        availability_text=scrub(seeker.availability_text, names),
        status_reason="",
        facts=facts,
    )


def redact_posting(posting: Posting, viewer: Viewer) -> Posting:
    """Return a posting whole for staff; for a portal without contact, address, remarks, findings and origin."""
    if viewer == "staff":
        return posting
    names = tuple(name for name in (posting.contact_name,) if name)
    gig = posting.gig
    return replace(
        posting,
        contact_name="",
        contact_phone="",
        address="",
        remark="",
        origin=None,
        status_reason="",
        description=scrub(posting.description, names),
        requirements=scrub(posting.requirements, names),
        benefits=scrub(posting.benefits, names),
        gig=gig if gig is None else replace(gig, muster_point=scrub(gig.muster_point, names)),
        facts=None if posting.facts is None else replace(posting.facts, findings=()),
    )
