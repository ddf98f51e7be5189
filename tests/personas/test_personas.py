"""Every rule and every feature runs on every person and every posting; one that never changes is a defect."""

from __future__ import annotations

import numpy as np
import pytest

from service.matching.case import Case
from service.matching.explain import ASKED_ONCE, doubts, hints, reasons
from service.matching.features import FEATURES, features
from service.matching.rules import FAIL, PASS, UNKNOWN, Direction, rules_for, screen
from service.matching.weights import load_weights
from tests.builders import ASOF
from tests.personas.conftest import Everyone

TODAY = ASOF.toordinal()


def table(everyone: Everyone, side: Direction = "seekers") -> np.ndarray:
    """Return the verdicts of every rule on every person × posting, shape (rules, people, postings)."""
    rows = [
        screen(everyone.job_columns, everyone.person_columns.take([i]), asof=TODAY, side=side).verdicts
        for i in range(len(everyone.people))
    ]
    return np.stack(rows, axis=1)


def feature_table(everyone: Everyone) -> np.ndarray:
    """Return every feature of every person × posting, shape (people, postings, features)."""
    n = len(everyone.jobs)
    shares = np.linspace(0, 1, n, dtype=np.float32)
    rows = []
    for i in range(len(everyone.people)):
        own = {"similarity": np.roll(shares, i), "words": np.roll(shares, 2 * i + 1), "skills": np.roll(shares, -i - 2)}
        own |= {"aim": np.roll(shares, 3 * i), "meant": np.roll(shares, 5 * i + 1)}
        rows.append(features(everyone.job_columns, everyone.person_columns.take([i]), asof=TODAY, **own).values)
    return np.stack(rows)


def names(everyone: Everyone, rule: str, person: str, verdict: int) -> set[str]:
    """Return the titles of the postings on which `rule` gives `verdict` for `person`."""
    index = [r.code for r in rules_for("seekers")].index(rule)
    who = [p.id for p in everyone.people].index(f"s-{person}")
    row = table(everyone)[index, who]
    return {job.title for job, v in zip(everyone.jobs, row, strict=True) if v == verdict}


def test_no_rule_is_idle_and_no_two_rules_are_the_same(everyone: Everyone) -> None:
    verdicts = table(everyone)
    codes = [rule.code for rule in rules_for("seekers")]
    assert [code for code, row in zip(codes, verdicts, strict=True) if len(np.unique(row)) < 2] == []
    same = [(a, b) for i, a in enumerate(codes) for j, b in enumerate(codes[:i]) if (verdicts[i] == verdicts[j]).all()]
    assert same == []


def test_a_rule_that_may_be_unsure_is_unsure_of_somebody_here(everyone: Everyone) -> None:
    verdicts = table(everyone)
    idle = [
        rule.code for rule, row in zip(rules_for("seekers"), verdicts, strict=True) if rule.needs and UNKNOWN not in row
    ]
    assert idle == []


def test_no_feature_is_idle_and_no_two_features_are_the_same(everyone: Everyone) -> None:
    values = feature_table(everyone)
    assert [name for i, name in enumerate(FEATURES) if len(np.unique(values[..., i])) < 2] == []
    same = [
        (FEATURES[i], FEATURES[j])
        for i in range(len(FEATURES))
        for j in range(i)
        if (values[..., i] == values[..., j]).all()
    ]
    assert same == []
    assert np.isfinite(values).all()
    assert values.min() >= -1
    assert values.max() <= 1


def test_nobody_known_at_all_still_sees_what_is_open(everyone: Everyone) -> None:
    verdicts = screen(everyone.job_columns, everyone.person_columns.take([0]), asof=TODAY, side="postings")
    titles = {job.title for job, ok in zip(everyone.jobs, verdicts.allowed(), strict=True) if ok}
    assert {"砌筑工", "保洁员", "低压电工"} <= titles
    assert not titles & {"过期泥水匠", "招满泥水匠", "待审泥水匠", "欠薪泥水匠", "翻瓦零工"}


@pytest.mark.parametrize(
    ("person", "rule", "titles"),
    [
        ("小罗", "minor_hazard", {"搬运工", "井下采煤工", "架子工", "流水线普工", "焊工", "翻瓦零工", "外墙零工"}),
        ("冉大姐", "women_hazard", {"搬运工", "井下采煤工"}),
        ("李电工", "licence", {"低压电工", "焊工", "架子工", "叉车司机"}),
        ("郑敏", "limit_night", {"夜班保安", "井下采煤工", "流水线普工"}),
        ("郑敏", "limit_province", {"焊工", "叉车司机", "流水线普工"}),
        ("韦师傅", "retired_hazard", {"架子工", "翻瓦零工", "外墙零工"}),
    ],
)
def test_whom_the_rules_keep_from_what(everyone: Everyone, person: str, rule: str, titles: set[str]) -> None:
    assert titles <= names(everyone, rule, person, FAIL)


def test_a_man_past_retirement_may_still_lay_bricks(everyone: Everyone) -> None:
    assert "砌筑工" in names(everyone, "retired_hazard", "韦师傅", PASS)
    assert "砌筑工" in names(everyone, "retired_hazard", "陈叔", PASS)


def test_a_licence_nobody_asked_about_is_a_question_not_an_exclusion(everyone: Everyone) -> None:
    assert "低压电工" in names(everyone, "licence", "王电工", UNKNOWN)
    assert "低压电工" not in names(everyone, "licence", "王电工", FAIL)


def test_every_pair_that_is_not_excluded_has_a_reason_and_a_sentence_for_every_doubt(everyone: Everyone) -> None:
    values = feature_table(everyone)
    for side in ("postings", "seekers"):
        weights = load_weights().vector(side)  # type: ignore[arg-type]
        verdicts = table(everyone, side)  # type: ignore[arg-type]
        codes = [rule.code for rule in rules_for(side)]  # type: ignore[arg-type]
        for i, person in enumerate(everyone.people):
            for j, job in enumerate(everyone.jobs):
                judged = dict(zip(codes, verdicts[:, i, j].tolist(), strict=True))
                if FAIL in judged.values():
                    continue
                own = dict(zip(FEATURES, values[i, j].tolist(), strict=True))
                case = Case(
                    posting=job,
                    seeker=person,
                    side=side,  # type: ignore[arg-type]
                    asof=ASOF,
                    verdicts=judged,
                    values=own,
                    contributions=dict(zip(FEATURES, (values[i, j] * weights).tolist(), strict=True)),
                    km=12.0,
                    tokens=("砌砖", "电工"),
                    vocabulary=everyone.vocabulary,
                )
                given = reasons(case)
                said = [*given, *doubts(case), *hints(case)]
                assert given, (person.id, job.id)
                assert all(item.text and "{" not in item.text and "None" not in item.text for item in said)
                unsure = [code for code, verdict in judged.items() if verdict == UNKNOWN]
                if set(unsure) - ASKED_ONCE[side]:  # type: ignore[index]
                    assert doubts(case), (person.id, job.id, unsure)
