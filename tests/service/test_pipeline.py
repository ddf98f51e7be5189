"""A query goes through every gate in order and comes back with reasons, doubts and an account of what was kept out."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from models.records import GigDetails, Limits, Posting, PostingKind, Seeker, Settlement, Status
from models.segment import Segmenter
from models.understand.posting import understand_posting
from models.understand.query import understand_query
from models.understand.seeker import understand_seeker
from models.vocabulary import Vocabulary
from service.matching.query import query_of_posting, query_of_seeker
from service.pipeline import Answer, match
from tests.builders import ASOF, a_posting, a_seeker
from tests.service.exact_side import Town, make_town


def asked_by(town: Town, seeker: Seeker, *, limits: Limits | None = None, **given: Any) -> Answer:
    """Return the postings for a person."""
    read = understand_seeker(seeker, town.vocabulary, asof=ASOF) if seeker.facts is None else seeker
    if limits is not None:
        assert read.facts is not None
        read = msgspec.structs.replace(read, facts=msgspec.structs.replace(read.facts, limits=limits))
    return match(query_of_seeker(read), **{**town.for_match("postings"), "top_k": 10, **given})


def wanted_by(town: Town, posting: Posting, **given: Any) -> Answer:
    """Return the people for a posting."""
    read = understand_posting(posting, town.vocabulary, asof=ASOF) if posting.facts is None else posting
    return match(query_of_posting(read), **{**town.for_match("seekers"), "top_k": 10, **given})


def titles(answer: Answer) -> list[str]:
    return [r.record.title for r in answer.results if isinstance(r.record, Posting)]


def texts(items: Any) -> str:
    return "；".join(item.text for item in items)


def test_a_bricklayer_is_offered_bricklaying_first_and_told_why(town: Town) -> None:
    best = asked_by(town, a_seeker()).results[0]
    assert best.id in {"p-砌筑工", "p-砌砖零工"}
    assert "砌筑工" in texts(best.reasons)
    assert best.rank == 1


def test_every_result_has_a_reason_and_reasons_add_up_to_no_more_than_the_score_allows(town: Town) -> None:
    for seeker in town.seekers.values():
        answer = asked_by(town, seeker, top_k=50)
        for result in answer.results:
            assert result.reasons
            assert all(reason.weight >= 0 for reason in result.reasons)


def test_a_night_shift_is_not_offered_to_someone_who_cannot_work_nights(town: Town) -> None:
    answer = asked_by(town, a_seeker(desired_jobs_text="保安，不上夜班"), top_k=50)
    assert "夜班保安" not in titles(answer)
    assert {e.rule: e.count for e in answer.excluded}["limit_night"] >= 1


def test_an_unstated_shift_stays_in_the_list_with_a_question(town: Town) -> None:
    answer = asked_by(town, a_seeker(desired_jobs_text="电焊工，不上夜班", certificates=("焊工证",)), top_k=50)
    welding = next(r for r in answer.results if r.id == "p-焊工")
    assert "班次没写" in texts(welding.doubts)


def test_a_licence_nobody_asked_about_becomes_a_question(town: Town) -> None:
    answer = asked_by(town, a_seeker(desired_jobs_text="电工", skills_text="水电安装"), top_k=50)
    electrician = next(r for r in answer.results if r.id == "p-低压电工")
    assert "您有证吗" in texts(electrician.doubts)


def test_an_expired_licence_excludes_and_the_answer_says_how_many(town: Town) -> None:
    person = a_seeker(desired_jobs_text="电工", skills_text="接线", certificates=("低压电工证，有效期至2026-11-01",))
    answer = asked_by(town, person, top_k=50)
    assert "低压电工" not in titles(answer)
    lost = next(e for e in answer.excluded if e.rule == "licence")
    assert lost.count == 1
    assert "低压电工" in lost.text


def test_what_is_not_live_is_never_shown_and_is_counted_once(town: Town) -> None:
    answer = asked_by(town, a_seeker(), top_k=50)
    assert not {"过期泥水匠", "招满泥水匠", "待审泥水匠", "欠薪泥水匠"} & set(titles(answer))
    counts = {e.rule: e.count for e in answer.excluded}
    assert counts["expired"] == counts["full"] == counts["posting_not_live"] == counts["employer_in_arrears"] == 1


def test_the_same_question_has_the_same_answer(town: Town) -> None:
    answers = [asked_by(town, a_seeker(), top_k=20, clock=lambda: 0.0) for _ in range(2)]
    assert msgspec.json.encode(answers[0]) == msgspec.json.encode(answers[1])


def test_pages_continue_each_other(town: Town) -> None:
    whole = asked_by(town, a_seeker(), top_k=12)
    pages = [asked_by(town, a_seeker(), top_k=4, offset=offset) for offset in (0, 4, 8)]
    assert [r.id for page in pages for r in page.results] == [r.id for r in whole.results]
    assert [r.rank for page in pages for r in page.results] == list(range(1, 13))


def test_nobody_in_particular_is_shown_what_is_open_and_asked_what_would_help(town: Town) -> None:
    answer = asked_by(town, Seeker(id="s-nobody"), top_k=5)
    assert len(answer.results) == 5
    assert {q.code for q in answer.questions} >= {"under_16", "wanted", "place"}


def test_what_is_unknown_of_the_person_is_said_once_and_not_at_each_result(town: Town) -> None:
    answer = asked_by(town, Seeker(id="s-nobody", desired_jobs_text="搬运工"), top_k=50)
    codes = [q.code for q in answer.questions]
    assert "women_hazard" in codes
    assert codes.count("under_16") == 1
    assert "minor_hazard" not in codes
    of_results = {doubt.code for result in answer.results for doubt in result.doubts}
    assert not of_results & {"under_16", "minor_hazard", "women_hazard", "retired_hazard"}


def test_a_near_trade_is_offered_with_what_both_have_to_know(vocabulary: Vocabulary, segmenter: Segmenter) -> None:
    town = make_town(vocabulary, segmenter, [a_posting(title="护工", description="陪护病人", requirements="")])
    answer = asked_by(town, a_seeker(desired_jobs_text="养老护理员", skills_text="", experience_text=""))
    found = {reason.code: reason.text for reason in answer.results[0].reasons}
    assert found["occupation_shares"] == "您想找养老护理员，护工是相近工种，都要会翻身拍背"


def test_an_undated_licence_is_said_once(vocabulary: Vocabulary, segmenter: Segmenter) -> None:
    postings = [a_posting(id=f"p-{i}", title="低压电工", certificates=("低压电工证",)) for i in range(3)]
    town = make_town(vocabulary, segmenter, postings)
    answer = asked_by(town, a_seeker(desired_jobs_text="电工", skills_text="接线", certificates=("低压电工证",)))
    assert len(answer.results) == 3
    assert [q.code for q in answer.questions].count("licence_undated") == 1
    assert not [d for r in answer.results for d in r.doubts if d.code == "licence_undated"]


def test_an_empty_office_gives_an_empty_answer(vocabulary: Vocabulary, segmenter: Segmenter) -> None:
    empty = make_town(vocabulary, segmenter, [])
    answer = asked_by(empty, a_seeker())
    assert (answer.results, answer.total, answer.excluded, answer.relaxations) == ((), 0, (), ())


def test_a_relaxation_shows_exactly_as_many_more_as_it_says(vocabulary: Vocabulary, segmenter: Segmenter) -> None:
    here = [a_posting(id="p-here", pay_text="260元/天，日结")]
    near = [a_posting(id=f"p-near{i}", county_code="520303", township="", pay_text="260元/天，日结") for i in range(3)]
    monthly = [a_posting(id=f"p-month{i}", pay_text="6000元/月，月结") for i in range(2)]
    far = [a_posting(id="p-far", county_code="440402", township="", pay_text="7000元/月，月结")]
    town = make_town(vocabulary, segmenter, [*here, *near, *monthly, *far])
    limits = Limits(areas=("520324",), settlements=(Settlement.DAILY,))
    answer = asked_by(town, a_seeker(), limits=limits)
    assert titles(answer) == ["砌筑工"]
    offered = {r.limit: r for r in answer.relaxations}
    assert {limit: r.count for limit, r in offered.items()} == {"limit_area": 3, "limit_settlement": 2}
    assert "遵义市" in offered["limit_area"].text
    wider = asked_by(town, a_seeker(), limits=msgspec.structs.replace(limits, areas=("520300",)))
    assert len(wider.results) == 1 + offered["limit_area"].count
    any_settlement = asked_by(town, a_seeker(), limits=msgspec.structs.replace(limits, settlements=()))
    assert len(any_settlement.results) == 1 + offered["limit_settlement"].count


def test_two_limits_are_offered_together_only_when_no_single_one_helps(
    vocabulary: Vocabulary, segmenter: Segmenter
) -> None:
    far = a_posting(id="p-far", county_code="440402", township="", pay_text="7000元/月，月结")
    town = make_town(vocabulary, segmenter, [far])
    answer = asked_by(town, a_seeker(), limits=Limits(areas=("520324",), settlements=(Settlement.DAILY,)))
    assert [(r.limit, r.count) for r in answer.relaxations] == [("limit_area+limit_settlement", 1)]


def test_the_law_is_never_offered_for_relaxation(vocabulary: Vocabulary, segmenter: Segmenter) -> None:
    town = make_town(vocabulary, segmenter, [a_posting(title="低压电工", certificates=("低压电工证",))])
    person = a_seeker(desired_jobs_text="电工", skills_text="接线", certificates=("N1叉车证",))
    answer = asked_by(town, person)
    assert answer.results == ()
    assert answer.relaxations == ()
    assert [e.rule for e in answer.excluded] == ["licence"]


def test_a_person_who_opted_out_is_found_for_nobody(town: Town) -> None:
    found = {r.id for r in wanted_by(town, a_posting(), top_k=50).results}
    assert "s-不同意" not in found
    assert "s-待核" not in found
    assert "s-没问过" in found


def test_missing_consent_is_a_doubt_before_anyone_calls(town: Town) -> None:
    answer = wanted_by(town, a_posting(), top_k=50)
    unasked = next(r for r in answer.results if r.id == "s-没问过")
    assert "征得同意" in texts(unasked.doubts)


@pytest.mark.parametrize("viewer", ["portal", "staff"])
def test_nothing_personal_of_a_person_leaves_the_pipeline(
    vocabulary: Vocabulary, segmenter: Segmenter, viewer: str
) -> None:
    person = a_seeker(
        name="周建国", id_number="520324197401019990", phone="19900001111", village="王家坝村", household="脱贫户",
        groups=("脱贫劳动力", "残疾"), ethnicity="仡佬族", health_text="慢性病", remark="刑满释放",
    )  # fmt: skip
    town = make_town(vocabulary, segmenter, [], [person])
    answer = wanted_by(town, a_posting(), viewer=viewer)
    written = msgspec.json.encode(answer).decode()
    assert len(answer.results) == 1
    for secret in ("周建国", "520324197401019990", "19900001111", "王家坝村", "脱贫", "残疾", "仡佬", "慢性病", "刑满"):
        if viewer == "staff" and secret == "脱贫":
            continue  # staff are told which published rule moved somebody
        assert secret not in written


def test_a_portal_gets_no_contact_of_a_posting_and_staff_do(vocabulary: Vocabulary, segmenter: Segmenter) -> None:
    posting = a_posting(contact_name="陈女士", contact_phone="19900000002", address="某街12号")
    town = make_town(vocabulary, segmenter, [posting])
    portal = msgspec.json.encode(asked_by(town, a_seeker(), viewer="portal")).decode()
    assert not any(secret in portal for secret in ("陈女士", "19900000002", "某街12号"))
    assert "19900000002" in msgspec.json.encode(asked_by(town, a_seeker(), viewer="staff")).decode()


def test_priority_moves_a_person_forward_a_little_visibly_and_names_the_rule_to_staff_only(
    vocabulary: Vocabulary, segmenter: Segmenter
) -> None:
    people = [a_seeker(id=f"s-{i}") for i in range(8)] + [a_seeker(id="s-9", groups=("脱贫劳动力",))]
    town = make_town(vocabulary, segmenter, [], people)
    answer = wanted_by(town, a_posting(), viewer="staff")
    assert [r.id for r in answer.results].index("s-9") == 5
    moved = next(r for r in answer.results if r.id == "s-9")
    assert "脱贫" in texts(moved.hints)
    assert [(m.record_id, m.before, m.after) for m in answer.moves] == [("s-9", 9, 6)]
    portal = wanted_by(town, a_posting(), viewer="portal")
    hidden = next(r for r in portal.results if r.id == "s-9")
    assert "按公开的优先规则前移" in texts(hidden.hints)
    assert "脱贫" not in texts(hidden.hints)


def test_what_a_person_is_shown_never_depends_on_their_tags(town: Town) -> None:
    plain = asked_by(town, a_seeker(), top_k=50, clock=lambda: 0.0)
    tagged = asked_by(town, a_seeker(groups=("脱贫劳动力", "残疾"), household="监测户"), top_k=50, clock=lambda: 0.0)
    assert [r.id for r in plain.results] == [r.id for r in tagged.results]


def test_one_employer_does_not_fill_the_page(vocabulary: Vocabulary, segmenter: Segmenter) -> None:
    many = [a_posting(id=f"p-a{i}", employer="甲公司") for i in range(8)]
    others = [a_posting(id=f"p-b{i}", employer=f"乙{i}公司", description="砌围墙") for i in range(8)]
    answer = asked_by(make_town(vocabulary, segmenter, [*many, *others]), a_seeker(), top_k=10)
    assert sum(r.id.startswith("p-a") for r in answer.results) == 3


def test_a_record_deleted_since_the_build_is_left_out(town: Town) -> None:
    gone = {i: p for i, p in town.postings.items() if i != "p-砌筑工"}
    answer = asked_by(town, a_seeker(), load=lambda ids: {i: gone[i] for i in ids if i in gone}, top_k=50)
    assert "p-砌筑工" not in {r.id for r in answer.results}
    assert answer.results


def test_a_row_that_is_no_longer_alive_is_neither_shown_nor_counted(
    vocabulary: Vocabulary, segmenter: Segmenter
) -> None:
    town = make_town(vocabulary, segmenter, [a_posting(id="p-1"), a_posting(id="p-2", valid_until=date(2026, 11, 1))])
    town.posting_side.alive[:] = False
    answer = asked_by(town, a_seeker())
    assert (answer.total, answer.n_allowed, answer.excluded) == (0, 0, ())


def test_a_sentence_from_the_phone_gets_an_answer(town: Town) -> None:
    text = "52，做过泥水匠，娃儿要接送，就在屋头附近找活路，一天给现钱"
    home = town.vocabulary.areas.place("520324")
    query = understand_query(text, town.vocabulary, side="postings", asof=ASOF, home=home)
    answer = match(query, **town.for_match("postings"), top_k=5)
    assert {"p-砌筑工", "p-砌砖零工"} <= {r.id for r in answer.results[:3]}
    assert answer.understood


def test_an_uninsured_risky_gig_is_given_to_nobody(town: Town) -> None:
    gig = a_posting(
        title="翻瓦", kind=PostingKind.GIG, description="屋面捡瓦，登高作业", gig=GigDetails(insurance_text="无")
    )
    answer = wanted_by(town, gig)
    assert answer.results == ()
    assert "没保险" in texts(answer.excluded)


def test_a_posting_under_review_finds_nobody_yet(town: Town) -> None:
    answer = wanted_by(town, a_posting(status=Status.REVIEW))
    assert answer.results == ()
    assert [e.rule for e in answer.excluded] == ["posting_not_live"]


def test_a_version_stands_on_every_answer(town: Town) -> None:
    answer = asked_by(town, a_seeker(), build="b-1")
    assert (answer.build, answer.model) == ("b-1", "test-words@1")
    assert len(answer.rules_version) == 12


@pytest.mark.parametrize(("top_k", "offset"), [(0, 0), (1, -1)])
def test_a_page_that_is_none_is_refused(town: Town, top_k: int, offset: int) -> None:
    with pytest.raises(ValueError, match="top_k"):
        asked_by(town, a_seeker(), top_k=top_k, offset=offset)


def test_what_the_asking_posting_leaves_open_is_asked_once_and_not_at_every_person(town: Town) -> None:
    answer = wanted_by(town, a_posting(headcount=None, contact_phone="", pay_text="面议"))
    assert [q.code for q in answer.questions] == ["full"]
    codes = {doubt.code for result in answer.results for doubt in result.doubts}
    assert not codes & {"full", "no_contact", "pay_unknown"}


def test_a_licence_the_person_holds_is_never_named_as_the_missing_one(
    vocabulary: Vocabulary, segmenter: Segmenter
) -> None:
    both = a_posting(title="电工", certificates=("低压电工证", "N1叉车证"))
    person = a_seeker(desired_jobs_text="电工", certificates=("低压电工证，有效期至2028-01",))
    (lost,) = asked_by(make_town(vocabulary, segmenter, [both]), person).excluded
    assert lost.rule == "licence"
    assert "叉车" in lost.text
    assert "低压" not in lost.text


def test_pay_read_from_a_whole_sentence_is_told_as_understood(town: Town) -> None:
    query = understand_query(
        "红花岗建材市场 卸瓷砖 8个人 7点半到 半天 120 管早饭", town.vocabulary, side="seekers", asof=ASOF
    )
    answer = match(query, **town.for_match("seekers"), top_k=50)
    said = [item.text for r in answer.results for item in (*r.reasons, *r.doubts) if "岗位给的" in item.text]
    assert not any("管早饭" in text for text in said)
