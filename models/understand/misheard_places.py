"""Mend the name of a township here that is typed with one wrong character ("绥阳浦场" is 绥阳蒲场)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from models.data_files import DataFiles
from models.misheard_names import MisheardNames
from models.understand.area import find_mentions
from models.vocabulary import Vocabulary

_LONGEST: Final = 3  # characters of a township's short name, 镇 and the like left off
_AFTER_COUNTY: Final = re.compile(
    r"[一-龥]{2,3}?(?=[镇乡的嘞人]|街[上道]|[这那][边里点]|[，,。；;、\s]|$|(?:[一-龥]{0,4})(?:厂|店|馆|酒楼|合作社|基地|学校|医院|工地|园))"
)
"""What stands right behind a county's name, up to a word that ends the name of a place."""
_ALONE: Final = re.compile(
    r"(?:(?<=^)|(?<=[，,。；;、\s在去到住回家]))[一-龥]{2,3}?(?=[镇乡](?:[的嘞人上，,。\s]|$)|街道|[这那]边)"
)
"""A name without its county needs 镇, 街道 or 那边 behind it."""
_TOWNSHIP: Final = 9  # digits of its code


def with_places_mended(text: str, vocabulary: Vocabulary) -> str:
    """Return a spoken text with misheard townships of this city by their right names; one character stands for one."""
    mentions = find_mentions(text, vocabulary, spoken=True)
    areas = vocabulary.areas
    for mention in mentions:
        place = mention.places[0] if len(mention.places) == 1 else None
        if place is None or place.level != "county" or not areas.is_within(place.county_code, areas.home_city):
            continue
        if said := _AFTER_COUNTY.match(text, mention.end):
            text = _mended(text, said, place.county_code, vocabulary)
    for said in _ALONE.finditer(text):
        if all(mention.end <= said.start() or said.end() <= mention.start for mention in mentions):
            text = _mended(text, said, areas.home_city, vocabulary)
    return text


def _mended(text: str, said: re.Match[str], within: str, vocabulary: Vocabulary) -> str:
    words = said[0]
    if vocabulary.areas.by_name.get(words):
        return text
    heard = _names_within(vocabulary, within).find(words, lambda _: True)
    if heard is None or (heard.start, heard.end) != (0, len(words)):
        return text
    return text[: said.start()] + heard.name + text[said.end() :]


@lru_cache(maxsize=32)
def _names_within(vocabulary: Vocabulary, within: str) -> MisheardNames:
    files = DataFiles()
    sounds = {row["sound"]: row["characters"] for row in files.rows("homophones.tsv", ["sound"])}
    shapes = [row["characters"] for row in files.rows("lookalikes.tsv", ["characters"])]
    areas = vocabulary.areas
    names = (
        name
        for name, codes in areas.by_name.items()
        if 1 < len(name) <= _LONGEST and any(len(c) == _TOWNSHIP and areas.is_within(c, within) for c in codes)
    )
    return MisheardNames(names, sounds, shapes)
