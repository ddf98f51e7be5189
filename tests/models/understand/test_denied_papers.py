"""Who says that they hold no papers is not asked for them again, and never taken for a holder."""

from __future__ import annotations

import pytest

from models.records import Seeker
from models.understand.denied_papers import denies_papers, without_denied_papers
from models.understand.query import understand_query
from models.vocabulary import load_vocabulary
from tests.builders import ASOF

_SHARED = load_vocabulary()


def asked(text: str) -> Seeker:
    seeker = understand_query(text, _SHARED, side="postings", asof=ASOF).seeker
    assert seeker is not None
    return seeker


@pytest.mark.parametrize(
    "text",
    [
        "塔吊证没考起",
        "我没得操作证",
        "焊工证那些一样都没得",
        "哪样证都没有",
        "没时间去考证",
        "上岗证还没办下来",
        "考证两次都没过",
        "开得来就是没本本",
        "驾照都没得",
        "无证",
    ],
)
def test_papers_denied_in_the_many_ways_of_saying_it(text: str) -> None:
    assert denies_papers(text)


@pytest.mark.parametrize(
    "text",
    [
        "有没得证都行",
        "证没过期",
        "不要证的活有没得",
        "健康证没办",
        "身份证没带",
        "焊工证在手",
        "没问题证都有",
        "我没得啥子手艺有个驾照",
        "没得保证",
    ],
)
def test_talk_of_papers_that_denies_none(text: str) -> None:
    assert not denies_papers(text)


def test_what_is_held_stays_beside_what_is_denied() -> None:
    assert without_denied_papers("登高证有电梯证没得") == "登高证有"
    facts = asked("登高证没得，有N1证，想开叉车").facts
    assert facts is not None
    assert [certificate.code for certificate in facts.certificates] == ["n1"]


@pytest.mark.parametrize("text", ["保安证莫得，想守小区", "开过两年叉车，证没考", "焊工证前年过期了没去审，仁怀"])
def test_who_denies_papers_has_told_of_them_and_holds_none(text: str) -> None:
    seeker = asked(text)
    assert seeker.facts is not None
    assert seeker.facts.certificates == ()
    assert seeker.certificates != ()  # so the licence rule fails instead of asking
