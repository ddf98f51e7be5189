"""Turn the tables of synonyms and of empty words into what a question is searched with besides its own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.data_files import DATA, DataTableError
from models.judgements import numbered_lines
from models.segment import fold

SYNONYMS, EMPTY_WORDS = "synonyms.tsv", "empty_words.tsv"
MIN_LENGTH = 2
"""Shortest synonym: one character stands in half of all texts. Source: our choice."""
_BARS = str.maketrans("｜", "|")
_USES = frozenset({"search", "reason"})


@dataclass(frozen=True)
class SearchWords:
    """What is known of words that search: `others` of a word, `silent` words not searched with, `dull` never a reason.

    `n_groups` counts the rows of synonyms in force.
    """

    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    dull: frozenset[str] = frozenset()
    n_groups: int = 0

    def expanded(self, text: str) -> tuple[str, ...]:
        """Return what else to search for, in the order of the words found in `text`, each once.

        Where two known words overlap, the one that begins first counts, then the longer. What the text already says is
        left out.
        """
        folded = fold(text)
        found = (other for word in self._said(folded) for other in self.others[word])
        return tuple(dict.fromkeys(other for other in found if other not in folded))

    def _said(self, folded: str) -> Iterator[str]:
        longest = max(map(len, self.others), default=0)
        start = 0
        while start < len(folded):
            lengths = range(min(longest, len(folded) - start), MIN_LENGTH - 1, -1)
            word = next((w for n in lengths if (w := folded[start : start + n]) in self.others), "")
            if word:
                yield word
            start += len(word) or 1


def table_paths(overlay: Path | None = None) -> tuple[Path, ...]:
    """Return the files that are read, those of the bureau last; the latter need not exist."""
    folders = (DATA,) if overlay is None else (DATA, overlay)
    return tuple(folder / name for folder in folders for name in (SYNONYMS, EMPTY_WORDS))


def load_search_words(overlay: Path | None = None) -> SearchWords:
    """Read both tables; a row of `overlay` with the same first cell replaces one of ours, others are added.

    Raises:
        DataTableError: a line cannot be read; a Chinese sentence that names file and line.
    """
    groups: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    empty: dict[str, str] = {}
    for path in table_paths(overlay):
        if not path.exists():
            continue
        if path.name == SYNONYMS:
            groups |= _groups(path)
        else:
            empty |= _empty(path)
    others: dict[str, dict[str, None]] = {}
    for words, also in groups.values():
        for word in words:
            others.setdefault(word, {}).update(dict.fromkeys(w for w in (*words, *also) if w != word))
    return SearchWords(
        others={word: tuple(found) for word, found in others.items()},
        silent=frozenset(word for word, use in empty.items() if use == "search"),
        dull=frozenset(empty),
        n_groups=len(groups),
    )


def _groups(path: Path) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found = {}
    for number, row in _rows(path, ("words", "also", "note", "source")):
        words, also = _list(row["words"]), _list(row["also"])
        where = f"同义词表“{path.name}”第{number}行"
        if short := next((word for word in (*words, *also) if len(word) < MIN_LENGTH), None):
            raise DataTableError(f"{where}的“{short}”只有一个字，会到处都找到，请写成两个字以上的词。")
        if not words or len({*words, *also}) < 2:
            raise DataTableError(f"{where}只有“{row['words']}”，一行至少要两个不同的词，用“|”隔开。")
        found["|".join(words)] = (words, also)
    return found


def _empty(path: Path) -> dict[str, str]:
    found = {}
    for number, row in _rows(path, ("word", "not_for", "source")):
        if not row["word"] or row["not_for"] not in _USES:
            uses = "、".join(sorted(_USES))
            raise DataTableError(
                f"空词表“{path.name}”第{number}行的 not_for 是“{row['not_for']}”，只能是 {uses}，word 不能空。"
            )
        found[fold(row["word"])] = row["not_for"]
    return found


def _rows(path: Path, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with their line numbers; cells missing at the end are "", lines with "#" are notes."""
    names = list(columns)
    heading: list[str] = []
    try:
        lines = [(number, line) for number, line in numbered_lines(path) if not line.startswith("#")]
    except ValueError as error:
        raise DataTableError(str(error)) from error
    for number, line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        if not heading:
            heading = cells
            if names[0] not in heading or not set(heading) <= set(names):
                raise DataTableError(f"“{path.name}”第{number}行应为表头“{'<Tab>'.join(names)}”，现在是“{line}”。")
            continue
        if len(cells) > len(heading):
            raise DataTableError(
                f"“{path.name}”第{number}行有{len(cells)}格，表头只有{len(heading)}列，请检查多出的制表符。"
            )
        row = dict(zip(heading, cells + [""] * (len(heading) - len(cells)), strict=True))
        yield number, dict.fromkeys(names, "") | row


def _list(cell: str) -> tuple[str, ...]:
    parts = (fold(part.strip()) for part in cell.translate(_BARS).split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))
