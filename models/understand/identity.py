"""Turn what stands in an identity, company-code or phone cell into checked values, and checked values into masks."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

from models.records import Record
from models.understand.clean import clean_text

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

IdProblemCode = Literal[
    "id_missing",
    "id_digits_lost",
    "id_letter",
    "id_too_short",
    "id_too_long",
    "id_fifteen",
    "id_birth_date",
    "id_checksum",
    "id_unreadable",
]
UsccProblemCode = Literal["uscc_length", "uscc_character", "uscc_checksum"]


class IdNumber(Record, frozen=True):
    """A resident identity number that passes every check: 18 upper-case characters, birth date and sex read from it."""

    number: str  # PERSONAL
    birth_on: date
    sex: Literal["male", "female"]


class IdProblem(Record, frozen=True):
    """Why an identity cell is no identity number: a stable code and a Chinese sentence with the way out."""

    code: IdProblemCode
    text: str


_NO_NUMBER = re.compile(
    r"/+|\*+|暂?无证?号?|没有?|未?(?:办|提供|填|带|采集)理?|(?:已)?(?:丢失|遗失|补办)中?|不详|未知|待补|NONE|NAN|NULL"
)

_ID_TEXTS: dict[IdProblemCode, str] = {
    "id_missing": "身份证号为空，请补填18位身份证号",
    "id_digits_lost": "身份证号被表格按数字保存，末几位已变成0，无法恢复；请把该列设为文本后重新填写",
    "id_letter": "身份证号里有字母O、I、L等，应为数字0或1，请核对原件",
    "id_too_short": "身份证号不足18位，请核对原件",
    "id_too_long": "身份证号超过18位，请核对原件",
    "id_fifteen": "这是15位旧号，2013年起停用，请填18位身份证号",
    "id_birth_date": "身份证号里的出生日期不存在，请核对原件",
    "id_checksum": "身份证号末位校验不符，至少有一位写错，请核对原件",
    "id_unreadable": "身份证号里有无法识别的字符，请填18位身份证号",
}


def parse_id_number(text: str) -> IdNumber | IdProblem:
    """Read one identity cell.

    Spaces, dashes, a leading apostrophe and a lower-case x are forgiven; letters for digits are not, because a guess
    could turn one person into another. A number that a spreadsheet kept as a float is told by its form, or by what
    becomes of 15 kept digits (…000, or …008 after a float) together with a failing check character.

    Source: GB 11643-1999 (weights 2^(17-i) mod 11, check characters 1 0 X 9 8 7 6 5 4 3 2).
    """
    cleaned = clean_text(text)
    if re.fullmatch(r"[+-]?\d+(\.\d+)?[eE]\+?\d+", cleaned):
        return _id_problem("id_digits_lost")
    cleaned = re.sub(r"^(?:公民)?(?:身份证|证件)号?码?[:：]?|[(（][^()（）\d]*[)）]$", "", cleaned).strip()
    compact = (
        re.sub(r"[\s'\"`,，.。·_\-]", "", re.sub(r"\.0+$", "", cleaned)).upper().replace("×", "X").replace("Ｘ", "X")
    )
    if not compact or _NO_NUMBER.fullmatch(compact):
        return _id_problem("id_missing")
    if re.fullmatch(r"[0-9OILQX]+", compact) and re.search(r"[OILQ]", compact) and 15 <= len(compact) <= 19:
        return _id_problem("id_letter")
    if not re.fullmatch(r"\d*X?", compact):
        return _id_problem("id_unreadable")
    if len(compact) < 18:
        return _id_problem("id_fifteen" if len(compact) == 15 and _real_date("19" + compact[6:12]) else "id_too_short")
    if len(compact) > 18:
        return _id_problem("id_too_long")
    good_check = id_check_character(compact[:17]) == compact[17]
    if not good_check and _kept_as_float(compact):
        return _id_problem("id_digits_lost")
    born = _real_date(compact[6:14])
    if born is None or not 1900 <= born.year <= 2100:
        return _id_problem("id_birth_date")
    if not good_check:
        return _id_problem("id_checksum")
    return IdNumber(number=compact, birth_on=born, sex="male" if int(compact[16]) % 2 else "female")


def _kept_as_float(number: str) -> bool:
    """Tell whether a number is what a spreadsheet makes of 15 kept digits: zeros, or those zeros through a float."""
    if not number.isdigit():
        return False
    return number.endswith("000") or int(number) == int(float(round(int(number), -3)))


def id_check_character(body: str) -> str:
    """Return the check character of a 17-digit identity body.

    Raises:
        ValueError: `body` is not 17 digits.
    Source: GB 11643-1999.
    """
    if not re.fullmatch(r"[0-9]{17}", body):
        raise ValueError("an identity body has 17 digits")
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def _id_problem(code: IdProblemCode) -> IdProblem:
    return IdProblem(code=code, text=_ID_TEXTS[code])


def _real_date(digits: str) -> date | None:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not 1 <= year <= 9999 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def uscc_problem(text: str) -> UsccProblemCode | None:
    """Return why a unified social credit code is wrong, None when it is right or empty.

    Source: GB 32100-2015 (weights 3^(i-1) mod 31, alphabet without I O Z S V).
    """
    code = re.sub(r"[\s\-]", "", clean_text(text)).upper()
    if not code:
        return None
    if len(code) != 18:
        return "uscc_length"
    if any(c not in _USCC_ALPHABET for c in code):
        return "uscc_character"
    return None if uscc_check_character(code[:17]) == code[17] else "uscc_checksum"


def uscc_check_character(body: str) -> str:
    """Return the check character of a 17-character credit-code body.

    Raises:
        ValueError: `body` is not 17 characters of the alphabet.
    Source: GB 32100-2015.
    """
    if len(body) != 17 or any(c not in _USCC_ALPHABET for c in body):
        raise ValueError("a credit-code body has 17 characters of 0-9 and A-Y without I O S V Z")
    total = sum(_USCC_ALPHABET.index(c) * weight for c, weight in zip(body, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


_PHONE = re.compile(
    r"(?<![\d.])(?:\+?0{0,2}86[\s-]?)?"
    r"(?P<mobile>1[\s-]?[3-9](?:[\s-]?\d){9})(?!\d)"
    r"|(?<![\d.])(?P<service>[48]00[\s-]?\d{3}[\s-]?\d{4})(?!\d)"
    r"|(?<![\d.])\(?(?P<area>0\d{2,3})\)?[\s-]{0,2}(?P<local>[2-8]\d{2,3}[\s-]?\d{4})(?!\d)"
)


def parse_phones(text: str) -> tuple[str, ...]:
    """Return the telephone numbers in a cell, in order, without repeats; () when none can be read.

    A mobile is 11 digits starting 13-19, a landline an area code and seven or eight digits, joined by "-", a service
    line ten digits starting 400 or 800. Spaces,
    dashes, a +86, notes such as (上班时间打) and a spreadsheet's ".0" are passed over. Ten digits are no number.
    """
    cleaned = clean_text(re.sub(r"[（(][^（()）\d]*[)）]", " ", text))
    cleaned = re.sub(r"(?<=\d)\.0+(?!\d)", "", cleaned)
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?10", cleaned):
        cleaned = str(int(float(cleaned))) if len(cleaned.split("e")[0].split("E")[0]) >= 12 else ""
    found: list[str] = []
    for match in _PHONE.finditer(cleaned):
        if match["mobile"]:
            number = re.sub(r"\D", "", match["mobile"])
        elif match["service"]:
            number = re.sub(r"\D", "", match["service"])
        else:
            number = f"{match['area']}-{re.sub(r'[^0-9]', '', match['local'])}"
        if number not in found:
            found.append(number)
    return tuple(found)


def mask_name(name: str) -> str:
    """Return a name as family name and two stars (张**); a double-barrelled family name is not guessed at."""
    compact = clean_text(name).replace(" ", "")
    return compact[:1] + "**" if compact else ""


def mask_phone(phone: str) -> str:
    """Return a phone number with its middle starred: 138****5678; a landline keeps area code and last two digits."""
    if re.fullmatch(r"1\d{10}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    area, dash, local = phone.partition("-")
    if dash and len(local) > 2:
        return f"{area}-{'*' * (len(local) - 2)}{local[-2:]}"
    return "*" * len(phone)


def mask_id_number(number: str) -> str:
    """Return an 18-character identity number as 4 characters, 10 stars, 4 characters; anything else all stars."""
    if len(number) == 18:
        return f"{number[:4]}{'*' * 10}{number[-4:]}"
    return "*" * len(number)
