"""Turn a ranking and the grades of documents into figures: nDCG, recall, average precision, reciprocal rank."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

Qrels = Mapping[str, Mapping[str, int]]
"""Grades by query id and document id; what is missing has grade 0."""


def dcg(grades: Sequence[int]) -> float:
    """Return the discounted cumulative gain of grades in rank order: sum of (2^grade − 1) / log2(rank + 1).

    Grades below 0 gain nothing.
    Source: Burges et al. 2005, doi:10.1145/1102351.1102363.
    """
    return sum((2.0 ** max(0, grade) - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], top_k: int = 10) -> float | None:
    """Return the gain of the first `top_k` against the best order of graded ones; None if none is relevant."""
    best = dcg(sorted(grades.values(), reverse=True)[:top_k])
    return dcg([grades.get(doc, 0) for doc in ranking[:top_k]]) / best if best > 0 else None


def recall(ranking: Sequence[str], grades: Mapping[str, int], top_k: int = 100, *, relevant: int = 1) -> float | None:
    """Return the share of documents graded `relevant` or better in the first `top_k`; None if there is none."""
    wanted = {doc for doc, grade in grades.items() if grade >= relevant}
    return len(wanted.intersection(ranking[:top_k])) / len(wanted) if wanted else None


def average_precision(ranking: Sequence[str], grades: Mapping[str, int], *, relevant: int = 1) -> float | None:
    """Return the mean precision at the relevant documents, 0 for one that is not ranked; None if there is none."""
    wanted = {doc for doc, grade in grades.items() if grade >= relevant}
    if not wanted:
        return None
    found, total = 0, 0.0
    for rank, doc in enumerate(ranking, start=1):
        if doc in wanted:
            found += 1
            total += found / rank
    return total / len(wanted)


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], *, relevant: int = 1) -> float | None:
    """Return 1 / rank of the first relevant document, 0 when it is not ranked; None if there is none."""
    if not any(grade >= relevant for grade in grades.values()):
        return None
    return next((1 / rank for rank, doc in enumerate(ranking, start=1) if grades.get(doc, 0) >= relevant), 0.0)


def unjudged_share(ranking: Sequence[str], grades: Mapping[str, int], top_k: int = 10) -> float | None:
    """Return the share of the first `top_k` that nobody graded; None for an empty ranking."""
    first = ranking[:top_k]
    return sum(doc not in grades for doc in first) / len(first) if first else None


@dataclass(frozen=True)
class RetrievalFigures:
    """Means over queries; None where no query has what a figure needs.

    `n_queries` have a grade above 0: nDCG is their mean. Recall, MAP and MRR are means over those of them that have a
    document graded `relevant` or better. The unjudged share is a mean over the queries that were answered at all.
    """

    n_queries: int
    ndcg_at_10: float | None
    recall_at_100: float | None
    mean_average_precision: float | None
    mean_reciprocal_rank: float | None
    unjudged_at_10: float | None

    def as_dict(self) -> dict[str, int | float | None]:
        """Return the figures under the names of the JSON output (docs/evaluate.md)."""
        return {
            "n_queries": self.n_queries,
            "ndcg_at_10": self.ndcg_at_10,
            "recall_at_100": self.recall_at_100,
            "map": self.mean_average_precision,
            "mrr": self.mean_reciprocal_rank,
            "unjudged_at_10": self.unjudged_at_10,
        }


def score_rankings(rankings: Mapping[str, Sequence[str]], qrels: Qrels, *, relevant: int = 1) -> RetrievalFigures:
    """Return the figures of rankings by query id. A query of `qrels` without a ranking counts with an empty one.

    `relevant` is the least grade that recall, MAP and MRR call relevant.

    Raises:
        ValueError: no query has a relevant document.
    """
    if not any(grade >= relevant for grades in qrels.values() for grade in grades.values()):
        raise ValueError("相关性判断里没有一条相关的结果，无法计算指标。")
    return mean_figures([(rankings.get(query, ()), grades) for query, grades in qrels.items()], relevant=relevant)


def mean_figures(judged: Sequence[tuple[Sequence[str], Mapping[str, int]]], *, relevant: int = 1) -> RetrievalFigures:
    """Return the figures of (ranking, grades) pairs, one pair a query; see `RetrievalFigures`."""
    return RetrievalFigures(
        n_queries=sum(any(grade > 0 for grade in grades.values()) for _, grades in judged),
        ndcg_at_10=_mean(ndcg(ranking, grades) for ranking, grades in judged),
        recall_at_100=_mean(recall(ranking, grades, relevant=relevant) for ranking, grades in judged),
        mean_average_precision=_mean(average_precision(r, grades, relevant=relevant) for r, grades in judged),
        mean_reciprocal_rank=_mean(reciprocal_rank(r, grades, relevant=relevant) for r, grades in judged),
        unjudged_at_10=_mean(unjudged_share(ranking, grades) for ranking, grades in judged),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
