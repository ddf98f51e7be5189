"""Turn a command or a function into what it cost: wall seconds, processor seconds, peak memory, rows a second."""

from __future__ import annotations

import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What a finished process cost. `peak_mib` is the largest resident set of it or of a process it waited for.

    Linux hands the resident set of whoever starts a process over to it as a first peak, so measure from a small one.
    """

    command: tuple[str, ...]
    returncode: int
    seconds: float
    cpu_seconds: float
    peak_mib: float
    stdout: str
    stderr: str

    def rows_per_second(self, n_rows: int) -> float:
        """Return rows per second of wall time, start of the process included."""
        return n_rows / self.seconds


def run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], accept: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end.

    Raises:
        RuntimeError: it ended with a status that is not in `accept`; the message ends with what it wrote.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", errors="replace"))
    cost = Cost(
        command=tuple(command),
        returncode=process.returncode,
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        stdout=texts[0],
        stderr=texts[1],
    )
    if cost.returncode not in accept:
        raise RuntimeError(f"{' '.join(command)} ended with {cost.returncode}: {(texts[0] + texts[1])[-1500:]}")
    return cost


def peak_mib_of(pid: int) -> float:
    """Return the largest resident set so far of a process that still runs."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


def best_seconds(work: Callable[[], object], *, rounds: int = 3) -> float:
    """Return the fastest of a few runs: a yardstick shall not be slowed by what else the machine does."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def machine() -> str:
    """Return processor, cores, memory and versions in one line."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cpu}, {cores} cores, {memory_gib:.0f} GiB, Linux {platform.release()}, Python {platform.python_version()}"


def commit(root: Path) -> str:
    """Return the commit that is measured, with "+" when tracked files differ from it."""
    head = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=root, capture_output=True, text=True, check=True
    )
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=no"], cwd=root, capture_output=True, text=True, check=True
    )
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")
