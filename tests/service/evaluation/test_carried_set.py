"""The judged set that the project carries: large enough, mostly of working hands, its held-out third apart."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from models.judgements import read_qrels, read_texts
from models.vocabulary import Vocabulary
from service.evaluation.canonical import Canon
from service.evaluation.judged_set import JudgedSet, read_judged_set
from tests.builders import ASOF

CARRIED = Path(__file__).parents[3] / "judged"
PARTS = ("tuning", "heldout")
DESK_WORK = frozenset({"办公", "教卫"})


@pytest.fixture(scope="module")
def sets() -> dict[str, JudgedSet]:
    return {part: read_judged_set(CARRIED / part) for part in PARTS}


def utterances(part: str) -> list[dict[str, Any]]:
    files = [CARRIED / part / name for name in ("utterances.jsonl", "utterances_hard.jsonl")]
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_there_is_enough_to_measure_by(sets: dict[str, JudgedSet]) -> None:
    assert sum(len(utterances(part)) for part in PARTS) >= 120
    assert sum(len(judged.query_grades) for judged in sets.values()) >= 80
    assert sum(len(judged.seeker_grades) for judged in sets.values()) >= 60


def test_nothing_held_out_stands_in_the_part_that_tunes(sets: dict[str, JudgedSet]) -> None:
    tuning, held_out = sets["tuning"], sets["heldout"]
    assert not set(tuning.queries.values()) & set(held_out.queries.values())
    assert not tuning.seekers.keys() & held_out.seekers.keys()
    assert not {u["text"] for u in utterances("tuning")} & {u["text"] for u in utterances("heldout")}


@pytest.mark.parametrize("of", ["queries", "seekers", "utterances"])
def test_about_a_third_is_held_out(sets: dict[str, JudgedSet], of: str) -> None:
    sizes = {
        "queries": {part: len(judged.queries) for part, judged in sets.items()},
        "seekers": {part: len(judged.seekers) for part, judged in sets.items()},
        "utterances": {part: len(utterances(part)) for part in PARTS},
    }[of]
    assert 0.28 <= sizes["heldout"] / sum(sizes.values()) <= 0.4


def test_what_is_held_out_is_decided_by_its_number_and_not_by_what_it_says(sets: dict[str, JudgedSet]) -> None:
    keys = {*sets["heldout"].queries, *(said["id"] for said in utterances("heldout"))}
    digests = [hashlib.sha256(f"zunpei:{key}".encode()).digest() for key in keys]
    assert all(int.from_bytes(digest, "big") % 3 == 0 for digest in digests)


def test_two_thirds_and_more_are_working_hands_in_every_county(sets: dict[str, JudgedSet]) -> None:
    topics = [topic for judged in sets.values() for topic in judged.topics.values()]
    groups = Counter(topic.group in DESK_WORK for topic in topics)
    assert groups[False] >= 2 * groups[True]
    assert len({topic.county for topic in topics if topic.county.startswith("5203")}) == 14


def test_every_grade_is_of_a_posting_and_a_topic_that_are_there(sets: dict[str, JudgedSet]) -> None:
    for judged in sets.values():
        assert judged.n_unknown_postings == 0
        assert not judged.unreadable
        assert judged.query_grades.keys() == judged.queries.keys()
        assert judged.seeker_grades.keys() == judged.seekers.keys()


@pytest.mark.parametrize("part", PARTS)
def test_every_noted_part_of_an_utterance_can_be_read(part: str, vocabulary: Vocabulary) -> None:
    canon = Canon(vocabulary, ASOF)
    for said in utterances(part):
        assert said["speaker"] in {"worker", "employer", "clerk"}
        for name in ("occupations", "pay", "settlement", "lodging", "headcount", "certificates", "schedule", "hard"):
            getattr(canon, name)(said[name])
        canon.region(said["region_code"])


@pytest.mark.parametrize("part", PARTS)
def test_related_titles_are_asked_of_one_corpus(part: str) -> None:
    folder = CARRIED / "titles"
    corpus, queries = read_texts(folder / "corpus.tsv"), read_texts(folder / f"queries_{part}.tsv")
    qrels = read_qrels(folder / f"qrels_{part}.tsv")
    assert qrels.keys() == queries.keys()
    assert {title for grades in qrels.values() for title in grades} <= corpus.keys()
