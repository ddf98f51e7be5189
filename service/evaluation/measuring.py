"""Turn what was asked to be measured into one measurement: the document that `zunpei evaluate --json` prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.model_choices import EncoderUnavailable
from models.static_encoder import ModelDamaged
from service.evaluation.ablations import ablation_figures, measure_ablations
from service.evaluation.canonical import Canon
from service.evaluation.comparing import TOP, compare_with, read_saved, save
from service.evaluation.judged import Judged, measure_judged
from service.evaluation.judged_set import JudgedSet, read_judged_set
from service.evaluation.linking import measure_linking, read_linking
from service.evaluation.misuse import Misuse
from service.evaluation.parse import compare_all, parse_figures, read_utterances
from service.evaluation.retrieval import measure_retrieval, read_collection
from service.evaluation.serving import serve
from service.evaluation.tools import Tools, open_tools, settings_of_model
from service.evaluation.wording import SENTENCES
from service.matching.rules import RULES_VERSION
from service.settings import Settings

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Request:
    """What to measure. `models` are names or folders, "" the bundled one; the first is measured in full.

    `retrieval` are queries, corpus and judgements. `save` and `against` are files of `comparing`.
    """

    retrieval: tuple[Path, Path, Path] | None = None
    linking: Path | None = None
    parse: Path | None = None
    judged: Path | None = None
    ablations: bool = False
    models: tuple[str, ...] = ("",)
    save: Path | None = None
    against: Path | None = None


def measure(request: Request, settings: Settings, *, progress: Progress) -> dict[str, Any]:
    """Return the measurement; see docs/evaluate.md for its shape.

    Raises:
        Misuse: a file or a model cannot be measured.
    """
    before = read_saved(request.against) if request.against else None
    try:
        found, judged = _measure(request, settings, progress)
        more = {
            model: _measure(replace(request, models=(model,), ablations=False), settings, progress)[0]
            for model in request.models[1:]
        }
    except (EncoderUnavailable, ModelDamaged) as error:
        raise Misuse(str(error)) from None
    if more:
        found["models"] = more
    runs = judged.runs if judged else {}
    top_tens = {side: {key: list(ids[:TOP]) for key, ids in run.rankings.items()} for side, run in runs.items()}
    if before is not None:
        labels = {key: asked.label for run in runs.values() for key, asked in run.asked.items()}
        found["against"] = compare_with(before, found, top_tens, labels)
    if request.save:
        save(request.save, found, top_tens)
    return found


def _measure(request: Request, settings: Settings, progress: Progress) -> tuple[dict[str, Any], Judged | None]:
    collection = read_collection(*request.retrieval) if request.retrieval else None
    titles = read_linking(request.linking) if request.linking else None
    judged = read_judged_set(request.judged) if request.judged else None
    said = request.parse or (judged.utterances if judged else None)
    utterances = read_utterances(said) if said else None
    settings = settings_of_model(settings, request.models[0])
    tools = open_tools(settings)
    found: dict[str, Any] = {}
    measured: Judged | None = None
    if collection is not None:
        progress("检索", 0, None)
        rows = measure_retrieval(collection, tools)
        found["retrieval"] = {name: figures.as_dict() for name, figures in rows.items()}
        if collection.n_unknown:
            found["warnings"] = [SENTENCES["unknown_documents"].format(n=collection.n_unknown)]
    if titles is not None:
        found["linking"] = measure_linking(titles, tools, advance=lambda n, total: progress("职业链接", n, total))
    if utterances is not None:
        compared = compare_all(
            utterances,
            Canon(tools.vocabulary, tools.asof),
            home=tools.home,
            space=tools.occupation_space,
            advance=lambda n, total: progress("听话", n, total),
        )
        found["parse"] = parse_figures(compared)
    if judged is not None:
        found["judged"], measured = _judged(judged, settings, tools, request.ablations, progress)
    found |= {
        "model": tools.model,
        "build": measured.build if measured else "",
        "rules_version": RULES_VERSION,
        "asof": tools.asof.isoformat(),
    }
    return found, measured


def _judged(
    judged: JudgedSet, settings: Settings, tools: Tools, ablations: bool, progress: Progress
) -> tuple[dict[str, Any], Judged]:
    def importing(done: int, total: int | None) -> None:
        progress("导入", done, total)

    space = tools.occupation_space
    with serve(judged, settings, space=space, advance=importing) as served:
        measured = measure_judged(judged, served, progress=progress)
        found = measured.as_dict()
        if ablations:
            found["ablations"] = measure_ablations(judged, served, progress=progress)
    if ablations:
        with serve(judged, settings, space=space, dictionary=False, advance=importing) as served:
            bare = measure_judged(judged, served, progress=progress)
        grades = {"queries": judged.query_grades, "seekers": judged.seeker_grades}
        found["ablations"]["no_dictionary"] = ablation_figures(
            {
                side: ({key: list(ids) for key, ids in run.rankings.items()}, grades[side])
                for side, run in bare.runs.items()
            }
        )
    found["unknown_postings_graded"] = judged.n_unknown_postings
    found["unreadable_lines"] = list(judged.unreadable)
    return found, measured
