"""Turn stored records into index entries: what is understood, its passage, the words of that, and the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Columns
from indexer.posting_attributes import posting_columns
from indexer.seeker_attributes import seeker_columns
from indexer.side import Digests, Entries, SideName
from indexer.store import Store
from models.records import Posting, Seeker, Status
from models.segment import Segmenter
from models.text import posting_passage, seeker_passage
from models.understand.occupation import OccupationSpace
from models.understand.posting import FACTS_VERSION, understand_posting
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary

R = TypeVar("R", Posting, Seeker)


@dataclass(frozen=True)
class Source(Generic[R]):
    """Where the entries of one side come from.

    `indexable` holds for a record that may be recalled now or once its status changes back: a blocked record and a
    person who does not agree to matching are not in the index at all.
    """

    name: SideName
    record_type: Literal["posting", "seeker"]
    batches: Callable[[Store], Iterator[list[R]]]
    load: Callable[[Store, Sequence[str]], dict[str, R]]
    indexable: Callable[[R], bool]
    understood: Callable[[R], R]
    passage: Callable[[R], str]
    columns: Callable[[Sequence[R]], Columns]

    def entries(self, records: Sequence[R], segmenter: Segmenter) -> tuple[Entries, list[str]]:
        """Return the entries of `records` and their passages, in order."""
        records = [self.understood(record) for record in records]
        passages = [self.passage(record) for record in records]
        entries = Entries(
            ids=[record.id for record in records],
            columns=self.columns(records),
            digests=digests_of(passages),
            words=[segmenter.search_tokens(passage) for passage in passages],
        )
        return entries, passages


def posting_source(
    vocabulary: Vocabulary, *, asof: date, occupation_space: OccupationSpace | None = None, anew: bool = False
) -> Source[Posting]:
    """Return the source of the postings' side. `anew` derives the facts of every record again.

    Else only facts that are missing or of an older version are derived, for the index; the store keeps its own.
    """

    def understood(posting: Posting) -> Posting:
        if not anew and posting.facts is not None and posting.facts.version == FACTS_VERSION:
            return posting
        return understand_posting(posting, vocabulary, asof=asof, occupation_space=occupation_space)

    return Source(
        name="postings",
        record_type="posting",
        batches=lambda store: store.iter_postings(),
        load=lambda store, ids: store.postings(ids),
        indexable=lambda posting: posting.status != Status.BLOCKED,
        understood=understood,
        passage=posting_passage,
        columns=lambda postings: posting_columns(postings, vocabulary),
    )


def seeker_source(
    vocabulary: Vocabulary, *, asof: date, occupation_space: OccupationSpace | None = None, anew: bool = False
) -> Source[Seeker]:
    """Return the source of the seekers' side; `anew` as in `posting_source`."""

    def understood(seeker: Seeker) -> Seeker:
        if not anew and seeker.facts is not None and seeker.facts.version == FACTS_VERSION:
            return seeker
        return understand_seeker(seeker, vocabulary, asof=asof, occupation_space=occupation_space)

    return Source(
        name="seekers",
        record_type="seeker",
        batches=lambda store: store.iter_seekers(),
        load=lambda store, ids: store.seekers(ids),
        indexable=lambda seeker: seeker.status != Status.BLOCKED and seeker.consent is not False,
        understood=understood,
        passage=seeker_passage,
        columns=lambda seekers: seeker_columns(seekers, vocabulary),
    )


def digests_of(passages: Sequence[str]) -> Digests:
    """Return 128 bits of BLAKE2b of each passage, shape (n, 2)."""
    raw = b"".join(blake2b(passage.encode(), digest_size=16).digest() for passage in passages)
    return np.frombuffer(raw, dtype="<u8").reshape(-1, 2).astype(np.uint64)


def row_order(columns: Columns) -> NDArray[np.int64]:
    """Return the order that puts rows that are filtered together next to each other; ties keep their order.

    By county, then for postings by kind, then by 小类 of the first occupation.
    """
    arrays = columns.arrays
    if "occupations" in arrays:
        keys = [arrays["occupations"][:, 0] // 100, arrays["kind"], arrays["county"]]
    else:
        first = np.where(arrays["wanted"][:, 0] > 0, arrays["wanted"][:, 0], arrays["done"][:, 0])
        keys = [first // 100, arrays["county"]]
    return np.lexsort(keys).astype(np.int64)
