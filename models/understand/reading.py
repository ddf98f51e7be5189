"""Hold what is read from a worker's sentence, piece by piece: the words of each field, and the parts shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from models.records import Place, Schedule
from models.understand.query_parts import QueryPart


@dataclass
class Reading:
    """The pieces of a sentence, sorted into the fields of a seeker, and the parts found on the way.

    `is_for_another`: a parent asks for a child ("想喊他学门手艺"), whose age is then meant. `county` is the one county
    that the sentence speaks of; it settles names of townships that repeat.
    """

    texts: dict[str, list[str]] = field(default_factory=dict)
    parts: list[QueryPart] = field(default_factory=list)
    home: Place | None = None
    is_for_another: bool = False
    county: str = ""
    age: int = 0
    sex: Literal["", "male", "female"] = ""
    schedule: Schedule | None = None

    @property
    def home_code(self) -> str:
        """The code of the home, as exact as it is known: the county spoken of says more than the city assumed."""
        code = (self.home.township_code or self.home.county_code) if self.home else ""
        return self.county if self.county and (not code or self.county.startswith(code.removesuffix("00"))) else code

    def keep(self, name: str, *phrases: str) -> None:
        """Add phrases to the field `name`, each once."""
        known = self.texts.setdefault(name, [])
        known += [phrase for phrase in phrases if phrase not in known]
        if not known:
            del self.texts[name]

    def text(self, name: str) -> str:
        """Return all phrases of a field as one text."""
        return "，".join(self.texts.get(name, ()))

    def show(self, name: str, words: str, text: str, strength: Literal["limit", "wish", "fact"] = "fact") -> None:
        """Add a part."""
        self.parts.append(QueryPart(field=name, words=words, text=text, strength=strength))
