"""Turn unit vectors into exact nearest rows under a mask with Milvus, for more rows than one machine holds.

The collection holds the rows of one build (FLAT, inner product) and never changes; rows added since are searched in
this process, so several processes can follow the store without writing over each other. Milvus proposes, the canonical
scores decide: its proposals are accepted only where the margin proves that nothing better was left out.

A mask travels as an expression. A few runs of rows become ranges, which is cheap as rows are sorted by place; a mask
that lets most rows pass is applied to a larger answer; any other becomes lists of row numbers, `_LIST` in each, which
is slow: Milvus parses every number (see docs/decisions, 0011). Milvus Lite takes 70 to 180 ms at 100,000 rows whatever
the mask, and only one process can open its folder: it is for tests, not for serving.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from indexer.growing import Growing, GrowingIds
from indexer.vectors import (
    Hits,
    Mask,
    Rows,
    Vectors,
    best_first,
    canonical_scores,
    check_query,
    check_vectors,
    margin,
)

MAX_HITS = 16_384  # Source: Milvus's limit of results of one search (quotaAndLimits.limits.topK)
_LIST = 10_000
_RUNS = 64
_FILLED_SHARE = 0.3
_SPARE_HITS = 64
_INSERT_ROWS = 5_000
_FETCH_ROWS = 1_000


class MilvusIndex:
    """`VectorIndex` over a collection."""

    def __init__(self, client: Any, collection: str, ids: Sequence[str], dim: int) -> None:
        """Search `collection`, which `upload` made of the vectors of `ids`."""
        self._client = client
        self._collection = collection
        self._n_fixed = len(ids)
        self._tail = Growing(np.empty((0, dim), dtype=np.float32), spare=256)
        self.ids = ids
        self.dim = dim

    def __len__(self) -> int:
        return self._n_fixed + len(self._tail)

    def search(self, query: NDArray[Any], *, top_k: int, allowed: Mask | None = None) -> Hits:
        """See `VectorIndex.search`."""
        query = check_query(query, self.dim, len(self), allowed, top_k)
        mask = np.ones(len(self), dtype=np.bool_) if allowed is None else allowed
        fixed = self._candidates(query, top_k, mask[: self._n_fixed])
        rows = np.concatenate([fixed, self._n_fixed + np.flatnonzero(mask[self._n_fixed :])])
        return best_first(rows, canonical_scores(self.vectors(rows), query), self.ids, top_k)

    def vectors(self, rows: NDArray[Any]) -> Vectors:
        """See `VectorIndex.vectors`. One round trip for every thousand rows."""
        found = np.empty((len(rows), self.dim), dtype=np.float32)
        in_tail = rows >= self._n_fixed
        found[in_tail] = self._tail.view[rows[in_tail] - self._n_fixed]
        places = np.flatnonzero(~in_tail)
        for start in range(0, len(places), _FETCH_ROWS):
            block = places[start : start + _FETCH_ROWS]
            wanted = rows[block].tolist()
            answer = self._client.get(self._collection, ids=sorted(set(wanted)), output_fields=["vector"])
            by_row = {hit["row"]: hit["vector"] for hit in answer}
            found[block] = np.array([by_row[row] for row in wanted], dtype=np.float32)
        return found

    def extended(self, ids: Sequence[str], vectors: Vectors) -> MilvusIndex:
        """See `VectorIndex.extended`. The new rows stay in this process; the next build brings them to Milvus."""
        after = MilvusIndex(self._client, self._collection, self.ids, self.dim)
        after._n_fixed = self._n_fixed
        after._tail = self._tail.appended(check_vectors(vectors, len(ids)))
        after.ids = GrowingIds.of(self.ids).appended(ids)
        return after

    def _candidates(self, query: Vectors, top_k: int, allowed: Mask) -> Rows:
        """Return rows of the collection that include the `top_k` best allowed ones and all that tie with the last."""
        rows = np.flatnonzero(allowed)
        if len(rows) <= top_k:
            return rows
        share = len(rows) / len(allowed)
        runs = _runs(rows)
        if share == 1.0 or (share >= _FILLED_SHARE and len(runs) > _RUNS):
            n_hits = int(1.2 * top_k / share) + _SPARE_HITS
            found = self._asked(query, "", n_hits, len(allowed), top_k, allowed)
            if found is not None:
                return found
        if len(runs) <= _RUNS:
            text = " or ".join(f"(row >= {first} and row <= {last})" for first, last in runs)
            found = self._asked(query, text, top_k + _SPARE_HITS, len(rows), top_k, allowed)
            if found is not None:
                return found
        parts = [self._listed(query, rows[start : start + _LIST], top_k) for start in range(0, len(rows), _LIST)]
        return np.concatenate(parts)

    def _listed(self, query: Vectors, rows: Rows, top_k: int) -> Rows:
        """Return rows that include the best `top_k` of `rows`, at most `_LIST` of them."""
        text = f"row in {rows.tolist()}"
        for n_hits in (top_k + _SPARE_HITS, len(rows)):
            found = self._asked(query, text, n_hits, len(rows), top_k, None)
            if found is not None:
                return found
        return rows  # unreachable while MAX_HITS exceeds _LIST

    def _asked(
        self, query: Vectors, text: str, n_hits: int, n_rows: int, top_k: int, allowed: Mask | None
    ) -> Rows | None:
        """Return the rows of one search, None when they cannot be proved to hold the answer.

        `n_rows` is how many rows `text` lets pass; `allowed` is applied to what comes back.
        """
        n_hits = min(n_hits, n_rows, MAX_HITS)
        answer = self._client.search(
            self._collection,
            data=[query],
            limit=n_hits,
            filter=text,
            search_params={"metric_type": "IP"},
            consistency_level="Strong",
        )[0]
        rows = np.array([hit["row"] for hit in answer], dtype=np.int64)
        scores = np.array([hit["distance"] for hit in answer], dtype=np.float64)
        kept = np.ones(len(rows), dtype=np.bool_) if allowed is None else allowed[rows]
        inside = scores[kept]
        if len(rows) == n_rows:
            return rows[kept]
        if len(inside) < top_k or scores[-1] >= inside[top_k - 1] - 2 * margin(query):
            return None
        return rows[kept]


def milvus_indexes(uri: str) -> Callable[[str, str, Vectors, Sequence[str]], MilvusIndex]:
    """Return what `open_build` takes as `make_index`: it brings a build's vectors to Milvus once, then searches there.

    `uri` is a server's address, or a folder for Milvus Lite.
    """
    from pymilvus import MilvusClient  # an extra, imported only where it is wanted

    client = MilvusClient(uri=uri)

    def make(build_id: str, side: str, vectors: Vectors, ids: Sequence[str]) -> MilvusIndex:
        collection = f"zunpei_{build_id.replace('-', '_')}_{side}"
        upload(client, collection, vectors, ids)
        return MilvusIndex(client, collection, ids, int(vectors.shape[1]))

    return make


def upload(client: Any, collection: str, vectors: Vectors, ids: Sequence[str]) -> None:
    """Make `collection` of `vectors`, unless it is there; it takes its name only when it is whole."""
    from pymilvus import DataType

    if client.has_collection(collection):
        client.load_collection(collection)
        return
    check_vectors(vectors, len(ids))
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("id", DataType.VARCHAR, max_length=1024)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=int(vectors.shape[1]))
    index = client.prepare_index_params()
    index.add_index("vector", index_type="FLAT", metric_type="IP")
    temporary = f"{collection}_{uuid4().hex}"
    client.create_collection(temporary, schema=schema, index_params=index, consistency_level="Strong")
    for start in range(0, len(ids), _INSERT_ROWS):
        block = range(start, min(start + _INSERT_ROWS, len(ids)))
        client.insert(temporary, [{"row": row, "id": ids[row], "vector": vectors[row]} for row in block])
    client.flush(temporary)
    if client.has_collection(collection):  # another worker was faster
        client.drop_collection(temporary)
    else:
        client.rename_collection(temporary, collection)
    client.load_collection(collection)


def drop_others(client: Any, build_ids: Sequence[str]) -> list[str]:
    """Drop the collections of builds other than `build_ids`; return their names."""
    kept = tuple(f"zunpei_{build_id.replace('-', '_')}_" for build_id in build_ids)
    others = [name for name in client.list_collections() if name.startswith("zunpei_") and not name.startswith(kept)]
    for name in others:
        client.drop_collection(name)
    return sorted(others)


def _runs(rows: Rows) -> list[tuple[int, int]]:
    """Return the runs of consecutive numbers in ascending `rows`, each as its first and last."""
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.concatenate([[0], breaks + 1])]
    lasts = rows[np.concatenate([breaks, [len(rows) - 1]])]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
