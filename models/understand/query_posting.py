"""Turn an employer's sentence ("卸瓷砖 8个人 7点半到 半天 120") into a posting with facts, and into its parts."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from models.records import (
    Finding,
    GigDetails,
    Pay,
    Place,
    Posting,
    PostingFacts,
    PostingKind,
    Schedule,
    TimeSlot,
)
from models.understand.area import find_mentions
from models.understand.care import care_asked, is_chore
from models.understand.certificate import says_certificate
from models.understand.clean import clean_text
from models.understand.clock import parse_hours, parse_spans
from models.understand.drivers import driver_of
from models.understand.free_days import find_free_days
from models.understand.headcount import after_trades, find_headcount
from models.understand.misheard_places import with_places_mended
from models.understand.occupation import OccupationSpace, is_no_occupation
from models.understand.pay import parse_pay
from models.understand.posting import understand_posting
from models.understand.query_parts import Query, QueryPart, occupation_parts, worded_as_written
from models.understand.query_posting_parts import fact_parts
from models.understand.query_wording import AGE_LIMIT, sentence
from models.understand.said_before import with_parts_of_day
from models.understand.said_days import with_days_settled
from models.understand.said_papers import certificate_of_trade
from models.understand.spoken import CLAUSE, bare_licences, spoken_text
from models.understand.taken_back import without_corrected
from models.understand.turns import find_turns
from models.understand.work_words import core_words, is_guessed, joined_links, link_first, work_words
from models.vocabulary import Vocabulary

_SAYS_AGE = re.compile(r"\d{2}周?岁|\d{2}(?:以下|以内|以上)(?!元)|[二三四五六]十[一二三四五六七八九]?岁")
_AGE_LIMIT = re.compile(
    r"(?:不要?超过|不超|不大于|低于|小于|限|最大|不要)?(?:年龄)?(?:\d{2}|[二三四五六]十[一二三四五六七八九]?)(?:周?岁)(?:以下|以内|以上|之间|的?不要)?"
    r"|(?:\d{2}|[二三四五六]十[一二三四五六七八九]?)(?:以下|以内|以上)(?![元块一/每])(?=的|女|男|，|,|$|\s)"
    r"|\d{2}(?:-|到|至)\d{2}(?:周?岁)|年轻的?(?:优先)?|不要(?:年纪|岁数)大的?|(?:年纪|岁数)大的?不要"
)
_CARED_FOR = re.compile(
    r"(?:照顾|看护|照看|带|接送|陪|服侍|教|护理)[^，,]{0,6}$|(?:老人|娃儿?|宝宝|孩子)[^，,]{0,3}$|(?:满|干满)$"
)
_HIRES = re.compile(
    r"(?<![不需主重])(?:急?招(?!牌|呼|待|商|标|手|财)聘?|诚聘|急聘|聘|求(?![职学助购教稳带])|请(?!问|假)|找|缺|差|急需|雇|喊(?=[一二两三四五六七八九十几个人])|需要?|要(?!求|是|得|不|会|有))(?:一)?(?:个|名|位)?(?:人(?!事|力))?(?:来|去)?"
)
# "在线客服，会打字", "招一个管家会拍视频": what somebody must know is the work only where nothing else tells it.
_KNOWS = re.compile(
    r"(?:^|(?<=[一-龥]))(?:要|得|须|必须|最好|还|又|能|需|也|都)*(?:(?<![年宴晚聚庆酒商展茶开机协社])会(?![计员议所展务]|不会)|懂|熟悉|熟练)(?P<what>.{2,})$"
    r"|^(?P<skill>[一-龥]{2,4}?)(?:要|得)?(?:快|熟练|熟)(?:点|些)?的?$"
)
_ENDS_HIRING = re.compile(
    r"(?:招|聘|请|找|缺|差|要|来|喊)(?:(?:一|[两二三四五六七八九十几]|\d{1,3})?[个名位])?(?:人|师傅)?$"
)
# "有个包工头打电话要扎钢筋的": who calls is no work.
_CALLS = re.compile(r"^.{0,10}?(?:打来?电话来?|来电话?|带信|带话)(?:来)?(?:说|讲|问)?(?=要|想|招|找|缺|差|请)")
_PER_HEAD = re.compile(r"(?:一|每)(?:个)?人(?=\s*(?:[一二两三四五六七八九]百|\d{2,3}(?!\d)))")
_A_HEAD = re.compile(r"(?<=[千\d一二三四五六七八九])((?:块钱?|元)?)一个?人(?=$|[，,。;；\s])")
_FULL_DATE = re.compile(r"20\d\d\s*[-./年]")
_DATES = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}[日号]?(?:\s*[-~到至]\s*(?:\d{1,2}月)?\d{1,2}[日号]?)?")
# 每天一百一 is 110 a day; 一百块一个 and 120一个 are for each.
_EACH = re.compile(
    r"(?<![\d.])(?:(\d{2,3})(?:块钱?|元)?一个?(?:人)?|([一二两三四五六七八九]百[一二三四五六七八九]?(?:块钱?|元)?)一(?:个人?|人)"
    r"|([一二两三四五六七八九]百[一二三四五六七八九]?)(?:块钱?|元)一)(?=$|[,，\s])"
)
_GIG_UNITS: Final = frozenset({"hour", "day", "piece", "order"})
_HOW_MANY = re.compile(r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[个名位人]$")
_COUNTED = re.compile(r"\d{1,3}[个名位人]")
_WORKING_AGE: Final = range(16, 66)  # another age is of somebody to be cared for
_LEAST: Final = 2
_A_WORKPLACE: Final = re.compile(
    r"(?:厂|公司|车间|企业|店|园区|工地)$|(?:起|修|盖|建|装修|翻修|改)(?:新|老|个|自家)?(?:房子?|屋|楼房?|圈舍?|围墙|院坝)$"
)
"""Where any work may be done, a house that is being built among them: 起房子差小工."""
# Who calls does not tell what work is offered: "一村支书报", "张总来电", "劳务中介代招".
_CALLER: Final = re.compile(
    r"[^，,\s]{0,6}(?:支书|书记|主任|村长|组长|老板娘?|经理|厂长|场长|店主|总|中介|联络点|工作站|[姐哥嫂孃叔])"
    r"(?:今天|上午|下午|刚才?|又)*(?:来电话?|打来|打电话来?|电话|来登记|登记|送来订单|来?报|代招)$"
)
# Wishes that the law forbids to ask of a person. Source: models/data/posting_rules.toml.
DISCRIMINATION: Final = frozenset(
    {"sex_limit", "marital", "hukou", "ethnicity", "religion", "disease", "disability", "unrelated_trait"}
)


def read_posting(
    text: str, vocabulary: Vocabulary, *, asof: date, home: Place | None, space: OccupationSpace | None
) -> Query:
    """Return the query of an employer who looks for people.

    What the law does not allow to ask for (see `set_aside`) is taken out of the posting's texts, so nothing matches on
    it; the original words stay in `text`. An age that an employer asks for is set aside too.
    """
    spoken = with_places_mended(spoken_text(text, vocabulary), vocabulary)
    left = bare_licences(with_parts_of_day(with_days_settled(without_corrected(spoken, vocabulary))))
    facts = _understood(_draft(left, vocabulary, home, asof), vocabulary, asof).facts or PostingFacts()
    set_aside = tuple({(f.code, f.words): f for f in facts.findings if f.code in DISCRIMINATION}.values())
    for finding in set_aside:
        if finding.words:
            how_many = _HOW_MANY.search(finding.words)  # 女工30名: thirty people are still asked for
            left = left.replace(finding.words, f" {how_many[0]} " if how_many else " ")
    set_aside = (*set_aside, *_ages(left))
    draft = _understood(_draft(left, vocabulary, home, asof), vocabulary, asof)
    facts = draft.facts or PostingFacts()
    asked, beside, needed = _phrases(left, vocabulary)
    if any(is_no_occupation(phrase, vocabulary) for phrase in asked):
        beside = [phrase for phrase in beside if not _A_WORKPLACE.search(phrase)]  # 电子厂招普工: any work there
    joined = joined_links([*beside, *asked], vocabulary)
    linked = link_first((asked, beside, needed), vocabulary, space)
    is_open = is_guessed(linked) or all(link.how == "encoder" or is_chore(link.words) for link in linked)
    if not joined and is_open and (care := care_asked(left)):
        linked = link_first(((care,),), vocabulary, space)
    linked = tuple(link for link in linked if all(link.words not in one.words for one in joined))
    occupations = (*joined, *linked)
    if not occupations and not any(is_no_occupation(phrase, vocabulary) for phrase in (*asked, *beside, *needed)):
        occupations = facts.occupations
    occupations = driver_of(occupations, facts.certificates, vocabulary)
    slot = _slot(left, asof) or (facts.slot if _FULL_DATE.search(left) else None)
    facts = replace(
        facts,
        occupations=occupations,
        slot=slot,
        schedule=_schedule(left, facts.schedule, vocabulary),
        pay=_pay(left),
    )
    draft = replace(draft, facts=facts)
    named, also = occupation_parts("occupation", occupations, vocabulary)
    parts = [*named, *fact_parts(draft, facts, left, vocabulary)]
    parts += [
        QueryPart(field="set_aside", words=f.words, text=sentence("set_aside", f.text, f.words), strength="fact")
        for f in set_aside
    ]
    return Query(
        text=text,
        side="seekers",
        posting=draft,
        parts=worded_as_written(parts, spoken, clean_text(text)),
        also=tuple(also),
        set_aside=set_aside,
    )


def _understood(draft: Posting, vocabulary: Vocabulary, asof: date) -> Posting:
    return understand_posting(draft, vocabulary, asof=asof)


def _draft(text: str, vocabulary: Vocabulary, home: Place | None, asof: date) -> Posting:
    within = (home.township_code or home.county_code) if home else ""
    named = [p for m in find_mentions(text, vocabulary, within=within, spoken=True) for p in m.places]
    place = next((p for p in named if p.level in ("county", "township")), None) or next(iter(named), home)
    if place is not None and not place.township_code:  # 在务川有七家，缺人的是都濡街道那家
        inner = {p.township_code: p for p in named if p.township_code and p.county_code == place.county_code}
        place = next(iter(inner.values())) if len(inner) == 1 else place
    clauses = [clause for clause in CLAUSE.split(text) if clause]
    count = find_headcount(text)
    pay, slot = _pay(text), _slot(text, asof)
    is_gig = (pay is not None and pay.unit in _GIG_UNITS) or (
        slot is not None and slot.starts_on is not None and (pay is None or pay.unit != "month")
    )
    phrases = [phrase for phrases in _phrases(text, vocabulary) for phrase in phrases]
    return Posting(
        id="",
        title=next(iter(phrases), ""),
        kind=PostingKind.GIG if is_gig else PostingKind.REGULAR,
        description=text,
        county_code=place.county_code if place else "",
        township=vocabulary.areas[place.township_code].name if place and place.township_code else "",
        headcount=count[1] if count else None,
        pay_text=text if pay is not None else "",
        certificates=tuple(
            certificate_of_trade(clause, phrases, vocabulary, asof=asof) or clause
            for clause in clauses
            if says_certificate(clause)
        ),
        age_text=next((clause for clause in clauses if _SAYS_AGE.search(clause)), ""),
        gig=GigDetails(date_text=text, hours_text=text) if is_gig else None,
    )


def _phrases(text: str, vocabulary: Vocabulary) -> tuple[list[str], list[str], list[str]]:
    """Return the phrases that may name the work: those behind 招, 要, 请, what else is said, and what one must know."""
    asked: list[str] = []
    beside: list[str] = []
    needed: list[str] = []
    for clause in CLAUSE.split(text):
        clause = _CALLS.sub("", clause)
        if not clause or any(pattern.search(clause) for pattern in vocabulary.query_patterns["elsewhere"]):
            continue
        if knows := _KNOWS.search(clause):
            needed += [
                words
                for words in work_words(knows["what"] or knows["skill"], vocabulary)
                if core_words(words, vocabulary)
            ]
            before = clause[: knows.start()]
            asks_so = _ENDS_HIRING.search(before)  # "要两个会修茶机的" tells the work by what is known
            asked, needed = ([*asked, *needed], []) if asks_so else (asked, needed)
            clause = before
        hires = list(_HIRES.finditer(clause))
        wanted = work_words(clause[hires[0].end() :], vocabulary) if hires else []
        wanted = [phrase for phrase in wanted if core_words(phrase, vocabulary)]
        asked += wanted
        rest = clause[: hires[0].start()] if wanted else clause
        rest = _CALLER.sub("", rest)
        beside += [phrase for phrase in work_words(rest, vocabulary) if core_words(phrase, vocabulary)]
    return asked, beside, needed


def _pay(text: str) -> Pay | None:
    """Return what is paid, clause by clause: a sum that is a clause of its own ("三千八") needs no unit."""
    negotiable: Pay | None = None
    text = _A_HEAD.sub(r"\1", _without_counts(text))
    text = _EACH.sub(lambda m: f"一天{m[1] or m[2] or m[3]}", _DATES.sub(" ", text))
    whole = parse_pay(text)
    if whole is not None and whole.unit is None and whole.min_yuan is not None:
        whole = None  # "洗碗2" counts people
    if whole is not None and whole.unit in ("month", "order") and whole.min_yuan is not None:
        return whole
    for clause in CLAUSE.split(text):
        pay = parse_pay(_PER_HEAD.sub("一天", clause)) if clause else None
        if pay is not None and pay.min_yuan is not None and pay.unit is not None:
            return whole if whole is not None and whole.unit == pay.unit and whole.min_yuan is not None else pay
        negotiable = negotiable or (pay if pay is not None and pay.negotiable else None)
    return whole or negotiable


def _without_counts(text: str) -> str:
    """Return text with blanks in place of the people asked for ("包装工20，日结160", "师傅1个，300"): no sums."""
    count = find_headcount(text)
    if count is None:
        return text
    for words in count[0].split("、"):
        if _COUNTED.fullmatch(words):
            text = text.replace(words, " " * len(words), 1)
    for match in after_trades(text):
        text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text


def _slot(text: str, asof: date) -> TimeSlot | None:
    """Return the days and hours of the work: "后天开始" has no last day, "代到1月15号" no first."""
    days = next(
        (
            days
            for clause in CLAUSE.split(text)
            if clause
            for days in find_free_days(clause, asof=asof, is_offered=True)
        ),
        None,
    )
    start, end = parse_hours(text)
    spans = parse_spans(text)
    if len(spans) > 1 and all(before[1] < after[0] for before, after in pairwise(spans)):
        end = spans[-1][1]  # a day in two parts, and no choice between shifts
    if days is None and start is None and end is None:
        return None
    return TimeSlot(
        starts_on=days.starts_on if days else None,
        ends_on=days.ends_on if days else None,
        start_minute=start,
        end_minute=end,
    )


def _schedule(text: str, known: Schedule | None, vocabulary: Vocabulary) -> Schedule | None:
    found = known or Schedule()
    for clause in CLAUSE.split(text):
        if find_turns(clause) and found.rotating is None:
            found = replace(found, rotating=True)
        for pattern, value in vocabulary.limit_patterns.get("worked", ()):
            if pattern.search(clause) and getattr(found, value) is None:
                found = replace(found, **{value: True})
    return None if found == Schedule() else found


def _ages(text: str) -> list[Finding]:
    """Return the ages an employer asks for; those of people to be cared for (带3岁宝宝, 80岁老人) are none."""
    return [
        Finding(code="age_limit", severity="note", field="age", words=match[0], text=AGE_LIMIT)
        for match in _AGE_LIMIT.finditer(text)
        if len(match[0]) >= _LEAST
        and not _CARED_FOR.search(text[: match.start()])
        and all(_WORKING_AGE.start <= int(years) < _WORKING_AGE.stop for years in re.findall(r"\d+", match[0]))
        and not re.match(r"的?(?:老人|老太|老爷|婆婆|公公|宝|娃|孩|爷爷|奶奶)", text[match.end() :])
    ]
