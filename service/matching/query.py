"""Turn a stored record into a Query, so that a person, a posting and a sentence go through one pipeline."""

from __future__ import annotations

from models.records import Limits, Posting, PostingFacts, Seeker, SeekerFacts
from models.text import scrub
from models.understand.query import Query, QueryPart
from service.matching.wording import KIND_NAMES


def query_of_seeker(seeker: Seeker) -> Query:
    """Return the query for postings that a person asks by being who they are; their facts must be understood already.

    The text holds what they want, can do and have done, and nothing personal or sensitive.

    Raises:
        ValueError: `seeker` has no facts.
    """
    if seeker.facts is None:
        raise ValueError(f"seeker {seeker.id} has no facts; run understand_seeker first")
    facts = seeker.facts
    names = [link.name for link in (*facts.wanted, *facts.done)]
    written = (seeker.desired_jobs_text, seeker.skills_text, seeker.experience_text, seeker.major)
    text = "，".join(dict.fromkeys(part for part in (*written, *names, *seeker.certificates) if part))
    text = scrub(text, (seeker.name,))
    return Query(text=text, side="postings", seeker=seeker, posting=None, parts=_seeker_parts(seeker, facts))


def query_of_posting(posting: Posting) -> Query:
    """Return the query for people that a posting asks; its facts must be understood already.

    Words that the posting check found unlawful (a wish for one sex …) are not searched with.

    Raises:
        ValueError: `posting` has no facts.
    """
    if posting.facts is None:
        raise ValueError(f"posting {posting.id} has no facts; run understand_posting first")
    facts = posting.facts
    names = [link.name for link in facts.occupations]
    written = (posting.title, posting.description, posting.requirements)
    text = "，".join(dict.fromkeys(part for part in (*written, *names, *facts.skills) if part))
    for finding in facts.findings:
        if finding.words and finding.severity in ("review", "block"):
            text = text.replace(finding.words, "")
    text = scrub(text, (posting.contact_name,))
    return Query(text=text, side="seekers", seeker=None, posting=posting, parts=_posting_parts(posting, facts))


def _seeker_parts(seeker: Seeker, facts: SeekerFacts) -> tuple[QueryPart, ...]:
    parts = [QueryPart(field="wanted", words=o.words, text=f"想找{o.name}", strength="wish") for o in facts.wanted]
    parts += [QueryPart(field="done", words=o.words, text=f"做过{o.name}", strength="fact") for o in facts.done]
    if facts.place:
        parts.append(QueryPart(field="place", words=facts.place.raw, text=f"住在{facts.place.name}", strength="fact"))
    parts += [
        QueryPart(field="region", words=r.raw, text=f"想去{r.name or r.raw}", strength="wish") for r in facts.regions
    ]
    if facts.pay_expected:
        pay = facts.pay_expected.raw
        parts.append(QueryPart(field="pay", words=pay, text=f"期望工资{pay}", strength="wish"))
    parts += [
        QueryPart(field="certificate", words=c.raw, text=f"持有{c.name}", strength="fact") for c in facts.certificates
    ]
    return (*parts, *_limit_parts(seeker, facts.limits or Limits()))


def _limit_parts(seeker: Seeker, limits: Limits) -> tuple[QueryPart, ...]:
    stated = [
        ("area", "、".join(limits.areas), "只看限定的地点", bool(limits.areas)),
        ("province", "", "不出省", seeker.willing_out_of_province is False),
        ("night", "", "不上夜班", limits.no_night),
        ("lodging", "", "必须包住", limits.lodging),
        ("settlement", "、".join(limits.settlements), "限定结算方式", bool(limits.settlements)),
        ("kind", "", "只看" + "、".join(KIND_NAMES[k] for k in limits.kinds), bool(limits.kinds)),
        ("pay", "", f"每月不低于{limits.pay_month_min_yuan or 0:g}元", limits.pay_month_min_yuan is not None),
        ("avoid", "、".join(limits.avoid), "不想做：" + "、".join(limits.avoid), bool(limits.avoid)),
        (
            "hours",
            "",
            f"{_clock(limits.earliest_minute)}到{_clock(limits.latest_minute)}之间",
            limits.earliest_minute is not None or limits.latest_minute is not None,
        ),
        ("part_time", "", "只做半天、几个小时或兼职", limits.longest_minutes is not None),
        ("weekend", "", "只在周末做", limits.weekend),
        (
            "dates",
            "",
            f"{limits.available_from or '现在'}起到{limits.available_until or '不限'}",
            limits.available_from is not None or limits.available_until is not None,
        ),
    ]
    return tuple(QueryPart(field=f, words=w, text=t, strength="limit") for f, w, t, is_stated in stated if is_stated)


def _posting_parts(posting: Posting, facts: PostingFacts) -> tuple[QueryPart, ...]:
    parts = [
        QueryPart(field="occupation", words=o.words, text=f"招{o.name}", strength="fact") for o in facts.occupations
    ]
    if facts.place:
        parts.append(QueryPart(field="place", words=facts.place.raw, text=f"在{facts.place.name}", strength="fact"))
    if facts.pay:
        parts.append(QueryPart(field="pay", words=facts.pay.raw, text=f"工资{facts.pay.raw}", strength="fact"))
    parts += [
        QueryPart(
            field="certificate",
            words=c.raw,
            text=f"{'最好有' if c.optional else '要'}{c.name}",
            strength="wish" if c.optional else "limit",
        )
        for c in facts.certificates
    ]
    if posting.age_text:
        text = f"年龄{posting.age_text}（只作参考）"
        parts.append(QueryPart(field="age", words=posting.age_text, text=text, strength="wish"))
    return tuple(parts)


def _clock(minute: int | None) -> str:
    return "不限" if minute is None else f"{minute // 60 % 24}:{minute % 60:02d}"
