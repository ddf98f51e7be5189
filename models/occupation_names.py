"""Turn the names of occupations, official and everyday, into mentions of occupations in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

import rjieba
from msgspec import Struct

from models.data_files import DataFiles
from models.misheard_names import Misheard, MisheardNames
from models.occupations import Colloquial, Occupation
from models.phrases import LongestPhraseFinder

NameKind = Literal["name", "colloquial", "everyday", "alias", "skill"]

# The order decides which meaning of a name is kept first. Source: our choice; measured on titles_dev, even rows.
_ORDER: tuple[NameKind, ...] = ("name", "colloquial", "everyday", "alias", "skill")
_COLLOQUIAL_KINDS = frozenset({"job", "skill", "role", "programme"})
_SPOKEN_KINDS = frozenset({"name", "colloquial", "everyday"})
_SHORT_NAME = 2
_AROUND = re.compile(r"[会做干搞当学找想要我能懂过的活点一个下啊嘛了都也和跟得来去些]*")
_DOER = re.compile(r"(?:[工师员匠]|师傅|人员|司机)$")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_QUALIFIED = 5  # 驾驶员（船） is no other word for 驾驶员, but a longer name stands without its bracket
_MAX_OWNERS_OF_A_SKILL = 2  # a skill that more occupations share says too little. Source: our choice


class NamedOccupations(Struct, frozen=True):
    """What one name stands for: codes, best first (none: a word like 普工 that is no occupation), and how."""

    codes: tuple[str, ...]
    kind: NameKind
    is_ambiguous: bool = False


class OccupationMention(Struct, frozen=True):
    """A name found in a folded text at `[start, end)`, in characters."""

    start: int
    end: int
    named: NamedOccupations


def fold_name(text: str) -> str:
    """Return a name in the form in which names are compared: NFKC, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class OccupationNames:
    """Every name of every occupation, found exactly or inside a text. Build once per vocabulary (0.3 s)."""

    def __init__(self, occupations: Mapping[str, Occupation], colloquial: Iterable[Colloquial]) -> None:
        words = tuple(colloquial)
        self.by_name = _index(occupations, words)
        self.standard_terms = {
            fold_name(word.words): word.standard_term
            for word in words
            if word.kind == "job" and word.codes and not word.is_ambiguous
        }
        self.colloquial_of = _colloquial_of(words)
        self._stems = _stems(self.by_name)
        self._finder = LongestPhraseFinder(sorted(self.by_name))
        self._words = rjieba.Jieba()

    def exact(self, text: str) -> NamedOccupations | None:
        """Return what the whole text names."""
        folded = fold_name(text)
        return self.by_name.get(folded) or self._stems.get(folded)

    def mentions(self, folded: str) -> list[OccupationMention]:
        """Return the names in a text already folded by `fold_name`, longest first kept, in text order.

        A name of two characters must stand on word boundaries: there is no 电工 in 机电工程.
        """
        hits = self._finder.find(folded)
        if any(end - start <= 2 for start, end, _ in hits):
            edges = self._edges(folded)
            hits = [hit for hit in hits if hit[1] - hit[0] > 2 or {hit[0], hit[1]} <= edges]
        return [OccupationMention(start, end, self.by_name[name]) for start, end, name in hits]

    def misheard(self, folded: str) -> list[OccupationMention]:
        """Return the name that a folded text without a name was meant to hold (切砖 for 砌砖), at most one.

        Only a character that belongs to no word can be the wrong one. A name of two characters is one only where the
        phrase says nothing else but 会, 做过 and the like: there is no 石工 in 快乐式工作.
        """
        found = self._misspelt(folded) or self._misheard.find(folded, self._loose(folded).__getitem__)
        if found is None:
            return []
        around = folded[: found.start] + folded[found.end :]
        if found.end - found.start == _SHORT_NAME and not _AROUND.fullmatch(around):
            return []
        return [OccupationMention(found.start, found.end, self.by_name[found.name])]

    def _misspelt(self, folded: str) -> Misheard | None:
        for start, end, wrong in self._misspelt_finder.find(folded):
            return Misheard(start, end, self._misspellings[wrong])
        return None

    def _loose(self, folded: str) -> list[bool]:
        loose: list[bool] = []
        for word in self._words.cut(folded, hmm=False):
            loose += [len(word) == 1] * len(word)
        return loose

    @cached_property
    def _misspellings(self) -> dict[str, str]:
        rows = DataFiles().rows("misspelt_names.tsv", ["wrong"])
        return {row["wrong"]: row["right"] for row in rows if row["right"] in self.by_name}

    @cached_property
    def _misspelt_finder(self) -> LongestPhraseFinder:
        return LongestPhraseFinder(sorted(self._misspellings))

    @cached_property
    def _misheard(self) -> MisheardNames:
        files = DataFiles()
        sounds = {row["sound"]: row["characters"] for row in files.rows("homophones.tsv", ["sound"])}
        shapes = [row["characters"] for row in files.rows("lookalikes.tsv", ["characters"])]
        spoken = (name for name, named in self.by_name.items() if named.kind in _SPOKEN_KINDS)
        return MisheardNames(spoken, sounds, shapes)

    def _edges(self, text: str) -> set[int]:
        edges, at = {0}, 0
        for word in self._words.cut(text, hmm=False):
            at += len(word)
            edges.add(at)
        return edges


