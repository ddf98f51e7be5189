"""Turn the cells that every register of people has (ID number, sex, age, phone, groups, remark) into checked values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.interchange import split_values
from indexer.normalise.cells import bare_name, rare_characters, read_phone, said, without_code, yes_no
from indexer.normalise.sheet_context import SheetContext
from indexer.normalise.sheet_places import county_of, is_old_name
from models.records import Certificate, Issue
from models.understand.clean import clean_text
from models.understand.dates import parse_date
from models.understand.identity import IdNumber, parse_id_number

Sex = Literal["", "male", "female"]

ADULT, WORKING_AGE = 18, 16  # Source: 劳动法 15, 58
# Source: handbook 3, group tags that stay inside casework; one more word each for how it is written in ledgers.
RESTRICTED = re.compile("刑满释放|刑释|戒毒|吸毒|涉毒|社区矫正|社矫|服刑|前科|安置帮教")
_SEX: Mapping[str, Sex] = {"男": "male", "1": "male", "女": "female", "2": "female", "男性": "male", "女性": "female"}
_NO_GROUP = frozenset(
    {"一般户", "一般农户", "普通户", "无", "否", "非贫困户", "普通农户", "其他", "正常", "不是", "一般"}
)
_YES_TAGS: Mapping[str, str] = {
    "tag_poverty": "脱贫户",
    "tag_monitor": "监测对象",
    "tag_reloc": "易地搬迁",
    "tag_lowinc": "低保",
    "tag_veteran": "退役军人",
    "disability": "残疾",
}
_GROUP_FIELDS = ("tag_poverty", "tag_monitor", "tag_reloc", "tag_lowinc", "tag_hard", "tag_veteran", "disability")


@dataclass(slots=True)
class Person:
    """What the identity cells of a row say; `problems` are to be said about it."""

    name: str = ""
    id_number: str = ""
    birth_on: date | None = None
    birth_year: int | None = None
    sex: Sex = ""
    phone: str = ""
    county_code: str = ""
    township: str = ""


def read_person(
    values: Mapping[str, str],
    context: SheetContext,
    issues: list[Issue],
    *,
    id_required: bool,
    numbers: Iterable[str] = (),
) -> Person:
    """Read name, ID number, sex, age, phone and home of a row and append what is wrong with them.

    The ID number rules: birth date and sex come from it, and a column that says otherwise is for review. Without it the
    birth column or the age column gives the year.
    """
    codes = context.codes
    person = Person(name=bare_name(values.get("person_name", "")))
    if not person.name:
        issues.append(codes.issue("name_missing", "person_name"))
    if rare := rare_characters(person.name):
        issues.append(codes.issue("rare_char", "person_name", rare))
    person.sex = _SEX.get(clean_text(without_code(values.get("sex", ""))), "")
    _read_number(values, context, issues, person, id_required=id_required, was_number="id_no" in numbers)
    _read_age(values, context, issues, person)
    _read_phone(values, context, issues, person)
    _read_home(values, context, issues, person)
    if person.birth_on is not None:
        years = age_on(person.birth_on, context.asof)
        if years < WORKING_AGE:
            issues.append(codes.issue("under16", "id_no", f"{person.birth_on.year}年{person.birth_on.month}月"))
        elif years < ADULT:
            issues.append(codes.issue("age16_17", "id_no"))
    return person


def age_on(birth_on: date, day: date) -> int:
    """Return the full years of age on a day; a birthday counts from the day itself."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def read_groups(values: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (group tags as written, restricted words found among them, which belong to casework only)."""
    tags: list[str] = []
    for field in _GROUP_FIELDS:
        text = without_code(values.get(field, ""))
        answer = yes_no(text)
        if answer is True and field in _YES_TAGS and len(clean_text(text)) <= 2:
            tags.append(_YES_TAGS[field])
        elif answer is None:
            tags += [tag for tag in split_values(text.replace("/", "、")) if tag not in _NO_GROUP and said(tag)]
    kept = tuple(dict.fromkeys(tag for tag in tags if not RESTRICTED.search(tag)))
    return kept, tuple(tag for tag in tags if RESTRICTED.search(tag))


def without_restricted(text: str) -> tuple[str, str]:
    """Return (text without the parts that hold a restricted word, those parts)."""
    if not RESTRICTED.search(text):
        return text, ""
    parts = [part for part in re.split(r"(?<=[、；;，,。\n])", text) if part]
    kept = "".join(part for part in parts if not RESTRICTED.search(part)).strip(" 、；;，,。\n")
    return kept, "".join(part for part in parts if RESTRICTED.search(part)).strip(" 、；;，,。\n")


