"""Turn a judged set into the figures that the product would have with one of its parts taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from indexer.side import Side
from service.asker import Asker, understand
from service.evaluation.judged_figures import figures_of
from service.evaluation.judged_run import TOP_K, Asked, ask_queries, ask_seekers
from service.evaluation.judged_set import Grades, JudgedSet
from service.evaluation.serving import Served
from service.matching.priority import load_priority
from service.matching.weights import load_weights
from service.pipeline import arrange, candidates, gates, order
from service.recall import Mask

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Stage:
    """What one query is answered from: the side, the asker, and the rows that rules leave."""

    served: Served
    side: Side
    asker: Asker
    allowed: Mask


Answer = Callable[[Stage], list[str]]


def dense_only(stage: Stage) -> list[str]:
    """Return what the vectors alone rank first, inside the rules."""
    if stage.asker.vector is None:
        return []
    rows, _ = stage.side.dense(stage.asker.vector, top_k=TOP_K, allowed=stage.allowed)
    return [stage.side.ids[row] for row in rows.tolist()]


def lexical_only(stage: Stage) -> list[str]:
    """Return what the words alone rank first, inside the rules."""
    rows, _ = stage.side.lexical(stage.asker.tokens, top_k=TOP_K, allowed=stage.allowed)
    return [stage.side.ids[row] for row in rows.tolist()]


def no_occupation_recall(stage: Stage) -> list[str]:
    """Return the product's answer when occupation codes find no candidates; they still rank what is found."""
    asker = replace(stage.asker, occupations=np.zeros_like(stage.asker.occupations), near=None)
    return _answer(stage, asker, stage.allowed)


def no_rules(stage: Stage) -> list[str]:
    """Return what would be shown if nothing were kept out."""
    return _answer(stage, stage.asker, stage.side.alive)


ABLATIONS: Mapping[str, Answer] = {
    "dense_only": dense_only,
    "lexical_only": lexical_only,
    "no_occupation_recall": no_occupation_recall,
    "no_rules": no_rules,
}


def measure_ablations(judged: JudgedSet, served: Served, *, progress: Progress) -> dict[str, Any]:
    """Return for each ablation the figures of both sides and how often something graded -1 would be shown."""
    resources = served.resources
    sides: dict[str, tuple[Mapping[str, Asked], Grades]] = {}
    if judged.query_grades:
        sides["queries"] = (ask_queries(judged, resources), judged.query_grades)
    if judged.seeker_grades:
        sides["seekers"] = (ask_seekers(judged, resources), judged.seeker_grades)
    rankings: dict[str, dict[str, dict[str, list[str]]]] = {name: {side: {} for side in sides} for name in ABLATIONS}
    n_done, n_all = 0, sum(len(asked) for asked, _ in sides.values())
    for side, (asked_by_id, _) in sides.items():
        for key, asked in asked_by_id.items():
            stage = _stage(served, asked)
            for name, answer in ABLATIONS.items():
                rankings[name][side][key] = answer(stage)
            n_done += 1
            progress("去掉一部分", n_done, n_all)
    return {
        name: ablation_figures({side: (by_side[side], grades) for side, (_, grades) in sides.items()})
        for name, by_side in rankings.items()
    }


def ablation_figures(sides: Mapping[str, tuple[Mapping[str, list[str]], Grades]]) -> dict[str, Any]:
    """Return the figures of each side's rankings and the number of -1 in them."""
    found: dict[str, Any] = {}
    n_bad = 0
    for side, (rankings, grades) in sides.items():
        bad = sum(grades[key].get(posting, 0) < 0 for key, ids in rankings.items() for posting in ids[:TOP_K])
        found[side] = {**figures_of(rankings, grades).as_dict(), "violations": bad}
        n_bad += bad
    return {**found, "violations": n_bad}


def _stage(served: Served, asked: Asked) -> Stage:
    resources = served.resources
    side = resources.index.current().postings
    words = resources.search_words.current()
    asker = understand(asked.query, resources.vocabulary, resources.encoder, resources.segmenter, words)
    screening = gates(side, asker, "postings", resources.clock.today())
    return Stage(served, side, asker, screening.allowed() & side.alive)


def _answer(stage: Stage, asker: Asker, allowed: Mask) -> list[str]:
    side, resources = stage.side, stage.served.resources
    weights = load_weights()
    found = candidates(side, asker, allowed, weights)
    fit, ranked = order(side, stage.asker, found, "postings", resources.clock.today(), weights)
    page, _ = arrange(
        side, stage.asker, found, fit, ranked, "postings", resources.store.postings, load_priority(), 0, TOP_K
    )
    return [item.record.id for item in page]
