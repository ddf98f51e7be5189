"""The officers' batch: every graduate of the sample, every recommendation checked again against the rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import python_calamine

from indexer.posting_attributes import posting_columns
from indexer.seeker_attributes import seeker_columns
from models.records import Posting, Seeker, Status
from service.graduates.standing import standing_of
from service.matching.rules import screen
from service.opening import open_resources
from service.resources import Resources
from service.settings import Settings
from tests.builders import ASOF
from tests.journeys.serving import zunpei

K = 3
CAPACITY = 3.0


@pytest.fixture(scope="module")
def resources(demo_data: Path) -> Iterator[Resources]:
    with open_resources(Settings(data_dir=demo_data, asof=ASOF)) as opened:
        yield opened


@pytest.fixture(scope="module")
def graduates(resources: Resources) -> dict[str, Seeker]:
    return {s.id: s for batch in resources.store.iter_seekers() for s in batch if s.graduate is not None}


@pytest.fixture(scope="module")
def out(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch")
    done = zunpei("recommend", "--graduates", "--k", str(K), "--out", str(folder), data_dir=demo_data, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return folder


@pytest.fixture(scope="module")
def given(out: Path) -> dict[str, list[str]]:
    lines = [json.loads(line) for line in (out / "graduates.ndjson").read_text("utf-8").splitlines()]
    recommended = [line for line in lines if "set_aside" not in line]
    return {line["seeker_id"]: [r["posting_id"] for r in line["recommendations"]] for line in recommended}


def test_everybody_of_the_ledger_is_accounted_for(graduates: dict[str, Seeker], given: dict[str, list[str]]) -> None:
    # 680 distinct people; the 6 whose ID number fails its check are returned for mending and not yet in the store.
    assert len(graduates) == 680 - 6
    asked = {s.id for s in graduates.values() if standing_of(s) == "recommend"}
    assert set(given) == asked
    assert len(asked) > 400


def test_each_gets_distinct_postings(given: dict[str, list[str]]) -> None:
    assert all(len(set(ids)) == len(ids) <= K for ids in given.values())
    assert sum(len(ids) == K for ids in given.values()) / len(given) > 0.95


def test_no_recommendation_breaks_a_rule(
    resources: Resources, graduates: dict[str, Seeker], given: dict[str, list[str]]
) -> None:
    postings = resources.store.postings(sorted({i for ids in given.values() for i in ids}))
    broken = []
    for seeker_id, ids in given.items():
        chosen = [postings[i] for i in ids]
        if not chosen:
            continue
        judged = screen(
            posting_columns(chosen, resources.vocabulary),
            seeker_columns([graduates[seeker_id]], resources.vocabulary),
            asof=ASOF.toordinal(),
            side="postings",
        )
        broken += [i for i, allowed in zip(ids, judged.allowed(), strict=True) if not allowed]
    assert broken == []


def test_every_posting_is_live_today_and_can_be_reached(resources: Resources, given: dict[str, list[str]]) -> None:
    for posting in resources.store.postings(sorted({i for ids in given.values() for i in ids})).values():
        assert isinstance(posting, Posting)
        assert posting.status is Status.LIVE
        assert posting.valid_until is None or posting.valid_until >= ASOF
        assert posting.contact_phone


def test_no_posting_is_recommended_past_the_multiple_of_its_headcount(
    resources: Resources, given: dict[str, list[str]]
) -> None:
    counts = Counter(i for ids in given.values() for i in ids)
    postings = resources.store.postings(list(counts))
    over = {i: n for i, n in counts.items() if n > CAPACITY * (postings[i].headcount or 1)}
    assert over == {}


def test_the_workbook_opens_and_says_the_same_with_a_reason_for_each(out: Path, given: dict[str, list[str]]) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(out / "graduates.xlsx"))
    heading, *rows = book.get_sheet_by_name("推荐结果").to_python()
    assert len(rows) == len(given)
    n_written = 0
    for row in rows:
        cells = dict(zip(heading, row, strict=True))
        for number in range(1, K + 1):
            if cells[f"推荐{number}岗位"]:
                n_written += 1
                assert cells[f"推荐{number}理由"]
    assert n_written == sum(len(ids) for ids in given.values())


def test_the_same_seed_gives_the_same_files(demo_data: Path, out: Path, tmp_path: Path) -> None:
    zunpei("recommend", "--graduates", "--k", str(K), "--out", str(tmp_path), data_dir=demo_data, check=False)
    assert (tmp_path / "graduates.ndjson").read_bytes() == (out / "graduates.ndjson").read_bytes()


def test_the_batch_stands_in_the_ledger_without_names(resources: Resources, out: Path) -> None:
    events = list(resources.store.ledger.events(action="graduates.recommend"))
    assert events
    assert "19900" not in msgspec.json.encode(events).decode()


def test_what_the_published_priority_moves_stands_in_the_ledger(resources: Resources) -> None:
    from service.desk import seekers_for_text

    moved = [m for t in ("砌砖的3个人", "采茶20人") for m in seekers_for_text(resources, t, role="staff").moves]
    assert moved
    events = list(resources.store.ledger.events(action="match.prioritise"))
    assert {m.record_id for m in moved} <= {subject for event in events for subject in event.event.subjects}
