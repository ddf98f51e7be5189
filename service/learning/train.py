"""Turn a judged set and the default weights into learned weights, and measure them on topics left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.evaluation.judged_set import JudgedSet
from service.evaluation.serving import Served
from service.learning.crossval import Reached, cross_validated, measured
from service.learning.examples import Topic, read_reversed, read_topics
from service.learning.fusion import fit_fusion, worth
from service.learning.lambdamart import fit_trees, is_installed
from service.learning.pairwise import fit
from service.learning.weights_file import Learned, as_table
from service.matching.features import FEATURES
from service.matching.weights import Weights

SHARPNESS, PULL = 30.0, 0.003
"""Source: five-fold on the judged set's tuning part, sharpness 20 to 80 and pull 0.0003 to 0.1; flat around these."""
METHOD = "pairwise logistic, weights >= 0, drawn to weights_default.toml"

NOT_JUDGED = ("freshness", "headcount")
"""Features that whoever graded was not asked to weigh: their grades say nothing of them, so they keep the default."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Training:
    """Learned weights and how they were reached; `figures` hold nDCG@10 by method."""

    weights: Weights
    learned: Learned
    figures: dict[str, Reached]


def train(judged: JudgedSet, served: Served, default: Weights, *, compare: bool = False, say: Say = print) -> Training:
    """Return weights learned from all topics, with the figures of five-fold cross-validation.

    First the fusion is learned, then, from the candidates that it gives, the weights of the features for "postings",
    and from the same grades read the other way round (which of the people fits a posting best) those for "seekers".
    `compare` adds LambdaMART where installed.

    Raises:
        ValueError: no topic has anything good; a Chinese sentence.
    """
    topics = read_topics(judged, served, default)
    if not topics:
        raise ValueError("判断集里没有一道题有大于 0 的等级，学不了权重。")
    fusion = fit_fusion(topics, default.fusion)
    say(f"召回合并：{worth(topics, default.fusion):.4f} → {worth(topics, fusion):.4f}（nDCG@10 与前50召回的平均）")
    held = cross_validated(topics, lambda part: _by_fusion(part, default))
    say(f"召回合并，未见过的题目：{held.as_dict()}")
    topics = read_topics(judged, served, replace(default, fusion=fusion))
    start = default.vector("postings")
    figures = {
        "default": measured(topics, lambda topic: topic.ndcg(start)),
        "cross_validated": cross_validated(topics, lambda part: _by_weights(learn(part, start))),
    }
    if compare and is_installed():
        figures["lambdamart"] = cross_validated(topics, _by_trees)
    weights = learn(topics, start)
    figures["on_itself"] = measured(topics, lambda topic: topic.ndcg(weights))
    turned = read_reversed(judged, served, replace(default, fusion=fusion))
    back = default.vector("seekers")
    figures["default_reversed"] = measured(turned, lambda topic: topic.ndcg(back))
    figures["cross_validated_reversed"] = cross_validated(turned, lambda part: _by_weights(learn(part, back)))
    for name, reached in figures.items():
        say(f"{name}：{reached.as_dict()}")
    found = Weights(
        postings=as_table(weights, default.postings, FEATURES),
        seekers=as_table(learn(turned, back), default.seekers, FEATURES) if turned else dict(default.seekers),
        fusion=fusion,
    )
    return Training(found, _learned(judged, topics, figures), figures)


def learn(topics: Sequence[Topic], default: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of the features, adding up to 1; those of `NOT_JUDGED` keep their share."""
    silent = [FEATURES.index(name) for name in NOT_JUDGED]
    heard = []
    for topic in topics:
        values = topic.values.copy()
        values[:, silent] = 0
        heard.append(replace(topic, values=values))
    return fit(heard, default, sharpness=SHARPNESS, pull=PULL)


def _by_weights(weights: NDArray[np.float64]) -> Callable[[Topic], float]:
    return lambda topic: topic.ndcg(weights)


def _by_trees(topics: Sequence[Topic]) -> Callable[[Topic], float]:
    score = fit_trees(topics)
    return lambda topic: topic.ndcg_of(score(topic))


def _by_fusion(topics: Sequence[Topic], default: Weights) -> Callable[[Topic], float]:
    weights = fit_fusion(topics, default.fusion)
    return lambda topic: worth([topic], weights)


def _learned(judged: JudgedSet, topics: Sequence[Topic], figures: dict[str, Reached]) -> Learned:
    kept = ("default", "cross_validated", "default_reversed", "cross_validated_reversed")
    return Learned(
        folder=judged.folder.name,
        n_topics=Counter(topic.kind for topic in topics),
        n_judgments=sum(len(topic.grades) for topic in topics),
        method=METHOD,
        figures={name: figures[name].as_dict() for name in kept},
    )
