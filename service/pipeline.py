"""Turn a query into an answer: understand → gates → limits → recall → rank → priority → spread → explain."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from indexer.attributes import Columns, posting_columns, seeker_columns
from models.encoder import Encoder
from models.records import Finding, Posting, Seeker
from models.understand.query import Query, QueryPart
from models.vocabulary import Vocabulary
from service.matching.explain import Case, Doubt, Hint, Reason, doubts, hints, reasons
from service.matching.features import FEATURES, Features, Weights, features, load_weights
from service.matching.priority import Move, PriorityRule, applying, load_priority, max_places, prioritise
from service.matching.rank import Ranked, rank
from service.matching.redact import Viewer, redact_posting, redact_seeker
from service.matching.relax import Excluded, Relaxation, excluded, licences_lacking, relaxations
from service.matching.rules import RULES_VERSION, Direction, Screening, screen
from service.matching.spread import LOOK_AHEAD, spread
from service.matching.verdicts import FAIL
from service.matching.wording import HINTS, QUESTIONS, sentence
from service.recall import Candidates, Side, in_occupations, recall

SHORT_ANSWER = 5
"""Below this many candidates an answer offers relaxations. Source: our choice (a caseworker reads out five)."""
POPULATION = 200
"""How many postings count as relevant when no occupation is known: the nearest, whatever the rules say."""

AnyRecord = Posting | Seeker
Load = Callable[[Sequence[str]], Mapping[str, AnyRecord]]


class TokenCutter(Protocol):
    """Cuts a text into the tokens that the lexical index stores; `models.segment.Segmenter` does."""

    def search_tokens(self, text: str) -> list[str]:
        """Return the tokens."""
        ...


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


@dataclass(frozen=True)
class Asker:
    """The asking side of a query: its record, its one row of columns and what is searched with."""

    record: AnyRecord
    columns: Columns
    vector: NDArray[np.float32] | None
    tokens: tuple[str, ...]
    skill_tokens: tuple[str, ...]
    occupations: NDArray[np.int32]


def match(
    query: Query,
    *,
    side: Side,
    load: Callable[[Sequence[str]], Mapping[str, Posting]] | Callable[[Sequence[str]], Mapping[str, Seeker]],
    vocabulary: Vocabulary,
    encoder: Encoder,
    segmenter: TokenCutter,
    asof: date,
    top_k: int,
    offset: int = 0,
    viewer: Viewer = "portal",
    build: str = "",
    weights: Weights | None = None,
    priority: Sequence[PriorityRule] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Answer:
    """Answer `query` with results `offset` + 1 … `offset` + `top_k` of `side`, best first.

    The same arguments give the same answer, `took_ms` aside; a later page continues the earlier. Records that `load` no
    longer finds are left out.

    Raises:
        ValueError: `top_k` is below 1 or `offset` below 0.
    """
    if top_k < 1 or offset < 0:
        raise ValueError(f"top_k is {top_k} and offset {offset}; they must be at least 1 and 0")
    started = clock()
    weights = weights or load_weights()
    priority = load_priority() if priority is None else priority

    asker = understand(query, vocabulary, encoder, segmenter)
    screening = gates(side, asker, query.side, asof)
    allowed = screening.allowed()
    found = recall(
        side,
        allowed,
        vector=asker.vector,
        tokens=asker.tokens,
        skill_tokens=asker.skill_tokens,
        occupations=asker.occupations,
    )
    fit, ranked = order(side, asker, found, query.side, asof, weights)
    page, moves = arrange(side, asker, found, ranked, query.side, load, priority, offset, top_k)  # type: ignore[arg-type]

    results = tuple(
        explain(query, asker, screening, found, fit, ranked, page_item, asof, vocabulary, viewer) for page_item in page
    )
    kept_out, more = account(side, asker, screening, query.side, asof, vocabulary, n_found=len(found))
    return Answer(
        results=results,
        understood=query.parts,
        also=query.also,
        set_aside=query.set_aside,
        questions=questions(asker, query.side),
        total=len(found),
        n_allowed=int(allowed.sum()),
        excluded=kept_out,
        relaxations=more,
        moves=moves,
        build=build,
        model=f"{encoder.card.name}@{encoder.card.revision}",
        rules_version=RULES_VERSION,
        took_ms=(clock() - started) * 1000,
    )


def understand(query: Query, vocabulary: Vocabulary, encoder: Encoder, segmenter: TokenCutter) -> Asker:
    """Return what is searched with: the asker's columns, the vector and tokens of the words, the occupation codes."""
    record: AnyRecord
    if query.side == "postings":
        record = query.seeker or Seeker(id="")
        columns = seeker_columns([record], vocabulary)
        occupations = np.concatenate([columns["wanted"][0], columns["done"][0]])
        skills = record.facts.skills if record.facts else ()
    else:
        record = query.posting or Posting(id="", title="")
        columns = posting_columns([record], vocabulary)
        occupations = columns["occupations"][0]
        skills = record.facts.skills if record.facts else ()
    vector = encoder.encode_queries([query.text])[0] if query.text.strip() else None
    if vector is not None and not vector.any():
        vector = None
    return Asker(
        record,
        columns,
        vector,
        tuple(dict.fromkeys(segmenter.search_tokens(query.text))),
        tuple(dict.fromkeys(token for skill in skills for token in segmenter.search_tokens(skill))),
        occupations,
    )


def gates(side: Side, asker: Asker, direction: Direction, asof: date) -> Screening:
    """Judge every row of `side` by law, consent and the person's limits."""
    postings, seekers = _pair(side.columns, asker.columns, direction)
    return screen(postings, seekers, asof=asof.toordinal(), side=direction)


