"""Kill `ingest`, `build` and `follow` with SIGKILL at random moments; what was promised before must hold afterwards.

`python -m tests.proofs.killed --kills 50` ends with one line, or says which promise broke.

A row is acknowledged when the progress of the import has counted it (the bar a person sees), or when any other reader
of the database has seen it before the kill. Moments are drawn from a seed and spread evenly over the run time of the
command, a quarter of them over its start; where in the work a moment falls depends on the machine, so the line says
how many processes died starting, at their work, and after a new build had taken over.
`tests.proofs.killed_build` adds the exact moments in front of every step of a build.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from indexer.follow import fold
from indexer.interchange import encode_line
from indexer.manifest import current_build, verify
from models.records import Posting, Status
from service.commands.intake import build_now, ingest_now
from service.desk import postings_for_text
from service.opening import open_resources
from service.resources import Resources
from service.settings import Settings, load_settings
from tests.builders import a_posting
from tests.journeys.serving import ASOF, ROOT, environment

KINDS = ("ingest", "build", "follow")
RUNS = (("ingest", False), ("build", True), ("build", False), ("follow", False))
N_BASE, N_FILE, N_CHANGED = 700, 4000, 60
EVERY_BAD = 400  # one line in so many is broken, so that returned rows are written as well
TRADES = ("保洁员", "餐厅服务员", "快递员", "家政服务员", "仓库搬运工", "保安员", "缝纫工", "茶叶采摘工")
COUNTIES = ("520302", "520303", "520304", "520322", "520324", "520382")
# Each sentence has one posting in the base that is meant by it; nothing that is ingested later comes near.
MEANT = {
    "会开塔吊，想在正安干": ("z-crane", "塔吊司机", "520324"),
    "烧电焊的，桐梓有活吗": ("z-welder", "电焊工", "520322"),
    "想当幼儿园老师": ("z-teacher", "幼儿园教师", "520302"),
}

# A new build counts the words anew, one that is followed weighs them as it was made; scores lie in 0..1.
SLACK = 0.002
_START = 0.25  # share of the kills that hit the start of a process
Answers = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True)
class Moment:
    """When a command dies: `delay` seconds after it was started or, `at_work`, after it has said that it begins."""

    kind: str
    full: bool
    at_work: bool
    delay: float


@dataclass
class Died:
    """How a process ended: the rows that its progress had counted, that others saw, and when its work began."""

    n_counted: int
    seen: set[str]
    opened_at: float | None
    by_itself: bool


@dataclass
class Tally:
    """What the kills showed."""

    moments: Counter[str] = field(default_factory=Counter)
    n_acknowledged: int = 0


def prove(*, n_kills: int, seed: int = 20261123) -> str:
    """Kill `n_kills` processes, a third of each command, and return what held.

    Raises:
        AssertionError: a promise broke; the message names the kill.
    """
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        lines = write_lines(Path(folder) / "file.ndjson", "k", N_FILE)
        make_base(base, Path(folder) / "base.ndjson")
        seconds = {(kind, full): run_time(kind, full, base, Path(folder)) for kind, full in RUNS}
        for number, moment in enumerate(plan(n_kills, seconds, seed)):
            data_dir = Path(folder) / f"kill-{number}"
            shutil.copytree(base, data_dir)
            try:
                kill_once(moment, data_dir, Path(folder) / "file.ndjson", lines, seed + number, tally)
            except Exception as error:
                raise AssertionError(f"kill {number} ({moment}): {error!r}") from error
            shutil.rmtree(data_dir)
    if n_kills >= len(KINDS) and not any("at work" in moment for moment in tally.moments):
        raise AssertionError(f"no process died at its work: {dict(tally.moments)}")
    moments = ", ".join(f"{n} {moment}" for moment, n in sorted(tally.moments.items()))
    return (
        f"{n_kills} kills ({moments}); {tally.n_acknowledged} acknowledged rows, none missing; "
        "each next start served the last good build, and the command run again completed"
    )


def plan(n_kills: int, seconds: Mapping[tuple[str, bool], tuple[float, float]], seed: int) -> Iterator[Moment]:
    """Yield a third of the kills for each command, every other build a full one."""
    numbers = random.Random(seed)
    for kind_number, kind in enumerate(KINDS):
        n = len(range(kind_number, n_kills, len(KINDS)))
        for i in range(n):
            share, full = (i + numbers.random()) / n, kind == "build" and i % 2 == 0
            starting, working = seconds[kind, full]
            if share < _START:
                yield Moment(kind, full, False, share / _START * starting)
            else:
                yield Moment(kind, full, True, (share - _START) / (1 - _START) * working)


def kill_once(moment: Moment, data_dir: Path, file: Path, lines: Sequence[Posting], seed: int, tally: Tally) -> None:
    """Kill one command in a data folder of its own, start again, complete it."""
    kind, before = moment.kind, {}
    if kind != "ingest":
        with opened(data_dir) as resources:
            change_some(resources, seed)
            before = answers(resources)
    build_before = current_build(data_dir / "index")
    died = killed(moment, data_dir, file)
    build_after = current_build(data_dir / "index")
    tally.moments[f"{kind} {moment_of(died, is_new_build=build_after != build_before)}"] += 1
    if build_after is None or (kind == "ingest" and build_after != build_before):
        raise AssertionError(f"CURRENT names {build_after}, before it was {build_before}")
    verify(data_dir / "index", build_after)
    with opened(data_dir) as resources:
        check_database(data_dir / "zunpei.db")
        check_served(resources)
        if kind == "ingest":
            counted = [line for line in lines[: died.n_counted] if line.id]
            tally.n_acknowledged += len({line.id for line in counted} | died.seen)
            check_acknowledged(resources, counted, died.seen)
        else:
            check_answers(before, answers(resources), is_same_build=build_after == build_before)
        complete(kind, moment.full, resources, file, lines)
        resources.index.catch_up()
        check_served(resources)
        if kind != "ingest":
            check_answers(before, answers(resources), is_same_build=False)


def killed(moment: Moment, data_dir: Path, file: Path) -> Died:
    """Start the command and kill it at its moment."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command(moment, data_dir, file), cwd=ROOT, env=environment(), stdout=out, stderr=err)
        while moment.at_work and process.poll() is None and b"@ opened" not in os.pread(out.fileno(), 4096, 0):
            time.sleep(0.002)
        seen: set[str] = set()
        try:
            process.wait(moment.delay)
        except subprocess.TimeoutExpired:
            if moment.kind == "ingest":
                seen = stored_ids(data_dir / "zunpei.db")
            process.kill()
        process.wait()
        said, errors = (os.pread(file.fileno(), 1 << 20, 0).decode() for file in (out, err))
    told = [line[2:] for line in said.splitlines() if line.startswith("@ ")]
    counts = [int(line) for line in told if line.isdigit()]
    by_itself = process.returncode != -signal.SIGKILL
    if by_itself and process.returncode != (1 if moment.kind == "ingest" else 0):  # 1: rows were returned
        raise AssertionError(f"{moment.kind} ended by itself with {process.returncode}: {errors[-1500:]}")
    opened_at = next((float(line.split()[1]) for line in told if line.startswith("opened")), None)
    return Died(max(counts, default=0), seen - base_ids(), opened_at, by_itself)


