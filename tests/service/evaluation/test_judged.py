from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from models.occupation_space import EncoderOccupationSpace
from service.evaluation.ablations import ABLATIONS, measure_ablations
from service.evaluation.judged import Judged, measure_judged
from service.evaluation.judged_run import Run, ask_queries
from service.evaluation.judged_set import JudgedSet, read_judged_set
from service.evaluation.serving import Served, serve
from service.evaluation.violations import Recheck, shown_against_grade, shown_against_rule
from service.settings import Settings
from tests.service.evaluation.judged_folder import ASOF, judged_folder

SETTINGS = Settings(asof=date.fromisoformat(ASOF))


def quiet(label: str, done: int, total: int | None) -> None:
    return None


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> JudgedSet:
    return read_judged_set(judged_folder(tmp_path_factory.mktemp("judged")))


@pytest.fixture(scope="module")
def served(judged: JudgedSet, space: EncoderOccupationSpace) -> Iterator[Served]:
    with serve(judged, SETTINGS, space=space) as opened:
        yield opened


@pytest.fixture(scope="module")
def measured(judged: JudgedSet, served: Served) -> Judged:
    return measure_judged(judged, served, progress=quiet)


@pytest.fixture(scope="module")
def ablations(judged: JudgedSet, served: Served) -> dict[str, Any]:
    return measure_ablations(judged, served, progress=quiet)


def test_both_sides_are_measured_beside_the_baseline(measured: Judged) -> None:
    for side in measured.sides.values():
        assert side.figures.ndcg_at_10 == pytest.approx(1.0)
        assert side.figures.mean_reciprocal_rank == 1.0
        assert side.above_tfidf == pytest.approx(1.0 - (side.tfidf.ndcg_at_10 or 0.0))
        assert list(side.by_group) == ["4 社会生产服务和生活服务人员"]
    assert list(measured.sides["seekers"].by_county) == ["播州区"]
    assert list(measured.sides["queries"].by_county) == ["未说"]


def test_what_an_import_returned_is_not_served_and_never_shown(measured: Judged) -> None:
    assert measured.imported["postings"] == {"rows": 4, "accepted": 3, "review": 0, "rejected": 1}
    for run in measured.runs.values():
        for ranking in run.rankings.values():
            assert "expired" not in ranking


def test_nothing_that_must_not_be_shown_is_shown(measured: Judged) -> None:
    assert (measured.n_violations, measured.n_rule_violations) == (0, 0)


def test_without_the_rules_the_night_shift_is_shown_and_counted(ablations: dict[str, Any]) -> None:
    assert ablations["no_rules"]["violations"] == 2
    assert {name: ablations[name]["violations"] for name in ABLATIONS if name != "no_rules"} == {
        "dense_only": 0,
        "lexical_only": 0,
        "no_occupation_recall": 0,
    }


def test_a_gate_that_lets_the_night_shift_through_is_caught_twice(judged: JudgedSet, served: Served) -> None:
    resources = served.resources
    recheck = Recheck(
        served.postings,
        resources.vocabulary,
        asof=date.fromisoformat(ASOF),
        occupation_space=resources.occupation_space,
    )
    leaky = Run(ask_queries(judged, resources), {"q1": ["day", "night"]})
    titles = {posting.id: posting.title for posting in judged.postings.values()}
    by_grade = shown_against_grade(leaky, judged.query_grades, recheck, titles)
    by_rule = shown_against_rule(leaky, recheck, titles)
    assert by_grade == by_rule
    assert [(v.asked, v.posting, v.rank, v.title, v.verdicts["limit_night"]) for v in by_rule] == [
        ("q1", "night", 2, "保安", "fail")
    ]


def test_a_dictionary_can_be_taken_away(judged: JudgedSet, space: EncoderOccupationSpace) -> None:
    with serve(judged, SETTINGS, space=space, dictionary=False) as bare:
        words = bare.resources.vocabulary
        assert words.occupation_names.exact("保安") is None
        assert measure_judged(judged, bare, progress=quiet).n_violations == 0
