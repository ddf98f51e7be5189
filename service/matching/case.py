"""Turn what every stage found about one pair into one value that the explanation reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.records import Posting, PostingFacts, Seeker, SeekerFacts
from models.vocabulary import Vocabulary
from service.matching.rules import Direction


@dataclass(frozen=True)
class Case:
    """One pair as judged: `values` and `contributions` by feature, `verdicts` by rule code; `km` None is unknown."""

    posting: Posting
    seeker: Seeker
    side: Direction
    asof: date
    verdicts: Mapping[str, int]
    values: Mapping[str, float]
    contributions: Mapping[str, float]
    km: float | None
    tokens: Sequence[str]
    vocabulary: Vocabulary = field(repr=False)

    @property
    def posting_facts(self) -> PostingFacts:
        """What was understood of the posting; nothing, if it was not read yet."""
        return self.posting.facts or PostingFacts()

    @property
    def seeker_facts(self) -> SeekerFacts:
        """What was understood of the person; nothing, if it was not read yet."""
        return self.seeker.facts or SeekerFacts()