def moment_of(died: Died, *, is_new_build: bool) -> str:
    if died.by_itself:
        return "ended before its kill"
    return "after the swap" if is_new_build else "starting" if died.opened_at is None else "at work"


def command(moment: Moment, data_dir: Path, file: Path) -> list[str]:
    given = {"ingest": [str(file)], "build": ["--full"] if moment.full else [], "follow": []}[moment.kind]
    module = [sys.executable, "-m", "tests.proofs.killed_command"]
    return [*module, "--data-dir", str(data_dir), "--asof", ASOF, moment.kind, *given]


def run_time(kind: str, full: bool, base: Path, folder: Path) -> tuple[float, float]:
    """Return how long a command that nobody kills takes to start, and to work."""
    data_dir = folder / f"timed-{kind}"
    shutil.copytree(base, data_dir)
    if kind != "ingest":
        with opened(data_dir) as resources:
            change_some(resources, 0)
    started = time.monotonic()
    died = killed(Moment(kind, full, False, 120), data_dir, folder / "file.ndjson")
    ended = time.monotonic()
    shutil.rmtree(data_dir)
    if died.opened_at is None or not died.by_itself or (kind == "ingest" and died.n_counted != N_FILE):
        raise AssertionError(f"{kind} counted {died.n_counted} rows: {died.opened_at}, {died.by_itself}")
    return died.opened_at - started, ended - died.opened_at


