"""Small judged topics whose right weights are plain to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from service.learning.examples import Topic


def a_topic(
    key: str,
    values: Sequence[Sequence[float]],
    grades: Sequence[int],
    *,
    judged: Sequence[bool] | None = None,
    searches: Mapping[str, tuple[str, ...]] | None = None,
    kind: str = "query",
) -> Topic:
    """Candidates a, b, c … with the given features and grades."""
    ids = tuple("abcdefghij"[: len(grades)])
    gains = 2.0 ** np.maximum(np.array(grades), 0) - 1
    return Topic(
        id=key,
        kind=kind,
        ids=ids,
        values=np.array(values, dtype=np.float64),
        gains=gains,
        is_judged=np.array(judged if judged is not None else [True] * len(ids)),
        grades=dict(zip(ids, grades, strict=True)),
        searches=searches or {"all": ids},
    )
