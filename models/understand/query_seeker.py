"""Turn a worker's sentence ("52，做过泥水匠，一天给现钱") into a seeker with facts and limits, and into its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from msgspec.structs import replace

from models.occupation_names import fold_name
from models.records import OccupationLink, Place, Seeker, SeekerFacts
from models.understand.area import find_places
from models.understand.certificate import parse_certificates
from models.understand.clean import clean_text
from models.understand.education import parse_education
from models.understand.limits import CLAUSE, Demand, find_demands
from models.understand.occupation import OccupationSpace, is_no_occupation, link_occupations
from models.understand.pay import parse_pay
from models.understand.query_parts import Query, QueryPart, demand_parts, occupation_parts
from models.understand.query_wording import SEXES, sentence
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary

_AGE = re.compile(r"^(?:今年|年龄|年纪|快|满)?(\d{2})(?:周?岁)?(?:了|的人)?$|(?<!\d)(\d{2})周?岁(?!以|左右的)")
_SEX = re.compile(r"^(男|女)(?:的|性|士|同志|娃|人)?$")
_AGES: Final = range(14, 91)  # a bare number outside is no age
_LIVES = re.compile(r"^(?:我|我们|人|家|本人|现在?)*(?:家住|住在?|家在|人在|老家|我在|在)(.{2,20})$")
_SAYS_SUM = re.compile(r"\d|[两二三四五六七八九][百千万]|[百千]把")
_SAYS_LICENCE = re.compile(r"证|驾照|执照|本本|本子")
_SAYS_EDUCATION = re.compile(r"小学|初中|高中|中专|技校|职高|大专|专科|本科|硕士|研究生|博士|文化|学历|毕业")


@dataclass
class _Reading:
    """The clauses of a sentence, sorted into the fields of a seeker, and the parts found on the way."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    parts: list[QueryPart] = field(default_factory=list)
    licence_trade: list[str] = field(default_factory=list)
    home: Place | None = None
    age: int = 0
    sex: Literal["", "male", "female"] = ""

    def keep(self, name: str, clause: str) -> None:
        self.texts.setdefault(name, []).append(clause)

    def text(self, name: str) -> str:
        return "，".join(self.texts.get(name, ()))


def read_seeker(
    text: str, vocabulary: Vocabulary, *, asof: date, home: Place | None, space: OccupationSpace | None
) -> Query:
    """Return the query of a person who looks for work. What people are called stays in `text` alone."""
    reading = _Reading(home=home)
    clauses = [clause for clause in CLAUSE.split(clean_text(text)) if clause]
    clauses = [clause for clause in clauses if not _says_home(clause, reading, vocabulary)]
    home = reading.home
    home_code = (home.township_code or home.county_code) if home else ""
    for clause in clauses:
        _sort_clause(clause, reading, vocabulary, asof, home_code)
    if not reading.texts.keys() & {"done", "wanted"}:
        # Whoever says only which licence they hold is looking for that work.
        reading.texts["done"] = reading.licence_trade
    seeker = understand_seeker(
        Seeker(
            id="",
            birth_year=asof.year - reading.age if reading.age else None,
            sex=reading.sex,
            county_code=home.county_code if home else "",
            township=vocabulary.areas[home.township_code].name if home and home.township_code else "",
            education=reading.text("education"),
            skills_text=reading.text("done"),
            desired_jobs_text=reading.text("wanted"),
            desired_regions_text=reading.text("region"),
            pay_expect_text=reading.text("pay"),
            schedule_text=reading.text("schedule"),
            availability_text=reading.text("other"),
            certificates=tuple(reading.texts.get("certificate", ())),
        ),
        vocabulary,
        asof=asof,
        occupation_space=space,
    )
    facts = seeker.facts or SeekerFacts()
    if reading.age:
        # The latest birthday that fits "16岁" today: who says so is 16, and 16 to 17 keep their protection.
        facts = replace(facts, birth_on=_years_before(asof, reading.age))
        seeker = replace(seeker, facts=facts)
    done, also_done = occupation_parts("done", facts.done, vocabulary)
    wanted, also_wanted = occupation_parts("wanted", facts.wanted, vocabulary)
    parts = [*reading.parts, *done, *wanted]
    if not done and not wanted and (words := reading.text("wanted")):
        code = "unknown_occupation" if is_no_occupation(words, vocabulary) else "text"
        parts.append(QueryPart(field="wanted", words=words, text=sentence(code, words), strength="wish"))
    demands = [
        demand
        for name in ("wanted", "region", "pay", "schedule", "other")
        for demand in find_demands(reading.text(name), vocabulary, asof=asof, home=home_code)
    ]
    also = tuple(dict.fromkeys((*also_done, *also_wanted)))
    return Query(
        text=text,
        side="postings",
        seeker=seeker,
        parts=(*parts, *demand_parts(demands)),
        also=also,
        search_text=_search_text(text, [*facts.wanted, *facts.done], demands, vocabulary),
    )


