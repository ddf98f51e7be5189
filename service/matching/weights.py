"""Turn a file of weights into how much each feature and each search counts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.matching.features import FEATURES
from service.matching.rules import Direction

WEIGHTS = Path(__file__).parent / "weights.toml"
DEFAULT_WEIGHTS = Path(__file__).parent / "weights_default.toml"
"""The weights of the first, and those that need no training and that learning starts from."""

SEARCHES = ("all", "focus", "words", "more_words", "same", "group", "near", "here")
"""Rankings that are fused: by meaning (all that is said, the work alone), by words (said, with synonyms), by occupation
(of the same 细类, of the same 小类, near) and by place (in the areas wished for, else in the own county)."""


@dataclass(frozen=True)
class Weights:
    """Weight by feature for each direction, and by search for the fusion of candidates."""

    postings: Mapping[str, float]
    seekers: Mapping[str, float]
    fusion: Mapping[str, float]

    def vector(self, side: Direction) -> NDArray[np.float64]:
        """Return the weights in the order of `FEATURES`, divided by their sum."""
        table = self.postings if side == "postings" else self.seekers
        weights = np.array([table[name] for name in FEATURES])
        total: float = weights.sum()
        return np.asarray(weights / total)


def load_weights(path: Path = WEIGHTS) -> Weights:
    """Return the weights of a file, which is read again only after it has changed.

    Raises:
        ValueError: an entry is missing, unknown or negative; a Chinese sentence.
    """
    status = path.stat()
    return _read(path, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=8)
def _read(path: Path, _changed: tuple[int, int]) -> Weights:
    tables = tomllib.loads(path.read_text("utf-8"))
    for part, known in (("postings", FEATURES), ("seekers", FEATURES), ("fusion", SEARCHES)):
        names = tables.get(part, {})
        if set(names) != set(known):
            wrong = sorted(set(names) ^ set(known))
            raise ValueError(f"权重文件“{path.name}”的 [{part}] 多了或少了：{'、'.join(wrong)}。")
        if bad := [name for name, weight in names.items() if not weight >= 0]:
            raise ValueError(f"权重文件“{path.name}”的 [{part}] 中 {bad[0]} 必须是不小于 0 的数。")
    return Weights(postings=tables["postings"], seekers=tables["seekers"], fusion=tables["fusion"])
