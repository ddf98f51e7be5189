"""Turn what a person says about the work they take into limits, which exclude, and wishes, which only rank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from models.records import PostingKind
from models.understand.demand import LIVES_IN, Demand, Strength
from models.understand.firmness import insists_on
from models.understand.free_days import find_free_days
from models.understand.free_time import FreeTime, find_free_hours
from models.understand.limit_places import find_place_demands
from models.understand.limit_words import find_kind, find_wording
from models.understand.lodging import find_lodging
from models.understand.nights import refused_nights
from models.understand.pay_floor import find_floor
from models.understand.pay_or_nothing import find_refused_pay
from models.understand.refused import EXCEPT, find_refused
from models.understand.settlement import find_settlement
from models.understand.spoken import CLAUSE, spoken_text
from models.understand.turns import refused_turns
from models.vocabulary import Vocabulary

_SOFT_WITHIN = 6  # characters after what is refused. Source: our choice
_AT_BEST = re.compile(
    r"最好|尽量|希望|巴不得|但愿|谢天谢地|求之不得|最(?:理想|巴适|安逸|称心|合意)|顶好|^(?!.*[不莫没]).*就(?:安逸|好|巴适|松活|合适|方便|巴实|称心)(?:了|多|些|点|嘛|哈)*$|^(?:要是|如果|若是?|假如|倘若)(?:能|可以|得|有)?(?!.*[不莫没·]|.*免谈)"
)
"""A condition without a refusal (要是六点半以后才上工) is a wish."""
_ASKS = re.compile(r"有没(?:有|得)?|有不有|[吗嘛]$")
_COSTS = re.compile(r"(?:房租|租金|学费|药费|医药费|车费|路费|生活费|[房车]贷|贷款|利息|伙食)[^，,]{0,6}(?:要|得)")
_WHETHER = re.compile(r"有没(?:有|得)?|有不有|吗$")


def find_demands(text: str, vocabulary: Vocabulary, *, asof: date, home: str = "") -> tuple[Demand, ...]:
    """Return what a text asks for, clause by clause, in text order.

    `home` is the code of the unit the person lives in; without it, "本县" or "不出省" cannot be placed and its demand
    has no places, unless the text names one place alone ("团溪镇，只在镇上做").
    A clause with a softening word ("最好", "也行") is a wish throughout; "都可以" asks for nothing.
    """
    clauses = [clause for clause in CLAUSE.split(spoken_text(text, vocabulary)) if clause]
    demands = tuple(demand for clause in clauses for demand in _of_clause(clause, vocabulary, asof, home))
    if named := _only_place(demands):
        return tuple(demand for clause in clauses for demand in _of_clause(clause, vocabulary, asof, named))
    return demands


def _of_clause(clause: str, vocabulary: Vocabulary, asof: date, home: str) -> Iterator[Demand]:
    is_hard = bool(find_wording("hard", clause, vocabulary))
    # 最好只做半天 wishes for half days and refuses no others.
    is_soft = bool(_AT_BEST.search(clause)) or (not is_hard and bool(find_wording("soft", clause, vocabulary)))
    is_hard = is_hard and not is_soft
    unless_soft: Strength = "wish" if is_soft else "limit"
    only_if_hard: Strength = "limit" if is_hard else "wish"
    # 都行 in "除了搬运都行" softens nothing.
    unless_excepted: Strength = "limit" if EXCEPT.search(clause) and not _AT_BEST.search(clause) else unless_soft
    said = find_wording("no_night", clause, vocabulary)
    heard = refused_nights(clause) or refused_turns(clause) or (said[0] if said else "")
    if heard:
        yield Demand("night", heard, "wish" if _ASKS.search(clause) else _of_refusal(clause, heard, vocabulary))
    elif said := find_wording("day_wish", clause, vocabulary):
        yield Demand("night", said[0], "wish")
    yield from _lodging(clause, unless_soft, only_if_hard)
    if said := find_kind(clause, vocabulary):
        yield Demand("kind", said[0], unless_soft, kinds=tuple(PostingKind(kind) for kind in said[1].split("|")))
    if paid := find_settlement(clause):
        words = paid.words if paid.words in clause else clause
        is_firm = (paid.is_firm and not _WHETHER.search(clause)) or insists_on(words, clause)
        yield Demand("settlement", words, unless_soft if is_firm else "wish", settlement=paid.settlement)
    if not _COSTS.search(clause) and (floor := find_floor(clause) or find_refused_pay(clause)):
        yield Demand("pay", floor[0], unless_soft, pay=floor[1])
    yield from find_place_demands(clause, vocabulary, home, unless_soft, unless_excepted)
    for refused in find_refused(clause):
        if not vocabulary.area_names.mentions(refused):
            yield Demand("avoid", refused, _of_refusal(clause, refused, vocabulary))
    for field in ("part_time", "weekend"):
        if (said := find_wording(f"only_{field}", clause, vocabulary)) and not is_soft:
            yield Demand(field, said[0], "limit")
    if hours := find_free_hours(clause):
        yield Demand(
            "minutes",
            hours.words,
            unless_soft if hours.is_sure or insists_on(hours.words, clause) else only_if_hard,
            earliest_minute=hours.earliest_minute,
            latest_minute=hours.latest_minute,
        )
    for days in find_free_days(clause, asof=asof):
        yield Demand(
            "dates",
            days.words,
            _of_days(days, unless_soft),
            available_from=days.starts_on,
            available_until=days.ends_on,
        )


def _of_refusal(clause: str, refused: str, vocabulary: Vocabulary) -> Strength:
    """A refusal is softened by 最好 or by words right after it, not by what else is said: "不想下井了…守夜也要得"."""
    at = clause.find(refused)
    after = clause[at : at + len(refused) + _SOFT_WITHIN] if at >= 0 else clause
    is_soft = bool(find_wording("soft", after, vocabulary)) and not EXCEPT.search(clause)
    return "wish" if is_soft or _AT_BEST.search(clause) else "limit"


def _only_place(demands: Sequence[Demand]) -> str:
    """Return the code of the one county or township named, or of the county in which all named townships lie, when a
    demand waits for a home; "" otherwise."""
    if all(demand.field != "area" or demand.places for demand in demands):
        return ""
    places = [place for demand in demands if demand.field == "region" for place in demand.places]
    codes = {place.township_code or place.county_code for place in places if place.level in ("county", "township")}
    if len(codes) > 1:
        codes = {code[:6] for code in codes}
    return codes.pop() if len(codes) == 1 else ""


def _of_days(days: FreeTime, unless_soft: Strength) -> Strength:
    if not days.is_sure or unless_soft == "wish":
        return "wish"
    return "limit" if days.is_firm else "fact"


def _lodging(clause: str, unless_soft: Strength, only_if_hard: Strength) -> Iterator[Demand]:
    heard = find_lodging(clause)
    if heard is None:
        return
    if heard.answer == "wanted":
        is_firm = heard.is_firm or insists_on(heard.words, clause)
        yield Demand("lodging", heard.words, unless_soft if is_firm else only_if_hard)
        return
    is_refused = heard.answer == "refused"
    yield Demand("lodging", heard.words, unless_soft if is_refused else "wish", is_lodging_refused=True)
    if is_refused:
        yield Demand("avoid", LIVES_IN, unless_soft)
