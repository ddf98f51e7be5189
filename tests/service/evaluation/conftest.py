"""The occupation space of the bundled model, made once."""

from __future__ import annotations

import pytest

from models.encoder import load_encoder
from models.occupation_space import EncoderOccupationSpace, build_occupation_space
from models.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def space(vocabulary: Vocabulary) -> EncoderOccupationSpace:
    return build_occupation_space(vocabulary, load_encoder(""))
