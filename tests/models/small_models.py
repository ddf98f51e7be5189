"""Small models made in place: a static one of a few tokens, and transformers of a few thousand weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from models.card import ModelCard
from models.static_encoder import UNKNOWN, write_static_model

TOKENS = [UNKNOWN, "砌砖", "砌", "砖", "##砌砖", "叉车", "司机", "护理", "护理员", "会", "酒厂", "烤", "酒", "##烤酒"]
TOKENS += ["安全员", "专业", "设备", "保姆", "c", "有证", "活", "砌筑工", "烟", "编", "煮", "娃"]
CHARACTERS = sorted(
    set("会砌砖想在正安找日结的活招两名筑工元一天包中餐下沙季去茅台镇酒厂烤住家保姆煮饭带娃叉车证司机查询文档：")
)


def write_static(folder: Path, dim: int = 8) -> ModelCard:
    """Write a static model of `TOKENS` with reproducible rows."""
    table = np.random.default_rng(7).normal(size=(len(TOKENS), dim)).astype(np.float32)
    table[0] = 0
    card = ModelCard(name="small-static", dim=dim, sha256="", licence="Apache-2.0")
    return write_static_model(folder, card, TOKENS, table, ["砌砖", "砌筑工", "安全员"])


def write_bert(
    folder: Path,
    *,
    prompts: dict[str, str] | None = None,
    max_tokens: int = 64,
    hidden: int = 16,
    pooling: str = "mean",
    seed: int = 3,
) -> None:
    """Write a one-layer BERT over single characters, as a maker would ship it: 16 dimensions, mean pooling."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(CHARACTERS) + 5,
        hidden_size=hidden,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=max_tokens,
    )
    _write(folder, BertModel, config, pooling, max_tokens, "right", prompts, seed)


def write_decoder(folder: Path, *, prompts: dict[str, str] | None = None, max_tokens: int = 4096) -> None:
    """Write a two-layer Qwen3 of 32 dimensions that pools the last token and pads on the left."""
    from transformers import Qwen3Config, Qwen3Model

    config = Qwen3Config(
        vocab_size=len(CHARACTERS) + 5,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        intermediate_size=64,
        max_position_embeddings=max_tokens,
    )
    _write(folder, Qwen3Model, config, "lasttoken", max_tokens, "left", prompts, 3)


def change_json(path: Path, **changes: Any) -> None:
    """Set keys of a JSON file."""
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}, ensure_ascii=False), "utf-8")


def _write(
    folder: Path,
    kind: Any,
    config: Any,
    pooling: str,
    max_tokens: int,
    padding_side: str,
    prompts: dict[str, str] | None,
    seed: int,
) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    raw = folder / "raw"
    raw.mkdir()
    (raw / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *CHARACTERS]), "utf-8")
    torch.manual_seed(seed)
    kind(config).save_pretrained(raw)
    tokenizer = BertTokenizerFast(str(raw / "vocab.txt"), model_max_length=max_tokens, padding_side=padding_side)
    tokenizer.save_pretrained(raw)
    modules = [Transformer(str(raw)), Pooling(config.hidden_size, pooling)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    if prompts:
        change_json(folder / "config_sentence_transformers.json", prompts=prompts)
