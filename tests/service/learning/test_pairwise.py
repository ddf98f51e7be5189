"""Weights from graded pairs: what tells good from bad gains weight, what misleads loses it, none goes below 0."""

from __future__ import annotations

import numpy as np
import pytest

from service.learning.pairwise import UNJUDGED, fit, pairs_of
from tests.service.learning.topics import a_topic

EVEN = np.array([0.5, 0.5])


def test_pairs_hold_better_less_worse_and_weigh_the_topic_as_one() -> None:
    pairs = pairs_of(a_topic("q", [[1, 0], [0, 1], [0, 0]], [2, 1, 0]))
    # a over b: gains 3 and 1; a over c: 3 and 0; b over c: 1 and 0.
    assert pairs.differences.tolist() == [[1, -1], [1, 0], [0, 1]]
    assert pairs.weights.tolist() == pytest.approx([2 / 6, 3 / 6, 1 / 6])


def test_what_nobody_judged_counts_less_against_what_is_good() -> None:
    pairs = pairs_of(a_topic("q", [[1, 0], [0, 1], [0, 0]], [1, 0, 0], judged=[True, True, False]))
    assert pairs.weights.tolist() == pytest.approx([1 / (1 + UNJUDGED), UNJUDGED / (1 + UNJUDGED)])


def test_a_topic_whose_candidates_are_all_alike_teaches_nothing() -> None:
    topic = a_topic("q", [[1, 0], [0, 1]], [1, 1])
    assert len(pairs_of(topic).weights) == 0
    assert fit([topic], EVEN, sharpness=10, pull=0.01).tolist() == pytest.approx(EVEN.tolist())


def test_the_feature_that_tells_good_from_bad_gains_weight_and_the_sum_stays_one() -> None:
    topics = [a_topic(f"q{i}", [[1, 0], [0, 1]], [3, 0]) for i in range(4)]
    learned = fit(topics, EVEN, sharpness=10, pull=0.01)
    assert learned[0] > 0.6
    assert learned.sum() == pytest.approx(1)


def test_a_feature_that_misleads_falls_to_nothing_but_never_below() -> None:
    topics = [a_topic(f"q{i}", [[0.5, -1], [0, 1]], [3, 0]) for i in range(4)]
    assert fit(topics, EVEN, sharpness=10, pull=1e-6).tolist() == pytest.approx([1, 0])


def test_the_stronger_the_pull_the_nearer_to_the_default() -> None:
    topics = [a_topic(f"q{i}", [[1, 0], [0, 1]], [3, 0]) for i in range(4)]
    away = [abs(fit(topics, EVEN, sharpness=10, pull=pull)[0] - 0.5) for pull in (0.001, 0.1, 100)]
    assert away == sorted(away, reverse=True)
    assert away[-1] < 0.01
