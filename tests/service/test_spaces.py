"""The occupation space is made once for a model, and again only for a third one."""

from __future__ import annotations

from pathlib import Path

import pytest

import service.spaces
from models.encoder import load_encoder
from models.vocabulary import Vocabulary
from service.spaces import occupation_space
from tests.models.small_models import write_static


def test_two_models_that_take_turns_keep_their_spaces(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    build = service.spaces.build_occupation_space
    encoders = {}
    for name, dim in (("old", 4), ("new", 6)):
        write_static(tmp_path / name, dim)
        encoders[name] = load_encoder(str(tmp_path / name))

    def noting(words: Vocabulary, encoder: object) -> object:
        made.append(next(name for name, known in encoders.items() if known is encoder))
        return build(words, encoder)  # type: ignore[arg-type]

    monkeypatch.setattr(service.spaces, "build_occupation_space", noting)
    for turn in ("old", "new", "old", "new", "old"):
        space = occupation_space(tmp_path, vocabulary, encoders[turn])
        assert space.vectors.shape[1] == encoders[turn].card.dim
    assert made == ["old", "new"]
