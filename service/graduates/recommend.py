"""Turn a batch of graduates into k distinct, live, contactable postings each, with reasons, and say who has fewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

import numpy as np
from msgspec import Struct

from models.encoder import Encoder
from models.records import Posting, Seeker
from models.synonyms import SearchWords
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary
from service.asker import Asker, TokenCutter, understand
from service.graduates.allocate import Allocation, Option, allocate, person_order
from service.graduates.standing import REASONS, Standing, has_difficulty, standing_of
from service.matching.explain import Doubt, Reason
from service.matching.features import Features, fits_trade
from service.matching.query import query_of_seeker
from service.matching.rank import Ranked
from service.matching.rules import RULES_VERSION, Screening
from service.matching.spread import CAPACITY_MULTIPLE, Capacity
from service.matching.weights import Weights, load_weights
from service.pipeline import candidates, gates, order
from service.recall import Side
from service.results import PageItem, explain

N_OPTIONS = 60
"""How many ranked postings a person may fall back on when others take the best. Source: our choice."""

Progress = Callable[[int, int], None]
"""Called with how many graduates are ranked and how many there are."""


class Recommendation(Struct, frozen=True):
    """One posting recommended to one graduate. `number` counts from 1."""

    number: int
    posting: Posting
    score: float
    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...]


class Row(Struct, frozen=True):
    """What one graduate gets. `gap` is "" with k recommendations, else why there are fewer (Chinese)."""

    graduate: Seeker
    has_priority: bool
    recommendations: tuple[Recommendation, ...]
    gap: str = ""


class SetAside(Struct, frozen=True):
    """A graduate nothing is recommended to, and why (Chinese)."""

    graduate: Seeker
    standing: Standing
    reason: str


class Batch(Struct, frozen=True):
    """The outcome of one run, rows in the order of the ledger; `note` says how people were ordered, for the log."""

    rows: tuple[Row, ...]
    set_aside: tuple[SetAside, ...]
    k: int
    multiple: float
    seed: int
    asof: date
    note: str
    build: str
    model: str
    rules_version: str

    @property
    def n_short(self) -> int:
        """Return how many graduates have fewer than k recommendations."""
        return sum(1 for row in self.rows if len(row.recommendations) < self.k)


class _Ranking(Struct, frozen=True):
    """One graduate's best postings as judged and ranked, kept until the allocation is known; rows follow `options`."""

    asker: Asker
    screening: Screening
    fit: Features
    ranked: Ranked
    options: tuple[Option, ...]
    n_allowed: int


def recommend(
    graduates: Sequence[Seeker],
    *,
    side: Side,
    load: Callable[[Sequence[str]], Mapping[str, Posting]],
    vocabulary: Vocabulary,
    encoder: Encoder,
    segmenter: TokenCutter,
    asof: date,
    k: int = 3,
    multiple: float = CAPACITY_MULTIPLE,
    seed: int = 20261123,
    taken: Mapping[str, int] | None = None,
    build: str = "",
    weights: Weights | None = None,
    search_words: SearchWords | None = None,
    progress: Progress | None = None,
) -> Batch:
    """Recommend up to `k` postings to each graduate whose ledger says they look for work.

    A posting of another trade is not recommended only to fill the number. A posting is given to at most `multiple` ×
    its free places people, those of `taken` (earlier runs) included. People with a recorded difficulty choose first,
    the rest by a lot fixed by `seed`; both are said in `note`. The same arguments give the same batch.

    Raises:
        ValueError: `k` is below 1 or `multiple` is not positive.
    """
    weights = weights or load_weights()
    asked = [
        g if g.facts is not None else understand_seeker(g, vocabulary, asof=asof)
        for g in graduates
        if standing_of(g) == "recommend"
    ]
    rankings: dict[str, _Ranking] = {}
    for n_done, graduate in enumerate(asked, start=1):
        rankings[graduate.id] = _rank(graduate, side, vocabulary, encoder, segmenter, asof, weights, search_words)
        if progress is not None:
            progress(n_done, len(asked))
    by_id = {g.id: g for g in asked}
    order_ = person_order(list(by_id), lambda person: has_difficulty(by_id[person]), seed=seed)
    options = _distinct({person: ranking.options for person, ranking in rankings.items()}, load)
    allocation = allocate(options, order_, k=k, capacity=Capacity(taken, multiple=multiple))
    postings = load(sorted({option.posting_id for given in allocation.given.values() for option in given}))
    rows = tuple(_row(by_id[g.id], rankings[g.id], allocation, postings, k, asof, vocabulary) for g in asked)
    set_aside = tuple(
        SetAside(g, standing, REASONS[standing]) for g in graduates if (standing := standing_of(g)) != "recommend"
    )
    n_first = sum(1 for row in rows if row.has_priority)
    return Batch(
        rows=rows,
        set_aside=set_aside,
        k=k,
        multiple=multiple,
        seed=seed,
        asof=asof,
        note=f"困难毕业生{n_first}人先选，其余按抽签次序（种子{seed}）；每个岗位最多推荐给招聘人数的{multiple:g}倍。",
        build=build,
        model=f"{encoder.card.name}@{encoder.card.revision}",
        rules_version=RULES_VERSION,
    )


