"""Turn many regular expressions into one pass over a text that tells which of them can match there at all."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

Need = frozenset[str]
"""Words of which every match of a pattern holds at least one."""

_MOST_WORDS = 40  # Source: our choice; longer lists tell little and cost memory

# The standard library's own reading of a pattern; it has no public name since 3.11.
_PARSER: Any = importlib.import_module("re._parser")
_OPS: Any = importlib.import_module("re._constants")


class PatternScreen:
    """Passes over a text once and names the patterns whose words are there; the others cannot match.

    Patterns come in groups. Nothing that matches is ever left out; a pattern that is named may still not match.
    Build once, use from any thread.
    """

    def __init__(self, groups: Sequence[Sequence[re.Pattern[str]]]) -> None:
        needs = [(number, pattern, needs_of(pattern)) for number, group in enumerate(groups) for pattern in group]
        words = sorted({word for _, _, clauses in needs for clause in clauses for word in clause})
        place = {word: i for i, word in enumerate(words)}
        self._patterns = [
            (number, pattern, [frozenset(place[word] for word in clause) for clause in clauses])
            for number, pattern, clauses in needs
        ]
        self._always = [i for i, (_, _, clauses) in enumerate(needs) if not clauses]
        self._told_by: list[list[int]] = [[] for _ in words]
        for i, (_, _, clauses) in enumerate(needs):
            for word in max(clauses, key=_telling) if clauses else ():
                self._told_by[place[word]].append(i)
        self._finder = AhoCorasick(words, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)

    def candidates(self, text: str) -> dict[int, list[re.Pattern[str]]]:
        """Return the patterns that can match in `text` by the number of their group, in their order."""
        present = {hit[0] for hit in self._finder.find_matches_as_indexes(text, overlapping=True)}
        found: dict[int, list[re.Pattern[str]]] = {}
        for i in sorted({*self._always, *(i for word in present for i in self._told_by[word])}):
            number, pattern, clauses = self._patterns[i]
            if not any(clause.isdisjoint(present) for clause in clauses):
                found.setdefault(number, []).append(pattern)
        return found


def needs_of(pattern: re.Pattern[str]) -> list[Need]:
    """Return what every match of a pattern must hold: one word of each set; [] when nothing can be said."""
    return _needs(_PARSER.parse(pattern.pattern, pattern.flags & ~re.UNICODE))


def _needs(items: Iterable[tuple[Any, Any]]) -> list[Need]:
    needs: list[Need] = []
    words: set[str] = {""}
    for op, value in items:
        characters = _characters(op, value)
        if characters and len(words) * len(characters) <= _MOST_WORDS:
            words = {word + character for word in words for character in characters}
            continue
        _keep(words, needs)
        words = characters or {""}
        if op is _OPS.SUBPATTERN:
            needs += _needs(value[3])
        elif op is _OPS.BRANCH:
            _keep(_of_branches(value[1]), needs)
        elif op in (_OPS.MAX_REPEAT, _OPS.MIN_REPEAT) and value[0] >= 1:
            needs += _needs(value[2])
    _keep(words, needs)
    return needs


def _keep(words: set[str], needs: list[Need]) -> None:
    if words and "" not in words:
        needs.append(frozenset(words))


def _of_branches(branches: Iterable[Any]) -> set[str]:
    """Return the words of the most telling need of each branch together, none when a branch needs nothing."""
    together: set[str] = set()
    for branch in branches:
        needs = _needs(branch)
        if not needs:
            return set()
        most: Need = max(needs, key=_telling)
        together |= most
    return together


def _telling(need: Need) -> tuple[int, int, list[str]]:
    """Return what orders needs: long words, then few of them, tell most; ties in the order of the words."""
    return min(map(len, need)), -len(need), sorted(need)


def _characters(op: Any, value: Any) -> set[str]:
    """Return the characters that one item of a pattern stands for; none unless they are few and have no case."""
    if op is _OPS.LITERAL:
        found = {chr(value)}
    elif op is _OPS.IN and all(part[0] is _OPS.LITERAL for part in value):
        found = {chr(part[1]) for part in value}
    else:
        return set()
    has_case = any(character.lower() != character.upper() for character in found)
    return set() if has_case or len(found) > _MOST_WORDS else found
