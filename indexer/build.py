"""Turn the store into a searchable build on disk.

A build is made beside the one that serves, brought to the disk, opened and checked, and only then named in `CURRENT`
(`indexer.publishing`); `indexer.opening` opens it again.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import concatenate
from indexer.entries import Source, posting_source, row_order, seeker_source
from indexer.lexical_data import LexicalWriter
from indexer.manifest import BuildError, Manifest, check_model, current_build, read_manifest, verify
from indexer.opening import Build, open_build
from indexer.publishing import Sample, SideMade, building, make_manifest, new_partial, publish, save_vectors
from indexer.side import VECTORS_FILE, Side, save_side
from indexer.store import Store
from indexer.vectors import Vectors, check_vectors
from models.card import ModelCard
from models.encoder import Encoder
from models.segment import Segmenter
from models.understand.occupation import OccupationSpace
from models.vocabulary import Vocabulary

__all__ = ["Build", "Progress", "build", "open_build"]

Progress = Callable[[str, int, int], None]
"""Called with the side's name, how many of its records are done, and how many there are."""

_N_SAMPLES = 16
_ENCODE_AT_ONCE = 256  # Source: our choice; some ten seconds of a large model on one processor


def build(
    store: Store,
    encoder: Encoder,
    segmenter: Segmenter,
    vocabulary: Vocabulary,
    root: Path,
    *,
    asof: date,
    now: datetime,
    full: bool = False,
    progress: Progress | None = None,
    occupation_space: OccupationSpace | None = None,
    model_source: str = "",
) -> Manifest:
    """Make a build of everything in the store, check it and let it serve; return its manifest.

    Vectors of passages that the serving build holds already are taken over, unless `full`. `model_source` is remembered
    as the place where the encoder came from.
    Facts of an older version, with `full` all facts, are derived anew for the index; the store keeps what it has.
    Only this build and the one before it stay on disk.

    Raises:
        BuildBusy: another process is building.
        BuildMismatch: another model made the serving build, so that only `full` can be meant.
        BuildDamaged: the new build did not pass its checks; the old one goes on serving.
    """
    with building(root):
        previous = None if full else _reusable(root, encoder.card)
        change_seq = store.change_seq()
        partial, build_id = new_partial(root, now)
        made = []
        options: dict[str, Any] = {"asof": asof, "occupation_space": occupation_space, "anew": full}
        sources: tuple[Source[Any], Source[Any]] = (
            posting_source(vocabulary, **options),
            seeker_source(vocabulary, **options),
        )
        previous_id = "" if previous is None else previous.id
        known = [None, None] if previous is None else list(previous.sides)
        previous = None  # each side is let go of as soon as its vectors are taken over
        for source in sources:
            (partial / source.name).mkdir()
            made.append(_make_side(partial / source.name, source, store, encoder, segmenter, known.pop(0), progress))
        manifest = make_manifest(
            build_id,
            encoder.card,
            made,
            asof=asof,
            now=now,
            vocabulary_version=vocabulary.version,
            change_seq=change_seq,
            previous=previous_id,
            full=full,
            model_source=model_source,
        )
        return publish(root, partial, manifest, made)