def _rank(
    graduate: Seeker,
    side: Side,
    vocabulary: Vocabulary,
    encoder: Encoder,
    segmenter: TokenCutter,
    asof: date,
    weights: Weights,
    search_words: SearchWords | None,
) -> _Ranking:
    asker = understand(query_of_seeker(graduate), vocabulary, encoder, segmenter, search_words)
    screening = gates(side, asker, "postings", asof)
    allowed = screening.allowed() & side.alive & (side.columns["contactable"] == 1)
    found = candidates(side, asker, allowed, weights)
    fit, ranked = order(side, asker, found, "postings", asof, weights)
    of_trade = fits_trade(fit.column("occupation"), fit.column("experience"), fit.column("meaning"))
    best = ranked.order[of_trade[ranked.order]][:N_OPTIONS]
    rows = found.rows[best]
    headcounts = side.columns["headcount"][rows]
    return _Ranking(
        asker=asker,
        screening=Screening(screening.rules, screening.verdicts[:, rows]),
        fit=Features(fit.values[best], fit.distance_km[best]),
        ranked=Ranked(np.arange(len(best)), ranked.scores[best], ranked.contributions[best]),
        options=tuple(
            Option(side.ids[row], int(headcount), float(score))
            for row, headcount, score in zip(rows, headcounts, ranked.scores[best], strict=True)
        ),
        n_allowed=int(np.count_nonzero(allowed)),
    )


def _distinct(
    options: Mapping[str, Sequence[Option]], load: Callable[[Sequence[str]], Mapping[str, Posting]]
) -> dict[str, tuple[Option, ...]]:
    """Return the options with postings of one employer and title joined, and those that no longer exist left out."""
    postings = load(sorted({option.posting_id for mine in options.values() for option in mine}))
    name = {i: f"{p.employer.strip()}|{p.title.strip()}" if p.employer.strip() else "" for i, p in postings.items()}
    return {
        person: tuple(
            Option(o.posting_id, o.headcount, o.score, name[o.posting_id]) for o in mine if o.posting_id in name
        )
        for person, mine in options.items()
    }


def _row(
    graduate: Seeker,
    ranking: _Ranking,
    allocation: Allocation,
    postings: Mapping[str, Posting],
    k: int,
    asof: date,
    vocabulary: Vocabulary,
) -> Row:
    query = query_of_seeker(graduate)
    given = sorted(allocation.given[graduate.id], key=lambda option: (-option.score, option.posting_id))
    position = {option.posting_id: i for i, option in enumerate(ranking.options)}
    results = []
    for number, option in enumerate(given, start=1):
        i = position[option.posting_id]
        item = PageItem(postings[option.posting_id], i, number, None)
        verdicts = ranking.screening.of_row(i)
        results.append(
            explain(query, ranking.asker, verdicts, ranking.fit, ranking.ranked, item, asof, vocabulary, "staff")
        )
    recommendations = tuple(
        Recommendation(r.rank, cast(Posting, r.record), r.score, r.reasons, r.doubts) for r in results
    )
    gap = "" if len(given) >= k else _gap(ranking, allocation.crowded_out[graduate.id], len(given), k)
    return Row(graduate, has_difficulty(graduate), recommendations, gap)


def _gap(ranking: _Ranking, n_crowded_out: int, n_given: int, k: int) -> str:
    if ranking.n_allowed == 0:
        return "没有一个在招、能联系上且不与本人限制冲突的岗位，建议和本人商量放宽限制"
    if n_crowded_out:
        return f"合适的岗位名额已满（{n_crowded_out}个），还差{k - n_given}个，建议补充岗位或再次推荐"
    return f"合适的岗位只有{n_given}个，建议了解求职意向或补充岗位"
