"""Nobody fills a page, and no posting goes to more people than it can take."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.matching.spread import LOOK_AHEAD, Capacity, spread


def test_at_most_three_of_one_employer_among_ten_while_others_wait() -> None:
    order = spread(["甲"] * 8 + list("乙丙丁戊己庚辛壬"))
    first_ten = ["甲" if i < 8 else "他" for i in order[:10]]
    assert first_ten.count("甲") == 3


def test_alone_an_employer_fills_the_page() -> None:
    assert spread(["甲"] * 12) == list(range(12))


def test_a_posting_without_an_employer_is_never_held_back() -> None:
    assert spread([""] * 12) == list(range(12))


@given(names=st.lists(st.sampled_from(["甲", "乙", ""]), max_size=40), n=st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_every_result_stays_and_the_first_depend_only_on_a_few_more(names: list[str], n: int) -> None:
    assert sorted(spread(names)) == list(range(len(names)))
    assert spread(names)[:n] == spread(names[: n + LOOK_AHEAD])[:n]


@pytest.mark.parametrize(("headcount", "limit"), [(2, 6), (-1, 3), (0, 0), (1, 3)])
def test_a_posting_is_given_to_three_people_a_free_place(headcount: int, limit: int) -> None:
    capacity = Capacity(multiple=3)
    assert [capacity.take("p", headcount) for _ in range(limit + 2)] == [True] * limit + [False, False]
    assert capacity.taken("p") == limit


def test_what_was_given_before_counts() -> None:
    capacity = Capacity({"p": 5}, multiple=3)
    assert capacity.take("p", 2)
    assert not capacity.has_room("p", 2)


def test_a_small_multiple_still_lets_one_person_have_it() -> None:
    assert Capacity(multiple=0.2).limit(1) == 1
    with pytest.raises(ValueError, match="positive"):
        Capacity(multiple=0)
