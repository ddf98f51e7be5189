"""The 1131 batch: who gets what, why, who gets less, and who is left in peace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from models.records import GraduateDetails, Posting, PostingKind, Seeker, Status
from models.segment import Segmenter
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary
from service.graduates.recommend import Batch, recommend
from service.graduates.standing import standing_of
from service.graduates.workbook import ndjson_lines, write_ndjson, write_workbook
from tests.builders import ASOF, a_posting, a_seeker
from tests.service.exact_side import Town, make_town


def a_graduate(number: int = 1, destination: str = "未就业", **given: Any) -> Seeker:
    """Return an accounting graduate of this summer."""
    values: dict[str, Any] = {
        "id": f"g-{number:02}", "name": f"唐杰{number}", "birth_year": 2004, "education": "本科", "major": "会计学",
        "skills_text": "做账", "desired_jobs_text": "会计", "id_number": "520330200405089975", "phone": "19900006925",
        "graduate": GraduateDetails(school="黔北师范学院", destination_text=destination, officer="田××"),
    }  # fmt: skip
    return a_seeker(**{**values, **given})


def a_job(number: int, **given: Any) -> Posting:
    """Return an accounting job of its own employer."""
    values = {
        "id": f"p-{number:02}",
        "title": "会计",
        "employer": f"第{number}公司",
        "description": "做账报税",
        "headcount": 1,
    }
    return a_posting(**{**values, **given})


@pytest.fixture
def office(vocabulary: Vocabulary, segmenter: Segmenter) -> Any:
    def make(jobs: list[Posting], graduates: list[Seeker], **given: Any) -> Batch:
        town = make_town(vocabulary, segmenter, jobs)
        read = [understand_seeker(g, vocabulary, asof=ASOF) for g in graduates]
        return recommend(read, **{**town.for_match("postings"), **given})

    return make


def given_to(batch: Batch) -> dict[str, list[str]]:
    return {row.graduate.id: [r.posting.id for r in row.recommendations] for row in batch.rows}


def test_every_graduate_gets_three_different_open_jobs_with_reasons(office: Any) -> None:
    batch = office([a_job(i) for i in range(6)], [a_graduate(i) for i in range(4)])
    for row in batch.rows:
        ids = [r.posting.id for r in row.recommendations]
        assert len(set(ids)) == 3
        assert [r.number for r in row.recommendations] == [1, 2, 3]
        assert all(r.reasons for r in row.recommendations)
        assert row.gap == ""
    assert batch.n_short == 0


def test_no_job_is_recommended_past_three_times_its_places(office: Any) -> None:
    batch = office([a_job(1), a_job(2, headcount=2)], [a_graduate(i) for i in range(20)])
    counts = [posting for ids in given_to(batch).values() for posting in ids]
    assert counts.count("p-01") == 3
    assert counts.count("p-02") == 6
    assert batch.n_short == 20
    assert all(row.gap for row in batch.rows)
    assert any("名额已满" in row.gap for row in batch.rows)


def test_what_was_recommended_in_earlier_runs_counts(office: Any) -> None:
    batch = office([a_job(1)], [a_graduate(i) for i in range(5)], taken={"p-01": 2})
    assert sum(map(len, given_to(batch).values())) == 1


def test_jobs_nobody_can_call_or_that_are_closed_or_expired_are_not_recommended(office: Any) -> None:
    from datetime import date

    jobs = [
        a_job(1, contact_phone=""),
        a_job(2, status=Status.CLOSED),
        a_job(3, valid_until=date(2026, 11, 22)),
        a_job(4, headcount=0),
    ]
    batch = office(jobs, [a_graduate()])
    assert given_to(batch) == {"g-01": []}
    assert "没有一个在招" in batch.rows[0].gap


def test_people_with_difficulty_choose_first_and_the_note_says_so(office: Any) -> None:
    graduates = [a_graduate(i) for i in range(6)] + [a_graduate(9, groups=("低保家庭",))]
    batch = office([a_job(1)], graduates, multiple=1)
    assert given_to(batch)["g-09"] == ["p-01"]
    assert "困难毕业生1人先选" in batch.note
    assert str(batch.seed) in batch.note


def test_the_same_seed_gives_the_same_batch_and_another_draws_anew(office: Any) -> None:
    jobs, graduates = [a_job(1), a_job(2)], [a_graduate(i) for i in range(12)]
    first, again = office(jobs, graduates, seed=1), office(jobs, graduates, seed=1)
    assert msgspec.json.encode(first) == msgspec.json.encode(again)
    others = [given_to(office(jobs, graduates, seed=seed)) for seed in (2, 3, 4)]
    assert any(other != given_to(first) for other in others)


def test_an_internship_suits_a_graduate(office: Any) -> None:
    intern = a_job(1, title="会计见习", kind=PostingKind.INTERNSHIP)
    batch = office([intern, a_job(2, title="保洁员", description="打扫卫生")], [a_graduate()], k=1)
    assert given_to(batch) == {"g-01": ["p-01"]}


@pytest.mark.parametrize(
    ("destination", "standing"),
    [
        ("未就业", "recommend"),
        ("", "recommend"),
        ("已就业", "employed"),
        ("灵活就业", "employed"),
        ("升学", "studying"),
        ("入伍", "enlisted"),
        ("暂不就业", "not_looking"),
        ("失联", "lost_contact"),
        ("就业见习中", "recommend"),
    ],
)
def test_what_the_ledger_says_of_a_graduate(destination: str, standing: str) -> None:
    assert standing_of(a_graduate(destination=destination)) == standing


def test_who_has_work_studies_or_serves_is_left_in_peace_and_listed(office: Any) -> None:
    graduates = [
        a_graduate(1),
        a_graduate(2, "已就业"),
        a_graduate(3, "升学"),
        a_graduate(4, "入伍"),
        a_graduate(5, consent=False),
    ]
    batch = office([a_job(i) for i in range(4)], graduates)
    assert list(given_to(batch)) == ["g-01"]
    assert {s.graduate.id: s.standing for s in batch.set_aside} == {
        "g-02": "employed", "g-03": "studying", "g-04": "enlisted", "g-05": "opted_out",
    }  # fmt: skip
    assert all(s.reason for s in batch.set_aside)


def test_progress_is_told_for_everyone_who_is_ranked(office: Any) -> None:
    told: list[tuple[int, int]] = []
    office([a_job(1)], [a_graduate(i) for i in range(3)], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_workbook_holds_results_gaps_and_who_was_left_out(
    office: Any, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    graduates = [a_graduate(1, name="=唐杰"), a_graduate(2), a_graduate(3, "升学")]
    batch = office([a_job(i) for i in range(3)] + [a_job(9, headcount=0)], graduates, multiple=1)
    path = tmp_path / "推荐.xlsx"
    write_workbook(batch, path, vocabulary)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["推荐结果", "推荐不足3次", "不再推荐", "说明"]
    sheet = book["推荐结果"]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert row["姓名"] == "=唐杰"
    assert sheet.cell(2, head.index("姓名") + 1).data_type == "s"
    assert row["证件号"] != "520330200405089975"
    assert "*" in row["证件号"]
    assert row["推荐1岗位"] == "会计"
    assert row["推荐1理由"]
    assert row["推荐1联系电话"] == "19900000001"
    assert book["不再推荐"].cell(2, 2).value == "唐杰3"
    assert book["推荐不足3次"].max_row == 1 + batch.n_short
    notes = {r[0].value: r[1].value for r in book["说明"].iter_rows(min_row=2)}
    assert notes["推荐人数"] == 2
    assert notes["规则版本"] == batch.rules_version


def test_the_machine_readable_lines_hold_nothing_personal(office: Any, tmp_path: Path) -> None:
    batch = office([a_job(i) for i in range(4)], [a_graduate(1, groups=("低保家庭",)), a_graduate(2, "入伍")])
    write_ndjson(batch, tmp_path / "推荐.ndjson")
    lines = (tmp_path / "推荐.ndjson").read_bytes().splitlines()
    assert lines == list(ndjson_lines(batch))
    first = msgspec.json.decode(lines[0])
    assert [r["rank"] for r in first["recommendations"]] == [1, 2, 3]
    assert msgspec.json.decode(lines[1])["set_aside"] == "enlisted"
    text = b"\n".join(lines).decode()
    assert not any(secret in text for secret in ("唐杰", "520330200405089975", "19900006925", "低保"))


def test_a_fraction_of_a_place_is_still_one(office: Any) -> None:
    with pytest.raises(ValueError, match="multiple"):
        office([a_job(1)], [a_graduate()], multiple=0)


def test_town_has_graduates(town: Town) -> None:
    ready = [s for s in town.seekers.values() if s.graduate is not None]
    batch = recommend(ready, **town.for_match("postings"))
    by_id = {row.graduate.id: row for row in batch.rows}
    assert by_id["s-杜鹃"].recommendations[0].posting.id == "p-出纳见习"
