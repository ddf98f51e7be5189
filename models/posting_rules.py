"""Turn `models/data/posting_rules.toml` into compiled rules, and the words of a posting into findings of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from models.pattern_screen import PatternScreen
from models.records import Finding, PostingKind

RULES_FILE = Path(__file__).parent / "data" / "posting_rules.toml"

Severity = Literal["block", "review", "warn", "note"]

_CLAUSE_BREAK = re.compile(r"[,;。\n!?]")
_SENTENCE_BREAK = re.compile(r"[。\n!?]")


class PostingRulesError(ValueError):
    """The rules file cannot be used; a Chinese sentence that names the rule."""


@dataclass(frozen=True)
class WordingRule:
    """One kind of wording: any of `patterns` counts unless its clause is excused; `together` must occur somewhere."""

    code: str
    severity: Severity
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    together: tuple[re.Pattern[str], ...]
    unless_kinds: frozenset[str]
    negated: bool
    law: str
    text: str
    suggestion: str


@dataclass(frozen=True)
class ComputedRule:
    """What is said when a rule that reckons (age, hours, wages) fires; `{words}` and `{limit}` are filled in."""

    severity: Severity
    law: str
    text: str
    suggestion: str


@dataclass(frozen=True)
class LicensedTitle:
    """A title that the law ties to a certificate, and the words by which a posting shows that it asks for one."""

    title: re.Pattern[str]
    unless: re.Pattern[str]
    certificate: re.Pattern[str]
    name: str


@dataclass(frozen=True)
class PostingRules:
    """All rules of one file, compiled."""

    wordings: tuple[WordingRule, ...]
    screen: PatternScreen
    computed: Mapping[str, ComputedRule]
    licensed_titles: tuple[LicensedTitle, ...]
    watched_licences: frozenset[str]
    licence_min_confidence: float
    negation_before: re.Pattern[str]
    negation_sentence: re.Pattern[str]
    warn_month_hours: float
    days_a_month: float
    unstated_break_hours: float
    overwork_unless: re.Pattern[str]
    minimum_wage: float
    minimum_wage_by_county: Mapping[str, float]
    uninsured: re.Pattern[str]
    uninsured_unless: re.Pattern[str]


def load_posting_rules(path: Path = RULES_FILE) -> PostingRules:
    """Read and compile the rules.

    Raises:
        PostingRulesError: a key is missing or a pattern does not compile.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    fragments = {str(name): f"(?:{pattern})" for name, pattern in data.get("fragments", {}).items()}
    try:
        wordings = tuple(_wording(rule, fragments) for rule in data["wording"])
        return PostingRules(
            wordings=wordings,
            screen=PatternScreen([rule.patterns for rule in wordings]),
            computed={code: ComputedRule(**rule) for code, rule in data["computed"].items()},
            licensed_titles=tuple(
                LicensedTitle(
                    _compiled(t["title"]), _compiled(t["unless"]), _compiled(t["certificate"]), str(t["name"])
                )
                for t in data["licensed_title"]
            ),
            watched_licences=frozenset(data["licence_text"]["watched"]),
            licence_min_confidence=float(data["licence_text"]["min_confidence"]),
            negation_before=_compiled(data["negations"]["before"]),
            negation_sentence=_compiled(data["negations"]["sentence"]),
            warn_month_hours=float(data["overwork"]["warn_month_hours"]),
            days_a_month=float(data["overwork"]["days_a_month"]),
            unstated_break_hours=float(data["overwork"]["unstated_break_hours"]),
            overwork_unless=_compiled(data["overwork"]["unless"]),
            minimum_wage=float(data["minimum_wage"]["default_yuan_per_month"]),
            minimum_wage_by_county={k: float(v) for k, v in data["minimum_wage"]["by_county"].items()},
            uninsured=_compiled(data["uninsured"]["words"]),
            uninsured_unless=_compiled(data["uninsured"]["unless"]),
        )
    except KeyError as error:
        raise PostingRulesError(f"岗位检查规则“{path.name}”缺少{error}，请对照说明补全。") from error


