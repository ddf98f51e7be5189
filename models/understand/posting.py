"""Turn what is written in a posting into facts about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, TypeVar

from msgspec.structs import replace

from models.posting_check import check_posting
from models.records import (
    Certificate,
    GigDetails,
    OccupationLink,
    Pay,
    Place,
    Posting,
    PostingFacts,
    PostingKind,
    Schedule,
    TimeSlot,
)
from models.understand.age import parse_age
from models.understand.area import place_of, resolve_place
from models.understand.benefits import parse_lodging, parse_meals
from models.understand.certificate import parse_certificates
from models.understand.clean import clean_text
from models.understand.dates import parse_slot
from models.understand.education import parse_education
from models.understand.hazards import find_hazards
from models.understand.occupation import OccupationSpace, find_skills, likely, link_occupations
from models.understand.pay import parse_pay
from models.understand.schedule import parse_schedule, with_asked_shifts
from models.understand.settlement import parse_settlement
from models.vocabulary import Vocabulary

FACTS_VERSION: Final = 3

T = TypeVar("T")

_N_OCCUPATIONS: Final = 4  # as many as the index has columns for
_SURE_OF_TITLE: Final = 0.85  # from here on no meaning is asked for. Source: our choice
_HELPED_BY_DESCRIPTION: Final = 0.45  # below this the description may add its reading. Source: our choice
_FROM_DESCRIPTION: Final = 0.7  # factor on the confidence of what only the description says. Source: our choice
_READ_AT_MOST: Final = 3000  # characters of one field; a longer one is a pasted page. Source: our choice
# What a text must hold before a parser is run over all of it: free text mostly says nothing of the kind.
_SAYS_PAY = re.compile(r"\d\s*(?:元|块|[kK]\b|千|万)|薪资|工资|底薪|面议")
_SAYS_HOURS = re.compile(
    r"班|小时|双休|单休|月休|周休|调休|休息|朝九|早\d|[\d一二三四五六七八九十]点|:\d\d|：\d\d|夜|全天|半天|兼职|全职"
)
_SAYS_SHIFTS = re.compile(r"夜|晚班|倒班|轮班|班倒|轮换|轮流|[三两二四]倒|加班到|早\d{1,2}晚\d")
_SAYS_SETTLED = re.compile(r"[结付发清拿给算领转打账现走钱]")
_SAYS_LODGING = re.compile(r"[住宿舍寓房屋棚床铺睡歇家间妻回晚夜租挤落]")
"""Characters without which the readers hear nothing: a quick look before a slow one."""
_SAYS_MEALS = re.compile(r"餐|饭|吃|食|伙")
_HELPS_ANYWHERE = re.compile(r"小工$|杂工$|力工$|打杂$")
"""A labourer sweeps and carries beside the trades; the duties told do not name the work. Source: our choice."""
_READ_FOR_SKILLS: Final = 600
_SAYS_LICENCE = re.compile(r"证|驾照|执照|本本|本子|[ABC][123]")


def understand_posting(
    posting: Posting, vocabulary: Vocabulary, *, asof: date, occupation_space: OccupationSpace | None = None
) -> Posting:
    """Return the posting with `facts` derived anew from its written half; what stood in `facts` before is dropped.

    Never raises on any text: what cannot be read stays unknown. A fact is read from the field made for it; only when
    that says nothing, from the other texts.
    """
    gig = posting.gig or GigDetails()
    title, description, requirements, benefits, schedule_text, remark, pay_text = (
        _one_line(text)
        for text in (
            posting.title,
            posting.description,
            posting.requirements,
            posting.benefits,
            posting.schedule_text,
            posting.remark,
            posting.pay_text,
        )
    )
    free = tuple(text for text in (title, remark, requirements, description) if text)
    facts = PostingFacts(
        version=FACTS_VERSION,
        pay=_pay(posting.pay_text[:_READ_AT_MOST], benefits, free),
        place=_place(posting, vocabulary),
        occupations=_occupations(posting, vocabulary, occupation_space),
        schedule=_schedule((schedule_text, gig.hours_text), requirements, free),
        slot=_slot(posting, gig, asof),
        settlement=_first_said(
            parse_settlement,
            (
                gig.settlement_text,
                *_that_say(_SAYS_SETTLED, (pay_text, benefits, schedule_text, posting.employment_form, *free)),
            ),
        ),
        lodging=_first_said(parse_lodging, (benefits, *_that_say(_SAYS_LODGING, (pay_text, *free)))),
        meals=_first_said(parse_meals, (gig.meals_text, benefits, *_that_say(_SAYS_MEALS, (pay_text, *free)))),
        certificates=_certificates(posting, gig, free, vocabulary, asof),
        education_code=parse_education(posting.education_text) if posting.education_text else "",
        age=parse_age(posting.age_text) if posting.age_text else None,
        hazards=find_hazards("；".join((*free, gig.risk_text, schedule_text, benefits)), vocabulary),
        skills=find_skills("；".join((title, requirements, description))[:_READ_FOR_SKILLS], vocabulary),
    )
    understood = replace(posting, facts=facts)
    findings = check_posting(understood, asof=asof, vocabulary=vocabulary)
    return replace(understood, facts=replace(facts, findings=findings)) if findings else understood


def _one_line(text: str) -> str:
    """Return a field cleaned once, its lines as statements of one line, which every parser then reads faster."""
    return clean_text(text[:_READ_AT_MOST]).replace("\n", "；") if text else ""


def _pay(pay_text: str, benefits: str, free: tuple[str, ...]) -> Pay | None:
    if pay_text:
        return parse_pay(pay_text)
    return _first_said(parse_pay, _that_say(_SAYS_PAY, (benefits, *free)))


def _place(posting: Posting, vocabulary: Vocabulary) -> Place | None:
    if posting.kind is PostingKind.ORDER and posting.order and posting.order.destination:
        destination = resolve_place(posting.order.destination, vocabulary)
        if destination is not None:
            return destination
    place = place_of(posting.county_code, posting.township, vocabulary)
    if posting.address and (place is None or place.level != "township"):
        home = place.county_code if place else ""
        named = resolve_place(posting.address[:_READ_AT_MOST], vocabulary, within=home)
        if named is not None and (not home or vocabulary.areas.is_within(named.county_code, home)):
            return named
    return place


def _occupations(posting: Posting, vocabulary: Vocabulary, space: OccupationSpace | None) -> tuple[OccupationLink, ...]:
    given = vocabulary.occupations.get(posting.occupation_code)
    found: dict[str, OccupationLink] = {}
    if given is not None:
        found[given.code] = OccupationLink(
            code=given.code, name=given.name, confidence=1.0, how="code", words=posting.occupation_code
        )
    title, description = posting.title[:_READ_AT_MOST], posting.description[:_READ_AT_MOST]
    links = link_occupations(title, vocabulary, top_k=_N_OCCUPATIONS)
    if space is not None and (not links or links[0].confidence < _SURE_OF_TITLE):
        links = link_occupations(title, vocabulary, encoder=space, top_k=_N_OCCUPATIONS)
    for link in likely(links):
        found.setdefault(link.code, link)
    is_unsure = not found or next(iter(found.values())).confidence < _HELPED_BY_DESCRIPTION
    if is_unsure and not _HELPS_ANYWHERE.search(title):
        for link in likely(link_occupations(description, vocabulary, top_k=_N_OCCUPATIONS)):
            weaker = replace(link, confidence=round(link.confidence * _FROM_DESCRIPTION, 3))
            found.setdefault(link.code, weaker)
    return tuple(sorted(found.values(), key=lambda link: -link.confidence)[:_N_OCCUPATIONS])


def _slot(posting: Posting, gig: GigDetails, asof: date) -> TimeSlot | None:
    """Return a gig's days and hours, from its own fields or, when they are empty, from the schedule ("11月24日-11月25
    日，14:00-20:00"), as the interchange carries it."""
    if not gig.date_text and not gig.hours_text:
        text = posting.schedule_text[:_READ_AT_MOST]
        return parse_slot(text, text, asof=asof) if posting.kind is PostingKind.GIG and text else None
    return parse_slot(gig.date_text, gig.hours_text, asof=asof)


