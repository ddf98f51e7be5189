"""A topic is measured only by what was learned without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from service.learning.crossval import N_FOLDS, cross_validated, folds, measured
from service.learning.examples import Topic
from tests.service.learning.topics import a_topic

TOPICS = [a_topic(f"t{i}", [[1.0], [0.0]], [1, 0], kind="query" if i < 7 else "seeker") for i in range(12)]


def test_no_topic_is_measured_by_what_learned_from_it() -> None:
    def learn(seen: Sequence[Topic]) -> Callable[[Topic], float]:
        names = {topic.id for topic in seen}
        return lambda topic: float(topic.id in names)

    assert cross_validated(TOPICS, learn).by_kind == {"all": 0, "query": 0, "seeker": 0}


def test_folds_are_even_and_depend_on_the_ids_alone() -> None:
    ids = [topic.id for topic in TOPICS]
    fold = dict(zip(ids, folds(ids, seed=1).tolist(), strict=True))
    again = dict(zip(ids[::-1], folds(ids[::-1], seed=1).tolist(), strict=True))
    assert fold == again
    assert np.bincount(list(fold.values()), minlength=N_FOLDS).tolist() == [3, 3, 2, 2, 2]


def test_queries_and_people_are_reported_apart_and_together() -> None:
    reached = measured(TOPICS, lambda topic: 1.0 if topic.kind == "query" else 0.5)
    assert reached.as_dict() == {"all": pytest.approx(9.5 / 12, abs=1e-4), "query": 1.0, "seeker": 0.5}
