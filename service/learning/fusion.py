"""Turn judged topics into weights of the searches that candidates are fused from, by trying one weight at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from models.metrics import ndcg, recall
from service.learning.examples import TOP_K, Topic
from service.matching.fuse import fuse

DEPTH = 50
"""The fused list is to hold what is good this early: of a set a hundredth of a bureau's. Source: our choice."""
GOOD = 2
FACTORS = (0.5, 2.0)
"""No search is ever switched off: what a few topics do not miss, a bureau's may. Source: our choice."""
ENOUGH = 0.001
"""A change of one weight must gain this much, or the default stays. Source: our choice, half a topic of a hundred."""
MAX_ROUNDS = 3


def fit_fusion(topics: Sequence[Topic], default: Mapping[str, float]) -> dict[str, float]:
    """Return the weights reached from `default` by halving or doubling one at a time, best gain first.

    The gain is that of `worth`, the mean over topics; equal gains go to the earlier search, then the earlier factor.
    """
    weights = dict(default)
    now = worth(topics, weights)
    for _ in range(MAX_ROUNDS):
        tried = [
            (worth(topics, {**weights, name: weight * factor}), name, weight * factor)
            for name, weight in weights.items()
            for factor in FACTORS
        ]
        best, name, weight = max(tried, key=lambda one: one[0])
        if best < now + ENOUGH:
            break
        weights[name], now = weight, best
    return weights


def worth(topics: Sequence[Topic], weights: Mapping[str, float]) -> float:
    """Return the mean over topics of nDCG@10 of the fused list and of its recall of good postings in the first `DEPTH`.

    A topic without a good posting counts its nDCG alone.
    """
    return float(np.mean([_worth(topic, weights) for topic in topics])) if topics else 0.0


def fused(topic: Topic, weights: Mapping[str, float]) -> list[str]:
    """Return the ids of a topic's searches, fused, best first."""
    ids = sorted({i for ranking in topic.searches.values() for i in ranking})
    row = {i: n for n, i in enumerate(ids)}
    rankings = [np.array([row[i] for i in ranking], dtype=np.int64) for ranking in topic.searches.values()]
    rows, _ = fuse(rankings, ids, weights=[weights[name] for name in topic.searches])
    return [ids[n] for n in rows.tolist()]


def _worth(topic: Topic, weights: Mapping[str, float]) -> float:
    ranking = fused(topic, weights)
    found = [ndcg(ranking, topic.grades, TOP_K), recall(ranking, topic.grades, DEPTH, relevant=GOOD)]
    known = [value for value in found if value is not None]
    return sum(known) / len(known) if known else 0.0