def _schedule(hours: tuple[str, ...], requirements: str, free: tuple[str, ...]) -> Schedule | None:
    """Return the shifts and hours, with those that the requirements, then the other texts, ask for beside them."""
    schedule = _first_said(parse_schedule, (*hours, *_that_say(_SAYS_HOURS, free)))
    others = "；".join(_that_say(_SAYS_SHIFTS, (text for text in free if text != requirements)))
    for text in (*_that_say(_SAYS_SHIFTS, (requirements,)), others):
        schedule = with_asked_shifts(schedule, text)
    return schedule


def _certificates(
    posting: Posting, gig: GigDetails, free: tuple[str, ...], vocabulary: Vocabulary, asof: date
) -> tuple[Certificate, ...]:
    found: dict[tuple[str, str], Certificate] = {}
    known: set[str] = set()
    group = 0
    texts = [*posting.certificates, *_that_say(_SAYS_LICENCE, (gig.risk_text, *free))]
    for i, text in enumerate(texts):
        certificates = parse_certificates(text[:_READ_AT_MOST], vocabulary, asof=asof)
        for certificate in certificates:
            stated = i < len(posting.certificates)
            if not certificate.code and not stated:
                continue
            if certificate.code and certificate.code in known:
                continue
            # Alternatives are numbered within one text; two texts must not share a number.
            any_of = certificate.any_of and certificate.any_of + group
            found.setdefault(
                (certificate.code, certificate.name),
                certificate if any_of == certificate.any_of else replace(certificate, any_of=any_of),
            )
        known |= {certificate.code for certificate in certificates}
        group += max((certificate.any_of for certificate in certificates), default=0)
    return tuple(found.values())


def _that_say(hint: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    return [text for text in texts if hint.search(text)]


def _first_said(read: Callable[[str], T | None], texts: Iterable[str]) -> T | None:
    for text in texts:
        if text and (value := read(text)) is not None:
            return value
    return None
