"""Turn the code tables of `models/data`, with a bureau's overlay, into one frozen vocabulary that everything shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from models.area_names import AreaNames
from models.areas import Areas, load_areas
from models.data_files import DataFiles, DataTableError, Row, split_list
from models.occupation_names import OccupationNames
from models.occupations import (
    Colloquial,
    Major,
    Occupation,
    load_colloquial,
    load_majors,
    load_occupations,
)
from models.refusals import Refusal, load_refusals

MAX_LICENCES = 64  # one bit each in a uint64 column of the index
MAX_HAZARDS = 32  # one bit each in a uint32 column
QUERY_WORD_KINDS = (
    "done", "wanted", "left", "wished", "talk", "name", "side_talk", "cue", "not_work", "family", "relatives",
    "lead", "tail", "elsewhere",
)  # fmt: skip
"""The kinds of `query_words.tsv`; each is explained in the head of that table."""


class CertificateType(Struct, frozen=True):
    """One kind of certificate. `covers` are the codes it is also good for (A2 covers B2); `law` asks for it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    is_licence: bool = False
    covers: tuple[str, ...] = ()
    law: str = ""
    validity_years: float | None = None
    note: str = ""


class HazardType(Struct, frozen=True):
    """One hazard of work that some law looks at, and the words that tell of it."""

    code: str
    name: str
    words: tuple[str, ...] = ()
    law: str = ""


class EducationLevel(Struct, frozen=True):
    """One level of GB/T 4658-2006; `rank` orders levels (higher is more), `codes_1984` are those of the old edition."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    rank: int = 0
    codes_1984: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The closed vocabulary of one process. `licences` and `hazards` are in bit order; `version` hashes all tables."""

    occupations: Mapping[str, Occupation] = field(repr=False)
    colloquial: tuple[Colloquial, ...] = field(repr=False)
    areas: Areas = field(repr=False)
    majors: Mapping[str, Major] = field(repr=False)
    certificates: Mapping[str, CertificateType] = field(repr=False)
    hazard_types: Mapping[str, HazardType] = field(repr=False)
    education_levels: Mapping[str, EducationLevel] = field(repr=False)
    licences_by_occupation: Mapping[str, tuple[str, ...]] = field(repr=False)
    limit_words: tuple[tuple[str, str, str], ...] = field(repr=False)
    query_words: tuple[tuple[str, str], ...] = field(repr=False)
    refusals: tuple[Refusal, ...] = field(repr=False)
    simplified: Mapping[int, str] = field(repr=False)
    misspelt: tuple[tuple[re.Pattern[str], str], ...] = field(repr=False)
    licences: tuple[str, ...]
    hazards: tuple[str, ...]
    licence_bit: Mapping[str, int] = field(repr=False)
    hazard_bit: Mapping[str, int] = field(repr=False)
    version: str

    @cached_property
    def area_names(self) -> AreaNames:
        """Return the finder of place names, built at first use."""
        return AreaNames(self.areas)

    @cached_property
    def occupation_names(self) -> OccupationNames:
        """Return the finder of occupation names, built at first use."""
        return OccupationNames(self.occupations, self.colloquial)

    @cached_property
    def codeless_terms(self) -> tuple[tuple[str, str], ...]:
        """Return (colloquial word, standard term, its note off) of work that 大典 gives no code: 进厂, 制造业普工."""
        return tuple(
            (row.words, re.sub(r"（.*?）", "", row.standard_term))
            for row in self.colloquial
            if row.kind == "job" and not row.codes and row.words != row.standard_term
        )

    @cached_property
    def limit_patterns(self) -> Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]:
        """Return the compiled patterns of `limit_words.tsv` with their values, by limit, in file order."""
        found: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
        for limit, pattern, value in self.limit_words:
            found[limit] = (*found.get(limit, ()), (re.compile(pattern), value))
        return found

    @cached_property
    def query_patterns(self) -> Mapping[str, tuple[re.Pattern[str], ...]]:
        """Return the compiled patterns of `query_words.tsv` by kind, in file order."""
        found: dict[str, tuple[re.Pattern[str], ...]] = dict.fromkeys(QUERY_WORD_KINDS, ())
        for kind, pattern in self.query_words:
            found[kind] = (*found.get(kind, ()), re.compile(pattern))
        return found

    def licences_covered(self, code: str) -> tuple[str, ...]:
        """Return the licences that a held certificate is good for, itself included, in bit order; () for an unknown."""
        reached: set[str] = set()
        ahead = [code]
        while ahead:
            current = ahead.pop()
            if current in self.certificates and current not in reached:
                reached.add(current)
                ahead += self.certificates[current].covers
        return tuple(licence for licence in self.licences if licence in reached)

    def education_rank(self, code: str) -> int:
        """Return the rank of a GB/T 4658-2006 code, 0 for "" and for a code that is not in the table."""
        level = self.education_levels.get(code)
        return 0 if level is None else level.rank

    def occupation_licences(self, code: str) -> tuple[str, ...]:
        """Return the licences of which the law asks for any one in an occupation, of the code or else of its 小类."""
        found = self.licences_by_occupation.get(code)
        return found if found is not None else self.licences_by_occupation.get("-".join(code.split("-")[:3]), ())


