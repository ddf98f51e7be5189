"""Turn the pipeline's Answer into what a caller receives: records as the role may see them, with reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.records import Posting, Seeker
from models.vocabulary import Vocabulary
from service.auth import Role
from service.pipeline import Answer
from service.schemas import (
    DoubtOut,
    ExcludedOut,
    PostingAnswer,
    PostingResult,
    ReasonOut,
    RelaxationOut,
    SeekerAnswer,
    SeekerResult,
    UnderstoodOut,
)
from service.views import posting_view, seeker_view


def posting_answer(answer: Answer, vocabulary: Vocabulary, role: Role) -> PostingAnswer:
    """Return an answer whose results are postings."""
    results = []
    for result in answer.results:
        assert isinstance(result.record, Posting)
        results.append(PostingResult(posting=posting_view(result.record, vocabulary, role), **_common(result)))
    return PostingAnswer(results=tuple(results), **_envelope(answer))


def seeker_answer(answer: Answer, vocabulary: Vocabulary, *, asof: date) -> SeekerAnswer:
    """Return an answer whose results are people, masked for every role."""
    results = []
    for result in answer.results:
        assert isinstance(result.record, Seeker)
        results.append(SeekerResult(seeker=seeker_view(result.record, vocabulary, asof=asof), **_common(result)))
    return SeekerAnswer(results=tuple(results), **_envelope(answer))


def _common(result: Any) -> dict[str, Any]:
    return {
        "rank": result.rank,
        "score": round(result.score, 4),
        "reasons": tuple(ReasonOut(code=r.code, text=r.text, weight=round(r.weight, 4)) for r in result.reasons),
        "doubts": tuple(DoubtOut(code=d.code, text=d.text) for d in result.doubts),
        "hints": tuple(h.text for h in result.hints),
    }


def _envelope(answer: Answer) -> dict[str, Any]:
    return {
        "understood": tuple(
            UnderstoodOut(field=p.field, words=p.words, text=p.text, strength=p.strength) for p in answer.understood
        ),
        "also": tuple(answer.also),
        "set_aside": tuple(f.text for f in answer.set_aside),
        "questions": tuple(q.text for q in answer.questions),
        "total": answer.total,
        "excluded": tuple(ExcludedOut(rule=e.rule, count=e.count, text=e.text) for e in answer.excluded),
        "relaxations": tuple(RelaxationOut(limit=r.limit, count=r.count, text=r.text) for r in answer.relaxations),
        "build": answer.build,
        "model": answer.model,
        "rules_version": answer.rules_version,
        "took_ms": round(answer.took_ms, 2),
    }
