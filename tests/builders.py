"""Records for tests: only what matters to the test is named, the rest is plausible and fictional."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.records import Posting, Seeker

ASOF = date(2026, 11, 23)


def a_posting(**given: Any) -> Posting:
    """Return a live regular posting of a bricklayer in 正安县, with `given` in place of the defaults."""
    values: dict[str, Any] = {
        "id": "p-1",
        "title": "砌筑工",
        "employer": "遵义某某建筑有限公司",
        "description": "砌砖、砌花台围墙",
        "county_code": "520324",
        "township": "凤仪街道",
        "headcount": 3,
        "pay_text": "260元/天",
        "valid_until": date(2026, 12, 31),
        "posted_on": date(2026, 11, 20),
        "contact_phone": "19900000001",
    }
    return Posting(**{**values, **given})


def a_seeker(**given: Any) -> Seeker:
    """Return a consenting bricklayer of 凤仪街道, born 1974, with `given` in place of the defaults."""
    values: dict[str, Any] = {
        "id": "s-1",
        "name": "周某某",
        "birth_year": 1974,
        "sex": "male",
        "county_code": "520324",
        "township": "凤仪街道",
        "education": "初中",
        "skills_text": "砌砖、粉墙",
        "desired_jobs_text": "泥水活",
        "consent": True,
    }
    return Seeker(**{**values, **given})
