"""Turn the occupation tables into the occupations of 大典 2022 and the index of every name people use for them."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Literal

from msgspec import Struct

from models.data_files import DataFiles, DataTableError, split_list

NameKind = Literal["name", "alias", "colloquial", "everyday"]


class Knowledge(Struct, frozen=True, rename={"confusable": "not"}):
    """One line of `occupation_knowledge.jsonl`; `near` and `confusable` are names."""

    code: str
    name: str
    everyday: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()


class Trade(Struct, frozen=True):
    """One kind of work that people tell apart within a 细类 (月嫂 in 家政服务员), with the words that tell it."""

    trade: str
    name: str
    words: tuple[str, ...]


class Occupation(Struct, frozen=True):
    """One unit of 大典 2022 at any level; `level` 1 大类 … 4 细类. `near` and `confusable` are names, as written.

    `ads` is about how many of 2,300 ads look for it, 0 for a rare one.
    """

    code: str
    name: str
    level: int
    definition: str = ""
    tasks: str = ""
    is_green: bool = False
    is_digital: bool = False
    aliases: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()
    ads: float = 0.0
    trades: tuple[Trade, ...] = ()


class Colloquial(Struct, frozen=True):
    """One colloquial expression. `kind` "job", "skill", "pay" …; `codes` may be empty: a word that names no occupation.

    `is_ambiguous`: the word has more than one meaning, `note` says which.
    """

    words: str
    standard_term: str
    codes: tuple[str, ...]
    kind: str
    region: str = ""
    context: str = ""
    is_ambiguous: bool = False
    note: str = ""


class Major(Struct, frozen=True):
    """One university major; `level` is 研究生, 本科 or 大专; `old_names` those of earlier catalogues."""

    code: str
    name: str
    level: str
    class_name: str
    discipline: str
    old_names: tuple[str, ...] = ()


def load_occupations(files: DataFiles) -> dict[str, Occupation]:
    """Read the tables of occupations, names, knowledge, trades and how common each is into occupations by code.

    Raises:
        DataTableError: a row belongs to a code that is not in the table of occupations, or a number is none.
    """
    rows = files.rows("occupations.tsv", ["code"])
    aliases: dict[str, list[str]] = {row["code"]: [] for row in rows}
    trades = _load_trades(files, aliases)
    ads = _load_ads(files, aliases)
    for row in files.rows("occupation_aliases.tsv", ["alias", "code"]):
        if row["code"] not in aliases:
            raise DataTableError(
                f"数据表“occupation_aliases.tsv”中“{row['alias']}”的职业代码“{row['code']}”不在大典表里。"
            )
        aliases[row["code"]].append(row["alias"])
    knowledge = {item.code: item for item in files.objects("occupation_knowledge.jsonl", Knowledge, lambda k: k.code)}
    if unknown := sorted(knowledge.keys() - aliases.keys()):
        raise DataTableError(f"数据表“occupation_knowledge.jsonl”中的职业代码“{unknown[0]}”不在大典表里。")
    occupations: dict[str, Occupation] = {}
    for row in rows:
        code = row["code"]
        known = knowledge.get(code) or Knowledge(code, row["name"])
        occupations[code] = Occupation(
            code=code,
            name=row["name"],
            level=int(row["level"]),
            definition=row["definition"],
            tasks=row["tasks"],
            is_green="L" in row["mark"],
            is_digital="S" in row["mark"],
            aliases=tuple(aliases[code]),
            everyday=known.everyday,
            says=known.says,
            skills=known.skills,
            tools=known.tools,
            places=known.places,
            certificates=known.certificates,
            near=known.near,
            confusable=known.confusable,
            ads=ads.get(code, 0.0),
            trades=tuple(trades.get(code, ())),
        )
    return occupations


def _load_trades(files: DataFiles, codes: Container[str]) -> dict[str, list[Trade]]:
    found: dict[str, list[Trade]] = {}
    for row in files.rows("trades.tsv", ["code", "trade"]):
        if row["code"] not in codes:
            raise DataTableError(f"数据表“trades.tsv”中“{row['name']}”的职业代码“{row['code']}”不在大典表里。")
        trade = Trade(trade=row["trade"], name=row["name"], words=split_list(row["words"]))
        found.setdefault(row["code"], []).append(trade)
    return found


def _load_ads(files: DataFiles, codes: Container[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in files.rows("occupation_priors.tsv", ["code"]):
        if row["code"] not in codes:
            raise DataTableError(f"数据表“occupation_priors.tsv”中的职业代码“{row['code']}”不在大典表里。")
        try:
            found[row["code"]] = float(row["ads"])
        except ValueError as error:
            raise DataTableError(
                f"数据表“occupation_priors.tsv”中“{row['code']}”的 ads“{row['ads']}”不是数字。"
            ) from error
    return found


def load_colloquial(files: DataFiles, occupations: Mapping[str, Occupation]) -> tuple[Colloquial, ...]:
    """Read `colloquial.tsv` in file order.

    Raises:
        DataTableError: a word names an occupation code that is not in the table.
    """
    found: list[Colloquial] = []
    for row in files.rows("colloquial.tsv", ["colloquial", "standard_term", "context"]):
        codes = split_list(row["codes"])
        if unknown := [code for code in codes if code not in occupations]:
            raise DataTableError(f"数据表“colloquial.tsv”中“{row['colloquial']}”的职业代码“{unknown[0]}”不在大典表里。")
        found.append(
            Colloquial(
                words=row["colloquial"],
                standard_term=row["standard_term"],
                codes=codes,
                kind=row["kind"],
                region=row["region"],
                context=row["context"],
                is_ambiguous=row["ambiguous"] == "Y",
                note=row["note"],
            )
        )
    return tuple(found)


def load_majors(files: DataFiles) -> dict[str, Major]:
    """Read `majors.tsv` into majors by code, level and name ("080901 本科 计算机科学与技术")."""
    return {
        f"{row['code']} {row['level']} {row['name']}": Major(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            class_name=row["class_name"],
            discipline=row["discipline"],
            old_names=tuple(part for part in row["old_names"].replace("；", "、").split("、") if part),
        )
        for row in files.rows("majors.tsv", ["code", "level", "name"])
    }


def small_group(code: str) -> str:
    """Return the 小类 of an occupation code, "6-29-01" for "6-29-01-01"; "" for a code above that level."""
    group = "-".join(code.split("-")[:3])
    return "" if group.endswith("-00") or group.count("-") < 2 else group
