"""Read both large public files through the command line as a bureau would; build, match and count, within limits.

`python -m tests.proofs.large_files --shared DIR [--quick]` ends with one line, or says which promise broke.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench.measure import Cost, run
from tests.journeys.serving import ASOF, ROOT, environment

GUANGDONG = Path("data/postings/guangdong_2026_positions.csv")
POSTINGS = Path("data/postings/postings.jsonl.gz")
N_QUICK = 15_000
MOST_MIB = 1024
# What somebody says, and words of which one stands in the title of a posting among the first five.
SENTENCES = {
    "会用Java，想找软件开发的工作，月薪一万以上": ("java", "开发", "软件"),
    "做过几年会计，想在上海找一份财务的工作": ("会计", "财务", "出纳"),
    "想做行政文员，双休，有五险一金": ("行政", "文员"),
}


def prove(shared: Path, *, quick: bool) -> str:
    """Take both files in, the first one twice; with `quick` a part of the second.

    Raises:
        AssertionError, RuntimeError: a command failed, a row is unaccounted for, a match has no reasons, a process took
            more memory than `MOST_MIB`.
    """
    costs: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        postings = first_lines(shared / POSTINGS, N_QUICK, Path(folder)) if quick else shared / POSTINGS
        n_rows = {"guangdong": count_csv(shared / GUANGDONG), "postings": count_lines(postings)}

        def zunpei(name: str, *arguments: str, accept: Sequence[int] = (0,)) -> Any:
            command = [sys.executable, "-m", "service.cli", "--data-dir", str(data_dir), "--asof", ASOF]
            costs[name] = run([*command, *arguments, "--json"], cwd=ROOT, env=environment(), accept=accept)
            return json.loads(costs[name].stdout)

        first = entry_of(zunpei("guangdong", "ingest", str(shared / GUANGDONG), accept=(0, 1)))
        check_rows("guangdong", first, n_rows["guangdong"])
        again = entry_of(zunpei("guangdong again", "ingest", str(shared / GUANGDONG), accept=(0, 1)))
        check_rows("guangdong again", again, n_rows["guangdong"])
        if again["new"] or again["changed"] or again["same"] != first["new"]:
            raise AssertionError(f"again {again['new']} new, {again['changed']} changed, {again['same']} same")
        second = entry_of(zunpei("postings", "ingest", str(postings), accept=(0, 1)))
        check_rows("postings", second, n_rows["postings"])
        manifest = zunpei("build", "build")
        n_stored = first["new"] + second["new"]
        if manifest["n_postings"] != n_stored or manifest.get("n_encoded", 0) + manifest.get("n_reused", 0) != n_stored:
            raise AssertionError(f"{manifest['n_postings']} postings in the build, {n_stored} were stored")
        for number, (sentence, words) in enumerate(SENTENCES.items()):
            check_answer(sentence, words, zunpei(f"match {number}", "match", "--text", sentence))
        status = zunpei("status", "status")
        if status["counts"]["posting"] != n_stored or status["changes_not_in_build"]:
            raise AssertionError(f"status says {status}, {n_stored} were stored")
    heavy = {name: round(cost.peak_mib) for name, cost in costs.items() if cost.peak_mib > MOST_MIB}
    if heavy:
        raise AssertionError(f"processes took more than {MOST_MIB} MiB: {heavy}")
    return said(costs, n_rows, n_stored)


def said(costs: dict[str, Cost], n_rows: dict[str, int], n_stored: int) -> str:
    rates = [f"{name} {n} rows at {costs[name].rows_per_second(n):.0f}/s" for name, n in n_rows.items()]
    build = f"build {n_stored} at {costs['build'].rows_per_second(n_stored):.0f}/s"
    match = (
        f"match {max(cost.seconds for name, cost in costs.items() if name.startswith('match')):.1f} s with its start"
    )
    peak = max(costs.items(), key=lambda item: item[1].peak_mib)
    seconds = sum(cost.seconds for cost in costs.values())
    return f"{'; '.join([*rates, build, match])}; {seconds:.0f} s in all; peak {peak[1].peak_mib:.0f} MiB ({peak[0]})"


def check_rows(name: str, entry: dict[str, Any], n_rows: int) -> None:
    told = entry["accepted"] + entry["review"] + entry["rejected"]
    if not entry["rows"] == told == n_rows:
        raise AssertionError(f"{name}: {n_rows} rows in the file, {entry['rows']} reported, {told} of them told apart")
    if entry["new"] + entry["changed"] + entry["same"] != entry["accepted"] + entry["review"]:
        raise AssertionError(f"{name}: {entry['new']} new, {entry['changed']} changed, {entry['same']} same of {told}")


def check_answer(sentence: str, words: Sequence[str], answer: dict[str, Any]) -> None:
    results = answer["results"]
    titles = [result["posting"]["title"] for result in results]
    if len(results) < 5 or not all(result["reasons"] for result in results):
        raise AssertionError(f"“{sentence}”: {len(results)} results, reasons {[len(r['reasons']) for r in results]}")
    if not any(word in title.lower() for word in words for title in titles):
        raise AssertionError(f"“{sentence}” finds {titles}")


def entry_of(report: dict[str, Any]) -> dict[str, Any]:
    (entry,) = report["files"]
    return dict(entry)


def first_lines(path: Path, n: int, folder: Path) -> Path:
    part = folder / "postings.ndjson"
    with gzip.open(path, "rb") as whole, part.open("wb") as out:
        out.writelines(islice(whole, n))
    return part


def count_lines(path: Path) -> int:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as file:
        return sum(1 for line in file if line.strip())


def count_csv(path: Path) -> int:
    """Return the number of rows below the heading, as the csv module sees them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for row in csv.reader(file) if any(row)) - 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    started = time.monotonic()
    print(prove(given.shared, quick=given.quick), f"({time.monotonic() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
