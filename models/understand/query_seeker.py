"""Turn a worker's sentence ("52，做过泥水匠，一天给现钱") into a seeker with facts and limits, and into its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from models.occupation_names import fold_name
from models.records import Limits, OccupationLink, Place, Schedule, Seeker, SeekerFacts
from models.understand.area import find_mentions
from models.understand.certificate import says_lapsed, still_held
from models.understand.clean import clean_text
from models.understand.demand import Demand
from models.understand.denied_papers import denies_papers
from models.understand.drivers import driver_of
from models.understand.firmness import JOINT
from models.understand.limit_places import stays_near_unknown_home
from models.understand.limits import find_demands
from models.understand.misheard_places import with_places_mended
from models.understand.occupation import OccupationSpace, is_no_occupation
from models.understand.pay_floor import NOT_ONE_LESS, as_floor
from models.understand.query_parts import Query, QueryPart, demand_parts, occupation_parts, worded_as_written
from models.understand.query_pieces import read_piece
from models.understand.query_wording import sentence
from models.understand.reading import Reading
from models.understand.said_before import with_parts_of_day, with_things_named
from models.understand.said_days import with_days_settled
from models.understand.schedule import NIGHT_FROM
from models.understand.seeker import understand_seeker
from models.understand.spoken import split_spoken, spoken_text
from models.understand.taken_back import without_corrected, without_former_pay, without_left_places
from models.understand.work_words import N_LINKS, guess, is_guessed, link_sure
from models.vocabulary import Vocabulary

_FROM_MAJOR: Final = 0.5  # factor: a major is a leaning, not something done. Source: our choice

_SHIFTS: Final = ("night", "rotating", "part_time", "weekend")

_LATE_START: Final = 1020
"""From 17:00 until after 22:00 is work at night, as a day that merely ends late is not. Source: our choice."""

_GOES_TO: Final = re.compile(r"(?:想|要|准备|愿意?)?(?:去|下|到|往|上|出)[^，,]{2,}")
_CHILD_IN: Final = re.compile(r"(?:娃儿?|娃娃|孩子|小孩|细娃|崽崽|儿子|女儿|姑娘|孙子|孙女)(?:们|都|也|还|现在|正)*在$")
_AT_SCHOOL: Final = re.compile(r"(?:县城|城头|城里|城|镇上|街上|这边|那边)?(?:读|上|念)(?!过|完|大学|大专|研)")
_CAME_AWAY: Final = re.compile(r"回来|返乡|回乡|回家|离开|不去|搬|倒闭|垮|停产|关门|换个地方|出去|去外")
_BEGINS_PIECE: Final = re.compile(r"(?:^|[，,。；;\s])(?:我|原来?|以前|之前|从前|早先)?在?$")
_WORKED: Final = re.compile(r"[^，,。；;\s]{0,12}(?:[干做搞学当]过|[做干搞](?:了|满)?.{1,3}年|.{1,3}年)")
_FOR_ANOTHER: Final = re.compile(
    r"(?:喊|让|叫|给|帮|替|为)(?:他|她|娃儿?|娃娃|孩子|幺儿|幺妹|儿子|女儿|姑娘|弟弟?|妹妹?|侄儿|侄女)(?:去|来|学|找|做|干|问|看|介绍|谋|寻|打听|个|份|点)"
)


def read_seeker(
    text: str, vocabulary: Vocabulary, *, asof: date, home: Place | None, space: OccupationSpace | None
) -> Query:
    """Return the query of a person who looks for work. What people are called stays in `text` alone."""
    spoken = with_places_mended(spoken_text(text, vocabulary), vocabulary)
    reading = Reading(home=home, is_for_another=bool(_FOR_ANOTHER.search(spoken)))
    reading.county = _only_county(spoken, vocabulary)
    meant = without_former_pay(without_left_places(without_corrected(spoken, vocabulary), vocabulary))
    meant = with_parts_of_day(with_things_named(with_days_settled(meant)))
    for piece in split_spoken(meant, vocabulary):
        read_piece(piece, reading, vocabulary, asof)
    if not any(part.field == "place" for part in reading.parts):
        reading.home = _home_by_the_way(spoken, reading, vocabulary) or reading.home
        if worked_at := _place_of_past(meant, reading, vocabulary):
            reading.keep("region", worked_at)
    home_code = reading.home_code
    demands = [
        demand
        for name in ("region", "schedule", "other")
        for demand in find_demands(reading.text(name), vocabulary, asof=asof, home=home_code)
    ]
    seeker = understand_seeker(_written(reading, vocabulary, asof), vocabulary, asof=asof)
    facts = _with_said(seeker.facts or SeekerFacts(), reading, demands, spoken, vocabulary, space)
    if reading.age:
        # The latest birthday that fits "16岁" today: who says so is 16, and 16 to 17 keep their protection.
        facts = replace(facts, birth_on=_years_before(asof, reading.age))
    parts, also = _work_parts(facts, reading, vocabulary)
    is_stated = facts.pay_expected is not None and facts.pay_expected.min_yuan is not None
    if is_stated and not any(demand.pay for demand in demands) and (less := NOT_ONE_LESS.search(spoken)):
        parts.append(QueryPart(field="pay", words=less[0], text=sentence("pay_limit", less[0]), strength="limit"))
    seeker = replace(seeker, facts=facts, certificates=_told_lacking(seeker.certificates))
    if any(stays_near_unknown_home(demand) for demand in demands):
        seeker = replace(seeker, willing_out_of_province=False)
    return Query(
        text=text,
        side="postings",
        seeker=seeker,
        parts=worded_as_written((*reading.parts, *parts, *demand_parts(demands, vocabulary)), spoken, clean_text(text)),
        also=tuple(dict.fromkeys(also)),
        search_text=_search_text(spoken, [*facts.wanted, *facts.done], demands, vocabulary),
    )


def _home_by_the_way(spoken: str, reading: Reading, vocabulary: Vocabulary) -> Place | None:
    """Return where somebody lives who does not say so, and show it: where the child goes to school, or the place that
    begins a note when another is where the work shall be ("务川涪洋 男31 … 去浙江")."""
    places = [p for p in reading.texts.get("region", ()) if find_mentions(p, vocabulary, spoken=True)]
    away = [piece for piece in places if _GOES_TO.search(piece)]
    for piece in places:
        mentions = find_mentions(piece, vocabulary, spoken=True)
        if not (away and piece not in away and mentions and mentions[0].start == 0 and mentions[0].end == len(piece)):
            continue
        if spoken.startswith(piece) and (place := _one_here(mentions[0].places, vocabulary)):
            reading.texts["region"].remove(piece)
            reading.show("place", piece, sentence("home", vocabulary.areas.local_name(place)))
            return place
    if places:
        return None
    for mention in find_mentions(spoken, vocabulary, spoken=True):
        at_school = _CHILD_IN.search(spoken[: mention.start]) and _AT_SCHOOL.match(spoken, mention.end)
        if at_school and (place := _one_here(mention.places, vocabulary)):
            words = spoken[mention.start : mention.end]
            reading.show("place", words, sentence("home", vocabulary.areas.local_name(place)))
            return place
    return None


def _place_of_past(text: str, reading: Reading, vocabulary: Vocabulary) -> str:
    """Return the words of the one place of this city somebody worked at, "" when they name another or came away."""
    mentions = find_mentions(text, vocabulary, spoken=True)
    if len(mentions) != 1 or _CAME_AWAY.search(text) or reading.texts.get("region"):
        return ""
    mention, before = mentions[0], text[: mentions[0].start]
    is_own = _BEGINS_PIECE.search(before) and _WORKED.match(text, mention.end)
    return text[mention.start : mention.end] if is_own and _one_here(mention.places, vocabulary) else ""


def _only_county(spoken: str, vocabulary: Vocabulary) -> str:
    """Return the code of the one county of this city that is spoken of: 赤水醋厂 tells which 复兴镇 is meant."""
    places = (place for mention in find_mentions(spoken, vocabulary, spoken=True) for place in mention.places)
    codes = {place.county_code for place in places if _one_here((place,), vocabulary)}
    return codes.pop() if len(codes) == 1 else ""


def _one_here(places: Sequence[Place], vocabulary: Vocabulary) -> Place | None:
    """Return the only one of `places` when it is a county or township of this city."""
    if len(places) != 1 or places[0].level not in ("county", "township"):
        return None
    areas = vocabulary.areas
    return places[0] if areas.is_within(places[0].county_code, areas.home_city) else None


def _written(reading: Reading, vocabulary: Vocabulary, asof: date) -> Seeker:
    home = reading.home
    return Seeker(
        id="",
        birth_year=asof.year - reading.age if reading.age else None,
        sex=reading.sex,
        county_code=home.county_code if home else "",
        township=vocabulary.areas[home.township_code].name if home and home.township_code else "",
        education=reading.text("education"),
        skills_text=reading.text("done"),
        desired_jobs_text=reading.text("wanted"),
        desired_regions_text=_regions_text(reading, vocabulary),
        pay_expect_text=reading.text("pay"),
        schedule_text=reading.text("schedule"),
        availability_text=reading.text("other"),
        certificates=tuple(reading.texts.get("certificate", ())),
    )


def _regions_text(reading: Reading, vocabulary: Vocabulary) -> str:
    """Return where work may be, a township that only the county spoken of settles with its county before it."""
    county = vocabulary.areas[reading.county].name if reading.county in vocabulary.areas else ""

    def settled(piece: str) -> str:
        home = reading.home.county_code if reading.home else ""
        if not county or find_mentions(piece, vocabulary, within=home, spoken=True):
            return piece
        inner = find_mentions(piece, vocabulary, within=reading.county, spoken=True)
        return piece[: inner[0].start] + county + piece[inner[0].start :] if inner else piece

    return "，".join(settled(piece) for piece in reading.texts.get("region", ()))


def _told_lacking(papers: Sequence[str]) -> tuple[str, ...]:
    """Return what denies papers or lets them lapse: who names one paper has not listed all, so no other is lacking."""
    return tuple(text for text in papers if denies_papers(text) or says_lapsed(text))


def _with_said(
    facts: SeekerFacts,
    reading: Reading,
    demands: Sequence[Demand],
    spoken: str,
    vocabulary: Vocabulary,
    space: OccupationSpace | None,
) -> SeekerFacts:
    """Return facts with what only the sentence as a whole tells: work phrase by phrase, shifts, "少一分不做".

    Whoever names no work but holds a licence looks for that work; a major counts after it, and only when nothing of
    the sentence surely names or means work, the nearest meaning is a guess.
    """
    said = {name: reading.texts.get(name, ()) for name in ("wished", "wanted", "done", "licence", "major")}
    sure = {name: link_sure(phrases, vocabulary, space) for name, phrases in said.items()}
    wanted, done = sure["wanted"], sure["done"]
    if any(link.how != "encoder" for link in sure["wished"]):  # "摘辣椒我看到了，我是想做烘干": said to be wished for
        first = {link.code for link in sure["wished"]}
        wanted = (*sure["wished"], *(link for link in wanted if link.code not in first))[:N_LINKS]
    if is_guessed(wanted) and any(link.how != "encoder" for link in (*done, *sure["licence"])):
        wanted = ()  # "会剪视频，茶叶公司也要得": what is named says more than what a workplace lies near
    if is_guessed(done) and any(link.how != "encoder" for link in sure["licence"]):
        done = ()
    done = done or (() if wanted else sure["licence"])
    if not wanted and not done:
        if major := sure["major"]:
            done = tuple(replace(link, confidence=round(link.confidence * _FROM_MAJOR, 3)) for link in major)
        else:
            wanted = guess(said["wanted"], vocabulary, space)
            done = () if wanted else guess(said["done"], vocabulary, space)
    limits, pay = facts.limits, facts.pay_expected
    if pay is not None:  # what follows a joint says how firmly the sum is meant
        pay = replace(pay, raw=pay.raw.split(JOINT)[0])
    if pay is not None and NOT_ONE_LESS.search(spoken) and limits_pay(limits) is None:
        pay = as_floor(pay)
        limits = replace(limits or Limits(), pay_month_min_yuan=pay.month_min_yuan)
    return replace(
        facts,
        wanted=driver_of(wanted, facts.certificates, vocabulary),
        done=driver_of(done, facts.certificates, vocabulary),
        pay_expected=pay,
        certificates=still_held(facts.certificates),
        limits=None if limits == Limits() else limits,
        schedule=_schedule(reading.schedule, facts.schedule, limits),
    )


def _schedule(said: Schedule | None, written: Schedule | None, limits: Limits | None) -> Schedule | None:
    """Return the hours that were written with the shifts that were said; who refuses nights takes none."""
    limits = limits or Limits()
    if (limits.earliest_minute or 0) >= _LATE_START and (limits.latest_minute or 0) > NIGHT_FROM:
        said = replace(said or Schedule(raw=""), night=True)
    if said is None:
        return written
    shifts = {name: True for name in _SHIFTS if getattr(said, name)}
    if limits.no_night and not said.rotating:
        shifts.pop("night", None)
    merged = replace(written or Schedule(raw=said.raw), **shifts)
    return replace(merged, long_day_shift=None) if "night" in shifts else merged


def limits_pay(limits: Limits | None) -> float | None:
    """Return the least monthly pay among limits."""
    return limits.pay_month_min_yuan if limits else None


def _work_parts(facts: SeekerFacts, reading: Reading, vocabulary: Vocabulary) -> tuple[list[QueryPart], list[str]]:
    done, also_done = occupation_parts("done", facts.done, vocabulary)
    wanted, also_wanted = occupation_parts("wanted", facts.wanted, vocabulary)
    parts = [*done, *wanted]
    if not parts and (phrases := [*reading.texts.get("wanted", ()), *reading.texts.get("done", ())]):
        codeless = [phrase for phrase in phrases if is_no_occupation(phrase, vocabulary)]
        words = (codeless or phrases)[0]
        code = "unknown_occupation" if codeless else "text"
        parts.append(QueryPart(field="wanted", words=words, text=sentence(code, words), strength="wish"))
    return parts, [*also_done, *also_wanted]


def _search_text(text: str, links: Sequence[OccupationLink], demands: Sequence[Demand], vocabulary: Vocabulary) -> str:
    """Return the words that search: all of them but those of demands, which act as limits and wishes ("不上夜班" must
    not find 夜班门卫), with the words and the standard terms of the work put back."""
    left = text
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
