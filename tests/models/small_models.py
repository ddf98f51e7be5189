"""Small models made in place: a static one of a few tokens, and a BERT of a few thousand weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from models.card import ModelCard
from models.static_encoder import UNKNOWN, write_static_model

TOKENS = [UNKNOWN, "砌砖", "砌", "砖", "##砌砖", "叉车", "司机", "护理", "护理员", "会", "酒厂", "烤", "酒", "##烤酒"]
TOKENS += ["安全员", "专业", "设备", "保姆", "c", "有证", "活", "砌筑工", "烟", "编", "煮", "娃"]


def write_static(folder: Path, dim: int = 8) -> ModelCard:
    """Write a static model of `TOKENS` with reproducible rows."""
    table = np.random.default_rng(7).normal(size=(len(TOKENS), dim)).astype(np.float32)
    table[0] = 0
    card = ModelCard(name="small-static", dim=dim, sha256="", licence="Apache-2.0")
    return write_static_model(folder, card, TOKENS, table, ["砌砖", "砌筑工", "安全员"])


def write_bert(folder: Path, *, prompts: dict[str, str] | None = None, max_tokens: int = 64) -> None:
    """Write a one-layer BERT of 16 dimensions over single characters, with mean pooling, as a maker would ship it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    raw = folder / "raw"
    raw.mkdir()
    characters = sorted(
        set("会砌砖想在正安找日结的活招两名筑工元一天包中餐下沙季去茅台镇酒厂烤住家保姆煮饭带娃叉车证司机查询文档：")
    )
    (raw / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]), "utf-8")
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(characters) + 5,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=max_tokens,
    )
    BertModel(config).save_pretrained(raw)
    BertTokenizerFast(str(raw / "vocab.txt"), model_max_length=max_tokens).save_pretrained(raw)
    transformer = Transformer(str(raw))
    model = SentenceTransformer(modules=[transformer, Pooling(16, "mean")], device="cpu")
    model.save(str(folder))
    if prompts:
        path = folder / "config_sentence_transformers.json"
        settings = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps({**settings, "prompts": prompts}, ensure_ascii=False), "utf-8")
