"""A name with one wrong character is found when the two characters sound or look alike."""

from __future__ import annotations

import pytest

from models.misheard_names import Misheard, MisheardNames
from models.understand.occupation import link_occupations
from models.vocabulary import Vocabulary, load_vocabulary

NAMES = MisheardNames(
    ["砌砖", "保洁", "电焊", "电汗", "叉车司机"],
    {"jie": "洁结", "han": "焊旱汗", "chai": "叉", "ji": "机鸡", "si": "司", "shi": "师"},
    ["砌切"],
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def everywhere(_: int) -> bool:
    return True


def test_one_character_of_the_same_sound_or_of_a_like_shape_is_mended() -> None:
    assert NAMES.find("保结", everywhere) == Misheard(0, 2, "保洁")
    assert NAMES.find("会切砖", everywhere) == Misheard(1, 3, "砌砖")
    assert NAMES.find("叉车师机", everywhere) == Misheard(0, 4, "叉车司机"), "师 and 司 sound alike in the south-west"


def test_two_wrong_characters_another_sound_or_two_meanings_are_not_mended() -> None:
    assert NAMES.find("叉车师鸡", everywhere) is None
    assert NAMES.find("电车", everywhere) is None
    assert NAMES.find("电旱", everywhere) is None, "电焊 or 电汗"


def test_a_character_of_a_known_word_is_never_wrong() -> None:
    assert NAMES.find("保结", lambda i: i == 0) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("切砖", "6-29-01-01"),
        ("保结", "4-09-08-01"),
        ("电旱", "6-18-02-04"),
        ("做过电悍", "6-18-02-04"),
        ("月扫", "4-10-01-06"),
        ("送快弟", "4-02-07-08"),
        ("缝任工", "6-05-01-03"),
    ],
)
def test_a_slip_in_the_name_of_work_is_understood_less_surely(typed: str, code: str, vocabulary: Vocabulary) -> None:
    link = link_occupations(typed, vocabulary)[0]
    assert link.code == code
    assert link.words in typed
    assert link.confidence < 0.85


@pytest.mark.parametrize(
    "text", ["随便", "找活路", "老周", "五千", "离家近", "快乐式工作", "茅台镇", "三福储备主管", "打螺死", "不上夜班"]
)
def test_what_is_no_slip_is_left_alone(text: str, vocabulary: Vocabulary) -> None:
    assert link_occupations(text, vocabulary) == ()
