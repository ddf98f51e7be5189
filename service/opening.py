"""Open everything that settings name and close it again: the one place where the parts of the service are put together."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from indexer.build import Build, open_build
from indexer.follow import Follower
from indexer.ledger import Ledger
from indexer.store import open_store
from models.encoder import Encoder, load_encoder
from models.segment import Segmenter
from models.vocabulary import Vocabulary, load_vocabulary
from service.auth import KeyFile
from service.cache import open_cache
from service.resources import Clock, Index, Resources
from service.settings import Settings, secret_of
from service.spaces import occupation_space

log = logging.getLogger(__name__)


@contextmanager
def open_resources(settings: Settings) -> Iterator[Resources]:
    """Yield the resources of a service or a command; the store is closed afterwards.

    Raises:
        StoreError: the database cannot be opened.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    vocabulary = load_vocabulary(settings.vocabulary_dir)
    segmenter = Segmenter(vocabulary.words())
    encoder = load_encoder(settings.model)
    store = open_store(settings.database, secret=secret_of(settings))
    try:
        yield Resources(
            settings=settings,
            vocabulary=vocabulary,
            segmenter=segmenter,
            encoder=encoder,
            occupation_space=occupation_space(settings.data_dir, vocabulary, encoder),
            store=store,
            ledger=Ledger(store),
            index=Index(
                settings.builds_dir,
                lambda: open_build(settings.builds_dir, encoder.card),
                lambda build: Follower(build, store, encoder, segmenter, vocabulary),
            ),
            cache=open_cache(settings.redis_url, time.monotonic),
            keys=KeyFile(settings.keys_file),
            clock=Clock(settings.asof),
        )
    finally:
        store.close()


_ = (Build, Encoder, Vocabulary)
