"""Occupations are found by every name people use, and what is no occupation stays without a code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.occupation_space import build_occupation_space, load_occupation_space
from models.understand.occupation import MIN_SIMILARITY, find_skills, likely, link_occupations
from models.vocabulary import Vocabulary, load_vocabulary

_SHARED = load_vocabulary()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return _SHARED


class FixedSpace:
    """A space that answers every question alike and counts them."""

    def __init__(self, *answers: tuple[str, float]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def search(self, text: str, top_k: int) -> list[tuple[str, float]]:
        self.asked.append(text)
        return self.answers[:top_k]


def first(text: str, vocabulary: Vocabulary) -> str:
    links = link_occupations(text, vocabulary)
    return links[0].code if links else ""


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("6-29-01-01", "6-29-01-01", "code"),
        ("砌筑工", "6-29-01-01", "name"),
        ("泥水匠", "6-29-01-01", "colloquial"),
        ("水电安装工", "6-29-03-02", "colloquial"),
        ("月嫂", "4-10-01-06", "colloquial"),
        ("机修", "6-31-01-02", "everyday"),
        ("外卖骑手", "4-10-08-01", "everyday"),
        ("急招砌筑工5名", "6-29-01-01", "name"),
        ("羊肉粉师傅", "4-03-02-02", "colloquial"),
        ("育婴员", "4-10-01-01", "colloquial"),
        ("挖 机 师 傅", "6-30-05-05", "colloquial"),
        ("ＱＣ", "6-31-03-05", "colloquial"),
        ("早年在砖厂打工，后来跟老乡在成都干过电焊工，4年左右", "6-18-02-04", "everyday"),
        ("昆明10年（钢筋工）", "6-29-01-04", "name"),
        ("木匠師傅", "6-06-03-01", "colloquial"),
        ("洗菜阿姨", "4-03-02-05", "colloquial"),
    ],
)
def test_a_name_is_linked_the_way_it_was_found(text: str, code: str, how: str, vocabulary: Vocabulary) -> None:
    link = link_occupations(text, vocabulary)[0]
    assert (link.code, link.how) == (code, how)
    assert link.name == vocabulary.occupations[code].name
    assert 0 < link.confidence <= 1


@pytest.mark.parametrize(
    "text", ["普工", "杂工", "打杂", "进厂打螺丝", "操作工", "小工", "", "。。。", "都可以", "9-99-99-99", "跑摩的"]
)
def test_what_is_no_occupation_gets_no_code(text: str, vocabulary: Vocabulary) -> None:
    assert link_occupations(text, vocabulary) == ()


def test_no_meaning_is_asked_for_words_that_are_known_to_be_no_occupation(vocabulary: Vocabulary) -> None:
    space = FixedSpace(("6-25-04-07", 0.99))
    assert link_occupations("普工", vocabulary, encoder=space) == ()
    assert space.asked == []


def test_a_workplace_beside_such_a_word_is_asked_for_by_its_meaning_and_must_be_near(vocabulary: Vocabulary) -> None:
    space = FixedSpace(("6-22-01-01", 0.67), ("6-31-05-00", 0.41))
    assert [link.code for link in link_occupations("急招普工，汽车厂", vocabulary, encoder=space)] == ["6-22-01-01"]
    assert "汽车厂" in space.asked[0]
    assert "普工" not in space.asked[0]


def test_a_list_gives_each_of_its_trades(vocabulary: Vocabulary) -> None:
    codes = {link.code for link in link_occupations("会砌砖、粉墙、在工地做过钢筋工", vocabulary)}
    assert {"6-29-01-01", "6-29-04-01", "6-29-01-04"} <= codes


def test_the_whole_word_wins_over_the_word_inside_it(vocabulary: Vocabulary) -> None:
    assert first("机电工程师", vocabulary) != "6-31-01-03"
    assert first("烤烟", vocabulary) != "6-02-06-03"
    assert first("叉车司机", vocabulary) == "6-30-05-01"


def test_ten_answers_are_ranked_when_ten_are_asked_for_even_when_the_first_is_sure(vocabulary: Vocabulary) -> None:
    space = FixedSpace(*((o.code, 0.6) for o in list(vocabulary.occupations.values())[400:440] if o.level == 4))
    links = link_occupations("砌筑工", vocabulary, encoder=space, top_k=10)
    assert len(links) == 10
    assert links[0].code == "6-29-01-01"
    assert max(link.confidence for link in links[1:]) < links[0].confidence


def test_an_ambiguous_word_gives_all_its_meanings_less_sure(vocabulary: Vocabulary) -> None:
    ambiguous, plain = link_occupations("木匠", vocabulary), link_occupations("砌筑工", vocabulary)
    assert len(ambiguous) >= 2
    assert ambiguous[0].confidence < plain[0].confidence
    assert ambiguous[0].confidence > ambiguous[1].confidence


def test_links_come_surest_first_each_code_once_and_no_more_than_asked(vocabulary: Vocabulary) -> None:
    links = link_occupations("砌砖、贴砖、扎钢筋、开挖机、电焊、开叉车、砌砖", vocabulary, top_k=3)
    assert len(links) == 3
    assert len({link.code for link in links}) == 3
    assert [link.confidence for link in links] == sorted((link.confidence for link in links), reverse=True)


def test_meaning_helps_out_when_no_name_is_known_and_refuses_when_it_is_far(vocabulary: Vocabulary) -> None:
    near = FixedSpace(("6-29-01-01", MIN_SIMILARITY + 0.4), ("6-29-01-02", 0.3))
    far = FixedSpace(("6-29-01-01", MIN_SIMILARITY - 0.01))
    links = link_occupations("垒石头缝", vocabulary, encoder=near)
    assert (links[0].code, links[0].how) == ("6-29-01-01", "encoder")
    assert likely(links) == links[:1]
    assert link_occupations("垒石头缝", vocabulary, encoder=far) == ()


def test_meaning_does_not_overrule_a_name_that_is_the_whole_phrase(vocabulary: Vocabulary) -> None:
    space = FixedSpace(("4-09-08-01", 0.95))
    assert link_occupations("砌筑工", vocabulary, encoder=space)[0].code == "6-29-01-01"


def test_nothing_is_likely_when_nothing_was_found() -> None:
    assert likely(()) == ()


def test_skills_are_the_names_of_work_in_a_text(vocabulary: Vocabulary) -> None:
    skills = find_skills("砌砖、粉墙，贴瓷砖，砌砖", vocabulary)
    assert skills == ("砌砖", "粉墙", "贴瓷砖")


class CountingEncoder:
    """Encodes a text as counts of its characters in 64 buckets: near texts share characters."""

    def __init__(self, sha256: str = "a") -> None:
        from models.card import ModelCard

        self.card = ModelCard(name="counting", dim=64, sha256=sha256)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text.replace(" ", ""):
                row[ord(character) % 64] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        divided: np.ndarray = np.divide(rows, norms, out=rows, where=norms > 0)
        return divided

    encode_queries = encode_passages


def test_a_space_finds_what_an_exhaustive_search_finds(vocabulary: Vocabulary) -> None:
    space = build_occupation_space(vocabulary, CountingEncoder())
    everything = space.search("砌砖的师傅", 10_000)
    assert len(everything) == len(space.codes)
    assert [similarity for _, similarity in everything] == sorted((s for _, s in everything), reverse=True)
    assert space.search("砌砖的师傅", 7) == everything[:7]
    assert space.search("", 5) == []
    assert space.search_many([], 5) == []


def test_a_saved_space_is_loaded_only_for_the_same_model(tmp_path: Path, vocabulary: Vocabulary) -> None:
    encoder, path = CountingEncoder(), tmp_path / "occupations.npz"
    assert load_occupation_space(path, vocabulary, encoder) is None
    space = build_occupation_space(vocabulary, encoder)
    space.save(path)
    again = load_occupation_space(path, vocabulary, encoder)
    assert again is not None
    assert again.search("开叉车", 3) == space.search("开叉车", 3)
    assert load_occupation_space(path, vocabulary, CountingEncoder("b")) is None


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("工师傅员电焊砌砖普、，（）()/的")), max_size=60))
def test_no_text_breaks_the_linking(text: str) -> None:
    for link in link_occupations(text, _SHARED):
        assert link.code in _SHARED.occupations
        assert 0 < link.confidence <= 1


def test_every_official_name_of_a_trade_links_to_itself(vocabulary: Vocabulary) -> None:
    wrong = [
        occupation.name
        for occupation in vocabulary.occupations.values()
        if occupation.level == 4
        and occupation.code not in {link.code for link in link_occupations(occupation.name, vocabulary)}
    ]
    assert wrong == []
