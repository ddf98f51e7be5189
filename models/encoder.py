"""Turn texts into unit vectors: the seam of all text models, and the one way to open one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from models.card import ModelCard, Vectors
from models.model_choices import EncoderUnavailable
from models.static_encoder import WORDS_FILE, StaticEncoder

BUNDLED = Path(__file__).parent / "bundled"


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


def load_encoder(
    name_or_folder: str = "",
    *,
    dim: int = 0,
    max_tokens: int = 0,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
    n_threads: int = 0,
    overlay: Path | None = None,
) -> Encoder:
    """Return the text model of that name or folder; "" is the bundled one.

    A folder that `models.train` wrote needs NumPy only, one that holds an ONNX file is run by onnxruntime, anything
    else by sentence-transformers.

    Args:
        name_or_folder: a folder on disk, or a name that the local cache or the model hub knows.
        dim: cut vectors to their first `dim` numbers, where the makers allow it; 0 keeps all.
        max_tokens: read no more tokens of a text; 0 is the smaller of the model's own limit and 512.
        query_prompt: text put before every query, "" for none; None asks the model's own configuration, then
            `models/data/encoders.tsv`, else puts nothing. `passage_prompt` likewise before every passage.
        n_threads: threads of one call; 0 leaves the choice to the library.
        overlay: folder of a bureau's own tables, for its own rows of `encoders.tsv`.

    Raises:
        EncoderUnavailable: the model cannot be loaded so; the sentence says what to do.
    """
    folder = Path(name_or_folder) if name_or_folder else BUNDLED
    if (folder / WORDS_FILE).is_file():
        return _static(folder, dim, max_tokens, query_prompt, passage_prompt)
    if not name_or_folder:
        raise EncoderUnavailable(
            f"自带模型不在 {BUNDLED}，请重新安装，或者执行 python -m models.train --out {BUNDLED}。"
        )
    # Imported here: each of them needs a library that the core install does not have.
    from models.onnx_encoder import OnnxEncoder, onnx_file
    from models.sentence_encoder import SentenceEncoder

    options = {
        "dim": dim,
        "max_tokens": max_tokens,
        "query_prompt": query_prompt,
        "passage_prompt": passage_prompt,
        "n_threads": n_threads,
        "overlay": overlay,
    }
    if onnx_file(folder) is not None:
        return OnnxEncoder(folder, **options)  # type: ignore[arg-type]
    return SentenceEncoder(name_or_folder, **options)  # type: ignore[arg-type]


def _static(
    folder: Path, dim: int, max_tokens: int, query_prompt: str | None, passage_prompt: str | None
) -> StaticEncoder:
    """Open a static model, which has one length, reads whole texts and knows no prompts."""
    encoder = StaticEncoder.load(folder)
    if (dim and dim != encoder.card.dim) or max_tokens or query_prompt or passage_prompt:
        raise EncoderUnavailable(
            f"静态模型 {encoder.card.name} 固定 {encoder.card.dim} 维、读整句、没有前缀，"
            "不能设 ZUNPEI_MODEL_DIM、ZUNPEI_MODEL_MAX_TOKENS 和前缀；请去掉这些设置，或者换一个模型。"
        )
    return encoder
