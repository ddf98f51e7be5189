"""Turn a build into a record of what it was made from, and back into a refusal when that no longer fits.

Layout under a root: `CURRENT` holds the id of the build that serves; `builds/<id>/` is a finished build and never
changes; `builds/<id>.partial/` is one that is being made, or was when its process was killed.
"""

from __future__ import annotations

import hashlib
import os
from datetime import date, datetime
from pathlib import Path

import msgspec

from models.card import ModelCard
from models.records import Record

LAYOUT = 2
"""Version of the files of a build; another one is not opened."""

CURRENT = "CURRENT"
BUILDS = "builds"
MANIFEST_FILE = "manifest.json"
_CHUNK = 1 << 20


class BuildError(RuntimeError):
    """Something is wrong with a build; the message is a Chinese sentence with the command that mends it."""


class NoBuild(BuildError):
    """Nothing was built yet."""


class BuildMismatch(BuildError):
    """The build was made by another model, another passage text or another layout than the running program has."""


class BuildDamaged(BuildError):
    """Files of the build are missing or changed, or a new build did not pass its checks."""


class BuildBusy(BuildError):
    """Another process is building."""


class FileSum(Record, frozen=True):
    """Size in bytes and SHA-256 of one file."""

    size: int
    sha256: str


class Manifest(Record, frozen=True):
    """What a build was made from. `files` are named relative to the build's folder, all but the manifest itself.

    `change_seq` is the store's change number that the build surely covers; later ones may be in it too. `n_encoded` and
    `n_reused` count vectors made anew and taken over from build `previous`. `model_source` is what
    `models.encoder.load_encoder` was given; with the settings beside it the model can be loaded the same way again.
    """

    id: str
    created_at: datetime
    asof: date
    model: str
    model_revision: str
    model_sha256: str
    model_fingerprint: str
    dim: int
    text_version: int
    facts_version: int
    vocabulary_version: str
    n_postings: int
    n_seekers: int
    change_seq: int
    files: dict[str, FileSum]
    layout: int = LAYOUT
    n_encoded: int = 0
    n_reused: int = 0
    previous: str = ""
    full: bool = False
    model_source: str = ""
    model_max_tokens: int = 0
    model_query_prompt: str = ""
    model_passage_prompt: str = ""


def build_folder(root: Path, build_id: str) -> Path:
    """Return where a finished build lies."""
    return root / BUILDS / build_id


def current_build(root: Path) -> str | None:
    """Return the id of the build that serves, None when there is none."""
    try:
        return (root / CURRENT).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def read_manifest(root: Path, build_id: str) -> Manifest:
    """Read the manifest of a build.

    Raises:
        BuildDamaged: it is missing or cannot be read.
    """
    try:
        raw = (build_folder(root, build_id) / MANIFEST_FILE).read_bytes()
        return msgspec.json.decode(raw, type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise BuildDamaged(f"索引 {build_id} 的清单读不出来（{error}）。请运行 zunpei build --full 重建。") from error


def check_fits(manifest: Manifest, card: ModelCard, text_version: int, vocabulary_version: str = "") -> None:
    """Refuse a build whose vectors the running encoder did not make, or whose codes another vocabulary gave.

    Raises:
        BuildMismatch: layout, model, passage text, or the vocabulary if one is given, differ.
    """
    differs = []
    if manifest.layout != LAYOUT:
        differs.append(f"文件格式是第 {manifest.layout} 版，程序要第 {LAYOUT} 版")
    if manifest.dim != card.dim:
        differs.append(f"向量是 {manifest.dim} 维，现在的模型 {card.name} 是 {card.dim} 维")
    elif manifest.model_fingerprint != card.fingerprint:
        differs.append(f"索引用模型 {manifest.model} 建，现在的模型是 {card.name}，两者权重或设置不同")
    if manifest.text_version != text_version:
        differs.append(f"文本写法是第 {manifest.text_version} 版，程序要第 {text_version} 版")
    if differs:
        raise BuildMismatch(
            f"索引 {manifest.id} 与当前程序不符：{'；'.join(differs)}。请运行 zunpei build --full 重建。"
        )
    if vocabulary_version:
        check_vocabulary(manifest, vocabulary_version)


def check_model(manifest: Manifest, card: ModelCard) -> None:
    """Refuse to go on from a build of another model: none of its vectors can be taken over.

    Raises:
        BuildMismatch: it is another model, or the same with other settings.
    """
    if manifest.model_fingerprint != card.fingerprint:
        n = manifest.n_postings + manifest.n_seekers
        raise BuildMismatch(
            f"索引 {manifest.id} 用模型 {manifest.model}（{manifest.dim} 维）建，"
            f"现在的模型是 {card.name}（{card.dim} 维）：旧向量都不能沿用，"
            f"{n} 条要全部重新编码。请运行 zunpei build --full；建好并核对之前，旧索引照常服务。"
        )


def check_vocabulary(manifest: Manifest, version: str) -> None:
    """Refuse a build whose codes and bits another vocabulary gave: its columns would be misread.

    Raises:
        BuildMismatch: it is another vocabulary.
    """
    if manifest.vocabulary_version != version:
        raise BuildMismatch(
            f"索引 {manifest.id} 建成之后词表（职业、证书、地区等）有变动，旧索引会读错代码。"
            "请运行 zunpei build --full 重建。"
        )


def sums_of(folder: Path) -> dict[str, FileSum]:
    """Return size and SHA-256 of every file of a build folder but its manifest."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST_FILE)
    return {path.relative_to(folder).as_posix(): _sum(path) for path in paths}


def verify(root: Path, build_id: str) -> Manifest:
    """Read every file of a build and compare it with the manifest; return the manifest.

    Raises:
        BuildDamaged: a file is missing, has another content, or is none of the build's.
    """
    manifest = read_manifest(root, build_id)
    check_sums(build_folder(root, build_id), manifest)
    return manifest


def check_sums(folder: Path, manifest: Manifest) -> None:
    """Compare a folder with a manifest.

    Raises:
        BuildDamaged: see `verify`.
    """
    found = sums_of(folder)
    wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
    if wrong:
        raise BuildDamaged(
            f"索引 {manifest.id} 的文件有缺失或改动：{'、'.join(wrong)}。请运行 zunpei build --full 重建。"
        )


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Look whether every file is there at its full size, without reading it.

    Raises:
        BuildDamaged: one is not.
    """
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != expected.size:
            raise BuildDamaged(f"索引 {manifest.id} 的文件 {name} 缺失或不完整。请运行 zunpei build --full 重建。")


def write_durably(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: a reader, or a power cut, finds the old content or the new, whole."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_files(folder: Path) -> None:
    """Bring every file under a folder, and their names, to the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


def _sum(path: Path) -> FileSum:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileSum(size=size, sha256=digest.hexdigest())
