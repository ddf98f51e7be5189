"""Turn a build on disk into sides that answer, or into a refusal that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from indexer.faiss_index import FaissIndex
from indexer.manifest import (
    BuildDamaged,
    Manifest,
    NoBuild,
    build_folder,
    check_fits,
    check_sizes,
    current_build,
    read_manifest,
)
from indexer.side import Side, load_side
from indexer.vectors import VectorIndex, Vectors
from models.card import ModelCard
from models.text import TEXT_VERSION

MakeIndex = Callable[[str, str, Vectors, Sequence[str]], VectorIndex]
"""Makes a vector index from build id, side name, matrix and ids."""


class Build:
    """An open build. `postings` and `seekers` are replaced, both in one step, when a follower brings it up to date.

    Take `build.postings` once for each request: masks and rows belong to the side they were made from.
    """

    def __init__(self, manifest: Manifest, postings: Side, seekers: Side) -> None:
        self.manifest = manifest
        self.sides = (postings, seekers)

    @property
    def id(self) -> str:
        """Id of the build on disk."""
        return self.manifest.id

    @property
    def postings(self) -> Side:
        """Postings as of now."""
        return self.sides[0]

    @property
    def seekers(self) -> Side:
        """Seekers as of now."""
        return self.sides[1]


def open_build(
    root: Path,
    card: ModelCard,
    *,
    vocabulary_version: str = "",
    make_index: MakeIndex | None = None,
) -> Build:
    """Open the build that serves.

    `vocabulary_version`, when given, must be that of the build as well. `make_index` chooses another vector index than
    FAISS.

    Raises:
        NoBuild: there is none yet.
        BuildMismatch: another model, passage text, layout or vocabulary made it.
        BuildDamaged: files are missing or cut short.
    """
    for _ in range(3):
        build_id = current_build(root)
        if build_id is None:
            break
        try:
            manifest = read_manifest(root, build_id)
            check_fits(manifest, card, TEXT_VERSION, vocabulary_version)
            check_sizes(build_folder(root, build_id), manifest)
            return load_build(build_folder(root, build_id), manifest, make_index)
        except BuildDamaged:
            if current_build(root) == build_id:
                raise  # else: two builds were finished since and this one was cleared away
    raise NoBuild("还没有索引。请先运行 zunpei build。")


def load_build(folder: Path, manifest: Manifest, make_index: MakeIndex | None) -> Build:
    """Open the build in `folder`, whichever model made it.

    Raises:
        BuildDamaged: files are missing, cannot be read, or do not fit each other.
    """

    def index(name: str) -> Callable[[Vectors, Sequence[str]], VectorIndex]:
        if make_index is None:
            return lambda matrix, ids: FaissIndex(matrix, ids, checked=True)
        return lambda matrix, ids: make_index(manifest.id, name, matrix, ids)

    try:
        postings = load_side("postings", folder / "postings", index("postings"))
        seekers = load_side("seekers", folder / "seekers", index("seekers"))
    except (OSError, ValueError, KeyError, msgspec.DecodeError) as error:
        raise BuildDamaged(f"索引 {manifest.id} 读不出来（{error}）。请运行 zunpei build --full 重建。") from error
    if (len(postings), len(seekers)) != (manifest.n_postings, manifest.n_seekers):
        raise BuildDamaged(f"索引 {manifest.id} 的行数与清单不符。请运行 zunpei build --full 重建。")
    return Build(manifest, postings, seekers)
