"""An exact in-memory side, a bag-of-words encoder, and a small town of postings and people made of plain records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Columns
from indexer.posting_attributes import posting_columns
from indexer.seeker_attributes import seeker_columns
from models.card import ModelCard
from models.records import Posting, Seeker
from models.segment import Segmenter
from models.understand.posting import understand_posting
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary
from tests.builders import ASOF

DIM = 64


class WordEncoder:
    """Encodes a text as the sum of a fixed random direction for each of its characters; same text, same row."""

    card = ModelCard(name="test-words", dim=DIM, sha256="0" * 64, revision="1")

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), DIM), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                seed = int.from_bytes(blake2b(character.encode(), digest_size=4).digest(), "big")
                row += np.random.default_rng(seed).standard_normal(DIM).astype(np.float32)
            length = np.linalg.norm(row)
            if length > 0:
                row /= length
        return rows

    encode_queries = encode_passages


@dataclass
class ExactSide:
    """Exhaustive search in NumPy; the reference for what recall may return."""

    ids: Sequence[str]
    columns: Columns
    vectors: NDArray[np.float32]
    words: Sequence[Sequence[str]]
    alive: NDArray[np.bool_]

    def row_of(self, record_id: str) -> int | None:
        return self.ids.index(record_id) if record_id in self.ids else None

    def dense(self, vector: Any, *, top_k: int, allowed: Any = None) -> Any:
        return self._best(self.vectors @ vector, top_k, allowed)

    def lexical(self, tokens: Sequence[str], *, top_k: int, allowed: Any = None) -> Any:
        scores = self._counts(tokens)
        return self._best(scores, top_k, (np.ones(len(self.ids), bool) if allowed is None else allowed) & (scores > 0))

    def dense_scores(self, vector: Any, rows: Any) -> Any:
        return self.vectors[rows] @ vector

    def lexical_scores(self, tokens: Sequence[str], rows: Any) -> Any:
        return self._counts(tokens)[rows]

    def vector_of(self, row: int) -> Any:
        return self.vectors[row]

    def _counts(self, tokens: Sequence[str]) -> Any:
        wanted = set(tokens)
        return np.array([sum(word in wanted for word in words) for words in self.words], dtype=np.float32)

    def _best(self, scores: Any, top_k: int, allowed: Any) -> Any:
        mask = self.alive if allowed is None else allowed & self.alive
        rows = sorted(np.flatnonzero(mask).tolist(), key=lambda row: (-scores[row], self.ids[row]))[:top_k]
        return np.array(rows, dtype=np.int64), scores[rows].astype(np.float32) if rows else np.empty(0, np.float32)


@dataclass
class Town:
    """Both sides over understood records, and what else the pipeline needs."""

    vocabulary: Vocabulary
    segmenter: Segmenter
    postings: Mapping[str, Posting]
    seekers: Mapping[str, Seeker]
    posting_side: ExactSide
    seeker_side: ExactSide

    def load_postings(self, ids: Sequence[str]) -> dict[str, Posting]:
        return {i: self.postings[i] for i in ids if i in self.postings}

    def load_seekers(self, ids: Sequence[str]) -> dict[str, Seeker]:
        return {i: self.seekers[i] for i in ids if i in self.seekers}

    def for_match(self, direction: str) -> dict[str, Any]:
        """Return the arguments of `match` that are the same in every test."""
        found_postings = direction == "postings"
        return {
            "side": self.posting_side if found_postings else self.seeker_side,
            "load": self.load_postings if found_postings else self.load_seekers,
            "vocabulary": self.vocabulary,
            "encoder": WordEncoder(),
            "segmenter": self.segmenter,
            "asof": ASOF,
        }


def make_town(
    vocabulary: Vocabulary, segmenter: Segmenter, postings: Sequence[Posting], seekers: Sequence[Seeker] = ()
) -> Town:
    """Understand and index records."""
    read_postings = [p if p.facts else understand_posting(p, vocabulary, asof=ASOF) for p in postings]
    read_seekers = [s if s.facts else understand_seeker(s, vocabulary, asof=ASOF) for s in seekers]
    return Town(
        vocabulary,
        segmenter,
        {p.id: p for p in read_postings},
        {s.id: s for s in read_seekers},
        _side(
            [p.id for p in read_postings],
            posting_columns(read_postings, vocabulary),
            [f"{p.title} {p.description} {p.requirements}" for p in read_postings],
            segmenter,
        ),
        _side(
            [s.id for s in read_seekers],
            seeker_columns(read_seekers, vocabulary),
            [f"{s.desired_jobs_text} {s.skills_text} {s.experience_text} {s.major}" for s in read_seekers],
            segmenter,
        ),
    )


def _side(ids: Sequence[str], columns: Columns, passages: Sequence[str], segmenter: Segmenter) -> ExactSide:
    words = [segmenter.search_tokens(passage) for passage in passages]
    return ExactSide(list(ids), columns, WordEncoder().encode_passages(passages), words, np.ones(len(ids), dtype=bool))
