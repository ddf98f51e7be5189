"""Turn the rules, weights and priorities in force into the page `docs/rules.md` (`python -m` this module)."""

from __future__ import annotations

import sys
from pathlib import Path

from models.data_files import DataFiles
from models.vocabulary import Vocabulary, load_vocabulary
from service.matching.features import FEATURES
from service.matching.priority import PriorityRule, load_priority
from service.matching.rules import RULES, RULES_VERSION, Rule
from service.matching.weights import Weights, load_weights
from service.matching.wording import DOUBTS, EXCLUDED, REASONS, RELAXATIONS

PAGE = Path("docs/rules.md")

INTRO = """# 规则 / Rules

本页由程序生成（`make docs`），与运行中的规则一致；改规则请改 `service/matching/`，不要改本页。规则版本：`{version}`。

判定有三种：**通过**、**不通过**（不出现在结果里，并在“被排除”里说明数量）、**不清楚**（照样出现，附一句要问的话）。
同一条规则既判一个人和一个岗位，也筛整个索引；没有第二份实现。
"""

LEGAL = """
## 一、法律与授权（任何人不得放宽）

| 代码 | 依据 | 不清楚时要问 | 排除时怎么说 | 不清楚时怎么说 |
|---|---|---|---|---|
"""

LIMITS = """
## 二、本人提出的限制（只有本人可以放宽；从不折算成扣分）

| 代码 | 内容 | 不清楚时怎么说 | 放宽时怎么说 |
|---|---|---|---|
"""

PROTECTIONS = """
## 三、受保护的人与不得从事的作业（`models/data/protections.tsv`）

| 对象 | 作业 | 依据 |
|---|---|---|
"""

SOFT = """
## 四、只影响先后的特征与权重（`service/matching/weights.toml`）

得分 = Σ 权重×特征 ÷ Σ 权重，特征在 -1 与 1 之间，0 为不知道。
年龄要求、学历要求只在这里，从不作门槛；性别要求、民族、婚育、户籍不在任何一处。

| 特征 | 为人找岗位 | 为岗位找人 | 理由怎么说 |
|---|---|---|---|
"""

PRIORITY = """
## 五、公开的优先规则（`service/matching/priority.toml`）

只在名次上前移，位数有上限，逐次记入台账。群体标签只在为岗位找人时使用，不显示给门户，也不告诉用人单位。

| 代码 | 规则 | 岗位类型 | 最多前移 | 依据 |
|---|---|---|---|---|
"""


def rules_page(vocabulary: Vocabulary, weights: Weights, priority: tuple[PriorityRule, ...]) -> str:
    """Return the page in Markdown; the same rules give the same page."""
    parts = [INTRO.format(version=RULES_VERSION), LEGAL]
    parts += [_legal_row(rule) for rule in RULES if rule.stage == "legal"]
    parts += [LIMITS, *(_limit_row(rule) for rule in RULES if rule.stage == "limit")]
    parts += [PROTECTIONS, *_protection_rows(vocabulary)]
    parts += [SOFT, *(_feature_row(name, weights) for name in FEATURES)]
    parts += [PRIORITY, *(_priority_row(rule) for rule in priority)]
    return "".join(parts)


def _legal_row(rule: Rule) -> str:
    return _row(f"`{rule.code}`", rule.law, "、".join(rule.needs), EXCLUDED[rule.code][0], _doubt(rule.code))


def _limit_row(rule: Rule) -> str:
    return _row(f"`{rule.code}`", rule.law, _doubt(rule.code), RELAXATIONS[rule.code])


def _doubt(code: str) -> str:
    return DOUBTS[code][0] if code in DOUBTS else "——"


def _protection_rows(vocabulary: Vocabulary) -> list[str]:
    rows = DataFiles().rows("protections.tsv", ("group",))
    types = vocabulary.hazard_types
    return [
        _row(row["name"], "、".join(types[code].name for code in row["hazards"].split("|")), row["law"]) for row in rows
    ]


def _feature_row(name: str, weights: Weights) -> str:
    said = REASONS.get(name) or next(pair for code, pair in REASONS.items() if code.startswith(name))
    return _row(f"`{name}`", f"{weights.postings[name]:g}", f"{weights.seekers[name]:g}", said[0])


def _priority_row(rule: PriorityRule) -> str:
    kinds = "、".join(kind.value for kind in rule.kinds) or "全部"
    return _row(f"`{rule.code}`", rule.name, kinds, f"{rule.places} 位", rule.source)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell or "——" for cell in cells) + " |\n"


def main() -> int:
    """Write the page below the current folder, or with `--check` say whether it is current."""
    page = rules_page(load_vocabulary(), load_weights(), load_priority())
    if "--check" in sys.argv[1:]:
        return int(PAGE.read_text("utf-8") != page)
    PAGE.write_text(page, "utf-8")
    print(f"已写入 {PAGE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
