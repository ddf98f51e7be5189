"""Turn a test collection of queries, texts and judgements into figures for each way of searching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.char_tfidf import CharTfidf, best_first
from models.judgements import read_qrels, read_texts
from models.metrics import RetrievalFigures, score_rankings
from models.related_titles import score_titles
from service.evaluation.misuse import Misuse
from service.evaluation.tools import Tools

ROWS = ("dense", "lexical", "fused", "tfidf")


@dataclass(frozen=True)
class Collection:
    """Queries and texts by id, grades by query; `n_unknown` graded texts are not in the corpus."""

    queries: Mapping[str, str]
    corpus: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    n_unknown: int


def read_collection(queries: Path, corpus: Path, qrels: Path) -> Collection:
    """Read the three files. A query that stands in the corpus itself stays there.

    Raises:
        Misuse: a file cannot be read, or a judged query is not among the queries.
    """
    try:
        asked, texts, grades = read_texts(queries), read_texts(corpus), read_qrels(qrels)
    except ValueError as error:
        raise Misuse(str(error)) from None
    if unknown := sorted(grades.keys() - asked.keys()):
        more = f"等{len(unknown)}个" if len(unknown) > 1 else ""
        raise Misuse(f"“{qrels.name}”判断了查询“{unknown[0]}”{more}，但“{queries.name}”里没有。请补上或删掉这些判断。")
    n_unknown = len({doc for by_id in grades.values() for doc in by_id} - texts.keys())
    return Collection({key: asked[key] for key in asked if key in grades}, texts, grades, n_unknown)


def measure_retrieval(collection: Collection, tools: Tools) -> dict[str, RetrievalFigures]:
    """Return the figures by row: dense, lexical, their fusion with occupations, and the TF-IDF baseline.

    Raises:
        Misuse: no judgement is above 0.
    """
    ids, texts = list(collection.corpus), list(collection.corpus.values())
    asked = list(collection.queries.values())
    scores = score_titles(
        asked, texts, encoder=tools.encoder, vocabulary=tools.vocabulary, space=tools.occupation_space
    )
    baseline = CharTfidf(texts)
    by_row: dict[str, NDArray[np.float64]] = {
        "dense": scores.signals["dense"],
        "lexical": scores.signals["lexical"],
        "fused": scores.fused(),
        "tfidf": np.array([baseline.scores(query) for query in asked]),
    }
    try:
        return {row: score_rankings(_rankings(collection, ids, by_row[row]), collection.qrels) for row in ROWS}
    except ValueError as error:
        raise Misuse(str(error)) from None


def _rankings(collection: Collection, ids: Sequence[str], scores: NDArray[np.float64]) -> dict[str, list[str]]:
    """Return every text in order for every query, so that average precision misses none."""
    return {query: best_first(row, ids, top_k=len(ids)) for query, row in zip(collection.queries, scores, strict=True)}
