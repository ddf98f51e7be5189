"""Sharing postings out: the promise by hand, and what must hold for any wishes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.graduates.allocate import Option, allocate, person_order
from service.matching.spread import Capacity


def options(*ids: str, headcount: int = 1) -> list[Option]:
    return [Option(posting_id, headcount, 1.0 - i / 10) for i, posting_id in enumerate(ids)]


def test_everyone_gets_a_first_before_anyone_gets_a_second() -> None:
    wishes = {"a": options("p1", "p2"), "b": options("p1", "p2")}
    found = allocate(wishes, ["a", "b"], k=2, capacity=Capacity(multiple=1))
    assert {person: [o.posting_id for o in given] for person, given in found.given.items()} == {
        "a": ["p1"],
        "b": ["p2"],
    }
    assert found.crowded_out == {"a": 1, "b": 1}


def test_the_earlier_in_the_order_chooses_first() -> None:
    wishes = {"a": options("p1"), "b": options("p1")}
    found = allocate(wishes, ["b", "a"], k=1, capacity=Capacity(multiple=1))
    assert [o.posting_id for o in found.given["b"]] == ["p1"]
    assert found.given["a"] == ()


def test_the_same_job_of_the_same_employer_is_not_recommended_twice() -> None:
    twin = [Option("p1", 1, 0.9, "甲|会计"), Option("p2", 1, 0.8, "甲|会计"), Option("p3", 1, 0.7, "乙|会计")]
    found = allocate({"a": twin}, ["a"], k=3, capacity=Capacity(multiple=1))
    assert [o.posting_id for o in found.given["a"]] == ["p1", "p3"]


def test_people_with_difficulty_come_first_and_the_rest_by_a_lot_that_can_be_drawn_again() -> None:
    ids = [f"s-{i}" for i in range(30)]
    hard = {"s-7", "s-21"}
    order = person_order(ids, hard.__contains__, seed=5)
    assert set(order[:2]) == hard
    assert order == person_order(list(reversed(ids)), hard.__contains__, seed=5)
    assert order != person_order(ids, hard.__contains__, seed=6)
    assert sorted(order) == sorted(ids)


def test_less_than_one_is_refused() -> None:
    with pytest.raises(ValueError, match="k is 0"):
        allocate({}, [], k=0, capacity=Capacity())


@given(
    wishes=st.dictionaries(
        st.sampled_from([f"s{i}" for i in range(8)]),
        st.lists(st.sampled_from([f"p{i}" for i in range(6)]), unique=True, max_size=6),
    ),
    k=st.integers(1, 4),
    headcount=st.integers(0, 2),
    multiple=st.sampled_from([1.0, 3.0]),
)
@settings(max_examples=80, deadline=None)
def test_whatever_the_wishes_nobody_gets_too_much_and_no_room_is_left_unoffered(
    wishes: dict[str, list[str]], k: int, headcount: int, multiple: float
) -> None:
    capacity = Capacity(multiple=multiple)
    order = sorted(wishes)
    mine = {person: options(*ids, headcount=headcount) for person, ids in wishes.items()}
    given_to = allocate(mine, order, k=k, capacity=capacity).given
    for person, given_options in given_to.items():
        ids = [o.posting_id for o in given_options]
        assert len(ids) == len(set(ids)) <= k
        assert set(ids) <= set(wishes[person])
        if len(ids) < k:
            assert not [p for p in wishes[person] if p not in ids and capacity.has_room(p, headcount)]
    counts = [o.posting_id for given_options in given_to.values() for o in given_options]
    assert all(counts.count(p) <= capacity.limit(headcount) for p in set(counts))
