from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models.card import ModelCard, Vectors
from models.evaluate import (
    average_precision,
    dcg,
    evaluate_linking,
    evaluate_retrieval,
    ndcg,
    rank_by_encoder,
    read_qrels,
    read_texts,
    read_titles,
    recall,
    reciprocal_rank,
    score_rankings,
)

GRADES = {"a": 3, "b": 1, "c": 0, "d": 2, "x": -1}


class SpelledOut:
    """Encodes "x y" as the vector (x, y), so that every similarity can be read off."""

    card = ModelCard(name="spelled", dim=2, sha256="0")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.array([[float(part) for part in text.split()] for text in texts], dtype=np.float32).reshape(-1, 2)

    encode_queries = encode_passages


def test_gain_is_two_to_the_grade_less_one_over_the_log_of_the_rank() -> None:
    # 7/log2(2) + 1/log2(3) + 0 + 3/log2(5)
    assert dcg([3, 1, 0, 2]) == pytest.approx(7 + 1 / math.log2(3) + 3 / math.log2(5))


def test_a_grade_below_zero_gains_nothing() -> None:
    assert dcg([-1, 1]) == pytest.approx(1 / math.log2(3))


def test_ndcg_divides_by_the_best_order() -> None:
    best = 7 + 3 / math.log2(3) + 1 / 2
    assert ndcg(["b", "a", "unjudged", "d"], GRADES) == pytest.approx((1 + 7 / math.log2(3) + 3 / math.log2(5)) / best)
    assert ndcg(["a", "d", "b"], GRADES) == pytest.approx(1.0)


def test_ndcg_looks_no_further_than_its_cut_on_either_side() -> None:
    assert ndcg(["c", "a"], GRADES, top_k=1) == 0.0
    assert ndcg(["a", "b"], GRADES, top_k=1) == pytest.approx(1.0)


def test_a_query_without_anything_relevant_has_no_figures() -> None:
    nothing = {"a": 0, "b": -1}
    assert ndcg(["a"], nothing) is None
    assert recall(["a"], nothing) is None
    assert average_precision(["a"], nothing) is None
    assert reciprocal_rank(["a"], nothing) is None


def test_recall_is_the_share_of_the_relevant_that_was_found() -> None:
    assert recall(["a", "c", "b"], GRADES) == pytest.approx(2 / 3)
    assert recall(["a", "c", "b"], GRADES, relevant=2) == pytest.approx(1 / 2)
    assert recall(["c", "a"], GRADES, top_k=1) == 0.0


def test_average_precision_by_hand() -> None:
    # relevant: a, b, d; found at ranks 1 and 3, the third never: (1/1 + 2/3 + 0) / 3
    assert average_precision(["a", "c", "b"], GRADES) == pytest.approx((1 + 2 / 3) / 3)


def test_reciprocal_rank_is_that_of_the_first_relevant() -> None:
    assert reciprocal_rank(["c", "b", "a"], GRADES) == pytest.approx(1 / 2)
    assert reciprocal_rank(["c", "b", "a"], GRADES, relevant=3) == pytest.approx(1 / 3)
    assert reciprocal_rank(["c"], GRADES) == 0.0


def test_means_are_over_queries_that_have_an_answer_and_a_missing_ranking_counts_as_empty() -> None:
    figures = score_rankings({"1": ["a"]}, {"1": {"a": 1}, "2": {"b": 1}, "3": {"c": 0}})
    assert figures.n_queries == 2
    assert figures.ndcg_at_10 == figures.recall_at_100 == pytest.approx(0.5)
    assert figures.mean_average_precision == figures.mean_reciprocal_rank == pytest.approx(0.5)


def test_judgements_without_a_relevant_document_are_refused() -> None:
    with pytest.raises(ValueError, match="无法计算"):
        score_rankings({}, {"1": {"a": 0}})


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
