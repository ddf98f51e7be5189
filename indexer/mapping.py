"""Turn the heading texts above each column into the fields of the columns, each field once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.aliases import Aliases, RecordName


@dataclass(frozen=True, slots=True)
class Heading:
    """One mapped column: `text` is the heading as written (groups joined by "/"), `field` None when no field fits."""

    text: str
    field: str | None


def map_columns(paths: Mapping[int, tuple[str, ...]], aliases: Aliases, record: RecordName) -> dict[int, Heading]:
    """Return the field of each column, in column order.

    Of several columns with one field the plainest heading takes the name, then the leftmost; the others get "#2", "#3".
    """
    found: dict[int, tuple[str | None, int]] = {}
    for column, path in paths.items():
        found[column] = _best(path, aliases, record)
    mapping: dict[int, Heading] = {}
    taken: Counter[str] = Counter()
    for column in sorted(paths, key=lambda column: (found[column][1], column)):
        name = found[column][0]
        if name is not None and name != "seq":
            taken[name] += 1
            name = name if taken[name] == 1 else f"{name}#{taken[name]}"
        mapping[column] = Heading("/".join(paths[column]), name)
    return dict(sorted(mapping.items()))


def _best(path: tuple[str, ...], aliases: Aliases, record: RecordName) -> tuple[str | None, int]:
    # The lowest heading decides, with the one above as its group; a code row above Chinese names only helps out.
    for end in range(len(path), 0, -1):
        group = path[end - 2] if end > 1 else ""
        if name := aliases.field(record, path[end - 1], group):
            return name, aliases.sureness(record, path[end - 1], group) + len(path) - end
    return None, 9


def value_names(mapping: Mapping[int, Heading]) -> dict[int, str]:
    """Return the key of each column in `MappedRow.values`; 序号 has none."""
    names = {}
    for column, heading in mapping.items():
        if heading.field is None:
            names[column] = "?" + re.sub(r"\s+", "", heading.text)
        elif heading.field != "seq":
            names[column] = heading.field
    return names
