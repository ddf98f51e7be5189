"""Turn what was asked to be measured into one measurement: the document that `zunpei evaluate --json` prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.evaluation.canonical import Canon
from service.evaluation.judged import measure_judged
from service.evaluation.judged_set import JudgedSet, read_judged_set
from service.evaluation.parse import compare_all, parse_figures, read_utterances
from service.evaluation.serving import serve
from service.evaluation.tools import Tools, open_tools
from service.matching.rules import RULES_VERSION
from service.settings import Settings

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Request:
    """What to measure. `models` are names or folders, "" the bundled one; the first is the one that is reported."""

    parse: Path | None = None
    judged: Path | None = None
    models: tuple[str, ...] = ("",)


def measure(request: Request, settings: Settings, *, progress: Progress) -> dict[str, Any]:
    """Return the measurement; see docs/evaluate.md for its shape.

    Raises:
        Misuse: a file cannot be measured.
    """
    judged = read_judged_set(request.judged) if request.judged else None
    tools = open_tools(settings, request.models[0])
    found: dict[str, Any] = {}
    utterances = request.parse or (judged.utterances if judged else None)
    if utterances is not None:
        found["parse"] = _parse(utterances, tools, progress)
    if judged is not None:
        found["judged"], build = _judged(judged, settings, request, progress)
        found["build"] = build
    return {
        **found,
        "model": tools.model,
        "build": found.get("build", ""),
        "rules_version": RULES_VERSION,
        "asof": tools.asof.isoformat(),
    }


def _parse(path: Path, tools: Tools, progress: Progress) -> dict[str, Any]:
    compared = compare_all(
        read_utterances(path),
        Canon(tools.vocabulary, tools.asof),
        home=tools.home,
        space=tools.occupation_space,
        advance=lambda done, total: progress("听话", done, total),
    )
    return parse_figures(compared)


def _judged(judged: JudgedSet, settings: Settings, request: Request, progress: Progress) -> tuple[dict[str, Any], str]:
    with serve(
        judged, settings, model=request.models[0], advance=lambda done, total: progress("导入", done, total)
    ) as served:
        measured = measure_judged(judged, served, progress=progress)
    return (
        {
            **measured.as_dict(),
            "unknown_postings_graded": judged.n_unknown_postings,
            "unreadable_lines": list(judged.unreadable),
        },
        measured.build,
    )
