"""Run every proof of the first part and end with 'N passed, N failed'; a proof that could not run counts as failed.

    python -m tests.proofs.intake --shared ../shared [--quick]

`--quick` kills fewer processes and reads a part of the large files, so that the gate of a landing stays short; the
whole run is `make prove-intake`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.proofs import fresh_clone, killed, large_files, linking
from tests.proofs.running import Proof, pytest_proof, run_all

TESTS = {
    "每种文件、每个样例行和每个陷阱的处理结果": ["tests/indexer/test_sample_counts.py"],
    "任意条件下的结果等于逐条查找": ["tests/indexer/test_exact_filters.py"],
    "浏览器里从一句话到一个人的岗位": ["tests/journeys/test_caseworker_page.py"],
    "680 名毕业生的批量推荐逐条合规": ["tests/journeys/test_graduate_batch.py"],
    "文本、索引、日志和门户回答里没有个人信息": ["tests/journeys/test_nothing_personal_leaks.py"],
}


def main() -> int:
    """Run the proofs, print a line for each and the count; return 0 when all passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the public data and the sample")
    parser.add_argument("--quick", action="store_true", help="fewer kills, a part of the large files")
    parser.add_argument("--only", default="", help="run only proofs whose name holds this")
    given = parser.parse_args()
    return run_all(proofs(given.shared, quick=given.quick), only=given.only)


def proofs(shared: Path, *, quick: bool) -> Iterator[tuple[str, Proof]]:
    """Yield each proof with its name; a proof returns what it showed and raises when it did not."""
    for name, paths in TESTS.items():
        yield name, lambda paths=paths: pytest_proof(paths)  # type: ignore[misc]
    yield "职业识别的准确率（样例标签与公开标题）", lambda: linking.prove(shared)
    yield "读完两个大文件后仍能建索引、匹配、查找", lambda: large_files.prove(shared, quick=quick)
    yield "任意时刻强行终止后仍能服务且不丢已确认的行", lambda: killed.prove(n_kills=6 if quick else 50)
    if not quick:
        yield "空目录里克隆、make run、README 的示例", lambda: fresh_clone.prove()


if __name__ == "__main__":
    sys.exit(main())
