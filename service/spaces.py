"""Open the occupation space of the running encoder: the matrix of occupation texts, made once and kept on disk."""

from __future__ import annotations

import os
from pathlib import Path

from models.encoder import Encoder
from models.occupation_space import EncoderOccupationSpace, build_occupation_space, load_occupation_space
from models.vocabulary import Vocabulary


def occupation_space(data_dir: Path, vocabulary: Vocabulary, encoder: Encoder) -> EncoderOccupationSpace:
    """Return the space kept in `data_dir`, or make it and keep it when there is none for this vocabulary and model.

    Two processes may make it at the same time; each writes its own file and the last to finish stays.
    """
    path = data_dir / "occupation_space.npz"
    space = load_occupation_space(path, vocabulary, encoder)
    if space is None:
        space = build_occupation_space(vocabulary, encoder)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        space.save(temporary)
        temporary.replace(path)
    return space