def _compiled(pattern: str) -> re.Pattern[str]:
    # \S must not run into the next clause: 能吃苦;四肢健全 are two statements.
    try:
        return re.compile(pattern.replace(r"\S", r"[^\s,;。!?]"), re.IGNORECASE)
    except re.error as error:
        raise PostingRulesError(f"岗位检查规则里的正则“{pattern}”写错了：{error}。") from error


def _spelled_out(pattern: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    for name in re.findall(r"〈([^〉]+)〉", pattern):
        if name not in fragments:
            raise PostingRulesError(f"岗位检查规则用了没有定义的片段“〈{name}〉”，请在 [fragments] 里补上。")
        pattern = pattern.replace(f"〈{name}〉", fragments[name])
    return _compiled(pattern)


def _wording(rule: Mapping[str, Any], fragments: Mapping[str, str]) -> WordingRule:
    unknown_kinds = set(rule.get("unless_kinds", ())) - {kind.value for kind in PostingKind}
    if unknown_kinds or rule["severity"] not in {"block", "review", "warn", "note"}:
        raise PostingRulesError(f"岗位检查规则“{rule['code']}”的 severity 或 unless_kinds 不在规定的取值里。")
    return WordingRule(
        code=rule["code"],
        severity=cast(Severity, rule["severity"]),
        patterns=tuple(_spelled_out(p, fragments) for p in rule["patterns"]),
        unless=tuple(_spelled_out(p, fragments) for p in rule.get("unless", ())),
        together=tuple(_spelled_out(p, fragments) for p in rule.get("with", ())),
        unless_kinds=frozenset(rule.get("unless_kinds", ())),
        negated=bool(rule["negated"]),
        law=rule["law"],
        text=rule["text"],
        suggestion=rule["suggestion"],
    )


def find_wordings(fields: Mapping[str, str], kind: PostingKind, rules: PostingRules) -> list[Finding]:
    """Return at most one finding a rule and field, in rule order and then field order.

    `fields` holds cleaned text without spaces by field name.
    """
    everything = "\n".join(fields.values())
    candidates = {name: rules.screen.candidates(text) for name, text in fields.items()}
    found: list[Finding] = []
    for number, rule in enumerate(rules.wordings):
        if not any(number in patterns for patterns in candidates.values()):
            continue
        if kind.value in rule.unless_kinds or (rule.together and not any(p.search(everything) for p in rule.together)):
            continue
        for name, text in fields.items():
            words = _first_match(rule, candidates[name].get(number, ()), text, rules)
            if words is not None:
                found.append(
                    Finding(
                        code=rule.code,
                        severity=rule.severity,
                        field=name,
                        words=words,
                        law=rule.law,
                        text=rule.text.replace("{words}", words),
                        suggestion=rule.suggestion,
                    )
                )
    return found


def _first_match(rule: WordingRule, patterns: Iterable[re.Pattern[str]], text: str, rules: PostingRules) -> str | None:
    for pattern in patterns:
        for match in pattern.finditer(text):
            clause_start, clause_end = _around(_CLAUSE_BREAK, text, match)
            clause = text[clause_start:clause_end]
            if any(p.search(clause) for p in rule.unless):
                continue
            if rule.negated:
                start, end = _around(_SENTENCE_BREAK, text, match)
                if rules.negation_sentence.search(text[start:end]):
                    continue
                if rules.negation_before.search(text[clause_start : match.start()]):
                    continue
            return match[0].strip(",;。()、 ")
    return None


def _around(breaks: re.Pattern[str], text: str, match: re.Match[str]) -> tuple[int, int]:
    start = max((m.end() for m in breaks.finditer(text, 0, match.start())), default=0)
    following = breaks.search(text, max(match.end() - 1, match.start()))
    if following is not None and following.end() == match.end():
        following = breaks.search(text, match.end()) if following.start() < match.start() else following
    return start, len(text) if following is None else following.start()