def certificate_issues(certificates: Iterable[Certificate], context: SheetContext) -> list[Issue]:
    """Return what there is to say about the certificates of a person: run out, or an old forklift card not reviewed."""
    issues: list[Issue] = []
    for certificate in certificates:
        until = certificate.valid_until_on
        # The old forklift class carries no printed end; what makes it stale is the missing review.
        if "N2" in certificate.needs_review:
            issues.append(context.codes.issue("cert_n2", "certs", certificate.raw or certificate.name))
        elif until is not None and until < context.asof:
            issues.append(context.codes.issue("cert_expired", "certs", certificate.raw or certificate.name))
    return issues


def _read_number(
    values: Mapping[str, str],
    context: SheetContext,
    issues: list[Issue],
    person: Person,
    *,
    id_required: bool,
    was_number: bool,
) -> None:
    codes = context.codes
    text = values.get("id_no", "")
    read = parse_id_number(text)
    if isinstance(read, IdNumber):
        if was_number and read.number.endswith("000"):
            issues.append(codes.issue("id_digits_lost", "id_no", "身份证号被表格按数字保存，末几位已变成0，无法恢复"))
            return
        if read.birth_on > context.asof:
            issues.append(codes.issue("id_birth_date", "id_no", "身份证号里的出生日期在今天以后，请核对原件"))
            return
        person.id_number, person.birth_on, person.birth_year = read.number, read.birth_on, read.birth_on.year
        if person.sex and person.sex != read.sex:
            written = values.get("sex", "")
            issues.append(
                codes.issue("sex_mismatch", "sex", f"栏内{written}，证件为{'男' if read.sex == 'male' else '女'}")
            )
        person.sex = read.sex
    elif read.code == "id_missing":
        issues.append(codes.issue("id_required" if id_required else "id_missing", "id_no"))
    else:
        code = "id_digits_lost" if was_number and read.code == "id_checksum" else read.code
        issues.append(codes.issue(code, "id_no", read.text))


def _read_age(values: Mapping[str, str], context: SheetContext, issues: list[Issue], person: Person) -> None:
    codes = context.codes
    born = parse_date(values.get("birth", ""), asof=context.asof)
    if born is None and re.search(r"\d", values.get("birth", "")):
        issues.append(codes.issue("date_unreadable", "birth", values["birth"]))
    years = re.fullmatch(r"(\d{1,3})\s*(?:岁|周岁)?", clean_text(values.get("age", "")))
    if person.birth_on is None:
        if born is not None:
            person.birth_year = born.year
            if age_on(born, context.asof) < WORKING_AGE:
                issues.append(codes.issue("under16", "birth", f"{born.year}年{born.month}月"))
        elif years:
            person.birth_year = context.asof.year - int(years[1])
            if int(years[1]) < WORKING_AGE:
                issues.append(codes.issue("under16", "age", f"{person.birth_year}年"))
        return
    if born is not None and (born.year, born.month) != (person.birth_on.year, person.birth_on.month):
        issues.append(codes.issue("birth_mismatch", "birth", f"栏内{born.year}年{born.month}月"))
    # One year more is 虚岁, one year less a ledger from before the birthday.
    if years and abs(int(years[1]) - age_on(person.birth_on, context.asof)) > 1:
        issues.append(
            codes.issue("age_mismatch", "age", f"栏内{years[1]}岁，按证件{age_on(person.birth_on, context.asof)}岁")
        )


def _read_phone(values: Mapping[str, str], context: SheetContext, issues: list[Issue], person: Person) -> None:
    text = values.get("contact_phone", "")
    person.phone, unreadable = read_phone(text)
    if unreadable:
        short = 5 <= len(re.sub(r"\D", "", text)) <= 10
        issues.append(context.codes.issue("phone_short" if short else "bad_phone", "contact_phone", text))
    elif not person.phone:
        issues.append(context.codes.issue("phone_missing", "contact_phone"))


def _read_home(values: Mapping[str, str], context: SheetContext, issues: list[Issue], person: Person) -> None:
    county_text = clean_text(values.get("county", ""))
    person.county_code = county_of(county_text, "", context.place)
    if county_text and is_old_name(county_text, context.vocabulary):
        issues.append(context.codes.issue("old_county", "county", county_text))
    person.township = clean_text(values.get("township", ""))
    for field in ("live_addr", "hukou_addr"):
        address = clean_text(values.get(field, ""))
        found = context.place(address, person.county_code or context.county_code) if address else None
        if found is None or found.level not in ("county", "township"):
            continue
        person.county_code = person.county_code or found.county_code
        if not person.township and found.township_code and found.county_code == person.county_code:
            person.township = context.vocabulary.areas[found.township_code].name
    person.county_code = person.county_code or context.county_code
    if not person.township:
        # Ledgers have a sheet for each township.
        found = context.place(clean_text(context.sheet), person.county_code) if context.sheet else None
        if found is not None and found.township_code and found.county_code == person.county_code:
            person.township = clean_text(context.sheet)
    if not person.county_code:
        issues.append(context.codes.issue("county_unknown", "county"))
