"""Measure searches and following on synthetic rows, each against a plain NumPy product timed in the same round.

`python -m bench.index_bench` prints one line a case: p50 and p95 in ms, and the ratio of its p50 to the product's.
Absolute times depend on the machine and on what else runs; the ratio holds better. Source of the data's shape: 2,000
topics of unit vectors, Zipf words, 60 in a document (the setting of the measurements behind docs/decisions 0004, 0005).
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable

import numpy as np

from indexer.attributes import Columns
from indexer.faiss_index import FaissIndex
from indexer.lexical_data import lexical_data
from indexer.lexical_index import LexicalIndex
from indexer.side import Entries, Side, make_side

TOP_K = 200
N_WORDS = 60_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seed", type=int, default=20261123)
    given = parser.parse_args()
    random = np.random.default_rng(given.seed)
    began = time.perf_counter()
    vectors = topic_vectors(random, given.rows, given.dim)
    documents = zipf_documents(random, given.rows)
    ids = [f"p-{i:07d}" for i in range(given.rows)]
    words = LexicalIndex(lexical_data(documents), ids)
    columns = Columns({f"c{i}": np.zeros(given.rows, dtype=np.int32) for i in range(30)})
    digests = np.zeros((given.rows, 2), dtype=np.uint64)
    side = make_side("postings", ids, FaissIndex(vectors, ids, checked=True), words, columns, digests)
    print(f"{given.rows} rows x {given.dim}, top {TOP_K}, seed {given.seed}, {platform.machine()}", end="; ")
    print(f"made in {time.perf_counter() - began:.0f} s")
    measure(side, vectors, documents, given.rounds, random)


def measure(
    side: Side, vectors: np.ndarray, documents: list[list[str]], n_rounds: int, random: np.random.Generator
) -> None:
    n = len(side)
    masks = {f"{share:.1%}": random.random(n) < share for share in (0.5, 0.1, 0.05, 0.01, 0.001)}
    masks["a stretch of 10%"] = (np.arange(n) >= n // 3) & (np.arange(n) < n // 3 + n // 10)
    state = {"side": side}

    def follow() -> None:
        state["side"] = state["side"].changed([], one_entry(state["side"]), vectors[:1])

    cases: dict[str, Callable[[np.ndarray, list[str], list[str]], object]] = {
        "numpy product": lambda query, short, long: np.argpartition(vectors @ query, -TOP_K),
        "dense, no filter": lambda query, short, long: side.dense(query, top_k=TOP_K),
        "lexical, 8 words": lambda query, short, long: side.lexical(short, top_k=TOP_K),
        "lexical, a document": lambda query, short, long: side.lexical(long, top_k=TOP_K),
    }
    for name, mask in masks.items():
        cases[f"dense, {name}"] = lambda query, short, long, m=mask: side.dense(query, top_k=TOP_K, allowed=m)
        cases[f"lexical, 8 words, {name}"] = lambda query, short, long, m=mask: side.lexical(
            short, top_k=TOP_K, allowed=m
        )
        cases[f"lexical, a document, {name}"] = lambda query, short, long, m=mask: side.lexical(
            long, top_k=TOP_K, allowed=m
        )
    cases["follow one row"] = lambda query, short, long: follow()
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(n_rounds):
        query = vectors[random.integers(n)] + 0.03 * random.standard_normal(vectors.shape[1]).astype(np.float32)
        long = documents[int(random.integers(n))]
        short = [f"w{50 + int(word)}" for word in zipf(random, 8)]
        for name, case in cases.items():
            start = time.perf_counter()
            case(query, short, long)
            seconds[name].append(time.perf_counter() - start)
    base = float(np.median(seconds["numpy product"]))
    for name, times in sorted(seconds.items()):
        p50, p95 = np.percentile(times, [50, 95])
        print(f"{name:36} p50 {p50 * 1e3:8.3f} ms   p95 {p95 * 1e3:8.3f} ms   {p50 / base:7.3f} of the product")


def one_entry(side: Side) -> Entries:
    columns = Columns({name: column[:1] for name, column in side.columns.arrays.items()})
    return Entries([side.ids[0]], columns, np.zeros((1, 2), dtype=np.uint64), [["w1", "w70", "w900"] * 20])


def topic_vectors(random: np.random.Generator, n: int, dim: int) -> np.ndarray:
    topics = random.standard_normal((2000, dim), dtype=np.float32)
    rows = topics[random.integers(0, len(topics), n)] + 0.9 * random.standard_normal((n, dim), dtype=np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def zipf(random: np.random.Generator, n: int) -> np.ndarray:
    weights = np.cumsum(1.0 / np.arange(1, N_WORDS + 1))
    return np.minimum(np.searchsorted(weights, random.random(n) * weights[-1]), N_WORDS - 1)


def zipf_documents(random: np.random.Generator, n: int) -> list[list[str]]:
    names = [f"w{i}" for i in range(N_WORDS)]
    return [[names[word] for word in row] for row in zipf(random, n * 60).reshape(n, 60).tolist()]


if __name__ == "__main__":
    main()
