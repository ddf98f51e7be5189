"""Turn one judged and ranked pair into reasons, doubts and hints: a reason always, a doubt wherever there is one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from models.records import PostingKind
from service.matching import grounds
from service.matching.case import Case
from service.matching.rules import RULES, Direction
from service.matching.verdicts import PASS, UNKNOWN
from service.matching.wording import DOUBTS, HINTS, REASONS, Pair, sentence

MAX_REASONS = 4
MAX_DOUBTS = 5
MIN_CONTRIBUTION = 0.004
"""Below this share of the score a feature is no reason of its own. Source: our choice."""
OF_TRADE = frozenset({"occupation", "experience", "mutual", "aim", "meaning", "words", "synonyms", "skills"})
NAMING = frozenset({"occupation", "experience", "words", "synonyms", "skills"})
MAX_OF_TRADE = 2
"""Of the features that say the trade fits, two speak; place, pay and time are to be heard too. Source: our choice."""
NOTABLE = 0.15
"""A feature below minus this is worth a doubt. Source: our choice."""

VAGUE = frozenset({"aim", "meaning"})
"""That meanings are alike is said only where nothing names a trade or a word, and once."""

ASKED_ONCE: Mapping[Direction, frozenset[str]] = {
    "postings": frozenset({"under_16"}),
    "seekers": frozenset({"full", "uninsured_gig"}),
}
"""Unknown facts of the asking side that are asked once beside the answer, not at each of its results."""
SAID_ONCE: Mapping[Direction, frozenset[str]] = {
    "postings": frozenset(
        {
            "minor_hazard",
            "women_hazard",
            "retired_hazard",
            "licence_undated",
            "licence_needs_review",
            "licence_ends_soon",
            "past_retirement",
        }
    ),
    "seekers": frozenset(),
}
"""Doubts about the asking side itself: said once beside the answer when any of its results raises them."""


class Reason(Struct, frozen=True):
    """Why a result stands where it stands; `weight` is its part of the score, 0 for a limit that is kept."""

    code: str
    text: str
    weight: float


class Doubt(Struct, frozen=True):
    """What to ask or check before anyone sets out."""

    code: str
    text: str


class Hint(Struct, frozen=True):
    """What is good to know and no doubt."""

    code: str
    text: str


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return the strongest reasons, best first, then limits that are kept; never empty.

    A feature whose sentence would lack a fact (no word in common, no distance) gives none, and only the two strongest
    of those that all say "the trade fits" speak.
    """
    found: list[Reason] = []
    n_of_trade = 0
    strongest = sorted(case.contributions.items(), key=lambda item: (-item[1], item[0]))
    speaking = [(feature, weight) for feature, weight in strongest if weight >= MIN_CONTRIBUTION]
    vague_left = 0 if any(f in NAMING and grounds.of_reason(case, f) for f, _ in speaking) else 1
    for feature, weight in speaking:
        if feature in OF_TRADE and n_of_trade >= MAX_OF_TRADE:
            continue
        if feature in VAGUE:
            vague_left -= 1
            if vague_left < 0:
                continue
        if ground := grounds.of_reason(case, feature):
            n_of_trade += feature in OF_TRADE
            found.append(Reason(ground.code, _say(REASONS, ground, case.side), round(weight, 4)))
    kept = [_kept(case, code) for code in _limits_kept(case)]
    best = found[: MAX_REASONS - min(len(kept), 2)]
    texts = {reason.text for reason in best}
    best += [reason for reason in kept if reason.text not in texts][: MAX_REASONS - len(best)]
    return tuple(best) or (Reason("nothing_against", sentence(REASONS, "nothing_against", case.side), 0.0),)


def doubts(case: Case) -> tuple[Doubt, ...]:
    """Return what is unknown to a rule first, then what speaks softly against the pair; each sentence once."""
    found: list[Doubt] = []
    for rule in RULES:
        if case.verdicts.get(rule.code) != UNKNOWN or rule.code in ASKED_ONCE[case.side]:
            continue
        unknown = grounds.of_unknown(case, rule.code)
        found.append(Doubt(unknown.code, _say(DOUBTS, unknown, case.side)))
    for feature, value in sorted(case.values.items(), key=lambda item: (case.contributions[item[0]], item[0])):
        if value <= -NOTABLE and (ground := grounds.of_soft_doubt(case, feature)):
            found.append(Doubt(ground.code, _say(DOUBTS, ground, case.side)))
    found += [Doubt(g.code, _say(DOUBTS, g, case.side)) for g in grounds.beside_the_score(case)]
    by_text = {doubt.text: doubt for doubt in reversed(found)}
    return tuple(doubt for doubt in found if by_text[doubt.text] is doubt)[:MAX_DOUBTS]


def hints(case: Case) -> tuple[Hint, ...]:
    """Return reminders that belong to the kind of work."""
    found: list[Hint] = []
    if case.posting.kind is PostingKind.GIG:
        found.append(Hint("insurance", sentence(HINTS, "insurance", case.side)))
    pay = case.posting_facts.pay
    if case.side == "postings" and pay is not None and pay.extras:
        found.append(Hint("not_wage", sentence(HINTS, "not_wage", case.side, words="、".join(pay.extras))))
    order = case.posting.order
    if order is not None and order.depart_on is not None:
        depart = f"{order.depart_on.month}月{order.depart_on.day}日"
        found.append(Hint("travel", sentence(HINTS, "travel", case.side, depart=depart)))
    return tuple(found)


def _limits_kept(case: Case) -> list[str]:
    stated = grounds.limits_stated(case.seeker, case.asof) - grounds.LIMITS_OF_AVOIDING
    return [rule.code for rule in RULES if rule.code in stated and case.verdicts.get(rule.code) == PASS]


def _kept(case: Case, code: str) -> Reason:
    return Reason(code, _say(REASONS, grounds.of_limit(case, code), case.side), 0.0)


def _say(table: Mapping[str, Pair], ground: grounds.Ground, side: Direction) -> str:
    return sentence(table, ground.code, side, **ground.values)
