"""A bureau's table of synonyms widens what a question searches for; a wrong line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.data_files import DATA, DataTableError
from models.synonyms import EMPTY_WORDS, SYNONYMS, load_search_words
from models.vocabulary import load_vocabulary

HEADING = "words\talso\tnote\tsource\n"


def an_overlay(tmp_path: Path, text: str, name: str = SYNONYMS) -> Path:
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_each_word_of_a_row_searches_for_the_others_and_for_the_finer_work(tmp_path: Path) -> None:
    words = load_search_words(an_overlay(tmp_path, HEADING + "弹棉花|打棉絮\t棉胎加工\t\t本县\n"))
    assert words.expanded("找弹棉花的活") == ("打棉絮", "棉胎加工")
    assert words.expanded("会打棉絮") == ("弹棉花", "棉胎加工")
    assert words.expanded("棉胎加工") == ()


def test_the_longer_of_two_overlapping_words_counts(tmp_path: Path) -> None:
    text = HEADING + "弹棉花|打棉絮\t\t\t本县\n弹棉花被|缝棉被\t\t\t本县\n"
    words = load_search_words(an_overlay(tmp_path, text))
    assert words.expanded("弹棉花被") == ("缝棉被",)


def test_what_the_text_says_already_is_not_added(tmp_path: Path) -> None:
    words = load_search_words(an_overlay(tmp_path, HEADING + "弹棉花|打棉絮\t\t\t本县\n"))
    assert words.expanded("弹棉花，打棉絮") == ()


def test_an_overlay_row_of_the_same_words_replaces_ours(tmp_path: Path) -> None:
    ours = load_search_words()
    first = next(line for line in (DATA / SYNONYMS).read_text("utf-8").splitlines() if "\t" in line and "|" in line)
    changed = load_search_words(an_overlay(tmp_path, HEADING + first.split("\t")[0] + "\t弹棉花\t\t本县\n"))
    assert changed.n_groups == ours.n_groups
    assert "弹棉花" in changed.expanded(first.split("|")[0])


def test_full_width_bars_and_letters_are_read_as_people_type_them(tmp_path: Path) -> None:
    words = load_search_words(an_overlay(tmp_path, HEADING + "ＣＮＣ改机｜改数控机\t\t\t本县\n"))
    assert words.expanded("cnc改机") == ("改数控机",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("弹棉花\t\t\t本县", "第2行"),
        ("弹|打棉絮\t\t\t本县", "只有一个字"),
        ("弹棉花|打棉絮\t\t\t本县\t多\t了", "第2行有6格"),
        ("\t棉胎\t\t本县", "第2行"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(DataTableError, match=said):
        load_search_words(an_overlay(tmp_path, HEADING + line + "\n"))


def test_a_missing_heading_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataTableError, match="第1行应为表头"):
        load_search_words(an_overlay(tmp_path, "弹棉花|打棉絮\n"))


def test_an_empty_word_of_an_unknown_use_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataTableError, match="第2行的 not_for"):
        load_search_words(an_overlay(tmp_path, "word\tnot_for\tsource\n喂\tall\t本县\n", EMPTY_WORDS))


def test_a_word_that_is_not_searched_with_is_no_reason_either() -> None:
    words = load_search_words()
    assert words.silent < words.dull


def test_our_table_adds_words_that_are_no_occupation_names_yet() -> None:
    words = load_search_words()
    assert words.n_groups >= 150
    known = {row.words for row in load_vocabulary().colloquial}
    rows = [line for line in (DATA / SYNONYMS).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert [row for row in rows[1:] if set(row.split("\t")[0].split("|")) <= known] == []