def complete(kind: str, full: bool, resources: Resources, file: Path, lines: Sequence[Posting]) -> None:
    """Run the killed command again, to its end."""
    if kind == "ingest":
        report = ingest_now(resources, [file], quiet=True)
        entry = report.files[0]
        good = [line.id for line in lines if line.id]
        if entry.accepted + entry.review + entry.rejected != entry.rows or entry.rows != N_FILE:
            raise AssertionError(f"of {N_FILE} rows {entry.accepted} + {entry.review} + {entry.rejected} were told")
        if entry.new + entry.same != len(good) or entry.changed:
            raise AssertionError(f"again: {entry.new} new, {entry.same} same, {entry.changed} changed of {len(good)}")
        if len(resources.store.postings(good)) != len(good):
            raise AssertionError("rows are missing after the import was run again")
        return
    if kind == "build":
        manifest = build_now(resources, full=full, quiet=True)
    else:
        manifest = fold(
            resources.settings.builds_dir,
            resources.store,
            resources.encoder,
            resources.segmenter,
            resources.vocabulary,
            asof=resources.clock.today(),
            now=resources.clock.now(),
            occupation_space=resources.occupation_space,
        )
    verify(resources.settings.builds_dir, manifest.id)
    left = [path.name for path in (resources.settings.builds_dir / "builds").iterdir() if path.suffix]
    if left or manifest.change_seq != resources.store.change_seq():
        raise AssertionError(f"the completed {kind} left {left} and covers {manifest.change_seq}")


def check_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        said = database.execute("PRAGMA integrity_check").fetchall()
    if said != [("ok",)]:
        raise AssertionError(f"integrity_check says {said[:3]}")


def check_served(resources: Resources) -> None:
    """The index holds the stored postings, all and only, and finds what is meant, with reasons."""
    side = resources.index.current().postings
    found = {side.ids[row] for row in np.flatnonzero(side.alive)}
    stored = {p.id for batch in resources.store.iter_postings() for p in batch if p.status is not Status.BLOCKED}
    if found != stored:
        raise AssertionError(f"the index misses {len(stored - found)} postings and has {len(found - stored)} too many")
    for sentence, (meant, _, _) in MEANT.items():
        results = postings_for_text(resources, sentence, top_k=5, role="staff").results
        if not results or results[0].record.id != meant or not all(result.reasons for result in results):
            raise AssertionError(f"“{sentence}” finds {[result.record.id for result in results]}")


def check_acknowledged(resources: Resources, counted: Sequence[Posting], seen: set[str]) -> None:
    """Every acknowledged row is stored as it stood in the file, and can be recalled."""
    stored = resources.store.postings([*(line.id for line in counted), *seen])
    wrong = [line.id for line in counted if line.id not in stored or not is_same(stored[line.id], line)]
    lost = [record_id for record_id in seen if record_id not in stored]
    if wrong or lost:
        raise AssertionError(f"acknowledged rows are missing or differ: {[*wrong, *lost][:5]}")
    side = resources.index.current().postings
    unfound = [line.id for line in counted if side.row_of(line.id) is None]
    if unfound:
        raise AssertionError(f"acknowledged rows are not in the index: {unfound[:5]}")


def is_same(stored: Posting, line: Posting) -> bool:
    names = ("title", "employer", "description", "county_code", "pay_text", "valid_until")
    return all(getattr(stored, name) == getattr(line, name) for name in names)


