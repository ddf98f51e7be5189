"""Turn a query into the asking side: its record, its one row of columns, and what is searched with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Columns, occupation_number
from indexer.posting_attributes import posting_columns
from indexer.seeker_attributes import seeker_columns
from models.encoder import Encoder
from models.records import OccupationLink, Posting, Seeker, SeekerFacts
from models.synonyms import SearchWords
from models.understand.area import find_mentions
from models.understand.clean import clean_text
from models.understand.query import Query
from models.vocabulary import Vocabulary
from service.matching.rules import Direction

AnyRecord = Posting | Seeker

MAX_WISHES = 6
"""How many wishes are looked at one by one. Source: our choice."""
_APART = re.compile(r"[，,、；;。/\s]|或者|或|和|还有|以及|都|也")
NEAR_TO_SURE = 0.5
"""Confidence from which the neighbours of an occupation are looked for. Source: our choice."""


class TokenCutter(Protocol):
    """Cuts a text into the tokens that the lexical index stores; `models.segment.Segmenter` does."""

    def search_tokens(self, text: str) -> list[str]:
        """Return the tokens."""
        ...


@dataclass(frozen=True)
class Asker:
    """The asking side of a query: its record, its one row of columns and what is searched with.

    `vector` is of all that is said. `wishes`, shape (n, dim), are of the work wanted or offered alone: the first
    row of all of it, the rest of each of several; None: as `vector`. `tokens` are the words said, `more_tokens` those
    that mean the same, `spoken` those of both that may be named as a reason. `occupations` are numbers as in the
    columns, surest first; `near` are those known to be near to what is wanted and to what was done (a posting: to what
    it asks for, twice), sorted. `places` are where a find is best: the areas wished for, else the county of the asker.
    """

    record: AnyRecord
    columns: Columns
    vector: NDArray[np.float32] | None
    tokens: tuple[str, ...]
    spoken: tuple[str, ...]
    skill_tokens: tuple[str, ...]
    occupations: NDArray[np.int32]
    wishes: NDArray[np.float32] | None = None
    more_tokens: tuple[str, ...] = ()
    near: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None
    places: NDArray[np.int32] | None = None


def understand(
    query: Query,
    vocabulary: Vocabulary,
    encoder: Encoder,
    segmenter: TokenCutter,
    search_words: SearchWords | None = None,
) -> Asker:
    """Return what is searched with: the asker's columns, the vectors and tokens of the words, the occupation codes.

    Places are not searched for as words: they act as limits and in the ranking. Neither are the empty words of
    `search_words`.
    """
    words = search_words or SearchWords()
    record: AnyRecord
    if query.side == "postings":
        record = query.seeker or Seeker(id="")
        columns = seeker_columns([record], vocabulary)
        occupations = np.concatenate([columns["wanted"][0], columns["done"][0]])
    else:
        record = query.posting or Posting(id="", title="")
        columns = posting_columns([record], vocabulary)
        occupations = columns["occupations"][0]
    skills = record.facts.skills if record.facts else ()
    searched = _without_places(query.search_text or query.text, vocabulary)
    tokens = _tokens([searched], segmenter, words)
    more = words.expanded(searched)
    links = _links(record)
    official = {token for link in links for token in segmenter.search_tokens(link.name)}
    more_tokens = tuple(token for token in _tokens(more, segmenter, words) if len(token) > 1 and token not in tokens)
    return Asker(
        record=record,
        columns=columns,
        vector=_encoded(searched, encoder),
        tokens=tokens,
        spoken=tuple(t for t in (*tokens, *more_tokens) if t not in official and t not in words.dull),
        skill_tokens=_tokens((*skills, *words.expanded("，".join(skills))), segmenter, words),
        occupations=occupations,
        wishes=_encoded_all(_wishes(record, vocabulary), encoder),
        more_tokens=more_tokens,
        near=_near(record, vocabulary),
        places=_places(columns),
    )


def _wishes(record: AnyRecord, vocabulary: Vocabulary) -> list[str]:
    """Return what work is wanted (a posting: offered), first all of it in one text, then each of several on its own."""
    if isinstance(record, Posting):
        written, links = record.title, record.facts.occupations[:1] if record.facts else ()
    else:
        written, links = record.desired_jobs_text, record.facts.wanted if record.facts else ()
    whole = _without_places(written, vocabulary)
    if not whole.strip():
        return []
    single = [] if isinstance(record, Posting) else [*_APART.split(whole), *(link.words for link in links)]
    single = [text for text in dict.fromkeys(text.strip() for text in single) if len(text) > 1]
    named = " ".join((whole, *(link.name for link in links[:1])))
    return [named, *(single[:MAX_WISHES] if len(single) > 1 else [])]


def _encoded_all(texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32] | None:
    """Return a row for each text that has a meaning, shape (n, dim); None for none."""
    rows = encoder.encode_queries(texts) if texts else None
    if rows is None or not rows[0].any():
        return None
    return np.asarray(rows[rows.any(axis=1)], dtype=np.float32)


def _near(record: AnyRecord, vocabulary: Vocabulary) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    if isinstance(record, Posting):
        asked = near_occupations(record.facts.occupations if record.facts else (), vocabulary)
        return asked, asked
    facts = record.facts or SeekerFacts()
    return near_occupations(facts.wanted, vocabulary), near_occupations(facts.done, vocabulary)


def _places(columns: Columns) -> NDArray[np.int32]:
    wished = columns["regions"][0] if "regions" in columns.arrays else np.empty(0, dtype=np.int32)
    if not (wished > 0).any():
        wished = columns["county"]
    counties = np.where(wished > 999_999, wished // 1000, wished)  # a township's county is as good a place to look in
    return np.unique(counties[counties > 0]).astype(np.int32)


def near_occupations(links: Sequence[OccupationLink], vocabulary: Vocabulary) -> NDArray[np.int32]:
    """Return the numbers of the occupations that the knowledge calls near to those surely read, sorted."""
    named = vocabulary.occupation_names
    codes = {
        code
        for link in links
        if link.confidence >= NEAR_TO_SURE
        for name in vocabulary.occupations[link.code].near
        if (found := named.exact(name)) is not None
        for code in found.codes[:1]
    }
    return np.array(sorted(occupation_number(code) for code in codes), dtype=np.int32)


def _encoded(text: str, encoder: Encoder) -> NDArray[np.float32] | None:
    vector = encoder.encode_queries([text])[0] if text.strip() else None
    return vector if vector is not None and vector.any() else None


def _tokens(texts: Iterable[str], segmenter: TokenCutter, words: SearchWords) -> tuple[str, ...]:
    tokens = (token for text in texts for token in segmenter.search_tokens(text))
    return tuple(dict.fromkeys(token for token in tokens if token not in words.silent))


def _without_places(text: str, vocabulary: Vocabulary) -> str:
    cleaned = clean_text(text)
    for mention in reversed(find_mentions(cleaned, vocabulary)):
        cleaned = f"{cleaned[: mention.start]} {cleaned[mention.end :]}"
    return cleaned


def _links(record: AnyRecord) -> tuple[OccupationLink, ...]:
    if record.facts is None:
        return ()
    return record.facts.occupations if isinstance(record, Posting) else (*record.facts.wanted, *record.facts.done)


def paired(found: Columns, asker: Columns, direction: Direction) -> tuple[Columns, Columns]:
    """Return (postings, seekers), whichever of the two was found."""
    return (found, asker) if direction == "postings" else (asker, found)


def records(found: AnyRecord, asker: AnyRecord, direction: Direction) -> tuple[Posting, Seeker]:
    """Return (posting, seeker), whichever of the two was found."""
    posting, seeker = (found, asker) if direction == "postings" else (asker, found)
    assert isinstance(posting, Posting)
    assert isinstance(seeker, Seeker)
    return posting, seeker
