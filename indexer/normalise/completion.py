"""Turn a kept record and a copy of it into the record with what only the copy knew, and words for what was taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from models.records import Employer, GraduateDetails, Posting, Seeker, Service

T = TypeVar("T", Posting, Seeker, Employer)

LABELS: Mapping[str, str] = {
    "contact_phone": "联系电话",
    "contact_name": "联系人",
    "phone": "电话",
    "certificates": "证书",
    "graduate": "毕业生服务记录",
    "destination_text": "毕业去向",
    "services": "1131服务",
    "id_number": "身份证号",
    "pay_text": "薪资",
    "uscc": "信用代码",
    "address": "地址",
    "benefits": "待遇",
    "description": "工作内容",
    "requirements": "要求",
    "skills_text": "技能",
    "experience_text": "经历",
    "desired_jobs_text": "意向岗位",
    "desired_regions_text": "意向地区",
    "pay_expect_text": "期望薪资",
    "groups": "人员类别",
    "consent": "同意推送",
    "education": "学历",
    "major": "专业",
    "valid_until": "有效期",
    "headcount": "人数",
    "employment_text": "就业状态",
}
# Never taken over from a copy: what the record is, where it came from, and the words of the clerk about the copy.
_OWN = frozenset(
    {"id", "status", "status_reason", "origin", "facts", "remark", "valid_text", "headcount_text", "consent"}
)
_JOINED = frozenset({"certificates", "groups"})


def completed(kept: T, copy: T, *, newer: bool = False) -> tuple[T, tuple[str, ...]]:
    """Return (the kept record with the gaps filled from a copy, Chinese names of what was filled).

    Certificates and group tags are joined. With `newer` the copy was reported later in the same file: its phone and its
    毕业去向 replace the earlier ones. Consent is never taken from a copy that gives it, only from one that refuses it.
    """
    changes: dict[str, Any] = {}
    for name in kept.__struct_fields__:
        old: Any = getattr(kept, name)
        new: Any = getattr(copy, name)
        if name in _OWN or new in (None, "", ()) or old == new:
            continue
        if name in _JOINED:
            joined = tuple(dict.fromkeys((*old, *new)))
            if joined != old:
                changes[name] = joined
        elif name == "graduate" and isinstance(old, GraduateDetails):
            graduate = _graduate(old, new, newer=newer)
            if graduate != old:
                changes[name] = graduate
        elif old in (None, "", ()) or (newer and name == "phone"):
            changes[name] = new
    if isinstance(copy, Seeker) and isinstance(kept, Seeker) and copy.consent is False and kept.consent is not False:
        changes["consent"] = False
    if not changes:
        return kept, ()
    labels = [LABELS[name] for name in changes if name in LABELS and name != "graduate"]
    if isinstance(kept, Seeker) and isinstance(changes.get("graduate"), GraduateDetails):
        before = kept.graduate or GraduateDetails()
        after: GraduateDetails = changes["graduate"]
        labels += [
            LABELS[name] for name in ("destination_text", "services") if getattr(before, name) != getattr(after, name)
        ]
    return msgspec.structs.replace(kept, **changes), tuple(dict.fromkeys(labels))


def updated(stored: T, row: T) -> T:
    """Return what a stored record becomes when its own source reports it again: the row wins, gaps stay filled.

    An empty cell does not erase: a gap that another register filled stays filled.
    """
    changes: dict[str, Any] = {}
    for name in row.__struct_fields__:
        new: Any = getattr(row, name)
        old: Any = getattr(stored, name)
        if name in ("id", "status", "status_reason", "origin", "facts") or new == old:
            continue
        if name in _JOINED:
            changes[name] = tuple(dict.fromkeys((*new, *old)))
        elif new in (None, "", ()) and old not in (None, "", ()):
            changes[name] = old
    return msgspec.structs.replace(row, id=stored.id, **changes)


def _graduate(old: GraduateDetails, new: GraduateDetails, *, newer: bool) -> GraduateDetails:
    changes: dict[str, Any] = {}
    for name in old.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if name == "services":
            changes[name] = _services(old.services, new.services)
        elif after and (not before or (newer and name == "destination_text")):
            changes[name] = after
    return msgspec.structs.replace(old, **changes)


def _services(old: tuple[Service, ...], new: tuple[Service, ...]) -> tuple[Service, ...]:
    kinds = {service.kind for service in old}
    more = [
        s for s in new if s not in old and (s.kind not in kinds or (s.kind == "recommendation" and len(old) < len(new)))
    ]
    return (*old, *more)