def answers(resources: Resources) -> Answers:
    """Return the ten best of each sentence with their scores, to six digits."""
    sentences = [*MEANT, *(f"想做{trade}" for trade in TRADES[:4])]
    return {
        sentence: [
            (result.record.id, round(result.score, 6))
            for result in postings_for_text(resources, sentence, top_k=10, role="staff").results
        ]
        for sentence in sentences
    }


def check_answers(before: Answers, after: Answers, *, is_same_build: bool) -> None:
    """Answers of one build are the same to the digit; those of its successor differ by how rare words are by now."""
    slack = 0.0 if is_same_build else SLACK
    for sentence, expected in before.items():
        given = after[sentence]
        if is_same_build and given == expected:
            continue
        scores, found = dict(expected), dict(given)
        last = min(scores.values(), default=0.0)
        strange = [
            record_id
            for record_id in scores.keys() | found.keys()
            if abs(scores.get(record_id, last) - found.get(record_id, last)) > slack
        ]
        if len(given) != len(expected) or strange:
            raise AssertionError(
                f"“{sentence}” is answered otherwise: {strange[:3]}, {expected[:3]} is now {given[:3]}"
            )


def stored_ids(database: Path) -> set[str]:
    """Return the ids that another reader sees, who leaves the files alone."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reader:
        return {row[0] for row in reader.execute("SELECT id FROM postings")}


@contextmanager
def opened(data_dir: Path) -> Iterator[Resources]:
    settings: Settings = load_settings(data_dir=data_dir, asof=date.fromisoformat(ASOF))
    with open_resources(settings) as resources:
        yield resources


def make_base(data_dir: Path, file: Path) -> None:
    """Store and build the postings that every kill starts from."""
    write_lines(file, "b", N_BASE)
    with file.open("ab") as out:
        for record_id, title, county in MEANT.values():
            out.write(encode_line(a_posting(id=record_id, title=title, description=f"招{title}", county_code=county)))
    with opened(data_dir) as resources:
        ingest_now(resources, [file], quiet=True)
        build_now(resources, quiet=True)
        check_served(resources)


def base_ids() -> set[str]:
    return {f"b-{i:05d}" for i in range(N_BASE)} | {record_id for record_id, _, _ in MEANT.values()}


def write_lines(path: Path, prefix: str, n: int) -> list[Posting]:
    """Write `n` lines and return their postings; a broken line has one without an id."""
    postings = [posting_of(prefix, i) for i in range(n)]
    with path.open("wb") as file:
        for posting in postings:
            file.write(encode_line(posting) if posting.id else b'{"id": "broken", "title": \n')
    return postings


def posting_of(prefix: str, i: int, edition: int = 0) -> Any:
    trade = TRADES[i % len(TRADES)]
    return a_posting(
        id="" if i % EVERY_BAD == EVERY_BAD - 1 else f"{prefix}-{i:05d}",
        title=trade,
        employer=f"遵义第{i}号{prefix}服务有限公司",
        description=f"{prefix}片区第{i}号点位的{trade}，改过{edition}次",
        county_code=COUNTIES[i % len(COUNTIES)],
        township="",
        pay_text=f"{3000 + i % 50 * 20}元/月",
    )


def change_some(resources: Resources, seed: int) -> None:
    """Change postings, take some out and add some, so that a build and a follower have something to do."""
    numbers = random.Random(seed)
    chosen = numbers.sample([i for i in range(N_BASE) if i % EVERY_BAD != EVERY_BAD - 1], N_CHANGED)
    now = resources.clock.now()
    resources.store.put([posting_of("b", i, edition=seed + 1) for i in chosen[: N_CHANGED // 2]], now=now)
    resources.store.put([posting_of("c", i) for i in chosen[N_CHANGED // 3 :]], now=now)
    for i in chosen[N_CHANGED // 2 : N_CHANGED // 2 + 5]:
        resources.store.delete("posting", f"b-{i:05d}", now=now)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261123)
    given = parser.parse_args(arguments)
    started = time.monotonic()
    print(prove(n_kills=given.kills, seed=given.seed), f"({time.monotonic() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
