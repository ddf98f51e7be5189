"""Turn a birth date into the days on which the law treats a person differently: 16, 18 and retirement."""

from __future__ import annotations

from datetime import date
from typing import Literal

MIN_WORKING_AGE = 16
ADULT_AGE = 18


def birthday(birth_on: date, years: int) -> date:
    """Return the day on which `years` are completed; 29 February falls on 1 March in a common year."""
    try:
        return birth_on.replace(year=birth_on.year + years)
    except ValueError:
        return date(birth_on.year + years, 3, 1)


def age_on(birth_on: date, day: date) -> int:
    """Return the completed years on `day`."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def retirement_span(birth_on: date, sex: Literal["", "male", "female"]) -> tuple[date, date]:
    """Return the earliest and the latest day on which the statutory retirement age may be reached.

    Women retire by category (58 or 55), which is not recorded, so their span is open; with the sex unknown it runs
    from the women's lower line to the men's. For men both days are the same.

    Source: 全国人大常委会关于实施渐进式延迟法定退休年龄的决定 (in force 2025-01-01), 附表一至三.
    """
    men = _phased(birth_on, years=60, from_year=1965, months_a_step=4, cap_months=36)
    women_later = _phased(birth_on, years=55, from_year=1970, months_a_step=4, cap_months=36)
    women_earlier = _phased(birth_on, years=50, from_year=1975, months_a_step=2, cap_months=60)
    if sex == "male":
        return men, men
    return women_earlier, women_later if sex == "female" else men


def _phased(birth_on: date, *, years: int, from_year: int, months_a_step: int, cap_months: int) -> date:
    months_after = (birth_on.year - from_year) * 12 + birth_on.month - 1
    delay = 0 if months_after < 0 else min(cap_months, months_after // months_a_step + 1)
    return birthday(_months_later(birth_on, delay), years)


def _months_later(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return date(year, month + 1, 28)
