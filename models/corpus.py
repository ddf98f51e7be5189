"""Turn what is known of each kind of work into texts as people write them: what the bundled model learns from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from models.data_files import DataFiles, split_list
from models.vocabulary import Vocabulary

Kind = Literal["query", "title", "posting", "person"]
KINDS: tuple[Kind, ...] = ("query", "title", "posting", "person")

_SLOT = re.compile(r"\{(\w+)\}")
_TASK = re.compile(r"(?:^|\s)\d+\.")
# A slot is filled with one up to this many of its values.
_SEVERAL = {"skill": 3, "task": 3, "tool": 2}


@dataclass(frozen=True)
class Subject:
    """One kind of work that texts are written about: a unit of 大典, or a trade that it has no unit for.

    `names` are all its names, the official one first. `stock` holds the words that fill each slot of a template.
    `neutral` are codes it is neither pulled to nor pushed from (near, or sharing a name), `rivals` codes that are
    easily confused with it.
    """

    code: str
    names: tuple[str, ...]
    stock: Mapping[str, tuple[str, ...]]
    neutral: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """One sentence pattern; `slots` are the names in braces, in order."""

    text: str
    weight: int
    slots: tuple[str, ...]


@dataclass(frozen=True)
class Patterns:
    """The sentence patterns by kind, and by slot the words that say nothing about a kind of work."""

    templates: Mapping[Kind, tuple[Template, ...]]
    noise: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Text:
    """One written text; `name` is the name its subject goes by in it, "" when it goes without."""

    kind: Kind
    text: str
    name: str


def load_patterns(files: DataFiles) -> Patterns:
    """Read `training_templates.tsv` and `training_noise.tsv`."""
    templates: dict[str, list[Template]] = {kind: [] for kind in KINDS}
    for row in files.rows("training_templates.tsv", ("kind", "text")):
        templates[row["kind"]].append(Template(row["text"], int(row["weight"]), tuple(_SLOT.findall(row["text"]))))
    noise: dict[str, list[str]] = {}
    for row in files.rows("training_noise.tsv", ("slot", "text")):
        noise.setdefault(row["slot"], []).append(row["text"])
    return Patterns({kind: tuple(templates[kind]) for kind in KINDS}, {slot: tuple(ws) for slot, ws in noise.items()})


def load_subjects(vocabulary: Vocabulary, files: DataFiles) -> list[Subject]:
    """Return the 细类 of the vocabulary, then the trades of `training_trades.tsv`, each in table order."""
    colloquial: dict[str, list[str]] = {}
    for word in vocabulary.colloquial:
        # Words of two occupations, and words that are no work at all (日结), would teach nothing.
        if len(word.codes) == 1 and word.kind in ("job", "skill"):
            colloquial.setdefault(word.codes[0], []).append(word.words)
    majors: dict[str, list[str]] = {}
    for row in files.rows("training_majors.tsv", ("majors",)):
        for name in split_list(row["occupations"]):
            majors.setdefault(name, []).extend(split_list(row["majors"]))
    drafts: list[tuple[str, list[str], dict[str, tuple[str, ...]], tuple[str, ...], tuple[str, ...]]] = []
    for unit in vocabulary.occupations.values():
        if unit.level != 4:
            continue
        stock = {
            "says": unit.says,
            "skill": unit.skills,
            "tool": unit.tools,
            "place": unit.places,
            "certificate": unit.certificates,
            "task": tuple(split_tasks(unit.tasks)),
            "definition": (unit.definition,) if unit.definition else (),
            "major": tuple(majors.get(unit.name, ())),
        }
        names = [unit.name, *unit.aliases, *unit.everyday, *colloquial.get(unit.code, ())]
        drafts.append((unit.code, names, stock, unit.near, unit.confusable))
    for row in files.rows("training_trades.tsv", ("name",)):
        stock = {"skill": split_list(row["skills"]), "tool": split_list(row["tools"])}
        stock |= {"says": split_list(row["says"]), "place": split_list(row["places"])}
        stock["major"] = tuple(majors.get(row["name"], ()))
        names = [row["name"], *split_list(row["everyday"])]
        drafts.append((f"trade:{row['name']}", names, stock, split_list(row["occupations"]), ()))
    return list(_join(drafts))


def _join(
    drafts: Sequence[tuple[str, list[str], dict[str, tuple[str, ...]], tuple[str, ...], tuple[str, ...]]],
) -> Iterator[Subject]:
    """Turn names of near and confusable subjects into codes, and make subjects that share a name neutral."""
    codes: dict[str, set[str]] = {}
    official: dict[str, str] = {}
    siblings: dict[str, list[str]] = {}
    for code, names, *_ in drafts:
        official.setdefault(names[0], code)
        siblings.setdefault(code[:7], []).append(code)
        for name in names:
            codes.setdefault(name, set()).add(code)
    for code, names, stock, near, confusable in drafts:
        neutral = {official[name] for name in near if name in official}.union(*(codes[name] for name in names))
        rivals = [official[name] for name in confusable if name in official]
        if not code.startswith("trade:"):
            rivals += [other for other in siblings[code[:7]] if other != code]
        yield Subject(code, tuple(dict.fromkeys(names)), stock, frozenset(neutral - {code}), tuple(rivals))


def split_tasks(tasks: str) -> list[str]:
    """Return the duties of an occupation, which 大典 numbers "1.… 2.…", as single sentences without their numbers."""
    return [part.strip().rstrip("。;；") for part in _TASK.split(tasks) if part.strip()]


def own_words(subjects: Iterable[Subject], longest: int) -> list[str]:
    """Return the names and stock words of up to `longest` characters that the segmenter should know, sorted."""
    words: set[str] = set()
    for subject in subjects:
        words.update(subject.names)
        for slot in ("skill", "tool", "place", "major"):
            words.update(subject.stock.get(slot, ()))
    return sorted(word for word in words if 1 < len(word) <= longest)


def write_texts(subject: Subject, patterns: Patterns, per_name: Mapping[Kind, int], random: Random) -> Iterator[Text]:
    """Yield `per_name[kind]` texts of each kind for each name of a subject.

    A subject of fewer than four names gets the texts of four. Patterns whose slots it cannot fill are not used.
    """
    stock = {**subject.stock, **patterns.noise}
    names = [subject.names[i % len(subject.names)] for i in range(max(4, len(subject.names)))]
    for kind in KINDS:
        usable = [t for t in patterns.templates[kind] if all(slot == "title" or stock.get(slot) for slot in t.slots)]
        weights = [template.weight for template in usable]
        for name in names if usable else ():
            for template in random.choices(usable, weights, k=per_name[kind]):
                text = _write(template, name, subject.names, stock, random)
                yield Text(kind, text, name if "title" in template.slots else "")


def _write(
    template: Template, name: str, names: Sequence[str], stock: Mapping[str, Sequence[str]], random: Random
) -> str:
    titles = iter([name])

    def fill(match: re.Match[str]) -> str:
        slot = match[1]
        if slot == "title":
            return next(titles, None) or random.choice(names)
        words = random.sample(stock[slot], random.randint(1, min(_SEVERAL.get(slot, 1), len(stock[slot]))))
        return ("；" if slot == "task" else "、").join(words)

    return _SLOT.sub(fill, template.text)
