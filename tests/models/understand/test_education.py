"""Education words and codes of both editions end in GB/T 4658-2006."""

from __future__ import annotations

import pytest

from models.understand.education import Edition, detect_edition, parse_education


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("初中", "71"),
        ("小学及以上", "81"),
        ("大专", "31"),
        ("大专及以上", "31"),
        ("大专或本科", "31"),
        ("本科学历", "21"),
        ("大学专科", "31"),
        ("高中/中专", "61"),
        ("职高", "44"),
        ("技校", "47"),
        ("中技", "41"),
        ("硕士研究生", "14"),
        ("没读过书", "90"),
        ("初中没毕业", "73"),
        ("31-大专", "31"),
        ("不限", ""),
        ("学历不限", ""),
        ("无", ""),
        ("", ""),
    ],
)
def test_words(text: str, code: str) -> None:
    assert parse_education(text) == code


@pytest.mark.parametrize(
    ("cell", "edition", "code"),
    [
        ("47", "2006", "47"),
        ("51", "1984", "47"),
        ("42", "2006", "42"),
        ("42", "1984", "41"),
        ("62", "2006", "62"),
        ("62", "1984", "44"),
        ("51", "2006", ""),
        ("31.0", "2006", "31"),
    ],
)
def test_codes_mean_different_things_in_the_two_editions(cell: str, edition: Edition, code: str) -> None:
    assert parse_education(cell, edition=edition) == code


def test_the_edition_is_told_by_codes_that_only_one_of_them_has() -> None:
    assert detect_edition(["21", "51", "31"]) == "1984"
    assert detect_edition(["21", "47", "61"]) == "2006"
    assert detect_edition(["21", "42"]) == "2006"
    assert detect_edition(["初中", "大专"]) == "2006"
