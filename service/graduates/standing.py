"""Turn what the ledger says of a graduate into whether to recommend anything, and who comes first."""

from __future__ import annotations

from typing import Literal

from models.records import Seeker

Standing = Literal[
    "recommend", "employed", "studying", "enlisted", "not_looking", "lost_contact", "opted_out", "not_live"
]

_WORDS: tuple[tuple[Standing, tuple[str, ...]], ...] = (
    ("recommend", ("未就业", "待就业", "求职中", "未落实", "失业", "见习")),  # 见习不算就业
    ("not_looking", ("暂不就业", "不就业", "拟升学", "考研", "备考")),
    ("studying", ("升学", "深造", "读研", "出国", "专升本", "留学")),
    ("enlisted", ("入伍", "参军", "服兵役")),
    ("lost_contact", ("失联", "联系不上", "空号")),
    ("employed", ("就业", "创业", "签约", "在岗", "公益性岗位", "基层项目", "三支一扶", "西部计划")),
)

REASONS: dict[Standing, str] = {
    "employed": "已就业，不再推荐",
    "studying": "已升学，不再推荐",
    "enlisted": "已入伍，不再推荐",
    "not_looking": "暂不就业，不推荐，请按期回访",
    "lost_contact": "失联，先查找联系方式再推荐",
    "opted_out": "本人不同意匹配，不推荐",
    "not_live": "登记还在审核，核对后再推荐",
}

DIFFICULT = ("脱贫", "低保", "残疾", "搬迁", "零就业", "孤儿", "监测", "困难", "助学贷款", "特困")
"""Source: handbook 15 and the difficulty column of the graduates' ledger."""


def standing_of(graduate: Seeker) -> Standing:
    """Return what the ledger says; nothing said counts as looking for work. The first matching word decides."""
    if graduate.consent is False:
        return "opted_out"
    if graduate.status != "live":
        return "not_live"
    text = graduate.graduate.destination_text if graduate.graduate else ""
    for standing, words in _WORDS:
        if any(word in text for word in words):
            return standing
    return "recommend"


def has_difficulty(graduate: Seeker) -> bool:
    """Return whether a difficulty is recorded; it decides only who comes first, and is shown to nobody outside."""
    return any(word in tag for tag in (*graduate.groups, graduate.household) for word in DIFFICULT)
