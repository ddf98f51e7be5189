"""Turn a judged and ranked record into a result with reasons, doubts and hints, as its viewer may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from models.records import Finding, Posting
from models.understand.query import Query, QueryPart
from models.vocabulary import Vocabulary
from service.asker import AnyRecord, Asker, records
from service.matching.case import Case
from service.matching.explain import SAID_ONCE, Doubt, Hint, Reason, doubts, hints, reasons
from service.matching.features import FEATURES, Features
from service.matching.priority import Move
from service.matching.rank import Ranked
from service.matching.redact import Viewer, redact_posting, redact_seeker
from service.matching.relax import Excluded, Relaxation
from service.matching.rules import Direction
from service.matching.wording import HINTS, QUESTIONS, sentence

OF_AGE = frozenset({"minor_hazard", "retired_hazard"})
"""Doubts that an unknown day of birth raises."""


class Result(Struct, frozen=True):
    """One recommended record as its viewer may see it. `rank` counts from 1 over all pages."""

    rank: int
    score: float
    id: str
    record: AnyRecord
    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...]
    hints: tuple[Hint, ...]


class Answer(Struct, frozen=True):
    """A page of results with everything needed to check it.

    `total` counts the ranked candidates, `n_allowed` what no rule kept out. `moves` are for the ledger.
    """

    results: tuple[Result, ...]
    understood: tuple[QueryPart, ...]
    also: tuple[str, ...]
    set_aside: tuple[Finding, ...]
    questions: tuple[Hint, ...]
    total: int
    n_allowed: int
    excluded: tuple[Excluded, ...]
    relaxations: tuple[Relaxation, ...]
    moves: tuple[Move, ...]
    build: str
    model: str
    rules_version: str
    took_ms: float


def said_once(
    results: Sequence[Result], asked: Sequence[Hint], direction: Direction
) -> tuple[tuple[Result, ...], tuple[Hint, ...]]:
    """Return the results without the doubts that are about the asking side itself, and what is asked with these added.

    What depends on an age that is asked for already is not asked again.
    """
    codes = SAID_ONCE[direction]
    is_age_asked = any(hint.code == "under_16" for hint in asked)
    texts = {(d.code, QUESTIONS.get(d.code, d.text)) for r in results for d in r.doubts if d.code in codes}
    more = [Hint(code, text) for code, text in sorted(texts) if not (is_age_asked and code in OF_AGE)]
    if not texts:
        return tuple(results), tuple(asked)
    left = (replace(r, doubts=tuple(doubt for doubt in r.doubts if doubt.code not in codes)) for r in results)
    return tuple(left), (*asked, *more)


@dataclass(frozen=True)
class PageItem:
    """One result to be explained: its record, its place among the candidates, its rank and the rule that moved it."""

    record: AnyRecord
    candidate: int
    rank: int
    move: Move | None


def explain(
    query: Query,
    asker: Asker,
    verdicts: Mapping[str, int],
    fit: Features,
    ranked: Ranked,
    item: PageItem,
    asof: date,
    vocabulary: Vocabulary,
    viewer: Viewer,
) -> Result:
    """Return one result with its reasons, doubts and hints, its record redacted for the viewer."""
    c = item.candidate
    km = float(fit.distance_km[c])
    posting, seeker = records(item.record, asker.record, query.side)
    case = Case(
        posting=posting,
        seeker=seeker,
        side=query.side,
        asof=asof,
        verdicts=verdicts,
        values=dict(zip(FEATURES, fit.values[c].tolist(), strict=True)),
        contributions=dict(zip(FEATURES, ranked.contributions[c].tolist(), strict=True)),
        km=None if np.isnan(km) else km,
        tokens=asker.spoken,
        vocabulary=vocabulary,
    )
    said = hints(case)
    if item.move is not None:
        code = "priority_named" if viewer == "staff" else "priority"
        said = (Hint("priority", sentence(HINTS, code, query.side, rule=item.move.name)), *said)
    record = item.record
    return Result(
        rank=item.rank,
        score=float(ranked.scores[c]),
        id=record.id,
        record=redact_posting(record, viewer) if isinstance(record, Posting) else redact_seeker(record),
        reasons=reasons(case),
        doubts=doubts(case),
        hints=said,
    )
