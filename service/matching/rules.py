"""Turn columns of postings and seekers into one verdict a rule: the law first, then what the person stated as a limit.

One implementation judges a single pair and screens a whole index: either side may have one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indexer.attributes import Columns
from service.matching import legal, limits
from service.matching.verdicts import FAIL, PASS, UNKNOWN, Screen, n_pairs

__all__ = ["FAIL", "PASS", "RULES", "RULES_VERSION", "UNKNOWN", "Rule", "Screening", "judge", "rules_for", "screen"]

Direction = Literal["postings", "seekers"]
BOTH: tuple[Direction, ...] = ("postings", "seekers")
ONLY_PEOPLE: tuple[Direction, ...] = ("seekers",)


@dataclass(frozen=True)
class Rule:
    """A hard rule. `needs` names the fields to ask for when a verdict is unknown; `sides` what is sought when it runs.

    `stage` "legal" may be overridden by nobody; "limit" was stated by the person, who may give it up.
    """

    code: str
    stage: Literal["legal", "limit"]
    law: str
    needs: tuple[str, ...]
    sides: tuple[Direction, ...]
    screen: Screen


# fmt: off
RULES: tuple[Rule, ...] = (
    Rule("posting_not_live", "legal", "人力资源市场暂行条例；岗位信息审核制度", (), BOTH, legal.posting_live),
    Rule("employer_in_arrears", "legal", "拖欠农民工工资失信联合惩戒对象名单管理暂行办法（令45号）", (), BOTH, legal.employer_pays),  # noqa: E501
    Rule("expired", "legal", "就业服务与就业管理规定14；岗位有效期", (), BOTH, legal.not_expired),
    Rule("full", "legal", "岗位招聘人数已满", ("headcount",), BOTH, legal.places_left),
    Rule("seeker_not_live", "legal", "求职登记审核制度", (), BOTH, legal.seeker_live),
    Rule("opted_out", "legal", "个人信息保护法15、24；算法推荐管理规定17", (), BOTH, legal.not_opted_out),
    Rule("consent_missing", "legal", "个人信息保护法13、29", ("consent",), ONLY_PEOPLE, legal.consent_recorded),
    Rule("under_16", "legal", "劳动法15；禁止使用童工规定2", ("birth_on",), BOTH, legal.at_least_16),
    Rule("minor_hazard", "legal", "未成年工特殊保护规定3；劳动法64", ("birth_on",), BOTH, legal.minor_protected),
    Rule("licence", "legal", "安全生产法30；特种设备安全法14；道路运输条例9、22", ("certificates",), BOTH, legal.licensed),  # noqa: E501
    Rule("women_hazard", "legal", "女职工劳动保护特别规定（2012）附录1", ("sex",), BOTH, legal.women_protected),
    Rule("retired_hazard", "legal", "特种作业人员安全技术培训考核管理规定4；渐进式延迟法定退休年龄的决定", ("birth_on", "sex"), BOTH, legal.retired_protected),  # noqa: E501
    Rule("uninsured_gig", "legal", "零工市场建设运行指引（人社部发〔2023〕65号）", ("insurance",), BOTH, legal.gig_insured),  # noqa: E501
    Rule("below_min_wage", "legal", "劳动法48；最低工资规定12", (), BOTH, legal.paid_lawfully),
    Rule("limit_area", "limit", "本人限定的地点", ("place",), BOTH, limits.in_areas),
    Rule("limit_province", "limit", "本人不出省", ("place",), BOTH, limits.in_province),
    Rule("limit_dates", "limit", "本人限定的日期", ("dates",), BOTH, limits.in_dates),
    Rule("limit_hours", "limit", "本人限定的钟点", ("hours",), BOTH, limits.in_hours),
    Rule("limit_night", "limit", "本人不上夜班", ("schedule",), BOTH, limits.no_night),
    Rule("limit_settlement", "limit", "本人限定的结算方式", ("settlement",), BOTH, limits.settled_as_wanted),
    Rule("limit_lodging", "limit", "本人要求包住", ("lodging",), BOTH, limits.lodged),
    Rule("limit_pay", "limit", "本人限定的最低工资", ("pay",), BOTH, limits.paid_enough),
    Rule("limit_avoid", "limit", "本人不愿做的工种", (), BOTH, limits.not_refused),
    Rule("limit_avoid_kind", "limit", "本人不愿做的一类活", (), BOTH, limits.not_of_refused_kind),
    Rule("limit_avoid_area", "limit", "本人不愿去的地方", ("place",), BOTH, limits.not_in_refused_area),
    Rule("limit_kind", "limit", "本人限定的岗位类型", (), BOTH, limits.of_kind),
)
# fmt: on


def rules_version() -> str:
    """Return a hash over every rule's code, stage and law, so that an answer says by which list it was judged."""
    text = "\n".join(f"{rule.code}\t{rule.stage}\t{rule.law}\t{rule.needs}\t{rule.sides}" for rule in RULES)
    return sha256(text.encode()).hexdigest()[:12]


RULES_VERSION = rules_version()


def rules_for(side: Direction) -> tuple[Rule, ...]:
    """Return the rules that run when `side` is sought, in the order of `RULES`."""
    return tuple(rule for rule in RULES if side in rule.sides)


@dataclass(frozen=True)
class Screening:
    """The verdicts of `rules` on each pair: int8 of shape (len(rules), n_pairs)."""

    rules: tuple[Rule, ...]
    verdicts: NDArray[np.int8]

    def allowed(self) -> NDArray[np.bool_]:
        """Return the pairs that no rule fails; the unknown stay."""
        allowed: NDArray[np.bool_] = ~(self.verdicts == FAIL).any(axis=0)
        return allowed

    def of_row(self, row: int) -> dict[str, int]:
        """Return the verdicts of one pair by rule code."""
        return {rule.code: int(self.verdicts[i, row]) for i, rule in enumerate(self.rules)}


def screen(postings: Columns, seekers: Columns, *, asof: int, side: Direction) -> Screening:
    """Judge every pair by every rule that runs when `side` is sought. `asof` is a day's ordinal."""
    rules = rules_for(side)
    table = np.zeros((len(rules), n_pairs(postings, seekers)), dtype=np.int8)
    for i, rule in enumerate(rules):
        table[i] = rule.screen(postings, seekers, asof)
    return Screening(rules, table)


def judge(postings: Columns, seekers: Columns, *, asof: int, side: Direction) -> dict[str, int]:
    """Return the verdicts of one pair by rule code; each side has one row."""
    return screen(postings, seekers, asof=asof, side=side).of_row(0)
