"""Turn what became of every row of an import into counts, into JSON and into lines of Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from indexer.normalise.issues import IssueCodes, RowOutcome
from models.records import Issue

MOST_NOTES = 20_000
"""Notes of one file that are listed one by one; the counts go on. Source: our choice, a list is for reading."""

OUTCOME_WORDS = {"rejected": "退回", "review": "待核", "note": "提示"}

RECORD_WORDS = {
    "posting": "岗位",
    "gig": "零工",
    "seeker": "劳动力",
    "graduate": "毕业生",
    "order": "订单",
    "order_line": "订单岗位",
    "crew": "班组",
    "crew_member": "班组成员",
    "employer": "用人单位",
    "arrears": "欠薪名单",
    "unknown": "未识别",
}


@dataclass(slots=True)
class FileReport:
    """What became of the rows of one kind in one file: rows = accepted + review + rejected.

    `reasons` counts rows, not issues: a row counts once under each code and once under the wider code of it. `new`,
    `changed` and `same` are what the store said of the rows that were kept.
    """

    file: str
    record: str
    rows: int = 0
    accepted: int = 0
    review: int = 0
    rejected: int = 0
    skipped: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    issues_left_out: int = 0
    skipped_reasons: Counter[str] = field(default_factory=Counter)
    mapping: dict[str, dict[str, str | None]] = field(default_factory=dict)
    joined: dict[str, int] = field(default_factory=dict)
    import_id: str = ""
    rejected_file: str = ""
    effects: Counter[str] = field(default_factory=Counter)

    def add_row(self, outcome: RowOutcome, issues: Sequence[Issue], sheet: str, row: int, codes: IssueCodes) -> None:
        """Count one row and keep its issues, each with its sheet and row."""
        self.rows += 1
        if outcome == "accepted":
            self.accepted += 1
        elif outcome == "review":
            self.review += 1
        else:
            self.rejected += 1
        self.add_issues([msgspec.structs.replace(issue, sheet=sheet, row=row) for issue in issues], codes)

    def add_issues(self, issues: Sequence[Issue], codes: IssueCodes) -> None:
        """Keep issues of one row (sheet and row are set) and count their codes once each."""
        found = {issue.code for issue in issues}
        found |= {family for issue in issues if (family := codes.family(issue.code))}
        self.reasons.update(found)
        for issue in issues:
            if issue.outcome == "note" and len(self.issues) >= MOST_NOTES:
                self.issues_left_out += 1
            else:
                self.issues.append(issue)


def refused_file(file: str, code: str, text: str) -> FileReport:
    """Return the entry of a file of which nothing could be used; `text` says why in Chinese."""
    entry = FileReport(file, "unknown")
    entry.issues.append(Issue(outcome="rejected", code=code, field="", text=text))
    entry.reasons[code] += 1
    return entry


@dataclass(slots=True)
class ImportReport:
    """The report of one run, file by file in the order given; a workbook of two kinds of rows has two entries."""

    files: list[FileReport] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)

    @property
    def has_problems(self) -> bool:
        """Return whether any row was returned or set aside, or a file could not be used."""
        return any(entry.rejected or entry.review or entry.record == "unknown" for entry in self.files)

    def as_dict(self, codes: IssueCodes) -> dict[str, Any]:
        """Return the report as plain values: the keys of judged-set.md, then ours.

        An issue whose code belongs to a wider one is listed under both, so that either name finds the row.
        """
        return {"files": [_entry(entry, codes) for entry in self.files], "written": dict(self.written)}


def report_json(report: ImportReport, codes: IssueCodes) -> str:
    """Return the report as JSON text."""
    return msgspec.json.encode(report.as_dict(codes)).decode()


def report_lines(report: ImportReport, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the report as Chinese lines: one a kind of row in a file, how its headings were read, reasons by outcome.

    A sentence for a reason is that of its first row, with the row named; the returned workbook is named last.
    """
    for entry in report.files:
        record = RECORD_WORDS.get(entry.record, entry.record)
        yield (
            f"{entry.file}（{record}）：共{entry.rows}行，接收{entry.accepted}，待核{entry.review}，退回{entry.rejected}，"
            f"跳过{entry.skipped}；新增{entry.new}，更新{entry.changed}，未变{entry.same}"
        )
        yield from _mapping_lines(entry, labels)
        first = {issue.code: issue for issue in reversed(entry.issues)}
        for outcome, word in OUTCOME_WORDS.items():
            for code, count in entry.reasons.most_common():
                if code in first and first[code].outcome == outcome:
                    issue = first[code]
                    place = f"{issue.sheet}第{issue.row}行" if issue.row else ""
                    yield f"  {word} {count}行 [{code}] 如{place}：{issue.text}" if place else f"  {word}：{issue.text}"
        if entry.rejected_file:
            yield f"  退回和待核的行写在：{entry.rejected_file}（按“怎样修改”一列改好再导入）"


def _mapping_lines(entry: FileReport, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield how the headings of an entry were read, once for all sheets that were read alike.

    A cell of two fields ("a+b") is said with both labels.
    """

    def said(name: str) -> str:
        return "＋".join(labels.get(part.split("#")[0], part) for part in name.split("+"))

    alike: dict[tuple[tuple[str, str | None], ...], list[str]] = {}
    for sheet, mapping in entry.mapping.items():
        alike.setdefault(tuple(mapping.items()), []).append(sheet)
    for pairs, sheets in alike.items():
        named = "、".join(sheets[:2]) + (f"等{len(sheets)}张表" if len(sheets) > 2 else "")
        known = "，".join(f"{heading.replace(chr(10), '')}→{said(name)}" for heading, name in pairs if name)
        yield f"  表头{'（' + named + '）' if named else ''}：{known}"
        if unknown := [heading for heading, name in pairs if not name]:
            yield f"  没有对上的表头（内容照样保留）：{'、'.join(unknown)}"


def _entry(entry: FileReport, codes: IssueCodes) -> dict[str, Any]:
    names = ("file", "record", "rows", "accepted", "review", "rejected", "skipped", "new", "changed", "same")
    return {
        **{name: getattr(entry, name) for name in names},
        "reasons": dict(entry.reasons.most_common()),
        "issues": [row for issue in entry.issues for row in _issue(issue, codes)],
        "issues_left_out": entry.issues_left_out,
        "skipped_reasons": dict(entry.skipped_reasons),
        "mapping": entry.mapping,
        "joined": entry.joined,
        "effects": dict(entry.effects),
        "import_id": entry.import_id,
        "rejected_file": entry.rejected_file,
    }


def _issue(issue: Issue, codes: IssueCodes) -> Iterator[dict[str, Any]]:
    family = codes.family(issue.code)
    for code in (issue.code, family) if family else (issue.code,):
        yield {
            "sheet": issue.sheet,
            "row": issue.row,
            "outcome": issue.outcome,
            "code": code,
            "field": issue.field,
            "text": issue.text,
        }
