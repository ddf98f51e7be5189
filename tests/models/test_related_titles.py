from __future__ import annotations

import math

import numpy as np
import pytest

from models.char_bm25 import CharBm25
from models.encoder import load_encoder
from models.occupation_profiles import OccupationProfiles
from models.occupation_space import build_occupation_space
from models.related_titles import WEIGHTS, fuse_scores, score_titles, z_scores
from models.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def test_a_z_score_is_the_distance_from_the_mean_in_standard_deviations() -> None:
    np.testing.assert_allclose(z_scores(np.array([[1.0, 2.0, 3.0]])), [[-math.sqrt(1.5), 0.0, math.sqrt(1.5)]])


def test_scores_that_are_all_equal_say_nothing() -> None:
    assert z_scores(np.array([[0.4, 0.4]])).tolist() == [[0.0, 0.0]]


def test_a_fusion_is_the_weighted_sum_whatever_the_scale_of_its_parts() -> None:
    one, other = np.array([[0.0, 1.0]]), np.array([[300.0, 100.0]])
    fused = fuse_scores({"dense": one, "lexical": other}, {"dense": 1.0, "lexical": 0.5})
    np.testing.assert_allclose(fused, [[-1 + 0.5, 1 - 0.5]])
    with pytest.raises(ValueError, match="no signals"):
        fuse_scores({}, {})


def test_bm25_by_hand() -> None:
    # One text "ab" of 3 n-grams beside "c" of 1: mean length 2; query "a" is in one text of two.
    idf = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 3 / 2))
    assert CharBm25(["ab", "c"]).scores("a") == pytest.approx([expected, 0.0])


def test_profiles_are_unit_rows_and_a_text_without_meaning_has_none(vocabulary: Vocabulary) -> None:
    profiles = OccupationProfiles(vocabulary).by_characters(["砌筑工", "@@"])
    assert np.linalg.norm(profiles, axis=1) == pytest.approx([1.0, 0.0])


def test_two_names_of_one_trade_without_a_common_character_find_each_other(vocabulary: Vocabulary) -> None:
    encoder = load_encoder("")
    corpus = ["会计", "砌砖师傅", "保安", "幼儿教师"]
    space = build_occupation_space(vocabulary, encoder)
    scores = score_titles(["泥瓦匠"], corpus, encoder=encoder, vocabulary=vocabulary, space=space)
    assert set(scores.signals) == set(WEIGHTS)
    assert scores.signals["lexical"].tolist() == [[0.0] * 4]
    assert scores.fused().argmax() == 1
