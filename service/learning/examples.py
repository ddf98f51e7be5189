"""Turn a judged set into what the ranking sees of each topic: the searches, the features and grades of candidates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.metrics import ndcg
from models.understand.query import Query
from service.asker import understand
from service.evaluation.judged_run import ask_queries, ask_seekers
from service.evaluation.judged_set import JudgedSet
from service.evaluation.serving import Served
from service.matching.query import query_of_posting
from service.matching.weights import Weights
from service.pipeline import candidates, gates, order, searches_of

TOP_K = 10


@dataclass(frozen=True)
class Topic:
    """One judged question; `kind` is "query", "seeker" or "posting".

    `values` has shape (candidates, features), `gains` are 2^grade - 1, -1 and unjudged 0. `searches` are the rankings
    (ids, best first) that the candidates were fused from; `grades` all judgments.
    """

    id: str
    kind: str
    ids: tuple[str, ...]
    values: NDArray[np.float64]
    gains: NDArray[np.float64]
    is_judged: NDArray[np.bool_]
    grades: Mapping[str, int]
    searches: Mapping[str, tuple[str, ...]]

    def ndcg(self, weights: NDArray[np.float64]) -> float:
        """Return nDCG@10 of the candidates ordered by `values` · `weights`, ties by id."""
        return self.ndcg_of(self.values @ weights)

    def ndcg_of(self, scores: NDArray[np.float64]) -> float:
        """Return nDCG@10 of the candidates ordered by scores, ties by id; 0 for a topic that has nothing good."""
        best = np.lexsort((np.array(self.ids), -np.round(scores, 6)))[:TOP_K]
        return ndcg([self.ids[i] for i in best.tolist()], self.grades, TOP_K) or 0.0


def read_topics(judged: JudgedSet, served: Served, weights: Weights) -> list[Topic]:
    """Return a topic for each query and person that has a grade above 0, in the order of the set."""
    asked = [
        ("query", ask_queries(judged, served.resources), judged.query_grades),
        ("seeker", ask_seekers(judged, served.resources), judged.seeker_grades),
    ]
    return [
        _topic(kind, one.id, one.query, grades[key], served, weights)
        for kind, questions, grades in asked
        for key, one in questions.items()
        if max(grades[key].values()) > 0
    ]


def read_reversed(judged: JudgedSet, served: Served, weights: Weights) -> list[Topic]:
    """Return a topic for each posting: the people graded for it, as if it had asked for them; by id of the posting.

    Only postings that are served and for which people were graded unlike, one of them above 0.
    """
    by_posting: dict[str, dict[str, int]] = {}
    for seeker, grades in judged.seeker_grades.items():
        for posting, grade in grades.items():
            by_posting.setdefault(posting, {})[seeker] = grade
    return [
        _topic("posting", key, query_of_posting(served.postings[key]), grades, served, weights)
        for key, grades in sorted(by_posting.items())
        if key in served.postings and max(grades.values()) > max(0, min(grades.values()))
    ]


def _topic(kind: str, key: str, query: Query, grades: Mapping[str, int], served: Served, weights: Weights) -> Topic:
    resources, direction = served.resources, query.side
    current = resources.index.current()
    side = current.postings if direction == "postings" else current.seekers
    words = resources.search_words.current()
    asker = understand(query, resources.vocabulary, resources.encoder, resources.segmenter, words)
    today = resources.clock.today()
    allowed = gates(side, asker, direction, today).allowed() & side.alive
    found = candidates(side, asker, allowed, weights)
    fit, _ = order(side, asker, found, direction, today, weights)
    ids = tuple(side.ids[row] for row in found.rows.tolist())
    graded = np.array([max(grades.get(i, 0), 0) for i in ids], dtype=np.float64)
    return Topic(
        id=key,
        kind=kind,
        ids=ids,
        values=fit.values.astype(np.float64),
        gains=2**graded - 1,
        is_judged=np.array([i in grades for i in ids], dtype=np.bool_),
        grades=grades,
        searches={
            name: tuple(side.ids[row] for row in rows.tolist())
            for name, rows in searches_of(side, asker, allowed).items()
        },
    )
