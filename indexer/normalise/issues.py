"""Turn a code and a few words of the row into an `Issue` with its outcome and Chinese sentence.

The codes are data (`indexer/data/import_codes.tsv`). A code may belong to a wider one, its family: 面议 is
`pay_negotiable`, and `pay_unknown` as every pay that nobody can compare. Reports count a row under both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.data_files import DataFiles
from models.records import Finding, Issue

Outcome = Literal["note", "review", "rejected"]
RowOutcome = Literal["accepted", "review", "rejected"]

DATA = Path(__file__).parent.parent / "data"
_WORDS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class IssueCode:
    """One code: `text` is a sentence with a `{detail}` place, `mend` what to do, `finding` the code of a rule."""

    code: str
    outcome: Outcome
    family: str
    text: str
    mend: str
    finding: str = ""


class IssueCodes(Mapping[str, IssueCode]):
    """All codes by name."""

    def __init__(self, codes: Iterable[IssueCode]) -> None:
        self._codes = {code.code: code for code in codes}
        self._by_finding = {code.finding: code for code in self._codes.values() if code.finding}

    def __getitem__(self, code: str) -> IssueCode:
        return self._codes[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def issue(self, code: str, field: str, detail: str = "", *, text: str = "", name: str = "") -> Issue:
        """Return an issue with the outcome of `code`.

        `detail` fills the sentence, `text` replaces it; `name` is the code shown when it carries a value (`not_2026`).
        """
        known = self._codes[code]
        sentence = text or known.text.replace("{detail}", _short(detail))
        return Issue(outcome=known.outcome, code=name or code, field=field, text=sentence)

    def family(self, code: str) -> str:
        """Return the wider code that a code also counts under, "" for none."""
        if code.startswith("not_20"):
            return "other_cohort"
        known = self._codes.get(code)
        return known.family if known else ""

    def mend(self, code: str) -> str:
        """Return what to do about a code, "" for an unknown one."""
        known = self._codes.get("cohort" if code.startswith("not_20") else code)
        return known.mend if known else ""

    def of_finding(self, finding: Finding) -> Issue:
        """Return a finding of the posting check as an issue.

        The severity decides the outcome (block rejected, review review, else note); the sentence is the rule's own when
        the table has no code for it.
        """
        outcome: Outcome = (
            "rejected" if finding.severity == "block" else "review" if finding.severity == "review" else "note"
        )
        known = self._by_finding.get(finding.code)
        words = finding.words or finding.text
        text = known.text.replace("{detail}", _short(words)) if known else finding.text or words
        return Issue(outcome=outcome, code=known.code if known else finding.code, field=finding.field, text=text)


def load_issue_codes(overlay: Path | None = None) -> IssueCodes:
    """Read `import_codes.tsv`; rows of the same file in the `overlay` folder are added or replace.

    Raises:
        DataTableError: the table cannot be read.
    """
    rows = DataFiles(overlay, folder=DATA).rows("import_codes.tsv", ["code"])
    return IssueCodes(
        IssueCode(row["code"], _outcome(row["outcome"]), row["family"], row["text"], row["mend"], row["finding"])
        for row in rows
    )


def row_outcome(issues: Iterable[Issue]) -> RowOutcome:
    """Return what becomes of a row: rejected before review before accepted."""
    outcomes = {issue.outcome for issue in issues}
    return "rejected" if "rejected" in outcomes else "review" if "review" in outcomes else "accepted"


def _outcome(text: str) -> Outcome:
    return "rejected" if text == "rejected" else "review" if text == "review" else "note"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WORDS_SHOWN else text[:_WORDS_SHOWN] + "…"
