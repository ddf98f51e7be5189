"""The ages of the law: 16, 18 and the phased retirement."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from models.ages import age_on, birthday, retirement_span


def test_a_child_of_29_february_comes_of_age_on_1_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)


def test_age_counts_completed_years() -> None:
    assert age_on(date(1974, 11, 24), date(2026, 11, 23)) == 51
    assert age_on(date(1974, 11, 23), date(2026, 11, 23)) == 52


@pytest.mark.parametrize(
    ("born", "sex", "earliest", "latest"),
    [
        # 附表一：1964-12 及以前 60岁；1965-01 60岁1个月；1970-05 61岁5个月；1976-09 起 63岁
        (date(1964, 12, 1), "male", date(2024, 12, 1), date(2024, 12, 1)),
        (date(1965, 1, 1), "male", date(2025, 2, 1), date(2025, 2, 1)),
        (date(1970, 5, 1), "male", date(2031, 10, 1), date(2031, 10, 1)),
        (date(1976, 9, 1), "male", date(2039, 9, 1), date(2039, 9, 1)),
        (date(1980, 1, 1), "male", date(2043, 1, 1), date(2043, 1, 1)),
        # 附表三：原50岁 1975-01 50岁1个月、1984-11 55岁；附表二：原55岁 1981-09 58岁
        (date(1975, 1, 1), "female", date(2025, 2, 1), date(2031, 5, 1)),
        (date(1984, 11, 1), "female", date(2039, 11, 1), date(2042, 11, 1)),
        (date(1975, 1, 1), "", date(2025, 2, 1), date(2037, 8, 1)),
    ],
)
def test_retirement_follows_the_tables_of_the_2024_decision(
    born: date, sex: Literal["", "male", "female"], earliest: date, latest: date
) -> None:
    assert retirement_span(born, sex) == (earliest, latest)
