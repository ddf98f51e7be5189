"""A text is near a name when they share characters, and pairs of characters that few names have."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.name_grams import NameGrams, grams


def test_a_name_is_its_characters_and_its_pairs() -> None:
    assert grams("砌砖工") == ["砌", "砖", "工", "砌砖", "砖工"]
    assert grams("") == []


def test_the_likeness_of_two_names_comes_out_as_reckoned_by_hand() -> None:
    # Names 焊工 and 电工: 工 is in both, so its weight is ln(3/3) = 0; 焊 and 焊工 are in one: ln(3/2).
    # 焊工 is then the vector (焊 0.5 w, 焊工 w), and the text 焊 is (焊 0.5 w): cosine 0.5 / sqrt(0.25 + 1).
    likeness = NameGrams(["焊工", "电工"]).similarity("焊", np.array([0, 1]))
    assert likeness.tolist() == pytest.approx([0.5 / math.sqrt(1.25), 0.0], abs=1e-6)


def test_a_name_is_wholly_like_itself_and_rows_come_in_the_order_asked() -> None:
    names = NameGrams(["砌筑工", "钢筋工", "架子工"])
    likeness = names.similarity("架子工", np.array([2, 0, 2]))
    assert likeness[0] == likeness[2] == pytest.approx(1.0, abs=1e-6)
    assert likeness[1] < 0.2


def test_the_likeness_to_every_name_is_the_likeness_to_each() -> None:
    names = NameGrams(["砌筑工", "钢筋工 扎钢筋", "架子工 外架 架工"])
    every = np.arange(3, dtype=np.int64)
    for text in ("搭架子", "钢筋工", "扎外架的工", "xyz", ""):
        assert names.similarities(text).tolist() == pytest.approx(names.similarity(text, every).tolist(), abs=1e-6)


def test_names_that_stand_together_share_no_pair_across_the_blank_between_them() -> None:
    assert NameGrams(["电 工", "瓦匠"]).similarities("电工")[0] < NameGrams(["电工", "瓦匠"]).similarities("电工")[0]


def test_a_text_of_unknown_characters_is_like_nothing() -> None:
    names = NameGrams(["砌筑工", "钢筋工"])
    assert names.similarity("xyz", np.array([0, 1])).tolist() == [0.0, 0.0]
    assert names.similarity("砌筑工", np.array([], dtype=np.int64)).tolist() == []
