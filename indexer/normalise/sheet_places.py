"""Turn sheet names, title lines, file names and county cells into the county that rows belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.normalise.sheet_context import PlaceReader
from models.records import Place
from models.understand.area import resolve_place
from models.understand.clean import clean_text
from models.vocabulary import Vocabulary

_CACHED = 50_000


def place_reader(vocabulary: Vocabulary) -> PlaceReader:
    """Return `resolve_place` with a memory, since the same few thousand places stand in every row."""
    known: dict[tuple[str, str], Place | None] = {}

    def read(text: str, within: str) -> Place | None:
        key = (text, within)
        if key not in known:
            if len(known) >= _CACHED:
                known.clear()
            known[key] = resolve_place(text, vocabulary, within=within)
        return known[key]

    return read


def sheet_county(names: Iterable[str], place: PlaceReader) -> tuple[str, str]:
    """Return (county code, the words it was read from) of the first name that names a county or one of its townships.

    Give the sheet name first, then the title lines, then the file name. ("", "") when none does, and a city or a
    province is none.
    """
    for name in names:
        words = re.sub(r"[（(].*?[)）]|\.[A-Za-z]{2,5}$", "", clean_text(name))
        words = re.sub(r"^[^\u4e00-\u9fff]+|[_\-\s\d]+", " ", words).strip()
        for text in (words, *words.split()):
            found = place(text, "") if len(text) >= 2 else None
            if found is not None and found.level in ("county", "township"):
                return found.county_code, text
    return "", ""


def is_old_name(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a county cell holds a name that is no longer in use (遵义县), but stands for a known unit."""
    words = re.sub(r"\s", "", clean_text(text))
    local = vocabulary.areas.local.get(words)
    return (
        local is not None
        and local.kind == "alias"
        and len(local.codes) == 1
        and local.codes[0].isdigit()
        and bool(re.search(r"[县区市]$", words))
        and words not in vocabulary.areas.by_name
    )


def county_of(text: str, context_county: str, place: PlaceReader) -> str:
    """Return the county code that a county cell names, "" when it names none."""
    words = re.sub(r"[（(].*?[)）]", "", clean_text(text)).strip()
    found = place(words, context_county) if words else None
    return found.county_code if found is not None and found.level in ("county", "township") else ""
