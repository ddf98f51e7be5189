"""Run one `zunpei` command as its own process, its progress written to standard output instead of drawn.

`python -m tests.proofs.killed_command --data-dir … ingest …`; each line "@ 1000" says that 1,000 rows are acknowledged.
The bar of a terminal shows the same numbers, only rounded to its own refreshes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service import cli
from service.commands import intake


@contextmanager
def told(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int | None], None]]:
    os.write(1, f"@ opened {time.monotonic()}\n".encode())
    yield lambda done, total=None: os.write(1, f"@ {done}\n".encode()) and None


if __name__ == "__main__":
    intake.progress = told  # type: ignore[assignment]
    cli.main()
