from __future__ import annotations

from pathlib import Path

import pytest

from service.evaluation.judged_set import Topic, read_judged_set
from service.evaluation.misuse import Misuse
from tests.service.evaluation.judged_folder import judged_folder


def test_a_folder_is_read_with_headings_and_its_topics(tmp_path: Path) -> None:
    folder = judged_folder(tmp_path)
    (folder / "topics.tsv").write_text("id\tgroup\tcounty_code\nq1\t保安保洁\t520304\t远\n", encoding="utf-8")
    judged = read_judged_set(folder)
    assert judged.queries == {"q1": "当保安，不上夜班"}
    assert judged.query_grades == {"q1": {"day": 3, "night": -1, "cook": 0, "expired": -1}}
    assert judged.topics == {"q1": Topic("保安保洁", "520304")}
    assert list(judged.seekers) == ["s1"]
    assert judged.n_unknown_postings == 0


def test_a_graded_posting_that_is_not_there_is_counted(tmp_path: Path) -> None:
    folder = judged_folder(tmp_path)
    with (folder / "qrels_queries.tsv").open("a", encoding="utf-8") as file:
        file.write("q1\tgone\t2\n")
    assert read_judged_set(folder).n_unknown_postings == 1


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("qrels_queries.tsv", "q9\tday\t3\n", "q9"),
        ("qrels_jobs.tsv", "s9\tday\t3\n", r"seekers\.jsonl"),
        ("qrels_queries.tsv", "q1\tday\t4\n", "等级是 4"),
        ("postings.jsonl", "{不是\n", "第1行"),
        ("topics.tsv", "q1\n", "第1行"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, file: str, content: str, said: str) -> None:
    folder = judged_folder(tmp_path)
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(Misuse, match=said):
        read_judged_set(folder)


def test_a_folder_without_judgements_says_which_file_is_missing(tmp_path: Path) -> None:
    folder = judged_folder(tmp_path)
    (folder / "qrels_queries.tsv").unlink()
    (folder / "qrels_jobs.tsv").unlink()
    with pytest.raises(Misuse, match=r"qrels_queries\.tsv"):
        read_judged_set(folder)
    with pytest.raises(Misuse, match="不是文件夹"):
        read_judged_set(folder / "nowhere")


def test_a_line_that_is_no_posting_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    folder = judged_folder(tmp_path)
    with (folder / "postings.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "odd", "title": "保安", "wages": "3000"}\n')
    judged = read_judged_set(folder)
    assert "odd" not in judged.postings
    assert "wages" in judged.unreadable[0]


def test_sets_side_by_side_share_the_postings_of_the_folder_above(tmp_path: Path) -> None:
    folder = judged_folder(tmp_path / "set")
    (folder / "postings.jsonl").rename(tmp_path / "postings.jsonl")
    judged = read_judged_set(folder)
    assert set(judged.postings) == {"day", "night", "cook", "expired"}
    assert [path.parent for path in judged.files] == [tmp_path, folder]
