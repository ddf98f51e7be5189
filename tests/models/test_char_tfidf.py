from __future__ import annotations

import math

import numpy as np
import pytest

from models.char_tfidf import CharTfidf, best_first

TITLES = ["砌筑工", "抹灰工", "CNC  车工", "养老护理员", "护工", "会计", "工"]


def test_one_shared_character_by_hand() -> None:
    # Two texts, "ab" and "b": idf of a and ab is ln(3/2)+1, of b ln(3/3)+1 = 1. The query is "b" alone.
    rare = math.log(3 / 2) + 1
    assert CharTfidf(["ab", "b"]).scores("b") == pytest.approx([1 / math.sqrt(1 + 2 * rare**2), 1.0])


def test_a_query_of_unknown_characters_is_near_nothing() -> None:
    assert CharTfidf(TITLES).scores("鼎鑫").tolist() == [0.0] * len(TITLES)


def test_the_baseline_is_that_of_scikit_learn() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text")
    theirs = text.TfidfVectorizer(analyzer="char", ngram_range=(1, 2))
    corpus = theirs.fit_transform(TITLES)
    ours = CharTfidf(TITLES)
    for query in ("护理", "cnc车工", "工 人", "泥水  工", "会计会计"):
        expected = (theirs.transform([query]) @ corpus.T).toarray()[0]
        np.testing.assert_allclose(ours.scores(query), expected, atol=1e-12)


def test_ranks_are_by_score_and_ties_by_id() -> None:
    assert best_first(np.array([0.2, 0.9, 0.2, 0.0]), ["c", "b", "a", "d"], top_k=3) == ["b", "a", "c"]
