"""Turn records into the natural keys by which a later import finds them again, and keys into ids."""

from __future__ import annotations

import re
from hashlib import blake2b

from models.records import Crew, Employer, Posting, PostingKind, Seeker
from models.understand.clean import clean_text

_BLANKS = re.compile(r"\s")
_SECOND_ENTRY = re.compile("重复|再次发布|再次上报|人户分离|已搬到|已搬迁|已迁至")
_COUNT_IN_TITLE = re.compile(r"(?:约|共)?\d+\s*(?:人|名|个)$")
_SERIES_NOISE = re.compile(
    r"\.[A-Za-z]{2,5}$|[（(].{0,6}[）)]|\d+\s*(?:年|月|日|号|届|批|期|版)?份?|副本|复件|最新|终稿|修改|更新|copy|第|[\s_.,，、\-—]",
    re.IGNORECASE,
)


def squeezed(text: str) -> str:
    """Return a text as it is compared: width normalised, upper case, no white space."""
    return _BLANKS.sub("", clean_text(text)).upper() if text else ""


def key_id(prefix: str, *parts: str) -> str:
    """Return an id made of the hash of `parts`: the same parts give the same id on any machine."""
    digest = blake2b("\0".join(squeezed(part) for part in parts).encode(), digest_size=10)
    return f"{prefix}-{digest.hexdigest()}"


def posting_keys(posting: Posting) -> tuple[str, str]:
    """Return (what a posting is, what tells two postings of that kind apart) as two ids.

    Employer, title, place and kind say what a posting is; blanks do not matter. A second posting of the same employer,
    title and place is another one when pay, work, requirements, hours or education differ, and a copy when they do not.
    A gig is told by its contact, day, hours and muster point, an order line by its order and number. Without an
    employer the words of the posting are all that is known, so they are part of what it is.
    """
    words = key_id(
        "w", posting.pay_text, posting.description, posting.requirements, posting.schedule_text, posting.education_text,
        posting.major_text,
    )  # fmt: skip
    if posting.order is not None:
        return key_id("p", "order", posting.order.order_id, str(posting.order.line), posting.title), ""
    if posting.gig is not None or posting.kind is PostingKind.GIG:
        slot = posting.facts.slot if posting.facts else None
        gig = posting.gig
        when = (str(slot.starts_on), str(slot.ends_on), str(slot.start_minute)) if slot else ("", "", "")
        if slot is None and gig is not None:
            when = (gig.date_text, gig.hours_text, "")
        return key_id(
            "p", "gig", posting.employer, posting.contact_phone, _COUNT_IN_TITLE.sub("", squeezed(posting.title)),
            *when, gig.muster_point if gig else posting.address,
        ), key_id("w", posting.pay_text)  # fmt: skip
    parts = [posting.kind.value, posting.employer, posting.title, posting.address or posting.county_code]
    if not posting.employer:
        return key_id("p", *parts, words, posting.source), words
    return key_id("p", *parts), words


def employer_id(name: str, uscc: str) -> str:
    """Return the id of an employer: by its credit code, else by its name."""
    return f"e-{uscc}" if re.fullmatch(r"[0-9A-Z]{18}", uscc) else key_id("e", name)


def employer_key(employer: Employer) -> str:
    """Return what an employer is, for finding copies: the credit code, else the name."""
    return employer.uscc or squeezed(employer.name)


def crew_id(crew: Crew, number: str) -> str:
    """Return the id of a crew: by its number in the register, else by county, name and leader."""
    return key_id("c", number) if number else key_id("c", crew.county_code, crew.name, crew.leader_name)


def unnumbered_seeker_id(seeker: Seeker) -> str:
    """Return the id of a person without ID number: by name, phone, home and birth year."""
    return key_id(
        "s", seeker.name, seeker.phone, seeker.county_code, seeker.township, seeker.village,
        str(seeker.birth_year or ""), seeker.graduate.school if seeker.graduate else "",
    )  # fmt: skip


def copy_claim(remark: str, *, untidy: bool = False, registered: int = 0) -> tuple[int, ...]:
    """Return how strong the claim of a row is to be the first entry; the lowest is kept, ties by reading order.

    A row whose remark says that it is a second entry (重复上报, 人户分离), or whose names carry stray blanks, is the
    copy; else the row that was `registered` later (any growing number) is.
    """
    return (int(bool(_SECOND_ENTRY.search(remark))), int(untidy), registered)


def file_series(file: str) -> str:
    """Return what stays of a file name from one edition to the next: numbers, dates and marks of copies left out.

    "岗位采集表_2026年11月.xlsx" and "岗位采集表_2026年12月 (1).xlsx" are one series: the later updates the earlier.
    """
    name = clean_text(file)
    while (shorter := _SERIES_NOISE.sub("", name)) != name:
        name = shorter
    return name or clean_text(file)
