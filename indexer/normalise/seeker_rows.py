"""Turn a row of a labour ledger (劳动力台账) into a seeker as written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.columns import MappedRow
from indexer.interchange import split_values
from indexer.normalise.cells import cell_issues, joined, said, slid_columns, values_of, without_code, yes_no
from indexer.normalise.keys import copy_claim
from indexer.normalise.people import read_groups, read_person, without_restricted
from indexer.normalise.sheet_context import Normalised, SheetContext
from models.records import Issue, Seeker
from models.understand.clean import clean_text

_LEAVING = re.compile("过了?年|年后|春节后|元宵|开春|正月|下半年|农忙|过完")
_LABELS = (
    ("emp_status", "状态"),
    ("work_region", "地域"),
    ("work_prov", "省份"),
    ("work_city", "城市"),
    ("work_addr", "地点"),
    ("work_employer", "单位"),
    ("work_job", "岗位"),
    ("work_start", "开始"),
    ("work_income", "月收入"),
    ("emp_type", "有组织输出"),
    ("return_flag", "返乡"),
)
_CASEWORK = (
    ("difficulty", "不能外出原因"),
    ("companions", "结伴"),
    ("train_want", "培训意愿"),
    ("train_done", "培训情况"),
    ("marital", "婚姻"),
    ("collector", "采集人"),
    ("collect_date", "采集日期"),
)


def seeker_from_row(row: MappedRow, context: SheetContext) -> Normalised[Seeker]:
    """Return the person of a row. A name is required; without an ID number the row is for review.

    Reasons for staying at home, companions and remarks often tell of illness and family, so they go to `remark`, which
    is neither indexed nor exported; a restricted word in any other cell is moved there too.
    """
    values = values_of(row)
    codes = context.codes
    result: Normalised[Seeker] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    if len(slid := slid_columns(values)) > 1:
        issues.append(codes.issue("slid", "", "、".join(slid)))
    person = read_person(values, context, issues, id_required=False, numbers=row.numbers)
    groups, restricted = read_groups(values)
    texts, moved = _screened(values)
    consent = read_consent(values, context, issues)
    remark = casework(values, [*restricted, *moved])
    if restricted or moved or without_restricted(values.get("remark", ""))[1]:
        issues.append(codes.issue("restricted_tag", "remark"))
    willing, availability = read_willing(without_code(values.get("intent_work", "")))
    if not person.name:
        return result
    result.record = Seeker(
        id="",
        name=person.name,
        id_number=person.id_number,
        phone=person.phone,
        birth_year=person.birth_year,
        sex=person.sex,
        county_code=person.county_code,
        township=person.township,
        village=joined([values.get("village", ""), values.get("group_no", "")], " "),
        education=without_code(values.get("education", "")),
        major=said(values.get("major", "")),
        skills_text=joined([said(texts.get("skills", "")), said(values.get("skill_level", ""))], "、"),
        experience_text=said(texts.get("experience", "")),
        certificates=read_certificates(values),
        desired_jobs_text=texts.get("intent_job", ""),
        desired_regions_text=texts.get("intent_place", ""),
        pay_expect_text=values.get("intent_wage", ""),
        schedule_text=values.get("shift", ""),
        willing_out_of_province=willing,
        availability_text=availability,
        groups=groups,
        household=joined([values.get("household_id", ""), values.get("household_rel", "")], " "),
        ethnicity=values.get("ethnic", ""),
        health_text=joined([values.get("health", ""), without_code(values.get("labor_ability", ""))]),
        consent=consent,
        source=values.get("source", ""),
        remark=remark,
        employment_text=joined(
            f"{label}：{without_code(said(values.get(field, '')))}"
            for field, label in _LABELS
            if said(values.get(field, ""))
        ),
        origin=context.origin(row.number),
    )
    result.claim = copy_claim(values.get("remark", ""))
    return result


def read_consent(values: Mapping[str, str], context: SheetContext, issues: list[Issue]) -> bool | None:
    """Return consent as True, False or None (not said); a register without the column says nothing about it."""
    if "consent" not in context.fields:
        return None
    consent = yes_no(values.get("consent", ""))
    if consent is not True:
        issues.append(context.codes.issue("consent_blank" if consent is None else "consent_N", "consent"))
    return consent


def read_willing(text: str) -> tuple[bool | None, str]:
    """Return (willing to go out, what was said of when). 视情况 and 过了年走 are no yes and no no."""
    words = clean_text(text)
    if _LEAVING.search(words):
        return None, words
    answer = yes_no(words)
    return answer, "" if answer is not None else words


def read_certificates(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the certificates of a person as written, one text each, driving licence and title among them."""
    texts = [values.get("certs", ""), values.get("title_rank", "")]
    licence = said(values.get("driver_lic", ""))
    if licence:
        texts.append(licence if re.search("[证照]", licence) else f"{licence}驾驶证")
    return tuple(dict.fromkeys(c for text in texts for c in split_values(text) if said(c)))


def casework(values: Mapping[str, str], moved: list[str]) -> str:
    """Return the remark of the caseworker: the remark cell, what was moved out of others, and the casework cells."""
    parts = [values.get("remark", ""), *moved]
    parts += [f"{label}：{values[field]}" for field, label in _CASEWORK if said(values.get(field, ""))]
    return joined(parts)


def _screened(values: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    texts: dict[str, str] = {}
    moved: list[str] = []
    for field in ("skills", "experience", "intent_job", "intent_place"):
        texts[field], restricted = without_restricted(values.get(field, ""))
        if restricted:
            moved.append(restricted)
    return texts, moved
