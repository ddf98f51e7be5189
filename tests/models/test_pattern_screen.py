import re

from hypothesis import given, settings
from hypothesis import strategies as st

from models.pattern_screen import PatternScreen, needs_of
from models.posting_rules import load_posting_rules

RULES = load_posting_rules()
PATTERNS = [pattern for rule in RULES.wordings for pattern in rule.patterns]


def test_a_pattern_needs_a_word_of_each_of_its_parts():
    assert needs_of(re.compile("(?:收|交)[^;]{0,3}押金")) == [frozenset("收交"), frozenset({"押金"})]
    assert needs_of(re.compile("押金?")) == [frozenset("押")]
    assert needs_of(re.compile("(?:不要|别)?男")) == [frozenset("男")]
    assert needs_of(re.compile("[甲乙]方")) == [frozenset({"甲方", "乙方"})]


def test_nothing_is_said_of_a_pattern_that_needs_no_word():
    assert needs_of(re.compile(r"\d+")) == []
    assert needs_of(re.compile("押金|")) == []
    assert needs_of(re.compile("(?!押金)")) == []
    assert needs_of(re.compile("hr", re.IGNORECASE)) == []


def test_patterns_are_named_by_group_and_in_order():
    first, second, third = re.compile("押金|保证金"), re.compile("男"), re.compile(r"\d岁")
    screen = PatternScreen([(first, second), (third,)])
    assert screen.candidates("交保证金,限男") == {0: [first, second]}
    assert screen.candidates("30岁以下") == {1: [third]}
    assert screen.candidates("") == {}


PIECES = st.sampled_from(sorted({piece for p in PATTERNS for piece in re.findall("[一-鿿]+", p.pattern)}))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.sampled_from([",", "。", "3000元", "18-35", "不", "\n"]), st.text(max_size=3))))
def test_no_rule_that_matches_is_ever_screened_out(pieces):
    text = "".join(pieces)
    named = {pattern for patterns in RULES.screen.candidates(text).values() for pattern in patterns}
    assert {pattern for pattern in PATTERNS if pattern.search(text)} <= named
