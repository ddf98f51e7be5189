"""The sample, ingested and built once for all journeys, and served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.serving import Served, serving, zunpei


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("demo")
    zunpei("demo", "--no-serve", data_dir=data_dir)
    return data_dir


@pytest.fixture(scope="session")
def served(demo_data: Path) -> Iterator[Served]:
    with serving(demo_data) as running:
        yield running
