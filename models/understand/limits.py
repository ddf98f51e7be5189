"""Turn what a person says about the work they take into limits, which exclude, and wishes, which only rank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeVar

from models.area_names import PlaceMention
from models.records import Limits, Pay, Place, PostingKind, Settlement
from models.understand.area import find_mentions
from models.understand.free_time import FreeTime, find_free_days, find_free_hours
from models.understand.lodging import asks_for_no_bed, find_lodging
from models.understand.pay_floor import find_floor
from models.understand.refused import EXCEPT, find_refused
from models.understand.settlement import find_settlement
from models.understand.spoken import CLAUSE, spoken_text
from models.vocabulary import Vocabulary

T = TypeVar("T")

_IS_BACK: Final = re.compile(r"回|转屋|转来|拢|落屋|归屋|到屋|到家|到校")

LIVES_IN = "住家"
"""What who will not live where they work refuses; see `refusals.tsv`."""
_NO_TO = (
    r"(?:不(?:想|愿意?|要|考虑|打算|喜欢)?(?:再)?(?:去|到|在|回|进)?"
    r"|(?:莫|别|不要)(?:再)?(?:喊|叫|安排|派|介绍)?我?(?:去|到|在)?|除了?|除开)"
)
_NOT_TO = re.compile(rf"{_NO_TO}$")
_STAYS_IN = re.compile(r"不(?:想|愿意?|能|得|打算|肯)?(?:再)?(?:出|离开)$")
_NOT_THERE = re.compile(
    r"^(?:那边|这边|那头|那些地方|的)?(?:我|就|都|也|是)*(?:(?:不(?:想|愿意?|考虑)?(?:再)?(?:去|下|到|跑)(?:了|哈|嘛)?(?=$|[，,。\s]|就|只|要)|去不(?:了|得|起)|不考虑|免谈|除外|不得?行|就算了|莫(?:喊|叫)我))"
)
_SOFT_WITHIN = 6  # characters after what is refused. Source: our choice
_ONLY_THERE = re.compile(
    r"(?:只(?=[要想能去做在考到下上回往找干])|必须|一定|就在|就要(?!得)|(?<![想还也都需主])要(?=在))"
    r"(?:想|要|能|愿意?|考虑|打算|可以|是|在|去|到|回|下|上|往|找|做|干|接|我|们|本地|老家|屋头|家头|挨到|靠|的|搞|活路?|打工)*$"
)
_AT_BEST = re.compile(r"最好|尽量|希望")
_NOT_NOT = re.compile(r"(.)不\1$")
_AWAY = re.compile(r"外出|出远门|去外地")
_NEARBY = re.compile(r"走不远|近|不远|附近|就近|挨屋近|离家近|隔屋近|门口|边")
_AND = re.compile(r"(?:和|跟|与|还有|[、/\s])?")
_FROM_THERE = re.compile(
    r"(?:从|(?:前(?:些|几|两)|那几|往)年在?|原(?:先|来)?在?|以前在?|之前在?|前头(?:一直)?在?|去年在?|早[先年]在?|曾在?|一直在)(?:[^，,]{0,2})$"
)
_WAS_THERE = re.compile(
    r"^[^，,想要找]{0,8}?(?:过来(?:的|$|[，,])|嫁(?:过来|到)|回来|返乡|回乡|回家|[做干搞待打学当上读]过|的时候|那(?:几年|阵|时)|[做干搞待打学读当](?:了|满)|[\d一二两三四五六七八九十几](?:来|多|几)?年(?!底)|做完|修完|完工|实习|毕业|打工(?:多年|\d|回)|上大学|读书)"
)
_OF_OTHERS = re.compile(
    r"(?:丈夫|老公|男人|老婆|媳妇|婆娘|爱人|爸妈|父母|爸|妈|哥|姐|弟|妹|儿子|女儿|姑娘|孙子|孙女|孩子|细娃|娃儿?|亲戚|老乡|朋友|邻居|别个|别人|人家|屋头人)(?:们|都|也|又|现在|一直|还)*在?$"
)
_FOLLOWS = re.compile(r"过去|跟(?:到|着|起)?去|一路|那边去")
_ASKS = re.compile(r"有没(?:有|得)?|有不有|[吗嘛]$")
_WHETHER = re.compile(r"有没(?:有|得)?|有不有|吗$")

Field = Literal[
    "night", "settlement", "lodging", "area", "kind", "avoid", "minutes", "dates", "part_time", "weekend",
    "region", "pay",
]  # fmt: skip
HALF_A_DAY = 300
"""Minutes of work that still fit "只能做半天". Source: our choice; 劳动合同法68 calls four hours a day part-time."""


Strength = Literal["limit", "wish", "fact"]
"""A limit excludes, a wish only ranks; a fact is said of the person, not asked for, and excludes all the same."""
Patterns = Mapping[str, Sequence[tuple[re.Pattern[str], str]]]


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


def limits_of(demands: Iterable[Demand]) -> Limits | None:
    """Return the limits among `demands` in the form rules read; None when nothing excludes.

    From when on somebody is free is a fact and excludes as a limit does. Of two limits the narrower holds.
    """
    hard = [demand for demand in demands if demand.strength != "wish"]
    if not hard:
        return None
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
        earliest_minute=max(_stated(demand.earliest_minute for demand in hard), default=None),
        latest_minute=min(_stated(demand.latest_minute for demand in hard), default=None),
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


def _of_clause(clause: str, vocabulary: Vocabulary, asof: date, home: str) -> Iterator[Demand]:
    patterns = vocabulary.limit_patterns
    is_hard = any(pattern.search(clause) for pattern, _ in patterns.get("hard", ()))
    # 最好只做半天 wishes for half days and refuses no others.
    is_soft = bool(_AT_BEST.search(clause)) or (
        not is_hard and any(pattern.search(clause) for pattern, _ in patterns.get("soft", ()))
    )
    is_hard = is_hard and not is_soft
    unless_soft: Strength = "wish" if is_soft else "limit"
    only_if_hard: Strength = "limit" if is_hard else "wish"
    # 都行 in "除了搬运都行" softens nothing.
    unless_excepted: Strength = "limit" if EXCEPT.search(clause) and not _AT_BEST.search(clause) else unless_soft
    if said := _search(patterns.get("no_night", ()), clause):
        yield Demand("night", said[0], "wish" if _ASKS.search(clause) else unless_excepted)
    elif said := _search(patterns.get("day_wish", ()), clause):
        yield Demand("night", said[0], "wish")
    yield from _lodging(clause, patterns, unless_soft, only_if_hard)
    if said := _search(patterns.get("kind", ()), clause):
        yield Demand("kind", said[0], unless_soft, kinds=tuple(PostingKind(kind) for kind in said[1].split("|")))
    if paid := find_settlement(clause):
        is_firm = paid.is_firm and not _WHETHER.search(clause)
        words = paid.words if paid.words in clause else clause
        yield Demand("settlement", words, unless_soft if is_firm else "wish", settlement=paid.settlement)
    if floor := find_floor(clause):
        yield Demand("pay", floor[0], unless_soft, pay=floor[1])
    yield from _places(clause, patterns, vocabulary, home, unless_soft, unless_excepted)
    for refused in find_refused(clause):
        if not vocabulary.area_names.mentions(refused):
            yield Demand("avoid", refused, _of_refusal(clause, refused, patterns))
    for field in ("part_time", "weekend"):
        if (said := _search(patterns.get(f"only_{field}", ()), clause)) and not is_soft:
            yield Demand(field, said[0], "limit")
    if hours := find_free_hours(clause):
        yield Demand(
            "minutes",
            hours.words,
            unless_soft if hours.is_sure else only_if_hard,
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


def _of_refusal(clause: str, refused: str, patterns: Patterns) -> Strength:
    """A refusal is softened by 最好 or by words right after it, not by what else is said: "不想下井了…守夜也要得"."""
    at = clause.find(refused)
    after = clause[at : at + len(refused) + _SOFT_WITHIN] if at >= 0 else clause
    is_soft = any(pattern.search(after) for pattern, _ in patterns.get("soft", ())) and not EXCEPT.search(clause)
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


def _lodging(clause: str, patterns: Patterns, unless_soft: Strength, only_if_hard: Strength) -> Iterator[Demand]:
    if asks_for_no_bed(clause):
        return
    heard = find_lodging(clause)
    if heard is not None and heard.answer == "wanted":
        is_firm = heard.is_firm or _search(patterns.get("lodging", ()), clause) is not None
        yield Demand("lodging", heard.words, unless_soft if is_firm else only_if_hard)
    elif heard is not None:
        yield from _without_lodging(heard.words, unless_soft, is_refused=heard.answer == "refused")
    elif said := _search(patterns.get("no_lodging", ()), clause):
        yield from _without_lodging(said[0], unless_soft, is_refused=said[1] == "refused")
    elif said := _search(patterns.get("lodging", ()), clause):
        yield Demand("lodging", said[0], unless_soft)
    elif said := _search(patterns.get("lodging_wish", ()), clause):
        yield Demand("lodging", said[0], only_if_hard)


def _without_lodging(words: str, unless_soft: Strength, *, is_refused: bool) -> Iterator[Demand]:
    yield Demand("lodging", words, unless_soft if is_refused else "wish", is_lodging_refused=True)
    if is_refused:
        yield Demand("avoid", LIVES_IN, unless_soft)


def _places(
    clause: str,
    patterns: Patterns,
    vocabulary: Vocabulary,
    home: str,
    unless_soft: Strength,
    unless_excepted: Strength,
) -> Iterator[Demand]:
    """Yield where work may be, must be and may not be; where somebody was before, or others are, is no wish."""
    names = vocabulary.area_names
    bounded = _search(patterns.get("area", ()), clause)
    if bounded is not None:
        near = bounded[1] in ("@county", "@township")
        if not home and (away := _AWAY.search(bounded[0])):
            # Where home is nobody said, so the place is a question; what is refused is not.
            yield Demand("avoid", away[0], unless_soft)
        unit = names.home_unit(bounded[1], home)
        places = names.around_home(home) if _NEARBY.search(bounded[0]) else (unit,) if unit else ()
        yield Demand("area", bounded[0], unless_soft, places=places, is_near_home=near)
    found: list[Demand] = []
    refused_from = len(clause) + 1
    mentions = find_mentions(clause, vocabulary, within=home, spoken=True)
    if said := _search(patterns.get("kind", ()), clause):
        # 长期 is a township too; "只做长期" speaks of none.
        mentions = [mention for mention in mentions if clause[mention.start : mention.end] not in said[0]]
    only_there = _bound(clause, mentions, lambda before: bool(_ONLY_THERE.search(before)))
    refused = _bound(clause, mentions, lambda before: bool(_NOT_TO.search(before) and not _NOT_NOT.search(before)))
    for mention in reversed(mentions):
        words, before, after = clause[mention.start : mention.end], clause[: mention.start], clause[mention.end :]
        is_listed = refused_from <= len(clause) and _AND.fullmatch(clause, mention.end, refused_from)
        if mention.start in refused or _NOT_THERE.match(after) or is_listed:
            refused_from = mention.start
            found.append(Demand("avoid", words, unless_excepted))
        elif any(place.level == "country" for place in mention.places):
            continue
        elif _STAYS_IN.search(before):
            if bounded is None or words not in bounded[0]:
                found.append(Demand("area", words, unless_soft, places=mention.places))
        elif (
            _FROM_THERE.search(before)
            or _WAS_THERE.match(after)
            or (_OF_OTHERS.search(before) and not _FOLLOWS.search(after))
        ):
            continue
        elif bounded is None or words not in bounded[0]:
            is_around = mention.is_near_home and home and _NEARBY.search(words)
            places = names.around_home(home) if is_around else mention.places
            strength: Strength = unless_soft if mention.start in only_there else "wish"
            found.append(Demand("region", words, strength, places=places, is_near_home=mention.is_near_home))
    yield from reversed(found)


def _bound(clause: str, mentions: Sequence[PlaceMention], is_bound: Callable[[str], bool]) -> set[int]:
    """Return where the mentions begin that `is_bound` by what stands before; a list is bound as its first is."""
    found: set[int] = set()
    for before, mention in zip((None, *mentions), mentions, strict=False):
        goes_on = before is not None and before.start in found and _AND.fullmatch(clause, before.end, mention.start)
        if goes_on or is_bound(clause[: mention.start]):
            found.add(mention.start)
    return found


def _search(patterns: Sequence[tuple[re.Pattern[str], str]], clause: str) -> tuple[str, str] | None:
    for pattern, value in patterns:
        if match := pattern.search(clause):
            return match[0], value
    return None


def _stated(values: Iterable[T | None]) -> Iterator[T]:
    return (value for value in values if value is not None)
