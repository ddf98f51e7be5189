"""Somebody changes ZUNPEI_MODEL under a running service: what every door says, until the new model serves."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.manifest import current_build, read_manifest
from service.app import create_app
from service.cli import main
from service.settings import Settings
from tests.builders import ASOF
from tests.models.small_models import write_static

POSTINGS = [
    {"id": "p-bricks", "title": "砌筑工", "employer": "遵义某某建筑有限公司", "county_code": "520324"},
    {"id": "p-forklift", "title": "叉车司机", "employer": "正安某某物流有限公司", "county_code": "520324"},
    {"id": "p-care", "title": "养老护理员", "employer": "正安县某某养老院", "county_code": "520324"},
]
REST = {"headcount": 3, "pay_text": "6000元/月", "valid_until": "2026-12-31", "description": "砌砖、会活"}

Zunpei = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Two models in folders: 旧 of 8 dimensions and 新 of 12."""
    folders = {}
    for name, dim in (("old", 8), ("new", 12)):
        folder = tmp_path_factory.mktemp(name)
        write_static(folder, dim)
        folders[name] = str(folder)
    return folders


@pytest.fixture
def zunpei(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Zunpei:
    """Run a command in this process with a model; returns exit code and everything that was printed."""

    def run(*arguments: str, model: str) -> tuple[int, str]:
        monkeypatch.setenv("ZUNPEI_MODEL", model)
        monkeypatch.setattr(sys, "argv", ["zunpei", "--data-dir", str(tmp_path), "--asof", str(ASOF), *arguments])
        capfd.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capfd.readouterr()
        return code, " ".join((said.out + said.err).split())

    return run


def service(data_dir: Path, model: str) -> TestClient:
    return TestClient(create_app(Settings(data_dir=data_dir, model=model, asof=ASOF)))


def found(client: TestClient) -> dict[str, Any]:
    answer = client.post("/api/v1/match/postings", json={"text": "会砌砖", "top_k": 3})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_the_old_build_serves_until_the_new_model_has_one(
    tmp_path: Path, models: dict[str, str], zunpei: Zunpei
) -> None:
    old, new = models["old"], models["new"]
    lines = [json.dumps({**posting, **REST}, ensure_ascii=False) for posting in POSTINGS]
    (tmp_path / "岗位.ndjson").write_text("\n".join(lines), "utf-8")
    code, said = zunpei("ingest", str(tmp_path / "岗位.ndjson"), model=old)
    assert code == 0, said
    assert zunpei("build", model=old)[0] == 0
    root = tmp_path / "index"
    first = current_build(root)
    assert first is not None
    assert read_manifest(root, first).model_source == old
    assert zunpei("status", model=old)[0] == 0

    with service(tmp_path, old) as running:
        assert found(running)["build"] == first

        # The setting changes. Commands that would mix two models say what to do, and nothing moves.
        code, said = zunpei("status", model=new)
        assert code == 1
        assert "8 维" in said
        assert "12 维" in said
        assert "zunpei build --full" in said
        for command in ("build", "follow"):
            code, said = zunpei(command, model=new)
            assert code == 1
            assert "3 条要全部重新编码" in said
            assert "zunpei build --full" in said
            assert "旧索引照常服务" in said
        assert current_build(root) == first

        # What only answers goes on with the build's own model, also in a service that is started now.
        code, said = zunpei("match", "--text", "会砌砖", model=new)
        assert code == 0
        assert first in said
        with service(tmp_path, new) as started:
            assert found(started)["build"] == first
            ready = started.get("/readyz").json()
            assert "zunpei build --full" in ready["note"]

        # A model that is not there breaks nothing.
        code, said = zunpei("build", "--full", model=str(tmp_path / "没有"))
        assert code == 1
        assert "没有模型文件夹" in said
        assert "Traceback" not in said
        assert current_build(root) == first

        # The new build is verified and named; the running service keeps the old one and says so.
        assert zunpei("build", "--full", model=new)[0] == 0
        second = current_build(root)
        assert second != first
        running.app.state.resources.index.catch_up()  # type: ignore[attr-defined]
        assert found(running)["build"] == first
        assert "重启" in running.get("/readyz").json()["note"]

        # A change of the data still reaches it.
        changed = {**POSTINGS[0], **REST, "id": "p-more", "title": "砌砖工"}
        (tmp_path / "更多.ndjson").write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
        assert zunpei("ingest", str(tmp_path / "更多.ndjson"), model=new)[0] == 0
        running.app.state.resources.index.catch_up()  # type: ignore[attr-defined]
        assert running.get("/readyz").json()["postings"] == 4

    # After a restart the new model serves, and everything is quiet.
    with service(tmp_path, new) as restarted:
        assert found(restarted)["build"] == second
        assert restarted.get("/readyz").json()["note"] == ""
    assert zunpei("follow", model=new)[0] == 0
    assert zunpei("status", model=new)[0] == 0


def test_without_the_old_model_a_service_of_the_new_one_waits_for_its_build(
    tmp_path: Path, models: dict[str, str], zunpei: Zunpei
) -> None:
    (tmp_path / "岗位.ndjson").write_text(json.dumps({**POSTINGS[0], **REST}), "utf-8")
    gone = tmp_path / "gone"
    write_static(gone, 8)
    assert zunpei("ingest", str(tmp_path / "岗位.ndjson"), model=str(gone))[0] == 0
    assert zunpei("build", model=str(gone))[0] == 0
    gone.rename(tmp_path / "moved")
    with service(tmp_path, models["new"]) as started:
        assert started.get("/readyz").status_code == 503
        answer = started.post("/api/v1/match/postings", json={"text": "会砌砖"})
        assert answer.status_code == 503
        assert "zunpei build --full" in answer.json()["detail"]
        assert zunpei("build", "--full", model=models["new"])[0] == 0
        assert started.get("/readyz").status_code == 200


def test_a_service_does_not_start_with_a_model_that_is_not_there(tmp_path: Path, zunpei: Zunpei) -> None:
    code, said = zunpei("serve", model=str(tmp_path / "没有"))
    assert code == 1
    assert "没有模型文件夹" in said
    assert "ZUNPEI_MODEL" in said
    assert "Traceback" not in said
