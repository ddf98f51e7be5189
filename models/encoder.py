"""Turn texts into unit vectors: the seam of all text models, and any sentence-transformers model behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from models.card import ModelCard, Vectors
from models.data_files import DataFiles
from models.static_encoder import WORDS_FILE, StaticEncoder

BUNDLED = Path(__file__).parent / "bundled"


class EncoderUnavailable(RuntimeError):
    """A text model cannot be loaded; the message is a Chinese sentence that names it and the way out."""


class Encoder(Protocol):
    """A text model. Both methods return float32 of shape (len(texts), card.dim), C-contiguous, rows in order.

    Rows have length 1, but a text in which the model knows nothing may give a row of zeros: similar to nothing.
    The same text gives the same row, to rounding, whatever stands beside it. Safe to call from several threads.
    """

    @property
    def card(self) -> ModelCard:
        """Which model this is."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched: passages of postings or seekers."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that search: what somebody typed, or the passage of the asking side."""
        ...


class SentenceEncoder:
    """Any model that sentence-transformers loads, by name or folder.

    Prompts not given are those of the model's own configuration ("query"; "document" or "passage"), else those that its
    makers ask for in `models/data/encoders.tsv`, else none.
    """

    def __init__(
        self,
        name_or_folder: str,
        *,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        max_tokens: int | None = None,
        batch_size: int = 32,
        n_threads: int | None = None,
        device: str = "cpu",
    ) -> None:
        """Load the model; nothing is loaded from elsewhere when `name_or_folder` is a folder.

        Args:
            name_or_folder: a folder on disk, or a name that the local cache or the configured hub knows.
            query_prompt: text put before every query; "" for none.
            passage_prompt: text put before every passage; "" for none.
            max_tokens: longer texts are cut there; None keeps the model's own limit.
            batch_size: texts per forward pass.
            n_threads: torch threads of this process; None leaves torch's choice.
            device: "cpu", "cuda", ….

        Raises:
            EncoderUnavailable: sentence-transformers is not installed, or it cannot load the model.
        """
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderUnavailable(
                f"模型“{name_or_folder}”要用 sentence-transformers 加载，但没有安装。"
                "请执行 pip install 'zunpei[transformers]'，或者不设置 ZUNPEI_MODEL 而使用自带模型。"
                " (sentence-transformers is not installed: pip install 'zunpei[transformers]')"
            ) from error
        if n_threads is not None:
            torch.set_num_threads(n_threads)
        try:
            self._model: Any = SentenceTransformer(name_or_folder, device=device)
        except (OSError, ValueError, KeyError) as error:
            raise EncoderUnavailable(
                f"无法加载模型“{name_or_folder}”：请检查它是不是完整的 sentence-transformers 模型文件夹，"
                f"或者本机缓存里有没有这个名字的模型。({type(error).__name__}: {error})"
            ) from error
        if max_tokens is not None:
            self._model.max_seq_length = max_tokens
        self._batch_size = batch_size
        asked = asked_prompts(name_or_folder)
        own: dict[str, str] = {key: text for key, text in self._model.prompts.items() if text}
        if query_prompt is None:
            query_prompt = own.get("query") or asked[0]
        if passage_prompt is None:
            passage_prompt = own.get("document") or own.get("passage") or asked[1]
        limit = self._model.max_seq_length
        self._card = ModelCard(
            name=Path(name_or_folder).name if Path(name_or_folder).is_dir() else name_or_folder,
            dim=len(self._model.encode("维")),
            sha256=_sha256_of_weights(self._model),
            max_tokens=int(limit) if limit and limit != float("inf") else 0,
            query_prompt=query_prompt,
            passage_prompt=passage_prompt,
        )

    @property
    def card(self) -> ModelCard:
        """Which model this is."""
        return self._card

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched; see `Encoder`."""
        return self._encode(texts, self._card.passage_prompt)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that search; see `Encoder`."""
        return self._encode(texts, self._card.query_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self._card.dim), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=self._batch_size,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def asked_prompts(name_or_folder: str) -> tuple[str, str]:
    """Return the (query, passage) prompts that the makers of a model ask for; "" where none is known.

    Models are told by the last part of their name, as a folder keeps it.
    """
    wanted = Path(name_or_folder).name.lower()
    for row in DataFiles().rows("encoders.tsv", ("name",)):
        if Path(row["name"]).name.lower() == wanted:
            return row["query_prompt"], row["passage_prompt"]
    return "", ""


def load_encoder(name_or_folder: str = "") -> Encoder:
    """Return the text model of that name or folder; "" is the bundled one.

    A folder that `models.train` wrote is read without torch, anything else by sentence-transformers.

    Raises:
        EncoderUnavailable: the model cannot be loaded; the sentence says what to do.
    """
    folder = Path(name_or_folder) if name_or_folder else BUNDLED
    if (folder / WORDS_FILE).is_file():
        return StaticEncoder.load(folder)
    if not name_or_folder:
        raise EncoderUnavailable(
            f"自带模型不在 {BUNDLED}，请重新安装，或者执行 python -m models.train --out {BUNDLED}。"
        )
    return SentenceEncoder(name_or_folder)


def _sha256_of_weights(model: Any) -> str:
    """Return one SHA-256 over every weight, by name, and the tokenizer's vocabulary, wherever the files lie."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        values = np.ascontiguousarray(tensor.detach().cpu().float().numpy())
        digest.update(f"{name}\x00{values.shape}\x00".encode())
        digest.update(values.tobytes())
    vocabulary: dict[str, int] = model.tokenizer.get_vocab()
    digest.update(repr(sorted(vocabulary.items())).encode())
    return digest.hexdigest()