def order(
    side: Side, asker: Asker, found: Candidates, direction: Direction, asof: date, weights: Weights
) -> tuple[Features, Ranked]:
    """Return the features of the candidates and their order."""
    postings, seekers = _pair(side.columns.take(found.rows), asker.columns, direction)
    fit = features(
        postings, seekers, similarity=found.similarity, words=found.lexical, skills=found.skills, asof=asof.toordinal()
    )
    return fit, rank(fit, [side.ids[row] for row in found.rows], weights, direction)


@dataclass(frozen=True)
class PageItem:
    """One result to be explained: its record, its position among the candidates, its rank and the rule that moved it."""

    record: AnyRecord
    candidate: int
    rank: int
    move: Move | None


def arrange(
    side: Side,
    asker: Asker,
    found: Candidates,
    ranked: Ranked,
    direction: Direction,
    load: Load,
    priority: Sequence[PriorityRule],
    offset: int,
    top_k: int,
) -> tuple[list[PageItem], tuple[Move, ...]]:
    """Apply the published priority and the spread, and return the page with the moves inside it.

    Only as many records are loaded as may reach the page.
    """
    window = ranked.order[: offset + top_k + LOOK_AHEAD + max_places(priority)]
    ids = [side.ids[row] for row in found.rows[window]]
    records = load(ids)
    window = [(int(c), records[record_id]) for c, record_id in zip(window, ids, strict=True) if record_id in records]
    pairs = [_records(record, asker.record, direction) for _, record in window]
    applied = [applying(priority, posting, seeker, direction) for posting, seeker in pairs]
    by_priority, moves = prioritise([record.id for _, record in window], applied)
    window = [window[i] for i in by_priority]
    employers = [r.employer.strip() if isinstance(r, Posting) else "" for _, r in window]
    window = [window[i] for i in spread(employers)]
    move_of = {move.record_id: move for move in moves}
    page = [
        PageItem(record, candidate, number, move_of.get(record.id))
        for number, (candidate, record) in enumerate(window, start=1)
    ][offset : offset + top_k]
    return page, tuple(item.move for item in page if item.move)


def explain(
    query: Query,
    asker: Asker,
    screening: Screening,
    found: Candidates,
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
    posting, seeker = _records(item.record, asker.record, query.side)
    case = Case(
        posting=posting,
        seeker=seeker,
        side=query.side,
        asof=asof,
        verdicts=screening.of_row(int(found.rows[c])),
        values=dict(zip(FEATURES, fit.values[c].tolist(), strict=True)),
        contributions=dict(zip(FEATURES, ranked.contributions[c].tolist(), strict=True)),
        km=None if np.isnan(km) else km,
        tokens=asker.tokens,
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


def account(
    side: Side,
    asker: Asker,
    screening: Screening,
    direction: Direction,
    asof: date,
    vocabulary: Vocabulary,
    *,
    n_found: int,
) -> tuple[tuple[Excluded, ...], tuple[Relaxation, ...]]:
    """Return what each gate removed of what is relevant and, for a short answer to a person, the nearest relaxations.

    Relevant are the rows of the asker's occupation groups, or, when none is known, the nearest `POPULATION` rows of all.
    """
    population = relevant(side, asker)
    if not len(population):
        return (), ()
    postings, seekers = _pair(side.columns, asker.columns, direction)
    licences = ""
    if any((screening.verdicts[i, population] == FAIL).any() for i, r in enumerate(screening.rules) if r.code == "licence"):
        licences = licences_lacking(screening, postings, population, vocabulary)
    kept_out = excluded(screening, population, direction, licences)
    n_relevant_shown = int(screening.allowed()[population].sum())
    if direction != "postings" or min(n_found, n_relevant_shown) >= SHORT_ANSWER:
        return kept_out, ()
    more = relaxations(screening, postings, seekers, population, asof=asof.toordinal(), vocabulary=vocabulary)
    return kept_out, more


def relevant(side: Side, asker: Asker) -> NDArray[np.int64]:
    """Return the rows that would be relevant if no rule stood in the way, in row order."""
    if (asker.occupations > 0).any():
        rows = np.flatnonzero(in_occupations(side.columns["occupations"], asker.occupations, same_group=True))
        return rows.astype(np.int64)
    if asker.vector is not None and len(side.ids):
        return np.sort(side.dense(asker.vector, top_k=POPULATION)[0])
    return np.arange(len(side.ids), dtype=np.int64)


def questions(asker: Asker, direction: Direction) -> tuple[Hint, ...]:
    """Return what to ask the person who looks for work, because an answer would change what is shown."""
    if direction == "seekers":
        return ()
    columns = asker.columns
    unknown = {
        "under_16": int(columns["birth_on"][0]) == 0,
        "wanted": not (asker.occupations > 0).any() and asker.vector is None,
        "place": int(columns["county"][0]) == 0,
    }
    return tuple(Hint(code, QUESTIONS[code]) for code, is_unknown in unknown.items() if is_unknown)


def _pair(found: Columns, asker: Columns, direction: Direction) -> tuple[Columns, Columns]:
    return (found, asker) if direction == "postings" else (asker, found)


def _records(found: AnyRecord, asker: AnyRecord, direction: Direction) -> tuple[Posting, Seeker]:
    posting, seeker = (found, asker) if direction == "postings" else (asker, found)
    assert isinstance(posting, Posting)
    assert isinstance(seeker, Seeker)
    return posting, seeker
