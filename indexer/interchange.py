"""Turn lines of the NDJSON interchange into postings and seekers, and records back into lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Literal

import msgspec

from models.records import Posting, PostingKind, Seeker

InterchangeKind = Literal["posting", "seeker"]

# Source: judged-set interchange, `docs/interchange.md`. Order is the order of writing.
POSTING_FIELDS: tuple[str, ...] = (
    "id", "title", "employer", "description", "requirements", "kind", "county_code", "township", "headcount",
    "pay_text", "benefits", "schedule_text", "certificates", "age_text", "education_text", "valid_until", "posted_on",
    "employer_id", "occupation_code", "address", "contact_name", "contact_phone", "source",
)  # fmt: skip
SEEKER_FIELDS: tuple[str, ...] = (
    "id", "birth_year", "sex", "county_code", "township", "education", "major", "skills_text", "experience_text",
    "certificates", "desired_jobs_text", "desired_regions_text", "pay_expect_text", "schedule_text",
    "willing_out_of_province", "groups", "availability_text", "name", "id_number", "phone", "consent", "household",
    "graduated_on",
)  # fmt: skip
FIELDS: Mapping[InterchangeKind, tuple[str, ...]] = {"posting": POSTING_FIELDS, "seeker": SEEKER_FIELDS}

NONE_HELD = "无"
"""What stands for a person who was asked and holds no certificate: an empty list says so, a missing field does not."""

_SEX = {
    "": "", "男": "male", "女": "female", "male": "male", "female": "female", "m": "male", "f": "female", "1": "male",
    "2": "female", "0": "", "9": "", "未知": "", "不详": "", "男性": "male", "女性": "female",
}  # fmt: skip
_YES_NO = {"是": True, "否": False, "true": True, "false": False, "y": True, "n": False, "yes": True, "no": False}


class InterchangeError(ValueError):
    """A line is not an interchange record. `code` is stable, `field` names the field, the message is Chinese."""

    def __init__(self, code: str, field: str, text: str) -> None:
        super().__init__(text)
        self.code, self.field = code, field


def interchange_kind(line: Mapping[str, Any]) -> InterchangeKind | None:
    """Tell by its fields whether a line is a posting or a seeker; None when neither has more of its own fields.

    `title` decides for a posting, because a seeker has none; otherwise the side with more known fields wins.
    """
    if "title" in line:
        return "posting"
    own = {kind: len(line.keys() & set(fields)) for kind, fields in FIELDS.items()}
    if own["posting"] == own["seeker"]:
        return None
    return "posting" if own["posting"] > own["seeker"] else "seeker"


def record_from_line(line: Mapping[str, Any], kind: InterchangeKind | None = None) -> Posting | Seeker:
    """Return the record of a line, all texts as written.

    null and a missing field are the same: not said. Certificates and groups may be a list or one text; sex may be
    男/女, male/female or 1/2; dates are YYYY-MM-DD.

    Raises:
        InterchangeError: unknown field (a near name is proposed), missing `id` or `title`, or a value of a wrong type.
    """
    kind = kind or interchange_kind(line)
    if kind is None:
        raise InterchangeError("unknown_record", "", "看不出这一行是岗位还是求职者，请补上 title 或求职者的字段")
    for field in line:
        if field not in FIELDS[kind]:
            raise InterchangeError("unknown_field", str(field), _unknown_field(kind, str(field)))
    given = {field: line[field] for field in FIELDS[kind] if line.get(field) is not None}
    for field in ("id", "title") if kind == "posting" else ("id",):
        if not _text(field, given.get(field, "")).strip():
            raise InterchangeError("required_missing", field, f"字段“{field}”为空，这一项必须填写")
    values: dict[str, Any] = {}
    for field, value in given.items():
        read: Callable[[str, Any], Any] = _READERS.get(field, _text)
        values[field] = read(field, value)
    if kind == "seeker" and line.get("certificates") == []:
        values["certificates"] = (NONE_HELD,)
    return Posting(**values) if kind == "posting" else Seeker(**values)


def line_from_record(record: Posting | Seeker, *, personal: bool = True) -> dict[str, Any]:
    """Return the interchange fields of a record that say something, in the fixed order; dates as text.

    `personal=False` leaves out name, ID number, phone, contact and address.
    """
    kind: InterchangeKind = "posting" if isinstance(record, Posting) else "seeker"
    hidden = set() if personal else {"name", "id_number", "phone", "contact_name", "contact_phone", "address"}
    line: dict[str, Any] = {}
    for field in FIELDS[kind]:
        value = getattr(record, field)
        if field in hidden or value is None or value == "" or value == ():
            continue
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, PostingKind):
            value = value.value
        line[field] = value
    return line


def encode_line(record: Posting | Seeker, *, personal: bool = True) -> bytes:
    """Return a record as one UTF-8 line of NDJSON, with its line feed."""
    return msgspec.json.encode(line_from_record(record, personal=personal)) + b"\n"


def _unknown_field(kind: InterchangeKind, field: str) -> str:
    near = get_close_matches(field, FIELDS[kind], n=1, cutoff=0.6)
    hint = (
        f"，是不是“{near[0]}”？" if near else f"；{'岗位' if kind == 'posting' else '求职者'}可用的字段见交换格式说明"
    )
    return f"不认识字段“{field}”{hint}"


def _wrong(field: str, value: Any, wanted: str) -> InterchangeError:
    return InterchangeError("wrong_type", field, f"字段“{field}”的值“{str(value)[:40]}”不对，应为{wanted}")


def _text(field: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(field, value, "文字")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _texts(field: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(text for item in value if (text := _text(field, item).strip()))
    return split_values(_text(field, value))


def _integer(field: str, value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}\s*", value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise _wrong(field, value, "整数")
    return int(value)


def _headcount(field: str, value: Any) -> int:
    number = _integer(field, value)
    if number <= 0:
        raise InterchangeError(
            "headcount_not_positive", field, f"字段“{field}”为{number}，招聘人数必须大于0；不确定请留空"
        )
    return number


def _day(field: str, value: Any) -> date:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).date()
        except ValueError:
            pass
    raise _wrong(field, value, "日期，例如 2026-12-31")


def _yes_no(field: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _YES_NO:
        return _YES_NO[value.strip().lower()]
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    raise _wrong(field, value, "true 或 false")


def _sex(field: str, value: Any) -> str:
    read = _SEX.get(_text(field, value).strip().lower())
    if read is None:
        raise _wrong(field, value, "男、女、male 或 female")
    return read


def _kind(field: str, value: Any) -> PostingKind:
    try:
        return PostingKind(_text(field, value).strip() or PostingKind.REGULAR)
    except ValueError:
        raise _wrong(field, value, "、".join(kind.value for kind in PostingKind) + " 之一") from None


def _county(field: str, value: Any) -> str:
    code = _text(field, value).strip()
    if code and not re.fullmatch(r"\d{6}", code):
        raise _wrong(field, value, "六位行政区划代码，例如 520324")
    return code


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "certificates": _texts,
    "groups": _texts,
    "headcount": _headcount,
    "birth_year": _integer,
    "valid_until": _day,
    "posted_on": _day,
    "graduated_on": _day,
    "willing_out_of_province": _yes_no,
    "consent": _yes_no,
    "sex": _sex,
    "kind": _kind,
    "county_code": _county,
}

_SEPARATORS = re.compile(r"[、；;，,\n|]")


def split_values(text: str) -> tuple[str, ...]:
    """Return the values of a cell that lists several by 、；，; or line breaks; separators in brackets do not count."""
    parts: list[str] = []
    depth, start = 0, 0
    for position, character in enumerate(text):
        if character in "（(【[":
            depth += 1
        elif character in "）)】]":
            depth = max(0, depth - 1)
        elif depth == 0 and _SEPARATORS.match(character):
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return tuple(part.strip() for part in parts if part.strip())
