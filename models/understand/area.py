"""Turn words for a place, written as a name, a code, an address or "挨屋近", into places of the area table."""

from __future__ import annotations

import re

from models.area_names import PlaceMention, merge_places
from models.areas import Areas
from models.records import Place
from models.understand.clean import clean_text
from models.vocabulary import Vocabulary

_CODE = re.compile(r"\d{2}(?:\d{2}(?:\d{2}(?:\d{3}(?:\d{3})?)?)?)?")
_TOWNSHIP_END = re.compile(r"(街道办事处|街道办|街道|镇|乡|办事处)$")


def resolve_place(text: str, vocabulary: Vocabulary, *, within: str = "") -> Place | None:
    """Return the one place that a whole text names, the most exact unit it gives; None when it names none.

    `within` is the code of the unit the text belongs to (the county of a posting, the home of a person); it settles
    names that repeat, short township names ("洛龙") and "本县", "就近". A name that stands for several units
    ("遵义城区") gives their common parent with a note, or the first of them.
    """
    words = clean_text(text)
    if not words:
        return None
    areas, names = vocabulary.areas, vocabulary.area_names
    if _CODE.fullmatch(words):
        code = _padded(words)
        return areas.place(code, raw=text) if code in areas else None
    if places := names.local(words, within=within):
        return _one(places, areas, text)
    code = names.settle(words, within=within) or _township(words, vocabulary, within)
    if code:
        return areas.place(code, raw=text)
    for mention in names.mentions(words, within=within):
        if mention.places:
            return _one(mention.places, areas, text)
    return None


def find_places(text: str, vocabulary: Vocabulary, *, within: str = "") -> tuple[Place, ...]:
    """Return the places a free text names, in text order, each once. "下广" is 广东; "江浙" is two provinces."""
    return merge_places(place for mention in find_mentions(text, vocabulary, within=within) for place in mention.places)


def find_mentions(text: str, vocabulary: Vocabulary, *, within: str = "", spoken: bool = False) -> list[PlaceMention]:
    """Return the places a free text names, with their positions in `clean_text(text)` for callers that read on.

    `spoken` also takes the short names of townships here ("忠庄这边").
    """
    return vocabulary.area_names.mentions(clean_text(text), within=within, spoken=spoken)


def place_of(county_code: str, township: str, vocabulary: Vocabulary) -> Place | None:
    """Return the place of a record that holds a county code and a township name; None when it holds neither."""
    areas = vocabulary.areas
    code = vocabulary.area_names.settle(township, within=county_code) if township else ""
    if code and (not county_code or areas.is_within(code, county_code)):
        return areas.place(code, raw=township)
    found = resolve_place(township, vocabulary, within=county_code) if township else None
    if found is not None and (
        not county_code or areas.is_within(found.township_code or found.county_code, county_code)
    ):
        return found
    if county_code in areas:
        note = f"乡镇“{township}”不在区划表中" if township else ""
        return areas.place(county_code, raw=township, note=note)
    return found or (Place(raw=township or county_code) if township or county_code else None)


def _township(words: str, vocabulary: Vocabulary, within: str) -> str:
    stem = _TOWNSHIP_END.sub("", words)
    if not within or stem == words or len(stem) < 2:
        return ""
    code = vocabulary.area_names.settle(stem, within=within)
    return code if len(code) == 9 and vocabulary.areas.is_within(code, within[:6]) else ""


def _padded(digits: str) -> str:
    return digits[:9].removesuffix("000") if len(digits) > 6 else digits.ljust(6, "0")


def _one(places: tuple[Place, ...], areas: Areas, raw: str) -> Place:
    if len(places) == 1:
        return places[0]
    note = places[0].note or "、".join(place.name for place in places)
    parents = {areas[place.county_code].parent for place in places}
    if len(parents) == 1 and (parent := parents.pop()) in areas:
        return areas.place(parent, raw=raw, note=note)
    return areas.place(places[0].county_code, raw=raw, note=note)
