"""Turn what a person says they will not do, and what a posting is, into kinds of work such as 进厂 or 工地."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from models.data_files import DataFiles, DataTableError, Row, split_list
from models.records import Posting, PostingFacts
from models.understand.clean import clean_text

MAX_REFUSALS = 32  # one bit each in a uint32 column of the index
_SURE_OF_OCCUPATION = 0.5
"""Confidence from which a posting's first occupation tells its kind of work. Source: our choice; a refusal excludes."""


class Refusal(Struct, frozen=True):
    """One kind of work that people refuse by a word which is no occupation; position in the table is its bit.

    `said` matches the whole of the refused words. A posting is of the kind when its first occupation lies under one of
    `occupations`, or `words` stand in its text, or it has one of `hazards`; never when `not_words` stand in it.
    """

    code: str
    name: str
    said: re.Pattern[str]
    occupations: tuple[str, ...] = ()
    words: re.Pattern[str] | None = None
    not_words: re.Pattern[str] | None = None
    hazards: frozenset[str] = frozenset()


def load_refusals(files: DataFiles) -> tuple[Refusal, ...]:
    """Read `refusals.tsv`.

    Raises:
        DataTableError: a pattern cannot be compiled, or there are more than 32 rows; a Chinese sentence.
    """
    rows = files.rows("refusals.tsv", ("code",))
    if len(rows) > MAX_REFUSALS:
        raise DataTableError(f"数据表“refusals.tsv”最多{MAX_REFUSALS}行，现有{len(rows)}行，请合并相近的几类。")
    return tuple(
        Refusal(
            code=row["code"],
            name=row.get("name") or row["code"],
            said=_compile(row["code"], row["said"]),
            occupations=split_list(row.get("occupations", "")),
            words=_optional(row, "words"),
            not_words=_optional(row, "not_words"),
            hazards=frozenset(split_list(row.get("hazards", ""))),
        )
        for row in rows
    )


def refused_kinds(words: Iterable[str], refusals: Sequence[Refusal]) -> int:
    """Return bit i set when one of the refused `words` names kind i of `refusals`."""
    cleaned = [clean_text(word) for word in words]
    return sum(1 << i for i, kind in enumerate(refusals) if any(kind.said.fullmatch(word) for word in cleaned))


def kinds_of(posting: Posting, refusals: Sequence[Refusal]) -> int:
    """Return bit i set when a posting is surely of kind i; what it does not say is not of any kind."""
    facts = posting.facts or PostingFacts()
    first = facts.occupations[0] if facts.occupations else None
    code = first.code if first is not None and first.confidence >= _SURE_OF_OCCUPATION else ""
    said = (posting.title, posting.employer, posting.description, posting.requirements, posting.benefits)
    text = clean_text("；".join(said))
    return sum(1 << i for i, kind in enumerate(refusals) if _is_of(kind, code, text, frozenset(facts.hazards)))


def _is_of(kind: Refusal, code: str, text: str, hazards: frozenset[str]) -> bool:
    if kind.not_words is not None and kind.not_words.search(text):
        return False
    return (
        any(code.startswith(prefix + "-") for prefix in kind.occupations)
        or bool(kind.hazards & hazards)
        or (kind.words is not None and kind.words.search(text) is not None)
    )


def _optional(row: Row, column: str) -> re.Pattern[str] | None:
    return _compile(row["code"], row[column]) if row.get(column) else None


def _compile(code: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise DataTableError(f"数据表“refusals.tsv”中“{code}”的正则写错了：{error}。") from error
