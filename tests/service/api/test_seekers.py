"""People over HTTP: staff only, masked for everyone, every look in the ledger, forgotten at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.api.conftest import Desk


def found(desk: Desk) -> list[str]:
    answer = desk.ask("POST", "/match/seekers", json={"posting_id": "p-bricks", "top_k": 50})
    assert answer.status_code == 200, answer.text
    return [result["seeker"]["id"] for result in answer.json()["results"]]


def n_events(desk: Desk, action: str) -> int:
    return sum(1 for _ in desk.resources.store.ledger.events(action=action))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/seekers"),
        ("GET", "/seekers/s-bricks"),
        ("PUT", "/seekers/s-bricks"),
        ("POST", "/seekers"),
        ("POST", "/seekers/bulk"),
        ("DELETE", "/seekers/s-bricks"),
        ("GET", "/imports"),
        ("POST", "/imports/imp-000001/undo"),
        ("GET", "/imports/imp-000001/rejected"),
    ],
)
def test_a_portal_has_no_way_to_the_people(desk: Desk, method: str, path: str) -> None:
    given: dict[str, Any] = {"json": {}} if method in ("PUT", "POST") and "undo" not in path else {}
    answer = desk.ask(method, path, by="portal", **given)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_names_and_numbers_are_masked_for_staff_and_portal(desk: Desk) -> None:
    texts = [
        desk.ask("GET", "/seekers/s-bricks").text,
        desk.ask("GET", "/seekers?limit=500").text,
        desk.ask("POST", "/match/seekers", json={"posting_id": "p-bricks"}).text,
        desk.ask("GET", "/search/seekers?q=砌砖的师傅", by="portal").text,
    ]
    for text in texts:
        assert "周**" in text
        assert "周大山" not in text
        assert "19900000011" not in text


def test_who_did_not_consent_is_never_found(desk: Desk) -> None:
    assert "s-no-consent" not in found(desk)
    assert "s-bricks" in found(desk)


def test_a_look_and_a_search_stand_in_the_ledger_without_the_words(desk: Desk) -> None:
    looks, searches = n_events(desk, "seeker.look"), n_events(desk, "seeker.search")
    desk.ask("GET", "/seekers/s-care")
    desk.ask("POST", "/match/postings", json={"seeker_id": "s-care"})
    desk.ask("GET", "/search/seekers?q=找周大山")
    desk.ask("POST", "/match/seekers", json={"text": "砌砖的师傅"})
    desk.ask("GET", "/seekers")
    assert n_events(desk, "seeker.look") == looks + 2
    assert n_events(desk, "seeker.search") == searches + 3
    ledger = desk.resources.store.ledger
    assert all("周大山" not in repr(entry.event) for entry in ledger.events())
    assert ledger.first_broken() is None


def test_a_person_who_asks_to_be_forgotten_is_gone_at_once_and_from_the_history(desk: Desk) -> None:
    fields = {"name": "蒋一", "birth_year": 1982, "county_code": "520324", "skills_text": "砌砖", "consent": True}
    assert desk.ask("PUT", "/seekers/s-gone", json=fields).status_code == 201
    assert "s-gone" in found(desk)
    assert desk.ask("DELETE", "/seekers/s-gone").json()["outcome"] == "deleted"
    assert "s-gone" not in found(desk)
    assert desk.ask("GET", "/seekers/s-gone").status_code == 404
    (event,) = [e.event for e in desk.resources.store.ledger.events(action="seeker.forget", subject="s-gone")]
    assert event.actor.startswith("key:")


def test_a_child_is_not_registered(desk: Desk) -> None:
    answer = desk.ask("PUT", "/seekers/s-child", json={"name": "沈小", "birth_year": 2013, "county_code": "520324"})
    assert (answer.status_code, answer.json()["code"]) == (422, "record_rejected")
    assert [issue["code"] for issue in answer.json()["issues"]] == ["under16"]
    assert desk.ask("GET", "/seekers/s-child").status_code == 404


def test_a_person_inline_is_matched_and_not_stored(desk: Desk) -> None:
    before = desk.resources.store.change_seq()
    person = {"birth_year": 1980, "county_code": "520324", "skills_text": "砌砖", "desired_jobs_text": "砌筑工"}
    answer = desk.ask("POST", "/match/postings", json={"seeker": person, "top_k": 50}, by="portal")
    assert "p-bricks" in [result["posting"]["id"] for result in answer.json()["results"]]
    posting = {"title": "砌筑工", "county_code": "520324", "headcount": 1}
    answer = desk.ask("POST", "/match/seekers", json={"posting": posting})
    assert "s-bricks" in [result["seeker"]["id"] for result in answer.json()["results"]]
    assert desk.resources.store.change_seq() == before
