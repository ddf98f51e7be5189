"""Turn settings and a model's name into what understanding and retrieval need, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.encoder import Encoder
from models.occupation_space import EncoderOccupationSpace, build_occupation_space, load_occupation_space
from models.records import Place
from models.segment import Segmenter
from models.segmentation_words import segmentation_words
from models.vocabulary import Vocabulary, load_vocabulary
from service.encoders import check_encoder, configured_encoder
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


def settings_of_model(settings: Settings, model: str) -> Settings:
    """Return the settings with another model; what else they say of a model (dimension, prompt) is left out."""
    if model == settings.model:
        return settings
    of_model = {name: field.default for name, field in Settings.model_fields.items() if name.startswith("model_")}
    return settings.model_copy(update={**of_model, "model": model})


def open_tools(settings: Settings) -> Tools:
    """Open the model of the settings; the occupation space kept in the data folder is used when it is this model's.

    Raises:
        EncoderUnavailable: the model cannot be loaded.
    """
    check_encoder(settings)
    vocabulary = load_vocabulary(settings.vocabulary_dir)
    encoder = configured_encoder(settings)
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
