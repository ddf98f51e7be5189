from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from service.evaluation.comparing import change_of, compare_with, read_saved, save
from service.evaluation.misuse import Misuse

FOUND: dict[str, Any] = {
    "judged": {"queries": {"ndcg_at_10": 0.5, "n_queries": 2, "violations_shown": [{"rank": 1}]}},
    "model": "m@1", "build": "b1", "rules_version": "r1", "asof": "2026-11-23",
}  # fmt: skip


def test_entering_leaving_and_moving_are_told_apart() -> None:
    assert change_of(["a", "b", "c"], ["a", "c", "d"]) == {
        "entered": [{"posting": "d", "rank": 3}],
        "left": [{"posting": "b", "rank": 2}],
        "moved": [{"posting": "c", "from": 3, "to": 2}],
    }
    assert change_of(["a", "b"], ["a", "b"]) is None


def test_only_the_first_ten_are_compared() -> None:
    ten = [str(i) for i in range(10)]
    assert change_of([*ten, "x"], [*ten, "y"]) is None


def test_a_later_measurement_names_the_queries_that_changed_and_the_difference_of_figures(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    save(path, FOUND, {"queries": {"q1": ["a", "b"], "q2": ["c"], "gone": ["d"]}})
    now = FOUND | {"judged": {"queries": {"ndcg_at_10": 0.75, "n_queries": 2}}}
    said = compare_with(
        read_saved(path), now, {"queries": {"q1": ["b", "a"], "q2": ["c"], "new": ["e"]}}, {"q1": "保安"}
    )
    assert [(change["id"], change["label"]) for change in said["changed"]] == [("q1", "保安")]
    assert said["same"] == 1
    assert said["figures"]["judged.queries.ndcg_at_10"] == {"before": 0.5, "after": 0.75, "difference": 0.25}
    assert said["before"]["build"] == "b1"


def test_a_file_that_save_did_not_write_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"judged": {}}', encoding="utf-8")
    with pytest.raises(Misuse, match=r"other\.json"):
        read_saved(path)
    with pytest.raises(Misuse, match="打不开"):
        read_saved(tmp_path / "nowhere.json")
