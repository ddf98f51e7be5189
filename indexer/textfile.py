"""Turn the bytes of a text file, in whatever encoding and with whatever delimiter, into lines and rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from typing import IO

from indexer.rows import Row, text_row

SAMPLE_BYTES = 256 * 1024
_CHUNK_BYTES = 1 << 20
_DELIMITERS = (",", "\t", ";", "|", "，")
MAX_LINES_A_RECORD = 50
"""A quoted cell that runs over more lines was never closed; its first line is then read without quoting.

Source: our choice; the longest cell in the sample has 4 lines.
"""

_OLD_PRIVATE_USE = {
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
}
"""Characters that GB18030-2000 kept in the private use area. Source: GB 18030-2022, appendix D."""


def detect_encoding(file: IO[bytes]) -> str:
    """Return "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", or "mixed" when no one encoding fits the file.

    GBK and GB2312 are read as GB18030, which contains them. The file is read from its start and left there.
    """
    head = file.read(SAMPLE_BYTES)
    file.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if guess := _utf16_without_mark(head):
        return guess
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(file, encoding):
            return encoding
    return "mixed"


def _utf16_without_mark(head: bytes) -> str:
    sample = head[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return "utf-16-le" if odd > 2 * even else "utf-16-be" if even > 2 * odd else ""


def head_text(head: bytes) -> str:
    """Return the first bytes as text for telling formats apart: UTF-16 where they look so, else byte by byte."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode(_utf16_without_mark(head) or "latin-1", "replace")


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(_CHUNK_BYTES):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def text_lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    """Yield the lines of a file with their ends. In a "mixed" file each line is read as UTF-8, else as GB18030, else
    with U+FFFD in the place of each unreadable byte.
    """
    if encoding == "mixed":
        for raw in file:
            yield _old_characters(_decode_line(raw))
        return
    with io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="") as text:
        for line in text:
            yield _old_characters(line) if encoding == "gb18030" else line


def _old_characters(line: str) -> str:
    return line if line.isascii() else line.translate(_OLD_PRIVATE_USE)


def _decode_line(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", errors="replace")


def detect_delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts most of `lines` into the same number of fields, at least two; else ","."""
    best, best_score = ",", 0
    for delimiter in _DELIMITERS:
        widths = Counter(len(fields) for fields in _records(iter(lines), delimiter) if len(fields) > 1)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (score := count * min(width, 8)) > best_score:
                best, best_score = delimiter, score
    return best


def delimited_rows(file: IO[bytes]) -> Iterator[Row]:
    """Yield the records of a CSV, TSV or semicolon file. Unclosed quotes cost their own line only."""
    lines = (line.replace("\0", "") for line in text_lines(file, detect_encoding(file)))
    first: list[str] = []
    for line in lines:
        first.append(line)
        if len(first) >= 60:
            break
    if first and first[0].lower().startswith("sep=") and len(first[0].strip()) == 5:
        delimiter = first[0][4]  # Excel's own hint line; it stays a row so that the numbers agree
    else:
        delimiter = detect_delimiter(first)
    queue = deque(first)
    for number, fields in enumerate(_records(_chain(queue, lines), delimiter), start=1):
        yield text_row(number, fields)


def _chain(queue: deque[str], lines: Iterator[str]) -> Iterator[str]:
    while queue:
        yield queue.popleft()
    yield from lines


class _UnclosedQuote(Exception):
    """A quoted field ran over `MAX_LINES_A_RECORD` lines or to the end of the file."""


def _records(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    pushed: deque[str] = deque()
    taken: list[str] = []

    def feed() -> Iterator[str]:
        while True:
            line = pushed.popleft() if pushed else next(lines, None)
            if line is None:
                return
            taken.append(line)
            if len(taken) > MAX_LINES_A_RECORD:
                raise _UnclosedQuote
            yield line

    while True:
        reader = csv.reader(feed(), delimiter=delimiter)
        while True:
            taken.clear()
            try:
                fields = next(reader, None)
                if len(taken) > 1 and not _is_closed(taken, delimiter):
                    raise _UnclosedQuote
            except (_UnclosedQuote, csv.Error):
                pushed.extendleft(reversed(taken[1:]))
                yield taken[0].rstrip("\r\n").split(delimiter)
                break
            if fields is None:
                return
            yield fields


def _is_closed(taken: Iterable[str], delimiter: str) -> bool:
    try:
        next(csv.reader(iter(taken), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" not in str(error)
    return True
