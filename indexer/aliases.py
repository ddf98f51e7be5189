"""Turn a heading as somebody wrote it into the canonical field it means in a given record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

RecordName = Literal[
    "posting",
    "seeker",
    "graduate",
    "gig",
    "order",
    "order_line",
    "quota",
    "township_quota",
    "bus",
    "crew",
    "crew_member",
    "employer",
    "arrears",
    "unknown",
]

DATA = Path(__file__).parent / "data"

_CHAINS: Mapping[RecordName, tuple[str, ...]] = {
    "posting": ("JOB", "EMP"),
    "seeker": ("WRK", "GRD"),
    "graduate": ("GRD", "WRK"),
    "gig": ("GIG", "JOB"),
    "order": ("ORD", "EMP"),
    "order_line": ("LIN", "ORD", "JOB"),
    "quota": ("QTA", "ORD"),
    "township_quota": ("TQT", "ORD"),
    "bus": ("BUS", "ORD"),
    "crew": ("CRW", "GIG"),
    "crew_member": ("MEM", "WRK"),
    "employer": ("EMP",),
    "arrears": ("ARR", "EMP"),
    "unknown": (),
}
"""Whose aliases a record uses, in this order. The codes are those of the `records` column of headers.tsv."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|《[^《》]*》")
_NOISE = re.compile(r"[\s*★☆※●■◆△▲]+|\((?:必填|选填|可选|必填项|下拉选择|下拉)\)")
_NUMBERING = re.compile(r"^(?:\(?[0-9]{1,2}\)?[.、)]|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、)")
_UNIT = re.compile(r"[/,:、]?(?:单位:?)?(?:元/月|元/天|元/时|元/人|万元|元|人|名|个|岁|周岁|天|月|年)$")
_JOINS = re.compile(r"[及和与、/+&,;]|以及")
_PLACE = re.compile(r"^[\u4e00-\u9fff㐀-䶿]{1,10}(?:自治县|县|市|区|特区|镇|乡|街道|管委会)$")

_OTHER_PEOPLE = re.compile(
    r"户主|家属|家长|紧急|车长|领队|配偶|父|母|子女|子女|监护|担保|介绍|法定|法人|原|曾|上次|上年|上月|经办|采集|填报|审核"
    r"|服务|专员|干部|网格|带班|班长|组长|队长|辅导|老师|代办|开户|银行|是否|驾驶|司机|乡镇|村级|站长|主任|推荐|无法|不能|未"
)
"""What stands before a known heading and makes it another one: 家属联系电话 is not the person's telephone."""
_TAILS = re.compile(
    r"(?:要求|情况|说明|条件|信息|内容|标准|范围|类别|描述|备注|及说明|情况说明|一览|明细|等|名称|限制|登记|填写|安排|方面|状况)$"
)
_SHORT_HEADS = frozenset(
    {"电话", "手机", "性别", "年龄", "学历", "专业", "工资", "薪资", "待遇", "食宿", "社保", "证书"}
)
_MAY_STAND_IN_BRACKETS = frozenset({"contact_phone", "contact_name", "major", "major_req"})

_Lookup = tuple[str, int]
"""A field and how it was found: 0 its own alias, 1 without brackets or unit, 2 by an end of it, or several fields."""


