"""Turn what was shown into what must not have been: graded -1, or failing a rule when judged on the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from indexer.attributes import Columns
from indexer.posting_attributes import posting_columns
from indexer.seeker_attributes import seeker_columns
from models.records import Posting
from models.understand.occupation import OccupationSpace
from models.understand.posting import understand_posting
from models.vocabulary import Vocabulary
from service.evaluation.judged_run import TOP_K, Run
from service.evaluation.judged_set import Grades
from service.matching.rules import Screening, screen
from service.matching.verdicts import FAIL, PASS

VERDICTS = {0: "pass", 1: "fail", 2: "unknown"}


@dataclass(frozen=True)
class Violation:
    """A posting that was shown and must not be. `verdicts` holds every rule that did not simply pass, by code."""

    asked: str
    label: str
    rank: int
    posting: str
    title: str
    verdicts: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return the violation as JSON values."""
        return {**asdict(self), "verdicts": dict(self.verdicts)}


class Recheck:
    """Judges pairs anew, from the records: facts are derived again and no column of the index is looked at."""

    def __init__(
        self,
        postings: Mapping[str, Posting],
        vocabulary: Vocabulary,
        *,
        asof: date,
        occupation_space: OccupationSpace | None,
    ) -> None:
        self._row = {posting_id: row for row, posting_id in enumerate(postings)}
        self._vocabulary = vocabulary
        self._asof = asof
        anew = [
            understand_posting(posting, vocabulary, asof=asof, occupation_space=occupation_space)
            for posting in postings.values()
        ]
        self._columns: Columns = posting_columns(anew, vocabulary)

    def of(self, run: Run, key: str) -> Screening:
        """Return the verdicts on each posting shown to `key`, in rank order."""
        rows = np.array([self._row[posting] for posting in run.rankings[key]], dtype=np.int64)
        seeker = seeker_columns([run.asked[key].seeker], self._vocabulary)
        return screen(self._columns.take(rows), seeker, asof=self._asof.toordinal(), side="postings")


def shown_against_grade(run: Run, grades: Grades, recheck: Recheck, titles: Mapping[str, str]) -> list[Violation]:
    """Return what stands in the first 100 though it is graded -1."""
    return [v for v in _shown(run, recheck, titles) if grades.get(v.asked, {}).get(v.posting, 0) < 0]


def shown_against_rule(run: Run, recheck: Recheck, titles: Mapping[str, str]) -> list[Violation]:
    """Return what stands in the first 100 though a rule fails it."""
    return [v for v in _shown(run, recheck, titles) if VERDICTS[FAIL] in v.verdicts.values()]


def _shown(run: Run, recheck: Recheck, titles: Mapping[str, str]) -> Iterator[Violation]:
    for key, ranking in run.rankings.items():
        if not ranking:
            continue
        screening = recheck.of(run, key)
        for i, posting in enumerate(ranking[:TOP_K]):
            told = {code: VERDICTS[v] for code, v in screening.of_row(i).items() if v != PASS}
            yield Violation(key, run.asked[key].label, i + 1, posting, titles.get(posting, ""), told)
