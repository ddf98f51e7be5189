"""Run proofs one after the other and say of each what it showed; one that could not run counts as failed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.serving import ROOT, environment

Proof = Callable[[], str]


@dataclass(frozen=True)
class Outcome:
    """What one proof showed."""

    name: str
    passed: bool
    said: str
    seconds: float


def run_all(proofs: Iterable[tuple[str, Proof]], *, only: str = "") -> int:
    """Run the proofs whose name holds `only`, print a line for each and the count; return 0 when all passed."""
    outcomes = []
    for name, proof in proofs:
        if only and only not in name:
            continue
        print(f"… {name}", flush=True)
        outcome = run(name, proof)
        outcomes.append(outcome)
        mark = "passed" if outcome.passed else "FAILED"
        print(f"{mark} ({outcome.seconds:.0f} s) {name}: {outcome.said}", flush=True)
    n_passed = sum(outcome.passed for outcome in outcomes)
    print(f"{n_passed} passed, {len(outcomes) - n_passed} failed")
    return 0 if outcomes and n_passed == len(outcomes) else 1


def run(name: str, proof: Callable[[], str]) -> Outcome:
    """Run one proof; whatever it raises is a failure that is told."""
    started = time.monotonic()
    try:
        said, passed = proof(), True
    except Exception as error:
        said, passed = f"{type(error).__name__}: {error}", False
    return Outcome(name, passed, said, time.monotonic() - started)


def pytest_proof(paths: list[str]) -> str:
    """Run tests in a process of their own.

    Raises:
        AssertionError: a test failed, was skipped, or none ran.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *paths]
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
        if not report.exists():
            raise AssertionError(done.stdout[-2000:] + done.stderr[-2000:])
        suite = next(ElementTree.parse(report).getroot().iter("testsuite"))
    n, failed, skipped = (int(suite.get(key, "0")) for key in ("tests", "failures", "skipped"))
    errors = int(suite.get("errors", "0"))
    if not n or failed or errors or skipped:
        raise AssertionError(f"{n} tests, {failed} failed, {errors} errors, {skipped} skipped\n{done.stdout[-3000:]}")
    return f"{n} tests passed"
