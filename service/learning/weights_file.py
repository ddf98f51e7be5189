"""Turn learned weights into the file that ranking reads, with what they were learned from written above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.matching.features import FEATURES
from service.matching.weights import SEARCHES, Weights
from service.matching.wording import FEATURE_NAMES, SEARCH_NAMES

HEAD = """# 排序权重：每个特征在 -1（很不合适）到 1（很合适）之间，0 为不知道或不相干；得分 = Σ 权重×特征 ÷ Σ 权重。
# [postings] 为人找岗位，[seekers] 为岗位找人，[fusion] 召回各路的名次怎样合并（Σ 权重 ÷ (60 + 名次)）。
# 改这里只改先后次序，不改谁能出现；能否出现只由 docs/rules.md 的规则决定。不训练也能用：weights_default.toml。
# 本文件由 python -m service.learning 从判断集学得；手改也可以，改动须写明理由。
"""


@dataclass(frozen=True)
class Learned:
    """What weights were learned from and what they reach; `figures` are nDCG@10 by method and kind of topic."""

    folder: str
    n_topics: Mapping[str, int]
    n_judgments: int
    method: str
    figures: Mapping[str, Mapping[str, float]]


def file_text(weights: Weights, learned: Learned) -> str:
    """Return the text of the file; the same weights give the same text."""
    lines = [HEAD, "[learned]            # 从什么学得，未见过的题目上 nDCG@10 是多少"]
    lines.append(f'from = "{learned.folder}"')
    lines += [f"n_{kind} = {n}" for kind, n in sorted(learned.n_topics.items())]
    lines += [f"n_judgments = {learned.n_judgments}", f'method = "{learned.method}"']
    for method, by_kind in learned.figures.items():
        lines.append(f"{method} = {{ {', '.join(f'{kind} = {value:.3f}' for kind, value in by_kind.items())} }}")
    for part, table, names, known in (
        ("postings", weights.postings, FEATURE_NAMES, FEATURES),
        ("seekers", weights.seekers, FEATURE_NAMES, FEATURES),
        ("fusion", weights.fusion, SEARCH_NAMES, SEARCHES),
    ):
        lines += ["", f"[{part}]"]
        lines += [f"{f'{name} = {table[name]:.2f}':20} # {names[name]}" for name in known]
    return "\n".join(lines) + "\n"


def as_table(vector: NDArray[np.float64], default: Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
    """Return weights by name on the scale of the default: their sum is the default's, each to two places."""
    total = sum(default.values())
    return {name: round(float(weight) * total, 2) for name, weight in zip(names, vector.tolist(), strict=True)}
