"""What nobody knows is refused by name: parameters, fields, codes, broken JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.service.api.conftest import BASE, Desk

GET_ROUTES = (
    "/healthz",
    "/readyz",
    "/metrics",
    f"{BASE}/postings",
    f"{BASE}/postings/p-bricks",
    f"{BASE}/seekers",
    f"{BASE}/seekers/s-bricks",
    f"{BASE}/imports",
    f"{BASE}/imports/imp-000001",
    f"{BASE}/imports/imp-000001/rejected",
    f"{BASE}/search/postings",
    f"{BASE}/search/seekers",
)


@pytest.mark.parametrize("path", GET_ROUTES)
def test_every_get_route_refuses_a_parameter_it_does_not_know(desk: Desk, path: str) -> None:
    answer = desk.client.get(
        path, params={"q": "砌砖", "colour": "red"} if "search" in path else {"colour": "red"}, headers=desk.staff
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["fields"]) == (422, "unknown_parameter", ["colour"])
    assert answer.headers["content-type"] == "application/problem+json"
    assert "colour" in problem["detail"]
    assert problem["status"] == 422
    assert problem["type"].startswith("urn:")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/match/postings"), ("POST", "/postings/check"), ("PUT", "/postings/x"), ("DELETE", "/postings/x")],
)
def test_a_write_refuses_unknown_parameters_too(desk: Desk, method: str, path: str) -> None:
    given: dict[str, Any] = {} if method == "DELETE" else {"json": {"title": "x"}}
    answer = desk.ask(method, path, params={"force": "1"}, **given)
    assert (answer.status_code, answer.json()["fields"]) == (422, ["force"])


@pytest.mark.parametrize(
    ("method", "path", "body", "name", "near"),
    [
        ("POST", "/match/postings", {"text": "砌砖", "topk": 3}, "topk", "top_k"),
        ("POST", "/match/postings", {"text": "砌砖", "limits": {"kindz": ["gig"]}}, "limits.kindz", "kinds"),
        ("POST", "/match/postings", {"seeker": {"skils_text": "砌砖"}}, "skils_text", "skills_text"),
        ("POST", "/match/seekers", {"posting": {"title": "焊工", "head_count": 3}}, "head_count", "headcount"),
        ("POST", "/match/seekers", {"posting_ids": "p-1"}, "posting_ids", "posting_id"),
        ("POST", "/postings", {"id": "x", "title": "焊工", "paytext": "1"}, "paytext", "pay_text"),
        ("PUT", "/postings/x", {"titel": "焊工"}, "titel", "title"),
        ("POST", "/postings/check", {"title": "焊工", "benefit": "1"}, "benefit", "benefits"),
        ("PUT", "/seekers/x", {"phnoe": "1"}, "phnoe", "phone"),
        ("POST", "/seekers", {"id": "x", "birthyear": 1980}, "birthyear", "birth_year"),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest_known_one(
    desk: Desk, method: str, path: str, body: dict[str, Any], name: str, near: str
) -> None:
    answer = desk.ask(method, path, json=body)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["fields"]) == (422, "unknown_parameter", [name])
    assert name in problem["detail"]
    assert f"是不是 {near}" in problem["detail"] or f"是不是“{near}”" in problem["detail"]


def test_an_unknown_parameter_is_named_with_the_nearest_known_one(desk: Desk) -> None:
    assert "是不是 settlement？" in desk.ask("GET", "/search/postings?q=砌砖&setlement=daily").json()["detail"]
    assert "是不是 limit？" in desk.ask("GET", "/postings?limits=3").json()["detail"]
    answer = desk.ask("POST", "/imports", files={"file": ("a.csv", b"a")}, data={"kinds": "auto"})
    assert "是不是 kind？" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/search/postings?q=砌砖&kind=gigs", "kind"),
        ("/search/postings?q=砌砖&settlement=dayly", "settlement"),
        ("/search/postings?q=砌砖&area=999999", "areas"),
    ],
)
def test_a_code_that_does_not_exist_is_refused_and_not_answered_with_nothing(desk: Desk, path: str, name: str) -> None:
    answer = desk.ask("GET", path)
    assert (answer.status_code, answer.json()["code"], answer.json()["fields"]) == (422, "unknown_parameter", [name])


def test_wrong_codes_in_a_body_are_refused(desk: Desk) -> None:
    for limits in ({"kinds": ["foo"]}, {"settlements": ["now"]}, {"areas": ["000001"]}):
        answer = desk.ask("POST", "/match/postings", json={"text": "砌砖", "limits": limits})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter"), limits
    assert "gig" in desk.ask("GET", "/search/postings?q=砌砖&kind=gigs").json()["detail"]
    answer = desk.ask("PUT", "/postings/x", json={"title": "焊工", "kind": "foo"})
    assert (answer.status_code, answer.json()["fields"]) == (422, ["kind"])
    answer = desk.ask("POST", "/imports", files={"file": ("a.csv", b"a")}, data={"kind": "foo"})
    assert answer.json()["fields"] == ["kind"]


@pytest.mark.parametrize(
    "body", [b'{"text": ', b"", b"\xff\xfe\x00", b"null", b"[]", b'"x"', b"[" * 100_000, b'{"top_k": NaN, "text": "a"}']
)
def test_broken_json_is_the_callers_error_said_in_chinese(desk: Desk, body: bytes) -> None:
    for path in ("/match/postings", "/postings", "/postings/check"):
        answer = desk.ask("POST", path, content=body, headers={"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, (path, answer.text)
        problem = json.loads(answer.content)
        assert problem["code"] in {"bad_record", "bad_request", "unknown_parameter"}
        assert any("\u4e00" <= character <= "\u9fff" for character in problem["detail"])
        assert "Input should" not in problem["detail"]


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"q": ""}, "q"),
        ({"q": "a", "top_k": "0"}, "top_k"),
        ({"q": "a", "top_k": "x"}, "top_k"),
        ({"q": "a", "no_night": "perhaps"}, "no_night"),
        ({}, "q"),
    ],
)
def test_a_value_out_of_range_is_named_in_chinese(desk: Desk, params: dict[str, str], name: str) -> None:
    answer = desk.ask("GET", "/search/postings", params=params)
    assert (answer.status_code, answer.json()["fields"]) == (422, [name])
    assert answer.json()["detail"].startswith((name, "缺少"))