def normal_heading(text: str) -> str:
    """Return a heading in NFKC and lower case without white space, stars, 必填, numbering and outer punctuation."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()
    return _NUMBERING.sub("", plain).strip(":.。,、;'\"-_")


class Aliases:
    """The known headings by record. Immutable; lookups are remembered."""

    def __init__(self, rows: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        """Take (alias, field, record codes); a later row wins over an earlier one. Code "*" stands for all records."""
        self._exact: dict[str, dict[str, str]] = {}
        for alias, field, codes in rows:
            for code in codes:
                self._exact.setdefault(code, {})[normal_heading(alias)] = field
        self._known = {alias for table in self._exact.values() for alias in table}
        self.is_known: Callable[[str], bool] = lru_cache(maxsize=8192)(self._is_known)
        self._find: Callable[[RecordName, str, str], _Lookup | None] = lru_cache(maxsize=8192)(self._lookup)

    def field(self, record: RecordName, heading: str, group: str = "") -> str | None:
        """Return the field of a heading in a record, None when there is none; `group` is the heading above it."""
        found = self._find(record, heading, group)
        return found[0] if found else None

    def sureness(self, record: RecordName, heading: str, group: str = "") -> int:
        """Return how a heading was understood: 0 by its own alias, up to 3 not at all."""
        found = self._find(record, heading, group)
        return found[1] if found else 3

    def fields_anywhere(self, heading: str) -> frozenset[str]:
        """Return the fields a heading has in any record, by its alias alone."""
        plain = normal_heading(heading)
        forms = {plain, _BRACKETS.sub("", plain)}
        return frozenset(table[form] for table in self._exact.values() for form in forms if form in table)

    def _is_known(self, text: str) -> bool:
        plain = normal_heading(text)
        return plain in self._known or _BRACKETS.sub("", plain) in self._known

    def _lookup(self, record: RecordName, heading: str, group: str) -> _Lookup | None:
        plain = normal_heading(heading)
        if not plain:
            return None
        for prefix in _group_words(group):
            if field := self._plain(record, prefix + plain):
                return field, 0
        return self._alone(record, plain)

    def _alone(self, record: RecordName, plain: str) -> _Lookup | None:
        if field := self._plain(record, plain):
            return field, 0
        bare = _BRACKETS.sub("", plain)
        if bare != plain and (field := self._plain(record, bare)):
            inner = self._plain(record, next(iter(_BRACKETS.findall(plain)))[1:-1])
            if inner in _MAY_STAND_IN_BRACKETS and inner != field:
                return f"{field}+{inner}", 2
            return field, 1
        if field := self._plain(record, _UNIT.sub("", bare)):
            return field, 1
        if joined := self._joined(record, bare):
            return joined, 2
        if field := self._affix(record, bare):
            return field, 2
        if record == "quota" and _PLACE.match(bare):
            return f"@{bare}", 1
        return None

    def _plain(self, record: RecordName, plain: str) -> str | None:
        for code in (*_CHAINS[record], "*"):
            if (field := self._exact.get(code, {}).get(plain)) is not None:
                return f"@{plain}" if field == "@" else field
        return None

    def _joined(self, record: RecordName, bare: str) -> str | None:
        parts = [part for part in _JOINS.split(bare) if part]
        if not 2 <= len(parts) <= 4:
            return None
        fields = [self._plain(record, part) or self._affix(record, part) for part in parts]
        if None in fields:
            return None
        unique = list(dict.fromkeys(field for field in fields if field))
        return "+".join(unique)

    def _affix(self, record: RecordName, bare: str) -> str | None:
        for start in range(1, len(bare) - 1):
            tail = bare[start:]
            if len(tail) < 3 and tail not in _SHORT_HEADS:
                break
            if (field := self._plain(record, tail)) and not _OTHER_PEOPLE.search(bare[:start]):
                return field
        head = bare
        while (cut := _TAILS.sub("", head)) != head and cut:
            head = cut
            if field := self._plain(record, head):
                return field
        return None


def _group_words(group: str) -> tuple[str, ...]:
    if not group:
        return ()
    plain = normal_heading(group)
    stem = re.sub(r"(?:方式|信息|情况|基本信息|资料)$", "", plain)
    return tuple(dict.fromkeys(word for word in (plain, stem) if word))


def load_aliases(overlay: Path | None = None) -> Aliases:
    """Read `indexer/data/headers.tsv`; the rows of `overlay`/headers.tsv are added and win."""
    rows = _read(DATA / "headers.tsv")
    if overlay is not None and (overlay / "headers.tsv").is_file():
        rows += _read(overlay / "headers.tsv")
    return Aliases(rows)


def field_labels() -> dict[str, str]:
    """Return the Chinese label of each canonical field, for reports."""
    lines = (DATA / "headers.tsv").read_text(encoding="utf-8-sig").splitlines()
    names = lines[0].split("\t")
    field, label = names.index("field"), names.index("label")
    rows = [line.split("\t") for line in lines[1:] if line.strip() and not line.startswith("#")]
    return {row[field]: row[label] for row in reversed(rows) if row[label]}


def _read(path: Path) -> list[tuple[str, str, Iterable[str]]]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    names = lines[0].split("\t")
    alias, field, records = (names.index(name) for name in ("alias", "field", "records"))
    table = [line.split("\t") for line in lines[1:] if line.strip() and not line.startswith("#")]
    return [(row[alias], row[field], row[records].split(",")) for row in table]
