"""Turn a judged set and a model into a service that answers from it, imported and built in a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.build import build
from indexer.report import ImportReport
from models.occupation_names import OccupationNames
from models.occupation_space import EncoderOccupationSpace
from models.records import Posting
from models.vocabulary import Vocabulary
from service.evaluation.judged_set import JudgedSet
from service.importing import import_files
from service.opening import open_resources
from service.resources import Resources
from service.settings import Settings

SPACE_FILE = "occupation_space.npz"
"""Where `service.spaces` looks for a space that was made before."""

Advance = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Served:
    """An open service, what its import said, and every posting as stored, whatever its status."""

    resources: Resources
    report: ImportReport
    postings: dict[str, Posting]

    def counts(self, record: str) -> dict[str, int]:
        """Return rows, accepted, review and rejected of one record type ("posting", "seeker")."""
        entries = [entry for entry in self.report.files if entry.record == record]
        return {
            "rows": sum(entry.rows for entry in entries),
            "accepted": sum(entry.accepted for entry in entries),
            "review": sum(entry.review for entry in entries),
            "rejected": sum(entry.rejected for entry in entries),
        }


@contextmanager
def serve(
    judged: JudgedSet,
    settings: Settings,
    *,
    space: EncoderOccupationSpace,
    dictionary: bool = True,
    advance: Advance | None = None,
) -> Iterator[Served]:
    """Import the set as `zunpei ingest` does, build, and yield the open service; the bureau's own data is not touched.

    `space` is that of the settings' model, so that it is made once. Without `dictionary` occupations are found by the
    encoder alone.
    """
    with tempfile.TemporaryDirectory(prefix="zunpei-evaluate-") as folder:
        own = settings.model_copy(
            update={"data_dir": Path(folder), "database_url": "", "redis_url": "", "milvus_uri": ""}
        )
        space.save(own.data_dir / SPACE_FILE)
        with open_resources(own) as opened:
            resources = opened if dictionary else replace(opened, vocabulary=without_names(opened.vocabulary))
            report = import_files(
                resources,
                judged.files,
                who="evaluate",
                progress=lambda rows, total, _share: advance(rows, total) if advance else None,
            )
            build(
                resources.store,
                resources.encoder,
                resources.segmenter,
                resources.vocabulary,
                own.builds_dir,
                asof=resources.clock.today(),
                now=resources.clock.now(),
                occupation_space=resources.occupation_space,
            )
            postings = {posting.id: posting for batch in resources.store.iter_postings() for posting in batch}
            yield Served(resources, report, postings)


def without_names(vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary with no name of any occupation to be found in a text; everything else stays."""
    bare = replace(vocabulary)
    bare.__dict__["occupation_names"] = OccupationNames({}, ())
    return bare
