"""An encoder for tests: vectors from hashed pairs of characters, the same in every process, no weights to load."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from models.card import ModelCard, Vectors


class HashingEncoder:
    """Texts that share pairs of characters are similar. Remembers every text that it was given."""

    def __init__(self, *, dim: int = 48, seed: str = "one") -> None:
        self.card = ModelCard(name=f"hashing-{seed}", dim=dim, sha256=blake2b(seed.encode()).hexdigest()[:64])
        self._seed = seed.encode()
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.card.dim))
        for row, text in zip(rows, texts, strict=True):
            for pair in pairwise(text):
                digest = blake2b("".join(pair).encode(), key=self._seed, digest_size=8).digest()
                number = int.from_bytes(digest, "little")
                row[number % self.card.dim] += 1.0 if number >> 32 & 1 else -1.0
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
