"""What people will not do is often no occupation (进厂, 工地, 登高); such words shut out the right postings only."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.data_files import DataFiles, DataTableError
from models.records import OccupationLink, Posting, PostingFacts
from models.refusals import kinds_of, load_refusals, refused_kinds
from tests.builders import a_posting

REFUSALS = load_refusals(DataFiles())


def names(bits: int) -> set[str]:
    return {kind.code for i, kind in enumerate(REFUSALS) if bits >> i & 1}


def posting(title: str, description: str = "", code: str = "", hazards: tuple[str, ...] = ()) -> Posting:
    links = (OccupationLink(code=code, name=title, confidence=0.9, how="name"),) if code else ()
    facts = PostingFacts(occupations=links, hazards=hazards)
    return a_posting(title=title, description=description, facts=facts)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("进厂", {"factory"}),
        ("厂里头", {"factory"}),
        ("工地", {"construction"}),
        ("上工地", {"construction"}),
        ("登高", {"heights"}),
        ("井", {"mine"}),
        ("重活", {"heavy"}),
        ("跑业务", {"sales"}),
        ("厂长", set()),
        ("广东", set()),
        ("保安", set()),
    ],
)
def test_a_refused_word_names_its_kind_of_work_and_no_other(words: str, expected: set[str]) -> None:
    assert names(refused_kinds([words], REFUSALS)) == expected


@pytest.mark.parametrize(
    ("offer", "kind", "is_of"),
    [
        (posting("总装普工", "电批打螺丝"), "factory", True),
        (posting("针车工", code="6-05-01-02"), "factory", True),
        (posting("酒店客房服务员", "铺床打扫"), "factory", False),
        (posting("砌筑工", code="6-29-01-01"), "construction", True),
        (posting("砌筑工", code="6-29-01-01"), "factory", False),
        (posting("外墙保洁", hazards=("heights",)), "heights", True),
        (posting("保洁员", "无需登高", hazards=("heights",)), "heights", False),
        (posting("药店营业员", "销售非处方药"), "sales", False),
        (posting("房产销售顾问"), "sales", True),
    ],
)
def test_a_posting_is_of_a_kind_by_its_occupation_its_words_or_its_hazards(
    offer: Posting, kind: str, is_of: bool
) -> None:
    assert (kind in names(kinds_of(offer, REFUSALS))) is is_of


def test_an_unsure_occupation_shuts_nobody_out() -> None:
    unsure = OccupationLink(code="6-05-01-02", name="裁缝", confidence=0.3, how="encoder")
    offer = a_posting(title="衣服整理", facts=PostingFacts(occupations=(unsure,)))
    assert names(kinds_of(offer, REFUSALS)) == set()


def test_a_bureau_that_writes_a_broken_pattern_is_told_which_row(tmp_path: Path) -> None:
    (tmp_path / "refusals.tsv").write_text("code\tsaid\nfactory\t进(厂\n", encoding="utf-8")
    with pytest.raises(DataTableError, match="factory"):
        load_refusals(DataFiles(tmp_path))