def _says_home(clause: str, reading: _Reading, vocabulary: Vocabulary) -> bool:
    """Take in "我在正安凤仪街道" or "家住三合镇" as where the person lives, unless the clause names a trade."""
    match = _LIVES.match(clause)
    if not match or link_occupations(clause, vocabulary, top_k=1):
        return False
    within = reading.home.county_code if reading.home else ""
    places = [p for p in find_places(match[1], vocabulary, within=within) if p.level in ("county", "township")]
    if len(places) != 1:
        return False
    reading.home = places[0]
    text = sentence("home", places[0].name)
    reading.parts.append(QueryPart(field="place", words=clause, text=text, strength="fact"))
    return True


def _search_text(text: str, links: Sequence[OccupationLink], demands: Sequence[Demand], vocabulary: Vocabulary) -> str:
    """Return the words that search: all of them but those of demands, which act as limits and wishes ("不上夜班" must
    not find 夜班门卫), with the words and the standard terms of the work put back."""
    left = clean_text(text)
    for demand in demands:
        if demand.field not in ("area", "region"):
            left = left.replace(demand.words, " ")
    terms = vocabulary.occupation_names.standard_terms
    spoken = [link.words for link in links if link.words in text]
    said = [standard for words, standard in vocabulary.codeless_terms if words in text]
    meant = [terms[fold_name(words)] for words in spoken if fold_name(words) in terms]
    return " ".join(dict.fromkeys(part for part in (left.strip(), *spoken, *meant, *said) if part))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _sort_clause(clause: str, reading: _Reading, vocabulary: Vocabulary, asof: date, home: str) -> None:
    words = vocabulary.query_patterns
    if age := _age(clause):
        reading.age = age
        reading.parts.append(QueryPart(field="age", words=clause, text=sentence("age", str(age)), strength="fact"))
        clause = _AGE.sub("", clause).strip()
    if match := _SEX.match(clause):
        reading.sex = "male" if match[1] == "男" else "female"
        text = sentence("sex", SEXES[reading.sex])
        reading.parts.append(QueryPart(field="sex", words=clause, text=text, strength="fact"))
        return
    if not clause or any(pattern.search(clause) for pattern in words["side_talk"]):
        return
    links = link_occupations(clause, vocabulary, top_k=1)
    demands = find_demands(clause, vocabulary, asof=asof, home=home)
    certificates = _SAYS_LICENCE.search(clause) and parse_certificates(clause, vocabulary, asof=asof)
    if certificates:
        reading.keep("certificate", clause)
        names = "、".join(certificate.name for certificate in certificates)
        text = sentence("certificate", names)
        reading.parts.append(QueryPart(field="certificate", words=clause, text=text, strength="fact"))
    is_done = any(pattern.search(clause) for pattern in words["done"])
    is_wanted = any(pattern.search(clause) for pattern in words["wanted"])
    if certificates and not is_done and not is_wanted:
        reading.licence_trade += [clause] if links else []
    elif links:
        reading.keep("done" if is_done and not is_wanted else "wanted", clause)
    elif certificates:
        return
    elif demands:
        reading.keep(
            {"night": "schedule", "minutes": "schedule", "region": "region"}.get(demands[0].field, "other"), clause
        )
    elif _SAYS_EDUCATION.search(clause) and parse_education(clause):
        reading.keep("education", clause)
        text = sentence("education", clause)
        reading.parts.append(QueryPart(field="education", words=clause, text=text, strength="fact"))
    elif _SAYS_SUM.search(clause) and (pay := parse_pay(clause)) and pay.min_yuan is not None:
        reading.keep("pay", clause)
        reading.parts.append(QueryPart(field="pay", words=clause, text=sentence("pay", clause), strength="wish"))
    elif not any(pattern.search(clause) for pattern in words["name"]):
        reading.keep("wanted", clause)


def _age(clause: str) -> int | None:
    match = _AGE.search(clause)
    age = int(match[1] or match[2]) if match else 0
    return age if age in _AGES else None
