"""Turn a text model or a linking and a set of right answers into figures."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.encoder import Encoder
from models.judgements import read_qrels, read_texts
from models.metrics import RetrievalFigures, score_rankings


def rank_by_encoder(
    encoder: Encoder, queries: Mapping[str, str], corpus: Mapping[str, str], *, top_k: int = 1000
) -> dict[str, list[str]]:
    """Return for each query the ids of the `top_k` nearest documents, best first, ties by id; an exact search."""
    ids = sorted(corpus)
    passages = encoder.encode_passages([corpus[doc] for doc in ids])
    vectors = encoder.encode_queries(list(queries.values()))
    order = np.argsort(-(vectors @ passages.T), axis=1, kind="stable")[:, :top_k]
    return {query: [ids[i] for i in row] for query, row in zip(queries, order.tolist(), strict=True)}


def evaluate_retrieval(
    encoder: Encoder, queries: Path, corpus: Path, qrels: Path, *, relevant: int = 1
) -> RetrievalFigures:
    """Return the figures of a model on a test collection: queries and corpus as `id TAB text`, qrels as TREC has them.

    Raises:
        ValueError: a line cannot be read; a Chinese sentence that names file and line.
    """
    rankings = rank_by_encoder(encoder, read_texts(queries), read_texts(corpus))
    return score_rankings(rankings, read_qrels(qrels), relevant=relevant)


@dataclass(frozen=True)
class LinkingFigures:
    """`accuracy[k]`: share of the `n_titles` whose right occupation stands among the first k answers."""

    n_titles: int
    accuracy: dict[int, float]


def read_titles(path: Path) -> list[tuple[str, str]]:
    """Read (title, expected code) from a CSV with columns `job_name` and `expected_code`.

    Raises:
        ValueError: a column is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := {"job_name", "expected_code"}.difference(reader.fieldnames or ()):
            raise ValueError(f"“{path.name}”缺少列“{'、'.join(sorted(missing))}”。")
        return [(row["job_name"], row["expected_code"]) for row in reader]


def evaluate_linking(
    titles: Sequence[tuple[str, str]], link: Callable[[str], Sequence[str]], *, cuts: Sequence[int] = (1, 10)
) -> LinkingFigures:
    """Return how often `link`, which answers a title with occupation codes, best first, names the right one.

    An expected code above the 细类 ("2-02-00-00") accepts every code under it.

    Raises:
        ValueError: there are no titles.
    """
    if not titles:
        raise ValueError("没有职位名称，无法计算准确率。")
    hits = dict.fromkeys(cuts, 0)
    for title, expected in titles:
        right = [lies_under(code, expected) for code in link(title)]
        for cut in cuts:
            hits[cut] += any(right[:cut])
    return LinkingFigures(len(titles), {cut: n / len(titles) for cut, n in hits.items()})


def lies_under(code: str, expected: str) -> bool:
    """Return whether an occupation code is the expected one or lies under it."""
    group = expected
    while group.endswith("-00"):
        group = group[:-3]
    return code == expected or (group != expected and code.startswith(group + "-"))
