"""Turn the duties of a posting into the hazards of its work that some law looks at."""

from __future__ import annotations

import re
from functools import lru_cache

from models.phrases import PhraseFinder
from models.understand.clean import clean_text
from models.vocabulary import Vocabulary

_DENIED = re.compile(
    r"(?:无需|无须|不需要?|不用|不涉及|不接触|没有|没得|无|不含|不做|不上|不倒|不安排|不从事|免|非|禁止|严禁|不得|不会|远离|拒绝|杜绝|防止?|不|自(?=$)|辣味|面粉|花粉)"
    r"(?:任何|从事|进行|接触|去|到|要|有|搞)?$"
)
_DENIED_AFTER = re.compile(
    r"^(?:作业|工作|的活)?(?:较?少|没有|除外|不做|不用|不需要|不得|禁止|[12一两二]米以下|2m以下|班?不上)"
)


class _Words:
    """Every hazard word with the hazards that it tells of."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.codes: dict[str, list[str]] = {}
        for hazard in vocabulary.hazard_types.values():
            for word in hazard.words:
                self.codes.setdefault(word.lower(), []).append(hazard.code)
        self.finder = PhraseFinder(list(self.codes))


@lru_cache(maxsize=4)
def _words(vocabulary: Vocabulary) -> _Words:
    return _Words(vocabulary)


def find_hazards(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the codes of the hazards told of in `text`, in the order of the table, without repeats.

    A denied word (无需登高, 不上夜班) and a height stated as under two metres do not count. A text that says nothing
    of hazards gives (), which means not said, not safe.

    Source: models/data/hazards.tsv; GB/T 3608 (work at height begins at 2 m).
    """
    cleaned = clean_text(text).lower().replace(" ", "")
    words = _words(vocabulary)
    found: set[str] = set()
    for start, end, word in words.finder.find(cleaned):
        before = re.split(r"[,;。\n、]", cleaned[max(0, start - 8) : start])[-1]
        if _DENIED.search(before) or _DENIED_AFTER.match(cleaned[end : end + 10]):
            continue
        found.update(words.codes[word])
    return tuple(code for code in vocabulary.hazards if code in found)
