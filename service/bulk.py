"""Turn a stream of NDJSON bytes into numbered lines in batches, within limits, without ever holding the whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from service.lines import Line

MOST_LINES = 10_000
MOST_BYTES = 32 * 2**20
LONGEST_LINE = 2**20
BATCH = 1_000  # lines of one transaction


async def batches(
    chunks: AsyncIterator[bytes], *, most_lines: int = MOST_LINES, size: int = BATCH
) -> AsyncIterator[list[Line]]:
    """Yield lists of up to `size` lines. Blank lines count but are not yielded.

    A line that is no JSON object, or is longer than `LONGEST_LINE`, is yielded as the sentence that says so. At the
    first line past `most_lines` or byte past `MOST_BYTES` a last line says that nothing from there on was read; the
    rest of the stream is drained, so that the caller gets the report.
    """
    batch: list[Line] = []
    async for line in _lines(chunks, most_lines):
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def _lines(chunks: AsyncIterator[bytes], most_lines: int) -> AsyncIterator[Line]:
    rest = b""
    number = n_bytes = 0
    is_full = is_skipping = False
    async for chunk in chunks:
        if is_full:
            continue
        n_bytes += len(chunk)
        *whole, rest = (rest + chunk).split(b"\n")
        for raw in whole:
            number += 1
            if is_skipping:  # the end of a line that was reported already
                is_skipping = False
                continue
            if not raw.strip():
                continue
            if number > most_lines:
                is_full = True
                yield number, f"一次最多 {most_lines} 行，从这一行起没有处理，请分批提交"
                break
            yield number, _object(raw)
        if not is_full and len(rest) > LONGEST_LINE:
            if not is_skipping:
                yield number + 1, f"这一行超过 {LONGEST_LINE} 字节，没有处理"
            is_skipping, rest = True, b""
        if not is_full and n_bytes > MOST_BYTES:
            is_full = True
            yield number + 1, f"一次最多 {MOST_BYTES // 2**20} MiB，从这一行起没有处理，请分批提交"
    if rest.strip() and not is_full and not is_skipping:
        number += 1
        yield number, _object(rest) if number <= most_lines else f"一次最多 {most_lines} 行，这一行没有处理"


def _object(raw: bytes) -> dict[str, Any] | str:
    try:
        value = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "这一行不是完整的 JSON（应为 UTF-8 编码、一行一个对象）"
    return value if isinstance(value, dict) else "这一行不是 JSON 对象（应写成 {…}）"
