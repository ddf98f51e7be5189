"""Turn a text encoder and the occupations into a space in which a phrase finds the occupations it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder
from models.name_grams import NameGrams, spans
from models.occupation_names import fold_name
from models.occupations import Occupation, small_group
from models.vocabulary import Vocabulary

Vectors = NDArray[np.float32]

SPACE_VERSION = "3"
# What an occupation is compared by, in cosines; a text is near it when it is near what it is called and what it does.
# Source: conditional logit on the even rows of titles_dev with the tables as they were before their names were mended,
# five parts, each weighed by the other four; `_TOGETHER` chosen on the same rows, the others times 0.9 for it.
_ALL_NAMES, _ONE_NAME, _LETTERS, _TOGETHER = 0.324, 0.135, 0.153, 0.27
_WORK, _DEFINITION = 0.18, 0.108
_COMMON = 0.027  # for each natural logarithm of how much commoner in ads an occupation is than the mean
_SHORTLIST = 24
# An occupation never seen in the ads is thought as common as its 小类, by so many ads; a 小类 likewise by the mean.
_GROUP_ADS, _MEAN_ADS = 4.0, 50.0


class EncoderOccupationSpace:
    """What each 细类 is called and what its people do, as vectors; `codes` and the rows of `vectors` are in code order.

    `vectors` hold the weighted sum of three unit vectors (all names, work, definition); `names` are all names, those of
    `codes[i]` in rows `starts[i]` to `starts[i + 1]`. Safe to share between threads if the encoder is.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        vectors: Vectors,
        name_vectors: NDArray[np.float16],
        encoder: Encoder,
        fingerprint: str,
    ) -> None:
        occupations = _described(vocabulary)
        self.codes = tuple(occupation.code for occupation in occupations)
        self.vectors = vectors
        self.fingerprint = fingerprint
        names = [names_of(occupation, vocabulary) for occupation in occupations]
        self._starts = np.concatenate(([0], np.cumsum([len(own) for own in names]))).astype(np.int64)
        self._grams = NameGrams([fold_name(name) for own in names for name in own])
        self._together = NameGrams([" ".join(fold_name(name) for name in own) for own in names])
        self._name_vectors = name_vectors.astype(np.float32)  # halves are four times slower to multiply
        self._common = _COMMON * _log_lift(occupations)
        self._encoder = encoder

    def search(self, text: str, top_k: int) -> list[tuple[str, float]]:
        """Return the `top_k` nearest occupations as (code, similarity), best first, ties by code; [] for an empty text.

        Similarity is about 1 for a text that is one of the names and below 0.2 for one that has nothing to do with it.
        """
        return self.search_many([text], top_k)[0]

    def search_many(self, texts: Sequence[str], top_k: int) -> list[list[tuple[str, float]]]:
        """Return `search` for each text, in order, with one pass of the encoder."""
        if not texts:
            return []
        queries = self._encoder.encode_queries(texts)
        return [
            self._search(text, query, top_k) if query.any() else [] for text, query in zip(texts, queries, strict=True)
        ]

    def _search(self, text: str, query: Vectors, top_k: int) -> list[tuple[str, float]]:
        folded = fold_name(text)
        first = self.vectors @ query + self._common + _TOGETHER * self._together.similarities(folded)
        n = min(max(_SHORTLIST, top_k), len(self.codes))
        near = np.sort(np.argpartition(-first, n - 1)[:n]) if n < len(self.codes) else np.arange(n)
        starts, ends = self._starts[near], self._starts[near + 1]
        rows = spans(starts, ends)
        firsts = np.cumsum(ends - starts) - (ends - starts)
        by_name = np.maximum.reduceat(self._name_vectors[rows] @ query, firsts)
        by_letter = np.maximum.reduceat(self._grams.similarity(folded, rows), firsts)
        total = first[near] + _ONE_NAME * by_name + _LETTERS * by_letter
        order = np.argsort(-total, kind="stable")[:top_k]
        return [(self.codes[i], similarity) for i, similarity in zip(near[order], total[order].tolist(), strict=True)]

    def save(self, path: Path) -> None:
        """Write vectors and fingerprint to one `.npz`."""
        with path.open("wb") as file:
            halves = self._name_vectors.astype(np.float16)
            np.savez(file, vectors=self.vectors, name_vectors=halves, fingerprint=np.array(self.fingerprint))


