"""Turn a text encoder and the occupations into a space in which a phrase finds the occupations it means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder
from models.occupations import Occupation
from models.vocabulary import Vocabulary

Vectors = NDArray[np.float32]


class EncoderOccupationSpace:
    """One vector for each 细类, of its name, the names people use and what they say of their work.

    `codes` and the rows of `vectors` (unit length) are in code order. Safe to share between threads if the encoder is.
    """

    def __init__(self, codes: Sequence[str], vectors: Vectors, encoder: Encoder, fingerprint: str) -> None:
        self.codes = tuple(codes)
        self.vectors = vectors
        self.fingerprint = fingerprint
        self._encoder = encoder

    def search(self, text: str, top_k: int) -> list[tuple[str, float]]:
        """Return the `top_k` nearest occupations as (code, cosine), best first, ties by code; [] for an empty text."""
        return self.search_many([text], top_k)[0]

    def search_many(self, texts: Sequence[str], top_k: int) -> list[list[tuple[str, float]]]:
        """Return `search` for each text, in order, with one pass of the encoder."""
        if not texts:
            return []
        queries = self._encoder.encode_queries(texts)
        similarities = queries @ self.vectors.T
        found: list[list[tuple[str, float]]] = []
        for query, row in zip(queries, similarities, strict=True):
            if not query.any():
                found.append([])
                continue
            n = min(top_k, len(self.codes))
            nearest = np.argpartition(-row, n - 1)[:n] if n < len(self.codes) else np.arange(n)
            order = sorted(nearest.tolist(), key=lambda i: (-float(row[i]), self.codes[i]))
            found.append([(self.codes[i], float(row[i])) for i in order])
        return found

    def save(self, path: Path) -> None:
        """Write codes, vectors and fingerprint to one `.npz`."""
        with path.open("wb") as file:
            np.savez(file, codes=np.array(self.codes), vectors=self.vectors, fingerprint=np.array(self.fingerprint))


def fingerprint_of(vocabulary: Vocabulary, encoder: Encoder) -> str:
    """Return what a saved space must match to be loaded: the vocabulary's version and the model's hash."""
    return f"{vocabulary.version}:{encoder.card.name}:{encoder.card.sha256}"


def occupation_text(occupation: Occupation) -> str:
    """Return what stands for an occupation in the space."""
    return " ".join((occupation.name, *occupation.everyday, *occupation.says))


def build_occupation_space(vocabulary: Vocabulary, encoder: Encoder) -> EncoderOccupationSpace:
    """Encode every 细类 once; seconds with a static model, a minute or more with a transformer."""
    occupations = sorted(
        (occupation for occupation in vocabulary.occupations.values() if occupation.level == 4),
        key=lambda occupation: occupation.code,
    )
    vectors = encoder.encode_passages([occupation_text(occupation) for occupation in occupations])
    codes = [occupation.code for occupation in occupations]
    return EncoderOccupationSpace(codes, vectors, encoder, fingerprint_of(vocabulary, encoder))


def load_occupation_space(path: Path, vocabulary: Vocabulary, encoder: Encoder) -> EncoderOccupationSpace | None:
    """Return the space saved at `path`, None when there is none or it belongs to another vocabulary or model."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as archive:
        fingerprint = str(archive["fingerprint"])
        if fingerprint != fingerprint_of(vocabulary, encoder):
            return None
        return EncoderOccupationSpace(archive["codes"].tolist(), archive["vectors"], encoder, fingerprint)
