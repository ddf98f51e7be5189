"""Turn the tables of `models/data`, laid over with a bureau's own rows, into lists of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

DATA = Path(__file__).parent / "data"

Row = dict[str, str]
T = TypeVar("T")


class DataTableError(ValueError):
    """A data table cannot be read; the message is a Chinese sentence that names file and line."""


class DataFiles:
    """Reads tables from one folder and, when it holds a file of the same name, from an overlay folder on top of it."""

    def __init__(self, overlay: Path | None = None, *, folder: Path = DATA) -> None:
        if overlay is not None and not overlay.is_dir():
            raise DataTableError(f"找不到本地词表文件夹“{overlay}”，请检查路径，或不设置它。")
        self._folders = [folder] if overlay is None else [folder, overlay]
        self._digest = sha256()

    @property
    def version(self) -> str:
        """Return 12 hex digits of the hash of everything read so far."""
        return self._digest.hexdigest()[:12]

    def rows(self, name: str, key: Iterable[str]) -> list[Row]:
        """Return the rows of a TSV table in file order.

        The first line that is neither empty nor a "#" comment is the heading. A row of the overlay replaces the row
        that has the same `key` columns, in its place, or is appended. Cells missing at the end of a line are "".

        Raises:
            DataTableError: a line has more cells than the heading, or the heading lacks a key column.
        """
        keys = tuple(key)
        merged: dict[tuple[str, ...], Row] = {}
        for path, data in self._files(name):
            for row in _parse_tsv(path, data.decode("utf-8-sig"), keys):
                merged[tuple(row[k] for k in keys)] = row
        return list(merged.values())

    def objects(self, name: str, kind: type[T], key: Callable[[T], str]) -> list[T]:
        """Return the objects of a JSON-lines table; one of the overlay replaces the one of the same key."""
        decoder = msgspec.json.Decoder(kind)
        merged: dict[str, T] = {}
        for path, data in self._files(name):
            try:
                merged |= {key(item): item for item in decoder.decode_lines(data)}
            except msgspec.MsgspecError as error:
                raise DataTableError(f"数据表“{path.name}”中有一行不是规定的 JSON：{error}。") from error
        return list(merged.values())

    def _files(self, name: str) -> Iterable[tuple[Path, bytes]]:
        for folder in self._folders:
            path = folder / name
            if path.exists():
                data = path.read_bytes()
                self._digest.update(name.encode() + b"\0" + data)
                yield path, data


def split_list(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several values joined by "|"."""
    return tuple(part for part in cell.split("|") if part)


def _parse_tsv(path: Path, text: str, keys: tuple[str, ...]) -> Iterable[Row]:
    heading: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not heading:
            heading = cells
            if missing := [k for k in keys if k not in heading]:
                raise DataTableError(f"数据表“{path.name}”的表头缺少“{'、'.join(missing)}”列。")
            continue
        if len(cells) > len(heading):
            raise DataTableError(
                f"数据表“{path.name}”第{number}行有{len(cells)}格，表头只有{len(heading)}列，请检查制表符。"
            )
        yield dict(zip(heading, cells + [""] * (len(heading) - len(cells)), strict=True))
