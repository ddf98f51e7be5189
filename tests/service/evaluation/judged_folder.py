"""A judged set of three postings, one query and one person, written into a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ASOF = "2026-11-23"
DAY_GUARD: dict[str, Any] = {
    "id": "day", "title": "保安", "employer": "遵义甲物业有限公司", "description": "小区门岗值守，长白班8小时",
    "kind": "regular", "county_code": "520304", "headcount": 2, "pay_text": "3000元/月",
    "schedule_text": "长白班8:00-17:00", "contact_phone": "19900000001",
    "valid_until": "2026-12-31", "posted_on": "2026-11-20",
}  # fmt: skip
NIGHT_GUARD = DAY_GUARD | {"id": "night", "employer": "遵义乙物业有限公司", "schedule_text": "夜班20:00-次日8:00"}
COOK = DAY_GUARD | {
    "id": "cook",
    "title": "中餐厨师",
    "employer": "遵义丙餐饮有限公司",
    "description": "炒菜，川菜黔菜",
}
EXPIRED = DAY_GUARD | {"id": "expired", "employer": "遵义丁物业有限公司", "valid_until": "2026-10-01"}
PERSON: dict[str, Any] = {
    "id": "s1", "birth_year": 1980, "sex": "男", "county_code": "520304", "desired_jobs_text": "保安",
    "skills_text": "当过保安", "schedule_text": "不上夜班", "consent": True,
}  # fmt: skip


def write_lines(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def judged_folder(folder: Path) -> Path:
    """Write the set: the night guard and the expired posting are graded -1 for whoever will not work at night."""
    folder.mkdir(exist_ok=True)
    write_lines(folder / "postings.jsonl", [DAY_GUARD, NIGHT_GUARD, COOK, EXPIRED])
    write_lines(folder / "seekers.jsonl", [PERSON])
    (folder / "queries.tsv").write_text("qid\ttext\nq1\t当保安，不上夜班\n", encoding="utf-8")
    grades = ["day\t3", "night\t-1", "cook\t0", "expired\t-1"]
    for name, asker in (("qrels_queries.tsv", "q1"), ("qrels_jobs.tsv", "s1")):
        (folder / name).write_text("".join(f"{asker}\t{grade}\n" for grade in grades), encoding="utf-8")
    return folder
