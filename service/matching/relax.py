"""Turn the verdicts on relevant postings into what each rule removed and what giving a limit up would show."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from indexer.attributes import Columns
from models.vocabulary import Vocabulary
from service.matching.legal import held_licences
from service.matching.rules import Direction, Rule, Screening
from service.matching.verdicts import FAIL
from service.matching.wording import EXCLUDED, LIMIT_NAMES, RELAXATIONS

MAX_RELAXATIONS = 4
MAX_NAMED_LICENCES = 2
ENOUGH = 5
"""A lower pay minimum is offered at the first hundred that shows this many more. Source: our choice."""
COUNTRY_NAME = "全国"


class Excluded(Struct, frozen=True):
    """How many relevant items a rule kept out; an item that several rules fail counts at the first of them."""

    rule: str
    count: int
    text: str


class Relaxation(Struct, frozen=True):
    """How many more relevant items giving up a limit would show, exactly."""

    limit: str
    count: int
    text: str


def excluded(
    screening: Screening, population: NDArray[np.int64], side: Direction, licences: str = ""
) -> tuple[Excluded, ...]:
    """Return what each rule removed from `population` (rows), in the order of the rules; the counts add up.

    `licences` are the words for the licence rule's sentence.
    """
    failed = screening.verdicts[:, population] == FAIL
    removed = np.zeros(len(population), dtype=np.bool_)
    found: list[Excluded] = []
    for i, rule in enumerate(screening.rules):
        here = failed[i] & ~removed
        removed |= here
        if count := int(here.sum()):
            to_seeker, to_employer = EXCLUDED[rule.code]
            text = (to_seeker if side == "postings" else to_employer).format(count=count, licences=licences or "上岗证")
            found.append(Excluded(rule.code, count, text))
    return tuple(found)


def licences_lacking(
    screening: Screening,
    postings: Columns,
    seekers: Columns,
    population: NDArray[np.int64],
    asof: int,
    vocabulary: Vocabulary,
) -> str:
    """Return the names of the licences that were most often missing among `population`, at most two.

    What the asking person holds is none of them.
    """
    index = next(i for i, rule in enumerate(screening.rules) if rule.code == "licence")
    missed = population[screening.verdicts[index, population] == FAIL]
    if not len(missed):
        return ""
    rows = missed if len(postings) > 1 else np.zeros(1, dtype=np.int64)
    asked = postings["licences"][rows] | np.bitwise_or.reduce(postings["licences_any"][rows], axis=1)
    every_bit = (1 << len(vocabulary.licences)) - 1
    if len(seekers) == 1:
        asked = asked & ~held_licences(postings.take(rows), seekers, every_bit, asof)
    counts = [(int(((asked >> np.uint64(bit)) & np.uint64(1)).sum()), -bit) for bit in range(len(vocabulary.licences))]
    best = sorted((c for c in counts if c[0]), reverse=True)[:MAX_NAMED_LICENCES]
    return "、".join(vocabulary.certificates[vocabulary.licences[-bit]].name for _, bit in best)


def relaxations(
    screening: Screening,
    postings: Columns,
    seeker: Columns,
    population: NDArray[np.int64],
    *,
    asof: int,
    vocabulary: Vocabulary,
) -> tuple[Relaxation, ...]:
    """Return the limits whose giving up shows more of `population`, most first; pairs only where no single one helps.

    Areas are widened step by step (township → county → city → province → country) and the first step that shows more is
    offered; the pay minimum is lowered just enough to show five more. Legal rules are never relaxed.
    """
    part = postings.take(population)
    verdicts = screening.verdicts[:, population]
    limits = [(i, rule) for i, rule in enumerate(screening.rules) if rule.stage == "limit"]
    legal_ok = ~np.any([verdicts[i] == FAIL for i, rule in enumerate(screening.rules) if rule.stage == "legal"], axis=0)
    failures = {rule.code: verdicts[i] == FAIL for i, rule in limits}
    n_failed = np.sum(list(failures.values()), axis=0)
    found: list[Relaxation] = []
    for _, rule in limits:
        only_here = legal_ok & failures[rule.code] & (n_failed == 1)
        if only_here.any():
            found.append(_relax_one(rule, only_here, part, seeker, asof, vocabulary))
    if not found:
        found = _pairs(failures, n_failed, legal_ok)
    return tuple(sorted(found, key=lambda r: (-r.count, r.limit))[:MAX_RELAXATIONS])


def _relax_one(
    rule: Rule, gained: NDArray[np.bool_], part: Columns, seeker: Columns, asof: int, vocabulary: Vocabulary
) -> Relaxation:
    if rule.code == "limit_area":
        return _widen(rule, gained, part, seeker, asof, vocabulary)
    if rule.code == "limit_pay":
        offered = np.sort(part["pay_max"][gained])[::-1]
        pay = int(offered[min(ENOUGH, len(offered)) - 1] // 100 * 100)
        count = int((gained & (part["pay_max"] >= pay)).sum())
        return Relaxation(rule.code, count, RELAXATIONS[rule.code].format(count=count, pay=pay))
    count = int(gained.sum())
    return Relaxation(rule.code, count, RELAXATIONS[rule.code].format(count=count))


def _widen(
    rule: Rule, gained: NDArray[np.bool_], part: Columns, seeker: Columns, asof: int, vocabulary: Vocabulary
) -> Relaxation:
    areas = [int(area) for area in seeker["limit_areas"][0] if area > 0]
    while any(areas):
        areas = list(dict.fromkeys(_parent(area) for area in areas))
        if 0 in areas:
            break
        arrays = dict(seeker.arrays)
        wider = np.zeros_like(arrays["limit_areas"])
        wider[0, : len(areas)] = areas
        arrays["limit_areas"] = wider
        verdict = rule.screen(part, replace(seeker, arrays=arrays), asof)
        if count := int((gained & (verdict != FAIL)).sum()):
            names = "、".join(vocabulary.areas[str(a)].name if str(a) in vocabulary.areas else str(a) for a in areas)
            return Relaxation(rule.code, count, RELAXATIONS[rule.code].format(count=count, area=names))
    count = int(gained.sum())
    return Relaxation(rule.code, count, RELAXATIONS[rule.code].format(count=count, area=COUNTRY_NAME))


def _parent(area: int) -> int:
    if area > 999_999:
        return area // 1000
    if area % 100:
        return area // 100 * 100
    return area // 10_000 * 10_000 if area % 10_000 else 0


def _pairs(
    failures: dict[str, NDArray[np.bool_]], n_failed: NDArray[np.int64], legal_ok: NDArray[np.bool_]
) -> list[Relaxation]:
    found: list[Relaxation] = []
    for a, b in combinations(failures, 2):
        if count := int((legal_ok & failures[a] & failures[b] & (n_failed == 2)).sum()):
            names = "和".join((LIMIT_NAMES[a], LIMIT_NAMES[b]))
            text = RELAXATIONS["together"].format(limits=names, count=count)
            found.append(Relaxation(f"{a}+{b}", count, text))
    return found
