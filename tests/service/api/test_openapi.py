"""The OpenAPI document is what the service does: the same routes, and responses of the shape it states."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from service.web import routes as pages
from tests.service.api.conftest import BASE, Desk

ALL_ROUTES = {
    "GET /api/v1/imports",
    "POST /api/v1/imports",
    "GET /api/v1/imports/{import_id}",
    "GET /api/v1/imports/{import_id}/rejected",
    "POST /api/v1/imports/{import_id}/undo",
    "POST /api/v1/match/postings",
    "POST /api/v1/match/seekers",
    "GET /api/v1/postings",
    "POST /api/v1/postings",
    "POST /api/v1/postings/bulk",
    "POST /api/v1/postings/check",
    "DELETE /api/v1/postings/{posting_id}",
    "GET /api/v1/postings/{posting_id}",
    "PUT /api/v1/postings/{posting_id}",
    "GET /api/v1/search/postings",
    "GET /api/v1/search/seekers",
    "GET /api/v1/seekers",
    "POST /api/v1/seekers",
    "POST /api/v1/seekers/bulk",
    "DELETE /api/v1/seekers/{seeker_id}",
    "GET /api/v1/seekers/{seeker_id}",
    "PUT /api/v1/seekers/{seeker_id}",
    "GET /healthz",
    "GET /metrics",
    "GET /readyz",
}


@pytest.fixture(scope="session")
def document(desk: Desk) -> dict[str, Any]:
    answer = desk.client.get("/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def documented(document: dict[str, Any]) -> set[str]:
    return {f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item}


def check(document: dict[str, Any], method: str, path: str, answer: Any) -> None:
    """Check a response against what the document states for its route and status."""
    responses = document["paths"][path][method.lower()]["responses"]
    stated = responses.get(str(answer.status_code)) or responses[f"{answer.status_code // 100}XX"]
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in stated["content"], (path, answer.status_code, media_type)
    schema = {**stated["content"][media_type]["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(answer.json())


def test_the_document_lists_exactly_the_routes_served(document: dict[str, Any], desk: Desk) -> None:
    assert documented(document) == ALL_ROUTES
    for route in sorted(ALL_ROUTES):
        method, _, path = route.partition(" ")
        answer = desk.client.request(method, path.replace("{", "").replace("}", ""), headers=desk.staff)
        assert answer.status_code != 405, route
        assert "没有这个地址" not in answer.text, route


def test_whatever_is_not_documented_is_not_served_under_the_api(desk: Desk, document: dict[str, Any]) -> None:
    paths = {path for path in document["paths"] if path.startswith(BASE)}
    nouns = {path.split("/")[3] for path in paths}
    assert nouns == {"imports", "match", "postings", "search", "seekers"}
    html = {route.path for route in pages.router.routes if isinstance(route, APIRoute)}
    assert not html & set(document["paths"])
    for path in ("/api/v1/keys", "/api/v1/match", "/api/v2/postings"):
        assert desk.client.get(path, headers=desk.staff).status_code in (404, 405)


def test_real_responses_have_the_stated_shape(document: dict[str, Any], desk: Desk) -> None:
    fields = {"title": "砌筑工", "county_code": "520324", "headcount": 1}
    asked: list[tuple[str, str, str, dict[str, Any]]] = [
        ("GET", "/postings", "/postings", {}),
        ("PUT", "/postings/{posting_id}", "/postings/p-shape", {"json": fields}),
        ("PUT", "/postings/{posting_id}", "/postings/p-shape", {"json": fields}),
        ("PUT", "/postings/{posting_id}", "/postings/p-shape", {"json": {"title": "交押金"}}),
        ("GET", "/postings/{posting_id}", "/postings/p-bricks", {}),
        ("GET", "/postings/{posting_id}", "/postings/nobody", {}),
        ("POST", "/postings/bulk", "/postings/bulk", {"content": json.dumps({"id": "p-shape2", **fields})}),
        ("POST", "/postings/check", "/postings/check", {"json": {"title": "限男"}}),
        ("DELETE", "/postings/{posting_id}", "/postings/p-shape2", {}),
        ("GET", "/seekers", "/seekers", {}),
        ("GET", "/seekers/{seeker_id}", "/seekers/s-bricks", {}),
        ("PUT", "/seekers/{seeker_id}", "/seekers/s-care", {"json": {"skills_text": "照顾老人，做过护工"}}),
        ("POST", "/match/postings", "/match/postings", {"json": {"text": "52岁，会砌砖，想在正安找日结的活"}}),
        ("POST", "/match/postings", "/match/postings", {"json": {"seeker_id": "s-care"}}),
        ("POST", "/match/postings", "/match/postings", {"json": {}}),
        ("POST", "/match/seekers", "/match/seekers", {"json": {"posting_id": "p-bricks"}}),
        ("GET", "/search/postings", "/search/postings?q=护理", {}),
        ("GET", "/search/seekers", "/search/seekers?q=护理", {}),
        ("GET", "/search/seekers", "/search/seekers", {}),
        ("POST", "/imports", "/imports", {"files": {"file": ("岗位.csv", "岗位名称,招聘人数\n木工,2\n".encode())}}),
        ("GET", "/imports", "/imports", {}),
        ("GET", "/imports/{import_id}", "/imports/imp-000001", {}),
        ("POST", "/imports/{import_id}/undo", "/imports/imp-999999/undo", {}),
    ]
    statuses = set()
    for method, pattern, path, given in asked:
        answer = desk.ask(method, path, **given)
        assert answer.status_code < 500, answer.text
        statuses.add(answer.status_code)
        check(document, method, BASE + pattern, answer)
    assert statuses == {200, 201, 404, 422}
    for path in ("/healthz", "/readyz"):
        check(document, "GET", path, desk.client.get(path))


def test_errors_are_documented_as_problem_details(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for operation in item.values():
            assert list(operation["responses"]["4XX"]["content"]) == ["application/problem+json"], path
            assert "422" not in operation["responses"], path
