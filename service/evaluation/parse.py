"""Turn utterances with what should be heard in them, and what the product heard, into figures part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from models.evaluate import lies_under
from models.records import Place
from models.understand.occupation import OccupationSpace
from models.understand.query import understand_query
from service.evaluation.canonical import Canon, Unreadable
from service.evaluation.judged_set import json_lines
from service.evaluation.misuse import Misuse
from service.evaluation.understood import Understood, understood

PARTS = (
    "occupations", "region_code", "pay", "settlement", "lodging", "schedule", "certificates", "headcount", "hard",
)  # fmt: skip
EXTRA_PARTS = ("avoid", "set_aside")
"""Parts that only our own sets note; they are reported and do not count among "all parts right"."""
SPEAKERS = ("worker", "employer", "clerk")
_NOT_AT_NIGHT = frozenset({"day", "no_night"})
_COMPARED_ONLY_IF_NAMED = frozenset({"avoid", "kind", "occupations", "certificates", "headcount", "age", "sex"})

Outcome = Literal["right", "wrong", "spurious", "silent"]


@dataclass(frozen=True)
class Utterance:
    """One line of the set: `expected` as written, by part; `number` is its line."""

    number: int
    id: str
    text: str
    speaker: str
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Compared:
    """One utterance with the outcome of each part; `unreadable` says which noted values have no meaning here."""

    utterance: Utterance
    heard: Understood
    outcomes: Mapping[str, Outcome]
    unreadable: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Whether every named part is right; true of an utterance in which nothing is named."""
        return all(self.outcomes[part] != "wrong" for part in PARTS)

    @property
    def is_exact(self) -> bool:
        """Whether every named part is right and nothing was heard beside them."""
        return all(self.outcomes[part] in ("right", "silent") for part in PARTS)


def read_utterances(path: Path) -> list[Utterance]:
    """Read the lines of an utterances file; fields that are none of the parts are passed over.

    Raises:
        Misuse: a line has no text or an unknown speaker, or an id comes twice.
    """
    found: list[Utterance] = []
    seen: set[str] = set()
    for number, line in json_lines(path):
        key, text, speaker = str(line.get("id") or number), line.get("text"), str(line.get("speaker") or "worker")
        if not isinstance(text, str) or not text.strip():
            raise Misuse(f"“{path.name}”第{number}行没有 text（说的话）。")
        if speaker not in SPEAKERS:
            raise Misuse(f"“{path.name}”第{number}行的 speaker 是“{speaker}”，只能是 {'、'.join(SPEAKERS)}。")
        if key in seen:
            raise Misuse(f"“{path.name}”第{number}行的编号“{key}”重复。")
        seen.add(key)
        expected = {part: line.get(part) for part in (*PARTS, *EXTRA_PARTS)}
        found.append(Utterance(number, key, text, speaker, expected))
    if not found:
        raise Misuse(f"“{path.name}”是空的，应为一行一句话的 JSON。")
    return found


def compare_all(
    utterances: Sequence[Utterance],
    canon: Canon,
    *,
    home: Place | None,
    space: OccupationSpace | None,
    advance: Callable[[int, int | None], None] | None = None,
) -> list[Compared]:
    """Understand each utterance as the product does and compare it with what was noted."""
    found = []
    for done, utterance in enumerate(utterances, start=1):
        query = understand_query(
            utterance.text,
            canon.vocabulary,
            side=canon.side_of(utterance.speaker, utterance.text),
            asof=canon.asof,
            home=home,
            occupation_space=space,
        )
        found.append(compare(utterance, understood(query), canon))
        if advance:
            advance(done, len(utterances))
    return found


def compare(utterance: Utterance, heard: Understood, canon: Canon) -> Compared:
    """Return the outcome of each part. A value that cannot be read makes its part wrong: nobody could be right."""
    outcomes: dict[str, Outcome] = {}
    unreadable: dict[str, str] = {}
    readers: Mapping[str, Callable[[Any], Outcome]] = {
        "occupations": lambda v: _occupations(canon.occupations(v), heard.occupations),
        "region_code": lambda v: _region(canon.region(v), heard),
        "pay": lambda v: _pay(canon.pay(v), heard.pay),
        "settlement": lambda v: _equal(canon.settlement(v), heard.settlement),
        "lodging": lambda v: _equal(canon.lodging(v), heard.lodging),
        "schedule": lambda v: _schedule(canon.schedule(v), heard.schedule),
        "certificates": lambda v: _certificates(canon.certificates(v), heard.certificates),
        "headcount": lambda v: _equal(canon.headcount(v), heard.headcount),
        "hard": lambda v: _hard(canon.hard(v), heard.hard),
        "avoid": lambda v: _avoid(v or [], heard.avoid),
        "set_aside": lambda v: _equal(True if v else None, True if heard.set_aside else None),
    }
    for part, read in readers.items():
        try:
            outcomes[part] = read(utterance.expected.get(part))
        except Unreadable as error:
            outcomes[part] = "wrong"
            unreadable[part] = f"第{utterance.number}行（{utterance.id}）：{error}"
    return Compared(utterance, heard, outcomes, unreadable)


