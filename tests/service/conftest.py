"""The vocabulary, the segmenter, the occupation space of the bundled model and the town of the personas, made once."""

from __future__ import annotations

import pytest

from models.encoder import load_encoder
from models.occupation_space import EncoderOccupationSpace, build_occupation_space
from models.segment import Segmenter
from models.vocabulary import Vocabulary, load_vocabulary
from tests.personas.jobs import JOBS
from tests.personas.people import PEOPLE
from tests.service.exact_side import Town, make_town


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.fixture(scope="session")
def space(vocabulary: Vocabulary) -> EncoderOccupationSpace:
    return build_occupation_space(vocabulary, load_encoder(""))


@pytest.fixture(scope="session")
def town(vocabulary: Vocabulary, segmenter: Segmenter) -> Town:
    return make_town(vocabulary, segmenter, JOBS, PEOPLE)
