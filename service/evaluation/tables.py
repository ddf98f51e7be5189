"""Turn a measurement into tables and sentences for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from service.evaluation.wording import ABLATIONS, CAPTIONS, HEADINGS, NAMES, OUTCOMES, SENTENCES

Say = Callable[[str], None]
Table = Callable[[str, Sequence[str], Sequence[Sequence[object]]], None]

_FIGURES = ("ndcg_at_10", "recall_at_100", "map", "mrr", "unjudged_at_10")
_MOST_VIOLATIONS = 50


def print_measurement(found: Mapping[str, Any], *, show: int, say: Say, table: Table) -> None:
    """Print a measurement; `show` wrong utterances are listed."""
    if "retrieval" in found:
        _retrieval(found["retrieval"], table)
    if "linking" in found:
        _linking(found["linking"], table)
    if "parse" in found:
        _parse(found["parse"], show, say, table)
    if "judged" in found:
        _judged(found["judged"], say, table)
    if "against" in found:
        _against(found["against"], show, table)
    for warning in found.get("warnings", ()):
        say(warning)
    say(
        SENTENCES["made_with"].format(**{key: found[key] or "—" for key in ("model", "build", "rules_version", "asof")})
    )

    for model, other in found.get("models", {}).items():
        say(SENTENCES["other_model"].format(model=model))
        print_measurement(other, show=0, say=say, table=table)


def _retrieval(retrieval: Mapping[str, Any], table: Table) -> None:
    rows = [(NAMES[row], *_cells(retrieval[row])) for row in ("dense", "lexical", "fused", "tfidf")]
    table(CAPTIONS["retrieval"], (HEADINGS["row"], *_headings()), rows)


def _linking(linking: Mapping[str, Any], table: Table) -> None:
    def cells(shares: Mapping[str, Any]) -> tuple[object, ...]:
        return shares["n"], _share(shares["accuracy_at_1"]), _share(shares["accuracy_at_10"])

    headings = tuple(HEADINGS[h] for h in ("n", "accuracy_at_1", "accuracy_at_10"))
    rows = [(NAMES["product"], *cells(linking))]
    rows += [(NAMES[name], *cells(linking[name])) for name in ("dictionary", "encoder")]
    table(CAPTIONS["linking"], (HEADINGS["row"], *headings), rows)
    majors = [(name, *cells(shares)) for name, shares in linking["by_major"].items()]
    table(CAPTIONS["linking_by_major"], (HEADINGS["major"], *headings), majors)


def _against(against: Mapping[str, Any], show: int, table: Table) -> None:
    def listed(items: Sequence[Mapping[str, Any]]) -> str:
        return "、".join(f"{item['posting']}（{item['rank']}）" for item in items) or "—"

    changed = against["changed"]
    rows = [
        (
            change["id"],
            change["label"],
            listed(change["entered"]),
            listed(change["left"]),
            "、".join(f"{item['posting']} {item['from']}→{item['to']}" for item in change["moved"]) or "—",
        )
        for change in changed[:show]
    ]
    title = CAPTIONS["changed"].format(n=len(changed), same=against["same"])
    table(title, tuple(HEADINGS[h] for h in ("asked", "label", "entered", "left", "moved")), rows)
    figures = [
        (name, _figure(value["before"]), _figure(value["after"]), f"{value['difference']:+.3f}")
        for name, value in against["figures"].items()
        if value["difference"] and "by_" not in name and ".ablations." not in name
    ]
    table(CAPTIONS["differences"], tuple(HEADINGS[h] for h in ("figure", "before", "after", "difference")), figures)


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
    if "ablations" in judged:
        _ablations(judged, sides, table)
    for kind in ("violations", "rule_violations"):
        shown = [v for side in sides for v in judged[side][f"{kind}_shown"]]
        say(SENTENCES[kind].format(n=len(shown)))
        if shown:
            headings = tuple(HEADINGS[h] for h in ("asked", "label", "rank", "posting", "title", "verdicts"))
            table(CAPTIONS[kind], headings, [_violation(v) for v in shown[:_MOST_VIOLATIONS]])
        if len(shown) > _MOST_VIOLATIONS:
            say(SENTENCES["more"].format(n=len(shown) - _MOST_VIOLATIONS))


def _ablations(judged: Mapping[str, Any], sides: Sequence[str], table: Table) -> None:
    def row(name: str, figures: Mapping[str, Any]) -> tuple[object, ...]:
        return name, *_cells(figures), figures["violations"]

    for side in sides:
        rows = [row(NAMES["product"], judged[side])]
        rows += [row(ABLATIONS[name], judged["ablations"][name][side]) for name in judged["ablations"]]
        title = f"{CAPTIONS['ablations']}（{NAMES[side]}）"
        table(title, (HEADINGS["row"], *_headings(), HEADINGS["violations"]), rows)


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
