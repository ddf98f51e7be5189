"""Turn a row of a graduates' ledger (高校毕业生实名台账) into a seeker with what a graduate has besides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from indexer.columns import MappedRow
from indexer.normalise.cells import cell_issues, joined, said, slid_columns, values_of, without_code
from indexer.normalise.keys import copy_claim
from indexer.normalise.people import RESTRICTED, read_groups, read_person, without_restricted
from indexer.normalise.seeker_rows import casework, read_certificates, read_consent, read_willing
from indexer.normalise.sheet_context import Normalised, SheetContext
from models.records import GraduateDetails, Issue, Seeker, Service
from models.understand.clean import clean_text
from models.understand.dates import parse_date

_SERVICES: tuple[tuple[str, Literal["policy", "guidance", "recommendation", "training", "result"]], ...] = (
    ("svc_policy", "policy"),
    ("svc_guidance", "guidance"),
    ("svc_rec1", "recommendation"),
    ("svc_rec2", "recommendation"),
    ("svc_rec3", "recommendation"),
    ("svc_train", "training"),
    ("svc_result", "result"),
)
_TRAILING_DAY = re.compile(r"[\s（(]*((?:20\d{2}[-./年]?)?\d{1,2}[-./月]?\d{1,2}日?|20\d{6})[）)]?$")
_COHORT = re.compile(r"(20\d{2})\s*(?:届|年毕业|级?毕业)")


def graduate_from_row(row: MappedRow, context: SheetContext) -> Normalised[Seeker]:
    """Return the graduate of a row. Name and ID number are required.

    A graduate of another year than the ledger's is taken and noted (`not_2026` in a ledger of 2026届).
    """
    values = values_of(row)
    codes = context.codes
    result: Normalised[Seeker] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    if len(slid := slid_columns(values)) > 1:
        issues.append(codes.issue("slid", "", "、".join(slid)))
    person = read_person(values, context, issues, id_required=True, numbers=row.numbers)
    graduated_text = values.get("grad_date", "")
    graduated_on = parse_date(graduated_text, asof=context.asof)
    if graduated_on is None and re.search(r"\d", graduated_text):
        issues.append(codes.issue("date_unreadable", "grad_date", graduated_text))
    _cohort(values, context, issues, graduated_on.year if graduated_on else None)
    groups, restricted = read_groups(values)
    hardship = [tag for tag in re.split(r"[、；;，,/]", values.get("grad_difficult", "")) if said(tag)]
    groups = tuple(dict.fromkeys((*groups, *(tag.strip() for tag in hardship if not RESTRICTED.search(tag)))))
    skills, moved = without_restricted(values.get("skills", ""))
    remark = casework(values, [*restricted, *(tag for tag in hardship if RESTRICTED.search(tag)), moved])
    if RESTRICTED.search(remark):
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
        village=values.get("village", ""),
        education=without_code(values.get("education", "") or values.get("degree", "")),
        major=values.get("major", ""),
        skills_text=said(skills),
        experience_text=said(values.get("experience", "")),
        certificates=read_certificates(values),
        desired_jobs_text=values.get("intent_job", ""),
        desired_regions_text=values.get("intent_place", ""),
        pay_expect_text=values.get("intent_wage", ""),
        willing_out_of_province=willing,
        availability_text=availability,
        groups=groups,
        ethnicity=values.get("ethnic", ""),
        health_text=values.get("health", ""),
        consent=read_consent(values, context, issues),
        graduated_on=graduated_on,
        source=values.get("source", ""),
        remark=remark,
        employment_text=joined([without_code(values.get("emp_status", "")), values.get("work_employer", "")]),
        graduate=GraduateDetails(
            school=values.get("school", ""),
            graduated_text=graduated_text,
            cohort_text=values.get("cohort", ""),
            destination_text=without_code(values.get("grad_dest", "") or values.get("emp_status", "")),
            internship_text=values.get("internship_want", ""),
            services=_services(values, context),
            officer=values.get("officer", "") or values.get("collector", ""),
        ),
        origin=context.origin(row.number),
    )
    result.claim = copy_claim(values.get("remark", ""))
    return result


def _cohort(values: Mapping[str, str], context: SheetContext, issues: list[Issue], graduated: int | None) -> None:
    ledger = next((m[1] for text in (*context.titles, context.sheet, context.file) if (m := _COHORT.search(text))), "")
    if not ledger:
        return
    stated = re.search(r"20\d{2}", clean_text(values.get("cohort", "")))
    year = stated[0] if stated else str(graduated) if graduated else ledger
    if year != ledger:
        words = values.get("cohort", "") or values.get("grad_date", "")
        issues.append(context.codes.issue("cohort", "cohort", words, name=f"not_{ledger}"))


def _services(values: Mapping[str, str], context: SheetContext) -> tuple[Service, ...]:
    services: list[Service] = []
    for field, kind in _SERVICES:
        text = clean_text(values.get(field, ""))
        if not said(text) or text in ("否", "未"):
            continue
        day = _TRAILING_DAY.search(text)
        on = parse_date(day[1], asof=context.asof) if day else parse_date(text, asof=context.asof)
        words = text[: day.start()].strip() if day else "" if on is not None and len(text) <= 10 else text
        services.append(Service(kind=kind, text=words, on=on))
    return tuple(services)
