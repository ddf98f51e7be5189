"""Turn a list of phrases into a finder of all of them in a text, in one pass."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class PhraseFinder:
    """Finds phrases leftmost first and, among those that start together, the longest; matches never overlap.

    Build once, use from any thread. Empty phrases are not allowed.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = tuple(phrases)
        self._automaton = AhoCorasick(
            self._phrases, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, phrase) of every match, in text order; positions count characters."""
        return [(start, end, self._phrases[i]) for i, start, end in self._automaton.find_matches_as_indexes(text)]


class LongestPhraseFinder:
    """Finds phrases longest first wherever they stand, so a long phrase is never broken by a short one before it."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = tuple(phrases)
        self._automaton = AhoCorasick(
            self._phrases, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, phrase) of the kept matches in text order; of equally long ones the later is kept.

        The later, because in Chinese the head of a name stands last: 电工程师 is a 工程师.
        """
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if len(hits) < 2:
            return [(start, end, self._phrases[i]) for i, start, end in hits]
        taken = bytearray(len(text))
        kept: list[tuple[int, int, str]] = []
        for i, start, end in sorted(hits, key=lambda hit: (hit[1] - hit[2], -hit[1])):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                kept.append((start, end, self._phrases[i]))
        return sorted(kept)
