"""Turn what a model offers and what was asked for into the settings it runs with, or into a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from models.card import Vectors
from models.known_models import known_model
from models.records import Record

DEFAULT_MAX_TOKENS = 512
"""Source: our choice, see decision 0014. The limit of most Chinese models; our longest passages stay below it."""


class EncoderUnavailable(RuntimeError):
    """A text model cannot be loaded; the message is a Chinese sentence that names it and the way out."""


class ModelSettings(Record, frozen=True):
    """How a model is run. `dim` is the length of its vectors, `max_tokens` how many tokens are read (0: all)."""

    dim: int
    max_tokens: int
    query_prompt: str
    passage_prompt: str


def settle(
    name: str,
    *,
    full_dim: int,
    own_limit: int,
    own_prompts: Mapping[str, str],
    dim: int,
    max_tokens: int,
    query_prompt: str | None,
    passage_prompt: str | None,
    overlay: Path | None,
) -> ModelSettings:
    """Return the settings of a model: what was asked for, else its own configuration, else what its makers ask for.

    `own_prompts` are those of its configuration under "query" and "document" or "passage"; one that is there and empty
    means none. `own_limit` is 0 when the model has none.

    Raises:
        EncoderUnavailable: its vectors may not be cut to `dim`, or it cannot read `max_tokens`.
    """
    known = known_model(name, overlay)
    if dim and dim != full_dim and not (0 < dim < full_dim and known.allows(dim)):
        allowed = "、".join(known.dims) or "没有"
        raise EncoderUnavailable(
            f"模型“{name}”的向量是 {full_dim} 维，不能截成 {dim} 维（模型作者允许的：{allowed}）。"
            "请去掉 ZUNPEI_MODEL_DIM；确知可以截短的，在本地词表目录的 encoders.tsv 里加一行。"
        )
    if max_tokens and own_limit and max_tokens > own_limit:
        raise EncoderUnavailable(
            f"模型“{name}”最多读 {own_limit} 个词元，设不了 {max_tokens} 个；请改小或去掉 ZUNPEI_MODEL_MAX_TOKENS。"
        )
    if query_prompt is None:
        query_prompt = own_prompts.get("query", "") or known.query_prompt
    if passage_prompt is None:
        passage_prompt = own_prompts.get("document") or own_prompts.get("passage") or known.passage_prompt
    return ModelSettings(
        dim=dim or full_dim,
        max_tokens=max_tokens or (min(own_limit, DEFAULT_MAX_TOKENS) if own_limit else 0),
        query_prompt=query_prompt,
        passage_prompt=passage_prompt,
    )


def unit_rows(vectors: Vectors, dim: int) -> Vectors:
    """Return the first `dim` numbers of each row at length 1, C-contiguous float32; a row of zeros stays one."""
    rows = np.array(vectors[:, :dim], dtype=np.float32, order="C")
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return rows
