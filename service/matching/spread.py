"""Turn a ranking into one where no employer fills the page and no posting goes to more people than it can take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

BLOCK = 10
MAX_OF_ONE_EMPLOYER = 3
LOOK_AHEAD = 10
"""In each ten results at most three of one employer, looking at most ten places ahead. Source: our choice."""
CAPACITY_MULTIPLE = 3
"""A posting is recommended to at most this many people a free place. Source: handbook 5 (4. graduate officer)."""
UNKNOWN_HEADCOUNT = 1
"""Free places assumed where nobody wrote a headcount. Source: our choice, the careful one."""


def spread(employers: Sequence[str]) -> list[int]:
    """Return positions so that each ten hold at most three of one employer, as far as ten places ahead allow.

    An empty name is nobody and never held back. The first n results depend only on the first n + `LOOK_AHEAD`.
    """
    waiting = list(range(len(employers)))
    order: list[int] = []
    while waiting:
        if len(order) % BLOCK == 0:
            here: dict[str, int] = {}
        ahead = waiting[: LOOK_AHEAD + 1]
        fits = (i for i in ahead if not employers[i] or here.get(employers[i], 0) < MAX_OF_ONE_EMPLOYER)
        chosen = next(fits, waiting[0])
        waiting.remove(chosen)
        here[employers[chosen]] = here.get(employers[chosen], 0) + 1
        order.append(chosen)
    return order


class Capacity:
    """Counts how often each posting was recommended and says when it is enough: `multiple` × free places."""

    def __init__(self, taken: Mapping[str, int] | None = None, *, multiple: float = CAPACITY_MULTIPLE) -> None:
        if multiple <= 0:
            raise ValueError(f"multiple is {multiple}, it must be positive")
        self._taken = dict(taken or {})
        self._multiple = multiple

    def limit(self, headcount: int) -> int:
        """Return how many people a posting with `headcount` free places (-1 unknown) may be recommended to, at least 1.

        A posting with no free place is recommended to nobody.
        """
        if headcount == 0:
            return 0
        return max(1, int((UNKNOWN_HEADCOUNT if headcount < 0 else headcount) * self._multiple))

    def has_room(self, posting_id: str, headcount: int) -> bool:
        """Return whether one more person may be given this posting."""
        return self._taken.get(posting_id, 0) < self.limit(headcount)

    def take(self, posting_id: str, headcount: int) -> bool:
        """Count one more person for a posting, or return False when it is full."""
        if not self.has_room(posting_id, headcount):
            return False
        self._taken[posting_id] = self._taken.get(posting_id, 0) + 1
        return True

    def taken(self, posting_id: str) -> int:
        """Return how many people were given this posting so far."""
        return self._taken.get(posting_id, 0)
