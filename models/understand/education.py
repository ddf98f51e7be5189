"""Turn education words or codes into GB/T 4658-2006 codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from models.data_files import DataFiles, split_list
from models.understand.clean import clean_text

Edition = Literal["2006", "1984"]

_NOTHING = re.compile(
    r"^(?:无|不限|无要求|不做要求|不要求|/|-|均可|皆可|没有要求)?$|(?:学历|文化)\S{0,2}不限|不限(?:学历|文化)"
)
_LOWEST = re.compile(r"或|/|及以上|以上|、|起|优先")
_BELOW = re.compile(r"(?:及)?以下")


class _Levels:
    """The table in the two shapes that reading needs: by word and by code of the old edition."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.rank: dict[str, int] = {}
        self.by_word: dict[str, str] = {}
        self.by_old: dict[str, str] = {}
        for row in rows:
            self.rank[row["code"]] = int(row["rank"] or 0)
            for word in (row["name"], *split_list(row["aliases"])):
                self.by_word.setdefault(word, row["code"])
            for old in split_list(row["code_1984"]):
                self.by_old.setdefault(old, row["code"])
        words = sorted(self.by_word, key=len, reverse=True)
        self.pattern = re.compile("|".join(re.escape(word) for word in words))


@cache
def _levels() -> _Levels:
    return _Levels(DataFiles().rows("education.tsv", ("code",)))


def parse_education(text: str, *, edition: Edition = "2006") -> str:
    """Return the GB/T 4658-2006 code of an education cell, "" when nothing is asked or said.

    A bare two-digit cell, or one that begins with a code (31-大专), is read in `edition`. Where several levels are
    named as alternatives or with 以上 (大专或本科, 高中以上) the lowest counts; otherwise the first named.

    Source: GB/T 4658-2006; GB 4658-84.
    """
    cleaned = clean_text(text).replace(" ", "").replace("\n", "")
    if not cleaned or _NOTHING.search(cleaned):
        return ""
    levels = _levels()
    if re.fullmatch(r"\d{2}(?:\.0)?", cleaned):
        code = cleaned[:2]
        return (code if code in levels.rank else "") if edition == "2006" else levels.by_old.get(code, "")
    found = [levels.by_word[match[0]] for match in levels.pattern.finditer(cleaned)]
    if not found or (_BELOW.search(cleaned) and not _LOWEST.search(_BELOW.sub("", cleaned))):
        return ""
    return min(found, key=lambda code: levels.rank[code]) if _LOWEST.search(cleaned) else found[0]


def detect_edition(values: Iterable[str]) -> Edition:
    """Return the edition in which a column's two-digit codes are written; "2006" unless only 1984 can explain them.

    Source: handbook section 3 (42 and 62 mean different things, 51 and 47 are both 技校毕业).
    """
    levels = _levels()
    codes = {match[0] for value in values if (match := re.match(r"\d{2}(?=$|\.0$|-)", clean_text(value)))}
    old, new = set(levels.by_old), set(levels.rank)
    return "1984" if codes & (old - new) and not codes & (new - old) else "2006"
