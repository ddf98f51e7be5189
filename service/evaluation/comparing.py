"""Turn two measurements into what changed between them: top tens and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from service.evaluation.misuse import Misuse

FORMAT = 1
"""Raise it whenever the saved document changes so that an older one cannot be compared."""
TOP = 10
MEASURES = ("retrieval", "linking", "parse", "judged")


def save(path: Path, found: Mapping[str, Any], top_tens: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """Write the top tens and figures of a measurement for a later `--against`.

    Raises:
        Misuse: the file cannot be written.
    """
    document = {
        "format": FORMAT,
        **{key: found[key] for key in ("model", "build", "rules_version", "asof")},
        "top_tens": top_tens,
        "figures": dict(figures(found)),
    }
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n")
    except OSError as error:
        raise Misuse(f"写不了“{path}”：{error.strerror or error}。") from None


def read_saved(path: Path) -> dict[str, Any]:
    """Read what `save` wrote.

    Raises:
        Misuse: it is no such file.
    """
    try:
        document = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise Misuse(f"打不开“{path}”：{error.strerror or error}。") from None
    except msgspec.DecodeError:
        document = None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Misuse(f"“{path.name}”不是 zunpei evaluate --save 写的文件，或是别的版本写的。请重新 --save 一次。")
    return document


def compare_with(
    before: Mapping[str, Any],
    found: Mapping[str, Any],
    top_tens: Mapping[str, Mapping[str, Sequence[str]]],
    labels: Mapping[str, str],
) -> dict[str, Any]:
    """Return the queries whose top ten changed and the figures that both measurements have, with their difference."""
    changed, n_same = [], 0
    for side, after_by_id in top_tens.items():
        before_by_id = before["top_tens"].get(side, {})
        for key, after in after_by_id.items():
            if key not in before_by_id:
                continue
            change = change_of(before_by_id[key], after)
            if change is None:
                n_same += 1
            else:
                changed.append({"side": side, "id": key, "label": labels.get(key, ""), **change})
    now = dict(figures(found))
    return {
        "before": {key: before.get(key, "") for key in ("model", "build", "rules_version", "asof")},
        "same": n_same,
        "changed": changed,
        "figures": {
            name: {"before": value, "after": now[name], "difference": now[name] - value}
            for name, value in before["figures"].items()
            if name in now
        },
    }


def change_of(before: Sequence[str], after: Sequence[str]) -> dict[str, Any] | None:
    """Return what entered, left and moved between two top tens, ranks from 1; None when they are the same."""
    before, after = list(before[:TOP]), list(after[:TOP])
    if before == after:
        return None
    return {
        "entered": [{"posting": doc, "rank": after.index(doc) + 1} for doc in after if doc not in before],
        "left": [{"posting": doc, "rank": before.index(doc) + 1} for doc in before if doc not in after],
        "moved": [
            {"posting": doc, "from": before.index(doc) + 1, "to": rank}
            for rank, doc in enumerate(after, start=1)
            if doc in before and before.index(doc) + 1 != rank
        ],
    }


def figures(found: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield every figure of a measurement by its path, such as judged.queries.ndcg_at_10."""
    for measure in MEASURES:
        if measure in found:
            yield from _leaves(measure, found[measure])


def _leaves(path: str, value: object) -> Iterator[tuple[str, float]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value
