"""Serve the sample for journeys: a real process, a real port, the demo's own data."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASOF = "2026-11-23"


@dataclass(frozen=True)
class Served:
    """A running service over the sample."""

    url: str
    data_dir: Path
    log: Path


def zunpei(*arguments: str, data_dir: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run one `zunpei` command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "service.cli", "--data-dir", str(data_dir), "--asof", ASOF, *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=check,
    )


def environment() -> dict[str, str]:
    """Return the environment without any setting of the person who runs the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ZUNPEI_")}
    return {**clean, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data_dir: Path) -> Iterator[Served]:
    """Serve `data_dir` until the block ends; returns once the service says that it is ready."""
    port, log = free_port(), data_dir / "service.log"
    command = [sys.executable, "-m", "service.cli", "--data-dir", str(data_dir), "--asof", ASOF]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port)], cwd=ROOT, env=environment(), stdout=out, stderr=out
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(url, process)
            yield Served(url, data_dir, log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when `/readyz` answers 200.

    Raises:
        RuntimeError: the process ended or time ran out.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url + "/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the service did not become ready")
