"""Turn the answers to a judged set into figures: for the whole, by trade group and by county, beside the baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.char_tfidf import CharTfidf, best_first
from models.metrics import RetrievalFigures, mean_figures
from models.records import Posting
from models.text import posting_passage, seeker_passage
from models.vocabulary import Vocabulary
from service.evaluation.judged_run import TOP_K
from service.evaluation.judged_set import Grades, JudgedSet
from service.evaluation.linking import major_name
from service.evaluation.violations import Violation

GOOD = 2
"""The least grade that recall and MRR look for. Source: docs/evaluate.md, grades."""
UNSAID = "未说"

Rankings = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class SideFigures:
    """One side (queries or people): the product, the baseline, the parts, and what was shown and must not be."""

    figures: RetrievalFigures
    tfidf: RetrievalFigures
    by_group: Mapping[str, RetrievalFigures]
    by_county: Mapping[str, RetrievalFigures]
    violations: Sequence[Violation]
    rule_violations: Sequence[Violation]

    @property
    def above_tfidf(self) -> float | None:
        """Return by how much nDCG@10 is above that of the baseline."""
        ours, theirs = self.figures.ndcg_at_10, self.tfidf.ndcg_at_10
        return None if ours is None or theirs is None else ours - theirs


def figures_of(rankings: Rankings, grades: Grades) -> RetrievalFigures:
    """Return the figures of one side; what nobody graded counts as 0, so does -1."""
    return mean_figures([(rankings.get(key, ()), by_id) for key, by_id in grades.items()], relevant=GOOD)


def by_part(rankings: Rankings, grades: Grades, part_of: Callable[[str], str]) -> dict[str, RetrievalFigures]:
    """Return the figures of each part, the largest part first, ties by name."""
    parts: dict[str, dict[str, Mapping[str, int]]] = {}
    for key, by_id in grades.items():
        parts.setdefault(part_of(key), {})[key] = by_id
    order = sorted(parts, key=lambda name: (-len(parts[name]), name))
    return {name: figures_of(rankings, parts[name]) for name in order}


def group_of(judged: JudgedSet, grades: Grades, served: Mapping[str, Posting], vocabulary: Vocabulary, key: str) -> str:
    """Return the trade group of a query or person: of topics.tsv, else the 大类 of most of its good postings."""
    topic = judged.topics.get(key)
    if topic is not None and topic.group:
        return topic.group
    majors: Counter[str] = Counter()
    for posting_id, grade in grades.get(key, {}).items():
        posting = served.get(posting_id)
        if grade >= GOOD and posting is not None and posting.facts is not None and posting.facts.occupations:
            majors[posting.facts.occupations[0].code[0]] += 1
    if not majors:
        return UNSAID
    return major_name(min(majors, key=lambda digit: (-majors[digit], digit)), vocabulary)


def county_of(judged: JudgedSet, vocabulary: Vocabulary, key: str) -> str:
    """Return the name of the county a query or person asks from."""
    topic, seeker = judged.topics.get(key), judged.seekers.get(key)
    code = (topic.county if topic else "") or (seeker.county_code if seeker else "")
    return vocabulary.areas[code].name if code in vocabulary.areas else code or UNSAID


class Baseline:
    """TF-IDF over character 1- and 2-grams of every posting in the file, without any rule."""

    def __init__(self, judged: JudgedSet) -> None:
        self._judged = judged
        self._ids = list(judged.postings)
        self._index = CharTfidf([posting_passage(posting) for posting in judged.postings.values()])

    def rank(self, text: str) -> list[str]:
        """Return the nearest postings, best first, ties by id."""
        return best_first(self._index.scores(text), self._ids, top_k=TOP_K)

    def queries(self) -> dict[str, list[str]]:
        """Return the ranking of each graded sentence."""
        return {key: self.rank(self._judged.queries[key]) for key in self._judged.query_grades}

    def seekers(self) -> dict[str, list[str]]:
        """Return the ranking of each graded person, asked with all that is written of them."""
        return {key: self.rank(seeker_passage(self._judged.seekers[key])) for key in self._judged.seeker_grades}
