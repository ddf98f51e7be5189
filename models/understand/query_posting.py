"""Turn an employer's sentence ("卸瓷砖 8个人 7点半到 半天 120") into a posting with facts, and into its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from models.records import GigDetails, Pay, Place, Posting, PostingFacts, PostingKind, TimeSlot
from models.understand.area import find_places
from models.understand.clean import clean_text
from models.understand.dates import parse_slot
from models.understand.limits import CLAUSE
from models.understand.occupation import OccupationSpace, is_no_occupation, link_occupations
from models.understand.pay import parse_pay
from models.understand.posting import understand_posting
from models.understand.query_parts import Query, QueryPart, occupation_parts
from models.understand.query_wording import PAY_NEGOTIABLE, PAY_UNITS, SETTLEMENTS, sentence
from models.vocabulary import Vocabulary

_HEADCOUNT = re.compile(
    r"(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*(?:个|名|位)?(?:人|名|位|师傅|工人|大工|小工|零工)|(\d{1,4}|[一两二三四五六七八九十]{1,3})个(?![月小半钟星礼])"
)
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SAYS_AGE = re.compile(r"\d{2}周?岁|\d{2}(?:以下|以内|以上)(?!元)")
_SAYS_LICENCE = re.compile(r"证|驾照|执照|本本|本子")
# Wishes that the law forbids to ask of a person. Source: models/data/posting_rules.toml.
DISCRIMINATION: Final = frozenset(
    {"sex_limit", "marital", "hukou", "ethnicity", "religion", "disease", "disability", "unrelated_trait"}
)
_GIG_UNITS: Final = frozenset({"hour", "day", "piece", "order"})


def read_posting(
    text: str, vocabulary: Vocabulary, *, asof: date, home: Place | None, space: OccupationSpace | None
) -> Query:
    """Return the query of an employer who looks for people.

    What the law does not allow to ask for (see `set_aside`) is taken out of the posting's texts, so nothing matches on
    it; the original words stay in `text`.
    """
    cleaned = clean_text(text)
    draft = understand_posting(_draft(cleaned, vocabulary, home, asof), vocabulary, asof=asof, occupation_space=space)
    facts = draft.facts or PostingFacts()
    set_aside = tuple({(f.code, f.words): f for f in facts.findings if f.code in DISCRIMINATION}.values())
    if set_aside:
        for finding in set_aside:
            if finding.words:
                cleaned = cleaned.replace(finding.words, " ")
        draft = understand_posting(
            _draft(cleaned, vocabulary, home, asof), vocabulary, asof=asof, occupation_space=space
        )
        facts = draft.facts or PostingFacts()
    occupations, also = occupation_parts("occupation", facts.occupations, vocabulary)
    parts = [*occupations, *_parts(draft, facts, cleaned, vocabulary)]
    parts += [
        QueryPart(field="set_aside", words=f.words, text=sentence("set_aside", f.text, f.words), strength="fact")
        for f in set_aside
    ]
    return Query(text=text, side="seekers", posting=draft, parts=tuple(parts), also=tuple(also), set_aside=set_aside)


def _draft(text: str, vocabulary: Vocabulary, home: Place | None, asof: date) -> Posting:
    within = (home.township_code or home.county_code) if home else ""
    named = find_places(text, vocabulary, within=within)
    place = next((p for p in named if p.level in ("county", "township")), None) or next(iter(named), home)
    clauses = [clause for clause in CLAUSE.split(text) if clause]
    match = _HEADCOUNT.search(text)
    pay, slot = parse_pay(text), parse_slot(text, text, asof=asof)
    is_gig = (pay is not None and pay.unit in _GIG_UNITS) or (slot is not None and slot.starts_on is not None)
    return Posting(
        id="",
        title=_title(clauses, vocabulary),
        kind=PostingKind.GIG if is_gig else PostingKind.REGULAR,
        description=text,
        county_code=place.county_code if place else "",
        township=vocabulary.areas[place.township_code].name if place and place.township_code else "",
        headcount=_number(match[1] or match[2]) if match else None,
        pay_text=text if pay is not None else "",
        certificates=tuple(clause for clause in clauses if _SAYS_LICENCE.search(clause)),
        age_text=next((clause for clause in clauses if _SAYS_AGE.search(clause)), ""),
        gig=GigDetails(date_text=text, hours_text=text) if is_gig else None,
    )


def _title(clauses: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the stretch of the first clause that names work, from its first name to its last."""
    for clause in clauses:
        said = [link.words for link in link_occupations(clause, vocabulary) if link.words in clause]
        if said:
            start = min(clause.find(words) for words in said)
            return clause[start : max(clause.find(words) + len(words) for words in said)]
    return ""


def _parts(draft: Posting, facts: PostingFacts, text: str, vocabulary: Vocabulary) -> Iterator[QueryPart]:
    def part(field: str, code: str, understood: str, words: str = "") -> QueryPart:
        return QueryPart(field=field, words=words or understood, text=sentence(code, understood), strength="fact")

    if not facts.occupations and (words := draft.title or text):
        yield part("occupation", "unknown_occupation" if is_no_occupation(words, vocabulary) else "text", words)
    if draft.headcount is not None and (match := _HEADCOUNT.search(text)):
        yield part("headcount", "headcount", str(draft.headcount), match[0])
    for place in find_places(text, vocabulary)[:1]:
        yield part("place", "place", place.name, place.raw)
    if facts.slot is not None and (said := _slot_words(facts.slot)):
        yield part("slot", "slot", said)
    if facts.age is not None:
        yield part("age", "age_wish", facts.age.raw)
    if facts.pay is not None and (facts.pay.min_yuan is not None or facts.pay.negotiable):
        yield part("pay", "pay", _pay_words(facts.pay))
    if facts.settlement is not None:
        yield part("settlement", "settlement_fact", SETTLEMENTS[facts.settlement])
    if facts.lodging:
        yield part("lodging", "lodging_fact", "")
    if facts.meals is not None:
        yield part("meals", "meals" if facts.meals else "no_meals", "")
    for certificate in facts.certificates:
        if certificate.code:
            yield part("certificate", "certificate", certificate.name, certificate.raw)


def _pay_words(pay: Pay) -> str:
    if pay.min_yuan is None:
        return PAY_NEGOTIABLE
    if pay.max_yuan is None:
        span = f"{pay.min_yuan:g}+"
    elif pay.max_yuan == pay.min_yuan:
        span = f"{pay.min_yuan:g}"
    else:
        span = f"{pay.min_yuan:g}-{pay.max_yuan:g}"
    unit = pay.raw_unit or (PAY_UNITS[pay.unit] if pay.unit else "")
    return f"{span}元/{unit}" if unit else f"{span}元"


def _slot_words(slot: TimeSlot) -> str:
    days = [day.isoformat() for day in (slot.starts_on, slot.ends_on) if day]
    minutes = [f"{m // 60 % 24}:{m % 60:02d}" for m in (slot.start_minute, slot.end_minute) if m is not None]
    return " ".join(part for part in ("~".join(dict.fromkeys(days)), "-".join(minutes)) if part)


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS[words[-1]]
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
