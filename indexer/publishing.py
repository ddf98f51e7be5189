"""Turn a folder that holds a new build into the build that serves: lock, check, swap, clear away.

Whenever the process is killed, the last good build goes on serving and the next build clears away what was left.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import numpy as np

from indexer.manifest import (
    BUILDS,
    CURRENT,
    MANIFEST_FILE,
    BuildBusy,
    BuildDamaged,
    Manifest,
    build_folder,
    check_sums,
    current_build,
    sums_of,
    sync_files,
    sync_folder,
    write_durably,
)
from indexer.opening import load_build
from indexer.side import Side
from indexer.vectors import Vectors
from models.card import ModelCard
from models.text import TEXT_VERSION
from models.understand.posting import FACTS_VERSION

_LOCK_FILE = "build.lock"
_PARTIAL = ".partial"
_OLD = ".old"
_COPY_ROWS = 16_384
_SAME = 1e-3  # largest difference of two encodings of one text, see `Encoder`


@dataclass(frozen=True)
class Sample:
    """What a check expects of one row: its vector, and its words when they are known."""

    id: str
    vector: Vectors
    words: Sequence[str] = ()


@dataclass(frozen=True)
class SideMade:
    """What was written of one side."""

    n_rows: int
    samples: Sequence[Sample]
    n_encoded: int = 0
    n_reused: int = 0


@contextmanager
def building(root: Path) -> Iterator[None]:
    """Hold the right to build under `root`, and clear away what a killed build left.

    Raises:
        BuildBusy: another process holds it.
    """
    (root / BUILDS).mkdir(parents=True, exist_ok=True)
    with (root / _LOCK_FILE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildBusy("另一个进程正在建索引。请等它结束后再运行 zunpei build。") from error
        for path in [*(root / BUILDS).iterdir(), *root.glob(f"{CURRENT}.*.tmp")]:
            if path.suffix in (_PARTIAL, _OLD):
                shutil.rmtree(path)
            elif path.suffix == ".tmp":
                path.unlink()
        yield


def new_partial(root: Path, now: datetime) -> tuple[Path, str]:
    """Make the folder of a new build and return it with the build's id: the time in UTC and a number."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    taken = [int(path.name.rpartition("-")[2]) for path in (root / BUILDS).glob(f"{stamp}-*")]
    build_id = f"{stamp}-{max(taken, default=0) + 1:04d}"
    partial = root / BUILDS / f"{build_id}{_PARTIAL}"
    partial.mkdir()
    return partial, build_id


def make_manifest(
    build_id: str,
    card: ModelCard,
    made: Sequence[SideMade],
    *,
    asof: date,
    now: datetime,
    vocabulary_version: str,
    change_seq: int,
    previous: str,
    full: bool = False,
    model_source: str = "",
) -> Manifest:
    """Return the manifest of a build whose files are still to be summed."""
    return Manifest(
        id=build_id,
        created_at=now,
        asof=asof,
        model=card.name,
        model_revision=card.revision,
        model_sha256=card.sha256,
        model_fingerprint=card.fingerprint,
        dim=card.dim,
        text_version=TEXT_VERSION,
        facts_version=FACTS_VERSION,
        vocabulary_version=vocabulary_version,
        n_postings=made[0].n_rows,
        n_seekers=made[1].n_rows,
        change_seq=change_seq,
        files={},
        n_encoded=sum(side.n_encoded for side in made),
        n_reused=sum(side.n_reused for side in made),
        previous=previous,
        full=full,
        model_source=model_source,
        model_max_tokens=card.max_tokens,
        model_query_prompt=card.query_prompt,
        model_passage_prompt=card.passage_prompt,
    )


def publish(root: Path, partial: Path, manifest: Manifest, made: Sequence[SideMade]) -> Manifest:
    """Bring a finished folder to the disk, check it, let it serve, and clear away all builds but it and the last.

    Raises:
        BuildDamaged: it did not pass; the folder is removed.
    """
    manifest = msgspec.structs.replace(manifest, files=sums_of(partial))
    write_durably(partial / MANIFEST_FILE, msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    sync_files(partial)
    try:
        _check(partial, manifest, made)
    except BuildDamaged:
        shutil.rmtree(partial)
        raise
    last = current_build(root)
    partial.rename(build_folder(root, manifest.id))
    sync_folder(root / BUILDS)
    write_durably(root / CURRENT, f"{manifest.id}\n".encode("ascii"))
    for path in list((root / BUILDS).iterdir()):
        if path.name not in (manifest.id, last):
            old = path.with_name(f"{path.name}{_OLD}")
            path.rename(old)
            shutil.rmtree(old)
    return manifest


def save_vectors(path: Path, n_rows: int, dim: int, rows: Callable[[int, int], Vectors]) -> None:
    """Write a float32 matrix piece by piece; `rows(start, end)` gives the rows of a piece."""
    if not n_rows:
        np.save(path, np.empty((0, dim), dtype=np.float32), allow_pickle=False)
        return
    header = {"descr": "<f4", "fortran_order": False, "shape": (n_rows, dim)}
    with path.open("wb") as file:  # written, not mapped: the pages of a map count as memory of this process
        np.lib.format.write_array_header_1_0(file, header)
        for start in range(0, n_rows, _COPY_ROWS):
            file.write(np.ascontiguousarray(rows(start, min(start + _COPY_ROWS, n_rows)), dtype="<f4").tobytes())


def _check(folder: Path, manifest: Manifest, made: Sequence[SideMade]) -> None:
    """Open a new build as a reader would and look whether sampled rows are found where they belong."""
    check_sums(folder, manifest)
    opened = load_build(folder, manifest, None)
    for side, expected in zip(opened.sides, made, strict=True):
        for sample in expected.samples:
            row = side.row_of(sample.id)
            if row is None or np.abs(side.vector_of(row) - sample.vector).max() > _SAME:
                raise _failed(manifest, side, sample, "的向量不是它自己的")
            best = side.dense(side.vector_of(row), top_k=1)[1][0]
            own = side.dense_scores(side.vector_of(row), np.array([row]))[0]
            if own < best - _SAME:
                raise _failed(manifest, side, sample, "按向量找不到自己")
            if sample.words:
                only = np.zeros(len(side), dtype=np.bool_)
                only[row] = True
                hits = side.lexical(sample.words, top_k=1, allowed=only)
                if hits[0].tolist() != [row] or int(side.words.length_of(row)) != len(sample.words):
                    raise _failed(manifest, side, sample, "按词找不到自己")


def _failed(manifest: Manifest, side: Side, sample: Sample, what: str) -> BuildDamaged:
    return BuildDamaged(
        f"新索引 {manifest.id} 没有通过核对：{side.name} 中 {sample.id} {what}。"
        "原来的索引继续使用；请运行 zunpei build --full 重建。"
    )
