"""Measure the way from two public files to an answer over HTTP, and write bench/RESULTS.md.

    python -m bench.intake --shared ../shared

Every figure stands beside a yardstick that was timed in the same minute: a bare pass of the csv or json module over the
same file, or a NumPy product over the same matrix. Absolute times depend on the machine and on what else runs; the
ratio holds better.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from bench.measure import Cost, best_seconds, commit, machine, peak_mib_of, run
from tests.journeys.serving import ASOF, ROOT, environment, free_port, wait_until_ready

RESULTS = ROOT / "bench" / "RESULTS.md"
GUANGDONG = Path("data/postings/guangdong_2026_positions.csv")
POSTINGS = Path("data/postings/postings.jsonl.gz")
N_CHANGED = 100
N_REQUESTS = 200
TOP_K = 200  # rows that the product's yardstick picks, as many as a request recalls
SENTENCES = (
    "会用Java，想找软件开发的工作，月薪一万以上",
    "做过几年会计，想在上海找一份财务的工作",
    "想做行政文员，双休，有五险一金",
    "会开叉车，想找包吃住的活，月薪6000以上",
    "想在深圳做外贸业务，英语六级",
    "电工，有证，长白班",
    "大专刚毕业，想学做电商运营",
    "幼儿园老师，离家近",
    "在北京做过产品经理，想换个大一点的公司",
    "保安也行，要包住，五十岁了",
    "护士，不上夜班",
    "做过五年销售，想当销售经理",
    "开货车的，B2驾照，跑长途也可以",
    "会做平面设计，PS和AI都会",
    "餐厅服务员，包吃住，能马上上班",
    "机械工程师，会SolidWorks",
    "客服，声音好听，最好双休",
    "土木工程专业，想去工地做资料员",
    "公务员，法学专业，广州",
    "搬运、打包、分拣都能干，日结",
)


@dataclass(frozen=True)
class Line:
    """One row of the table: what ran, how many rows, what it cost, and how that compares."""

    name: str
    command: str
    n_rows: int
    cost: Cost
    yardstick: str
    yardstick_seconds: float

    def text(self) -> str:
        """Return the row of the table; the ratio is of processor time, which other work stretches less."""
        times = self.cost.cpu_seconds / self.yardstick_seconds
        return (
            f"| {self.name} | `{self.command}` | {self.n_rows:,} | {self.cost.seconds:.1f} | "
            f"{self.cost.cpu_seconds:.1f} | {self.cost.rows_per_second(self.n_rows):,.0f} | {self.cost.peak_mib:.0f} | "
            f"{times:.1f} × {self.yardstick} ({self.yardstick_seconds:.2f} s) |"
        )


@dataclass(frozen=True)
class Latency:
    """How long requests took, in milliseconds, beside the product timed between them."""

    route: str
    p50_ms: float
    p95_ms: float
    product_ms: float

    def text(self) -> str:
        """Return the row of the table."""
        ratio = self.p50_ms / self.product_ms
        return f"| `{self.route}` | {self.p50_ms:.1f} | {self.p95_ms:.1f} | {ratio:.1f} × {self.product_ms:.1f} ms |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the public data")
    parser.add_argument("--seed", type=int, default=20261123, help="order of the requests, which rows change")
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    measured, load = commit(ROOT), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        lines = measure_intake(given.shared, Path(folder), given.seed)
        latencies, peak_mib = measure_requests(Path(folder) / "data", given.seed)
    given.out.write_text(report(measured, given.seed, load, lines, latencies, peak_mib), encoding="utf-8")
    print(f"written to {given.out}")
    return 0


def measure_intake(shared: Path, folder: Path, seed: int) -> list[Line]:
    """Ingest both files and a small one, build twice, change some rows, follow."""
    data_dir = folder / "data"
    small, changed = folder / "small.ndjson", folder / "changed.ndjson"
    write_small(small, range(N_CHANGED), 0)
    write_small(changed, random.Random(seed).sample(range(2 * N_CHANGED), N_CHANGED), 1)
    lines: list[Line] = []

    def zunpei(*arguments: str) -> tuple[Cost, dict[str, Any]]:
        command = [
            sys.executable,
            "-m",
            "service.cli",
            "--data-dir",
            str(data_dir),
            "--asof",
            ASOF,
            *arguments,
            "--json",
        ]
        cost = run(command, cwd=ROOT, env=environment(), accept=(0, 1))
        value: dict[str, Any] = json.loads(cost.stdout)
        return cost, value

    def add(name: str, n_rows: int, cost: Cost, yardstick: str, seconds: float) -> None:
        shown = " ".join(Path(word).name if "/" in word else word for word in cost.command[7:])
        lines.append(Line(name, f"zunpei {shown}", n_rows, cost, yardstick, seconds))
        print(lines[-1].text(), flush=True)

    def take_in(name: str, path: Path, yardstick: str, seconds: float) -> None:
        cost, said = zunpei("ingest", str(path))
        add(name, said["files"][0]["rows"], cost, yardstick, seconds)

    csv_seconds = best_seconds(lambda: pass_csv(shared / GUANGDONG))
    take_in("official posts, new", shared / GUANGDONG, "csv", csv_seconds)
    take_in("official posts, again", shared / GUANGDONG, "csv", csv_seconds)
    json_seconds = best_seconds(lambda: pass_lines(shared / POSTINGS))
    take_in("advertisements, new", shared / POSTINGS, "json", json_seconds)
    zunpei("ingest", str(small))
    json_seconds = best_seconds(lambda: pass_lines(shared / POSTINGS))
    for name in ("build, first", "build, vectors reused"):
        cost, manifest = zunpei("build")
        add(name, manifest["n_postings"], cost, "json", json_seconds)
        encoded, reused = manifest.get("n_encoded", 0), manifest.get("n_reused", 0)
        print(f"  {encoded} encoded, {reused} reused", flush=True)
    zunpei("ingest", str(changed))
    cost, manifest = zunpei("follow")
    json_seconds = best_seconds(lambda: pass_lines(shared / POSTINGS))
    add(f"follow after {N_CHANGED} changes", manifest["n_postings"], cost, "json", json_seconds)
    return lines


def measure_requests(data_dir: Path, seed: int) -> tuple[list[Latency], float]:
    """Ask a served build, one request after the other; every sentence equally often, in an order drawn from `seed`."""
    build = (data_dir / "index" / "CURRENT").read_text("ascii").strip()
    matrix = np.load(data_dir / "index" / "builds" / build / "postings" / "vectors.npy")
    asked = list(SENTENCES) * (N_REQUESTS // len(SENTENCES))
    random.Random(seed).shuffle(asked)
    found = []
    with served(data_dir) as (port, pid):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for route in ("POST /api/v1/match/postings", "GET /api/v1/search/postings"):
            for sentence in SENTENCES:
                ask(connection, route, sentence)  # what is read from disk once is read before the clock starts
            seconds, products = [], []
            for number, sentence in enumerate(asked):
                seconds.append(ask(connection, route, sentence))
                if number % 5 == 0:
                    products.append(product(matrix, number))
            p50, p95 = np.percentile(seconds, [50, 95]) * 1000
            found.append(Latency(route, p50, p95, float(np.median(products)) * 1000))
            print(found[-1].text(), flush=True)
        connection.close()
        return found, peak_mib_of(pid)


def ask(connection: http.client.HTTPConnection, route: str, sentence: str) -> float:
    method, path = route.split()
    body = None
    if method == "POST":
        body = json.dumps({"text": sentence}).encode()
    else:
        path += f"?q={quote(sentence)}"
    started = time.perf_counter()
    connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
    answer = connection.getresponse()
    content = answer.read()
    seconds = time.perf_counter() - started
    if answer.status != 200 or not json.loads(content)["results"]:
        raise RuntimeError(f"{route} “{sentence}” answers {answer.status}: {content[:300]!r}")
    return seconds


def product(matrix: np.ndarray, row: int) -> float:
    """Return the seconds of the plainest search there is: one product and the largest of it."""
    started = time.perf_counter()
    np.argpartition(matrix @ matrix[row], -TOP_K)
    return time.perf_counter() - started


@contextmanager
def served(data_dir: Path) -> Iterator[tuple[int, int]]:
    """Serve without the cache of results and yield port and process."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "service.cli",
        "--data-dir",
        str(data_dir),
        "--asof",
        ASOF,
        "serve",
        "--port",
        str(port),
    ]
    env = environment()
    with (data_dir / "service.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", process)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


