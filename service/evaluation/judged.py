"""Turn a judged set, settings and a model into the whole measurement of matching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from service.evaluation.judged_figures import Baseline, SideFigures, by_part, county_of, figures_of, group_of
from service.evaluation.judged_run import Run, run_queries, run_seekers
from service.evaluation.judged_set import Grades, JudgedSet
from service.evaluation.serving import Served
from service.evaluation.violations import Recheck, shown_against_grade, shown_against_rule

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Judged:
    """The measurement of one set with one model: its sides by name ("queries", "seekers"), their runs, the import."""

    sides: Mapping[str, SideFigures]
    runs: Mapping[str, Run]
    imported: Mapping[str, Mapping[str, int]]
    build: str
    model: str

    @property
    def n_violations(self) -> int:
        """How often something graded -1 was shown."""
        return sum(len(side.violations) for side in self.sides.values())

    @property
    def n_rule_violations(self) -> int:
        """How often something was shown that a rule fails."""
        return sum(len(side.rule_violations) for side in self.sides.values())

    def as_dict(self) -> dict[str, Any]:
        """Return the measurement as docs/evaluate.md describes it."""
        return {
            **{name: _side(side) for name, side in self.sides.items()},
            "violations": self.n_violations,
            "rule_violations": self.n_rule_violations,
            "imported": self.imported,
        }


def measure_judged(judged: JudgedSet, served: Served, *, progress: Progress) -> Judged:
    """Run every graded query and person through the product and compare with the grades."""
    resources = served.resources
    recheck = Recheck(
        served.postings,
        resources.vocabulary,
        asof=resources.clock.today(),
        occupation_space=resources.occupation_space,
    )
    baseline = Baseline(judged)
    runs: dict[str, Run] = {}
    sides: dict[str, SideFigures] = {}
    if judged.query_grades:
        runs["queries"] = run_queries(judged, served, advance=lambda n, total: progress("查询", n, total))
        sides["queries"] = _figures(judged, served, recheck, runs["queries"], judged.query_grades, baseline.queries())
    if judged.seeker_grades:
        runs["seekers"] = run_seekers(judged, served, advance=lambda n, total: progress("求职者", n, total))
        sides["seekers"] = _figures(judged, served, recheck, runs["seekers"], judged.seeker_grades, baseline.seekers())
    card = resources.encoder.card
    return Judged(
        sides=sides,
        runs=runs,
        imported={name: served.counts(record) for name, record in (("postings", "posting"), ("seekers", "seeker"))},
        build=resources.index.current().id,
        model=f"{card.name}@{card.revision}",
    )


def _figures(
    judged: JudgedSet, served: Served, recheck: Recheck, run: Run, grades: Grades, tfidf: Mapping[str, list[str]]
) -> SideFigures:
    words = served.resources.vocabulary
    titles = {key: posting.title for key, posting in judged.postings.items()}
    return SideFigures(
        figures=figures_of(run.rankings, grades),
        tfidf=figures_of(tfidf, grades),
        by_group=by_part(run.rankings, grades, lambda key: group_of(judged, grades, served.postings, words, key)),
        by_county=by_part(run.rankings, grades, lambda key: county_of(judged, words, key)),
        violations=shown_against_grade(run, grades, recheck, titles),
        rule_violations=shown_against_rule(run, recheck, titles),
    )


def _side(side: SideFigures) -> dict[str, Any]:
    return {
        **side.figures.as_dict(),
        "tfidf": side.tfidf.as_dict(),
        "above_tfidf": side.above_tfidf,
        "violations": len(side.violations),
        "violations_shown": [violation.as_dict() for violation in side.violations],
        "rule_violations": len(side.rule_violations),
        "rule_violations_shown": [violation.as_dict() for violation in side.rule_violations],
        "by_group": {name: figures.as_dict() for name, figures in side.by_group.items()},
        "by_county": {name: figures.as_dict() for name, figures in side.by_county.items()},
    }
