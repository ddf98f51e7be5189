"""Turn the headings and titles of a sheet into the kind of record it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from indexer.aliases import DATA, Aliases, RecordName

MIN_SCORE = 5.0
"""Below this a sheet is of no known kind. Source: our choice; the least of the sample is 14 (岗位明细, 乡镇名额)."""
_MAX_PLACES = 8


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for one record: weights of fields and title words; of each group in `needs` one field is needed."""

    weights: Mapping[str, float]
    title_words: Mapping[str, float]
    needs: Sequence[frozenset[str]]


def load_signs(path: Path = DATA / "record_signs.tsv") -> dict[RecordName, Signs]:
    """Read the signs of every record, in the order of the file."""
    weights: dict[str, dict[str, float]] = {}
    words: dict[str, dict[str, float]] = {}
    needs: dict[str, dict[str, set[str]]] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]:
        record, sign, weight, need, _ = line.split("\t")
        if record not in get_args(RecordName):
            raise ValueError(f"record_signs.tsv: unknown record {record!r}")
        if sign.startswith("title:"):
            words.setdefault(record, {})[sign.removeprefix("title:")] = float(weight)
            continue
        weights.setdefault(record, {})[sign] = float(weight)
        if need:
            needs.setdefault(record, {}).setdefault(need, set()).add(sign)
    return {
        cast(RecordName, record): Signs(
            signs, words.get(record, {}), [frozenset(group) for group in needs.get(record, {}).values()]
        )
        for record, signs in weights.items()
    }


def classify(
    headings: Iterable[tuple[str, str]], titles: Iterable[str], aliases: Aliases, signs: Mapping[RecordName, Signs]
) -> RecordName:
    """Return the record that (heading, group) pairs and title lines speak for most, "unknown" below `MIN_SCORE`.

    What speaks for a record is read with the aliases of that record, what speaks against it with those of any. Ties go
    to the record that stands first in the table of signs.
    """
    pairs = list(headings)
    anywhere = {field for heading, _ in pairs for field in aliases.fields_anywhere(heading)}
    text = " ".join(titles)
    best: RecordName = "unknown"
    best_score = MIN_SCORE
    for record, sign in signs.items():
        fields = [field for heading, group in pairs if (field := aliases.field(record, heading, group))]
        score = _score(fields, anywhere, text, sign)
        if score > best_score or (score == best_score and best == "unknown"):
            best, best_score = record, score
    return best


def _score(fields: Sequence[str], anywhere: set[str], text: str, signs: Signs) -> float:
    own = {part for field in fields for part in field.split("+")}
    places = sum(field.startswith("@") for field in fields)
    if places >= 2:
        own.add("@")
    if any(not group & own for group in signs.needs):
        return 0.0
    score = sum(weight for field, weight in signs.weights.items() if weight > 0 and field in own)
    score += sum(weight for field, weight in signs.weights.items() if weight < 0 and field in anywhere | own)
    if "@" in own:
        score += signs.weights.get("@", 0.0) * (min(places, _MAX_PLACES) - 1)
    return score + sum(weight for word, weight in signs.title_words.items() if word in text)
