"""Show what the bundled model promises: its size, its speed, that it needs no torch, and that anybody can remake it.

`python -m tests.proofs.bundled_model [--retrain]` prints one line for each. Times are the best of several runs, because
the question is what the model can do, and the machine is shared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from models.static_encoder import StaticEncoder
from tests.journeys.serving import ROOT, environment

BUNDLED = ROOT / "models" / "bundled"
SAMPLE_TEXTS = ROOT / "judged" / "postings.jsonl"

# Source: the aims of the second part of the plan.
MOST_MEGABYTES, MOST_SECONDS_TO_LOAD, MOST_MS_A_QUERY, LEAST_TEXTS_A_SECOND = 30, 0.3, 0.1, 20_000
ATTEMPTS, SECONDS_OF_BULK = 5, 2.0

_LOAD = """
import sys, time
from pathlib import Path
from models.static_encoder import StaticEncoder
imported = time.perf_counter()
StaticEncoder.load(Path(sys.argv[1]))
print(time.perf_counter() - imported, "torch" in sys.modules)
"""


def prove_light() -> str:
    """Return size, time to load and speeds.

    Raises:
        AssertionError: a promise is broken in every attempt.
    """
    megabytes = sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()) / 1e6
    loads = [_load() for _ in range(ATTEMPTS)]
    if any(with_torch for _, with_torch in loads):
        raise AssertionError("loading the bundled model imports torch")
    texts = corpus()
    encoder = StaticEncoder.load(BUNDLED)
    queries = [text[:12] for text in texts][:2000]
    a_query = min(median(_query_times(encoder, queries)) for _ in range(ATTEMPTS))
    bulk = max(_bulk(texts) for _ in range(2))
    said = (
        f"{megabytes:.1f} MB, loads in {min(loads)[0]:.2f} s without torch, a query {a_query * 1000:.3f} ms (median), "
        f"{bulk:,.0f} texts/s on two cores"
    )
    kept = (
        megabytes <= MOST_MEGABYTES
        and min(loads)[0] <= MOST_SECONDS_TO_LOAD
        and a_query * 1000 <= MOST_MS_A_QUERY
        and bulk >= LEAST_TEXTS_A_SECOND
    )
    if not kept:
        raise AssertionError(said)
    return said


def prove_retraining() -> str:
    """Train again from the tables of the repository and compare the fingerprint.

    Raises:
        AssertionError: the training fails or makes another model.
    """
    card = json.loads((BUNDLED / "card.json").read_text("utf-8"))
    seed = card["revision"].removeprefix("seed-")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "models.train", "--out", folder, "--seed", seed]
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stdout[-1000:] + done.stderr[-2000:])
        made = json.loads((Path(folder) / "card.json").read_text("utf-8"))["sha256"]
    if made != card["sha256"]:
        raise AssertionError(f"retrained to {made[:16]}, the bundled model is {card['sha256'][:16]}")
    return f"retrained in {time.monotonic() - began:.0f} s to the same sha256 {made[:16]}"


def corpus() -> list[str]:
    """Return texts of usual length: titles with what is to be done, of the judged postings."""
    lines = [json.loads(line) for line in SAMPLE_TEXTS.read_text("utf-8").splitlines()]
    return [f"{line['title']}。{line.get('description', '')}。{line.get('requirements', '')}" for line in lines]


def _load() -> tuple[float, bool]:
    command = [sys.executable, "-c", _LOAD, str(BUNDLED)]
    said = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True).stdout
    seconds, with_torch = said.split()
    return float(seconds), with_torch == "True"


def _query_times(encoder: StaticEncoder, queries: list[str]) -> list[float]:
    times = []
    for query in queries:
        began = time.perf_counter()
        encoder.encode_queries([query])
        times.append(time.perf_counter() - began)
    return times


def _bulk(texts: list[str]) -> float:
    """Return the texts a second of two processes together."""
    with get_context("spawn").Pool(2) as pool:
        return sum(pool.map(_encode_for_a_while, [texts, texts]))


def _encode_for_a_while(texts: list[str]) -> float:
    encoder = StaticEncoder.load(BUNDLED)
    encoder.encode_passages(texts)
    began, n = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS_OF_BULK:
        encoder.encode_passages(texts)
        n += len(texts)
    return n / (time.perf_counter() - began)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--retrain", action="store_true", help="train again and compare (minutes)")
    given = parser.parse_args()
    print(prove_light())
    if given.retrain:
        print(prove_retraining())
    return 0


if __name__ == "__main__":
    sys.exit(main())
