"""Every code has its sentence, every sentence can be filled, and the published page is what the program does."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from models.vocabulary import Vocabulary
from service.matching.features import FEATURES
from service.matching.priority import load_priority
from service.matching.rules import RULES
from service.matching.rules_page import PAGE, rules_page
from service.matching.weights import load_weights
from service.matching.wording import DOUBTS, EXCLUDED, HINTS, LIMIT_NAMES, REASONS, RELAXATIONS, sentence

ROOT = Path(__file__).parents[3]
LIMITS = {rule.code for rule in RULES if rule.stage == "limit"}


def test_every_rule_says_what_it_kept_out() -> None:
    assert set(EXCLUDED) == {rule.code for rule in RULES}
    assert all("{count}" in text for pair in EXCLUDED.values() for text in pair)


def test_every_rule_that_may_be_unsure_asks_something() -> None:
    assert {rule.code for rule in RULES if rule.needs} <= set(DOUBTS)


def test_only_limits_can_be_relaxed_and_each_can() -> None:
    assert set(RELAXATIONS) - {"together"} == LIMITS == set(LIMIT_NAMES)


def test_every_feature_and_every_limit_has_a_reason() -> None:
    said = set(REASONS)
    assert said >= LIMITS
    assert [f for f in FEATURES if f not in said and not any(code.startswith(f"{f}_") for code in said)] == []


@pytest.mark.parametrize("table", [REASONS, DOUBTS, EXCLUDED, HINTS])
def test_both_sentences_of_a_code_are_chinese_and_different_people_are_spoken_to(
    table: dict[str, tuple[str, str]],
) -> None:
    for code, (to_seeker, to_employer) in table.items():
        assert to_seeker, code
        assert to_employer, code
        assert "您" not in to_employer, code
        assert "本人" not in to_seeker, code


def test_a_sentence_with_a_hole_is_refused() -> None:
    names = {name for text in REASONS["place_km"] for _, name, _, _ in string.Formatter().parse(text) if name}
    assert names == {"km"}
    assert sentence(REASONS, "place_km", "postings", km=6) == "离家约6公里"
    with pytest.raises(KeyError):
        sentence(REASONS, "place_km", "postings")
    with pytest.raises(KeyError):
        sentence(REASONS, "no_such_code", "postings")


def test_the_published_page_is_what_the_program_does(vocabulary: Vocabulary) -> None:
    page = rules_page(vocabulary, load_weights(), load_priority())
    assert (ROOT / PAGE).read_text("utf-8") == page, "docs/rules.md 已过时：python -m service.matching.rules_page"
    for rule in RULES:
        assert f"`{rule.code}`" in page
        assert rule.law in page
