"""Run the graduates' batch over the store and the served index: read, recommend, write workbook and NDJSON, note it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from indexer.ledger import LedgerEvent
from service.graduates.recommend import recommend
from service.graduates.workbook import write_ndjson, write_workbook
from service.resources import Resources

Progress = Callable[[int, int | None], None]


class BatchSummary(Struct, frozen=True):
    """What a run did and where it wrote it."""

    n_graduates: int
    n_full: int
    n_short: int
    n_set_aside: int
    n_recommendations: int
    workbook: str
    ndjson: str
    build: str
    rules_version: str

    def text(self) -> str:
        """Return the summary in Chinese."""
        return (
            f"毕业生 {self.n_graduates} 人：推荐满 {self.n_full} 人，不足 {self.n_short} 人，"
            f"不再推荐 {self.n_set_aside} 人，共 {self.n_recommendations} 次推荐。\n"
            f"工作簿：{self.workbook}\nNDJSON：{self.ndjson}\n索引 {self.build}，规则 {self.rules_version}"
        )


def recommend_graduates(
    resources: Resources, *, k: int, capacity: float, seed: int, out: Path, progress: Progress
) -> BatchSummary:
    """Recommend to every graduate of the store and write `graduates.xlsx` and `graduates.ndjson` into `out`.

    The same store, index, day and seed give the same files.

    Raises:
        NoBuild: there is no index yet.
    """
    build = resources.index.current()
    graduates = [s for batch in resources.store.iter_seekers() for s in batch if s.graduate is not None]
    made = recommend(
        graduates,
        side=build.postings,
        load=resources.store.postings,
        vocabulary=resources.vocabulary,
        encoder=resources.encoder,
        segmenter=resources.segmenter,
        search_words=resources.search_words.current(),
        asof=resources.clock.today(),
        k=k,
        multiple=capacity,
        seed=seed,
        build=build.id,
        progress=progress,
    )
    out.mkdir(parents=True, exist_ok=True)
    workbook, ndjson = out / "graduates.xlsx", out / "graduates.ndjson"
    write_workbook(made, workbook, resources.vocabulary)
    write_ndjson(made, ndjson)
    n_recommendations = sum(len(row.recommendations) for row in made.rows)
    resources.store.ledger.append(
        LedgerEvent(
            at=resources.clock.now(),
            actor="cli",
            action="graduates.recommend",
            purpose="1131 岗位推荐",
            count=n_recommendations,
            details={"k": k, "capacity": capacity, "seed": seed, "note": made.note, "n_graduates": len(made.rows)},
            versions={"build": made.build, "model": made.model, "rules": made.rules_version},
        )
    )
    return BatchSummary(
        n_graduates=len(made.rows) + len(made.set_aside),
        n_full=len(made.rows) - made.n_short,
        n_short=made.n_short,
        n_set_aside=len(made.set_aside),
        n_recommendations=n_recommendations,
        workbook=str(workbook),
        ndjson=str(ndjson),
        build=made.build,
        rules_version=made.rules_version,
    )
