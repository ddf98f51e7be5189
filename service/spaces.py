"""Open the occupation space of the running encoder: the matrix of occupation texts, made once and kept on disk."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from models.encoder import Encoder
from models.occupation_space import EncoderOccupationSpace, build_occupation_space, load_occupation_space
from models.vocabulary import Vocabulary

log = logging.getLogger(__name__)


def occupation_space(data_dir: Path, vocabulary: Vocabulary, encoder: Encoder) -> EncoderOccupationSpace:
    """Return the space kept in `data_dir`, or make it and keep it when there is none for this vocabulary and model.

    The one made before stays beside it: while a model is changed, processes with the old and the new one take turns,
    and a transformer takes minutes. Two processes may make it at the same time; the last to finish stays.
    """
    path = data_dir / "occupation_space.npz"
    before = path.with_name("occupation_space.before.npz")
    for kept in (path, before):
        space = load_occupation_space(kept, vocabulary, encoder)
        if space is not None:
            return space
    log.info("making the occupation space of model %s", encoder.card.name)
    space = build_occupation_space(vocabulary, encoder)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    space.save(temporary)
    if path.exists():
        path.replace(before)
    temporary.replace(path)
    return space
