"""Turn one sentence, as a caseworker hears it on the phone, into a query: who asks for what, and how firmly."""

from __future__ import annotations

from datetime import date
from typing import Literal

from models.records import Place
from models.understand.occupation import OccupationSpace
from models.understand.query_parts import Query, QueryPart
from models.understand.query_posting import read_posting
from models.understand.query_seeker import read_seeker
from models.vocabulary import Vocabulary

__all__ = ["Query", "QueryPart", "understand_query"]


def understand_query(
    text: str,
    vocabulary: Vocabulary,
    *,
    side: Literal["postings", "seekers"],
    asof: date,
    home: Place | None = None,
    occupation_space: OccupationSpace | None = None,
) -> Query:
    """Return what a sentence asks for; never raises on any text.

    `side` is what is sought: "postings" reads the sentence as a worker's words, "seekers" as an employer's. `home` is
    where the asker is (the caseworker's township); without it "就近" is a question, not a limit.
    """
    read = read_seeker if side == "postings" else read_posting
    return read(text, vocabulary, asof=asof, home=home, space=occupation_space)
