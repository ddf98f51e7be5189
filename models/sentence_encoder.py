"""Turn texts into unit vectors with any model that sentence-transformers loads, by folder or hub name."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.card import ModelCard, Vectors
from models.model_choices import EncoderUnavailable, settle, unit_rows

log = logging.getLogger(__name__)

WAY_OUT = (
    "办法：在能上网的机器上把模型的全部文件下载到一个文件夹，拷到本机，再设 ZUNPEI_MODEL=那个文件夹；"
    "或者不设 ZUNPEI_MODEL，用自带模型。"
)
_MODULES_FILE = "modules.json"
_HUB_SECONDS = 10.0
# Keys of a configuration that say who wrote it, not what the model computes.
_ASIDE = frozenset({"transformers_version", "_name_or_path", "dtype", "torch_dtype", "architectures", "use_cache"})


class SentenceEncoder:
    """Any sentence-transformers model, in float32. Code that a model brings along is never run."""

    def __init__(
        self,
        name_or_folder: str,
        *,
        dim: int = 0,
        max_tokens: int = 0,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        n_threads: int = 0,
        batch_size: int = 32,
        device: str = "cpu",
        overlay: Path | None = None,
    ) -> None:
        """Load the model; see `models.encoder.load_encoder` for what is not said here.

        Args:
            name_or_folder: a folder, from which alone is loaded; or a name, looked for in the local cache first.
            n_threads: torch threads of this process; 0 leaves torch's choice.
            batch_size: texts per forward pass; texts of like length go together.
            device: "cpu", "cuda", ….

        Raises:
            EncoderUnavailable: sentence-transformers is not installed, or it cannot load the model so.
        """
        try:
            import torch
            from sentence_transformers import SentenceTransformer  # noqa: F401
        except ImportError as error:
            raise EncoderUnavailable(
                f"模型“{name_or_folder}”要用 sentence-transformers 加载，但没有安装。"
                "请先执行 pip install torch==2.13.0，再执行 pip install 'zunpei[transformers]'；"
                "或者不设 ZUNPEI_MODEL，用自带模型。"
            ) from error
        if n_threads:
            torch.set_num_threads(n_threads)
        self._model = _load(name_or_folder, device).float().eval()
        self._batch_size = batch_size
        limit = self._model.max_seq_length
        self._settings = settle(
            name_or_folder,
            full_dim=len(self._model.encode("维", truncate_dim=None)),
            own_limit=int(limit) if limit and limit != float("inf") else 0,
            own_prompts={key: text for key, text in self._model.prompts.items() if text},
            dim=dim,
            max_tokens=max_tokens,
            query_prompt=query_prompt,
            passage_prompt=passage_prompt,
            overlay=overlay,
        )
        if self._settings.max_tokens:
            self._model.max_seq_length = self._settings.max_tokens
        self._card = ModelCard(
            name=Path(name_or_folder).name if Path(name_or_folder).is_dir() else name_or_folder,
            dim=self._settings.dim,
            sha256=_sha256_of(self._model),
            max_tokens=self._settings.max_tokens,
            query_prompt=self._settings.query_prompt,
            passage_prompt=self._settings.passage_prompt,
        )

    @property
    def card(self) -> ModelCard:
        """Which model this is."""
        return self._card

    @property
    def transformer(self) -> Any:
        """The sentence-transformers model itself, for those who export it."""
        return self._model

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched; see `models.encoder.Encoder`."""
        return self._encode(texts, self._card.passage_prompt)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that search; see `models.encoder.Encoder`."""
        return self._encode(texts, self._card.query_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self._card.dim), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=self._batch_size,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return unit_rows(vectors, self._card.dim)


def check_folder(name_or_folder: str) -> None:
    """Refuse a folder that is not there or is no sentence-transformers model; any other name passes.

    Raises:
        EncoderUnavailable: see above; nothing was loaded to find it out.
    """
    folder = Path(name_or_folder)
    if folder.is_dir():
        if not (folder / _MODULES_FILE).is_file():
            # Without it the library would guess mean pooling, and answer with vectors that are wrong in silence.
            raise EncoderUnavailable(
                f"无法加载模型“{name_or_folder}”：文件夹里没有 {_MODULES_FILE}，不知道怎样把词的向量合成一句的向量。"
                f"请把模型页面上的全部文件（连同 1_Pooling 等子文件夹）都拷进来。{WAY_OUT}"
            )
    elif folder.is_absolute() or name_or_folder.startswith((".", "~")) or name_or_folder.count("/") > 1:
        raise EncoderUnavailable(f"没有模型文件夹“{name_or_folder}”，请核对 ZUNPEI_MODEL 的路径。{WAY_OUT}")


def _load(name_or_folder: str, device: str) -> Any:
    """Return the loaded model: a folder from its files; a name from the local cache, and only then from the hub."""
    from sentence_transformers import SentenceTransformer

    check_folder(name_or_folder)
    # A broken file can make the libraries raise anything at all, so every error becomes the one sentence.
    try:
        local_only = Path(name_or_folder).is_dir() or _is_cached(name_or_folder)
        if not local_only:
            log.info("model %s is not in the local cache, asking the hub", name_or_folder)
            _ask_hub(name_or_folder)
        return SentenceTransformer(name_or_folder, device=device, trust_remote_code=False, local_files_only=local_only)
    except Exception as error:
        raise _unavailable(name_or_folder, error) from error


def _is_cached(name: str) -> bool:
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(name, _MODULES_FILE), str)


def _ask_hub(name: str) -> None:
    """Ask the hub once whether it has the model, so that a machine without network hears so within seconds.

    Raises:
        OSError, ValueError: it has not, cannot be reached, or the model is none of sentence-transformers.
    """
    from huggingface_hub import HfApi

    files = {file.rfilename for file in HfApi().model_info(name, timeout=_HUB_SECONDS).siblings or []}
    if _MODULES_FILE not in files:
        raise ValueError(f"no {_MODULES_FILE} on the hub")


def _unavailable(name_or_folder: str, error: Exception) -> EncoderUnavailable:
    if "trust_remote_code" in str(error):
        return EncoderUnavailable(
            f"模型“{name_or_folder}”要执行它自己带的程序代码，为安全起见本程序不执行。"
            "请换一个不带代码的模型（docs/models.md 的表里有），或者不设 ZUNPEI_MODEL，用自带模型。"
        )
    reason = " ".join(str(error).split())[:300]
    if Path(name_or_folder).is_dir():
        problem = "文件不全或损坏，或者要更新的 transformers"
    else:
        problem = "本机缓存里没有它，也没能从网上下载"
    return EncoderUnavailable(
        f"无法加载模型“{name_or_folder}”：{problem}。{WAY_OUT}（{type(error).__name__}: {reason}）"
    )


def _sha256_of(model: Any) -> str:
    """Return one SHA-256 over what decides a vector: weights, tokenizer and the configuration of every module."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        values = np.ascontiguousarray(tensor.detach().cpu().float().numpy())
        digest.update(f"{name}\x00{values.shape}\x00".encode())
        digest.update(values.tobytes())
    for part in (_tokenizer_of(model.tokenizer), [_module_of(module) for module in model]):
        digest.update(json.dumps(part, sort_keys=True, ensure_ascii=False, default=str).encode())
    return digest.hexdigest()


def _tokenizer_of(tokenizer: Any) -> object:
    """Return how texts are cut, without the state that each call leaves behind (padding and truncation)."""
    backend = getattr(tokenizer, "backend_tokenizer", tokenizer)
    if hasattr(backend, "to_str"):
        cutting: dict[str, object] = json.loads(backend.to_str())
        return {**cutting, "padding": None, "truncation": None}
    return sorted(tokenizer.get_vocab().items())


def _module_of(module: Any) -> list[object]:
    """Return the kind of a module and its settings; of a transformer only what differs from the library's defaults."""
    config = getattr(getattr(module, "auto_model", None), "config", None)
    if config is not None:
        own = config.to_diff_dict()
    else:
        own = module.get_config_dict() if hasattr(module, "get_config_dict") else {}
    return [type(module).__name__, {key: value for key, value in own.items() if key not in _ASIDE}]
