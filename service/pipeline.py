"""Turn a query into an answer: understand → gates → limits → recall → rank → priority → spread → explain."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Array, Columns
from models.encoder import Encoder
from models.records import Posting, Seeker
from models.synonyms import SearchWords
from models.understand.query import Query
from models.vocabulary import Vocabulary
from service.accounting import account, questions
from service.asker import AnyRecord, Asker, TokenCutter, paired, records, understand
from service.matching.features import Features, features, fits_trade, near_fit
from service.matching.priority import Move, PriorityRule, applying, load_priority, max_places, prioritise
from service.matching.rank import Ranked, rank
from service.matching.redact import Viewer
from service.matching.rules import RULES_VERSION, Direction, Screening, screen
from service.matching.spread import LOOK_AHEAD, spread
from service.matching.weights import Weights, load_weights
from service.recall import Candidates, Mask, Side, recall, searches
from service.results import Answer, PageItem, Result, explain, said_once

__all__ = ["Answer", "Result", "match"]

Load = Callable[[Sequence[str]], Mapping[str, AnyRecord]]


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
    search_words: SearchWords | None = None,
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

    asker = understand(query, vocabulary, encoder, segmenter, search_words)
    screening = gates(side, asker, query.side, asof)
    allowed = screening.allowed() & side.alive
    found = candidates(side, asker, allowed, weights)
    fit, ranked = order(side, asker, found, query.side, asof, weights)
    page, moves = arrange(side, asker, found, fit, ranked, query.side, load, priority, offset, top_k)

    results = []
    for item in page:
        verdicts = screening.of_row(int(found.rows[item.candidate]))
        results.append(explain(query, asker, verdicts, fit, ranked, item, asof, vocabulary, viewer))
    shown, asked = said_once(results, questions(asker, query.side, screening), query.side)
    kept_out, more = account(side, asker, screening, query.side, asof, vocabulary, n_found=len(found))
    return Answer(
        results=shown,
        understood=query.parts,
        also=query.also,
        set_aside=query.set_aside,
        questions=asked,
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


def gates(side: Side, asker: Asker, direction: Direction, asof: date) -> Screening:
    """Judge every row of `side` by law, consent and the person's limits."""
    postings, seekers = paired(side.columns, asker.columns, direction)
    return screen(postings, seekers, asof=asof.toordinal(), side=direction)


def candidates(side: Side, asker: Asker, allowed: Mask, weights: Weights) -> Candidates:
    """Recall with everything the asker is searched with."""
    return recall(side, allowed, **_searched_with(asker), skill_tokens=asker.skill_tokens, fusion=weights.fusion)


def searches_of(side: Side, asker: Asker, allowed: Mask) -> dict[str, NDArray[np.int64]]:
    """Return the rankings that the candidates are fused from."""
    return searches(side, allowed, **_searched_with(asker))


def _searched_with(asker: Asker) -> dict[str, Any]:
    return {
        "vector": asker.vector,
        "wishes": asker.wishes,
        "tokens": asker.tokens,
        "more_tokens": asker.more_tokens,
        "occupations": asker.occupations,
        "near": None if asker.near is None else np.union1d(*asker.near),
        "places": asker.places,
    }


def order(
    side: Side, asker: Asker, found: Candidates, direction: Direction, asof: date, weights: Weights
) -> tuple[Features, Ranked]:
    """Return the features of the candidates and their order."""
    postings, seekers = paired(side.columns.take(found.rows), asker.columns, direction)
    fit = features(
        postings,
        seekers,
        similarity=found.similarity,
        words=found.lexical,
        skills=found.skills,
        asof=asof.toordinal(),
        aim=found.aim,
        meant=found.meant,
        near=_near(side.columns.take(found.rows), asker, direction),
    )
    return fit, rank(fit, [side.ids[row] for row in found.rows], weights, direction)


def _near(found: Columns, asker: Asker, direction: Direction) -> tuple[Array, Array] | None:
    if asker.near is None:
        return None
    of_wish, of_history = ("occupations", "occupations") if direction == "postings" else ("wanted", "done")
    wanted, done = asker.near
    return (
        near_fit(found[of_wish], found[f"{of_wish}_sure"], wanted),
        near_fit(found[of_history], found[f"{of_history}_sure"], done),
    )


def arrange(
    side: Side,
    asker: Asker,
    found: Candidates,
    fit: Features,
    ranked: Ranked,
    direction: Direction,
    load: Load,
    priority: Sequence[PriorityRule],
    offset: int,
    top_k: int,
) -> tuple[list[PageItem], tuple[Move, ...]]:
    """Apply the published priority and the spread, and return the page with the moves inside it.

    Priority moves what is of the trade, where one is known. Only as many records are loaded as may reach the page.
    """
    reach = ranked.order[: offset + top_k + LOOK_AHEAD + max_places(priority)]
    ids = [side.ids[row] for row in found.rows[reach].tolist()]
    loaded = load(ids)
    window = [(c, loaded[record_id]) for c, record_id in zip(reach.tolist(), ids, strict=True) if record_id in loaded]
    pairs = [records(record, asker.record, direction) for _, record in window]
    of_trade = fits_trade(fit.column("occupation"), fit.column("experience"), fit.column("meaning"))
    of_trade |= not (asker.occupations > 0).any()
    applied = [
        applying(priority, posting, seeker, direction) if of_trade[candidate] else None
        for (candidate, _), (posting, seeker) in zip(window, pairs, strict=True)
    ]
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
