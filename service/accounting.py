"""Turn the verdicts behind an answer into its account: what each gate removed, what relaxing shows, what to ask."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import Vocabulary
from service.asker import Asker, paired
from service.matching.explain import Hint
from service.matching.relax import Excluded, Relaxation, excluded, licences_lacking, relaxations
from service.matching.rules import Direction, Screening
from service.matching.verdicts import UNKNOWN
from service.matching.wording import QUESTIONS
from service.recall import Side, in_occupations

SHORT_ANSWER = 5
"""Below this many candidates an answer offers relaxations. Source: our choice (a caseworker reads out five)."""
POPULATION = 200
"""How many postings count as relevant when no occupation is known: the nearest, whatever the rules say."""


def account(
    side: Side,
    asker: Asker,
    screening: Screening,
    direction: Direction,
    asof: date,
    vocabulary: Vocabulary,
    *,
    n_found: int,
) -> tuple[tuple[Excluded, ...], tuple[Relaxation, ...]]:
    """Return what each gate removed of what is relevant and, for a short answer to a person, the relaxations.

    Relevant are the rows of the asker's occupation groups or, when none is known, the nearest `POPULATION` rows.
    """
    population = relevant(side, asker)
    if not len(population):
        return (), ()
    postings, seekers = paired(side.columns, asker.columns, direction)
    licences = licences_lacking(screening, postings, seekers, population, asof.toordinal(), vocabulary)
    kept_out = excluded(screening, population, direction, licences)
    n_relevant_shown = int(screening.allowed()[population].sum())
    if direction != "postings" or min(n_found, n_relevant_shown) >= SHORT_ANSWER:
        return kept_out, ()
    more = relaxations(screening, postings, seekers, population, asof=asof.toordinal(), vocabulary=vocabulary)
    return kept_out, more


def relevant(side: Side, asker: Asker) -> NDArray[np.int64]:
    """Return the rows that would be relevant if no rule stood in the way, in row order."""
    if (asker.occupations > 0).any():
        group = in_occupations(side.columns, asker.occupations, same_group=True)
        return np.flatnonzero(group & side.alive).astype(np.int64)
    if asker.vector is not None and len(side.ids):
        return np.sort(side.dense(asker.vector, top_k=POPULATION)[0])
    return np.flatnonzero(side.alive).astype(np.int64)


def questions(asker: Asker, direction: Direction, screening: Screening) -> tuple[Hint, ...]:
    """Return what to ask whoever asks, because an answer would change what is shown."""
    columns = asker.columns
    nothing_said = not (asker.occupations > 0).any() and asker.vector is None
    if direction == "seekers":
        unsure = {
            rule.code for rule, row in zip(screening.rules, screening.verdicts, strict=True) if (row == UNKNOWN).any()
        }
        asked = [code for code in ("full", "uninsured_gig") if code in unsure]
        return tuple(Hint(code, QUESTIONS[code]) for code in (*asked, *(["occupation"] if nothing_said else [])))
    unknown = {
        "under_16": int(columns["birth_on"][0]) == 0,
        "wanted": nothing_said,
        "place": int(columns["county"][0]) == 0,
    }
    return tuple(Hint(code, QUESTIONS[code]) for code, is_unknown in unknown.items() if is_unknown)
