"""Turn texts into unit vectors with an exported transformer, run by onnxruntime and tokenizers, without torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from models.card import CARD_FILE, ModelCard, Vectors, read_card, sha256_of
from models.model_choices import EncoderUnavailable, settle, unit_rows

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
SENTENCE_OUTPUT = "sentence_embedding"
_POOLING_FILE = "1_Pooling/config.json"
# Where others put the graph, the smallest first; ours is MODEL_FILE.
_PLACES = ("model_int8.onnx", "model_quantized.onnx", MODEL_FILE)
_TORCH_WEIGHTS = (
    "model.safetensors",
    "model.safetensors.index.json",
    "pytorch_model.bin",
    "pytorch_model.bin.index.json",
)
_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})


def onnx_file(folder: Path) -> Path | None:
    """Return the graph that a folder is run by, None when it is to be run by torch.

    A graph at the top counts always; one under `onnx/` only where no torch weights lie beside it, since a folder that
    has both is one that its makers meant for torch.
    """
    for name in _PLACES:
        if (folder / name).is_file():
            return folder / name
    if not any((folder / name).exists() for name in _TORCH_WEIGHTS):
        for name in _PLACES:
            if (folder / "onnx" / name).is_file():
                return folder / "onnx" / name
    return None


class OnnxEncoder:
    """A transformer as one ONNX graph, in float32 or int8.

    Texts go through one at a time: int8 scales what a whole batch holds, so a text beside others would get another
    row, and on a processor a batch gains nothing (docs/decisions/0014).
    """

    def __init__(
        self,
        folder: Path,
        *,
        dim: int = 0,
        max_tokens: int = 0,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        n_threads: int = 0,
        overlay: Path | None = None,
    ) -> None:
        """Load a folder that `models.onnx_export` wrote, or one of others that holds a graph and its tokenizer.

        See `models.encoder.load_encoder` for the arguments; `n_threads` 0 lets onnxruntime use every core.

        Raises:
            EncoderUnavailable: a library or a file is missing, or the graph gives no sentence vectors.
        """
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EncoderUnavailable(
                f"模型“{folder}”是 ONNX 格式，要用 onnxruntime 运行，但没有安装。请执行 pip install 'zunpei[onnx]'；"
                "或者不设 ZUNPEI_MODEL，用自带模型。"
            ) from error
        graph = onnx_file(folder)
        if graph is None or not (folder / TOKENIZER_FILE).is_file():
            raise _broken(folder, f"缺 {MODEL_FILE if graph is None else TOKENIZER_FILE}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = n_threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # A broken file can make the libraries raise anything at all, so every error becomes one sentence.
        try:
            self._tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session: Any = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise _broken(folder, " ".join(str(error).split())[:200]) from error
        self._inputs = [given.name for given in self._session.get_inputs()]
        if unknown := sorted(set(self._inputs) - _INPUTS):
            raise _broken(folder, f"计算图还要输入 {'、'.join(unknown)}，不是句向量模型")
        outputs = [made.name for made in self._session.get_outputs()]
        self._pooling = "" if SENTENCE_OUTPUT in outputs else _pooling_of(folder)
        self._output = SENTENCE_OUTPUT if not self._pooling else outputs[0]
        written = _card_of(folder, graph)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        settings = settle(
            written.name.removesuffix("-int8").removesuffix("-onnx"),
            full_dim=len(self._row("维")),
            own_limit=written.max_tokens,
            own_prompts={"query": written.query_prompt, "document": written.passage_prompt},
            dim=dim,
            max_tokens=max_tokens,
            query_prompt=query_prompt,
            passage_prompt=passage_prompt,
            overlay=overlay,
        )
        if settings.max_tokens:
            self._tokenizer.enable_truncation(settings.max_tokens)
        self._card = replace(
            written,
            dim=settings.dim,
            max_tokens=settings.max_tokens,
            query_prompt=settings.query_prompt,
            passage_prompt=settings.passage_prompt,
        )

    @property
    def card(self) -> ModelCard:
        """Which model this is."""
        return self._card

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched; see `models.encoder.Encoder`."""
        return self._encode(texts, self._card.passage_prompt)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that search; see `models.encoder.Encoder`."""
        return self._encode(texts, self._card.query_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self._card.dim), dtype=np.float32)
        return unit_rows(np.vstack([self._row(prompt + text) for text in texts]), self._card.dim)

    def _row(self, text: str) -> Vectors:
        """Return the vector of one text as the graph gives it, shape (full dim,)."""
        encoding = self._tokenizer.encode(text)
        given = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        feed = {name: np.array([given[name]], dtype=np.int64) for name in self._inputs}
        made = self._session.run([self._output], feed)[0][0].astype(np.float32)
        if self._pooling == "mean":
            made = made.mean(axis=0)
        elif self._pooling:
            made = made[0 if self._pooling == "cls" else -1]
        row: Vectors = made
        return row


def fingerprint_of(folder: Path, graph: Path) -> str:
    """Return the SHA-256 over what decides a vector: the graph with its weights, the tokenizer and the pooling."""
    files = [path for path in graph.parent.glob(f"{graph.name}*") if path.is_file()]
    files += [path for path in (folder / TOKENIZER_FILE, folder / _POOLING_FILE) if path.is_file()]
    return sha256_of(folder, [path.relative_to(folder).as_posix() for path in files])


def _card_of(folder: Path, graph: Path) -> ModelCard:
    """Return the card of the folder, or what the configuration files of others say."""
    sha256 = fingerprint_of(folder, graph)
    if (folder / CARD_FILE).is_file():
        return replace(read_card(folder), sha256=sha256)
    prompts = _json(folder / "config_sentence_transformers.json").get("prompts", {})
    limit = _json(folder / "sentence_bert_config.json").get("max_seq_length") or _json(
        folder / "tokenizer_config.json"
    ).get("model_max_length")
    return ModelCard(
        name=folder.name,
        dim=0,
        sha256=sha256,
        max_tokens=min(int(limit), 1 << 20) if limit else 0,  # "no limit" is written as a huge number
        query_prompt=prompts.get("query", ""),
        passage_prompt=prompts.get("document", "") or prompts.get("passage", ""),
    )


def _pooling_of(folder: Path) -> str:
    """Return how the token vectors of a graph of others make a sentence's: "mean", "cls" or "last"."""
    config = _json(folder / _POOLING_FILE)
    if not config:
        raise _broken(folder, f"计算图只给词的向量，而文件夹里没有 {_POOLING_FILE} 说怎样合成句的向量；请从原模型拷来")
    if any("Dense" in module.get("type", "") for module in _json(folder / "modules.json") or []):
        raise _broken(folder, "句的向量还要再过一层 Dense，而计算图里没有；请用 python -m models.onnx_export 自己导出")
    asked = str(config.get("pooling_mode", ""))
    for mode, word in (("cls", "cls"), ("mean", "mean"), ("lasttoken", "last")):
        if asked == mode or config.get(f"pooling_mode_{mode}_token{'s' if mode == 'mean' else ''}"):
            return word
    if config.get("pooling_mode_lasttoken"):
        return "last"
    raise _broken(folder, f"{_POOLING_FILE} 里的合成方法不认识")


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def _broken(folder: Path, why: str) -> EncoderUnavailable:
    return EncoderUnavailable(
        f"无法加载 ONNX 模型“{folder}”：{why}。请重新拷贝整个文件夹，或者用 python -m models.onnx_export 重新导出；"
        "也可以不设 ZUNPEI_MODEL，用自带模型。"
    )
