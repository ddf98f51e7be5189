"""Measure how often the understanding names the right occupation: on the labelled sample and on public job titles.

`python -m tests.proofs.linking --shared DIR` prints one line. Nothing is written: the sample is imported into memory.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from indexer.ingest import ingest
from indexer.store import Store, open_store
from models.encoder import load_encoder
from models.evaluate import evaluate_linking, lies_under, read_titles
from models.occupation_space import EncoderOccupationSpace, build_occupation_space
from models.records import OccupationLink, Origin
from models.understand.occupation import link_occupations
from models.vocabulary import Vocabulary, load_vocabulary
from tests.journeys.serving import ASOF, ROOT

SAMPLE = ROOT / "sample"
TITLES = Path("data/titles/title_to_occupation_dev.csv")
KINDS = {
    "岗位信息采集表": "posting titles",
    "零工需求": "gigs",
    "劳务输出用工订单": "order lines",
    "劳动力台账": "workers",
    "高校毕业生实名台账": "graduates",
}
# The rows of the gig list are counted from its first gig in labels.csv, from the top of the file in an import.
GIG_LIST, GIGS_START = "零工需求", 3
TOP_K = 10
Place = tuple[str, str, int]
"""File, sheet and row."""

# The least that must hold of (细类 @1, 小类 @1), a little under what was measured on 2026-11-24: posting titles
# 0.584/0.664, gigs 0.638/0.674, order lines 0.786/0.821 (56 rows), workers 0.881/0.908, graduates 0.488/0.578; public
# titles @1 0.472, @10 0.782. A label is one trade where the text often fits two (养老护理员、社区工作者), and a quarter
# of the public ones is wrong, so 1 is out of reach. A floor is raised when its figure has risen.
FLOORS = {
    "posting titles": (0.57, 0.65),
    "gigs": (0.62, 0.655),
    "order lines": (0.75, 0.78),
    "workers": (0.865, 0.89),
    "graduates": (0.47, 0.56),
}
TITLE_FLOORS = {1: 0.46, TOP_K: 0.765}
MOST_UNFOUND = 0.06  # labelled rows that are no records of their own: returned, or one person in two lists


@dataclass
class Figures:
    """Of `n` labelled rows: how many get the right 细类 first, and how many the right 小类."""

    n: int = 0
    exact: int = 0
    group: int = 0

    def add(self, links: tuple[OccupationLink, ...], expected: str) -> None:
        self.n += 1
        if links:
            self.exact += lies_under(links[0].code, expected)
            self.group += links[0].code[:7] == expected[:7]

    def said(self) -> str:
        return f"{self.rates[0]:.3f}/{self.rates[1]:.3f} of {self.n}"

    @property
    def rates(self) -> tuple[float, float]:
        return self.exact / self.n, self.group / self.n


def prove(shared: Path) -> str:
    """Return 细类 @1 / 小类 @1 by kind of row, and @1 / @10 on titles.

    Raises:
        AssertionError: a figure is below its floor, or a labelled row was not found.
    """
    vocabulary = load_vocabulary()
    space = build_occupation_space(vocabulary, load_encoder(""))
    by_kind = measure_sample(vocabulary, space)
    titles = evaluate_linking(
        read_titles(shared / TITLES),
        lambda title: [link.code for link in link_occupations(title, vocabulary, encoder=space, top_k=TOP_K)],
        cuts=(1, TOP_K),
    )
    said = [f"{kind} {figures.said()}" for kind, figures in by_kind.items()]
    said.append(
        f"public titles @1 {titles.accuracy[1]:.3f}, @{TOP_K} {titles.accuracy[TOP_K]:.3f} of {titles.n_titles}"
    )
    low = [kind for kind, floor in FLOORS.items() if any(map(float.__lt__, by_kind[kind].rates, floor))]
    low += [f"titles @{cut}" for cut, floor in TITLE_FLOORS.items() if titles.accuracy[cut] < floor]
    if low:
        raise AssertionError(f"below their floors: {', '.join(low)}; {'; '.join(said)}")
    return "细类/小类 right at first: " + "; ".join(said)


def measure_sample(vocabulary: Vocabulary, space: EncoderOccupationSpace) -> dict[str, Figures]:
    """Import the sample as `zunpei ingest` does and compare what was understood with the labels."""
    asof = date.fromisoformat(ASOF)
    store = open_store("sqlite://", secret=b"the secret of a passing store...")
    try:
        files = [
            path for path in sorted(SAMPLE.iterdir()) if path.suffix in (".xlsx", ".csv") and path.stem != "labels"
        ]
        ingest(files, store, vocabulary, asof=asof, now=datetime.now(UTC), occupation_space=space)
        understood = dict(links_of(store))
    finally:
        store.close()
    by_kind = {kind: Figures() for kind in KINDS.values()}
    known, unfound = 0, 0
    for label in labels():
        links = understood.get(label.place)
        known += 1
        unfound += links is None
        if links is not None and label.code:
            by_kind[label.kind].add(links, label.code)
    if unfound > MOST_UNFOUND * known:
        raise AssertionError(f"{unfound} of {known} labelled rows are no records")
    return by_kind


@dataclass(frozen=True)
class Label:
    kind: str
    place: Place
    code: str


def labels() -> Iterator[Label]:
    names = {path.stem: path.name for path in SAMPLE.iterdir()}
    with (SAMPLE / "labels.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            stem = next(stem for stem in names if stem.startswith(row["file"]))
            kind = next(kind for prefix, kind in KINDS.items() if row["file"].startswith(prefix))
            number = int(row["row"]) + (GIGS_START if row["file"] == GIG_LIST else 0)
            yield Label(kind, (names[stem], row["sheet"], number), row["csco2022_code"])


def links_of(store: Store) -> Iterator[tuple[Place, tuple[OccupationLink, ...]]]:
    """Yield where each stored record came from and the occupations of its facts, surest first."""
    for postings in store.iter_postings():
        for posting in postings:
            if posting.origin and posting.facts:
                yield place_of(posting.origin), posting.facts.occupations
    for seekers in store.iter_seekers():
        for seeker in seekers:
            if seeker.origin and seeker.facts:
                done, wanted = seeker.facts.done, seeker.facts.wanted
                yield place_of(seeker.origin), (wanted or done) if seeker.graduate else (done or wanted)


def place_of(origin: Origin) -> Place:
    return origin.file, origin.sheet, origin.row


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    print(prove(parser.parse_args().shared))
    return 0


if __name__ == "__main__":
    sys.exit(main())
