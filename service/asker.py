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

AnyRecord = Posting | Seeker


class TokenCutter(Protocol):
    """Cuts a text into the tokens that the lexical index stores; `models.segment.Segmenter` does."""

    def search_tokens(self, text: str) -> list[str]:
        """Return the tokens."""
        ...


@dataclass(frozen=True)
class Asker:
    """The asking side of a query: its record, its one row of columns and what is searched with."""

    record: AnyRecord
    columns: Columns
    vector: NDArray[np.float32] | None
    tokens: tuple[str, ...]
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
    vector = encoder.encode_queries([query.text])[0] if query.text.strip() else None
    if vector is not None and not vector.any():
        vector = None
    return Asker(
        record,
        columns,
        vector,
        tuple(dict.fromkeys(segmenter.search_tokens(query.text))),
        tuple(dict.fromkeys(token for skill in skills for token in segmenter.search_tokens(skill))),
        occupations,
    )


def paired(found: Columns, asker: Columns, direction: Direction) -> tuple[Columns, Columns]:
    """Return (postings, seekers), whichever of the two was found."""
    return (found, asker) if direction == "postings" else (asker, found)


def records(found: AnyRecord, asker: AnyRecord, direction: Direction) -> tuple[Posting, Seeker]:
    """Return (posting, seeker), whichever of the two was found."""
    posting, seeker = (found, asker) if direction == "postings" else (asker, found)
    assert isinstance(posting, Posting)
    assert isinstance(seeker, Seeker)
    return posting, seeker
