"""From a judged folder to a weights file that ranking reads."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from models.occupation_space import EncoderOccupationSpace
from service.evaluation.judged_set import read_judged_set
from service.evaluation.serving import serve
from service.learning.examples import read_reversed
from service.learning.train import learn, train
from service.learning.weights_file import as_table, file_text
from service.matching.features import FEATURES
from service.matching.weights import DEFAULT_WEIGHTS, SEARCHES, load_weights
from service.matching.wording import FEATURE_NAMES, SEARCH_NAMES
from service.settings import Settings
from tests.service.evaluation.judged_folder import ASOF, PERSON, judged_folder, write_lines
from tests.service.learning.topics import a_topic


def test_a_judged_folder_becomes_weights_that_ranking_can_load(tmp_path: Path, space: EncoderOccupationSpace) -> None:
    judged = read_judged_set(judged_folder(tmp_path / "judged"))
    default = load_weights(DEFAULT_WEIGHTS)
    said: list[str] = []
    with serve(judged, Settings(asof=date.fromisoformat(ASOF)), space=space) as served:
        found = train(judged, served, default, say=said.append)
    (tmp_path / "weights.toml").write_text(file_text(found.weights, found.learned), "utf-8")
    loaded = load_weights(tmp_path / "weights.toml")
    assert sum(loaded.postings.values()) == pytest.approx(sum(default.postings.values()), abs=0.2)
    assert "n_query = 1\nn_seeker = 1\nn_judgments = 8\n" in (tmp_path / "weights.toml").read_text("utf-8")
    assert any("cross_validated" in line for line in said)


def test_a_set_without_anything_good_is_refused_in_words(tmp_path: Path, space: EncoderOccupationSpace) -> None:
    folder = judged_folder(tmp_path / "judged")
    for name in ("qrels_queries.tsv", "qrels_jobs.tsv"):
        (folder / name).write_text((folder / name).read_text("utf-8").replace("day\t3", "day\t0"), "utf-8")
    judged = read_judged_set(folder)
    with (
        serve(judged, Settings(asof=date.fromisoformat(ASOF)), space=space) as served,
        pytest.raises(ValueError, match="学不了权重"),
    ):
        train(judged, served, load_weights(DEFAULT_WEIGHTS), say=lambda _: None)


def test_every_feature_and_search_has_a_name_in_the_file() -> None:
    assert set(FEATURE_NAMES) == set(FEATURES)
    assert set(SEARCH_NAMES) == set(SEARCHES)


def test_learned_weights_keep_the_scale_of_the_default() -> None:
    table = as_table(np.array([0.25, 0.75]), {"place": 3.0, "pay": 1.0}, ("place", "pay"))
    assert table == {"place": 1.0, "pay": 3.0}


def test_weights_and_defaults_name_the_same_things() -> None:
    names = [
        {field.name: sorted(getattr(weights, field.name)) for field in dataclasses.fields(weights)}
        for weights in (load_weights(), load_weights(DEFAULT_WEIGHTS))
    ]
    assert names[0] == names[1]


def test_what_graders_were_not_asked_of_keeps_its_share() -> None:
    default = load_weights(DEFAULT_WEIGHTS).vector("postings")
    values = np.zeros((2, len(FEATURES)))
    values[1, FEATURES.index("freshness")] = 1  # the worse posting is the newer one
    values[0, FEATURES.index("place")] = 1
    learned = learn([a_topic("q", values.tolist(), [3, 0])], default)
    place, freshness = FEATURES.index("place"), FEATURES.index("freshness")
    assert learned[place] > default[place]
    assert learned[freshness] / learned[FEATURES.index("age")] == pytest.approx(0.4 / 0.6)


def test_grades_read_the_other_way_round_rank_people_for_a_posting(
    tmp_path: Path, space: EncoderOccupationSpace
) -> None:
    folder = judged_folder(tmp_path / "judged")
    cook = PERSON | {"id": "s2", "desired_jobs_text": "厨师", "skills_text": "炒菜", "schedule_text": ""}
    write_lines(folder / "seekers.jsonl", [PERSON, cook])
    with (folder / "qrels_jobs.tsv").open("a", encoding="utf-8") as file:
        file.write("s2\tcook\t3\ns2\tday\t0\n")
    judged = read_judged_set(folder)
    with serve(judged, Settings(asof=date.fromisoformat(ASOF)), space=space) as served:
        turned = read_reversed(judged, served, load_weights(DEFAULT_WEIGHTS))
    assert {topic.id: dict(topic.grades) for topic in turned} == {
        "cook": {"s1": 0, "s2": 3},
        "day": {"s1": 3, "s2": 0},
    }
    assert [(topic.id, topic.kind, topic.ids[0]) for topic in turned] == [
        ("cook", "posting", "s2"),
        ("day", "posting", "s1"),
    ]
