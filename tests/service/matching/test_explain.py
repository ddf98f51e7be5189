"""Reasons and doubts in the words of the records they speak of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from indexer.posting_attributes import posting_columns
from indexer.seeker_attributes import seeker_columns
from models.records import Finding, Limits, OrderDetails, Posting, PostingKind, Seeker
from models.understand.posting import understand_posting
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary
from service.matching.case import Case
from service.matching.explain import MAX_DOUBTS, MAX_REASONS, doubts, hints, reasons
from service.matching.features import FEATURES, features
from service.matching.rules import Direction, judge
from service.matching.weights import load_weights
from tests.builders import ASOF, a_posting, a_seeker


@pytest.fixture
def case_of(vocabulary: Vocabulary) -> Any:
    def make(posting: Posting, seeker: Seeker, side: Direction = "postings", **given: Any) -> Case:
        read_posting = posting if posting.facts else understand_posting(posting, vocabulary, asof=ASOF)
        read_seeker = seeker if seeker.facts else understand_seeker(seeker, vocabulary, asof=ASOF)
        p, s = posting_columns([read_posting], vocabulary), seeker_columns([read_seeker], vocabulary)
        half = p["pay_min"] * 0 + 0.5
        fit = features(p, s, similarity=half * 0 + 0.5, words=half * 0, skills=half * 0, asof=ASOF.toordinal())
        values = fit.values[0]
        km = float(fit.distance_km[0])
        return Case(
            posting=read_posting,
            seeker=read_seeker,
            side=side,
            asof=ASOF,
            verdicts=judge(p, s, asof=ASOF.toordinal(), side=side),
            values=dict(zip(FEATURES, values.tolist(), strict=True)),
            contributions=dict(zip(FEATURES, (values * load_weights().vector(side)).tolist(), strict=True)),
            km=None if km != km else km,
            tokens=given.get("tokens", ()),
            vocabulary=vocabulary,
        )

    return make


def said(items: Any) -> dict[str, str]:
    return {item.code: item.text for item in items}


def test_a_bricklayer_is_told_in_his_own_words(case_of: Any) -> None:
    found = said(reasons(case_of(a_posting(), a_seeker())))
    assert "砌筑工" in found["occupation"]
    assert found["place_township"] == "就在本乡镇（街道）"


def test_the_employer_is_told_about_the_person_not_spoken_to_as_one(case_of: Any) -> None:
    texts = said(reasons(case_of(a_posting(), a_seeker(), side="seekers"))).values()
    assert texts
    assert not any("您" in text for text in texts)


def test_reasons_come_strongest_first_and_are_few(case_of: Any) -> None:
    given = reasons(case_of(a_posting(pay_text="日结260元/天"), a_seeker(pay_expect_text="200元/天")))
    weights = [reason.weight for reason in given]
    assert weights == sorted(weights, reverse=True)
    assert len(given) <= MAX_REASONS


def test_a_kept_limit_is_a_reason_of_no_weight(case_of: Any) -> None:
    posting = a_posting(pay_text="260元/天，日结")
    found = {r.code: r for r in reasons(case_of(posting, a_seeker(desired_jobs_text="泥水活，只要日结")))}
    assert found["limit_settlement"].text == "日结" or found["settlement"].text.startswith("日结")


def test_a_pair_with_nothing_in_common_still_gets_a_reason(case_of: Any) -> None:
    case = case_of(a_posting(posted_on=None, headcount=None, county_code="", township=""), Seeker(id="s-empty"))
    silent = replace_values(case, 0.0)
    assert said(reasons(silent)) == {"nothing_against": "没有和您的情况相冲突的地方"}


def replace_values(case: Case, value: float) -> Case:
    flat = dict.fromkeys(case.values, value)
    return Case(
        **{**{name: getattr(case, name) for name in case.__dataclass_fields__}, "values": flat, "contributions": flat}
    )


def test_a_missing_licence_is_asked_by_name(case_of: Any) -> None:
    posting = a_posting(title="架子工", description="外架", certificates=("建筑架子工证",))
    found = said(doubts(case_of(posting, a_seeker())))
    assert found["licence"].startswith("要建筑架子工")
    assert found["licence"].endswith("您有证吗？")


def test_a_licence_the_law_implies_is_asked_though_the_column_is_empty(case_of: Any) -> None:
    found = said(doubts(case_of(a_posting(title="电工", description="线路检修"), a_seeker(desired_jobs_text="电工"))))
    assert "低压电工作业" in found["licence"]
    assert "或" in found["licence"]


@pytest.mark.parametrize(
    ("certificate", "code"),
    [
        ("低压电工证，有效期至2026-12-20", "licence_ends_soon"),
        ("低压电工证", "licence_undated"),
    ],
)
def test_papers_that_need_a_look_are_mentioned(case_of: Any, certificate: str, code: str) -> None:
    posting = a_posting(title="低压电工", certificates=("低压电工证",))
    person = a_seeker(skills_text="接线", desired_jobs_text="电工", certificates=(certificate,))
    assert code in said(doubts(case_of(posting, person)))


def test_an_age_wish_of_the_employer_is_a_doubt_never_a_gate(case_of: Any) -> None:
    case = case_of(a_posting(age_text="18-40岁"), a_seeker())
    assert 1 not in case.verdicts.values()
    assert "18-40岁" in said(doubts(case))["age"]


def test_pay_that_nobody_wrote_is_asked(case_of: Any) -> None:
    assert "pay_unknown" in said(doubts(case_of(a_posting(pay_text="面议"), a_seeker())))


def test_money_that_is_no_wage_and_wages_held_back_are_said(case_of: Any) -> None:
    case = case_of(a_posting(pay_text="5000元/月，押薪一个月，返费2000元"), a_seeker())
    assert "押" in said(doubts(case))["held_back"]
    assert "返费" in said(hints(case))["not_wage"]
    assert "not_wage" not in said(doubts(case))


def test_a_posting_without_a_phone_says_so(case_of: Any) -> None:
    assert "no_contact" in said(doubts(case_of(a_posting(contact_phone=""), a_seeker())))


def test_past_retirement_the_contract_is_mentioned_and_the_work_stays_open(case_of: Any) -> None:
    case = case_of(a_posting(), a_seeker(birth_year=1960))
    assert 1 not in case.verdicts.values()
    assert "用工协议" in said(doubts(case))["past_retirement"]


@pytest.mark.parametrize(
    ("seeker", "code"), [({"sex": "female"}, "women_ask"), ({"birth_year": 1960, "sex": "male"}, "retired_ask")]
)
def test_lifting_without_a_weight_bars_nobody_and_is_told_to_whom_it_may_strain(
    case_of: Any, seeker: dict[str, Any], code: str
) -> None:
    case = case_of(a_posting(title="小工", description="搬砖、运灰、供料"), a_seeker(**seeker))
    assert 1 not in case.verdicts.values()
    assert "搬抬" in said(doubts(case))[code]


def test_a_weight_that_the_law_names_is_barred_for_women(case_of: Any) -> None:
    case = case_of(a_posting(title="搬运工", description="扛50公斤麻袋"), a_seeker(sex="female"))
    assert case.verdicts["women_hazard"] == 1


def test_words_of_refusal_that_name_no_occupation_are_a_doubt(case_of: Any) -> None:
    posting = a_posting(description="砌砖，石灰窑旁")
    limited = understood_with(case_of(posting, a_seeker()).seeker, Limits(avoid=("石灰",)))
    assert "石灰" in said(doubts(case_of(posting, limited)))["avoid"]


def understood_with(seeker: Seeker, limits: Limits) -> Seeker:
    assert seeker.facts is not None
    return replace(seeker, facts=replace(seeker.facts, limits=limits))


def test_a_warning_of_the_posting_check_reaches_the_reader(case_of: Any) -> None:
    case = case_of(a_posting(), a_seeker())
    assert case.posting.facts is not None
    finding = Finding(code="overwork", severity="warn", field="schedule_text", words="12小时两班倒")
    note = Finding(code="missing_licence_text", severity="warn", field="certificates", words="焊工", text="请补填")
    warned = replace(case.posting, facts=replace(case.posting.facts, findings=(finding, note)))
    found = said(doubts(case_of(warned, case.seeker)))
    assert "12小时两班倒" in found["overwork"]
    assert "missing_licence_text" not in found


def test_doubts_are_few_and_none_twice(case_of: Any) -> None:
    posting = a_posting(
        title="电工", pay_text="面议", headcount=None, age_text="18-30岁", contact_phone="", county_code="",
        township="", education_text="本科",
    )  # fmt: skip
    person = a_seeker(desired_jobs_text="会计，不上夜班，包住，日结，只在本县", willing_out_of_province=False)
    given = doubts(case_of(posting, person))
    assert len(given) == MAX_DOUBTS
    assert len({doubt.text for doubt in given}) == len(given)


def test_the_age_is_not_asked_again_at_every_posting_but_is_of_every_person(case_of: Any) -> None:
    nobody = a_seeker(birth_year=None)
    assert "under_16" not in said(doubts(case_of(a_posting(), nobody)))
    assert "under_16" in said(doubts(case_of(a_posting(), nobody, side="seekers")))


def test_departure_and_gig_insurance_are_hints(case_of: Any) -> None:
    order = a_posting(kind=PostingKind.ORDER, order=OrderDetails(order_id="x", depart_on=date(2027, 3, 2)))
    assert "3月2日" in said(hints(case_of(order, a_seeker())))["travel"]
    assert "意外险" in said(hints(case_of(a_posting(kind=PostingKind.GIG), a_seeker())))["insurance"]


def test_words_in_common_are_the_longest_and_not_inside_each_other(case_of: Any) -> None:
    case = case_of(
        a_posting(description="砌砖、砌花台围墙"), a_seeker(), tokens=("砌", "围墙", "花台", "花台围墙", "电")
    )
    lively = Case(**{**{n: getattr(case, n) for n in case.__dataclass_fields__}, "contributions": {"words": 1.0}})
    assert said(reasons(lively)) == {"words": "岗位里写到了“花台围墙”"}


def test_the_same_trade_is_called_the_same_though_the_reading_is_unsure(case_of: Any) -> None:
    found = said(reasons(case_of(a_posting(title="砌砖大工"), a_seeker(desired_jobs_text="砌砖"))))
    assert "occupation" in found
    assert "相近" not in found["occupation"]


def test_two_trades_that_the_classification_holds_for_one_are_called_near_and_not_the_same(case_of: Any) -> None:
    def of_job(title: str) -> str:
        posting = a_posting(title=title, description="", requirements="")
        return said(reasons(case_of(posting, a_seeker(desired_jobs_text="月嫂"))))["occupation_near"]

    assert of_job("钟点工") == "您想找月嫂，岗位要钟点工，是相近工种"
    own = said(reasons(case_of(a_posting(title="母婴护理月嫂", description=""), a_seeker(desired_jobs_text="月嫂"))))
    assert own["occupation"] == "您想找月嫂，岗位要月嫂"


def test_that_meanings_are_alike_is_not_said_where_a_trade_can_be_named(case_of: Any) -> None:
    named = said(reasons(case_of(a_posting(), a_seeker())))
    assert not named.keys() & {"aim", "meaning"}
    vague = case_of(a_posting(title="杂务", description="", requirements=""), Seeker(id="s-empty"))
    values = {**dict.fromkeys(vague.values, 0.0), "aim": 0.5, "meaning": 0.4}
    only_alike = said(reasons(Case(**{**_fields(vague), "values": values, "contributions": values})))
    assert len(only_alike.keys() & {"aim", "meaning"}) == 1


def test_a_wished_kind_is_named_and_a_missing_one_is_a_doubt(case_of: Any) -> None:
    person = a_seeker(desired_jobs_text="砌砖的零活")
    assert said(reasons(case_of(a_posting(kind=PostingKind.GIG), person)))["kind_wished"] == "就是您要的零工"
    assert "零工" in said(doubts(case_of(a_posting(kind=PostingKind.REGULAR), person)))["kind_not_wished"]


def test_who_thinks_in_months_is_told_that_a_gig_pays_none(case_of: Any) -> None:
    person = a_seeker(pay_expect_text="5000元/月")
    assert "零工" in said(doubts(case_of(a_posting(kind=PostingKind.GIG), person)))["terms_gig"]


def _fields(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in case.__dataclass_fields__}
