"""`zunpei evaluate` as a bureau uses it: its own files in, figures and an exit code out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from models.occupation_space import EncoderOccupationSpace
from service.cli import app
from service.evaluation.serving import SPACE_FILE
from tests.models.small_models import write_static
from tests.service.evaluation.judged_folder import ASOF, DAY_GUARD, judged_folder, write_lines


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, space: EncoderOccupationSpace) -> Path:
    folder = tmp_path_factory.mktemp("data")
    space.save(folder / SPACE_FILE)
    return folder


def evaluate(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--data-dir", str(data), "evaluate", *arguments, "--asof", ASOF])


def document(data: Path, *arguments: str) -> dict[str, Any]:
    done = evaluate(data, *arguments, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def collection(folder: Path) -> list[str]:
    (folder / "queries.tsv").write_text("qid\ttext\nq1\t砌砖工\n", encoding="utf-8")
    (folder / "corpus.tsv").write_bytes("id\ttitle\r\na\t砌筑工\r\nb\t会计\r\nc\t泥水匠\r\nq\t砌砖工\r\n".encode())
    (folder / "qrels.tsv").write_text("q1\t0\ta\t1\nq1\t0\tc\t1\nq1\t0\tgone\t1\n", encoding="utf-8")
    return ["--retrieval", *(str(folder / name) for name in ("queries.tsv", "corpus.tsv", "qrels.tsv"))]


def test_retrieval_has_four_rows_and_a_warning_for_a_judged_text_that_is_not_there(data: Path, tmp_path: Path) -> None:
    found = document(data, *collection(tmp_path))
    assert list(found["retrieval"]) == ["dense", "lexical", "fused", "tfidf"]
    # The query's own text stays in the corpus, unjudged, and comes first; of three relevant one does not exist.
    fused = found["retrieval"]["fused"]
    assert fused["n_queries"] == 1
    assert fused["recall_at_100"] == 2 / 3
    assert fused["mrr"] == 1 / 2
    assert fused["map"] == (1 / 2 + 2 / 3) / 3
    assert fused["unjudged_at_10"] == 2 / 4
    assert "1 个文档" in found["warnings"][0]
    assert (found["asof"], found["build"]) == (ASOF, "")


def test_a_judged_query_that_is_not_there_is_misuse(data: Path, tmp_path: Path) -> None:
    arguments = collection(tmp_path)
    (tmp_path / "queries.tsv").write_text("q2\t砌砖工\n", encoding="utf-8")
    done = evaluate(data, *arguments)
    assert done.exit_code == 2
    assert "q1" in done.stderr


def test_linking_is_measured_with_and_without_its_parts(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "titles.csv"
    path.write_text("job_name,expected_code,note\n砌筑工,6-29-01-01,\n保安员,4-07-05-01,\n", encoding="utf-8")
    linking = document(data, "--linking", str(path))["linking"]
    assert (linking["n"], linking["accuracy_at_1"], linking["accuracy_at_10"]) == (2, 1.0, 1.0)
    assert linking["dictionary"]["accuracy_at_1"] == 1.0
    assert set(linking["by_major"]) == {"4 社会生产服务和生活服务人员", "6 生产制造及有关人员"}
    path.write_text("title,code\n砌筑工,6-29-01-01\n", encoding="utf-8")
    done = evaluate(data, "--linking", str(path))
    assert done.exit_code == 2
    assert "job_name" in done.stderr


def test_utterances_are_measured_part_by_part(data: Path, tmp_path: Path) -> None:
    said = {"id": "u1", "speaker": "worker", "text": "会砌砖，想在正安找活，要日结", "occupations": ["6-29-01-00"]}
    path = write_lines(tmp_path / "u.jsonl", [said | {"region_code": "520324", "settlement": "daily", "pay": None}])
    parse = document(data, "--parse", str(path))["parse"]
    assert parse["all_right"] == 1.0
    assert parse["parts"]["settlement"]["right"] == 1
    assert parse["by_speaker"]["worker"]["n"] == 1
    shown = evaluate(data, "--parse", str(path))
    assert shown.exit_code == 0
    assert "说到的全对" in shown.stdout


def test_a_judged_set_exits_with_one_as_soon_as_something_is_shown_that_must_not_be(data: Path, tmp_path: Path) -> None:
    folder = judged_folder(tmp_path / "judged")
    before = tmp_path / "before.json"
    found = document(data, "--judged", str(folder), "--save", str(before))["judged"]
    assert (found["violations"], found["rule_violations"]) == (0, 0)
    # A grade that no rule knows of: somebody judged the day shift unfit, and a new posting came in.
    (folder / "qrels_queries.tsv").write_text("q1\tday\t-1\nq1\tcook\t1\n", encoding="utf-8")
    with (folder / "postings.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(DAY_GUARD | {"id": "new", "employer": "遵义戊物业有限公司"}, ensure_ascii=False) + "\n")
    done = evaluate(data, "--judged", str(folder), "--against", str(before), "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert found["judged"]["violations"] == 1
    assert found["judged"]["queries"]["violations_shown"][0]["posting"] == "day"
    assert {change["id"] for change in found["against"]["changed"]} == {"q1", "s1"}
    assert [item["posting"] for item in found["against"]["changed"][0]["entered"]] == ["new"]


def test_nothing_to_measure_is_misuse_and_the_sentence_says_what_can_be(data: Path) -> None:
    done = evaluate(data)
    assert done.exit_code == 2
    assert "--judged" in done.output


def test_a_model_that_is_not_there_is_misuse(data: Path, tmp_path: Path) -> None:
    done = evaluate(data, *collection(tmp_path), "--model", str(tmp_path / "no-model"))
    assert done.exit_code == 2
    assert "no-model" in done.stderr


def test_another_model_is_measured_beside_the_first(data: Path, tmp_path: Path) -> None:
    write_static(tmp_path / "tiny")
    path = tmp_path / "titles.csv"
    path.write_text("job_name,expected_code\n砌筑工,6-29-01-01\n", encoding="utf-8")
    tiny = str(tmp_path / "tiny")
    found = document(data, "--linking", str(path), "--model", "", "--model", tiny)
    assert found["linking"]["accuracy_at_1"] == 1.0
    assert list(found["models"]) == [tiny]
    assert found["models"][tiny]["model"].startswith("small-static")
    assert found["models"][tiny]["linking"]["dictionary"] == found["linking"]["dictionary"]
