"""Turn text as typed, pasted or exported into text of one form: NFKC, no invisible characters, single spaces."""

from __future__ import annotations

import re
import unicodedata

# NFKC leaves these alone, or turns them into something people do not type.
_DASHES = re.compile("[‐‑‒–—―−﹣－─━]")
_WAVES = re.compile("[~∼〜～〰]")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_NEWLINE = re.compile(r" *\n[ \n]*")


def clean_text(text: str) -> str:
    """Return `text` in NFKC without control and zero-width characters, inner whitespace as one space, stripped.

    Line breaks stay as one newline each run, because a cell's lines are often separate statements; tabs become spaces;
    the many dashes become "-" and the waves "~". Applying it twice changes nothing.
    """
    if text.isascii() and text.isprintable() and "  " not in text and "~" not in text:
        return text.strip()
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _WAVES.sub("~", _DASHES.sub("-", text)).replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    if not text.replace("\n", "").isprintable():
        text = "".join(c for c in text if c == "\n" or c.isspace() or unicodedata.category(c) not in _INVISIBLE)
        text = unicodedata.normalize("NFKC", text)
    return _AROUND_NEWLINE.sub("\n", _SPACES.sub(" ", text)).strip()
