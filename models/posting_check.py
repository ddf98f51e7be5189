"""Turn a posting into what is wrong with it: wording the law forbids, fees, fraud, minors, wages, hours, expiry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Literal

from models.posting_rules import PostingRules, find_wordings, load_posting_rules
from models.records import AgeRange, Finding, Pay, Posting, PostingKind, Schedule, TimeSlot
from models.understand.age import parse_age
from models.understand.clean import clean_text
from models.understand.dates import parse_slot
from models.understand.insurance import parse_insurance
from models.understand.pay import parse_pay
from models.understand.schedule import parse_schedule
from models.vocabulary import Vocabulary

MIN_WORKING_AGE = 16
"""Source: 劳动法15."""

_PLAIN_SEX = re.compile(
    r"^(?:(?:男|女|男女|男[/、或]女)?(?:性|士)?(?:不限|均可|皆可|都可以?|各半)?"
    r"|[0129]|[12][-.](?:男|女)性?|[-/—无]|性别不限|不限性别)$"
)
_PART_TIME = re.compile(r"非全日制|兼职|小时工|钟点|临时|寒假工|暑假工|学生工|短工|实习|见习")
_CERTIFICATE_FIELDS = ("certificates", "requirements", "description", "remark", "gig.risk_text")
_STATED_HOURS = re.compile(r"\d\s*个?小时")
_USUAL_DAYS_OFF = 4.0  # a six-day week, when nothing is said
_QUOTED = 60
_EMPLOYED = {PostingKind.REGULAR, PostingKind.ORDER}


@cache
def _bundled_rules() -> PostingRules:
    return load_posting_rules()


def check_posting(
    posting: Posting, *, asof: date, vocabulary: Vocabulary | None = None, rules: PostingRules | None = None
) -> tuple[Finding, ...]:
    """Return the findings of one posting, most severe first, then in rule order; () when nothing is wrong.

    Wording rules look at every text a person wrote except names, addresses and contacts. A sex column that holds just
    男, 女 or a code is imported as text and is no finding; 限男 in it is. Rules that reckon use `posting.facts` when
    it has been understood and read the text themselves otherwise. The titles in
    the rules file decide `missing_licence_text`; for other titles, with `vocabulary` and a sure reading of the
    occupation, the watched licences that the law asks for it.
    """
    rules = rules or _bundled_rules()
    fields = _fields(posting)
    found = find_wordings(fields, posting.kind, rules)
    found += _check_age(posting, rules, found)
    found += _check_validity(posting, rules, asof)
    found += _check_headcount(posting, rules)
    found += _check_pay(posting, rules)
    found += _check_hours(posting, fields, rules)
    found += _check_licence(posting, fields, rules, vocabulary)
    found += _check_insurance(posting, rules)
    order = {"block": 0, "review": 1, "warn": 2, "note": 3}
    return tuple(sorted(found, key=lambda finding: order[finding.severity]))


def decide(findings: Iterable[Finding]) -> Literal["ok", "review", "block"]:
    """Return what becomes of a posting: the most severe finding decides; warnings and notes do not stop it."""
    severities = {finding.severity for finding in findings}
    return "block" if "block" in severities else "review" if "review" in severities else "ok"


def _fields(posting: Posting) -> dict[str, str]:
    texts = {
        "title": posting.title,
        "description": posting.description,
        "requirements": posting.requirements,
        "pay_text": posting.pay_text,
        "benefits": posting.benefits,
        "schedule_text": posting.schedule_text,
        "certificates": "、".join(posting.certificates),
        "age_text": posting.age_text,
        "education_text": posting.education_text,
        "major_text": posting.major_text,
        "sex_text": "" if _PLAIN_SEX.match(clean_text(posting.sex_text).replace(" ", "")) else posting.sex_text,
        "employment_form": posting.employment_form,
        "insurance_text": posting.insurance_text,
        "remark": posting.remark,
    }
    if posting.gig is not None:
        gig = posting.gig
        texts |= {
            "gig.settlement_text": gig.settlement_text,
            "gig.tools_text": gig.tools_text,
            "gig.risk_text": gig.risk_text,
            "gig.crew_text": gig.crew_text,
            "gig.meals_text": gig.meals_text,
            "gig.transport_text": gig.transport_text,
        }
    if posting.order is not None:
        order = posting.order
        texts |= {
            "order.price_terms": order.price_terms,
            "order.contract_text": order.contract_text,
            "order.travel_text": order.travel_text,
            "order.interview_text": order.interview_text,
        }
    cleaned = {name: clean_text(text).replace(" ", "") for name, text in texts.items() if text}
    return {name: text for name, text in cleaned.items() if text}


def _finding(rules: PostingRules, code: str, field: str, words: str, limit: str = "") -> Finding:
    rule = rules.computed[code]
    return Finding(
        code=code,
        severity=rule.severity,
        field=field,
        words=words,
        law=rule.law,
        text=rule.text.replace("{words}", words).replace("{limit}", limit),
        suggestion=rule.suggestion.replace("{limit}", limit),
    )


def _age(posting: Posting) -> AgeRange | None:
    if posting.facts is not None and posting.facts.age is not None:
        return posting.facts.age
    if posting.age_text:
        return parse_age(posting.age_text)
    clauses = re.split(r"[,;。\n]", clean_text(f"{posting.requirements}\n{posting.remark}\n{posting.description}"))
    return next((age for clause in clauses if "岁" in clause or "年龄" in clause if (age := parse_age(clause))), None)


def _check_age(posting: Posting, rules: PostingRules, found: list[Finding]) -> list[Finding]:
    age = _age(posting)
    if age is None:
        return []
    words = age.raw or posting.age_text
    findings = []
    # Only the age column says who is wanted: in a text, an upper age may be that of a child who is looked after.
    highest = age.max_years if posting.age_text else None
    youngest = min((years for years in (age.min_years, highest) if years is not None), default=MIN_WORKING_AGE)
    if youngest < MIN_WORKING_AGE and all(f.code != "under16" for f in found):
        findings.append(_finding(rules, "under16", "age_text", words))
    if posting.kind is PostingKind.PUBLIC_WELFARE and age.max_years is not None and not age.flexible:
        findings.append(_finding(rules, "welfare_age_limit", "age_text", words))
    return findings


def _check_validity(posting: Posting, rules: PostingRules, asof: date) -> list[Finding]:
    slot: TimeSlot | None = None
    if posting.gig is not None:
        facts = posting.facts
        slot = facts.slot if facts and facts.slot else parse_slot(posting.gig.date_text, "", asof=asof)
    last_days = [posting.valid_until, slot.ends_on or slot.starts_on if slot else None]
    last_days.append(posting.order.depart_on if posting.order else None)
    past = [day for day in last_days if day is not None and day < asof]
    if past:
        return [_finding(rules, "expired", "valid_until", min(past).isoformat())]
    if all(day is None for day in last_days):
        return [_finding(rules, "no_validity", "valid_until", posting.valid_text)]
    return []


def _check_headcount(posting: Posting, rules: PostingRules) -> list[Finding]:
    if posting.headcount is not None and posting.headcount <= 0:
        return [_finding(rules, "headcount", "headcount", posting.headcount_text or str(posting.headcount))]
    return []


def _pay(posting: Posting) -> Pay | None:
    return posting.facts.pay if posting.facts is not None else parse_pay(posting.pay_text)


def _schedule(posting: Posting) -> Schedule | None:
    return posting.facts.schedule if posting.facts is not None else parse_schedule(posting.schedule_text)


def _check_pay(posting: Posting, rules: PostingRules) -> list[Finding]:
    pay = _pay(posting)
    if pay is None or (pay.min_yuan is None and pay.max_yuan is None):
        piece = pay is not None and pay.unit == "piece"
        return [] if piece else [_finding(rules, "pay_unknown", "pay_text", posting.pay_text or "未填")]
    schedule = _schedule(posting)
    part_time = bool(schedule and schedule.part_time) or bool(
        _PART_TIME.search(posting.employment_form + posting.schedule_text + posting.title)
    )
    limit = rules.minimum_wage_by_county.get(posting.county_code, rules.minimum_wage)
    # A minimum alone (底薪+提成) says nothing about what is earned in the end.
    if posting.kind in _EMPLOYED and not part_time and pay.unit == "month":
        highest = pay.max_yuan
        if highest is not None and 0 < highest < limit:
            return [_finding(rules, "below_min", "pay_text", posting.pay_text, f"{limit:g}")]
    return []


def _check_hours(posting: Posting, fields: dict[str, str], rules: PostingRules) -> list[Finding]:
    if posting.kind not in _EMPLOYED or rules.overwork_unless.search("\n".join(fields.values())):
        return []
    readings = [("schedule_text", _schedule(posting))]
    for name in ("requirements", "description", "remark", "benefits"):
        sentences = [s for s in re.split(r"[;。\n]", fields.get(name, "")) if _STATED_HOURS.search(s)]
        readings += [(name, parse_schedule(sentence)) for sentence in sentences]
    for name, schedule in readings:
        if schedule is None or schedule.hours_per_day is None:
            continue
        hours = schedule.hours_per_day
        if schedule.start_minute is not None and not _STATED_HOURS.search(schedule.raw):
            hours -= rules.unstated_break_hours
        days_off = _USUAL_DAYS_OFF if schedule.days_off_per_month is None else schedule.days_off_per_month
        if hours < 20 and hours * (rules.days_a_month - days_off) > rules.warn_month_hours:
            return [_finding(rules, "overwork", name, (schedule.raw or posting.schedule_text)[:_QUOTED])]
    return []


def _check_licence(
    posting: Posting, fields: dict[str, str], rules: PostingRules, vocabulary: Vocabulary | None
) -> list[Finding]:
    stated = "\n".join(
        fields.get(n, "") for n in ("certificates", "requirements", "description", "remark", "gig.risk_text")
    )
    title = fields.get("title", "")
    for rule in rules.licensed_titles:
        if rule.title.search(title):
            if rule.unless.search(title) or rule.certificate.search(stated):
                return []
            return [_finding(rules, "missing_licence_text", "certificates", posting.title, rule.name)]
    facts = posting.facts
    if vocabulary is None or facts is None or not facts.occupations or posting.kind is PostingKind.INTERNSHIP:
        return []
    link = facts.occupations[0]
    asked = vocabulary.occupation_licences(link.code)
    held = {code for c in facts.certificates for code in vocabulary.licences_covered(c.code)}
    # A doubtful reading of the trade must not accuse an employer.
    if link.confidence < rules.licence_min_confidence or not rules.watched_licences & set(asked) or held & set(asked):
        return []
    names = "或".join(vocabulary.certificates[code].name for code in asked)
    return [_finding(rules, "missing_licence_text", "certificates", posting.title, names)]


def _check_insurance(posting: Posting, rules: PostingRules) -> list[Finding]:
    if posting.kind is not PostingKind.GIG or parse_insurance(posting.insurance_text) is not False:
        return []
    risk = clean_text(f"{posting.title}\n{posting.gig.risk_text if posting.gig else ''}")
    match = rules.uninsured.search(rules.uninsured_unless.sub("", risk))
    return [] if match is None else [_finding(rules, "uninsured_hazard", "insurance_text", match[0])]
