"""The published priority: a bounded, visible re-rank, and tags that are read in one direction only."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.records import PostingKind
from service.matching.priority import applying, load_priority, max_places, prioritise
from tests.builders import a_posting, a_seeker

RULES = load_priority()
BY_CODE = {rule.code: rule for rule in RULES}
AWAY = {"county_code": "520303", "township": "高坪街道"}


@given(flags=st.lists(st.sampled_from([None, *RULES]), max_size=40))
@settings(max_examples=60, deadline=None)
def test_nobody_rises_further_than_the_rule_allows_and_those_without_keep_their_order(flags: list) -> None:
    ids = [f"s-{i}" for i in range(len(flags))]
    order, moves = prioritise(ids, flags)
    assert sorted(order) == list(range(len(flags)))
    for new, old in enumerate(order):
        rule = flags[old]
        assert old - new <= (rule.places if rule else 0)
    plain = [i for i in order if flags[i] is None]
    assert plain == sorted(plain)
    assert {m.record_id for m in moves} == {ids[old] for new, old in enumerate(order) if new < old}


@given(flags=st.lists(st.sampled_from([None, *RULES]), max_size=30), n=st.integers(0, 30))
@settings(max_examples=40, deadline=None)
def test_the_first_results_depend_only_on_a_few_more_than_are_shown(flags: list, n: int) -> None:
    ids = [f"s-{i}" for i in range(len(flags))]
    reach = n + max_places(RULES)
    assert prioritise(ids, flags)[0][:n] == prioritise(ids[:reach], flags[:reach])[0][:n]


def test_a_move_says_from_where_to_where() -> None:
    rule = BY_CODE["relocated"]
    order, moves = prioritise(["a", "b", "c", "d"], [None, None, None, rule])
    assert order == [0, 3, 1, 2]
    assert [(m.record_id, m.rule, m.before, m.after) for m in moves] == [("d", "relocated", 4, 2)]


def test_work_relief_prefers_the_same_township_in_both_directions() -> None:
    posting = a_posting(kind=PostingKind.WORK_RELIEF)
    for side in ("postings", "seekers"):
        found = applying(RULES, posting, a_seeker(), side)  # type: ignore[arg-type]
        assert found is not None
        assert found.code == "work_relief_local"
        assert applying(RULES, posting, a_seeker(**AWAY), side) is None  # type: ignore[arg-type]


def test_tags_count_only_when_people_are_sought() -> None:
    person = a_seeker(household="监测户（边缘易致贫户）")
    assert applying(RULES, a_posting(), person, "postings") is None
    found = applying(RULES, a_posting(), person, "seekers")
    assert found is not None
    assert found.code == "poverty_alleviation"


def test_hardship_counts_for_gigs_only() -> None:
    person = a_seeker(groups=("残疾",))
    assert applying(RULES, a_posting(), person, "seekers") is None
    found = applying(RULES, a_posting(kind=PostingKind.GIG), person, "seekers")
    assert found is not None
    assert found.code == "hard_gig"


def test_the_larger_of_two_claims_counts_and_they_do_not_add_up() -> None:
    person = a_seeker(groups=("脱贫劳动力", "易地搬迁"))
    found = applying(RULES, a_posting(), person, "seekers")
    assert found is not None
    assert found.places == 3


def test_an_ordinary_household_has_no_claim() -> None:
    assert applying(RULES, a_posting(), a_seeker(household="一般户"), "seekers") is None


def test_every_published_rule_names_its_source_and_its_bound() -> None:
    assert all(rule.source and 0 < rule.places <= 5 for rule in RULES)
    assert len(BY_CODE) == len(RULES)


def test_a_wrong_rule_file_is_refused_with_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "priority.toml"
    path.write_text('[[rule]]\ncode = "x"\n', "utf-8")
    with pytest.raises(ValueError, match="优先规则文件"):
        load_priority(path)