def load_vocabulary(overlay: Path | None = None) -> Vocabulary:
    """Read all tables; `overlay` is a folder of same-named tables whose rows are added or replace those of their key.

    Raises:
        DataTableError: a table cannot be read, contradicts another or holds too many licences; a Chinese sentence.
    """
    files = DataFiles(overlay)
    occupations = load_occupations(files)
    colloquial = load_colloquial(files, occupations)
    areas = load_areas(files)
    majors = load_majors(files)
    certificates = {row["code"]: _certificate(row) for row in files.rows("certificates.tsv", ["code"])}
    hazards = {row["code"]: _hazard(row) for row in files.rows("hazards.tsv", ["code"])}
    education = {row["code"]: _education(row) for row in files.rows("education.tsv", ["code"])}
    by_occupation: dict[str, tuple[str, ...]] = {}
    for row in files.rows("occupation_licences.tsv", ["occupation", "licence"]):
        if row["licence"] not in certificates:
            raise DataTableError(f"“occupation_licences.tsv”中的证书“{row['licence']}”不在“certificates.tsv”里。")
        by_occupation[row["occupation"]] = (*by_occupation.get(row["occupation"], ()), row["licence"])
    for certificate in certificates.values():
        if unknown := [code for code in certificate.covers if code not in certificates]:
            raise DataTableError(f"数据表“certificates.tsv”中“{certificate.code}”涵盖的“{unknown[0]}”没有定义。")
    licences = tuple(code for code, certificate in certificates.items() if certificate.is_licence)
    if len(licences) > MAX_LICENCES or len(hazards) > MAX_HAZARDS:
        raise DataTableError(f"行业准入证书最多{MAX_LICENCES}种、危险因素最多{MAX_HAZARDS}种，请减少数据表中的行。")
    return Vocabulary(
        occupations=occupations,
        colloquial=colloquial,
        areas=areas,
        majors=majors,
        certificates=certificates,
        hazard_types=hazards,
        education_levels=education,
        licences_by_occupation=by_occupation,
        limit_words=tuple(
            (row["limit"], row["pattern"], row["value"]) for row in files.rows("limit_words.tsv", ["pattern"])
        ),
        query_words=tuple((row["kind"], row["pattern"]) for row in files.rows("query_words.tsv", ["pattern"])),
        refusals=load_refusals(files),
        simplified={
            ord(row["traditional"]): row["simplified"] for row in files.rows("traditional.tsv", ["traditional"])
        },
        misspelt=tuple((re.compile(row["wrong"]), row["right"]) for row in files.rows("misspelt.tsv", ["wrong"])),
        licences=licences,
        hazards=tuple(hazards),
        licence_bit={code: bit for bit, code in enumerate(licences)},
        hazard_bit={code: bit for bit, code in enumerate(hazards)},
        version=files.version,
    )


def _certificate(row: Row) -> CertificateType:
    years = row.get("validity_years", "")
    return CertificateType(
        code=row["code"],
        name=row["name"],
        aliases=split_list(row["aliases"]),
        is_licence=row["is_licence"] == "1",
        covers=split_list(row["covers"]),
        law=row["law"],
        validity_years=float(years) if years else None,
        note=row.get("note", ""),
    )


def _hazard(row: Row) -> HazardType:
    return HazardType(code=row["code"], name=row["name"], words=split_list(row["words"]), law=row["law"])


def _education(row: Row) -> EducationLevel:
    return EducationLevel(
        code=row["code"],
        name=row["name"],
        aliases=split_list(row["aliases"]),
        rank=int(row["rank"] or 0),
        codes_1984=split_list(row.get("code_1984", "")),
    )
