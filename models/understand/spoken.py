"""Turn words as people say or type them into text of one form: simplified, split where one thing said ends."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from models.understand.clean import clean_text
from models.vocabulary import Vocabulary

CLAUSE: Final = re.compile(r"[，,。；;！!？?\n、]|(?<!\d)[:：]|[:：](?!\d)|(?<![-~至到])\s+(?![-~至到])")
_BARE_LICENCES: Final = re.compile(r"(?<=[A-DN][1-6])(?=[A-DN][1-6])")
_PERSON_FIRST: Final = re.compile(
    r"^([男女])(?:性|的)?(?=\d{2})|(?<=[男女]\d{2})岁?(?=[一-龥])|(?<=^\d{2})岁?(?=[男女])"
)
_GREETING: Final = re.compile(
    r"^(?:喂+|你好|您好|哎|诶|嗯|那个|麻烦|老师|同志|大哥|大姐|小妹|妹儿|幺妹|师傅|啊|嘛|哈|你们|请)*"
    r"(?:(?:我|我们)?(?:想|就|来|要|先)*(?:跟你们?|给你们?|向你们?)?(?:请问|问|打听|咨询|了解|请教)(?:一?[哈下声句]|个事|件事)+(?:哈|嘛|看|啊)*)"
)
_LEAST: Final = 2  # characters of a piece


def spoken_text(text: str, vocabulary: Vocabulary) -> str:
    """Return `clean_text(text)` in simplified characters with slips of key words mended (日节 is 日结).

    One character stands for one: positions are those of `clean_text(text)`.
    """
    cleaned = clean_text(text).translate(dict(vocabulary.simplified))
    for wrong, right in vocabulary.misspelt:
        cleaned = wrong.sub(right, cleaned)
    return cleaned


def bare_licences(text: str) -> str:
    """Return text with a comma between licences written together: "A1A2" names two."""
    return _BARE_LICENCES.sub("、", text)


def split_spoken(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the pieces of a spoken text, in order: clauses, and inside them what begins a new wish.

    People type without punctuation ("男52泥水石板镇要日结250以上"): a piece ends before such words as 想, 要日结,
    不上夜班, 最好, 250以上 (the `cue` rows of `query_words.tsv`), and after the age and sex of a note.
    """
    pieces: list[str] = []
    for clause in CLAUSE.split(bare_licences(text)):
        clause = _GREETING.sub("", clause)
        if not clause:
            continue
        for part in _PERSON_FIRST.sub(lambda match: match[0] + "、", clause).split("、"):
            pieces += _at_cues(part, vocabulary) if part else []
    return pieces


def _at_cues(clause: str, vocabulary: Vocabulary) -> list[str]:
    cuts = {
        match.start()
        for cue in vocabulary.query_patterns["cue"]
        for match in cue.finditer(clause)
        if _LEAST <= match.start() <= len(clause) - _LEAST
    }
    edges = [0, *sorted(cuts), len(clause)]
    return [clause[a:b] for a, b in pairwise(edges)]
