"""Turn what is known of each kind of work into texts as people write them: what the bundled model learns from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple

from models.data_files import DataFiles, split_list
from models.vocabulary import Vocabulary

Kind = Literal["name", "query", "title", "posting", "person"]
KINDS: tuple[Kind, ...] = ("name", "query", "title", "posting", "person")

_SLOT = re.compile(r"\{(\w+)\}")
_TASK = re.compile(r"(?:^|\s)\d+\.")
# A slot is filled with one up to this many of its values.
_SEVERAL = {"skill": 3, "task": 3, "tool": 2}
# How often a name is said with another word of the same meaning, and with a rank before it. Source: our choice.
_SWAPPED, _RANKED = 0.3, 0.08


@dataclass(frozen=True)
class Subject:
    """One kind of work that texts are written about: a unit of 大典, a trade it has no unit for, or a group of titles.

    `names` are all its names, the official one first. `stock` holds the words that fill each slot of a template.
    `neutral` are codes it is neither pulled to nor pushed from (near, or sharing a name), `rivals` codes that are
    easily confused with it, `kin` codes of units it lies under, which it is pulled to.
    """

    code: str
    names: tuple[str, ...]
    stock: Mapping[str, tuple[str, ...]]
    neutral: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """One sentence pattern; `slots` are the names in braces, in order."""

    text: str
    weight: int
    slots: tuple[str, ...]


@dataclass(frozen=True)
class Patterns:
    """The sentence patterns by kind, and by slot the words that say nothing about a kind of work.

    `synonyms` holds by word what names of work say for it as well, `ranks` the words that stand before a name.
    """

    templates: Mapping[Kind, tuple[Template, ...]]
    noise: Mapping[str, tuple[str, ...]]
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """One written text; `name` is the name its subject goes by in it, "" when it goes without."""

    kind: Kind
    text: str
    name: str


def load_patterns(files: DataFiles) -> Patterns:
    """Read `training_templates.tsv`, `training_noise.tsv` and `training_synonyms.tsv`."""
    templates: dict[str, list[Template]] = {kind: [] for kind in KINDS}
    for row in files.rows("training_templates.tsv", ("kind", "text")):
        templates[row["kind"]].append(Template(row["text"], int(row["weight"]), tuple(_SLOT.findall(row["text"]))))
    noise: dict[str, list[str]] = {}
    for row in files.rows("training_noise.tsv", ("slot", "text")):
        noise.setdefault(row["slot"], []).append(row["text"])
    synonyms: dict[str, list[str]] = {}
    for row in files.rows("training_synonyms.tsv", ("words",)):
        words = split_list(row["words"])
        for word in words:
            synonyms.setdefault(word, []).extend(other for other in words if other != word)
    ranks = tuple(noise.pop("rank", ()))
    return Patterns(
        {kind: tuple(templates[kind]) for kind in KINDS},
        {slot: tuple(ws) for slot, ws in noise.items()},
        {word: tuple(dict.fromkeys(others)) for word, others in synonyms.items()},
        ranks,
    )


class _Draft(NamedTuple):
    """A subject whose near, confusable and kin subjects are still named by their official names."""

    code: str
    names: list[str]
    stock: dict[str, tuple[str, ...]]
    near: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()


def load_subjects(vocabulary: Vocabulary, files: DataFiles) -> list[Subject]:
    """Return the 细类, then the trades of `training_trades.tsv`, then the groups of `training_titles.tsv`.

    Each in table order. Subjects that share a name are neutral to each other; `training_confusions.tsv` makes rivals.
    """
    colloquial: dict[str, list[str]] = {}
    for word in vocabulary.colloquial:
        # Words of two occupations, and words that are no work at all (日结), would teach nothing.
        if len(word.codes) == 1 and word.kind in ("job", "skill"):
            colloquial.setdefault(word.codes[0], []).append(word.words)
    majors: dict[str, list[str]] = {}
    for row in files.rows("training_majors.tsv", ("majors",)):
        for name in split_list(row["occupations"]):
            majors.setdefault(name, []).extend(split_list(row["majors"]))
    drafts: list[_Draft] = []
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
        drafts.append(_Draft(unit.code, names, stock, unit.near, unit.confusable))
    for row in files.rows("training_trades.tsv", ("name",)):
        stock = {"skill": split_list(row["skills"]), "tool": split_list(row["tools"])}
        stock |= {"says": split_list(row["says"]), "place": split_list(row["places"])}
        stock["major"] = tuple(majors.get(row["name"], ()))
        names = [row["name"], *split_list(row["everyday"])]
        drafts.append(_Draft(f"trade:{row['name']}", names, stock, near=split_list(row["occupations"])))
    for row in files.rows("training_titles.tsv", ("titles",)):
        names, units = list(split_list(row["titles"])), split_list(row["occupations"])
        drafts.append(_Draft(f"title:{names[0]}", names, {}, near=units, kin=units))
    return list(_join(drafts, [split_list(row["names"]) for row in files.rows("training_confusions.tsv", ("names",))]))


def _join(drafts: Sequence[_Draft], confusions: Iterable[Sequence[str]]) -> Iterator[Subject]:
    """Turn names of related subjects into codes; `confusions` are names that are taken for each other."""
    codes: dict[str, set[str]] = {}
    official: dict[str, str] = {}
    siblings: dict[str, list[str]] = {}
    for draft in drafts:
        official.setdefault(draft.names[0], draft.code)
        siblings.setdefault(draft.code[:7], []).append(draft.code)
        for name in draft.names:
            codes.setdefault(name, set()).add(draft.code)
    alike: dict[str, set[str]] = {}
    for confusion in confusions:
        for name in confusion:
            for code in codes.get(name, ()):
                alike.setdefault(code, set()).update(*(codes.get(other, ()) for other in confusion if other != name))
    for code, names, stock, near, confusable, kin in drafts:
        neutral = {official[name] for name in near if name in official}.union(*(codes[name] for name in names))
        rivals = [official[name] for name in confusable if name in official]
        if ":" not in code:
            rivals += [other for other in siblings[code[:7]] if other != code]
        rivals += sorted(alike.get(code, set()) - neutral - {code})
        yield Subject(
            code,
            tuple(dict.fromkeys(names)),
            stock,
            frozenset(neutral - {code}),
            tuple(rivals),
            tuple(official[name] for name in kin if name in official),
        )


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
                text = _write(template, vary(name, patterns, random), subject.names, stock, random)
                yield Text(kind, text, name if "title" in template.slots else "")


def vary(name: str, patterns: Patterns, random: Random) -> str:
    """Return `name`, at times with one of its words said otherwise or with a rank before it.

    A word inside a longer one that has synonyms (销售 in 销售员) is not said otherwise.
    """
    if random.random() < _SWAPPED:
        spans = [
            (start, end)
            for start in range(len(name))
            for end in range(start + 1, len(name) + 1)
            if name[start:end] in patterns.synonyms
        ]
        spans = [(a, b) for a, b in spans if not any(c <= a and b <= d and d - c > b - a for c, d in spans)]
        if spans:
            start, end = random.choice(spans)
            name = name[:start] + random.choice(patterns.synonyms[name[start:end]]) + name[end:]
    if patterns.ranks and random.random() < _RANKED:
        name = random.choice(patterns.ranks) + name
    return name


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
