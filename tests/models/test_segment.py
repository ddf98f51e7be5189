from __future__ import annotations

import pytest

from models.segment import Segmenter, dictionary_entries, fold


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(["砌砖工", "叉车证", "下沙", "糙沙", "N1叉车证", "扎钢筋"])


def test_a_word_of_the_field_stays_whole(segmenter: Segmenter) -> None:
    assert segmenter.cut("会扎钢筋、下沙糙沙") == ["会", "扎钢筋", "下沙", "糙沙"]


def test_the_same_words_are_cut_where_nobody_told_them() -> None:
    assert "扎钢筋" not in Segmenter().cut("会扎钢筋")


def test_a_word_of_the_field_does_not_break_everyday_words(segmenter: Segmenter) -> None:
    assert segmenter.cut("楼下沙发") == ["楼下", "沙发"]


def test_full_width_and_capital_letters_are_read_like_plain_ones(segmenter: Segmenter) -> None:
    assert segmenter.cut("持Ｎ１叉车证") == segmenter.cut("持n1叉车证") == ["持", "n1叉车证"]


def test_punctuation_and_spaces_are_no_words(segmenter: Segmenter) -> None:
    assert segmenter.cut("，。 ！\n\t（）——…★") == []
    assert segmenter.cut("") == []


def test_the_order_of_the_words_does_not_change_the_cuts() -> None:
    words = ["泥水", "泥水匠", "水匠", "砌花台", "花台"]
    text = "泥水匠砌花台，水匠"
    assert Segmenter(words).cut(text) == Segmenter(reversed(words)).cut(text)


def test_a_query_for_the_work_finds_the_worker(segmenter: Segmenter) -> None:
    wanted = set(segmenter.search_tokens("护理"))
    assert wanted <= set(segmenter.search_tokens("养老护理员"))


def test_search_tokens_hold_every_word_of_the_cut(segmenter: Segmenter) -> None:
    text = "下沙糙沙，养老护理员，会扎钢筋，持N1叉车证"
    assert set(segmenter.cut(text)) <= set(segmenter.search_tokens(text))


def test_words_that_could_never_be_cut_are_left_out() -> None:
    assert [word for word, _ in dictionary_entries(["电工/焊工", "工", "", "C++", "焊 工"])] == ["c++"]


def test_folding_is_stable() -> None:
    text = "ＮＣ数控　Ｃ１ ㎡"
    assert fold(fold(text)) == fold(text)
