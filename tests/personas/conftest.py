"""The people and the postings as understood, read once."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from msgspec.structs import replace

from indexer.attributes import Columns
from indexer.posting_attributes import posting_columns
from indexer.seeker_attributes import seeker_columns
from models.records import Posting, Seeker
from models.understand.posting import understand_posting
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary, load_vocabulary
from tests.builders import ASOF
from tests.personas.jobs import JOBS
from tests.personas.people import LIMITS, PEOPLE


class Everyone(NamedTuple):
    """All people and postings, understood, with their columns in the same order."""

    vocabulary: Vocabulary
    people: tuple[Seeker, ...]
    jobs: tuple[Posting, ...]
    person_columns: Columns
    job_columns: Columns


@pytest.fixture(scope="session")
def everyone() -> Everyone:
    vocabulary = load_vocabulary()
    people = tuple(_with_limits(understand_seeker(p, vocabulary, asof=ASOF)) for p in PEOPLE)
    jobs = tuple(understand_posting(j, vocabulary, asof=ASOF) for j in JOBS)
    return Everyone(vocabulary, people, jobs, seeker_columns(people, vocabulary), posting_columns(jobs, vocabulary))


def _with_limits(seeker: Seeker) -> Seeker:
    if seeker.id not in LIMITS or seeker.facts is None:
        return seeker
    return replace(seeker, facts=replace(seeker.facts, limits=LIMITS[seeker.id]))
