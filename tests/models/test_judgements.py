from __future__ import annotations

from pathlib import Path

import pytest

from models.judgements import read_qrels, read_texts


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "corpus.tsv"
    path.write_text("a\t砌砖\nb 没有制表符\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"corpus\.tsv”第2行"):
        read_texts(path)
    path.write_text("a\t砌砖\na\t抹灰\n", encoding="utf-8")
    with pytest.raises(ValueError, match="重复"):
        read_texts(path)


@pytest.mark.parametrize("line", ["q1 a", "q1 0 a 高", "q1 0 a 1 2", "q1"])
def test_a_judgement_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text(f"q1 0 a 1\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="第2行"):
        read_qrels(path)


def test_judgements_are_read_with_and_without_the_empty_column(tmp_path: Path) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text("q1 0 a 3\nq1\tb\t-1\n", encoding="utf-8")
    assert read_qrels(path) == {"q1": {"a": 3, "b": -1}}


@pytest.mark.parametrize("heading", ["qid\ttext", "id\ttitle", "编号\t文本"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_heading_a_byte_order_mark_and_either_line_ending_are_no_texts(
    tmp_path: Path, heading: str, ending: str
) -> None:
    path = tmp_path / "queries.tsv"
    path.write_bytes(("\ufeff" + ending.join([heading, "q1\t砌砖工", "", "q2\t抹灰 工"]) + ending).encode())
    assert read_texts(path) == {"q1": "砌砖工", "q2": "抹灰 工"}


def test_a_first_line_that_is_no_heading_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "corpus.tsv"
    path.write_text("d1\ttext\nd2\t标题\n", encoding="utf-8")
    assert read_texts(path) == {"d1": "text", "d2": "标题"}


def test_a_file_saved_by_an_older_office_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "corpus.tsv"
    path.write_bytes("a\t砌筑工\n".encode("gb18030"))
    assert read_texts(path) == {"a": "砌筑工"}


@pytest.mark.parametrize("heading", ["query-id\tcorpus-id\tscore", "q_id iter doc_id relevance", "查询\t文档\t等级"])
def test_a_heading_of_judgements_is_skipped(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_bytes(f"\ufeff{heading}\r\nq1\ta\t2\r\nq1 0 b 1.0\r\n".encode())
    assert read_qrels(path) == {"q1": {"a": 2, "b": 1}}


def test_two_grades_of_one_pair_must_agree(tmp_path: Path) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text("q1 0 a 1\nq1 0 a 1\nq1 0 a 2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="第3行"):
        read_qrels(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"没有这个文件\.tsv"):
        read_texts(tmp_path / "没有这个文件.tsv")
