"""Turn what a person writes of the work they want into the kinds of posting they wish for: 零活, 见习, 公益性岗位."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.data_files import DataFiles, DataTableError
from models.records import KINDS, PostingKind

KindPatterns = tuple[tuple[re.Pattern[str], int], ...]
_NAMES = {kind.value: i for i, kind in enumerate(KINDS)}


def load_wished_kinds(files: DataFiles | None = None) -> KindPatterns:
    """Return the patterns of `models/data/wished_kinds.tsv` with the position of their kind in `models.records.KINDS`.

    Raises:
        DataTableError: a pattern or a kind cannot be read; a Chinese sentence.
    """
    found = []
    for row in (files or DataFiles()).rows("wished_kinds.tsv", ("pattern",)):
        if row["kind"] not in _NAMES:
            raise DataTableError(
                f"数据表“wished_kinds.tsv”中的岗位类型“{row['kind']}”不认识，应为：{'、'.join(_NAMES)}。"
            )
        try:
            found.append((re.compile(row["pattern"]), _NAMES[row["kind"]]))
        except re.error as error:
            raise DataTableError(f"数据表“wished_kinds.tsv”中的“{row['pattern']}”不是正则表达式：{error}。") from error
    return tuple(found)


def wished_kinds(texts: Iterable[str], patterns: KindPatterns) -> int:
    """Return bit i set when one of `texts` wishes for kind i of `models.records.KINDS`; 0 when none is named."""
    written = "，".join(text for text in texts if text)
    bits = 0
    for pattern, kind in patterns:
        if not (bits >> kind) & 1 and pattern.search(written):
            bits |= 1 << kind
    return bits


def kind_bit(kind: PostingKind) -> int:
    """Return the bit of a kind."""
    return 1 << KINDS.index(kind)
