from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models.card import ModelCard, Vectors
from models.evaluate import evaluate_linking, evaluate_retrieval, rank_by_encoder, read_titles


class SpelledOut:
    """Encodes "x y" as the vector (x, y), so that every similarity can be read off."""

    card = ModelCard(name="spelled", dim=2, sha256="0")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.array([[float(part) for part in text.split()] for text in texts], dtype=np.float32).reshape(-1, 2)

    encode_queries = encode_passages


def test_documents_are_ranked_by_cosine_and_ties_by_id() -> None:
    corpus = {"far": "0 1", "b": "1 0", "a": "1 0", "mid": "0.6 0.8"}
    assert rank_by_encoder(SpelledOut(), {"q": "1 0"}, corpus) == {"q": ["a", "b", "mid", "far"]}
    assert rank_by_encoder(SpelledOut(), {"q": "1 0"}, corpus, top_k=1) == {"q": ["a"]}


def test_a_test_collection_is_measured_from_its_files(tmp_path: Path) -> None:
    (tmp_path / "queries.tsv").write_text("q1\t1 0\nq2\t0 1\n", encoding="utf-8")
    (tmp_path / "corpus.tsv").write_text("a\t1 0\nb\t0.6 0.8\n\n", encoding="utf-8")
    (tmp_path / "qrels.txt").write_text("q1 0 a 3\nq2 0 a 1\n", encoding="utf-8")
    figures = evaluate_retrieval(
        SpelledOut(), tmp_path / "queries.tsv", tmp_path / "corpus.tsv", tmp_path / "qrels.txt"
    )
    assert figures.mean_reciprocal_rank == pytest.approx((1 + 1 / 2) / 2)
    assert figures.ndcg_at_10 == pytest.approx((1 + 1 / math.log2(3)) / 2)


def test_linking_counts_the_right_code_among_the_first() -> None:
    answers = {"砌墙": ["6-29-01-01"], "会计": ["4-01-02-04", "2-06-03-00"], "怪": []}
    titles = [("砌墙", "6-29-01-01"), ("会计", "2-06-03-00"), ("怪", "6-29-01-01")]
    figures = evaluate_linking(titles, lambda title: answers[title])
    assert figures.n_titles == 3
    assert figures.accuracy == {1: pytest.approx(1 / 3), 10: pytest.approx(2 / 3)}


@pytest.mark.parametrize(
    ("expected", "right"),
    [("6-29-01-01", True), ("6-29-01-00", True), ("6-00-00-00", True), ("6-29-01-02", False), ("6-30-00-00", False)],
)
def test_an_expected_group_accepts_what_lies_under_it(expected: str, right: bool) -> None:
    figures = evaluate_linking([("砌墙", expected)], lambda _: ["6-29-01-01"], cuts=(1,))
    assert figures.accuracy[1] == float(right)


def test_titles_are_read_by_column_name(tmp_path: Path) -> None:
    path = tmp_path / "titles.csv"
    path.write_text("\ufeffjob_name,expected_code,expected_name\n技术编辑,2-10-02-03,技术编辑\n", encoding="utf-8")
    assert read_titles(path) == [("技术编辑", "2-10-02-03")]
    path.write_text("title,code\n技术编辑,2-10-02-03\n", encoding="utf-8")
    with pytest.raises(ValueError, match="expected_code、job_name"):
        read_titles(path)
