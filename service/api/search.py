"""Search by a sentence in the query string: `GET /search/postings` and `GET /search/seekers`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service import audit
from service.answers import posting_answer, seeker_answer
from service.api.access import Context, Who
from service.desk import postings_for_text, seekers_for_text
from service.parameters import check_areas
from service.schemas import PostingAnswer, SearchPostingsIn, SearchSeekersIn, SeekerAnswer

router = APIRouter(prefix="/search", tags=["查找"])


@router.get("/postings", summary="用一句话找岗位")
def search_postings(asked: Annotated[SearchPostingsIn, Query()], context: Context, who: Who) -> PostingAnswer:
    """Return the postings that fit a sentence, under the filters of the query string."""
    limits = asked.limits()
    check_areas(limits.areas, context.vocabulary.areas)
    answer = postings_for_text(context, asked.q, limits=limits, top_k=asked.top_k, offset=asked.offset, role=who.role)
    return posting_answer(answer, context.vocabulary, who.role)


@router.get("/seekers", summary="用一句话找人")
def search_seekers(asked: Annotated[SearchSeekersIn, Query()], context: Context, who: Who) -> SeekerAnswer:
    """Return the people who fit a sentence; names are masked."""
    answer = seekers_for_text(context, asked.q, top_k=asked.top_k, offset=asked.offset, role=who.role)
    audit.searched_people(context, who, "GET /search/seekers", len(answer.results))
    return seeker_answer(answer, context.vocabulary, asof=context.clock.today())
