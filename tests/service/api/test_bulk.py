"""Bulk upload: ten thousand lines are reported line by line, and a bad line harms no other."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import pytest

from service import bulk
from service.bulk import batches
from service.lines import Line
from tests.service.api.conftest import Desk, open_desk

TITLES = ("砌筑工", "保洁员", "叉车司机", "养老护理员", "电焊工")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("bulk")) as made:  # of its own: ten thousand postings would crowd the others
        yield made


def line(i: int) -> dict[str, Any]:
    return {
        "id": f"bulk-{i:05d}",
        "title": TITLES[i % len(TITLES)],
        "employer": f"遵义第{i % 700}某某有限公司",
        "description": "负责现场作业，服从安排，月休四天",
        "county_code": ("520324", "520304", "520382")[i % 3],
        "headcount": i % 9 + 1,
        "pay_text": f"{4000 + i % 2000}-{7000 + i % 1000}元/月",
        "benefits": "包吃住，五险",
        "valid_until": "2026-12-31",
    }


def send(desk: Desk, noun: str, lines: list[str]) -> Any:
    answer = desk.ask("POST", f"/{noun}/bulk", content="\n".join(lines).encode())
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_ten_thousand_lines_with_bad_ones_in_the_middle(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps(line(i), ensure_ascii=False) for i in range(10_000)]
    lines[4000] = '{"id": "broken"'
    lines[4001] = json.dumps({**line(4001), "benefit": "包住"})
    lines[4002] = json.dumps({**line(4002), "headcount": "三个"})
    lines[4003] = json.dumps({**line(4003), "description": "交押金500元"})
    lines[4004] = json.dumps({**line(4004), "title": "砌筑工，限男"})
    lines[4005] = lines[0]
    lines[4006] = '["no object"]'
    started, cpu = time.perf_counter(), time.process_time()
    report = send(desk, "postings", lines)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    with capsys.disabled():
        print(f"\nbulk of 10,000 lines: {seconds:.1f} s, {cpu:.1f} s of CPU")
    assert cpu < 15
    assert (report["total"], report["accepted"], report["review"], report["rejected"]) == (10_000, 9_993, 1, 6)
    assert [entry["line"] for entry in report["lines"]] == list(range(1, 10_001))
    told = {entry["line"]: entry for entry in report["lines"]}
    assert [told[i]["code"] for i in range(4001, 4008)] == [
        "bad_json", "unknown_field", "wrong_type", "fee", "sex_limit", "duplicate", "bad_json"
    ]  # fmt: skip
    assert "benefits" in told[4002]["text"]
    assert "headcount" in told[4003]["text"]
    assert "劳动合同法" in told[4004]["text"]
    assert {told[i]["outcome"] for i in (4000, 4008, 9999, 10_000)} == {"new"}
    shown = desk.ask("GET", "/search/postings?q=电焊工&area=520382&top_k=5").json()
    assert shown["results"][0]["posting"]["id"].startswith("bulk-")


def test_the_same_lines_again_change_nothing_and_one_word_changes_one(desk: Desk) -> None:
    lines = [json.dumps({**line(i), "id": f"again-{i}"}) for i in range(50)]
    assert {entry["outcome"] for entry in send(desk, "postings", lines)["lines"]} == {"new"}
    seq = desk.resources.store.change_seq()
    assert {entry["outcome"] for entry in send(desk, "postings", lines)["lines"]} == {"same"}
    assert desk.resources.store.change_seq() == seq
    lines[7] = json.dumps({**line(7), "id": "again-7", "headcount": 99})
    outcomes = [entry["outcome"] for entry in send(desk, "postings", lines)["lines"]]
    assert outcomes == ["same"] * 7 + ["changed"] + ["same"] * 42


def test_people_in_bulk_are_told_by_id_and_by_id_number(desk: Desk) -> None:
    people = [
        {"id": "bulk-s1", "name": "冯甲", "birth_year": 1990, "county_code": "520324", "skills_text": "电焊"},
        {"id": "bulk-s2", "name": "陈乙", "birth_year": 2015, "county_code": "520324"},
        {"id": "bulk-s1", "name": "冯甲", "birth_year": 1990},
        {"id": "bulk-s3", "name": "褚丙", "nmae": "褚丙"},
    ]
    report = send(desk, "seekers", [json.dumps(person) for person in people])
    assert [(entry["outcome"], entry["code"]) for entry in report["lines"] if entry["outcome"] == "rejected"] == [
        ("rejected", "under16"),
        ("rejected", "duplicate"),
        ("rejected", "unknown_field"),
    ]
    assert desk.ask("GET", "/seekers/bulk-s1").status_code == 200
    assert desk.ask("GET", "/seekers/bulk-s2").status_code == 404


def read(chunks: list[bytes], **options: Any) -> list[list[Line]]:
    async def stream() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    async def gather() -> list[list[Line]]:
        return [batch async for batch in batches(stream(), **options)]

    return anyio.run(gather)


def test_a_line_cut_anywhere_by_the_network_is_the_same_line() -> None:
    body = '{"id":"甲"}\r\n\n{"id":"乙"}'.encode()
    wanted = [(1, {"id": "甲"}), (3, {"id": "乙"})]
    for cut in range(len(body)):
        assert read([body[:cut], body[cut:]]) == [wanted]


def test_lines_come_in_batches_and_past_the_limit_one_line_says_so() -> None:
    body = b'{"id":"a"}\n' * 7
    found = read([body], most_lines=5, size=2)
    assert [len(batch) for batch in found] == [2, 2, 2]
    number, said = found[-1][-1]
    assert number == 6
    assert isinstance(said, str)
    assert "5" in said


def test_an_endless_line_is_reported_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LONGEST_LINE", 50)
    found = read([b'{"id":"' + b"a" * 40, b"a" * 40, b'a"}\n{"id":"b"}\n'])[0]
    assert [number for number, _ in found] == [1, 2]
    assert isinstance(found[0][1], str)
    assert found[1][1] == {"id": "b"}


def test_past_the_byte_limit_nothing_more_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_BYTES", 30)
    found = read([b'{"id":"a"}\n' * 2, b'{"id":"b"}\n' * 2, b'{"id":"c"}\n' * 2])[0]
    assert [value for _, value in found if value == {"id": "c"}] == []
    assert isinstance(found[-1][1], str)
