"""Near work is offered with its ground: the skill both have, or that people call them near."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from models.near_occupations import near_trades
from models.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def test_bricklaying_and_concrete_are_near_and_bricklaying_and_banking_are_not(vocabulary: Vocabulary) -> None:
    assert near_trades("6-29-01-01", "6-29-01-03", vocabulary) is not None
    assert near_trades("6-29-01-01", "4-05-01-01", vocabulary) is None


def test_being_near_holds_both_ways(vocabulary: Vocabulary) -> None:
    for occupation in list(vocabulary.occupations.values())[::40]:
        for name in occupation.near:
            other = next(o for o in vocabulary.occupations.values() if o.name == name and o.level == 4)
            assert near_trades(occupation.code, other.code, vocabulary) is not None
            assert near_trades(other.code, occupation.code, vocabulary) is not None


def test_the_ground_is_a_skill_that_both_have(vocabulary: Vocabulary) -> None:
    ground = near_trades("4-09-07-01", "6-28-03-03", vocabulary)
    assert ground
    for code in ("4-09-07-01", "6-28-03-03"):
        assert any(ground in skill for skill in vocabulary.occupations[code].skills)


def test_tobacco_curing_is_not_near_liquor_although_both_are_called_roasting(vocabulary: Vocabulary) -> None:
    assert near_trades("6-03-01-01", "6-02-06-03", vocabulary) is None


def test_nothing_is_near_itself_or_an_unknown_code(vocabulary: Vocabulary) -> None:
    assert near_trades("6-29-01-01", "6-29-01-01", vocabulary) is None
    assert near_trades("6-29-01-01", "9-99-99-99", vocabulary) is None


def test_three_common_skills_make_near_unless_people_confuse_the_two() -> None:
    vocabulary = load_vocabulary()
    skills = ("量尺", "锯料", "拼装")
    first = replace(vocabulary.occupations["6-29-01-01"], name="甲工", skills=skills, near=(), confusable=())
    second = replace(vocabulary.occupations["4-05-01-01"], name="乙工", skills=skills, near=(), confusable=())
    known = dict(vocabulary.occupations) | {first.code: first, second.code: second}
    object.__setattr__(vocabulary, "occupations", known)
    assert near_trades(first.code, second.code, vocabulary) in skills
    known[second.code] = replace(second, confusable=("甲工",))
    assert near_trades(first.code, second.code, vocabulary) is None
