"""What a speaker corrects, and what former work paid, is not what is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.understand.query import understand_query
from models.understand.taken_back import without_corrected, without_former_pay
from models.vocabulary import load_vocabulary
from tests.builders import ASOF

_SHARED = load_vocabulary()


def _pay(text: str) -> float | None:
    seeker = understand_query(text, _SHARED, side="postings", asof=ASOF).seeker
    assert seeker is not None
    assert seeker.facts is not None
    return seeker.facts.pay_expected.min_yuan if seeker.facts.pay_expected else None


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("找个保安，三千不不三千五一个月", 3500),
        ("一个月五千，哦说错了，五千五", 5500),
        ("一天两百，不对，两百二一天，摘辣椒", 220),
    ],
)
def test_the_last_of_several_sums_counts(text: str, yuan: float) -> None:
    assert _pay(text) == yuan


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("想去浙江，算了太远，还是去湄潭找", ["520328"]),
        ("找点活路，红花岗，哦不对，汇川", ["520303"]),
        ("去东莞唉算了还是去贵阳嘛", ["520100"]),
        ("去赤水不去赤水了还是在习水嘛", ["520330"]),
        ("我现在在贵阳送外卖，想回绥阳跑", ["520323"]),
        ("现在在绥阳找活，晚上要回家", ["520323"]),
    ],
)
def test_the_last_of_several_places_counts(text: str, codes: list[str]) -> None:
    seeker = understand_query(text, _SHARED, side="postings", asof=ASOF).seeker
    assert seeker is not None
    assert seeker.facts is not None
    assert [place.county_code for place in seeker.facts.regions] == codes


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("以前在东莞电子厂一个月六千多，现在想回来找个厂，四千以上就行", 4000),
        ("原来在工地一天三百五，如今做不动了，想找看门的，两千五就行", 2500),
        ("上一家给四千二，太少了，想找五千的", 5000),
        ("以前在外头开车一个月八千，现在想在屋头附近找", None),
        ("做过泥水匠，280一天", 280),
        ("以前做泥水，现在260一天就做", 260),
    ],
)
def test_former_pay_is_no_wish(text: str, yuan: float | None) -> None:
    assert _pay(text) == yuan


def test_whoever_refuses_with_the_same_words_takes_nothing_back() -> None:
    text = "少于三千就算了，还是在绥阳找"
    assert without_corrected(text, _SHARED) == text


@given(st.text(alphabet="去想广东贵阳不对错了算还是以前现在一二三千百块，。 做", max_size=40))
@settings(max_examples=60, deadline=None)
def test_positions_stay(text: str) -> None:
    assert len(without_former_pay(without_corrected(text, _SHARED))) == len(text)
