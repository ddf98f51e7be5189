"""Turn what a person says about the work they take into limits, which exclude, and wishes, which only rank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from models.records import Limits, Place, PostingKind, Settlement
from models.understand.area import find_mentions
from models.understand.clean import clean_text
from models.understand.dates import parse_date
from models.understand.settlement import parse_settlement
from models.vocabulary import Vocabulary

T = TypeVar("T")

CLAUSE = re.compile(r"[，,。；;！!？?\n、]|\s+")
_REFUSED = re.compile(
    r"(?:不想|不愿意?|不要|不做|不去|不干|不进|别|莫|不考虑|不接受)(?:去|做|干|进|上|到)*([^\d，,。；;！!\s]{1,8})"
)
_NOT_REFUSED = re.compile(r"夜|班|^(?:出|外|远)|省|县$|市$|押|要求|限")
_NOT_TO = re.compile(r"(?:不去|不想去|不到|不考虑|除了?|除开|不要去|不愿意?去)$")
_CLOCK = r"(早上|上午|中午|下午|晚上)?([0-2]?\d|[一二三四五六七八九十]{1,2})(?:[:点时])(半|[0-5]\d)?分?"
_BEFORE = re.compile(rf"{_CLOCK}(?:钟)?(?:以|之)?前.{{0,3}}(?:回|收工|下班|接|走|到家|做完|结束)")
_AFTER = re.compile(rf"{_CLOCK}(?:钟)?(?:以|之)?后.{{0,3}}(?:才|能|可以|有空|开始|来|到)")
_DAY = r"((?:\d{4}年)?\d{1,2}(?:月\d{1,2}[日号]?|月|[./-]\d{1,2}))(?:份)?"
_FROM = re.compile(rf"{_DAY}(?:以后|之后|后|起|开始|才)")
_UNTIL = re.compile(rf"(?:到|至|做到){_DAY}$|{_DAY}(?:以前|之前|前|为止)")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"十一": 11, "十二": 12}
_NOON = 12

Field = Literal["night", "settlement", "lodging", "area", "kind", "avoid", "minutes", "dates", "region"]


@dataclass(frozen=True)
class Demand:
    """One thing asked for: `words` as written, `strength` whether it excludes. What is filled depends on `field`."""

    field: Field
    words: str
    strength: Literal["limit", "wish"]
    settlement: Settlement | None = None
    kind: PostingKind | None = None
    places: tuple[Place, ...] = ()
    is_near_home: bool = False
    earliest_minute: int | None = None
    latest_minute: int | None = None
    available_from: date | None = None
    available_until: date | None = None


def find_demands(text: str, vocabulary: Vocabulary, *, asof: date, home: str = "") -> tuple[Demand, ...]:
    """Return what a text asks for, clause by clause, in text order.

    `home` is the code of the unit the person lives in; without it, "本县" or "不出省" cannot be placed and its demand
    has no places. A clause with a softening word ("最好", "也行") is a wish throughout; "都可以" asks for nothing.
    """
    return tuple(
        demand
        for clause in CLAUSE.split(clean_text(text))
        if clause
        for demand in _of_clause(clause, vocabulary, asof, home)
    )


def limits_of(demands: Iterable[Demand]) -> Limits | None:
    """Return the limits among `demands` in the form rules read; None when nothing is a limit."""
    hard = [demand for demand in demands if demand.strength == "limit"]
    if not hard:
        return None
    areas = [place.township_code or place.county_code for demand in hard for place in demand.places]
    limits = Limits(
        areas=tuple(dict.fromkeys(area for area in areas if area)),
        no_night=any(demand.field == "night" for demand in hard),
        settlements=tuple(dict.fromkeys(demand.settlement for demand in hard if demand.settlement)),
        lodging=any(demand.field == "lodging" for demand in hard),
        kinds=tuple(dict.fromkeys(demand.kind for demand in hard if demand.kind)),
        avoid=tuple(dict.fromkeys(demand.words for demand in hard if demand.field == "avoid")),
        available_from=_first(demand.available_from for demand in hard),
        available_until=_first(demand.available_until for demand in hard),
        earliest_minute=_first(demand.earliest_minute for demand in hard),
        latest_minute=_first(demand.latest_minute for demand in hard),
    )
    return None if limits == Limits() else limits


def _of_clause(clause: str, vocabulary: Vocabulary, asof: date, home: str) -> Iterator[Demand]:
    patterns = vocabulary.limit_patterns
    is_hard = any(pattern.search(clause) for pattern, _ in patterns.get("hard", ()))
    is_soft = not is_hard and any(pattern.search(clause) for pattern, _ in patterns.get("soft", ()))
    unless_soft: Literal["limit", "wish"] = "wish" if is_soft else "limit"
    only_if_hard: Literal["limit", "wish"] = "limit" if is_hard else "wish"
    names = vocabulary.area_names
    if said := _search(patterns.get("no_night", ()), clause):
        yield Demand("night", said[0], unless_soft)
    elif said := _search(patterns.get("day_wish", ()), clause):
        yield Demand("night", said[0], "wish")
    if said := _search(patterns.get("lodging", ()), clause):
        yield Demand("lodging", said[0], unless_soft)
    elif said := _search(patterns.get("lodging_wish", ()), clause):
        yield Demand("lodging", said[0], only_if_hard)
    if said := _search(patterns.get("kind", ()), clause):
        yield Demand("kind", said[0], unless_soft, kind=PostingKind(said[1]))
    if settlement := parse_settlement(clause):
        sure = unless_soft if settlement is Settlement.DAILY else only_if_hard
        yield Demand("settlement", clause, sure, settlement=settlement)
    bounded = _search(patterns.get("area", ()), clause)
    if bounded is not None:
        place = names.home_unit(bounded[1], home)
        near = bounded[1] in ("@county", "@township")
        yield Demand("area", bounded[0], unless_soft, places=(place,) if place else (), is_near_home=near)
    for mention in find_mentions(clause, vocabulary, within=home):
        words = clause[mention.start : mention.end]
        if _NOT_TO.search(clause[: mention.start]):
            yield Demand("avoid", words, unless_soft)
        elif any(place.level == "country" for place in mention.places):
            continue
        elif bounded is None or words not in bounded[0]:
            yield Demand("region", words, only_if_hard, places=mention.places, is_near_home=mention.is_near_home)
    for refused in _REFUSED.finditer(clause):
        if not _NOT_REFUSED.search(refused[1]) and not vocabulary.area_names.mentions(refused[1]):
            yield Demand("avoid", refused[1], unless_soft)
    if match := _BEFORE.search(clause):
        yield Demand("minutes", match[0], unless_soft, latest_minute=_minute(match, is_end=True))
    elif match := _AFTER.search(clause):
        yield Demand("minutes", match[0], unless_soft, earliest_minute=_minute(match, is_end=False))
    if (match := _FROM.search(clause)) and (day := parse_date(match[1], asof=asof, coming=True)):
        yield Demand("dates", match[0], unless_soft, available_from=day)
    if (match := _UNTIL.search(clause)) and (day := parse_date(match[1] or match[2], asof=asof, coming=True)):
        yield Demand("dates", match[0], unless_soft, available_until=day)


def _search(patterns: Sequence[tuple[re.Pattern[str], str]], clause: str) -> tuple[str, str] | None:
    for pattern, value in patterns:
        if match := pattern.search(clause):
            return match[0], value
    return None


def _minute(match: re.Match[str], *, is_end: bool) -> int:
    part, hour_text, minute_text = match[1], match[2], match[3]
    hour = int(hour_text) if hour_text.isdigit() else _DIGITS[hour_text]
    # "5点前要收工" is the afternoon; nobody must be home at five in the morning.
    if hour < _NOON and (part in ("下午", "晚上") or (part is None and is_end and hour <= 7)):
        hour += _NOON
    return hour * 60 + (30 if minute_text == "半" else int(minute_text or 0))


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
