"""Turn what is known about a text model into one record: its maker, data, quality and fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from msgspec import field
from msgspec.json import decode, encode, format
from numpy.typing import NDArray

from models.records import Record

Vectors = NDArray[np.float32]

CARD_FILE = "card.json"


class DataSource(Record, frozen=True):
    """One source a model was trained on, with its licence; `n_entries` are its occupations or rows."""

    name: str
    licence: str
    n_entries: int = 0
    note: str = ""


class ModelCard(Record, frozen=True):
    """Which model made a vector. Two vectors may be compared only when `fingerprint` is equal.

    `dim` is the length of a vector, `max_tokens` how many tokens of a text are read (0: all of them). `sha256` covers
    everything that decides a vector: weights and tokenizer. `query_prompt`/`passage_prompt` stand before each text.
    """

    name: str
    dim: int
    sha256: str
    revision: str = ""
    licence: str = ""
    max_tokens: int = 0
    query_prompt: str = ""
    passage_prompt: str = ""
    data: tuple[DataSource, ...] = ()
    metrics: dict[str, float] = field(default_factory=dict)
    limits: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What an index build remembers: weights, dimension, length limit and prompts; not the name, which may move."""
        parts = (self.sha256, str(self.dim), str(self.max_tokens), self.query_prompt, self.passage_prompt)
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


def read_card(folder: Path) -> ModelCard:
    """Read the card of a model folder.

    Raises:
        FileNotFoundError: the folder has no card.
    """
    return decode((folder / CARD_FILE).read_bytes(), type=ModelCard)


def write_card(card: ModelCard, folder: Path) -> None:
    """Write `card` into `folder`, indented for people to read."""
    (folder / CARD_FILE).write_bytes(format(encode(card), indent=2) + b"\n")


def sha256_of(folder: Path, names: Iterable[str]) -> str:
    """Return one SHA-256 over the named files of `folder`: each name, length and content, in sorted order."""
    digest = hashlib.sha256()
    for name in sorted(names):
        content = (folder / name).read_bytes()
        digest.update(f"{name}\x00{len(content)}\x00".encode())
        digest.update(content)
    return digest.hexdigest()
