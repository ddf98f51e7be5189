"""Turn texts into vectors by adding up one learned row per word: the bundled model, with NumPy alone.

The folder is one that sentence-transformers reads too (StaticEmbedding, then Normalize). The two agree when
sentence-transformers is given `StaticEncoder.pretokenised(text)`: jieba has cut the text before, as its tokenizer only
splits at spaces.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from safetensors.numpy import load_file, save

from models.card import ModelCard, Vectors, read_card, sha256_of, write_card
from models.segment import Segmenter

TOKENIZER_FILE = "0_StaticEmbedding/tokenizer.json"
WEIGHTS_FILE = "0_StaticEmbedding/model.safetensors"
WORDS_FILE = "words.txt"
UNKNOWN = "[UNK]"
PAIR = "##"


class ModelDamaged(ValueError):
    """The files of a model folder are not those its card was written for; the sentence says which and what to do."""


def pieces(word: str) -> list[str]:
    """Return the parts a word is made of: its characters, then its character pairs marked `##`.

    A word the model does not know is read through them, so 砌墙匠 is still near 砌砖工. Latin letters and digits say
    nothing one by one, so a word of them alone has no parts.
    """
    return [] if word.isascii() else [*word, *(PAIR + left + right for left, right in pairwise(word))]


def join_loose(words: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield (word, True) for segmented text, in order, and (run, False) for single characters side by side.

    Those are what jieba leaves of a word it does not know, so they are read as one.
    """
    loose = ""
    for word in words:
        if len(word) == 1 and not word.isascii():
            loose += word
            continue
        if loose:
            yield loose, False
            loose = ""
        yield word, True
    if loose:
        yield loose, False


def known_tokens(words: Iterable[str], vocabulary: Mapping[str, int]) -> Iterator[str]:
    """Yield the tokens of `vocabulary` that stand for `words`, in order: a known word itself, else its known pieces."""
    for word, is_word in join_loose(words):
        if is_word and word in vocabulary:
            yield word
        else:
            yield from (piece for piece in pieces(word) if piece in vocabulary)


class StaticEncoder:
    """A table with one row per token; a text is the direction of the sum of its rows.

    Passages and queries are encoded alike. A text without a known token gives zeros.
    """

    def __init__(self, card: ModelCard, vocabulary: dict[str, int], table: Vectors, segmenter: Segmenter) -> None:
        """`table` has shape (len(vocabulary), card.dim)."""
        self._card = card
        self._vocabulary = vocabulary
        self._table = table
        self._segmenter = segmenter

    @classmethod
    def load(cls, folder: Path, *, verify: bool = False) -> StaticEncoder:
        """Read a model folder; `verify` also checks that its files are those the card names.

        Raises:
            FileNotFoundError: a file is missing.
            ModelDamaged: `verify` found other files than the card's.
        """
        card = read_card(folder)
        if verify and fingerprint_of(folder) != card.sha256:
            raise ModelDamaged(f"模型目录 {folder} 里的文件与模型卡不一致，可能没有拷贝完整；请重新拷贝或重新训练。")
        vocabulary: dict[str, int] = json.loads((folder / TOKENIZER_FILE).read_bytes())["model"]["vocab"]
        table = load_file(folder / WEIGHTS_FILE)["embedding.weight"].astype(np.float32)
        words = (folder / WORDS_FILE).read_text(encoding="utf-8").split("\n")
        return cls(card, vocabulary, table, Segmenter(words))

    @property
    def card(self) -> ModelCard:
        """Which model this is."""
        return self._card

    def tokens(self, text: str) -> list[str]:
        """Return the tokens of `text` that the model knows, in order, with repeats."""
        return list(known_tokens(self._segmenter.cut(text), self._vocabulary))

    def pretokenised(self, text: str) -> str:
        """Return `text` as sentence-transformers must be given it to reach the same vector: tokens between spaces."""
        return " ".join(self.tokens(text))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched; see `models.encoder.Encoder`."""
        vectors = np.zeros((len(texts), self._card.dim), dtype=np.float32)
        self._encode(texts, vectors)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that search; the same as `encode_passages`."""
        return self.encode_passages(texts)

    def _encode(self, texts: Sequence[str], out: Vectors) -> None:
        """Write the unit rows of `texts` into `out`, which holds zeros."""
        for i, text in enumerate(texts):
            ids = [self._vocabulary[token] for token in known_tokens(self._segmenter.cut(text), self._vocabulary)]
            if ids:
                # One text at a time: its rows stay in the processor's cache, and memory does not grow with the batch.
                self._table[ids].sum(axis=0, out=out[i])
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        out /= np.maximum(norms, np.finfo(np.float32).tiny)


def fingerprint_of(folder: Path) -> str:
    """Return the SHA-256 over the files that decide a vector: words, tokenizer and weights."""
    return sha256_of(folder, (TOKENIZER_FILE, WEIGHTS_FILE, WORDS_FILE))


def write_static_model(
    folder: Path, card: ModelCard, tokens: Sequence[str], table: Vectors, words: Sequence[str]
) -> ModelCard:
    """Write a model folder and return its card with `dim` and `sha256` filled in.

    `tokens[i]` names row i of `table`; the first must be `UNKNOWN` with a row of zeros. Weights are kept as float16.
    `words` are the segmenter's own words.

    Raises:
        ValueError: the unknown token is not first, or its row is not zero.
    """
    if tokens[0] != UNKNOWN or table[0].any():
        raise ValueError("the first token must be the unknown one, with a row of zeros")
    (folder / TOKENIZER_FILE).parent.mkdir(parents=True, exist_ok=True)
    model = {"type": "WordLevel", "vocab": {token: i for i, token in enumerate(tokens)}, "unk_token": UNKNOWN}
    tokenizer: dict[str, object] = {
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "model": model,
    }
    tokenizer |= dict.fromkeys(("truncation", "padding", "normalizer", "post_processor", "decoder"))
    _write_json(folder / TOKENIZER_FILE, tokenizer)
    # Written from bytes: save_file would make a file that only its owner may read.
    (folder / WEIGHTS_FILE).write_bytes(save({"embedding.weight": np.ascontiguousarray(table, dtype=np.float16)}))
    (folder / WORDS_FILE).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    kind = "sentence_transformers.models"
    modules = [
        {"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": f"{kind}.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{kind}.Normalize"},
    ]
    _write_json(folder / "modules.json", modules)
    _write_json(folder / "config_sentence_transformers.json", {"similarity_fn_name": "cosine"})
    written = replace(card, dim=table.shape[1], sha256=fingerprint_of(folder))
    write_card(written, folder)
    return written


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
