from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from models.corpus import (
    KINDS,
    Patterns,
    Subject,
    Template,
    load_patterns,
    load_subjects,
    own_words,
    split_tasks,
    vary,
    write_texts,
)
from models.data_files import DataFiles
from models.encoder import BUNDLED
from models.fitting import Recipe
from models.segment import Segmenter
from models.static_encoder import PAIR, UNKNOWN, StaticEncoder, fingerprint_of, write_static_model
from models.train import build_card, choose_tokens, fold_parts, main, train
from models.vocabulary import load_vocabulary

TINY = Recipe(seed=5, dim=16, steps=60, batch=32, min_count=1, max_rows=400, n_threads=1, spread=0.05)


def a_subject(code: str, *names: str, skills: tuple[str, ...], rivals: tuple[str, ...] = ()) -> Subject:
    return Subject(code, names, {"skill": skills, "says": (f"做过{names[0]}",)}, rivals=rivals)


SUBJECTS = [
    a_subject("a", "砌筑工", "泥水匠", skills=("砌墙", "勾缝"), rivals=("b",)),
    a_subject("b", "抹灰工", "粉墙师傅", skills=("粉墙", "刮糙"), rivals=("a",)),
    a_subject("c", "烤酒工", "制酒工", skills=("上甑", "摊晾")),
    a_subject("d", "保姆", "住家阿姨", skills=("煮饭", "带娃")),
]


@pytest.fixture(scope="module")
def patterns() -> Patterns:
    return load_patterns(DataFiles())


@pytest.fixture(scope="module")
def subjects() -> list[Subject]:
    return load_subjects(load_vocabulary(), DataFiles())


def test_the_same_seed_writes_the_same_file(tmp_path: Path, patterns: Patterns) -> None:
    prints = []
    for name in ("one", "two"):
        tokens, table, words = train(SUBJECTS, patterns, TINY)
        write_static_model(tmp_path / name, build_card(TINY, SUBJECTS), tokens, table, words)
        prints.append(fingerprint_of(tmp_path / name))
    assert prints[0] == prints[1]


def test_another_seed_writes_another_file(patterns: Patterns) -> None:
    one = train(SUBJECTS, patterns, TINY)[1]
    other = train(SUBJECTS, patterns, Recipe(**{**vars(TINY), "seed": 6}))[1]
    assert one.shape != other.shape or not np.array_equal(one, other)


