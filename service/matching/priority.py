"""Turn a ranking into one re-ordered by published priority rules, within a stated bound, with a note of every move."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from models.records import Posting, PostingKind, Seeker
from service.matching.rules import Direction

PRIORITY = Path(__file__).parent / "priority.toml"


class PriorityRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One published rule: whom it moves forward, at which kinds of posting, and by how many places at most."""

    code: str
    name: str
    kinds: tuple[PostingKind, ...]
    words: tuple[str, ...]
    same_township: bool
    places: int
    source: str


class Move(Struct, frozen=True):
    """One result that a rule moved, for the ledger. Positions count from 1."""

    record_id: str
    rule: str
    name: str
    before: int
    after: int


def load_priority(path: Path = PRIORITY) -> tuple[PriorityRule, ...]:
    """Return the published rules, read again only after the file has changed.

    Raises:
        ValueError: an entry is wrong; a Chinese sentence.
    """
    status = path.stat()
    return _read(path, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=8)
def _read(path: Path, _changed: tuple[int, int]) -> tuple[PriorityRule, ...]:
    try:
        return tuple(msgspec.convert(row, PriorityRule) for row in tomllib.loads(path.read_text("utf-8"))["rule"])
    except (KeyError, msgspec.ValidationError) as error:
        raise ValueError(f"优先规则文件“{path.name}”有一条写错了：{error}。") from error


def max_places(rules: Sequence[PriorityRule]) -> int:
    """Return how far any rule can move anything."""
    return max((rule.places for rule in rules), default=0)


def applying(rules: Sequence[PriorityRule], posting: Posting, seeker: Seeker, side: Direction) -> PriorityRule | None:
    """Return the rule that moves a pair furthest, the earlier on a tie; None where none applies.

    Tags of a person are read only when people are sought for a posting; a person who looks for work is never shown
    anything that depends on them.
    """
    found: PriorityRule | None = None
    for rule in rules:
        if rule.kinds and posting.kind not in rule.kinds:
            continue
        by_place = rule.same_township and _one_township(posting, seeker)
        by_tag = side == "seekers" and _tagged(seeker, rule.words)
        if (by_place or by_tag) and (found is None or rule.places > found.places):
            found = rule
    return found


def prioritise(ids: Sequence[str], applied: Sequence[PriorityRule | None]) -> tuple[list[int], tuple[Move, ...]]:
    """Return positions in their new order, and every item that moved forward.

    An item with a rule rises by at most `rule.places` positions and passes only items without one or with a smaller
    claim; the rest keep their order. So the first n results depend only on the first n + `max_places`.
    """
    order = sorted(range(len(ids)), key=lambda i: (_key(i, applied[i]), i))
    moves = [
        Move(ids[i], rule.code, rule.name, i + 1, new + 1)
        for new, i in enumerate(order)
        if (rule := applied[i]) is not None and new < i
    ]
    return order, tuple(moves)


def _key(position: int, rule: PriorityRule | None) -> float:
    return position if rule is None else position - rule.places - 0.5


def _one_township(posting: Posting, seeker: Seeker) -> bool:
    there = posting.facts.place.township_code if posting.facts and posting.facts.place else ""
    home = seeker.facts.place.township_code if seeker.facts and seeker.facts.place else ""
    if there and home:
        return there == home
    return bool(posting.township) and (posting.county_code, posting.township) == (seeker.county_code, seeker.township)


def _tagged(seeker: Seeker, words: Sequence[str]) -> bool:
    tags = (*seeker.groups, seeker.household)
    return any(word in tag for tag in tags for word in words)
