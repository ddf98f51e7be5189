"""Turn features and weights into an order with the contribution of each feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.matching.features import Features
from service.matching.rules import Direction
from service.matching.weights import Weights


@dataclass(frozen=True)
class Ranked:
    """`order` holds positions in the candidate list, best first; `scores` and `contributions` follow the candidates.

    A score is the sum of its contributions: weight × feature ÷ sum of weights, so it lies between -1 and 1.
    """

    order: NDArray[np.int64]
    scores: NDArray[np.float64]
    contributions: NDArray[np.float64]


def rank(features: Features, ids: Sequence[str], weights: Weights, side: Direction) -> Ranked:
    """Order candidates by score, higher first, then by id. `ids` follows the candidates."""
    contributions = features.values.astype(np.float64) * weights.vector(side)
    scores = np.round(contributions.sum(axis=1), 6)
    order = np.lexsort((np.array(ids, dtype=np.str_), -scores)) if len(ids) else np.empty(0, dtype=np.int64)
    return Ranked(order, scores, contributions)
