"""Turn a query and the rows no rule fails into at most 200 candidates: by meaning, words, occupation and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Array, Columns
from service.matching.fuse import fuse
from service.matching.limits import lies_under

MAX_CANDIDATES = 200
"""Source: design/house.md section 2 (recall, then rank)."""

Mask = NDArray[np.bool_]
Hits = tuple[NDArray[np.int64], NDArray[np.float32]]


class Side(Protocol):
    """One side of a build, postings or seekers. Both searches are exact inside `allowed`, best first, ties by id."""

    @property
    def ids(self) -> Sequence[str]:
        """Id of each row."""
        ...

    @property
    def columns(self) -> Columns:
        """Attributes, row by row."""
        ...

    def row_of(self, record_id: str) -> int | None:
        """Return the row of an id, None when it is not in the build."""
        ...

    def dense(self, vector: NDArray[np.float32], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """Return the rows nearest to a unit vector of shape (dim,) and their cosines."""
        ...

    @property
    def alive(self) -> Mask:
        """The rows that can be found; the others were replaced or removed."""
        ...

    def lexical(self, tokens: Sequence[str], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """Return the rows that fit the tokens best and their BM25 scores."""
        ...

    def dense_scores(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of each of `rows`."""
        ...

    def lexical_scores(self, tokens: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the BM25 score of each of `rows`, 0 for none of the tokens."""
        ...


@dataclass(frozen=True)
class Candidates:
    """Recalled rows, best first, with what each search said; 0.0 where a search knows nothing of a row.

    `fused` is the weighted reciprocal-rank total, `similarity` the cosine with all that is said, `aim` the best with
    one of the wishes; `lexical`, `meant` and `skills` are BM25 over the list's best: of the words said, of those
    that mean the same as well, and of the skills.
    """

    rows: NDArray[np.int64]
    fused: NDArray[np.float64]
    similarity: NDArray[np.float32]
    lexical: NDArray[np.float32]
    skills: NDArray[np.float32]
    aim: NDArray[np.float32]
    meant: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.rows)


def recall(
    side: Side,
    allowed: Mask,
    *,
    vector: NDArray[np.float32] | None,
    tokens: Sequence[str],
    skill_tokens: Sequence[str] = (),
    occupations: Array,
    wishes: NDArray[np.float32] | None = None,
    more_tokens: Sequence[str] = (),
    near: Array | None = None,
    places: Array | None = None,
    fusion: Mapping[str, float] | None = None,
    top_k: int = MAX_CANDIDATES,
) -> Candidates:
    """Return the best `top_k` rows inside `allowed`.

    `vector` and `tokens` are of all that is said, `wishes` of the work alone (see `Asker`), `more_tokens` synonyms.
    `occupations` and `near` (occupations near to them) are numbers as in the columns (0 ignored), `places` codes of
    areas where the work or the person would best be. `fusion` weighs the rankings of `searches`, all alike without it.
    When nothing is known of what is wanted, the newest rows come, ties by id.
    """
    if not allowed.any():
        return _nothing()
    rankings = searches(
        side,
        allowed,
        vector=vector,
        wishes=wishes,
        tokens=tokens,
        more_tokens=more_tokens,
        occupations=occupations,
        near=near,
        places=places,
        top_k=top_k,
    )
    weights = None if fusion is None else [fusion[name] for name in rankings]
    rows, fused = fuse(list(rankings.values()), side.ids, weights=weights)
    if not len(rows):
        rows = newest(side, allowed, top_k)
        fused = np.zeros(len(rows))
    return describe(
        side,
        rows[:top_k],
        fused[:top_k],
        vector=vector,
        wishes=wishes,
        tokens=tokens,
        meant=(*tokens, *more_tokens),
        skill_tokens=skill_tokens,
    )


def searches(
    side: Side,
    allowed: Mask,
    *,
    vector: NDArray[np.float32] | None,
    wishes: NDArray[np.float32] | None = None,
    tokens: Sequence[str],
    more_tokens: Sequence[str] = (),
    occupations: Array,
    near: Array | None = None,
    places: Array | None = None,
    top_k: int = MAX_CANDIDATES,
) -> dict[str, NDArray[np.int64]]:
    """Return the rankings (`weights.SEARCHES`) that apply, each the best `top_k` rows inside `allowed`, best first."""
    rankings: dict[str, NDArray[np.int64]] = {}
    if vector is not None:
        rankings["all"] = side.dense(vector, top_k=top_k, allowed=allowed)[0]
    if wishes is not None:
        rankings["focus"] = side.dense(wishes[0], top_k=top_k, allowed=allowed)[0]
    if tokens:
        rankings["words"] = side.lexical(tokens, top_k=top_k, allowed=allowed)[0]
    if more_tokens:
        rankings["more_words"] = side.lexical((*tokens, *more_tokens), top_k=top_k, allowed=allowed)[0]
    groups = [*_of_trade(side.columns, occupations, near)]
    if places is not None and len(places):
        groups.append(("here", in_places(side.columns, places)))
    for name, group in groups:
        inside = allowed & group
        if inside.any():
            rankings[name] = _by_meaning(side, inside, vector if wishes is None else wishes[0], top_k)
    return rankings


def _of_trade(columns: Columns, occupations: Array, near: Array | None) -> Iterator[tuple[str, Mask]]:
    codes = np.unique(occupations[occupations > 0])
    if len(codes):
        yield "same", in_occupations(columns, codes)
        yield "group", in_occupations(columns, codes, same_group=True)
    if near is not None and len(near):
        yield "near", in_occupations(columns, near)


def describe(
    side: Side,
    rows: NDArray[np.int64],
    fused: NDArray[np.float64],
    *,
    vector: NDArray[np.float32] | None,
    wishes: NDArray[np.float32] | None,
    tokens: Sequence[str],
    meant: Sequence[str],
    skill_tokens: Sequence[str],
) -> Candidates:
    """Return the rows with the exact score of each search, also for rows that another search found."""
    nothing = np.zeros(len(rows), dtype=np.float32)
    similarity = nothing if vector is None else side.dense_scores(vector, rows)
    aim = similarity
    if wishes is not None:
        aim = np.max([side.dense_scores(wish, rows) for wish in wishes], axis=0)
    lexical = _share(side.lexical_scores(tokens, rows)) if tokens else nothing
    more = lexical if len(meant) == len(tokens) else _share(side.lexical_scores(meant, rows))
    skills = _share(side.lexical_scores(skill_tokens, rows)) if skill_tokens else nothing
    return Candidates(rows, fused, similarity, lexical, skills, aim, more)


def in_occupations(columns: Columns, codes: Array, *, same_group: bool = False) -> Mask:
    """Return the rows that name one of `codes`, or with `same_group` one of its 小类.

    A posting names what it asks for, a person what they want and what they have done.
    """
    wanted = codes[codes > 0]
    first = np.unique(wanted // 100 * 100 if same_group else wanted)
    found = np.zeros(len(columns), dtype=np.bool_)
    for name in ("occupations", "wanted", "done"):
        if name in columns.arrays:
            table = columns[name]
            hit = np.zeros(table.shape, dtype=np.bool_)
            for code in first.tolist():
                hit |= (table >= code) & (table <= code + 99) if same_group else table == code
            for i in range(table.shape[1]):
                found |= hit[:, i]
    return found


def in_places(columns: Columns, places: Array) -> Mask:
    """Return the rows that lie under one of `places`, codes of areas of any level."""
    found = np.zeros(len(columns), dtype=np.bool_)
    for place in places:
        found |= lies_under(columns["county"], columns["township"], place)
    return found


def newest(side: Side, allowed: Mask, top_k: int) -> NDArray[np.int64]:
    """Return the newest allowed rows, ties by id; people carry no date and come by id."""
    rows = np.flatnonzero(allowed)
    posted = side.columns.arrays.get("posted_on")
    age = np.zeros(len(rows), dtype=np.int64) if posted is None else -posted[rows].astype(np.int64)
    if len(rows) > top_k:
        cut = np.partition(age, top_k - 1)[top_k - 1]
        rows, age = rows[age <= cut], age[age <= cut]
    names = np.array([side.ids[row] for row in rows.tolist()])
    return rows[np.lexsort((names, age))][:top_k].astype(np.int64)


def _by_meaning(side: Side, allowed: Mask, vector: NDArray[np.float32] | None, top_k: int) -> NDArray[np.int64]:
    if vector is None:
        return newest(side, allowed, top_k)
    return side.dense(vector, top_k=top_k, allowed=allowed)[0]


def _share(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    best = float(scores.max(initial=0.0))
    return scores if best <= 0 else (scores / np.float32(best)).astype(np.float32)


def _nothing() -> Candidates:
    empty = np.empty(0, dtype=np.float32)
    return Candidates(np.empty(0, dtype=np.int64), np.empty(0), empty, empty, empty, empty, empty)
