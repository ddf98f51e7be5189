"""A change of the synonyms counts without a restart; a broken file keeps the old ones and says so."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from models.segment import Segmenter
from models.synonyms import SYNONYMS
from models.understand.query import understand_query
from models.vocabulary import Vocabulary
from service.pipeline import match
from service.search_words import WatchedSearchWords
from tests.builders import ASOF, a_posting
from tests.service.exact_side import make_town

HEADING = "words\talso\tnote\tsource\n"


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watched(folder: Path, clock: Clock) -> WatchedSearchWords:
    return WatchedSearchWords(folder, clock=clock)


def test_an_added_synonym_finds_a_posting_that_it_did_not_find_before(
    tmp_path: Path, clock: Clock, vocabulary: Vocabulary, segmenter: Segmenter
) -> None:
    postings = [a_posting(id="p-cotton", title="棉胎加工", description="做棉被", requirements="")]
    town = make_town(vocabulary, segmenter, postings)
    words = watched(tmp_path, clock)

    def lexical_reasons() -> list[str]:
        query = understand_query("弹旧絮", vocabulary, side="postings", asof=ASOF)
        answer = match(query, **town.for_match("postings"), top_k=5, search_words=words.current())
        return [r.text for result in answer.results for r in result.reasons if r.code == "synonyms"]

    assert lexical_reasons() == []
    (tmp_path / SYNONYMS).write_text(HEADING + "弹旧絮|棉被\t\t\t本县\n", "utf-8")
    clock.seconds += 1.5
    assert "棉被" in lexical_reasons()[0]


def test_a_file_is_looked_at_once_a_second_at_most(tmp_path: Path, clock: Clock) -> None:
    words = watched(tmp_path, clock)
    assert words.current().expanded("弹旧絮") == ()
    (tmp_path / SYNONYMS).write_text(HEADING + "弹旧絮|棉胎加工\t\t\t本县\n", "utf-8")
    clock.seconds += 0.5
    assert words.current().expanded("弹旧絮") == ()
    clock.seconds += 0.6
    assert words.current().expanded("弹旧絮") == ("棉胎加工",)


def test_a_file_that_is_taken_away_counts_no_more(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / SYNONYMS).write_text(HEADING + "弹旧絮|棉胎加工\t\t\t本县\n", "utf-8")
    words = watched(tmp_path, clock)
    assert words.current().expanded("弹旧絮") == ("棉胎加工",)
    (tmp_path / SYNONYMS).unlink()
    clock.seconds += 1.5
    assert words.current().expanded("弹旧絮") == ()


def test_a_broken_file_keeps_the_old_words_and_names_the_line(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / SYNONYMS).write_text(HEADING + "弹旧絮|棉胎加工\t\t\t本县\n", "utf-8")
    words = watched(tmp_path, clock)
    words.current()
    (tmp_path / SYNONYMS).write_text(HEADING + "弹旧絮|棉胎加工\t\t\t本县\n弹\t\t\t\n", "utf-8")
    clock.seconds += 1.5
    with caplog.at_level(logging.WARNING):
        assert words.current().expanded("弹旧絮") == ("棉胎加工",)
    assert "第3行" in words.problem
    assert "第3行" in caplog.text
    (tmp_path / SYNONYMS).write_text(HEADING + "弹旧絮|棉胎加工|打棉絮\t\t\t本县\n", "utf-8")
    clock.seconds += 1.5
    assert words.current().expanded("弹旧絮") == ("棉胎加工", "打棉絮")
    assert words.problem == ""