def pass_csv(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in csv.reader(file):
            pass


def pass_lines(path: Path) -> None:
    with gzip.open(path, "rb") as file:
        for line in file:
            json.loads(line)


def write_small(path: Path, numbers: Sequence[int], edition: int) -> None:
    """Write invented postings of the interchange, by number; a later edition has other words."""
    with path.open("w", encoding="utf-8") as file:
        for i in numbers:
            line = {
                "id": f"bench-{i:04d}",
                "title": ("砌筑工", "焊工", "保洁员", "货运司机")[i % 4],
                "employer": f"遵义第{i}号服务有限公司",
                "description": f"第{i}号点位，第{edition + 1}版",
                "county_code": "520324",
                "headcount": 2,
                "pay_text": f"{4000 + 10 * i}元/月",
                "valid_until": "2026-12-31",
                "posted_on": "2026-11-20",
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def report(
    measured: str, seed: int, load: float, lines: Sequence[Line], latencies: Sequence[Latency], peak_mib: float
) -> str:
    """Return the page."""
    return "\n".join(
        [
            "# Measured: from files to answers",
            "",
            "Written by `python -m bench.intake`; do not edit.",
            "",
            f"- Commit: `{measured}`" + (" (+: the working tree had other changes)" if measured.endswith("+") else ""),
            f"- Machine: {machine()}; one process, `OMP_NUM_THREADS=1`; load average {load:.1f} at the start",
            f"- Day: {datetime.now(UTC):%Y-%m-%d}; seed {seed}",
            f"- Data: `{GUANGDONG.name}` (official posts), `{POSTINGS.name}` (advertisements), "
            f"{N_CHANGED} invented postings; see the README of the public data",
            "- Peak MiB is the largest resident set of the process, pages of mapped files included. "
            "Seconds hold the start of the interpreter, about 2 s.",
            "- The ratio is processor time against a bare pass of the csv or json module over the same file, the "
            "fastest of three; for builds and following over the file of advertisements.",
            "",
            "| run | command | rows | s | CPU s | rows/s | peak MiB | ratio |",
            "|---|---|---|---|---|---|---|---|",
            *(line.text() for line in lines),
            "",
            f"Requests over HTTP, one client, {N_REQUESTS} requests of {len(SENTENCES)} sentences in a drawn order, 10 "
            f"results each, on the build above ({lines[-1].n_rows:,} postings). The ratio of the "
            f"medians is against one NumPy product over the same matrix and its {TOP_K} largest, timed between the "
            f"requests. Peak of the serving process: {peak_mib:.0f} MiB.",
            "",
            "| request | p50 ms | p95 ms | ratio |",
            "|---|---|---|---|",
            *(latency.text() for latency in latencies),
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
