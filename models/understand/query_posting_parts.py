"""Turn what was understood of an employer's sentence into the parts shown, each with the words it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.records import Pay, Posting, PostingFacts, TimeSlot
from models.understand.area import find_mentions
from models.understand.benefits import parse_lodging, parse_meals
from models.understand.headcount import find_headcount
from models.understand.occupation import is_no_occupation
from models.understand.query_parts import QueryPart
from models.understand.query_wording import PAY_NEGOTIABLE, PAY_UNITS, SETTLEMENTS, sentence
from models.understand.settlement import parse_settlement
from models.understand.spoken import CLAUSE
from models.vocabulary import Vocabulary

_HAS_SUM: Final = re.compile(r"\d|[一二两三四五六七八九]?[百千万]|[块元毛角]|面议|商量|计件")


def fact_parts(draft: Posting, facts: PostingFacts, text: str, vocabulary: Vocabulary) -> Iterator[QueryPart]:
    """Yield the parts of a posting in a fixed order: work, number, place, time, age, pay, settlement, board, papers."""
    clauses = [clause for clause in CLAUSE.split(text) if clause]

    def part(field: str, code: str, understood: str, words: str = "") -> QueryPart:
        return QueryPart(field=field, words=words or text, text=sentence(code, understood), strength="fact")

    if not facts.occupations and (words := draft.title or text):
        yield part("occupation", "unknown_occupation" if is_no_occupation(words, vocabulary) else "text", words, words)
    if count := find_headcount(text):
        yield part("headcount", "headcount", str(count[1]), count[0] if count[0] in text else "")
    for mention in find_mentions(text, vocabulary, spoken=True):
        if not mention.places:
            continue
        for place in mention.places[:1]:
            name = vocabulary.areas.local_name(place)
            yield part("place", "place", name, text[mention.start : mention.end])
        break
    if facts.slot is not None and (said := _slot_words(facts.slot)):
        yield part("slot", "slot", said)
    if facts.schedule is not None:
        for value in ("night", "rotating", "part_time", "weekend"):
            if getattr(facts.schedule, value):
                yield part("schedule", f"worked_{value}", "")
    if facts.age is not None:
        yield part("age", "age_wish", facts.age.raw, facts.age.raw)
    if facts.pay is not None and (facts.pay.min_yuan is not None or facts.pay.negotiable):
        words = next((clause for clause in clauses if _HAS_SUM.search(clause) and clause in facts.pay.raw), "")
        yield part("pay", "pay", _pay_words(facts.pay), facts.pay.raw if facts.pay.raw in text else words)
    if facts.settlement is not None:
        words = next((clause for clause in clauses if parse_settlement(clause)), "")
        yield part("settlement", "settlement_fact", SETTLEMENTS[facts.settlement], words)
    if facts.lodging is not None:
        words = next((clause for clause in clauses if parse_lodging(clause) is not None), "")
        yield part("lodging", "lodging_fact" if facts.lodging else "no_lodging_fact", "", words)
    if facts.meals is not None:
        words = next((clause for clause in clauses if parse_meals(clause) is not None), "")
        yield part("meals", "meals" if facts.meals else "no_meals", "", words)
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
