"""Turn each person's ranked postings into at most k distinct ones each, none past its capacity.

Round-robin greedy: in every round each person, in a stated order, takes the best posting that still has room. It is
used instead of a min-cost flow because its answer can be told to anyone who asks why a posting went to somebody else
("you came after them in the published order"); nobody gets a second before everybody had the chance of a first.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from service.matching.spread import Capacity


@dataclass(frozen=True)
class Option:
    """One posting that a person may be given. `same_as` joins postings that count as one for a person ("" is alone)."""

    posting_id: str
    headcount: int
    score: float
    same_as: str = ""


@dataclass(frozen=True)
class Allocation:
    """`given` holds each person's options in the order of taking; `crowded_out` how many others had filled."""

    given: Mapping[str, tuple[Option, ...]]
    crowded_out: Mapping[str, int]


def person_order(ids: Sequence[str], has_priority: Callable[[str], bool], *, seed: int) -> list[str]:
    """Return people with difficulty first and, within each of the two groups, a draw by lot fixed by `seed`.

    The draw does not depend on the order of `ids`: it shuffles them sorted.
    """
    drawn = sorted(ids)
    random.Random(seed).shuffle(drawn)
    return sorted(drawn, key=lambda person: not has_priority(person))


def allocate(
    options: Mapping[str, Sequence[Option]], order: Sequence[str], *, k: int, capacity: Capacity
) -> Allocation:
    """Give each person of `order` up to `k` distinct postings, one a round; `options` are best first.

    The same arguments give the same allocation. `capacity` is changed.

    Raises:
        ValueError: `k` is below 1.
    """
    if k < 1:
        raise ValueError(f"k is {k}, it must be at least 1")
    given: dict[str, list[Option]] = {person: [] for person in order}
    left = {person: list(options.get(person, ())) for person in order}
    crowded_out = dict.fromkeys(order, 0)
    for _ in range(k):
        for person in order:
            taken = {option.same_as for option in given[person] if option.same_as}
            while left[person]:
                option = left[person].pop(0)
                if option.same_as and option.same_as in taken:
                    continue
                if capacity.take(option.posting_id, option.headcount):
                    given[person].append(option)
                    break
                crowded_out[person] += 1
    return Allocation({person: tuple(options_) for person, options_ in given.items()}, crowded_out)
