"""Turn the model settings into the text model that runs, and a model change into one that can go on answering."""

from __future__ import annotations

import logging
from pathlib import Path

from indexer.manifest import BuildError, Manifest, current_build, read_manifest
from models.encoder import Encoder, load_encoder
from models.model_choices import EncoderUnavailable
from models.onnx_encoder import onnx_file
from models.sentence_encoder import check_folder
from models.static_encoder import WORDS_FILE
from service.settings import Settings

log = logging.getLogger(__name__)


def configured_encoder(settings: Settings) -> Encoder:
    """Return the model that the settings name.

    Raises:
        EncoderUnavailable: it cannot be loaded so; the sentence says what to do.
    """
    prompt = settings.model_query_prompt
    return load_encoder(
        settings.model,
        dim=settings.model_dim,
        max_tokens=settings.model_max_tokens,
        query_prompt=None if prompt is None else prompt.replace("\\n", "\n"),
        n_threads=settings.model_threads,
        overlay=settings.vocabulary_dir,
    )


def answering_encoder(settings: Settings) -> Encoder:
    """Return the model to answer with: the one of the settings, but the serving build's while that is another one.

    So a service started after the setting was changed goes on with the old build until `zunpei build --full` has made
    one of the new model. Where the build's own model is gone, the model of the settings comes back, and the build is
    refused when it is opened.

    Raises:
        EncoderUnavailable: the model of the settings cannot be loaded.
    """
    wanted = configured_encoder(settings)
    manifest = serving_manifest(settings.builds_dir)
    if manifest is None or manifest.model_fingerprint == wanted.card.fingerprint:
        return wanted
    try:
        earlier = load_encoder(
            manifest.model_source,
            dim=manifest.dim,
            max_tokens=manifest.model_max_tokens,
            query_prompt=manifest.model_query_prompt,
            passage_prompt=manifest.model_passage_prompt,
            n_threads=settings.model_threads,
            overlay=settings.vocabulary_dir,
        )
    except EncoderUnavailable:
        return wanted
    if earlier.card.fingerprint != manifest.model_fingerprint:
        return wanted
    log.warning("answering with %s, of build %s, until a full build of %s", *_names(earlier, manifest, wanted))
    return earlier


def check_encoder(settings: Settings) -> None:
    """Refuse, before a service starts, a model that is not there; whether its files can be loaded is not looked at.

    Raises:
        EncoderUnavailable: the folder is missing or is no model.
    """
    folder = Path(settings.model)
    if settings.model and not (folder / WORDS_FILE).is_file() and onnx_file(folder) is None:
        check_folder(settings.model)


def serving_manifest(builds_dir: Path) -> Manifest | None:
    """Return the manifest of the serving build, None when there is none that can be read."""
    name = current_build(builds_dir)
    if name is None:
        return None
    try:
        return read_manifest(builds_dir, name)
    except BuildError:
        return None


def source_of(settings: Settings) -> str:
    """Return where a build shall look for its model again: "" for the bundled one, a folder in full, or a name."""
    folder = Path(settings.model)
    return str(folder.resolve()) if settings.model and folder.is_dir() else settings.model


def change_note(settings: Settings, answering: Encoder) -> str:
    """Return a sentence for whoever runs the service when it answers with another model than the settings name."""
    manifest = serving_manifest(settings.builds_dir)
    if manifest is None or manifest.model_source == source_of(settings):
        return ""
    if manifest.model_fingerprint != answering.card.fingerprint:
        return ""
    return (
        f"设置里的模型（ZUNPEI_MODEL={settings.model or '自带'}）还没有建过索引，"
        f"现在仍用 {manifest.model} 和旧索引服务。请运行 zunpei build --full，建好后重启服务。"
    )


def _names(earlier: Encoder, manifest: Manifest, wanted: Encoder) -> tuple[str, str, str]:
    return earlier.card.name, manifest.id, wanted.card.name