def _make_side(
    folder: Path,
    source: Source[Any],
    store: Store,
    encoder: Encoder,
    segmenter: Segmenter,
    known: Side | None,
    progress: Progress | None,
) -> SideMade:
    """Write one side. Vectors go to a scratch file in the order of the store and from there into the order of rows."""
    dim = encoder.card.dim
    memory = _Memory(known)
    del known
    n_stored = store.count(source.record_type)
    n_done = n_encoded = 0
    ids: list[str] = []
    columns = [source.columns([])]
    digests = [np.empty((0, 2), dtype=np.uint64)]
    words = LexicalWriter()
    samples: list[tuple[int, str, str, Sequence[str]]] = []

    def tell(n: int) -> None:
        """Say how far the batch at hand is: one of a transformer's takes minutes."""
        if progress is not None:
            progress(source.name, n_done + n, max(n_done + n, n_stored))

    scratch = folder / "scratch.tmp"
    with scratch.open("wb") as file:
        for batch in source.batches(store):
            records = [record for record in batch if source.indexable(record)]
            entries, passages = source.entries(records, segmenter)
            vectors, n_new = memory.vectors(entries.digests, passages, encoder, tell)
            file.write(check_vectors(vectors, len(records)).tobytes())
            n_encoded += n_new
            ids.extend(entries.ids)
            columns.append(entries.columns)
            digests.append(entries.digests)
            for tokens in entries.words:
                words.add(tokens)
            drawn = zip(entries.digests[:, 0].tolist(), entries.ids, passages, entries.words, strict=True)
            samples = heapq.nsmallest(_N_SAMPLES, [*samples, *drawn], key=lambda sample: sample[:2])
            n_done += len(batch)
            if progress is not None:
                progress(source.name, n_done, max(n_done, n_stored))
    del memory
    together = concatenate(columns)
    order = row_order(together)
    if ids:
        unsorted = np.memmap(scratch, dtype=np.float32, mode="r", shape=(len(ids), dim))
        save_vectors(folder / VECTORS_FILE, len(ids), dim, lambda start, end: np.asarray(unsorted[order[start:end]]))
        del unsorted
    else:
        save_vectors(folder / VECTORS_FILE, 0, dim, lambda start, end: np.empty((0, dim), dtype=np.float32))
    scratch.unlink()
    save_side(
        folder,
        ids=[ids[i] for i in order.tolist()],
        columns=together.take(order),
        digests=np.concatenate(digests)[order],
        words=words.finish(order),
    )
    encoded = encoder.encode_passages([passage for _, _, passage, _ in samples])
    expected = [Sample(sample[1], vector, sample[3]) for sample, vector in zip(samples, encoded, strict=True)]
    return SideMade(len(ids), expected, n_encoded, len(ids) - n_encoded)


class _Memory:
    """Vectors of an earlier build by the digest of their passage."""

    def __init__(self, side: Side | None) -> None:
        self._side = side
        digests = np.empty((0, 2), dtype=np.uint64) if side is None else np.asarray(side.digests)
        self._rows = np.argsort(digests[:, 0], kind="stable")
        self._digests = digests[self._rows]

    def vectors(
        self, digests: NDArray[np.uint64], passages: Sequence[str], encoder: Encoder, tell: Callable[[int], None]
    ) -> tuple[Vectors, int]:
        """Return the vectors of `passages` and how many had to be encoded; `tell` hears on the way how many are."""
        found = np.empty((len(passages), encoder.card.dim), dtype=np.float32)
        at = np.searchsorted(self._digests[:, 0], digests[:, 0])
        known = np.zeros(len(passages), dtype=np.bool_)
        inside = at < len(self._digests)
        known[inside] = (self._digests[at[inside]] == digests[inside]).all(axis=1)
        if self._side is not None and known.any():
            found[known] = self._side.vectors.vectors(self._rows[at[known]])
        new = np.flatnonzero(~known)
        for start in range(0, len(new), _ENCODE_AT_ONCE):
            rows = new[start : start + _ENCODE_AT_ONCE]
            found[rows] = encoder.encode_passages([passages[i] for i in rows.tolist()])
            if start + len(rows) < len(new):
                tell(start + len(rows))
        return found, len(new)


def _reusable(root: Path, card: ModelCard) -> Build | None:
    """Return the serving build when it is whole and can be gone on from; None when everything is encoded anew.

    Raises:
        BuildMismatch: another model made it.
    """
    name = current_build(root)
    if name is None:
        return None
    try:
        manifest = read_manifest(root, name)
    except BuildError:
        return None
    check_model(manifest, card)
    try:
        opened = open_build(root, card)
        verify(root, opened.id)
        return opened
    except BuildError:
        return None
