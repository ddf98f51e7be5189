"""Open everything that settings name and close it again: the one place where the service is put together."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from indexer.follow import Follower
from indexer.opening import MakeIndex, open_build
from indexer.store import open_store
from models.segment import Segmenter
from models.segmentation_words import segmentation_words
from models.vocabulary import load_vocabulary
from service.auth import KeyFile
from service.counters import open_counters
from service.encoders import answering_encoder, change_note, configured_encoder
from service.resources import Clock, Index, Resources
from service.search_words import WatchedSearchWords
from service.settings import Settings, secret_of
from service.spaces import occupation_space

log = logging.getLogger(__name__)


def vector_index_of(settings: Settings) -> MakeIndex | None:
    """Return what makes the vector indexes of a build: Milvus when its address is set, None for FAISS."""
    if not settings.milvus_uri:
        return None
    from indexer.milvus_index import milvus_indexes  # pymilvus costs 0.6 s and is an extra

    return milvus_indexes(settings.milvus_uri)


@contextmanager
def open_resources(settings: Settings, *, answering: bool = False) -> Iterator[Resources]:
    """Yield the resources of a service or a command; the store is closed afterwards.

    With `answering`, what only answers from the build goes on with the build's model while the settings name another.

    Raises:
        EncoderUnavailable: the model of the settings cannot be loaded.
        StoreError: the database cannot be opened.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    vocabulary = load_vocabulary(settings.vocabulary_dir)
    segmenter = Segmenter(segmentation_words(vocabulary))
    encoder = answering_encoder(settings) if answering else configured_encoder(settings)
    clock = Clock(settings.asof)
    space = occupation_space(settings.data_dir, vocabulary, encoder)
    store = open_store(settings.database, secret=secret_of(settings))
    try:
        yield Resources(
            settings=settings,
            vocabulary=vocabulary,
            segmenter=segmenter,
            encoder=encoder,
            occupation_space=space,
            store=store,
            index=Index(
                settings.builds_dir,
                lambda: open_build(
                    settings.builds_dir,
                    encoder.card,
                    vocabulary_version=vocabulary.version,
                    make_index=vector_index_of(settings),
                ),
                lambda build: Follower(
                    build, store, encoder, segmenter, vocabulary, asof=clock.today(), occupation_space=space
                ),
                note=change_note(settings, encoder) if answering else "",
            ),
            search_words=WatchedSearchWords(settings.vocabulary_dir),
            counters=open_counters(settings.redis_url, time.monotonic),
            keys=KeyFile(settings.keys_file),
            clock=clock,
        )
    finally:
        store.close()
