"""Turn the changes of the store since a build into the same build brought up to date, in memory or on disk."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from indexer.build import Progress
from indexer.entries import Source, posting_source, row_order, seeker_source
from indexer.manifest import Manifest, check_model, check_vocabulary, current_build, read_manifest, verify
from indexer.opening import Build, open_build
from indexer.publishing import Sample, SideMade, building, make_manifest, new_partial, publish, save_vectors
from indexer.side import VECTORS_FILE, Entries, Side, save_side
from indexer.store import Store
from indexer.vectors import Vectors
from models.encoder import Encoder
from models.segment import Segmenter
from models.understand.occupation import OccupationSpace
from models.vocabulary import Vocabulary

_AT_ONCE = 2_000
_N_SAMPLES = 16


class Follower:
    """Keeps one open build up to date with the store. Every serving process has its own; the build's files stay."""

    def __init__(
        self,
        build: Build,
        store: Store,
        encoder: Encoder,
        segmenter: Segmenter,
        vocabulary: Vocabulary,
        *,
        asof: date | None = None,
        occupation_space: OccupationSpace | None = None,
    ) -> None:
        """Follow from the change that the build covers.

        `asof` is the day by which facts are derived that a record lacks; None takes the build's.

        Raises:
            BuildMismatch: another vocabulary made the build, so codes and columns mean other things.
        """
        check_vocabulary(build.manifest, vocabulary.version)
        day = build.manifest.asof if asof is None else asof
        self._build = build
        self._store = store
        self._encoder = encoder
        self._segmenter = segmenter
        self._sources: tuple[Source[Any], ...] = (
            posting_source(vocabulary, asof=day, occupation_space=occupation_space),
            seeker_source(vocabulary, asof=day, occupation_space=occupation_space),
        )
        self._lock = threading.Lock()
        self.change_seq = build.manifest.change_seq

    @property
    def build(self) -> Build:
        """The build that is kept up to date."""
        return self._build

    def catch_up(self) -> int:
        """Apply what changed since the last call and return how many changes that were.

        A search that began before goes on with the sides it took; one that begins after this returns sees all of it:
        a changed record once, a deleted, blocked or unwilling one in neither search.
        """
        n_changes = 0
        with self._lock:
            while changes := self._store.changes_since(self.change_seq, _AT_ONCE):
                postings, seekers = (
                    self._applied(
                        source, side, [change.id for change in changes if change.record_type == source.record_type]
                    )
                    for source, side in zip(self._sources, self._build.sides, strict=True)
                )
                self._build.sides = (postings, seekers)
                self.change_seq = changes[-1].seq
                n_changes += len(changes)
        return n_changes

    def _applied(self, source: Source[Any], side: Side, ids: Sequence[str]) -> Side:
        if not ids:
            return side
        stored = source.load(self._store, list(dict.fromkeys(ids)))
        records = [record for record in stored.values() if source.indexable(record)]
        kept = {record.id for record in records}
        removed = [record_id for record_id in ids if record_id not in kept]
        entries, passages = source.entries(records, self._segmenter)
        news = [i for i in range(len(entries)) if not _is_same(side, entries, i)]
        if not news and all(side.row_of(record_id) is None for record_id in removed):
            return side
        entries = _taken(entries, news)
        return side.changed(removed, entries, self._vectors(side, entries, [passages[i] for i in news]))

    def _vectors(self, side: Side, entries: Entries, passages: Sequence[str]) -> Vectors:
        """Return the vectors of changed entries; one whose passage is as before keeps its vector."""
        vectors = np.empty((len(entries), self._encoder.card.dim), dtype=np.float32)
        new = []
        for i, record_id in enumerate(entries.ids):
            row = side.row_of(record_id)
            if row is not None and np.array_equal(side.digests[row], entries.digests[i]):
                vectors[i] = side.vector_of(row)
            else:
                new.append(i)
        if new:
            vectors[new] = self._encoder.encode_passages([passages[i] for i in new])
        return vectors


def fold(
    root: Path,
    store: Store,
    encoder: Encoder,
    segmenter: Segmenter,
    vocabulary: Vocabulary,
    *,
    asof: date,
    now: datetime,
    progress: Progress | None = None,
    occupation_space: OccupationSpace | None = None,
    model_source: str = "",
) -> Manifest:
    """Make a successor of the serving build from its own files and the changes since, check it and let it serve.

    Reads and encodes only what changed; rows come back into their order and removed ones leave the disk with the build
    after this one. Returns the manifest in force, the old one when nothing changed.

    Raises:
        NoBuild, BuildMismatch: there is no build to go on from; `zunpei build` makes one.
        BuildBusy: another process is building.
        BuildDamaged: the old build is damaged, or the new one did not pass its checks.
    """
    with building(root):
        if (name := current_build(root)) is not None:
            check_model(read_manifest(root, name), encoder.card)
        build = open_build(root, encoder.card)
        verify(root, build.id)
        follower = Follower(build, store, encoder, segmenter, vocabulary, asof=asof, occupation_space=occupation_space)
        if not follower.catch_up():
            return build.manifest
        partial, build_id = new_partial(root, now)
        made = []
        for side in build.sides:
            (partial / side.name).mkdir()
            made.append(_compacted(partial / side.name, side))
            if progress is not None:
                progress(side.name, made[-1].n_rows, made[-1].n_rows)
        manifest = make_manifest(
            build_id,
            encoder.card,
            made,
            asof=asof,
            now=now,
            vocabulary_version=vocabulary.version,
            change_seq=follower.change_seq,
            previous=build.id,
            model_source=model_source,
        )
        return publish(root, partial, manifest, made)


def _compacted(folder: Path, side: Side) -> SideMade:
    """Write the rows of `side` that are alive, in the order of a new build; ties of that order by id."""
    rows = np.flatnonzero(side.alive)
    rows = rows[np.argsort(np.array([side.ids[row] for row in rows.tolist()], dtype=np.str_), kind="stable")]
    rows = rows[row_order(side.columns.take(rows))]
    n_rows, dim = len(rows), side.vectors.dim
    save_vectors(folder / VECTORS_FILE, n_rows, dim, lambda start, end: side.vectors.vectors(rows[start:end]))
    save_side(
        folder,
        ids=[side.ids[row] for row in rows.tolist()],
        columns=side.columns.take(rows),
        digests=side.digests[rows],
        words=side.words.data(rows),
    )
    newest = np.sort(rows)[-_N_SAMPLES:].tolist()
    samples = [Sample(side.ids[row], side.vector_of(row)) for row in newest]
    return SideMade(n_rows, samples, 0, n_rows)


def _is_same(side: Side, entries: Entries, i: int) -> bool:
    """Whether entry `i` would change nothing: the record changed in something that is not indexed, such as a phone."""
    row = side.row_of(entries.ids[i])
    if row is None or not np.array_equal(side.digests[row], entries.digests[i]):
        return False
    return all(
        np.array_equal(side.columns[name][row], column[i], equal_nan=column.dtype.kind == "f")
        for name, column in entries.columns.arrays.items()
    )


def _taken(entries: Entries, rows: Sequence[int]) -> Entries:
    positions = np.array(rows, dtype=np.int64)
    return Entries(
        ids=[entries.ids[i] for i in rows],
        columns=entries.columns.take(positions),
        digests=entries.digests[positions],
        words=[entries.words[i] for i in rows],
    )
