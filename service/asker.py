"""Turn a query into the asking side: its record, its one row of columns, and what is searched with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Columns, posting_columns, seeker_columns
from models.encoder import Encoder
from models.records import Posting, Seeker
from models.understand.query import Query
from models.vocabulary import Vocabulary
from service.matching.rules import Direction
from service.matching.wording import EMPTY_WORDS

AnyRecord = Posting | Seeker


class TokenCutter(Protocol):
    """Cuts a text into the tokens that the lexical index stores; `models.segment.Segmenter` does."""

    def search_tokens(self, text: str) -> list[str]:
        """Return the tokens."""
        ...


@dataclass(frozen=True)
class Asker:
    """The asking side of a query: its record, its one row of columns and what is searched with.

    `spoken` are those of `tokens` that are no part of an occupation's official name and no empty word.
    """

    record: AnyRecord
    columns: Columns
    vector: NDArray[np.float32] | None
    tokens: tuple[str, ...]
    spoken: tuple[str, ...]
    skill_tokens: tuple[str, ...]
    occupations: NDArray[np.int32]


def understand(query: Query, vocabulary: Vocabulary, encoder: Encoder, segmenter: TokenCutter) -> Asker:
    """Return what is searched with: the asker's columns, the vector and tokens of the words, the occupation codes."""
    record: AnyRecord
    if query.side == "postings":
        record = query.seeker or Seeker(id="")
        columns = seeker_columns([record], vocabulary)
        occupations = np.concatenate([columns["wanted"][0], columns["done"][0]])
        skills = record.facts.skills if record.facts else ()
    else:
        record = query.posting or Posting(id="", title="")
        columns = posting_columns([record], vocabulary)
        occupations = columns["occupations"][0]
        skills = record.facts.skills if record.facts else ()
    searched = query.search_text or query.text
    vector = encoder.encode_queries([searched])[0] if searched.strip() else None
    if vector is not None and not vector.any():
        vector = None
    tokens = tuple(dict.fromkeys(segmenter.search_tokens(searched)))
    official = {token for name in _occupation_names(record) for token in segmenter.search_tokens(name)}
    return Asker(
        record,
        columns,
        vector,
        tokens,
        tuple(token for token in tokens if token not in official and token not in EMPTY_WORDS),
        tuple(dict.fromkeys(token for skill in skills for token in segmenter.search_tokens(skill))),
        occupations,
    )


def _occupation_names(record: AnyRecord) -> tuple[str, ...]:
    if record.facts is None:
        return ()
    links = record.facts.occupations if isinstance(record, Posting) else (*record.facts.wanted, *record.facts.done)
    return tuple(link.name for link in links)


def paired(found: Columns, asker: Columns, direction: Direction) -> tuple[Columns, Columns]:
    """Return (postings, seekers), whichever of the two was found."""
    return (found, asker) if direction == "postings" else (asker, found)


def records(found: AnyRecord, asker: AnyRecord, direction: Direction) -> tuple[Posting, Seeker]:
    """Return (posting, seeker), whichever of the two was found."""
    posting, seeker = (found, asker) if direction == "postings" else (asker, found)
    assert isinstance(posting, Posting)
    assert isinstance(seeker, Seeker)
    return posting, seeker