def test_training_brings_the_words_of_one_kind_of_work_together(tmp_path: Path, patterns: Patterns) -> None:
    tokens, table, words = train(SUBJECTS, patterns, TINY)
    write_static_model(tmp_path, build_card(TINY, SUBJECTS), tokens, table, words)
    encoder = StaticEncoder.load(tmp_path)
    asked = encoder.encode_queries(["泥水匠", "粉墙师傅", "制酒工", "住家阿姨"])
    passages = encoder.encode_passages(["砌墙勾缝", "粉墙刮糙", "上甑摊晾", "煮饭带娃"])
    assert (asked @ passages.T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_a_folded_word_is_its_own_row_and_those_of_its_parts() -> None:
    tokens = [UNKNOWN, "砌砖", "砌", "砖", PAIR + "砌砖", "工"]
    table = np.array([[9, 9], [1, 0], [0, 1], [2, 0], [0, 4], [5, 5]], dtype=np.float32)
    folded = fold_parts(tokens, table)
    assert folded[1].tolist() == [1 + 0 + 2 + 0, 0 + 1 + 0 + 4]
    assert folded[0].tolist() == [0, 0]
    assert np.array_equal(folded[2:], table[2:])


def test_tokens_are_kept_by_how_many_texts_they_stand_in() -> None:
    written = [["砌砖", "砌砖", "200"], ["砌砖"], ["抹灰"]]
    assert choose_tokens(written, 2, 10) == [UNKNOWN, "##砌砖", "砌", "砌砖", "砖"]
    assert choose_tokens(written, 1, 3) == [UNKNOWN, "##砌砖", "砌"]
    assert "200" not in choose_tokens(written, 1, 100)


def test_every_kind_of_work_is_written_about_under_each_of_its_names(patterns: Patterns) -> None:
    plain = Patterns(patterns.templates, patterns.noise)
    texts = list(write_texts(SUBJECTS[0], plain, dict.fromkeys(KINDS, 3), Random(1)))
    assert {text.kind for text in texts} == set(KINDS)
    assert {text.name for text in texts} == {"砌筑工", "泥水匠", ""}
    assert all(text.name in text.text for text in texts)
    assert not any("{" in text.text for text in texts)


def test_a_name_is_at_times_said_with_another_word_of_the_same_meaning_or_with_a_rank() -> None:
    known = {"销售": ("营销",), "销售员": ("业务员",)}
    patterns = Patterns(dict.fromkeys(KINDS, ()), {}, known, ("高级",))
    random = Random(3)
    said = {vary("汽车销售员", patterns, random) for _ in range(300)}
    assert said == {"汽车销售员", "汽车业务员", "高级汽车销售员", "高级汽车业务员"}
    assert {vary("砌筑工", Patterns(patterns.templates, {}), random) for _ in range(50)} == {"砌筑工"}


def test_titles_are_pulled_to_the_unit_they_lie_under_and_told_apart_from_names_like_them(
    subjects: list[Subject],
) -> None:
    by_code = {subject.code: subject for subject in subjects}
    nurses = by_code["title:护士"]
    assert nurses.kin
    assert set(nurses.kin) <= nurses.neutral
    assert "title:网络工程师" in by_code["title:网络营销专员"].rivals


def test_no_group_of_titles_says_a_name_twice_and_every_name_of_a_confusion_is_known(subjects: list[Subject]) -> None:
    files = DataFiles()
    for row in files.rows("training_titles.tsv", ("titles",)):
        titles = row["titles"].split("|")
        assert len(titles) == len(set(titles))
    known = {name for subject in subjects for name in subject.names}
    for row in files.rows("training_confusions.tsv", ("names",)):
        assert set(row["names"].split("|")) <= known


def test_a_pattern_that_cannot_be_filled_is_not_used() -> None:
    patterns = Patterns(
        {"query": (Template("持{certificate}", 9, ("certificate",)), Template("找{title}", 1, ("title",)))}
        | {kind: () for kind in KINDS if kind != "query"},
        {},
    )
    texts = [text.text for text in write_texts(SUBJECTS[3], patterns, dict.fromkeys(KINDS, 2), Random(1))]
    assert set(texts) == {"找保姆", "找住家阿姨"}


def test_duties_lose_their_numbers() -> None:
    assert split_tasks("1.砌砖 2.养护墙体，清理 3.填写记录。") == ["砌砖", "养护墙体，清理", "填写记录"]


def test_every_table_names_occupations_that_exist(subjects: list[Subject]) -> None:
    files = DataFiles()
    names = {subject.names[0] for subject in subjects}
    for table, key in (
        ("training_majors.tsv", "majors"),
        ("training_trades.tsv", "name"),
        ("training_titles.tsv", "titles"),
    ):
        for row in files.rows(table, (key,)):
            assert [name for name in row["occupations"].split("|") if name and name not in names] == []


def test_every_slot_of_a_pattern_is_one_that_something_fills(subjects: list[Subject], patterns: Patterns) -> None:
    filled = {"title", *patterns.noise}.union(*(subject.stock for subject in subjects))
    for templates in patterns.templates.values():
        for template in templates:
            assert set(template.slots) <= filled


def test_near_and_same_named_work_is_never_pushed_apart(subjects: list[Subject]) -> None:
    by_code = {subject.code: subject for subject in subjects}
    mason = by_code["6-29-01-01"]
    for code in mason.neutral:
        assert code in by_code
        assert code != mason.code
    trade = by_code["trade:月嫂"]
    assert "4-10-01-06" in trade.neutral


def test_the_bundled_model_was_trained_with_the_words_of_the_tables(subjects: list[Subject]) -> None:
    words = (BUNDLED / "words.txt").read_text("utf-8").split()
    ours = own_words(subjects, Recipe().longest_word)
    assert Segmenter(words).cut("会砌墙勾缝") == Segmenter(ours).cut("会砌墙勾缝")


def test_without_torch_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    assert main(["--out", str(tmp_path)]) == 2
    assert "pip install 'zunpei[train]'" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
