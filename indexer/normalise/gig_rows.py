"""Turn a row of a gig register (零工需求登记表) into a posting of kind gig."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from indexer.columns import MappedRow
from indexer.interchange import split_values
from indexer.normalise.cells import (
    cell_issues,
    joined,
    rare_characters,
    read_phone,
    said,
    slid_columns,
    values_of,
)
from indexer.normalise.headcounts import read_headcount
from indexer.normalise.keys import copy_claim
from indexer.normalise.posting_rows import posting_place, read_uscc
from indexer.normalise.sheet_context import Normalised, SheetContext
from models.records import GigDetails, Issue, Posting, PostingFacts, PostingKind, Status, TimeSlot
from models.understand.clean import clean_text
from models.understand.dates import parse_date, parse_slot

_FULL = re.compile("已满|满员|招满|已招满|人满")
_CANCELLED = re.compile("取消|撤销|作废|关闭|停招|终止|完成|已完工|结束|过期")
_SEX_LIMIT = re.compile(
    "(?:只要|只招|仅限|仅招|限|必须|要求?)(?:是)?(?:男|女)(?:的|工|性|士|同志|师傅|生)?|(?:男|女)(?:的|性)?(?:勿扰|不要|莫来)"
)
# What makes a gig too risky to be sent out at once without insurance. Source: handbook 2, "uninsured + risk flag".
_RISK = re.compile(
    "登高|高处|高空|屋面|架上|脚手架|外墙|电工|低压|高压|带电|焊|工地|拆模|有限空间|井下|吊装|爆破|塔吊|深基坑"
)
_LOW_RISK = re.compile("室内人字梯|不得探身|无需登高|不登高|不用登高")


def gig_from_row(row: MappedRow, context: SheetContext) -> Normalised[Posting]:
    """Return the gig of a row. Headcount and a phone to reach the employer are required.

    A day without a year is read from the day of registration, so that an old line is seen to be over; the slot that was
    read is kept in `facts.slot`. 已满 and 已取消 are kept as closed.
    """
    values = values_of(row)
    codes = context.codes
    result: Normalised[Posting] = Normalised(None, list(cell_issues(row, codes)), row.number, context.sheet, row.raw)
    issues = result.issues
    if len(slid := slid_columns(values)) > 1:
        issues.append(codes.issue("slid", "", "、".join(slid)))
    title = clean_text(values.get("job_title", "")).replace("\n", " ")
    if not title:
        issues.append(codes.issue("title_missing", "job_title"))
        return result
    headcount, headcount_issues = read_headcount(values.get("headcount", ""), codes, required=True)
    issues += headcount_issues
    phone = _phone(values, context, issues)
    pay_text = values.get("wage_text", "")
    registered = _registered(values, context.asof)
    slot = _slot(values, context, registered.date(), issues)
    hours = values.get("gig_hours", "") or values.get("work_hours", "")
    status, reason = _state(values.get("state", ""), context, issues)
    _wording(row, values, context, issues)
    county, township, address = posting_place(values, context)
    muster = clean_text(values.get("muster_point", ""))
    if not values.get("work_place") and muster:
        county, township, address = posting_place({**values, "work_place": muster}, context)
    result.record = Posting(
        id="",
        title=title,
        kind=PostingKind.GIG,
        employer=clean_text(values.get("employer_name", "")).replace("\n", " "),
        description=values.get("job_desc", "") or values.get("remark", ""),
        requirements=joined([values.get("requirements", ""), said(values.get("risk_flag", ""))]),
        county_code=county,
        township=township,
        headcount=headcount,
        headcount_text=values.get("headcount", ""),
        pay_text=pay_text,
        benefits=joined([_meals(values.get("meals", "")), values.get("board_lodging", ""), values.get("welfare", "")]),
        schedule_text=joined([hours, values.get("shift", "")]),
        certificates=_certificates(values),
        age_text=values.get("age_text", ""),
        education_text=values.get("edu_req", ""),
        sex_text=said(values.get("sex_req", "")),
        valid_until=slot.ends_on or slot.starts_on if slot else None,
        posted_on=registered.date(),
        uscc=read_uscc(values.get("uscc", "")),
        insurance_text=joined([values.get("insurance_acc", ""), values.get("social_ins", "")]),
        address=address,
        contact_name=clean_text(values.get("contact_name", "")),
        contact_phone=phone,
        source=values.get("source", ""),
        remark=values.get("remark", "") if values.get("job_desc") else "",
        gig=GigDetails(
            date_text=values.get("gig_date", ""),
            hours_text=hours,
            muster_point=muster,
            settlement_text=values.get("pay_cycle", ""),
            meals_text=values.get("meals", "") or values.get("board_lodging", ""),
            transport_text=values.get("transport", ""),
            tools_text=values.get("tools", ""),
            insurance_text=joined([values.get("insurance_acc", ""), values.get("social_ins", "")]),
            risk_text=values.get("risk_flag", ""),
            crew_text=values.get("team_hire", ""),
            signed_up=_count(values.get("signed_up", "")),
            state_text=values.get("state", ""),
        ),
        status=status,
        status_reason=reason,
        origin=context.origin(row.number),
        facts=PostingFacts(slot=slot),
    )
    result.claim = copy_claim(values.get("remark", ""), registered=int(registered.timestamp()))
    return result


def _registered(values: Mapping[str, str], asof: date) -> datetime:
    text = clean_text(values.get("publish_from", "") or values.get("collect_date", ""))
    day = parse_date(text, asof=asof) or asof
    clock = re.search(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", text)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    # A naive time: only its order counts.
    return datetime(day.year, day.month, day.day, min(hour, 23), min(minute, 59), min(second, 59))


def _slot(values: Mapping[str, str], context: SheetContext, registered: date, issues: list[Issue]) -> TimeSlot | None:
    words = clean_text(values.get("gig_date", ""))
    hours = values.get("gig_hours", "") or values.get("work_hours", "")
    slot = parse_slot(words, hours, asof=registered)
    if words and (slot is None or slot.starts_on is None):
        if re.search(r"\d", words):
            issues.append(context.codes.issue("date_unreadable", "gig_date", words))
        return slot
    last = (slot.ends_on or slot.starts_on) if slot else None
    if last is not None and last < context.asof:
        issues.append(context.codes.issue("expired", "gig_date", last.isoformat()))
    return slot


def _state(text: str, context: SheetContext, issues: list[Issue]) -> tuple[Status, str]:
    if _CANCELLED.search(text):
        issues.append(context.codes.issue("cancelled", "state"))
        return Status.CLOSED, "cancelled"
    if _FULL.search(text):
        issues.append(context.codes.issue("full", "state"))
        return Status.CLOSED, "full"
    return Status.LIVE, ""


def _phone(values: Mapping[str, str], context: SheetContext, issues: list[Issue]) -> str:
    text = values.get("contact_phone", "")
    phone, unreadable = read_phone(text)
    if unreadable:
        issues.append(context.codes.issue("bad_phone", "contact_phone", text))
    elif not phone:
        issues.append(context.codes.issue("contact_missing", "contact_phone"))
    return phone


def _wording(row: MappedRow, values: Mapping[str, str], context: SheetContext, issues: list[Issue]) -> None:
    codes = context.codes
    if any("\n" in text.strip() for text in row.raw):
        issues.append(codes.issue("multiline", ""))
    if rare := rare_characters(values.get("contact_name", "")):
        issues.append(codes.issue("rare_char", "contact_name", rare))
    words = "；".join(values.get(f, "") for f in ("job_title", "requirements", "job_desc", "sex_req", "remark"))
    if limit := _SEX_LIMIT.search(words):
        issues.append(codes.issue("sex_limit", "remark", limit[0]))
    insurance = values.get("insurance_acc", "") + values.get("social_ins", "")
    risk = _RISK.search(_LOW_RISK.sub("", f"{values.get('risk_flag', '')}；{values.get('job_title', '')}"))
    if risk and not said(insurance):
        issues.append(codes.issue("uninsured_hazard", "insurance_acc", values.get("risk_flag", "") or risk[0]))


def _certificates(values: Mapping[str, str]) -> tuple[str, ...]:
    asked = [c for c in split_values(values.get("cert_req", "")) if said(c)]
    # "登高2米以上须登高证" stands in the risk column of most registers.
    asked += [c for c in split_values(values.get("risk_flag", "")) if "证" in c]
    return tuple(dict.fromkeys(asked))


def _meals(text: str) -> str:
    """Return "盒饭" as "包餐（盒饭）": the heading says that meals are given, the cell alone does not."""
    if not said(text):
        return ""
    return text if re.search("包|管|餐补|自理|补", text) else f"包餐（{text}）"


def _count(text: str) -> int:
    digits = re.search(r"\d+", clean_text(text))
    return int(digits[0]) if digits else 0
