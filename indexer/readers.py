"""Turn a file of any format that offices send into tables of text rows, or into JSON objects."""

from __future__ import annotations

import gzip
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

import olefile  # type: ignore[import-untyped]

from indexer.markup import html_tables, spreadsheetml_tables
from indexer.rows import Row, Table
from indexer.textfile import delimited_rows, detect_encoding, head_text, text_lines
from indexer.unpacking import MAX_UNPACKED_BYTES
from indexer.unreadable import UnreadableFile
from indexer.workbook import open_workbook

__all__ = ["JsonLine", "Row", "Table", "UnreadableFile", "is_ndjson", "open_ndjson", "open_tables"]

Format = Literal["xlsx", "xls", "other", "html", "xml", "json", "text"]

_HEAD_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP = b"\x1f\x8b"
_REFUSED_HEADS = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"BZh91AY&SY", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"MIME-Version", "web_archive"),
    (b"\x09\x00\x04\x00", "old_workbook"),
    (b"\x09\x02\x06\x00", "old_workbook"),
    (b"\x09\x04\x06\x00", "old_workbook"),
)


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One line of NDJSON (or one element of a JSON array): `value` is the object, or `problem` says in Chinese why not.

    `number` counts from 1: the line, or the element of the array.
    """

    number: int
    value: dict[str, Any] | None
    problem: str = ""


def is_ndjson(path: Path) -> bool:
    """Say whether the content of the file (gzip or not) is JSON: objects by line, or one array of objects.

    Raises:
        UnreadableFile: the file is missing, empty or of a kind that holds no data.
    """
    with _unpacked(path) as plain:
        return _format(plain) == "json"


def open_ndjson(path: Path) -> Iterator[JsonLine]:
    """Stream the objects of an NDJSON file (gzip or not), or of a JSON array. A bad line is yielded with its problem.

    Blank lines are passed over. An array is held in memory whole.

    Raises:
        UnreadableFile: missing, empty, or no JSON.
    """
    with _unpacked(path) as plain:
        if _format(plain) != "json":
            raise UnreadableFile("not_json")
        with plain.open("rb") as file:
            lines = text_lines(file, detect_encoding(file))
            yield from _json_lines(lines)


def _json_lines(lines: Iterator[str]) -> Iterator[JsonLine]:
    for number, line in enumerate(lines, start=1):
        text = line.strip().lstrip("\ufeff")
        if not text:
            continue
        if number == 1 and text.startswith("["):
            rest = "".join([line, *lines])
            yield from _json_array(rest)
            return
        yield _json_line(number, text)


def _json_array(text: str) -> Iterator[JsonLine]:
    try:
        values = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        yield JsonLine(1, None, "整个 JSON 数组的格式有误，请检查括号、引号和逗号。")
        return
    for number, value in enumerate(values, start=1):
        yield _checked(number, value)


def _json_line(number: int, text: str) -> JsonLine:
    try:
        return _checked(number, json.loads(text))
    except (ValueError, RecursionError):
        return JsonLine(number, None, "这一行不是完整的 JSON，请检查括号、引号和逗号，一条记录写在一行内。")


def _checked(number: int, value: object) -> JsonLine:
    if isinstance(value, dict):
        return JsonLine(number, value)
    return JsonLine(number, None, "这一行不是 JSON 对象（应以 { 开头）。")


def open_tables(path: Path) -> Iterator[Table]:
    """Stream the tables of a workbook (.xlsx, .xls, .et, .ods), an HTML table, or a text file, gzip or not.

    The content decides the format, not the extension. Each table must be read before the next one is taken.

    Raises:
        UnreadableFile: encrypted, empty, an image, a Word document, JSON (see `open_ndjson`) and so on.
    """
    with _unpacked(path) as plain:
        form = _format(plain)
        if form == "json":
            raise UnreadableFile("json")
        if form == "text":
            with plain.open("rb") as file:
                yield Table("", delimited_rows(file))
        elif form == "html":
            yield from html_tables(plain)
        elif form == "xml":
            yield from spreadsheetml_tables(plain)
        else:
            yield from open_workbook(plain, kind=form)


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """Give the path of the plain content: the file itself, or a temporary copy of what its gzip holds."""
    if path.is_dir():
        raise UnreadableFile("directory")
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
    except OSError as error:
        raise UnreadableFile("missing") from error
    if not packed:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="zunpei-") as folder:
        plain = Path(folder) / "content"
        try:
            with gzip.open(path, "rb") as source, plain.open("wb") as target:
                _copy(source, target)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableFile("damaged") from error
        yield plain


def _copy(source: gzip.GzipFile, target: IO[bytes]) -> None:
    size = 0
    while block := source.read(1 << 20):
        size += len(block)
        if size > MAX_UNPACKED_BYTES:
            raise UnreadableFile("too_large")
        target.write(block)


def _format(path: Path) -> Format:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise UnreadableFile("empty")
    if head.startswith(b"PK"):
        return _zip_format(path)
    if head.startswith(_OLE):
        return _ole_format(path)
    for magic, code in _REFUSED_HEADS:
        if head.startswith(magic):
            raise UnreadableFile(code)
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or (head[:2] == b"BM" and head[6:10] == bytes(4)):
        raise UnreadableFile("image")
    return _text_format(head)


def _zip_format(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            spreadsheet = False
            if "mimetype" in members:
                with archive.open("mimetype") as file:
                    spreadsheet = b"spreadsheet" in file.read(_HEAD_BYTES)
    except (zipfile.BadZipFile, OSError, RuntimeError, KeyError, NotImplementedError) as error:
        raise UnreadableFile("damaged") from error
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "xl/workbook.bin" in members or spreadsheet:
        return "other"
    if any(name.startswith("word/") for name in members):
        raise UnreadableFile("document")
    if any(name.startswith("ppt/") for name in members):
        raise UnreadableFile("slides")
    raise UnreadableFile("archive")


def _ole_format(path: Path) -> Format:
    try:
        with olefile.OleFileIO(path) as container:
            streams = {entry[0].lower() for entry in container.listdir()}
    except (OSError, ValueError, IndexError) as error:
        raise UnreadableFile("damaged") from error
    if "encryptedpackage" in streams:
        raise UnreadableFile("encrypted")
    if "worddocument" in streams:
        raise UnreadableFile("document")
    if "powerpoint document" in streams:
        raise UnreadableFile("slides")
    if streams & {"workbook", "book"}:
        return "xls"
    raise UnreadableFile("binary")


def _text_format(head: bytes) -> Format:
    start = head_text(head)
    controls = sum(start.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a")
    if controls > len(start) // 50:
        raise UnreadableFile("binary")
    text = start.lstrip("\ufeff \t\r\n").lower()
    if text[:1] in "{[":
        return "json" if text[1:2] in '"{}[] \t\r\n' else "text"
    if text[:1] == "<":
        if "urn:schemas-microsoft-com:office:spreadsheet" in text and "<html" not in text:
            return "xml"
        if any(tag in text for tag in ("<html", "<table", "<!doctype", "<meta", "<style")):
            return "html"
    return "text"
