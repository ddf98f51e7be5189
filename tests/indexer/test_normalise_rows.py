"""One row at a time: what is read, what is left as written, and what is said about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indexer.columns import MappedRow
from indexer.normalise.completion import completed, updated
from indexer.normalise.copies import PostingCopies
from indexer.normalise.employer_rows import NO_END, arrears_from_row, employer_from_row, is_in_arrears, with_arrears
from indexer.normalise.gig_rows import gig_from_row
from indexer.normalise.graduate_rows import graduate_from_row
from indexer.normalise.issues import load_issue_codes
from indexer.normalise.order_lines import order_line_from_row
from indexer.normalise.order_rows import OrderRows, complete_order, order_from_row, take_bus, take_quota
from indexer.normalise.posting_rows import has_fanfei, posting_from_row
from indexer.normalise.seeker_rows import seeker_from_row
from indexer.normalise.sheet_context import Normalised, SheetContext
from indexer.normalise.sheet_places import place_reader, sheet_county
from models.records import GraduateDetails, PostingKind, Seeker, Service, Status
from models.vocabulary import load_vocabulary
from tests.builders import a_posting, a_seeker
from tests.indexer.offices import ASOF, id_number, uscc

VOCABULARY = load_vocabulary()
CODES = load_issue_codes()
PLACE = place_reader(VOCABULARY)


def context(**given: Any) -> SheetContext:
    values: dict[str, Any] = {"file": "表.xlsx", "sheet": "", "asof": ASOF, "county_code": "520324"}
    return SheetContext(**{"codes": CODES, "vocabulary": VOCABULARY, "place": PLACE, **values, **given})


def row(**values: str) -> MappedRow:
    return MappedRow(
        number=5, values={k.replace("__", "+"): v for k, v in values.items() if v}, raw=tuple(values.values())
    )


def said(result: Normalised[Any]) -> set[str]:
    return {issue.code for issue in result.issues}


POSTING = {
    "employer_name": "某厂",
    "job_title": "焊工",
    "headcount": "3",
    "contact_phone": "19900000001",
    "wage_text": "300元/天",
}


@pytest.mark.parametrize(
    ("written", "day", "code"),
    [
        ("2026.11.15", date(2026, 11, 15), "expired"),
        ("11月15日", date(2026, 11, 15), "expired"),
        ("12月5日", date(2026, 12, 5), ""),
        ("2月5日", date(2027, 2, 5), ""),
        ("46361", date(2026, 12, 5), ""),
        ("2026-11-23 00:00:00", date(2026, 11, 23), ""),
        ("长期", None, "valid_long"),
        ("招满为止", None, "valid_long"),
        ("见附件", None, "date_unreadable"),
        ("2026-02-30", None, "date_unreadable"),
    ],
)
def test_expiry_is_the_nearest_day_and_today_still_counts(written: str, day: date | None, code: str) -> None:
    result = posting_from_row(row(**POSTING, publish_to=written), context())
    assert result.record is not None
    assert result.record.valid_until == day
    assert said(result) & {"expired", "valid_long", "date_unreadable"} == ({code} if code else set())


def test_age_education_and_certificate_are_taken_out_of_one_cell_of_requirements() -> None:
    cell = "年龄22-55\n学历初中\n证书：B2驾驶证+货运从业资格证\n三年无重大事故；熟悉各县路"
    posting = posting_from_row(row(**POSTING, requirements=cell, welfare="包吃住、五险一金"), context()).record
    assert posting is not None
    assert (posting.age_text, posting.education_text) == ("22-55", "初中")
    assert posting.certificates == ("B2驾驶证+货运从业资格证",)
    assert posting.requirements == "三年无重大事故；熟悉各县路"
    assert (posting.benefits, posting.insurance_text) == ("包吃住", "五险一金")


@pytest.mark.parametrize(
    ("values", "section", "kind"),
    [
        ({"job_category": "1-企业招聘"}, "", PostingKind.REGULAR),
        ({"job_category": "就业见习"}, "", PostingKind.INTERNSHIP),
        ({"job_category": "公益岗"}, "", PostingKind.PUBLIC_WELFARE),
        ({}, "四、以工代赈项目岗位", PostingKind.WORK_RELIEF),
        ({"employment_form": "公益性岗位劳务协议（一年一签）"}, "", PostingKind.PUBLIC_WELFARE),
        ({"job_category": "综合管理类职位"}, "", PostingKind.REGULAR),
        ({}, "", PostingKind.REGULAR),
    ],
)
def test_the_kind_is_told_by_column_section_or_form(values: dict[str, str], section: str, kind: PostingKind) -> None:
    mapped = MappedRow(number=5, values={**POSTING, **values}, raw=(), section=section)
    posting = posting_from_row(mapped, context()).record
    assert posting is not None
    assert posting.kind is kind


def test_the_address_says_where_the_work_is_when_the_sheet_says_otherwise() -> None:
    here = posting_from_row(row(**POSTING, work_place="正安县凤仪街道某工地"), context()).record
    there = posting_from_row(row(**POSTING, work_place="仁怀市茅台镇老厂区"), context()).record
    unsaid = posting_from_row(row(**POSTING, work_place="标准厂房5栋"), context()).record
    assert here is not None
    assert there is not None
    assert unsaid is not None
    assert (here.county_code, here.township) == ("520324", "凤仪街道")
    assert (there.county_code, there.township) == ("520382", "茅台镇")
    assert unsaid.county_code == "520324"


def test_the_county_is_read_from_sheet_title_or_file_name() -> None:
    assert sheet_county(["红花岗区（含新蒲）"], PLACE)[0] == "520302"
    assert sheet_county(["盐津街道", "仁怀市盐津街道农村劳动力台账（2026年11月更新）"], PLACE)[0] == "520382"
    assert sheet_county(["Sheet1", "劳动力台账_播州区.xlsx"], PLACE)[0] == "520304"
    assert sheet_county(["Sheet1", "汇总.xlsx"], PLACE) == ("", "")


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("5000元，返费2000", True),
        ("无返费，无押薪", False),
        ("没有返费", False),
        ("当天返利", False),
        ("返岗路费报销", False),
    ],
)
def test_a_bounty_is_told_from_its_denial(text: str, promised: bool) -> None:
    assert has_fanfei(text) is promised


def test_a_bounty_never_enters_the_wage() -> None:
    from models.understand.posting import understand_posting

    posting = posting_from_row(row(**{**POSTING, "wage_text": "5000-5500元/月，返费3000"}), context()).record
    assert posting is not None
    facts = understand_posting(posting, VOCABULARY, asof=ASOF).facts
    assert facts is not None
    assert facts.pay is not None
    assert (facts.pay.min_yuan, facts.pay.max_yuan) == (5000, 5500)


GIG = {
    **POSTING,
    "job_title": "卸货8人",
    "publish_from": "2026-11-20 06:48",
    "gig_date": "11.25",
    "gig_hours": "8:00-12:00",
}


def test_a_gig_reads_its_day_from_the_day_it_was_registered() -> None:
    old = gig_from_row(row(**{**GIG, "publish_from": "2026-11-12 09:10", "gig_date": "11月14日"}), context())
    assert "expired" in said(old)
    soon = gig_from_row(row(**{**GIG, "publish_from": "2026-12-30 09:10", "gig_date": "1月3日"}), context())
    assert soon.record is not None
    assert soon.record.valid_until == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("state", "status", "code"),
    [("发布中", Status.LIVE, ""), ("已满", Status.CLOSED, "full"), ("已取消（天气）", Status.CLOSED, "cancelled")],
)
def test_a_full_or_cancelled_gig_is_kept_closed(state: str, status: Status, code: str) -> None:
    result = gig_from_row(row(**GIG, state=state), context())
    assert result.record is not None
    assert (result.record.status, result.outcome) == (status, "accepted")
    assert said(result) == ({code} if code else set())


def test_a_gig_needs_headcount_and_a_phone() -> None:
    result = gig_from_row(row(**{**GIG, "headcount": "", "contact_phone": ""}), context())
    assert {i.code for i in result.issues if i.outcome == "rejected"} == {"headcount_missing", "contact_missing"}


@pytest.mark.parametrize(
    ("risk", "insurance", "code"),
    [
        ("登高2米以上须登高证", "无", True),
        ("登高2米以上须登高证", "单日意外险", False),
        ("室内人字梯", "无", False),
        ("无", "", False),
        ("须焊工证", "", True),
    ],
)
def test_risky_work_without_insurance_is_noted(risk: str, insurance: str, code: bool) -> None:
    result = gig_from_row(row(**GIG, risk_flag__cert_req=risk, insurance_acc=insurance), context())
    assert ("uninsured_hazard" in said(result)) is code
    assert result.outcome == "accepted"


def test_of_two_gig_registrations_the_earlier_is_kept() -> None:
    later = gig_from_row(row(**{**GIG, "publish_from": "2026-11-21 06:48"}), context())
    earlier = gig_from_row(row(**{**GIG, "job_title": "卸货", "gig_hours": "8：00-12：00"}), context())
    PostingCopies(CODES).settle([later, earlier])
    assert (later.outcome, earlier.outcome) == ("rejected", "accepted")


PERSON = {"person_name": "周某某", "id_no": id_number(), "contact_phone": "19900000002"}


def test_without_a_number_a_worker_waits_and_a_graduate_is_returned() -> None:
    nameless = {**PERSON, "id_no": ""}
    assert seeker_from_row(row(**nameless), context()).outcome == "review"
    assert graduate_from_row(row(**nameless), context()).outcome == "rejected"


def test_columns_against_the_number_go_to_an_officer_and_one_year_of_age_does_not() -> None:
    years = ASOF.year - 1974
    assert said(seeker_from_row(row(**PERSON, sex="女"), context())) == {"sex_mismatch"}
    assert said(seeker_from_row(row(**PERSON, birth="1975.05"), context())) == {"birth_mismatch"}
    assert said(seeker_from_row(row(**PERSON, age=str(years - 5)), context())) == {"age_mismatch"}
    assert said(seeker_from_row(row(**PERSON, age=str(years + 1)), context())) == set()


def test_groups_are_read_from_types_and_yes_no_columns_and_restricted_ones_stay_in_casework() -> None:
    person = seeker_from_row(
        row(
            **PERSON,
            tag_poverty="脱贫户、易地搬迁",
            tag_lowinc="是",
            tag_hard="戒毒康复人员",
            skills="砌砖、刑满释放后学的电焊",
        ),
        context(),
    )
    assert person.record is not None
    assert person.record.groups == ("脱贫户", "易地搬迁", "低保")
    assert person.record.skills_text == "砌砖"
    assert "戒毒康复人员" in person.record.remark
    assert "刑满释放" in person.record.remark
    assert "restricted_tag" in said(person)


def test_family_and_illness_told_as_reasons_stay_in_casework() -> None:
    person = seeker_from_row(
        row(**PERSON, difficulty="坐月子才三个月", companions="夫妻同行：吴某某"), context()
    ).record
    assert person is not None
    assert "坐月子" in person.remark
    assert "夫妻同行" in person.remark
    assert "坐月子" not in person.availability_text + person.skills_text + person.experience_text


@pytest.mark.parametrize(
    ("text", "willing"),
    [("愿意", True), ("是", True), ("不愿意", False), ("否", False), ("视情况", None), ("过了年走", None)],
)
def test_maybe_is_no_yes_and_no_no(text: str, willing: bool | None) -> None:
    person = seeker_from_row(row(**PERSON, intent_work=text), context()).record
    assert person is not None
    assert person.willing_out_of_province is willing


def test_an_old_county_name_is_understood_and_noted() -> None:
    person = seeker_from_row(row(**PERSON, county="遵义县", township="苟江镇"), context(county_code=""))
    assert person.record is not None
    assert person.record.county_code == "520304"
    assert said(person) == {"old_county"}


def test_consent_is_only_asked_for_where_there_is_a_column() -> None:
    assert said(seeker_from_row(row(**PERSON), context())) == set()
    asked = context(fields=frozenset({"consent"}))
    assert said(seeker_from_row(row(**PERSON), asked)) == {"consent_blank"}
    assert said(seeker_from_row(row(**PERSON, consent="N"), asked)) == {"consent_N"}


def test_a_graduate_of_another_year_is_noted_and_services_are_dated() -> None:
    values = {
        "school": "某某学院",
        "grad_date": "2025-06",
        "cohort": "2025届",
        "svc_rec1": "化验员 20261103",
        "svc_policy": "10月14日",
    }
    result = graduate_from_row(
        row(**PERSON, **values), context(titles=("离校未就业高校毕业生实名台账（2026届·第一批）",))
    )
    assert said(result) == {"not_2026"}
    assert result.record is not None
    assert result.record.graduate is not None
    assert result.record.graduate.services == (
        Service(kind="policy", text="", on=date(2026, 10, 14)),
        Service(kind="recommendation", text="化验员", on=date(2026, 11, 3)),
    )


ORDER = {
    "order_id": "LW1",
    "employer_name": "珠海某厂",
    "headcount": "50",
    "dest": "广东珠海",
    "publish_to": "2026-12-31",
}


def an_order(**given: str) -> Normalised[Any]:
    return order_from_row(row(**{**ORDER, **given}), context())


def test_quotas_and_buses_must_carry_everyone() -> None:
    rows = OrderRows()
    take_quota(row(order_id="LW1", **{"@正安县": "30", "@道真自治县": "25"}), context(), rows)
    take_bus(row(order_id="LW1", bus_no="1号车", seats="45"), context(), rows)
    order = an_order()
    complete_order(order, rows, context())
    assert said(order) == {"quota_mismatch", "bus_capacity_short"}
    assert order.outcome == "review"
    assert [q.county_code for q in order.record.details.quotas] == ["520324", "520325"]


@pytest.mark.parametrize(
    ("given", "code", "outcome"),
    [
        ({"price_terms": "返费2000元满90天发放"}, "fanfei_not_wage", "accepted"),
        ({"price_terms": "无返费，无押薪"}, "", "accepted"),
        ({"employment_form": "直签，押薪半个月"}, "wage_held_back", "accepted"),
        ({"licence_until": "2026-06-30"}, "dispatch_licence_expired", "review"),
        ({"publish_to": "2026-11-01"}, "order_expired", "rejected"),
        ({"headcount": ""}, "headcount_missing", "rejected"),
        ({"order_id": ""}, "order_id_missing", "rejected"),
    ],
)
def test_an_order_is_judged_by_its_terms(given: dict[str, str], code: str, outcome: str) -> None:
    order = an_order(**given)
    assert said(order) == ({code} if code else set())
    assert order.outcome == outcome


def test_lines_share_their_order_and_its_fate() -> None:
    line = row(order_id="LW1", job_title="普工", headcount="30", wage_text="22元/时")
    for given, outcome in (
        ({}, "accepted"),
        ({"licence_until": "2026-06-30"}, "review"),
        ({"publish_to": "2026-11-01"}, "rejected"),
    ):
        result = order_line_from_row(line, context(), {"LW1": an_order(**given)}, 2)
        assert result.outcome == outcome
        assert result.record is not None
        assert result.record.order is not None
        assert (result.record.order.order_id, result.record.order.line) == ("LW1", 2)
        assert (result.record.employer, result.record.county_code) == ("珠海某厂", "440400")
    assert (
        order_line_from_row(
            row(order_id="LW9", job_title="普工", headcount="3"), context(), {"LW1": an_order()}, 1
        ).outcome
        == "rejected"
    )


def test_a_listing_counts_to_its_last_day_and_ends_with_removal() -> None:
    employer = employer_from_row(row(employer_name="某公司", uscc=uscc()), context()).record
    assert employer is not None
    assert not is_in_arrears(employer, ASOF)
    for values, listed in (
        ({"arrears_until": "2026-11-23", "state": "在列"}, True),
        ({"arrears_until": "2026-11-22", "state": "在列"}, False),
        ({"arrears_until": "2029-01-01", "state": "已移出"}, False),
        ({"state": "在列"}, True),
    ):
        line = arrears_from_row(row(employer_name="某公司", **values), context()).record
        assert line is not None
        assert is_in_arrears(with_arrears(employer, line), ASOF) is listed
    flagged = employer_from_row(row(employer_name="某公司", blacklist_flag="是"), context()).record
    assert flagged is not None
    assert flagged.arrears_until_on == NO_END


def test_a_copy_fills_gaps_joins_lists_and_never_gives_consent() -> None:
    kept = a_seeker(phone="", certificates=("焊工证",), consent=None)
    copy = a_seeker(phone="19900000009", certificates=("健康证",), consent=True, remark="重复登记？")
    better, taken = completed(kept, copy)
    assert (better.phone, better.certificates, better.consent, better.remark) == (
        "19900000009",
        ("焊工证", "健康证"),
        None,
        "",
    )
    assert set(taken) == {"电话", "证书"}
    assert completed(better, copy) == (better, ())
    assert completed(kept, a_seeker(consent=False))[0].consent is False


def test_a_later_copy_brings_the_newer_destination_and_phone() -> None:
    kept = Seeker(id="s", name="周", phone="19900000001", graduate=GraduateDetails(destination_text="未就业"))
    copy = Seeker(id="", name="周", phone="19900000002", graduate=GraduateDetails(destination_text="已就业"))
    better, taken = completed(kept, copy, newer=True)
    assert better.graduate is not None
    assert (better.phone, better.graduate.destination_text) == ("19900000002", "已就业")
    assert set(taken) == {"电话", "毕业去向"}
    assert completed(kept, copy)[0] == kept


def test_an_own_edition_replaces_what_it_says_and_keeps_what_it_leaves_out() -> None:
    stored = a_posting(pay_text="260元/天", contact_phone="19900000001", status=Status.SUSPENDED)
    edition = a_posting(id="", pay_text="300元/天", contact_phone="")
    merged = updated(stored, edition)
    assert (merged.id, merged.pay_text, merged.contact_phone) == ("p-1", "300元/天", "19900000001")
    assert merged.status is Status.LIVE
