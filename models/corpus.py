"""Turn what is known of each occupation into texts as people write them: the training material of the bundled model."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, Protocol

from models.data_files import DataFiles

Kind = Literal["query", "title", "posting", "person"]
KINDS: tuple[Kind, ...] = ("query", "title", "posting", "person")

_SLOT = re.compile(r"\{(\w+)\}")
_TASK = re.compile(r"(?:^|\s)\d+\.")


class OccupationLike(Protocol):
    """What the corpus reads of an occupation; `models.vocabulary` gives it."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def definition(self) -> str: ...  # noqa: D102
    @property
    def tasks(self) -> str: ...  # noqa: D102
    @property
    def aliases(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def everyday(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def says(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def skills(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def tools(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def places(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def certificates(self) -> Sequence[str]: ...  # noqa: D102


@dataclass(frozen=True)
class Template:
    """One sentence pattern; `slots` are the names in braces, in order."""

    kind: Kind
    text: str
    weight: int
    slots: tuple[str, ...]


@dataclass(frozen=True)
class Patterns:
    """The sentence patterns by kind and the words that say nothing about an occupation, by slot."""

    templates: Mapping[Kind, tuple[Template, ...]]
    noise: Mapping[str, tuple[str, ...]]


def load_patterns(files: DataFiles) -> Patterns:
    """Read `training_templates.tsv` and `training_noise.tsv`."""
    templates: dict[Kind, list[Template]] = {kind: [] for kind in KINDS}
    for row in files.rows("training_templates.tsv", ("kind", "text")):
        kind = next(kind for kind in KINDS if kind == row["kind"])
        templates[kind].append(Template(kind, row["text"], int(row["weight"]), tuple(_SLOT.findall(row["text"]))))
    noise: dict[str, list[str]] = {}
    for row in files.rows("training_noise.tsv", ("slot", "text")):
        noise.setdefault(row["slot"], []).append(row["text"])
    return Patterns(
        {kind: tuple(found) for kind, found in templates.items()}, {slot: tuple(w) for slot, w in noise.items()}
    )


def split_tasks(tasks: str) -> list[str]:
    """Return the duties of an occupation, which 大典 numbers "1.… 2.…", as single sentences without their numbers."""
    return [part.strip().rstrip("。;；") for part in _TASK.split(tasks) if part.strip()]


def names_of(occupation: OccupationLike, colloquial: Collection[str] = ()) -> list[str]:
    """Return every name of an occupation, its official one first, without repeats."""
    return list(dict.fromkeys([occupation.name, *occupation.aliases, *occupation.everyday, *colloquial]))


def write_texts(
    occupation: OccupationLike, names: Sequence[str], patterns: Patterns, kind: Kind, n: int, random: Random
) -> Iterator[str]:
    """Yield `n` texts of one kind about one occupation; patterns whose slots it cannot fill are not used.

    Nothing is yielded when it can fill none.
    """
    stock: dict[str, Sequence[str]] = {
        "says": occupation.says,
        "skill": occupation.skills,
        "tool": occupation.tools,
        "place": occupation.places,
        "certificate": occupation.certificates,
        "task": split_tasks(occupation.tasks),
        "definition": (occupation.definition,) if occupation.definition else (),
        **patterns.noise,
    }
    usable = [t for t in patterns.templates[kind] if all(slot == "title" or stock.get(slot) for slot in t.slots)]
    if not usable:
        return
    for template in random.choices(usable, [t.weight for t in usable], k=n):
        yield _SLOT.sub(lambda match: _fill(match[1], names, stock, random), template.text)


def _fill(slot: str, names: Sequence[str], stock: Mapping[str, Sequence[str]], random: Random) -> str:
    if slot == "title":
        # The official name is one of up to thirty; it is what passages always carry, so it is drawn more often.
        return names[0] if random.random() < 0.2 else random.choice(names)
    several = {"skill": 3, "task": 3, "tool": 2}.get(slot, 1)
    words = random.sample(stock[slot], random.randint(1, min(several, len(stock[slot]))))
    return ("；" if slot == "task" else "、").join(words)
