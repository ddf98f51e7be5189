"""Turn a measurement into tables and sentences for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from service.evaluation.wording import CAPTIONS, HEADINGS, NAMES, OUTCOMES, SENTENCES

Say = Callable[[str], None]
Table = Callable[[str, Sequence[str], Sequence[Sequence[object]]], None]

_FIGURES = ("ndcg_at_10", "recall_at_100", "map", "mrr", "unjudged_at_10")
_MOST_VIOLATIONS = 50


def print_measurement(found: Mapping[str, Any], *, show: int, say: Say, table: Table) -> None:
    """Print a measurement; `show` wrong utterances are listed."""
    if "parse" in found:
        _parse(found["parse"], show, say, table)
    if "judged" in found:
        _judged(found["judged"], say, table)
    say(
        SENTENCES["made_with"].format(**{key: found[key] or "—" for key in ("model", "build", "rules_version", "asof")})
    )


def _judged(judged: Mapping[str, Any], say: Say, table: Table) -> None:
    for name, counts in judged["imported"].items():
        if counts["rows"]:
            say(SENTENCES["imported"].format(name=NAMES[name], **counts))
    if judged["unknown_postings_graded"]:
        say(SENTENCES["unknown_postings"].format(n=judged["unknown_postings_graded"]))
    for line in judged["unreadable_lines"][:5]:
        say(line)
    sides = [side for side in ("queries", "seekers") if side in judged]
    rows = [
        row
        for side in sides
        for row in (
            (NAMES[side], NAMES["product"], *_cells(judged[side])),
            ("", NAMES["tfidf"], *_cells(judged[side]["tfidf"])),
        )
    ]
    table(CAPTIONS["judged"], (HEADINGS["set"], HEADINGS["row"], *_headings()), rows)
    for side in sides:
        if judged[side]["above_tfidf"] is not None:
            say(SENTENCES["above_tfidf"].format(name=NAMES[side], above=judged[side]["above_tfidf"]))
        for part in ("by_group", "by_county"):
            parts = [(name, *_cells(figures)) for name, figures in judged[side][part].items()]
            title = CAPTIONS[part].format(name=NAMES[side])
            table(title, (HEADINGS[part], *_headings()), parts)
    for kind in ("violations", "rule_violations"):
        shown = [v for side in sides for v in judged[side][f"{kind}_shown"]]
        say(SENTENCES[kind].format(n=len(shown)))
        if shown:
            headings = tuple(HEADINGS[h] for h in ("asked", "label", "rank", "posting", "title", "verdicts"))
            table(CAPTIONS[kind], headings, [_violation(v) for v in shown[:_MOST_VIOLATIONS]])
        if len(shown) > _MOST_VIOLATIONS:
            say(SENTENCES["more"].format(n=len(shown) - _MOST_VIOLATIONS))


def _violation(violation: Mapping[str, Any]) -> Sequence[object]:
    said = "、".join(f"{code}={verdict}" for code, verdict in violation["verdicts"].items()) or SENTENCES["all_pass"]
    return *(violation[key] for key in ("asked", "label", "rank", "posting", "title")), said


def _parse(parse: Mapping[str, Any], show: int, say: Say, table: Table) -> None:
    rows: list[tuple[object, ...]] = [
        (NAMES[part], c["named"], c["right"], c["wrong"], c["spurious"], _share(c["accuracy"]))
        for part, c in (*parse["parts"].items(), *parse["extra_parts"].items())
    ]
    headings = tuple(HEADINGS[h] for h in ("part", "named", "right", "wrong", "spurious", "accuracy"))
    table(CAPTIONS["parse"], headings, rows)
    speakers = [(NAMES["all"], parse), *((NAMES[name], shares) for name, shares in parse["by_speaker"].items())]
    table(
        CAPTIONS["speakers"],
        tuple(HEADINGS[h] for h in ("speaker", "n", "all_right", "all_right_and_nothing_added")),
        [(n, s["n"], _share(s["all_right"]), _share(s["all_right_and_nothing_added"])) for n, s in speakers],
    )
    wrong = [w for w in parse["wrong"] if w["outcome"] == "wrong"]
    if wrong and show:
        headings = tuple(HEADINGS[h] for h in ("asked", "text", "part", "expected", "understood"))
        table(CAPTIONS["wrong"].format(n=len(wrong)), headings, [*_wrong(wrong[:show])])
    for line in parse["unreadable"][: max(show, 5)]:
        say(SENTENCES["unreadable"].format(line=line))


def _wrong(wrong: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[object]]:
    for w in wrong:
        yield w["id"], w["text"], NAMES[w["part"]], _plain(w["expected"]), _plain(w["understood"])


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key}={_plain(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list):
        return "、".join(map(str, value)) or "—"
    return OUTCOMES.get(str(value), str(value))


def _headings() -> tuple[str, ...]:
    return tuple(HEADINGS[name] for name in ("n_queries", *_FIGURES))


def _cells(figures: Mapping[str, Any]) -> tuple[object, ...]:
    return figures["n_queries"], *(_figure(figures[name]) for name in _FIGURES)


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"
