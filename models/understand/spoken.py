"""Turn words as people say or type them into text of one form: simplified, split where one thing said ends."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from models.understand.clean import clean_text
from models.understand.fillers import without_fillers
from models.understand.firmness import JOINT, joined
from models.understand.numerals import PIECE_UNITS
from models.understand.refusal_breaks import refusal_spans
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
_NOTE_HEAD: Final = re.compile(
    r"^(?:接(?:到|听)?(?:来|咨询)?电话|回访|电话(?:登记|记录|来访)|来访(?:登记)?|求职(?:登记)?|登记)[:：]"
)
_REFUSES: Final = r"(?:不(?:想|愿意?|考虑|再)?(?:去|做|干|上|跑|接|进|当|搞|碰|考虑)|免谈|莫(?:喊|叫|找))"
_REFUSED_LISTS: Final = (
    re.compile(
        rf"(?:[^\W\d_]{{2,5}}、){{1,4}}[^\W\d_]{{2,5}}?(?:这些|那些|啥子的)?(?:我|都|也|全|就|一律|通通)*{_REFUSES}"
    ),
    re.compile(
        r"(?:除了?|除开|只要不是)[^\W\d_]{1,6}(?:、[^\W\d_]{2,5})+?(?=其他|别的|其余|以外|之外|啥子|样样|都|我|，|,)"
    ),
    re.compile(
        rf"(?:{_REFUSES}(?:我)?(?:去|做|干|进)?)(?<!不考虑)[^\W\d_]{{1,6}}"
        r"(?:、(?!想|要|找|只|会|能|有|包|管|日|现|月|每|在|最好|长|白|不|可以|去|做)[^\W\d_]{2,5})+(?=[，,。;；\s]|$)"
    ),
)
_RATE_FIRST: Final = re.compile(
    rf"(?<=[按论计])(?:{PIECE_UNITS}|个?小时|个?钟头|钟点|天|月)(?:算|计|给|付)(?:钱|工钱)?[嘛哈的嘞]?(?P<gap>[，,\s]+)"
    r"(?=(?:一[个天])?(?:\d|[一二两三四五六七八九十百]{1,4}[块角毛元]|[一二三四五六七八九]?十))"
)
"""按吨算，十二块: what is paid for is said before the sum."""
_LEAST: Final = 2  # characters of a piece


def spoken_text(text: str, vocabulary: Vocabulary) -> str:
    """Return `clean_text(text)` in simplified characters with slips of key words mended (日节 is 日结).

    One character stands for one: positions are those of `clean_text(text)`.
    """
    cleaned = clean_text(text).translate(dict(vocabulary.simplified))
    for wrong, right in vocabulary.misspelt:
        cleaned = wrong.sub(right, cleaned)
    for listed in _REFUSED_LISTS:
        # What is refused together stays together: "KTV、酒吧都不去".
        cleaned = listed.sub(lambda match: match[0].replace("、", "和"), cleaned)
    cleaned = _RATE_FIRST.sub(lambda match: match[0][: -len(match["gap"])] + JOINT * len(match["gap"]), cleaned)
    return joined(without_fillers(cleaned))


def bare_licences(text: str) -> str:
    """Return text with a comma between licences written together: "A1A2" names two."""
    return _BARE_LICENCES.sub("、", text)


def split_spoken(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the pieces of a spoken text, in order: clauses, and inside them what begins a new wish.

    People type without punctuation ("男52泥水石板镇要日结250以上"): a piece ends before such words as 想, 要日结,
    不上夜班, 最好, 250以上 (the `cue` rows of `query_words.tsv`), and after the age and sex of a note.
    """
    pieces: list[str] = []
    for clause in CLAUSE.split(bare_licences(_NOTE_HEAD.sub("", text))):
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
    for start, end in refusal_spans(clause, vocabulary):
        ends = {at for at in (start, end) if _LEAST <= at <= len(clause) - _LEAST}
        cuts = {at for at in cuts if not start < at < end} | ends
    edges = [0, *sorted(cuts), len(clause)]
    return [clause[a:b] for a, b in pairwise(edges)]
