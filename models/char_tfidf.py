"""Turn texts into TF-IDF vectors over single characters and pairs: the baseline that anything better must beat.

The same numbers as scikit-learn's `TfidfVectorizer(analyzer="char", ngram_range=(1, 2))` (lower case, smooth idf, unit
length), in forty lines, so that a measurement needs no further library.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_BLANKS = re.compile(r"\s\s+")


class CharTfidf:
    """TF-IDF over character n-grams of a corpus; `scores` compares a query with every text of it.

    idf = ln((1 + n) / (1 + df)) + 1; a text's weights are tf · idf, divided by their length.
    Source: scikit-learn user guide, section 6.2.3.4 (smooth_idf, norm "l2").
    """

    def __init__(self, corpus: Sequence[str], *, longest: int = 2) -> None:
        self._longest = longest
        counts = [char_grams(text, longest) for text in corpus]
        df = Counter(gram for count in counts for gram in count)
        n = len(corpus)
        self._idf = {gram: math.log((1 + n) / (1 + in_texts)) + 1 for gram, in_texts in df.items()}
        postings: dict[str, tuple[list[int], list[float]]] = {}
        for row, count in enumerate(counts):
            for gram, weight in self._weights(count).items():
                rows, weights = postings.setdefault(gram, ([], []))
                rows.append(row)
                weights.append(weight)
        self._postings = {gram: (np.array(rows), np.array(weights)) for gram, (rows, weights) in postings.items()}
        self._n = n

    def scores(self, query: str) -> NDArray[np.float64]:
        """Return the cosine of the query and each text of the corpus, shape (n,); 0 where no n-gram is shared."""
        found = np.zeros(self._n)
        for gram, weight in self._weights(char_grams(query, self._longest)).items():
            rows, weights = self._postings[gram]
            found[rows] += weight * weights
        return found

    def _weights(self, count: Counter[str]) -> dict[str, float]:
        raw = {gram: n * self._idf[gram] for gram, n in count.items() if gram in self._idf}
        length = math.sqrt(sum(weight * weight for weight in raw.values()))
        return {gram: weight / length for gram, weight in raw.items()} if length else {}


def char_grams(text: str, longest: int) -> Counter[str]:
    """Return how often each run of 1 to `longest` characters stands in a text, lower case, blanks run together."""
    text = _BLANKS.sub(" ", text.lower())
    return Counter(text[i : i + n] for n in range(1, longest + 1) for i in range(len(text) - n + 1))


def best_first(scores: NDArray[np.float64], ids: Sequence[str], *, top_k: int) -> list[str]:
    """Return the `top_k` ids with the highest scores, best first, ties by id."""
    order = np.lexsort((np.array(ids, dtype=np.str_), -np.round(scores, 9)))
    return [ids[i] for i in order[:top_k].tolist()]
