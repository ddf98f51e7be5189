"""Turn training texts into one row per token by pulling texts of one kind of work together; needs torch.

Two texts about one kind of work are pulled together, texts about others in the same batch pushed apart, those of near
work less or not at all.

Source: van den Oord et al. 2018, arXiv:1807.03748.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.card import Vectors
from models.corpus import Kind, Subject


def _default_texts() -> dict[Kind, int]:
    return {"name": 2, "query": 4, "title": 2, "posting": 4, "person": 3}


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the weights besides the data. Source of the values: our choice, see docs/models.md.

    Attributes:
        texts: texts of each kind that are written per name of a subject.
        steps: batches seen, each of `batch` pairs.
        spread: standard deviation of a fresh row; high against `learning_rate` times `steps`, words stay themselves
            and related words stay apart, low, everything about one subject falls together.
        same_name: share of pairs whose texts use the same name of their subject.
        other_name: weight, among the texts pushed apart, of one about the same subject under another name.
        kin_share: share of pairs of a group of titles whose other text is about a unit it lies under.
        sibling: weight, among the texts pushed apart, of one about another group of titles under the same unit.
        word_dropout: how often a word's own row is left out, so that its parts learn to stand for it.
        min_count: texts a token must stand in to get a row; at most `max_rows` do.
        longest_word: words of the field up to this length are told to the segmenter.
    """

    seed: int = 20261123
    dim: int = 256
    texts: Mapping[Kind, int] = field(default_factory=_default_texts)
    steps: int = 1200
    batch: int = 1024
    learning_rate: float = 0.016
    temperature: float = 0.06
    spread: float = 0.3
    same_name: float = 0.5
    other_name: float = 0.2
    kin_share: float = 0.15
    sibling: float = 0.3
    word_dropout: float = 0.25
    min_count: int = 3
    max_rows: int = 46000
    longest_word: int = 3
    n_threads: int = 2


# How often a pair is made of these two kinds.
_PAIRINGS: tuple[tuple[Kind, Kind, float], ...] = (
    ("query", "posting", 0.27),
    ("query", "person", 0.12),
    ("person", "posting", 0.24),
    ("title", "posting", 0.1),
    ("query", "title", 0.06),
    ("query", "query", 0.05),
    ("name", "name", 0.16),
)

_NEVER = -1e4
"""Added to the similarity of two texts that are no opposites: it takes them out of the softmax."""


@dataclass(frozen=True)
class Material:
    """Training texts as token rows: text i is `rows[starts[i]:starts[i + 1]]`; `name[i]` numbers its name, -1 for none.

    `is_word` marks the rows that are whole words. `by_kind[subject][kind]` are the numbers of its texts,
    `by_name[name number][kind]` those under one name.
    """

    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    name: NDArray[np.int64]
    is_word: NDArray[np.bool_]
    by_kind: list[dict[Kind, list[int]]]
    by_name: list[dict[Kind, list[int]]]


def fit_rows(material: Material, subjects: Sequence[Subject], recipe: Recipe) -> Vectors:
    """Return the trained rows, float32 of shape (number of tokens, dim); the same arguments give the same bytes."""
    import torch

    torch.set_num_threads(recipe.n_threads)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    apart, rivals, kin = _relations(subjects, recipe.sibling)
    bag = torch.nn.EmbeddingBag(len(material.is_word), recipe.dim, mode="sum")
    torch.nn.init.normal_(bag.weight, std=recipe.spread)
    optimizer = torch.optim.Adam(bag.parameters(), lr=recipe.learning_rate, betas=(0.9, 0.99), fused=True)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, total_iters=recipe.steps)
    cross_entropy = torch.nn.functional.cross_entropy
    for _ in range(recipe.steps):
        drawn = _draw_subjects(rivals, recipe.batch, random)
        other = _draw_kin(kin, drawn, recipe.kin_share, random)
        left, right = _draw_texts(material, drawn, other, recipe.same_name, random)
        a = _embed(bag, material, left, recipe.word_dropout, random)
        b = _embed(bag, material, right, recipe.word_dropout, random)
        offsets = _offsets(material, apart, drawn, other, left, right, recipe.other_name)
        similarity = a @ b.T / recipe.temperature + torch.from_numpy(offsets)
        target = torch.arange(len(drawn))
        loss = (cross_entropy(similarity, target) + cross_entropy(similarity.T, target)) / 2
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    rows: Vectors = bag.weight.detach().numpy().copy()
    return rows