def _index(occupations: Mapping[str, Occupation], colloquial: Iterable[Colloquial]) -> dict[str, NamedOccupations]:
    meanings: dict[str, dict[NameKind, dict[str, None]]] = {}
    ambiguous: set[str] = set()
    # A word that means something else in one trade (打杂 in a kitchen) keeps its common meaning when it stands alone.
    for word in sorted(colloquial, key=lambda word: bool(word.context)):
        if word.kind not in _COLLOQUIAL_KINDS or (word.context and fold_name(word.words) in meanings):
            continue
        for form in dict.fromkeys((*_forms(word.words), *_terms(word))):
            meaning = meanings.setdefault(form, {}).setdefault("colloquial", {})
            meaning.update(dict.fromkeys(word.codes))
            if word.is_ambiguous:
                ambiguous.add(form)
    for name, code, kind in _names(occupations):
        for form in _forms(name):
            meanings.setdefault(form, {}).setdefault(kind, {})[code] = None
    return {form: _settle(kinds, form in ambiguous) for form, kinds in meanings.items()}


def _colloquial_of(words: Iterable[Colloquial]) -> dict[str, tuple[str, ...]]:
    """Return by code the colloquial words that mean this one occupation and no other, in table order."""
    found: dict[str, list[str]] = {}
    for word in words:
        if word.kind in ("job", "skill") and len(word.codes) == 1:
            found.setdefault(word.codes[0], []).append(word.words)
    return {code: tuple(own) for code, own in found.items()}


def _stems(by_name: Mapping[str, NamedOccupations]) -> dict[str, NamedOccupations]:
    """Return 缝纫 for 缝纫工: as a phrase of its own it means the one who does it, inside a text it need not."""
    found: dict[str, NamedOccupations] = {}
    for name, named in by_name.items():
        stem = _DOER.sub("", name)
        if named.codes and named.kind != "skill" and stem != name and len(stem) >= 2 and stem not in by_name:
            known = found.get(stem)
            if known is None or _ORDER.index(named.kind) < _ORDER.index(known.kind):
                found[stem] = NamedOccupations(named.codes, "skill", named.is_ambiguous)
    return found


def _settle(kinds: Mapping[NameKind, Mapping[str, None]], is_ambiguous: bool) -> NamedOccupations:
    present = [kind for kind in _ORDER if kind in kinds]
    first = present[0]
    if first == "colloquial" and not kinds["colloquial"]:
        return NamedOccupations((), "colloquial")
    codes = dict(kinds[first])
    if first == "colloquial" and "everyday" in kinds:
        codes |= kinds["everyday"]
    return NamedOccupations(tuple(codes), first, is_ambiguous or len(codes) > 1)


def _names(occupations: Mapping[str, Occupation]) -> Iterator[tuple[str, str, NameKind]]:
    owners: dict[str, int] = {}
    for occupation in occupations.values():
        for skill in occupation.skills:
            owners[skill] = owners.get(skill, 0) + 1
    for occupation in occupations.values():
        if occupation.level == 4:
            yield occupation.name, occupation.code, "name"
        for name in occupation.everyday:
            yield name, occupation.code, "everyday"
        for name in occupation.aliases:
            yield name, occupation.code, "alias"
        for skill in occupation.skills:
            if owners[skill] <= _MAX_OWNERS_OF_A_SKILL and len(skill) > 2:
                yield skill, occupation.code, "skill"


def _terms(word: Colloquial) -> Iterator[str]:
    """Yield the standard terms of a colloquial word: "水电安装工", of "电工/焊工" nothing, they share the codes."""
    term = _BRACKETS.sub("", word.standard_term)
    if word.codes and word.kind == "job" and "/" not in term and not word.is_ambiguous:
        yield from _forms(term)


def _forms(name: str) -> Iterator[str]:
    whole = fold_name(name)
    bare = fold_name(_BRACKETS.sub("", name))
    forms = {whole, whole.removesuffix("的"), whole.split("/")[0] if "(" not in whole else ""}
    if len(bare) >= _QUALIFIED:
        forms.add(bare)
    for form in sorted(forms):
        if len(form) >= 2:
            yield form