def fingerprint_of(vocabulary: Vocabulary, encoder: Encoder) -> str:
    """Return what a saved space must match to be loaded: how it is made, the vocabulary, the model as it is run."""
    return f"{SPACE_VERSION}:{vocabulary.version}:{encoder.card.fingerprint}"


def names_of(occupation: Occupation, vocabulary: Vocabulary) -> list[str]:
    """Return every name of one occupation, official first, each once; a colloquial word only if it means no other."""
    colloquial = vocabulary.occupation_names.colloquial_of.get(occupation.code, ())
    return list(dict.fromkeys((occupation.name, *occupation.everyday, *occupation.aliases, *colloquial)))


def occupation_text(occupation: Occupation) -> str:
    """Return what stands for the names of an occupation in the space."""
    return " ".join((occupation.name, *occupation.everyday, *occupation.says))


def build_occupation_space(vocabulary: Vocabulary, encoder: Encoder) -> EncoderOccupationSpace:
    """Encode every 细类 and every name once; a second with a static model, some minutes with a transformer."""
    occupations = _described(vocabulary)
    vectors = (
        _ALL_NAMES * encoder.encode_passages([occupation_text(occupation) for occupation in occupations])
        + _WORK * encoder.encode_passages([" ".join((*o.skills, *o.tools, *o.places)) for o in occupations])
        + _DEFINITION * encoder.encode_passages([f"{o.definition} {o.tasks}" for o in occupations])
    ).astype(np.float32)
    names = [name for occupation in occupations for name in names_of(occupation, vocabulary)]
    name_vectors = encoder.encode_passages(names).astype(np.float16)
    return EncoderOccupationSpace(vocabulary, vectors, name_vectors, encoder, fingerprint_of(vocabulary, encoder))


def load_occupation_space(path: Path, vocabulary: Vocabulary, encoder: Encoder) -> EncoderOccupationSpace | None:
    """Return the space saved at `path`, None when there is none or it belongs to another vocabulary or model."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as archive:
        fingerprint = str(archive["fingerprint"])
        if fingerprint != fingerprint_of(vocabulary, encoder):
            return None
        return EncoderOccupationSpace(vocabulary, archive["vectors"], archive["name_vectors"], encoder, fingerprint)


def _described(vocabulary: Vocabulary) -> list[Occupation]:
    """Return the 细类, and the units above them that are described because they have none for it, in code order."""
    found = (o for o in vocabulary.occupations.values() if o.level == 4 or o.everyday)
    return sorted(found, key=lambda occupation: occupation.code)


def _log_lift(occupations: Sequence[Occupation]) -> Vectors:
    """Return ln(share of the ads · number of occupations) of each, smoothed by its 小类."""
    groups = [small_group(occupation.code) or occupation.code for occupation in occupations]
    sizes, ads = Counter(groups), dict.fromkeys(groups, 0.0)
    for group, occupation in zip(groups, occupations, strict=True):
        ads[group] += occupation.ads
    total, n = sum(ads.values()), len(occupations)

    def shares() -> Iterator[float]:
        for group, occupation in zip(groups, occupations, strict=True):
            of_group = (ads[group] + _MEAN_ADS * sizes[group] / n) / (total + _MEAN_ADS)
            yield (occupation.ads + _GROUP_ADS * of_group / sizes[group]) / (total + _GROUP_ADS)

    return np.log(np.fromiter(shares(), dtype=np.float32, count=n) * n).astype(np.float32)
