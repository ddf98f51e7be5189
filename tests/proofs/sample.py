"""Turn the workbooks that the project carries into a passing store, imported as `zunpei ingest` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from indexer.ingest import ingest
from indexer.store import Store, open_store
from models.occupation_space import EncoderOccupationSpace
from models.vocabulary import Vocabulary
from tests.journeys.serving import ASOF, ROOT

SAMPLE = ROOT / "sample"


@contextmanager
def imported_sample(vocabulary: Vocabulary, space: EncoderOccupationSpace) -> Iterator[Store]:
    """Yield a store in memory with every row of the sample that is kept, also those under review."""
    store = open_store("sqlite://", secret=b"the secret of a passing store...")
    try:
        files = sorted(path for path in SAMPLE.iterdir() if path.suffix in (".xlsx", ".csv") and path.stem != "labels")
        asof = date.fromisoformat(ASOF)
        ingest(files, store, vocabulary, asof=asof, now=datetime.now(UTC), occupation_space=space)
        yield store
    finally:
        store.close()
