"""The sample's planted traps are found: every one, on its row, and nothing beside them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from indexer.ingest import ingest
from indexer.normalise.issues import IssueCodes, load_issue_codes
from indexer.store import Store, open_store
from models.records import PostingKind, Status
from models.understand.pay import parse_pay
from models.vocabulary import load_vocabulary

SAMPLE = Path(__file__).parents[2] / "sample"
ASOF = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
POSTINGS, GIGS = "岗位信息采集表_2026年11月.xlsx", "零工需求_红花岗零工市场_2026-11.csv"
ORDERS, CREWS, EMPLOYERS = "劳务输出用工订单.xlsx", "班组登记.xlsx", "用人单位.xlsx"
GRADUATES = "高校毕业生实名台账_2026届.xlsx"
LEDGERS = ("劳动力台账_正安县.xlsx", "劳动力台账_播州区.xlsx", "劳动力台账_仁怀市.xlsx")
FILES = (POSTINGS, GIGS, ORDERS, *LEDGERS, GRADUATES, CREWS, EMPLOYERS)

Rows = set[tuple[str, int]]


class Imported:
    """The sample in a store, with both reports: of the first import and of the same files again."""

    def __init__(self, store: Store, codes: IssueCodes) -> None:
        vocabulary = load_vocabulary()
        paths = [SAMPLE / name for name in FILES]
        self.store = store
        self.first = ingest(paths, store, vocabulary, asof=ASOF, now=NOW, codes=codes).as_dict(codes)
        self.seq = store.change_seq()
        self.again = ingest(paths, store, vocabulary, asof=ASOF, now=NOW, codes=codes).as_dict(codes)

    def entry(self, file: str, record: str) -> dict[str, Any]:
        return next(e for e in self.first["files"] if (e["file"], e["record"]) == (file, record))

    def rows(self, file: str, record: str) -> dict[str, Rows]:
        found: dict[str, Rows] = defaultdict(set)
        for issue in self.entry(file, record)["issues"]:
            found[issue["code"]].add((issue["sheet"], issue["row"]))
        return found


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('sample')}/store.db", secret=b"s" * 32)
    yield Imported(store, load_issue_codes())
    store.close()


EXPECTED: dict[str, Any] = json.loads((SAMPLE / "expected.json").read_text("utf-8"))


def planted(file: str) -> dict[str, tuple[int, Rows]]:
    traps = EXPECTED[file]["traps"]
    return {
        name: (trap["count"], {(row[0], row[1]) for row in trap.get("rows", ())})
        for name, trap in traps.items()
        if isinstance(trap, dict) and (not trap.get("rows") or isinstance(trap["rows"][0], list))
    }


def assert_on_rows(found: dict[str, Rows], wanted: dict[str, tuple[int, Rows]], *, but: frozenset[str]) -> None:
    counts = {name: len(found[name]) for name in wanted}
    assert counts == {name: count for name, (count, _) in wanted.items()}
    for name, (_, rows) in wanted.items():
        if rows and name not in but:
            assert found[name] == rows, name


def test_every_trap_of_the_postings_is_found_on_its_row(imported: Imported) -> None:
    assert_on_rows(imported.rows(POSTINGS, "posting"), planted(POSTINGS), but=frozenset())


def test_nothing_else_of_the_postings_is_returned_or_set_aside(imported: Imported) -> None:
    wanted = planted(POSTINGS)
    returned = {"expired", "fee", "fraud", "under16_post", "in_kind", "duplicate", "bad_phone"}
    aside = {"discrimination", "bad_uscc"}
    found: dict[str, Rows] = defaultdict(set)
    for issue in imported.entry(POSTINGS, "posting")["issues"]:
        found[issue["outcome"]].add((issue["sheet"], issue["row"]))
    assert found["rejected"] == set().union(*(wanted[name][1] for name in returned))
    assert found["review"] == set().union(*(wanted[name][1] for name in aside))


def test_postings_are_counted_by_sheet_kind_and_county(imported: Imported) -> None:
    expected = EXPECTED[POSTINGS]
    entry = imported.entry(POSTINGS, "posting")
    assert entry["rows"] == expected["rows"] == entry["accepted"] + entry["review"] + entry["rejected"]
    assert entry["new"] == entry["accepted"] + entry["review"]
    kinds = {
        "企业招聘": PostingKind.REGULAR,
        "就业见习": PostingKind.INTERNSHIP,
        "公益性岗位": PostingKind.PUBLIC_WELFARE,
        "以工代赈": PostingKind.WORK_RELIEF,
    }
    stored = [p for batch in imported.store.iter_postings() for p in batch if p.origin and p.origin.file == POSTINGS]
    returned = entry["rejected"]
    assert len(stored) == expected["rows"] - returned
    assert (
        sum(expected["by_type"].values()) - sum(sum(p.kind is kind for p in stored) for kind in kinds.values())
        == returned
    )
    internships = sum(p.kind is PostingKind.INTERNSHIP for p in stored)
    assert internships == expected["by_type"]["就业见习"]
    assert all(p.county_code for p in stored)
    sheets = {sheet["sheet"]: sheet["rows"] for sheet in expected["sheets"]}
    assert set(entry["mapping"]) == set(sheets)


def test_posts_of_employers_in_arrears_are_suspended_and_those_of_one_that_left_the_list_are_not(
    imported: Imported,
) -> None:
    listed = set(EXPECTED[EMPLOYERS]["traps"]["wage_arrears_active"])
    removed = set(EXPECTED[EMPLOYERS]["traps"]["wage_arrears_removed"])
    postings = [p for batch in imported.store.iter_postings() for p in batch]
    theirs = [p for p in postings if p.employer in listed]
    assert theirs
    assert {p.status for p in theirs if p.status is not Status.CLOSED} == {Status.SUSPENDED}
    assert Status.LIVE in {p.status for p in postings if p.employer in removed}
    assert not [p for p in postings if p.status is Status.SUSPENDED and p.employer not in listed]


def test_every_trap_of_the_gigs_is_found_on_its_row(imported: Imported) -> None:
    found = imported.rows(GIGS, "gig")
    header = EXPECTED[GIGS]["header_line"]
    wanted = {
        name: (trap["count"], {("", serial + header) for serial in trap["rows"]})
        for name, trap in EXPECTED[GIGS]["traps"].items()
    }
    assert_on_rows(found, wanted, but=frozenset())
    entry = imported.entry(GIGS, "gig")
    assert entry["rows"] == EXPECTED[GIGS]["rows"]
    assert entry["rejected"] == sum(wanted[n][0] for n in ("expired", "fee", "headcount_missing", "duplicate"))
    assert entry["review"] == wanted["sex_limit"][0]


def test_full_and_cancelled_gigs_are_kept_but_closed(imported: Imported) -> None:
    gigs = [p for batch in imported.store.iter_postings() for p in batch if p.kind is PostingKind.GIG]
    closed = [p.status_reason for p in gigs if p.status is Status.CLOSED]
    assert (closed.count("full"), closed.count("cancelled")) == (10, 5)


def test_every_trap_of_the_orders_is_found(imported: Imported) -> None:
    expected = EXPECTED[ORDERS]
    entry = imported.entry(ORDERS, "order")
    assert (entry["rows"], imported.entry(ORDERS, "order_line")["rows"]) == (24, expected["post_lines"])
    # Orders stand below title, office line and headings: order n is row n + 3.
    found = {
        code: {f"LWDD2026{row - 3:03d}" for _, row in rows} for code, rows in imported.rows(ORDERS, "order").items()
    }
    for name, orders in expected["traps"].items():
        assert found[name] == set(orders), name
    assert entry["joined"] == {"quota": 24, "township_quota": 330, "bus": 47}


def test_order_lines_carry_their_order_and_its_people_add_up(imported: Imported) -> None:
    lines = [p for batch in imported.store.iter_postings() for p in batch if p.kind is PostingKind.ORDER]
    rejected = imported.entry(ORDERS, "order_line")["rejected"]
    assert len(lines) == EXPECTED[ORDERS]["post_lines"] - rejected
    assert all(p.order and p.order.order_id and p.order.buses and p.order.quotas for p in lines)
    waiting = {p.order.order_id for p in lines if p.order and p.status is Status.REVIEW}
    traps = EXPECTED[ORDERS]["traps"]
    assert waiting == {*traps["quota_mismatch"], *traps["bus_capacity_short"], *traps["dispatch_licence_expired"]}
    promised = [p for p in lines if p.order and p.order.order_id in traps["fanfei_not_wage"]]
    assert promised
    assert all(p.facts is not None and p.facts.pay == parse_pay(p.pay_text) for p in promised)
    assert not [p for p in promised if "返费" in p.pay_text]


@pytest.mark.parametrize("file", LEDGERS)
def test_every_trap_of_a_labour_ledger_is_found_on_its_row(imported: Imported, file: str) -> None:
    expected = EXPECTED[file]
    found = imported.rows(file, "seeker")
    assert_on_rows(found, planted(file), but=frozenset())
    entry = imported.entry(file, "seeker")
    assert entry["rows"] == expected["rows"]
    assert set(entry["mapping"]) == set(expected["rows_by_sheet"])
    assert entry["reasons"].get("consent_N", 0) == expected["consent"]["N"]
    assert entry["reasons"].get("consent_blank", 0) == expected["consent"]["blank"]


def test_the_three_ledgers_add_up(imported: Imported) -> None:
    total: dict[str, int] = defaultdict(int)
    for file in LEDGERS:
        for code, count in imported.entry(file, "seeker")["reasons"].items():
            total[code] += count
    wanted = EXPECTED["劳动力台账_合计"]["traps"]
    assert {name: total[name] for name in wanted} == wanted


def test_every_trap_of_the_graduates_is_found(imported: Imported) -> None:
    expected = EXPECTED[GRADUATES]
    found = imported.rows(GRADUATES, "graduate")
    # Which of two equal rows is "the" copy cannot be told; see the next test.
    assert_on_rows(found, planted(GRADUATES), but=frozenset({"duplicate"}))
    entry = imported.entry(GRADUATES, "graduate")
    assert entry["rows"] == expected["rows"]
    assert expected["distinct_persons"] == entry["rows"] - len(found["duplicate"])
    assert len(found["id_missing"]) == expected["dup_kinds"]["noid"]
    assert found["id_missing"] <= found["duplicate"]


def test_of_each_graduate_who_stands_twice_one_row_is_kept(imported: Imported) -> None:
    planted_rows = planted(GRADUATES)["duplicate"][1]
    found = imported.rows(GRADUATES, "graduate")["duplicate"]
    # Three copies stand above their originals, where they are read first; the original is then the one returned.
    assert len(found) == len(planted_rows)
    assert len(found & planted_rows) >= len(planted_rows) - 3


def test_what_a_copy_knows_better_is_taken_over(imported: Imported) -> None:
    texts = [i["text"] for i in imported.entry(GRADUATES, "graduate")["issues"] if i["code"] == "duplicate"]
    changed_phones = EXPECTED[GRADUATES]["dup_kinds"]["phone"]
    assert sum("电话" in text for text in texts) >= changed_phones
    assert sum("毕业去向" in text for text in texts) > 0


def test_crews_have_their_members_linked(imported: Imported) -> None:
    expected = EXPECTED[CREWS]
    assert imported.entry(CREWS, "crew")["rows"] == expected["crews"]
    members = imported.entry(CREWS, "crew_member")
    assert members["rows"] == expected["members"]
    assert members["reasons"]["member_not_registered"] == expected["unregistered"]
    crews = [crew for batch in imported.store.iter_crews() for crew in batch]
    linked = [m for crew in crews for m in crew.members if m.seeker_id]
    assert len(linked) == expected["members"] - expected["unregistered"]
    assert sum(len(crew.members) for crew in crews) == expected["members"]
    assert sum(m.consent is not True for crew in crews for m in crew.members) == expected["unregistered"]


def test_every_trap_of_the_employers_is_found(imported: Imported) -> None:
    traps = EXPECTED[EMPLOYERS]["traps"]
    entry = imported.entry(EMPLOYERS, "employer")
    assert entry["rows"] == EXPECTED[EMPLOYERS]["rows"]
    found = {code: {row for _, row in rows} for code, rows in imported.rows(EMPLOYERS, "employer").items()}
    assert found["uscc_bad_check"] == set(traps["uscc_bad_check"])
    assert found["no_phone"] == set(traps["no_phone"])
    assert entry["reasons"]["hr_licence_expired"] == 1
    employers = [e for batch in imported.store.iter_employers() for e in batch]
    assert {e.name for e in employers if e.arrears_until_on} == set(traps["wage_arrears_active"])


def test_the_same_files_again_change_nothing(imported: Imported) -> None:
    assert imported.store.change_seq() == imported.seq
    for before, after in zip(imported.first["files"], imported.again["files"], strict=True):
        assert (after["new"], after["changed"], after["same"]) == (0, 0, before["new"])
        assert [i["code"] for i in after["issues"]] == [i["code"] for i in before["issues"]]
        assert after["reasons"] == before["reasons"]


def test_sensitive_words_stay_in_the_remark(imported: Imported) -> None:
    people = [s for batch in imported.store.iter_seekers() for s in batch]
    restricted = [s for s in people if "刑满释放" in s.remark]
    assert len(restricted) == EXPECTED["劳动力台账_合计"]["traps"]["restricted_tag"]
    for seeker in people:
        open_words = "".join((seeker.skills_text, seeker.experience_text, *seeker.groups, seeker.availability_text))
        assert "刑满" not in open_words
        assert "戒毒" not in open_words
        assert seeker.id_number == "" or seeker.id_number[6:14] not in seeker.id