def _relations(
    subjects: Sequence[Subject], sibling: float
) -> tuple[NDArray[np.float32], list[list[int]], list[list[int]]]:
    """Return what is added to similarities of texts of two subjects, (n, n), and the rivals and kin of each.

    Subjects are given by number.
    """
    number = {subject.code: i for i, subject in enumerate(subjects)}
    apart = np.zeros((len(subjects), len(subjects)), dtype=np.float32)
    under: dict[str, list[int]] = {}
    for i, subject in enumerate(subjects):
        for code in subject.kin:
            under.setdefault(code, []).append(i)
    for group in under.values():
        apart[np.ix_(group, group)] = np.log(sibling) if sibling > 0 else _NEVER
    for i, subject in enumerate(subjects):
        for code in subject.neutral:
            if code in number:
                apart[i, number[code]] = apart[number[code], i] = _NEVER
    np.fill_diagonal(apart, _NEVER)
    known = [[[number[code] for code in codes if code in number] for codes in (s.rivals, s.kin)] for s in subjects]
    return apart, [rivals for rivals, _ in known], [kin for _, kin in known]


def _draw_kin(
    kin: Sequence[Sequence[int]], drawn: NDArray[np.int64], share: float, random: np.random.Generator
) -> NDArray[np.int64]:
    """Return `drawn` with some subjects replaced by a unit they lie under."""
    other = drawn.copy()
    for i in np.nonzero(random.random(len(drawn)) < share)[0].tolist():
        if units := kin[int(drawn[i])]:
            other[i] = units[int(random.integers(len(units)))]
    return other


def _draw_subjects(rivals: Sequence[Sequence[int]], batch: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Return `batch` subjects drawn evenly, each followed by one of its rivals where it has any."""
    drawn: list[int] = []
    while len(drawn) < batch:
        subject = int(random.integers(len(rivals)))
        drawn.append(subject)
        if rivals[subject]:
            drawn.append(rivals[subject][int(random.integers(len(rivals[subject])))])
    return np.array(drawn[:batch])


def _draw_texts(
    material: Material,
    drawn: NDArray[np.int64],
    others: NDArray[np.int64],
    same_name: float,
    random: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    chances = np.array([chance for _, _, chance in _PAIRINGS])
    left, right = [], []
    pairings = random.choice(len(_PAIRINGS), len(drawn), p=chances).tolist()
    for subject, partner, pairing in zip(drawn.tolist(), others.tolist(), pairings, strict=True):
        one, other, _ = _PAIRINGS[pairing]
        own = material.by_kind[subject]
        choice = own.get(one) or own["query"]
        first = choice[int(random.integers(len(choice)))]
        name = int(material.name[first]) if partner == subject and other != "name" else -1
        own = material.by_kind[partner]
        choice = own.get(other) or own["query"]
        if name >= 0 and random.random() < same_name:
            choice = material.by_name[name].get(other, choice)
        second = choice[int(random.integers(len(choice)))]
        if one == other == "name" and material.name[first] == material.name[second]:
            second = choice[int(random.integers(len(choice)))]
        left.append(first)
        right.append(second)
    return np.array(left), np.array(right)


def _offsets(
    material: Material,
    apart: NDArray[np.float32],
    drawn: NDArray[np.int64],
    other: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    other_name: float,
) -> NDArray[np.float32]:
    """Return what is added to each similarity, (n, n): 0, but minus a lot for pairs that are no opposites."""
    a, b = material.name[left][:, None], material.name[right][None, :]
    named_apart = (drawn[:, None] == other[None, :]) & (a >= 0) & (b >= 0) & (a != b)
    offsets: NDArray[np.float32] = apart[np.ix_(drawn, other)]
    if other_name > 0:
        offsets[named_apart] = np.log(other_name)
    np.fill_diagonal(offsets, 0.0)
    return offsets


def _embed(
    bag: Any, material: Material, chosen: NDArray[np.int64], word_dropout: float, random: np.random.Generator
) -> Any:
    """Return the unit vectors of the chosen texts, some words' own rows left out."""
    import torch

    lengths = material.starts[chosen + 1] - material.starts[chosen]
    ends = np.cumsum(lengths)
    rows = material.rows[np.arange(ends[-1]) + np.repeat(material.starts[chosen] - (ends - lengths), lengths)]
    keep = ~material.is_word[rows] | (random.random(len(rows)) >= word_dropout)
    starts = np.searchsorted(np.repeat(np.arange(len(chosen)), lengths)[keep], np.arange(len(chosen)))
    return torch.nn.functional.normalize(bag(torch.from_numpy(rows[keep]), torch.from_numpy(starts)), eps=1e-6)
