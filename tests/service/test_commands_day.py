"""Today can be fixed where a person would type it: before the command's name or after it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app

LINE = {"id": "p-1", "title": "砌筑工", "county_code": "520304", "headcount": 2, "pay_text": "300元/天"}


@pytest.mark.parametrize("before", [True, False])
def test_a_posting_is_expired_on_the_day_that_was_given_wherever_it_was_given(tmp_path: Path, before: bool) -> None:
    file = tmp_path / "岗位.ndjson"
    file.write_text(json.dumps(LINE | {"valid_until": "2026-11-20"}, ensure_ascii=False) + "\n", encoding="utf-8")

    def rejected(day: str) -> int:
        options = ["--data-dir", str(tmp_path / day)]
        command = ["ingest", str(file), "--json"]
        asof = ["--asof", day]
        given = [*options, *asof, *command] if before else [*options, *command, *asof]
        return int(json.loads(CliRunner().invoke(app, given).stdout)["files"][0]["rejected"])

    assert rejected("2026-11-23") == 1
    assert rejected("2026-11-19") == 0


def test_a_day_that_is_no_date_is_misuse_and_says_what_a_date_looks_like(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["--data-dir", str(tmp_path), "build", "--asof", "明天"])
    assert done.exit_code == 2
    assert "2026-11-23" in done.output
