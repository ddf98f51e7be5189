"""Run every proof of the first part and end with 'N passed, N failed'; a proof that could not run counts as failed.

    python -m tests.proofs.intake --shared ../shared [--quick]

`--quick` kills fewer processes and reads a part of the large files, so that the gate of a landing stays short; the
whole run is `make prove-intake`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.serving import ROOT, environment
from tests.proofs import fresh_clone, killed, large_files, linking

TESTS = {
    "每种文件、每个样例行和每个陷阱的处理结果": ["tests/indexer/test_sample_counts.py"],
    "任意条件下的结果等于逐条查找": ["tests/indexer/test_exact_filters.py"],
    "浏览器里从一句话到一个人的岗位": ["tests/journeys/test_caseworker_page.py"],
    "680 名毕业生的批量推荐逐条合规": ["tests/journeys/test_graduate_batch.py"],
    "文本、索引、日志和门户回答里没有个人信息": ["tests/journeys/test_nothing_personal_leaks.py"],
}


@dataclass(frozen=True)
class Outcome:
    """What one proof showed."""

    name: str
    passed: bool
    said: str
    seconds: float


def main() -> int:
    """Run the proofs, print a line for each and the count; return 0 when all passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the public data and the sample")
    parser.add_argument("--quick", action="store_true", help="fewer kills, a part of the large files")
    parser.add_argument("--only", default="", help="run only proofs whose name holds this")
    given = parser.parse_args()
    outcomes = []
    for name, proof in proofs(given.shared, quick=given.quick):
        if given.only and given.only not in name:
            continue
        print(f"… {name}", flush=True)
        outcome = run(name, proof)
        outcomes.append(outcome)
        mark = "passed" if outcome.passed else "FAILED"
        print(f"{mark} ({outcome.seconds:.0f} s) {name}: {outcome.said}", flush=True)
    n_passed = sum(outcome.passed for outcome in outcomes)
    print(f"{n_passed} passed, {len(outcomes) - n_passed} failed")
    return 0 if outcomes and n_passed == len(outcomes) else 1


def proofs(shared: Path, *, quick: bool) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield each proof with its name; a proof returns what it showed and raises when it did not."""
    for name, paths in TESTS.items():
        yield name, lambda paths=paths: pytest_proof(paths)  # type: ignore[misc]
    yield "职业识别的准确率（样例标签与公开标题）", lambda: linking.prove(shared)
    yield "读完两个大文件后仍能建索引、匹配、查找", lambda: large_files.prove(shared, quick=quick)
    yield "任意时刻强行终止后仍能服务且不丢已确认的行", lambda: killed.prove(n_kills=6 if quick else 50)
    if not quick:
        yield "空目录里克隆、make run、README 的示例", lambda: fresh_clone.prove()


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


if __name__ == "__main__":
    sys.exit(main())
