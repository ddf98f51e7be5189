"""Kill builds with SIGKILL at chosen and at random moments; after each, the last good build must serve, whole.

`python -m tests.proofs.killed_build --kills 50` ends with 'N passed, N failed'. Moments are drawn from `--seed`, but
where in the build a moment falls depends on the machine, so the report says how many builds died before, in and after
the swap. The chosen moments are exact: the child kills itself in front of its n-th step (save, fsync, rename, delete).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from indexer.build import build
from indexer.follow import Follower
from indexer.manifest import current_build, verify
from indexer.opening import open_build
from indexer.store import Store, open_store
from models.records import PostingFacts
from models.understand.posting import FACTS_VERSION
from models.vocabulary import Vocabulary, load_vocabulary
from tests.builders import ASOF, a_posting
from tests.indexer.hashing_encoder import HashingEncoder

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECRET = b"a secret of the tests, 32 bytes."
TRADES = ["砌筑工", "焊工", "保洁员", "挖掘机司机", "茶叶采摘工", "餐厅服务员", "家政保姆"]


class Pairs:
    """Stands in for the segmenter, whose dictionary takes a third of a second to load in every process."""

    def search_tokens(self, text: str) -> list[str]:
        return [a + b for a, b in pairwise(text)]


@dataclass
class Outcome:
    """What the kills showed. `moments` counts where the builds died; `failures` names each promise that broke."""

    n_passed: int = 0
    failures: list[str] = field(default_factory=list)
    moments: Counter[str] = field(default_factory=Counter)


def kill_builds(folder: Path, *, steps: Sequence[int], n_random: int, seed: int, n_postings: int = 200) -> Outcome:
    """Build once, then kill one build in front of each of `steps` and `n_random` builds at random moments.

    A negative step counts from the end of the build.
    """
    random_numbers = random.Random(seed)
    root, url = folder / "index", f"sqlite:///{folder / 'store.db'}"
    store = open_store(url, secret=SECRET)
    outcome, vocabulary = Outcome(), load_vocabulary()
    try:
        for start in range(0, n_postings, 500):
            store.put([_posting(i) for i in range(start, min(start + 500, n_postings))], now=NOW)
        context: Any = get_context("forkserver")
        context.set_forkserver_preload(["indexer.build", "tests.indexer.hashing_encoder"])
        for _ in range(3):  # the third has an old build to clear away, as every later one
            n_steps, seconds = _run(context, root, url, kill_at=None, delay=None)
        plan: list[tuple[int | None, float | None]] = [(step if step >= 0 else n_steps + step, None) for step in steps]
        plan += [(None, random_numbers.random() * seconds * 1.1) for _ in range(n_random)]
        for number, (kill_at, delay) in enumerate(plan):
            store.put([_posting(n_postings + number)], now=NOW)
            before = current_build(root)
            _run(context, root, url, kill_at=kill_at, delay=delay)
            left = [path for path in (root / "builds").iterdir() if path.suffix]
            after = current_build(root)
            moment = "in the build" if left and after == before else "before" if after == before else "after the swap"
            outcome.moments[moment] += 1
            try:
                _check_serving(root, store, vocabulary, {before} if after == before else {after})
                outcome.n_passed += 1
            except Exception as error:
                outcome.failures.append(f"kill {number} (step {kill_at}, delay {delay}): {error!r}")
        _check_clean(root, store, vocabulary, outcome)
    finally:
        store.close()
    return outcome


FACTS = PostingFacts(version=FACTS_VERSION)  # understood already: these builds are about files


def _posting(number: int) -> Any:
    trade = TRADES[number % len(TRADES)]
    return a_posting(id=f"p-{number:05d}", title=trade, description=f"{trade}第{number}号", facts=FACTS)


def _pairs() -> Any:
    return Pairs()


def _run(context: Any, root: Path, url: str, *, kill_at: int | None, delay: float | None) -> tuple[int, float]:
    """Run one build in a process of its own and return its number of durable steps and its seconds."""
    here, there = context.Pipe()
    process = context.Process(target=build_in_child, args=(str(root), url, kill_at, there))
    process.start()
    here.recv()  # about to build
    began = time.monotonic()
    if delay is not None:
        process.join(delay)
        process.kill()
    process.join()
    seconds = time.monotonic() - began
    killed = kill_at is not None or delay is not None
    n_steps = 0 if killed else int(here.recv())
    if not killed and process.exitcode != 0:
        raise RuntimeError(f"a build that nobody killed ended with {process.exitcode}")
    if kill_at is not None and process.exitcode != -signal.SIGKILL:
        raise RuntimeError(f"the build had no step {kill_at}")
    process.close()
    return n_steps, seconds


def build_in_child(root: str, url: str, kill_at: int | None, parent: Connection) -> None:
    """Build; with `kill_at`, die in front of that durable step."""
    n_steps = 0

    def counted(step: Any) -> Any:
        def run(*args: Any, **given: Any) -> Any:
            nonlocal n_steps
            if n_steps == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            n_steps += 1
            return step(*args, **given)

        return run

    vocabulary, segmenter, encoder = load_vocabulary(), _pairs(), HashingEncoder()
    store = open_store(url, secret=SECRET)
    for place, name in ((os, "fsync"), (os, "replace"), (Path, "rename"), (shutil, "rmtree"), (np, "save")):
        setattr(place, name, counted(getattr(place, name)))
    parent.send("ready")
    build(store, encoder, segmenter, vocabulary, Path(root), asof=ASOF, now=NOW)
    parent.send(n_steps)


def _check_serving(root: Path, store: Store, vocabulary: Vocabulary, allowed: set[str | None]) -> None:
    """Open what `CURRENT` names as a server would: whole, answering, and up to date after following."""
    name = current_build(root)
    if name is None or name not in allowed:
        raise AssertionError(f"CURRENT names {name}")
    verify(root, name)
    encoder, segmenter = HashingEncoder(), _pairs()
    opened = open_build(root, encoder.card)
    Follower(opened, store, encoder, segmenter, vocabulary).catch_up()
    side = opened.postings
    found = {side.ids[row] for row in np.flatnonzero(side.alive)}
    stored = {posting.id for batch in store.iter_postings() for posting in batch}
    if found != stored:
        raise AssertionError(f"{len(stored - found)} stored postings are missing, {len(found - stored)} are too many")
    best = side.dense(encoder.encode_queries(["焊工"])[0], top_k=1)[0]
    if len(best) != 1 or len(side.lexical(segmenter.search_tokens("焊工"), top_k=1)[0]) != 1:
        raise AssertionError("the build does not answer")


def _check_clean(root: Path, store: Store, vocabulary: Vocabulary, outcome: Outcome) -> None:
    """One build that nobody kills leaves two builds and nothing else."""
    build(store, HashingEncoder(), _pairs(), vocabulary, root, asof=ASOF, now=NOW)
    builds = sorted(path.name for path in (root / "builds").iterdir())
    others = sorted(path.name for path in root.iterdir() if path.name not in ("CURRENT", "builds", "build.lock"))
    if len(builds) != 2 or current_build(root) not in builds or others:
        outcome.failures.append(f"after a last build there are {builds} and {others}")
    else:
        outcome.n_passed += 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the proof and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--postings", type=int, default=1000)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        steps = [*range(0, 20, 4), *range(-14, 0)]
        outcome = kill_builds(
            Path(folder), steps=steps, n_random=given.kills, seed=given.seed, n_postings=given.postings
        )
    for failure in outcome.failures:
        print(failure)
    print("; ".join(f"{moment}: {count}" for moment, count in sorted(outcome.moments.items())))
    print(f"{outcome.n_passed} passed, {len(outcome.failures)} failed")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
