"""Turn rankings and right answers into figures: how well any text model or search finds what people meant."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np

from models.encoder import Encoder

Qrels = Mapping[str, Mapping[str, int]]
"""Grades by query id and document id; what is missing has grade 0."""


def dcg(grades: Sequence[int]) -> float:
    """Return the discounted cumulative gain of grades in rank order: sum of (2^grade − 1) / log2(rank + 1).

    Grades below 0 gain nothing.
    Source: Burges et al. 2005, doi:10.1145/1102351.1102363.
    """
    return sum((2.0 ** max(0, grade) - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], top_k: int = 10) -> float | None:
    """Return the gain of the first `top_k` against the best order of graded ones; None if none is relevant."""
    best = dcg(sorted(grades.values(), reverse=True)[:top_k])
    return dcg([grades.get(doc, 0) for doc in ranking[:top_k]]) / best if best > 0 else None


def recall(ranking: Sequence[str], grades: Mapping[str, int], top_k: int = 100, *, relevant: int = 1) -> float | None:
    """Return the share of documents graded `relevant` or better in the first `top_k`; None if there is none."""
    wanted = {doc for doc, grade in grades.items() if grade >= relevant}
    return len(wanted.intersection(ranking[:top_k])) / len(wanted) if wanted else None


def average_precision(ranking: Sequence[str], grades: Mapping[str, int], *, relevant: int = 1) -> float | None:
    """Return the mean precision at the relevant documents, 0 for one that is not ranked; None if there is none."""
    wanted = {doc for doc, grade in grades.items() if grade >= relevant}
    if not wanted:
        return None
    found, total = 0, 0.0
    for rank, doc in enumerate(ranking, start=1):
        if doc in wanted:
            found += 1
            total += found / rank
    return total / len(wanted)


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], *, relevant: int = 1) -> float | None:
    """Return 1 / rank of the first relevant document, 0 when it is not ranked; None if there is none."""
    if not any(grade >= relevant for grade in grades.values()):
        return None
    return next((1 / rank for rank, doc in enumerate(ranking, start=1) if grades.get(doc, 0) >= relevant), 0.0)


@dataclass(frozen=True)
class RetrievalFigures:
    """Means over the queries that have a relevant document; `n_queries` of them."""

    n_queries: int
    ndcg_at_10: float
    recall_at_100: float
    mean_average_precision: float
    mean_reciprocal_rank: float


def score_rankings(rankings: Mapping[str, Sequence[str]], qrels: Qrels, *, relevant: int = 1) -> RetrievalFigures:
    """Return the figures of rankings by query id. A query of `qrels` without a ranking counts with an empty one.

    `relevant` is the least grade that recall, MAP and MRR call relevant.

    Raises:
        ValueError: no query has a relevant document.
    """
    judged = [query for query, grades in qrels.items() if any(grade >= relevant for grade in grades.values())]
    if not judged:
        raise ValueError("相关性判断里没有一条相关的结果，无法计算指标。")
    ranked = [(rankings.get(query, ()), qrels[query]) for query in judged]
    return RetrievalFigures(
        n_queries=len(judged),
        ndcg_at_10=fmean(ndcg(ranking, grades) or 0.0 for ranking, grades in ranked),
        recall_at_100=fmean(recall(ranking, grades, relevant=relevant) or 0.0 for ranking, grades in ranked),
        mean_average_precision=fmean(average_precision(r, grades, relevant=relevant) or 0.0 for r, grades in ranked),
        mean_reciprocal_rank=fmean(reciprocal_rank(r, grades, relevant=relevant) or 0.0 for r, grades in ranked),
    )


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


def read_texts(path: Path) -> dict[str, str]:
    """Read `id TAB text` lines; empty lines are skipped.

    Raises:
        ValueError: a line has no tab, or an id comes twice.
    """
    texts: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        key, tab, text = line.partition("\t")
        if not tab:
            raise ValueError(f"“{path.name}”第{number}行没有制表符，应为“编号<Tab>文本”。")
        if key in texts:
            raise ValueError(f"“{path.name}”第{number}行的编号“{key}”重复。")
        texts[key] = text
    return texts


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements: `query 0 document grade` as TREC writes them, or the same without the second column.

    Raises:
        ValueError: a line has another number of columns, or its grade is no integer.
    """
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        cells = line.split()
        if not cells:
            continue
        try:
            query, document, grade = cells[0], cells[-2], int(cells[-1])
        except (IndexError, ValueError):
            raise ValueError(f"“{path.name}”第{number}行应为“查询 0 文档 等级”，等级是整数。") from None
        if len(cells) not in (3, 4):
            raise ValueError(f"“{path.name}”第{number}行有{len(cells)}列，应为三列或四列。")
        qrels.setdefault(query, {})[document] = grade
    return qrels


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