def parse_figures(compared: Sequence[Compared]) -> dict[str, Any]:
    """Return the figures and the list of wrong parts as docs/evaluate.md describes them."""
    return {
        **_shares(compared),
        "by_speaker": {
            speaker: _shares(of_speaker)
            for speaker in SPEAKERS
            if (of_speaker := [c for c in compared if c.utterance.speaker == speaker])
        },
        "parts": {part: _part(compared, part) for part in PARTS},
        "extra_parts": {part: _part(compared, part) for part in EXTRA_PARTS},
        "wrong": [
            {
                "id": c.utterance.id,
                "speaker": c.utterance.speaker,
                "text": c.utterance.text,
                "part": part,
                "outcome": c.outcomes[part],
                "expected": c.utterance.expected.get(part),
                "understood": plain(getattr(c.heard, part)),
            }
            for c in compared
            for part in (*PARTS, *EXTRA_PARTS)
            if c.outcomes[part] in ("wrong", "spurious")
        ],
        "unreadable": [text for c in compared for text in c.unreadable.values()],
    }


def plain(value: Any) -> Any:
    """Return a value of `Understood` as JSON: sets sorted, groups of alternatives as "a|b"."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return ["|".join(sorted(item)) if isinstance(item, frozenset) else item for item in value]
    return value


def _shares(compared: Sequence[Compared]) -> dict[str, Any]:
    n = len(compared)
    return {
        "n": n,
        "all_right": sum(c.is_right for c in compared) / n,
        "all_right_and_nothing_added": sum(c.is_exact for c in compared) / n,
    }


def _part(compared: Sequence[Compared], part: str) -> dict[str, Any]:
    counts = Counter(c.outcomes[part] for c in compared)
    named = counts["right"] + counts["wrong"]
    return {
        "named": named,
        "right": counts["right"],
        "wrong": counts["wrong"],
        "spurious": counts["spurious"],
        "accuracy": counts["right"] / named if named else None,
    }


def _outcome(is_named: bool, is_heard: bool, is_right: bool) -> Outcome:
    if is_named:
        return "right" if is_right else "wrong"
    return "spurious" if is_heard else "silent"


def _equal(expected: Any, heard: Any) -> Outcome:
    return _outcome(expected is not None, heard is not None, expected == heard)


def _occupations(accepted: Sequence[str], heard: Sequence[str]) -> Outcome:
    is_right = bool(heard) and any(lies_under(heard[0], code) for code in accepted)
    return _outcome(bool(accepted), bool(heard), is_right)


def _region(expected: str | None, heard: Understood) -> Outcome:
    said = heard.region_code or (heard.home if expected is not None else None)
    is_right = said is not None and (said == expected or (len(expected or "") == 6 and _is_county_of(expected, said)))
    return _outcome(expected is not None, said is not None, is_right)


def _is_county_of(county: str | None, township: str) -> bool:
    return county is not None and not county.endswith("00") and len(township) == 9 and township.startswith(county)


def _pay(expected: Mapping[str, Any] | None, heard: Mapping[str, Any] | None) -> Outcome:
    is_right = heard is not None and all(heard.get(k) == v for k, v in (expected or {}).items())
    return _outcome(expected is not None, heard is not None, is_right)


def _schedule(expected: frozenset[str], heard: frozenset[str]) -> Outcome:
    """Every noted meaning must be heard, 白班 and 不上夜班 being one, and night work on neither side alone."""
    wanted, said = _folded(expected), _folded(heard)
    is_right = wanted <= said and (("not_at_night" not in wanted) or "night" not in said)
    return _outcome(bool(expected), bool(heard), is_right)


def _folded(meanings: frozenset[str]) -> frozenset[str]:
    return frozenset("not_at_night" if meaning in _NOT_AT_NIGHT else meaning for meaning in meanings)


def _certificates(expected: frozenset[str], heard: Sequence[frozenset[str]]) -> Outcome:
    is_right = all(group & expected for group in heard) and expected <= frozenset().union(*heard)
    return _outcome(bool(expected), bool(heard), is_right)


def _hard(expected: frozenset[str], heard: frozenset[str]) -> Outcome:
    """The same limits on both sides; those that the format has no field for count only where they are noted."""
    said = heard - (_COMPARED_ONLY_IF_NAMED - expected)
    return _outcome(bool(expected), bool(said), expected == said)


def _avoid(expected: Sequence[Any], heard: Sequence[str]) -> Outcome:
    words = [str(word) for word in expected]
    is_right = all(any(word in said or said in word for said in heard) for word in words)
    return _outcome(bool(words), bool(heard), is_right)
