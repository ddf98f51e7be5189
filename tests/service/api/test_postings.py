"""Postings over HTTP: judged like an import, seen by role, gone at once when deleted."""

from __future__ import annotations

import json
from typing import Any

from indexer.ledger import LedgerEvent
from models.records import Status
from service.auth import KeyFile
from tests.service.api.conftest import LABELLED_NAMES, Desk


def matched(desk: Desk, text: str = "砌砖", by: str = "staff") -> list[str]:
    answer = desk.ask("POST", "/match/postings", json={"text": text, "top_k": 50}, by=by)
    assert answer.status_code == 200, answer.text
    return [result["posting"]["id"] for result in answer.json()["results"]]


def events(desk: Desk, action: str) -> list[LedgerEvent]:
    return [entry.event for entry in desk.resources.store.ledger.events(action=action)]


def test_a_new_posting_is_matched_at_once_and_a_deleted_one_is_gone_at_once(desk: Desk) -> None:
    fields = {"id": "p-wall", "title": "砌筑工", "county_code": "520324", "headcount": 1, "pay_text": "250元/天"}
    assert desk.ask("POST", "/postings", json=fields).status_code == 201
    assert "p-wall" in matched(desk)
    total = desk.ask("GET", "/search/postings?q=砌砖").json()["total"]
    removed = desk.ask("DELETE", "/postings/p-wall")
    assert removed.json() == {"id": "p-wall", "outcome": "deleted", "status": "", "issues": [], "findings": []}
    assert "p-wall" not in matched(desk)
    assert desk.ask("GET", "/search/postings?q=砌砖").json()["total"] == total - 1
    assert desk.ask("GET", "/postings/p-wall").status_code == 404
    assert desk.ask("DELETE", "/postings/p-wall").json()["code"] == "not_found"


def test_a_fee_is_returned_with_the_law_and_kept_blocked_for_the_record(desk: Desk) -> None:
    fields = {"title": "文员", "description": "入职先交押金500元", "county_code": "520324", "headcount": 1}
    answer = desk.ask("PUT", "/postings/p-fee", json=fields)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "record_rejected")
    assert any(finding["code"] == "fee" and "劳动合同法" in finding["law"] for finding in problem["findings"])
    assert "劳动合同法" in problem["detail"]
    stored = desk.resources.store.postings(["p-fee"])["p-fee"]
    assert (stored.status, stored.status_reason) == (Status.BLOCKED, "fee")
    assert "p-fee" not in matched(desk, "文员")


def test_a_live_posting_that_turns_unlawful_disappears_from_match_with_the_words_that_did_it(desk: Desk) -> None:
    fields: dict[str, Any] = {"title": "砌筑工", "county_code": "520324", "headcount": 1}
    desk.ask("PUT", "/postings/p-turns", json=fields)
    assert "p-turns" in matched(desk)
    assert desk.ask("PUT", "/postings/p-turns", json={**fields, "requirements": "先交押金300元"}).status_code == 422
    assert "p-turns" not in matched(desk)
    assert desk.resources.store.postings(["p-turns"])["p-turns"].requirements == "先交押金300元"


def test_a_sex_limit_waits_for_an_officer_and_is_not_shown_to_a_portal(desk: Desk) -> None:
    fields = {"title": "砌筑工，限男", "county_code": "520324", "headcount": 1}
    answer = desk.ask("PUT", "/postings/p-men", json=fields).json()
    assert (answer["outcome"], answer["status"]) == ("review", "review")
    assert "p-men" not in matched(desk)
    assert desk.ask("GET", "/postings/p-men").json()["status"] == "review"
    assert desk.ask("GET", "/postings/p-men", by="portal").status_code == 404
    listed = desk.ask("GET", "/postings?limit=500", by="portal").json()["postings"]
    assert "p-men" not in [posting["id"] for posting in listed]
    assert {posting["status"] for posting in listed} == {"live"}


def test_an_expired_posting_is_returned_and_not_stored(desk: Desk) -> None:
    fields = {"title": "砌筑工", "county_code": "520324", "headcount": 1, "valid_until": "2026-11-01"}
    problem = desk.ask("PUT", "/postings/p-late", json=fields).json()
    assert "expired" in [issue["code"] for issue in problem["issues"]]
    assert desk.ask("GET", "/postings/p-late").status_code == 404


def test_fields_not_given_stay_and_null_empties_them(desk: Desk) -> None:
    fields = {"title": "焊工", "county_code": "520324", "headcount": 2, "benefits": "包住", "certificates": ["焊工证"]}
    path = "/postings/p-keeps"
    desk.ask("PUT", path, json=fields)
    assert desk.ask("PUT", path, json={"title": "焊工", "headcount": 3}).json()["outcome"] == "changed"
    shown = desk.ask("GET", path).json()
    assert (shown["headcount"], shown["benefits"], len(shown["certificates"])) == (3, "包住", 1)
    desk.ask("PUT", path, json={"title": "焊工", "benefits": None, "certificates": []})
    shown = desk.ask("GET", path).json()
    assert (shown["headcount"], shown["benefits"], shown["certificates"]) == (3, "", [])
    assert desk.ask("PUT", path, json={"title": "焊工"}).json()["outcome"] == "same"


