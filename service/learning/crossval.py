"""Turn judged topics and a way of learning into what it reaches on topics that it did not learn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from service.learning.examples import Topic

N_FOLDS = 5
SEEDS = (0, 1, 2)
"""Each topic is left out once for every seed; the mean is reported. Source: our choice."""

Learn = Callable[[Sequence[Topic]], Callable[[Topic], float]]


@dataclass(frozen=True)
class Reached:
    """nDCG@10 by kind of topic, "query" and "seeker", and over all topics ("all")."""

    by_kind: Mapping[str, float]

    def as_dict(self) -> dict[str, float]:
        """Return the figures rounded to four places."""
        return {kind: round(value, 4) for kind, value in self.by_kind.items()}


def cross_validated(topics: Sequence[Topic], learn: Learn) -> Reached:
    """Return the mean figure of topics, each measured by what was learned without its fold.

    `learn` takes topics and returns what measures one topic. Folds depend on the ids of the topics alone.
    """
    figures = np.zeros((len(SEEDS), len(topics)))
    for s, seed in enumerate(SEEDS):
        fold = folds([topic.id for topic in topics], seed=seed)
        for left_out in range(N_FOLDS):
            if not (fold == left_out).any():
                continue
            measure = learn([topic for topic, f in zip(topics, fold, strict=True) if f != left_out])
            for i in np.flatnonzero(fold == left_out).tolist():
                figures[s, i] = measure(topics[i])
    return by_kind(topics, figures.mean(axis=0))


def measured(topics: Sequence[Topic], measure: Callable[[Topic], float]) -> Reached:
    """Return the figures of one and the same way of ranking on all topics."""
    return by_kind(topics, np.array([measure(topic) for topic in topics]))


def by_kind(topics: Sequence[Topic], figures: NDArray[np.float64]) -> Reached:
    """Return the means over all topics and over each kind."""
    kinds = sorted({topic.kind for topic in topics})
    means = {kind: float(np.mean(figures[[topic.kind == kind for topic in topics]])) for kind in kinds}
    return Reached({"all": float(figures.mean()) if len(topics) else 0.0, **means})


def folds(ids: Sequence[str], *, seed: int) -> NDArray[np.int64]:
    """Return the fold of each id, as even as can be; the same ids and seed give the same folds in any order."""
    by_hash = sorted(range(len(ids)), key=lambda i: sha256(f"{seed}:{ids[i]}".encode()).hexdigest())
    fold = np.empty(len(ids), dtype=np.int64)
    fold[by_hash] = np.arange(len(ids)) % N_FOLDS
    return fold
