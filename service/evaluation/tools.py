"""Turn settings and a model's name into what understanding and retrieval need, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.encoder import Encoder, load_encoder
from models.occupation_space import EncoderOccupationSpace, build_occupation_space, load_occupation_space
from models.records import Place
from models.segment import Segmenter
from models.segmentation_words import segmentation_words
from models.vocabulary import Vocabulary, load_vocabulary
from service.resources import Clock
from service.settings import Settings


@dataclass(frozen=True)
class Tools:
    """The words, the model and the day that everything is measured with."""

    vocabulary: Vocabulary
    segmenter: Segmenter
    encoder: Encoder
    occupation_space: EncoderOccupationSpace
    home: Place | None
    asof: date

    @property
    def model(self) -> str:
        """Name and revision of the model."""
        return f"{self.encoder.card.name}@{self.encoder.card.revision}"


def open_tools(settings: Settings, model: str) -> Tools:
    """Open a model; the occupation space kept in the data folder is used when it is this model's."""
    vocabulary = load_vocabulary(settings.vocabulary_dir)
    encoder = load_encoder(model)
    kept = load_occupation_space(settings.data_dir / "occupation_space.npz", vocabulary, encoder)
    areas, code = vocabulary.areas, settings.home_county
    return Tools(
        vocabulary=vocabulary,
        segmenter=Segmenter(segmentation_words(vocabulary)),
        encoder=encoder,
        occupation_space=kept or build_occupation_space(vocabulary, encoder),
        home=areas.place(code) if code in areas else None,
        asof=Clock(settings.asof).today(),
    )
