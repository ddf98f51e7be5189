"""What a person asks of work, one thing at a time, and the limits that follow from what excludes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeVar

from models.records import Limits, Pay, Place, PostingKind, Settlement
from models.understand.free_time import after_start

T = TypeVar("T")

_IS_BACK: Final = re.compile(r"回|转屋|转来|拢|落屋|归屋|到屋|到家|到校")

LIVES_IN = "住家"
"""What who will not live where they work refuses; see `refusals.tsv`."""

Field = Literal[
    "night", "settlement", "lodging", "area", "kind", "avoid", "minutes", "dates", "part_time", "weekend",
    "region", "pay",
]  # fmt: skip
HALF_A_DAY = 300
"""Minutes of work that still fit "只能做半天". Source: our choice; 劳动合同法68 calls four hours a day part-time."""


Strength = Literal["limit", "wish", "fact"]
"""A limit excludes, a wish only ranks; a fact is said of the person, not asked for, and excludes all the same."""


@dataclass(frozen=True)
class Demand:
    """One thing asked for: `words` as written, `strength` whether it excludes. What is filled depends on `field`.

    `is_lodging_refused`: no lodging is wanted ("不用包住", "不住家"). `pay` is the least that is taken.
    """

    field: Field
    words: str
    strength: Strength
    settlement: Settlement | None = None
    kinds: tuple[PostingKind, ...] = ()
    places: tuple[Place, ...] = ()
    is_near_home: bool = False
    earliest_minute: int | None = None
    latest_minute: int | None = None
    available_from: date | None = None
    available_until: date | None = None
    is_lodging_refused: bool = False
    pay: Pay | None = None


def limits_of(demands: Iterable[Demand]) -> Limits | None:
    """Return the limits among `demands` in the form rules read; None when nothing excludes.

    From when on somebody is free is a fact and excludes as a limit does. Of two limits the narrower holds.
    """
    hard = [demand for demand in demands if demand.strength != "wish"]
    if not hard:
        return None
    earliest = max(_stated(demand.earliest_minute for demand in hard), default=None)
    areas = _narrowest([[place.township_code or place.county_code for place in demand.places] for demand in hard])
    limits = Limits(
        areas=tuple(dict.fromkeys(area for area in areas if area)),
        no_night=any(demand.field == "night" for demand in hard),
        settlements=tuple(dict.fromkeys(demand.settlement for demand in hard if demand.settlement)),
        lodging=any(demand.field == "lodging" and not demand.is_lodging_refused for demand in hard),
        pay_month_min_yuan=max(_stated(demand.pay.month_min_yuan for demand in hard if demand.pay), default=None),
        kinds=tuple(dict.fromkeys(kind for demand in hard for kind in demand.kinds)),
        avoid=tuple(dict.fromkeys(demand.words for demand in hard if demand.field == "avoid")),
        available_from=max(_stated(demand.available_from for demand in hard), default=None),
        available_until=min(_stated(demand.available_until for demand in hard), default=None),
        earliest_minute=earliest,
        latest_minute=after_start(min(_stated(demand.latest_minute for demand in hard), default=None), earliest),
        back_by_latest=any(demand.latest_minute is not None and _IS_BACK.search(demand.words) for demand in hard),
        longest_minutes=HALF_A_DAY if any(demand.field == "part_time" for demand in hard) else None,
        weekend=any(demand.field == "weekend" for demand in hard),
    )
    return None if limits == Limits() else limits


def _narrowest(demanded: Sequence[Sequence[str]]) -> list[str]:
    """Return the codes demanded, without those of a demand that another lies within: "外省不去，就在汇川" is 汇川."""
    kept: list[str] = []
    for codes in demanded:
        others = [code for other in demanded if other is not codes for code in other]
        if not any(code not in codes and all(_lies_within(code, wide) for wide in codes) for code in others):
            kept += codes
    return kept


def _lies_within(code: str, wide: str) -> bool:
    """Return whether a GB/T 2260 or township code lies in the unit of another: 520303 in 520300."""
    return code != wide and code.startswith(wide.removesuffix("00").removesuffix("00") if len(wide) == 6 else wide)


def _stated(values: Iterable[T | None]) -> Iterator[T]:
    return (value for value in values if value is not None)
