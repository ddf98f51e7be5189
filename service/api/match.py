"""Match one person or one posting: `POST /match/postings` and `POST /match/seekers`."""

from __future__ import annotations

from fastapi import APIRouter

from service import audit
from service.answers import posting_answer, seeker_answer
from service.api.access import Context, Who
from service.desk import (
    postings_for_seeker,
    postings_for_text,
    seekers_for_posting,
    seekers_for_text,
    stored_posting,
    stored_seeker,
)
from service.inline import inline_posting, inline_seeker
from service.parameters import check_areas
from service.schemas import MatchPostingsIn, MatchSeekersIn, PostingAnswer, SeekerAnswer

router = APIRouter(prefix="/match", tags=["匹配"])


@router.post("/postings", summary="给人找岗位")
def match_postings(body: MatchPostingsIn, context: Context, who: Who) -> PostingAnswer:
    """Return the postings that fit a stored seeker, an inline seeker or a sentence."""
    check_areas(body.limits.areas, context.vocabulary.areas)
    given = {"limits": body.limits, "top_k": body.top_k, "offset": body.offset, "role": who.role}
    if body.text is not None:
        answer = postings_for_text(context, body.text, **given)  # type: ignore[arg-type]
    elif body.seeker_id is not None:
        who.must_be("staff", "admin")
        answer = postings_for_seeker(context, stored_seeker(context, body.seeker_id), **given)  # type: ignore[arg-type]
        audit.looked_at_person(context, who, "POST /match/postings", body.seeker_id)
    else:
        answer = postings_for_seeker(context, inline_seeker(body.seeker or {}), **given)  # type: ignore[arg-type]
    return posting_answer(answer, context.vocabulary, who.role)


@router.post("/seekers", summary="给岗位找人")
def match_seekers(body: MatchSeekersIn, context: Context, who: Who) -> SeekerAnswer:
    """Return the people who fit a stored posting, an inline posting or a sentence; names are masked."""
    given = {"top_k": body.top_k, "offset": body.offset, "role": who.role}
    if body.text is not None:
        answer = seekers_for_text(context, body.text, **given)  # type: ignore[arg-type]
    elif body.posting_id is not None:
        answer = seekers_for_posting(context, stored_posting(context, body.posting_id), **given)  # type: ignore[arg-type]
    else:
        answer = seekers_for_posting(context, inline_posting(body.posting or {}), **given)  # type: ignore[arg-type]
    audit.searched_people(context, who, "POST /match/seekers", len(answer.results))
    return seeker_answer(answer, context.vocabulary, asof=context.clock.today())