def test_postings_of_an_employer_in_arrears_are_suspended(desk: Desk) -> None:
    heading = "单位名称,统一社会信用代码,列入日期,移出日期,欠薪情形"
    table = f"{heading}\n欠薪某某建筑有限公司,,2026-01-01,2027-01-01,拖欠农民工工资\n"
    report = desk.ask("POST", "/imports", files={"file": ("欠薪名单.csv", table.encode())}, data={"kind": "employers"})
    assert report.status_code == 200, report.text
    fields = {"title": "砌筑工", "employer": "欠薪某某建筑有限公司", "county_code": "520324", "headcount": 1}
    answer = desk.ask("PUT", "/postings/p-arrears", json=fields).json()
    assert answer["status"] == "suspended"
    assert "wage_arrears_employer" in [issue["code"] for issue in answer["issues"]]
    assert "p-arrears" not in matched(desk)


def test_the_check_says_the_law_and_stores_nothing(desk: Desk) -> None:
    before = desk.resources.store.change_seq()
    answer = desk.ask(
        "POST", "/postings/check", json={"title": "文员，限女", "description": "交押金"}, by="portal"
    ).json()
    assert answer["decision"] == "block"
    assert all(
        finding["law"] and finding["suggestion"] for finding in answer["findings"] if finding["severity"] == "block"
    )
    assert desk.ask("POST", "/postings/check", json={"title": "文员"}).json()["decision"] == "ok"
    assert desk.resources.store.change_seq() == before


def test_a_portal_reads_but_sees_no_contact_and_may_not_write(desk: Desk) -> None:
    whole = desk.ask("GET", "/postings/p-bricks").json()
    assert (whole["contact_name"], whole["contact_phone"]) == ("王大力", "19900000001")
    seen = desk.ask("GET", "/postings/p-bricks", by="portal")
    assert seen.json()["contact_phone"] is None
    pages = [seen.text, desk.ask("GET", "/postings?limit=500", by="portal").text]
    pages += [desk.ask("GET", "/search/postings?q=砌砖&top_k=50", by="portal").text]
    for text in pages:
        assert "1990000000" not in text
        assert not [name for name in LABELLED_NAMES if name in text]
    for method, path in (
        ("PUT", "/postings/x"),
        ("POST", "/postings"),
        ("POST", "/postings/bulk"),
        ("DELETE", "/postings/x"),
    ):
        answer = desk.ask(method, path, by="portal", **({} if method == "DELETE" else {"json": {"title": "x"}}))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), path
        assert "身份" in answer.json()["detail"]


def test_no_key_no_answer(desk: Desk) -> None:
    assert KeyFile(desk.resources.settings.keys_file).all()
    answer = desk.client.get("/api/v1/postings")
    assert (answer.status_code, answer.json()["code"]) == (401, "key_needed")


def test_pages_go_through_every_posting_once_in_order_of_id(desk: Desk) -> None:
    whole = [posting["id"] for posting in desk.ask("GET", "/postings?limit=500").json()["postings"]]
    paged: list[str] = []
    after: str | None = ""
    while after is not None:
        page = desk.ask("GET", "/postings", params={"limit": 2, "after": after}).json()
        paged += [posting["id"] for posting in page["postings"]]
        after = page["next"]
    assert paged == whole == sorted(whole)


def test_the_id_of_the_address_and_of_the_body_must_agree(desk: Desk) -> None:
    answer = desk.ask("PUT", "/postings/p-a", json={"id": "p-b", "title": "焊工"})
    assert (answer.status_code, answer.json()["fields"]) == (422, ["id"])
    assert desk.ask("POST", "/postings", json={"title": "焊工"}).json()["fields"] == ["id"]


def test_an_id_with_a_slash_can_be_written_read_and_removed(desk: Desk) -> None:
    path = "/postings/GZ/2026/17"
    assert desk.ask("PUT", path, json={"title": "焊工", "headcount": 1}).status_code == 201
    assert desk.ask("GET", path).json()["id"] == "GZ/2026/17"
    assert desk.ask("DELETE", path).status_code == 200


def test_writes_and_removals_stand_in_the_ledger_with_who_and_by_which_versions(desk: Desk) -> None:
    desk.ask("PUT", "/postings/p-noted", json={"title": "焊工", "headcount": 1})
    desk.ask("DELETE", "/postings/p-noted")
    (written,) = [event for event in events(desk, "posting.write") if event.subjects == ("p-noted",)]
    (removed,) = [event for event in events(desk, "posting.delete") if event.subjects == ("p-noted",)]
    assert written.actor == removed.actor
    assert written.actor.startswith("key:")
    assert written.purpose == "PUT /postings/{posting_id}"
    assert written.details == {"new": 1}
    assert written.versions["build"]
    assert set(written.versions) == {"build", "model", "rules"}


def test_numbers_and_texts_without_end_are_refused_by_name(desk: Desk) -> None:
    for field, value in (
        ("headcount", 10**30),
        ("title", "长" * 30_000),
        ("certificates", [["a"]]),
        ("benefits", "\ud800"),
    ):
        body = json.dumps({"title": "焊工", field: value})
        answer = desk.ask("PUT", "/postings/p-bad", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["fields"]) == (422, [field])
