"""Turn a zip archive that nobody has unpacked yet into the certainty that it may be, or into a refusal."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable

from indexer.unreadable import UnreadableFile

MAX_UNPACKED_BYTES = 2**30
"""Source: our choice; a sheet of 100,000 rows and 31 columns unpacks to about an eighth."""
MAX_SHARED_BYTES = 2**28
"""Of parts that are held in memory whole (shared strings, styles). Source: our choice."""
_MAX_RATIO = 200  # Source: our measurement, tables pack 8 to 40 times; what packs more is made to swell
_LEAST_SUSPECT_BYTES = 2**26
_MOST_DEFLATED = 1032  # Source: zlib.net, technical details: the largest ratio of deflate
_CHUNK_BYTES = 1 << 20


def check_unpacked(archive: zipfile.ZipFile) -> None:
    """Check that the members of an office file unpack to what a machine can hold, whatever their headers say.

    Raises:
        UnreadableFile: too large, or packed so tightly that the content is no table.
    """
    members = archive.infolist()
    _check_sizes((info, info.file_size) for info in members)
    # What the headers say is not believed where it could be a lie that matters.
    suspects = [info for info in members if info.compress_size * _MOST_DEFLATED > _LEAST_SUSPECT_BYTES]
    _check_sizes((info, _inflated_bytes(archive, info)) for info in suspects)


def _check_sizes(sizes: Iterable[tuple[zipfile.ZipInfo, int]]) -> None:
    total = 0
    for info, size in sizes:
        total += size
        is_sheet = "/worksheets/" in info.filename or info.filename == "content.xml"
        swells = size > _LEAST_SUSPECT_BYTES and size > _MAX_RATIO * max(info.compress_size, 1)
        if total > MAX_UNPACKED_BYTES or swells or (not is_sheet and size > MAX_SHARED_BYTES):
            raise UnreadableFile("too_large")


def _inflated_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Return what a member really unpacks to; counting stops just past `MAX_UNPACKED_BYTES`."""
    file = archive.fp
    if file is None or info.compress_type != zipfile.ZIP_DEFLATED:
        return info.file_size
    file.seek(info.header_offset)
    header = file.read(30)
    if len(header) < 30:
        raise UnreadableFile("damaged")
    file.seek(sum(struct.unpack_from("<HH", header, 26)), 1)
    inflater, remaining, size = zlib.decompressobj(-zlib.MAX_WBITS), info.compress_size, 0
    try:
        while remaining > 0 and size <= MAX_UNPACKED_BYTES and not inflater.eof:
            block = file.read(min(remaining, _CHUNK_BYTES))
            if not block:
                break
            remaining -= len(block)
            while block and size <= MAX_UNPACKED_BYTES:
                size += len(inflater.decompress(block, _CHUNK_BYTES))
                block = inflater.unconsumed_tail
    except zlib.error as error:
        raise UnreadableFile("damaged") from error
    return size
