"""Turn judged topics into a ranker of boosted trees: a comparison only, the product never ranks with it.

Source: Burges 2010, From RankNet to LambdaRank to LambdaMART, Microsoft Research TR-2010-82.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module, util

import numpy as np
from numpy.typing import NDArray

from service.learning.examples import Topic

Score = Callable[[Topic], NDArray[np.float64]]


def is_installed() -> bool:
    """Return whether LightGBM is there; it is no dependency of the product."""
    return util.find_spec("lightgbm") is not None


def fit_trees(topics: Sequence[Topic], *, seed: int = 0) -> Score:
    """Return what scores the candidates of a topic. Small trees and much regularisation: topics are few."""
    lightgbm = import_module("lightgbm")
    model = lightgbm.LGBMRanker(
        objective="lambdarank",
        n_estimators=100,
        learning_rate=0.05,
        num_leaves=7,
        min_child_samples=30,
        reg_lambda=5.0,
        colsample_bytree=0.7,
        lambdarank_truncation_level=20,
        random_state=seed,
        n_jobs=1,
        verbose=-1,
    )
    model.fit(
        np.concatenate([topic.values for topic in topics]),
        np.concatenate([np.round(np.log2(topic.gains + 1)).astype(int) for topic in topics]),
        group=[len(topic.ids) for topic in topics],
    )
    return lambda topic: np.asarray(model.predict(topic.values), dtype=np.float64)
