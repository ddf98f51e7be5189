"""Turn judged topics into weights: pairwise logistic regression, no weight below 0, drawn to the default weights.

For every topic and every two of its candidates a, b of which a is graded better, the loss is
log(1 + exp(-(a - b) · weights)), weighed by the difference of their gains, so that each topic weighs the same.
Source: Burges et al. 2005, doi:10.1145/1102351.1102363 (RankNet), with one linear layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.learning.examples import Topic

Vector = NDArray[np.float64]

UNJUDGED = 0.3
"""What a pair with an unjudged candidate counts against a judged one. Source: our choice; nobody read it."""
MAX_STEPS = 400
_ENOUGH = 1e-7


@dataclass(frozen=True)
class Pairs:
    """Differences of features (n, features) and the weight of each pair; the weights of a topic add up to 1."""

    differences: NDArray[np.float64]
    weights: Vector


def pairs_of(topic: Topic) -> Pairs:
    """Return all pairs of a better and a worse candidate; none when all are alike."""
    better, worse = np.nonzero(topic.gains[:, None] > topic.gains[None, :])
    weight = (topic.gains[better] - topic.gains[worse]) * np.where(topic.is_judged[worse], 1.0, UNJUDGED)
    if not len(better):
        return Pairs(np.empty((0, topic.values.shape[1])), np.empty(0))
    return Pairs(topic.values[better] - topic.values[worse], weight / weight.sum())


def fit(topics: Sequence[Topic], default: Vector, *, sharpness: float, pull: float) -> Vector:
    """Return the weights that minimise the mean loss of the topics plus `pull` times the distance from the default.

    `default` must add up to 1; the result does as well. `sharpness` is what weights are multiplied by inside the loss:
    the larger, the more two scores must differ to count as settled. The distance of a weight is measured in shares of
    the mean default weight. The loss is convex; steps are those of the projected gradient with halving.
    """
    pairs = [pairs_of(topic) for topic in topics]
    differences = np.concatenate([p.differences for p in pairs]) * sharpness
    weight = np.concatenate([p.weights for p in pairs]) / max(len(topics), 1)
    scale = float(default.mean())

    def loss(w: Vector) -> float:
        return float(weight @ np.logaddexp(0, -(differences @ w)) + pull * np.sum(((w - default) / scale) ** 2))

    def gradient(w: Vector) -> Vector:
        slope = -weight / (1 + np.exp(np.clip(differences @ w, -60, 60)))
        return np.asarray(slope @ differences + 2 * pull * (w - default) / scale**2)

    w, now, step = default.copy(), loss(default), scale
    for _ in range(MAX_STEPS):
        slope = gradient(w)
        while step > 1e-12:
            ahead = np.maximum(w - step * slope, 0)
            after = loss(ahead)
            if after <= now:
                break
            step /= 2
        else:
            break
        gained, w, now, step = now - after, ahead, after, step * 1.5
        if gained < _ENOUGH:
            break
    return np.asarray(w / w.sum())
