"""Turn every query and person of a judged set into what the product shows for it: ids, best first, and what it read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.records import Seeker
from models.understand.query import Query, understand_query
from models.understand.seeker import understand_seeker
from service.desk import home, postings_for_seeker, postings_for_text
from service.evaluation.judged_set import JudgedSet
from service.evaluation.serving import Served
from service.matching.query import query_of_seeker
from service.resources import Resources

TOP_K = 100
"""How deep an answer is looked at. Source: judged sets count what must not be shown in the first 100."""

Advance = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Asked:
    """One query or person of the set with what the product understood; `label` is the sentence or what is wished."""

    id: str
    label: str
    query: Query

    @property
    def seeker(self) -> Seeker:
        """Return the asking person as understood."""
        return self.query.seeker or Seeker(id=self.id)


@dataclass(frozen=True)
class Run:
    """What was asked and what was shown, both by id, in the order of the set."""

    asked: Mapping[str, Asked]
    rankings: Mapping[str, Sequence[str]]


def ask_queries(judged: JudgedSet, resources: Resources) -> dict[str, Asked]:
    """Return the sentences of the set that are graded, understood as the caseworker's search does."""
    return {
        key: Asked(
            key,
            judged.queries[key],
            understand_query(
                judged.queries[key],
                resources.vocabulary,
                side="postings",
                asof=resources.clock.today(),
                home=home(resources),
                occupation_space=resources.occupation_space,
            ),
        )
        for key in judged.query_grades
    }


def ask_seekers(judged: JudgedSet, resources: Resources) -> dict[str, Asked]:
    """Return the people of the set who are graded, understood as `POST /match/postings` does."""
    asked = {}
    for key in judged.seeker_grades:
        seeker = understood_seeker(judged, resources, key)
        asked[key] = Asked(key, seeker.desired_jobs_text or seeker.skills_text, query_of_seeker(seeker))
    return asked


def understood_seeker(judged: JudgedSet, resources: Resources, key: str) -> Seeker:
    """Return a person as stored by the import, or as written when the import did not keep the row."""
    seeker = resources.store.seekers([key]).get(key, judged.seekers[key])
    if seeker.facts is not None:
        return seeker
    return understand_seeker(
        seeker, resources.vocabulary, asof=resources.clock.today(), occupation_space=resources.occupation_space
    )


def run_queries(judged: JudgedSet, served: Served, *, advance: Advance | None = None) -> Run:
    """Answer every graded sentence."""
    resources = served.resources

    def answer(asked: Asked) -> list[str]:
        found = postings_for_text(resources, asked.label, top_k=TOP_K, role="staff")
        return [result.id for result in found.results]

    return _run(ask_queries(judged, resources), answer, advance)


def run_seekers(judged: JudgedSet, served: Served, *, advance: Advance | None = None) -> Run:
    """Answer every graded person."""
    resources = served.resources

    def answer(asked: Asked) -> list[str]:
        found = postings_for_seeker(resources, asked.seeker, top_k=TOP_K, role="staff")
        return [result.id for result in found.results]

    return _run(ask_seekers(judged, resources), answer, advance)


def _run(asked: Mapping[str, Asked], answer: Callable[[Asked], list[str]], advance: Advance | None) -> Run:
    rankings = {}
    for done, (key, one) in enumerate(asked.items(), start=1):
        rankings[key] = answer(one)
        if advance:
            advance(done, len(asked))
    return Run(asked, rankings)
