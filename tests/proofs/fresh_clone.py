"""Prove that a stranger's first ten minutes work: clone into an empty folder, `make run`, the README's curl."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.journeys.serving import ROOT, environment

WAIT_SECONDS = 900


def prove() -> str:
    """Clone HEAD, run it, send the README's request.

    Raises:
        AssertionError: fewer than 5 postings came back, or one without a reason.
    """
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "zunpei"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        clean = {name: value for name, value in environment().items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        log = (Path(folder) / "run.log").open("wb")
        started = time.monotonic()
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, env=clean, stdout=log, stderr=log, start_new_session=True
        )
        try:
            wait(process, Path(folder) / "run.log")
            seconds = time.monotonic() - started
            answer = send(readme_request((clone / "README.md").read_text("utf-8")))
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)
            log.close()
    results = answer["results"]
    if len(results) < 5 or not all(result["reasons"] for result in results):
        raise AssertionError(f"{len(results)} postings, reasons {[len(r['reasons']) for r in results]}")
    return f"ready after {seconds:.0f} s; {len(results)} postings, each with a reason"


def readme_request(readme: str) -> dict[str, object]:
    """Return the JSON body of the README's first curl."""
    found = re.search(r"curl -s http://127\.0\.0\.1:8000/api/v1/match/postings.*?-d '(.*?)'", readme, re.DOTALL)
    if found is None:
        raise AssertionError("the README has no curl of the first match")
    body: dict[str, object] = json.loads(found.group(1))
    return body


def send(body: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    """Send the request and return the answer."""
    request = urllib.request.Request(
        "http://127.0.0.1:8000/api/v1/match/postings",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        received: dict[str, list[dict[str, object]]] = json.loads(answer.read())
        return received


def wait(process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the service is ready.

    Raises:
        AssertionError: it ended, or took longer than `WAIT_SECONDS`.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"make run ended with {process.returncode}: {log.read_text('utf-8')[-1500:]}")
        try:
            with urllib.request.urlopen("http://127.0.0.1:8000/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"not ready after {WAIT_SECONDS} s: {log.read_text('utf-8')[-1500:]}")
