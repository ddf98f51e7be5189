"""Lines of the interchange become records and come back as the same lines."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.interchange import (
    POSTING_FIELDS,
    SEEKER_FIELDS,
    InterchangeError,
    encode_line,
    interchange_kind,
    line_from_record,
    record_from_line,
    split_values,
)
from models.records import Posting, PostingKind, Seeker
from tests.builders import a_posting, a_seeker


def test_a_posting_and_a_seeker_are_told_apart_by_their_fields() -> None:
    assert interchange_kind({"id": "1", "title": "焊工"}) == "posting"
    assert interchange_kind({"id": "1", "birth_year": 1980, "skills_text": "焊工"}) == "seeker"
    assert interchange_kind({"id": "1", "county_code": "520324"}) is None


def test_what_is_written_is_read_back() -> None:
    for record in (a_posting(kind=PostingKind.GIG, certificates=("焊工证",)), a_seeker(groups=("脱贫户",))):
        assert record_from_line(msgspec.json.decode(encode_line(record))) == record


@given(
    title=st.text(min_size=1).filter(str.strip),
    description=st.text(),
    headcount=st.none() | st.integers(1, 10_000),
    day=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    certificates=st.lists(st.text(min_size=1).filter(lambda t: t == t.strip()), max_size=3),
)
@settings(max_examples=60)
def test_any_words_survive_the_way_out_and_back(
    title: str, description: str, headcount: int | None, day: date | None, certificates: list[str]
) -> None:
    posting = Posting(
        id="p",
        title=title,
        description=description,
        headcount=headcount,
        valid_until=day,
        certificates=tuple(certificates),
    )
    assert record_from_line(line_from_record(posting)) == posting


@pytest.mark.parametrize(
    ("written", "read"),
    [("男", "male"), ("女", "female"), ("male", "male"), ("FEMALE", "female"), (1, "male"), ("2", "female"), ("", "")],
)
def test_sex_may_be_written_in_any_usual_way(written: Any, read: str) -> None:
    seeker = record_from_line({"id": "s", "skills_text": "焊工", "sex": written}, "seeker")
    assert isinstance(seeker, Seeker)
    assert seeker.sex == read


def test_certificates_may_be_a_list_or_one_text() -> None:
    for certificates in (["焊工证", "N1叉车"], "焊工证、N1叉车", "焊工证；N1叉车"):
        posting = record_from_line({"id": "p", "title": "焊工", "certificates": certificates})
        assert posting.certificates == ("焊工证", "N1叉车")


def test_separators_in_brackets_do_not_cut_a_value() -> None:
    assert split_values("低压电工（2018年取证，未复审）、健康证") == ("低压电工（2018年取证，未复审）", "健康证")


def test_an_unknown_field_is_named_with_a_near_one() -> None:
    with pytest.raises(InterchangeError) as error:
        record_from_line({"id": "p", "title": "焊工", "head_count": 3})
    assert error.value.field == "head_count"
    assert "head_count" in str(error.value)
    assert "“headcount”" in str(error.value)


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        ({"id": "p", "title": "  "}, "title", "required_missing"),
        ({"id": "", "title": "焊工"}, "id", "required_missing"),
        ({"id": "p", "title": "焊工", "headcount": 0}, "headcount", "headcount_not_positive"),
        ({"id": "p", "title": "焊工", "headcount": "若干"}, "headcount", "wrong_type"),
        ({"id": "p", "title": "焊工", "kind": "fulltime"}, "kind", "wrong_type"),
        ({"id": "p", "title": "焊工", "valid_until": "12月5日"}, "valid_until", "wrong_type"),
        ({"id": "p", "title": "焊工", "county_code": "正安"}, "county_code", "wrong_type"),
        ({"id": "p", "title": ["焊工"]}, "title", "wrong_type"),
        ({"id": "p", "title": "焊工", "headcount": True}, "headcount", "wrong_type"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(line: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(InterchangeError) as error:
        record_from_line(line)
    assert (error.value.field, error.value.code) == (field, code)
    assert field in str(error.value)


def test_null_is_not_said() -> None:
    posting = record_from_line({"id": "p", "title": "焊工", "headcount": None, "pay_text": None})
    assert posting == Posting(id="p", title="焊工")


def test_personal_fields_can_be_left_out_of_an_export() -> None:
    seeker = a_seeker(phone="19900000001", id_number="52032419740506991X", household="某户")
    line = line_from_record(seeker, personal=False)
    assert not {"name", "phone", "id_number"} & line.keys()
    assert list(line) == [field for field in SEEKER_FIELDS if field in line]
    assert "status" not in line_from_record(a_posting())
    assert set(line_from_record(a_posting())) <= set(POSTING_FIELDS)


def test_an_empty_list_of_certificates_says_none_are_held_and_a_missing_one_says_nothing() -> None:
    asked = record_from_line({"id": "s-1", "skills_text": "电焊", "certificates": []})
    not_asked = record_from_line({"id": "s-2", "skills_text": "电焊"})
    assert asked.certificates == ("无",)
    assert not_asked.certificates == ()
