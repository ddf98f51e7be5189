"""Weights of the searches: a search that misleads loses, one that is not missed keeps its default."""

from __future__ import annotations

import pytest

from service.learning.examples import Topic
from service.learning.fusion import fit_fusion, fused, worth
from tests.service.learning.topics import a_topic

GOOD_FIRST, BAD_FIRST = ("a", "b", "c", "d"), ("d", "c", "b", "a")


def a_question(key: str, **searches: tuple[str, ...]) -> Topic:
    return a_topic(key, [[0.0]] * 4, [3, 2, 0, 0], searches=searches)


def test_the_fused_list_adds_weight_over_sixty_plus_rank() -> None:
    topic = a_question("q", all=("b", "a"), words=("a", "c"))
    # a: 1/62 + 0.5/61, b: 1/61, c: 0.5/62
    assert fused(topic, {"all": 1.0, "words": 0.5}) == ["a", "b", "c"]


def test_a_search_that_misleads_loses_its_weight() -> None:
    topics = [a_question(f"q{i}", all=BAD_FIRST, words=GOOD_FIRST) for i in range(3)]
    learned = fit_fusion(topics, {"all": 1.0, "words": 0.9})
    assert learned["words"] > learned["all"] > 0
    assert worth(topics, learned) == pytest.approx(1)


def test_weights_that_are_as_good_as_can_be_stay_the_default() -> None:
    topics = [a_question("q", all=GOOD_FIRST, words=GOOD_FIRST)]
    assert fit_fusion(topics, {"all": 1.0, "words": 0.7}) == {"all": 1.0, "words": 0.7}


def test_nothing_judged_leaves_the_default() -> None:
    assert fit_fusion([], {"all": 1.0}) == {"all": 1.0}
