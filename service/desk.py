"""The four questions that API, pages and commands ask, each answered by the one pipeline.

postings for a sentence, postings for a person, people for a sentence, people for a posting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from indexer.side import Side
from models.records import KINDS, Limits, Place, Posting, PostingKind, Seeker, SeekerFacts, Settlement
from models.understand.posting import understand_posting
from models.understand.query import Query, understand_query
from models.understand.seeker import understand_seeker
from service import audit
from service.auth import Role
from service.errors import RecordMissing
from service.matching.query import query_of_posting, query_of_seeker
from service.pipeline import Answer, match
from service.resources import Resources
from service.schemas import LimitsIn


def postings_for_text(
    resources: Resources, text: str, *, limits: LimitsIn | None = None, top_k: int = 10, offset: int = 0, role: Role
) -> Answer:
    """Understand a sentence of a person looking for work and return the postings that fit."""
    query = understand_query(
        text,
        resources.vocabulary,
        side="postings",
        asof=resources.clock.today(),
        home=home(resources),
        occupation_space=resources.occupation_space,
    )
    return _postings(resources, with_limits(query, limits), top_k, offset, role)


def postings_for_seeker(
    resources: Resources,
    seeker: Seeker,
    *,
    limits: LimitsIn | None = None,
    top_k: int = 10,
    offset: int = 0,
    role: Role,
) -> Answer:
    """Return the postings that fit a person and that the person fits."""
    if seeker.facts is None:
        seeker = understand_seeker(
            seeker, resources.vocabulary, asof=resources.clock.today(), occupation_space=resources.occupation_space
        )
    return _postings(resources, with_limits(query_of_seeker(seeker), limits), top_k, offset, role)


def seekers_for_text(resources: Resources, text: str, *, top_k: int = 10, offset: int = 0, role: Role) -> Answer:
    """Understand a sentence of somebody who needs people and return who fits."""
    query = understand_query(
        text,
        resources.vocabulary,
        side="seekers",
        asof=resources.clock.today(),
        home=home(resources),
        occupation_space=resources.occupation_space,
    )
    return _seekers(resources, query, top_k, offset, role)


def seekers_for_posting(
    resources: Resources, posting: Posting, *, top_k: int = 10, offset: int = 0, role: Role
) -> Answer:
    """Return the people who fit a posting and whom the posting fits."""
    if posting.facts is None:
        posting = understand_posting(
            posting, resources.vocabulary, asof=resources.clock.today(), occupation_space=resources.occupation_space
        )
    return _seekers(resources, query_of_posting(posting), top_k, offset, role)


def stored_posting(resources: Resources, posting_id: str) -> Posting:
    """Return a posting by id.

    Raises:
        RecordMissing: there is none.
    """
    found = resources.store.postings([posting_id])
    if posting_id not in found:
        raise RecordMissing(f"没有编号为 {posting_id} 的岗位，可能已撤销或删除。")
    return found[posting_id]


def stored_seeker(resources: Resources, seeker_id: str) -> Seeker:
    """Return a seeker by id.

    Raises:
        RecordMissing: there is none.
    """
    found = resources.store.seekers([seeker_id])
    if seeker_id not in found:
        raise RecordMissing(f"没有编号为 {seeker_id} 的求职者，可能已按本人要求删除。")
    return found[seeker_id]


def with_limits(query: Query, limits: LimitsIn | None) -> Query:
    """Return the query with the caller's limits on top of those it states; where both say something, both must hold."""
    if limits is None or limits == LimitsIn() or query.seeker is None:
        return query
    facts = query.seeker.facts or SeekerFacts()
    stated = facts.limits or Limits()
    joined = msgspec.structs.replace(
        stated,
        areas=limits.areas or stated.areas,
        kinds=tuple(PostingKind(k) for k in KINDS if k.value in limits.kinds) or stated.kinds,
        settlements=tuple(Settlement(s) for s in limits.settlements) or stated.settlements,
        no_night=limits.no_night or stated.no_night,
        lodging=limits.lodging or stated.lodging,
        pay_month_min_yuan=_larger(limits.pay_month_min_yuan, stated.pay_month_min_yuan),
        available_from=limits.available_from or stated.available_from,
        available_until=limits.available_until or stated.available_until,
    )
    seeker = msgspec.structs.replace(query.seeker, facts=msgspec.structs.replace(facts, limits=joined))
    return msgspec.structs.replace(query, seeker=seeker)


def home(resources: Resources) -> Place | None:
    """Return the place that "本地" means here, None when the setting names no known area."""
    code = resources.settings.home_county
    return resources.vocabulary.areas.place(code) if code in resources.vocabulary.areas else None


def _postings(resources: Resources, query: Query, top_k: int, offset: int, role: Role) -> Answer:
    build = resources.index.current()
    return _match(resources, query, build.id, build.postings, resources.store.postings, top_k, offset, role)


def _seekers(resources: Resources, query: Query, top_k: int, offset: int, role: Role) -> Answer:
    build = resources.index.current()
    return _match(resources, query, build.id, build.seekers, resources.store.seekers, top_k, offset, role)


def _match(
    resources: Resources,
    query: Query,
    build_id: str,
    side: Side,
    load: Callable[[Sequence[str]], Mapping[str, Posting]] | Callable[[Sequence[str]], Mapping[str, Seeker]],
    top_k: int,
    offset: int,
    role: Role,
) -> Answer:
    answer = match(
        query,
        side=side,
        load=load,
        vocabulary=resources.vocabulary,
        encoder=resources.encoder,
        segmenter=resources.segmenter,
        search_words=resources.search_words.current(),
        asof=resources.clock.today(),
        top_k=top_k,
        offset=offset,
        viewer="portal" if role == "portal" else "staff",
        build=build_id,
    )
    if answer.moves:
        audit.prioritised(resources, role, answer)
    return answer


def _larger(a: float | None, b: float | None) -> float | None:
    given = [value for value in (a, b) if value is not None]
    return max(given) if given else None
