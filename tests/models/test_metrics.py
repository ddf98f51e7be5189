from __future__ import annotations

import math

import pytest

from models.metrics import (
    average_precision,
    dcg,
    mean_figures,
    ndcg,
    recall,
    reciprocal_rank,
    score_rankings,
    unjudged_share,
)

GRADES = {"a": 3, "b": 1, "c": 0, "d": 2, "x": -1}


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


def test_the_unjudged_share_is_over_what_was_shown() -> None:
    assert unjudged_share(["a", "new", "x", "other"], GRADES) == pytest.approx(1 / 2)
    assert unjudged_share(["a", "new"], GRADES, top_k=1) == 0.0
    assert unjudged_share([], GRADES) is None


def test_a_query_with_only_acceptable_answers_counts_for_ndcg_and_not_for_recall_of_good_ones() -> None:
    figures = mean_figures([(["a"], {"a": 1}), (["c", "d"], {"d": 3})], relevant=2)
    assert figures.n_queries == 2
    assert figures.ndcg_at_10 == pytest.approx((1 + 1 / math.log2(3)) / 2)
    assert figures.recall_at_100 == 1.0
    assert figures.mean_reciprocal_rank == pytest.approx(1 / 2)
    assert mean_figures([(["a"], {"a": -1})]).ndcg_at_10 is None
