"""Turn files, named on the command line or uploaded, into stored records and a report, always in the same way."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from indexer.aliases import load_aliases
from indexer.ingest import Kind, Progress, ingest
from indexer.normalise.issues import load_issue_codes
from indexer.rejected import write_returned
from indexer.report import ImportReport
from indexer.returned import kept_sheets
from service.errors import BadRecord, RecordMissing, TooLarge
from service.resources import Resources

MOST_BYTES = 200 * 2**20
_LONGEST_NAME = 120


def import_files(
    resources: Resources,
    files: Sequence[Path],
    *,
    kind: Kind = "auto",
    who: str,
    names: Mapping[Path, str] | None = None,
    returned_folder: Path | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> ImportReport:
    """Ingest files with the bureau's own headings, codes and words, and the running model's reading of occupations."""
    overlay = resources.settings.vocabulary_dir
    return ingest(
        files,
        resources.store,
        resources.vocabulary,
        asof=resources.clock.today(),
        now=resources.clock.now(),
        progress=progress,
        kind=kind,
        who=who,
        names=names,
        aliases=load_aliases(overlay),
        codes=load_issue_codes(overlay),
        returned_folder=returned_folder,
        workers=workers,
        occupation_space=resources.occupation_space,
    )


def import_upload(resources: Resources, file: BinaryIO, name: str, kind: Kind, *, who: str) -> ImportReport:
    """Read an uploaded file into the store and return the report. The copy on disk is removed whatever happens.

    Raises:
        TooLarge: the file is larger than `MOST_BYTES`.
        BadRecord: it is no table, or holds no sheet that is known; the sentence says so.
    """
    with tempfile.TemporaryDirectory(prefix="zunpei-import-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as copy:
            shutil.copyfileobj(file, copy, 2**20)
        if path.stat().st_size > MOST_BYTES:
            raise TooLarge(f"文件超过 {MOST_BYTES // 2**20} MiB，请拆开后再导入。")
        report = import_files(resources, [path], kind=kind, who=who, names={path: plain_name(name)})
    if all(entry.record == "unknown" for entry in report.files):
        said = "；".join(issue.text for entry in report.files for issue in entry.issues)
        raise BadRecord(f"{said.rstrip('。') or '这个文件读不出表格'}。", fields=["file"])
    return report


def returned_workbook(resources: Resources, import_id: str) -> bytes:
    """Return the workbook of the rows that an import returned or set aside.

    Raises:
        ImportNotFound: no such import.
        RecordMissing: it returned nothing.
    """
    rows = resources.store.rejected(import_id)
    if not rows:
        raise RecordMissing(f"导入批次 {import_id} 没有退回或待核的行。")
    codes = load_issue_codes(resources.settings.vocabulary_dir)
    with tempfile.TemporaryDirectory(prefix="zunpei-returned-") as folder:
        path = Path(folder) / "returned.xlsx"
        write_returned(path, kept_sheets(rows), codes, title=f"导入批次 {import_id} 退回和待核的行")
        return path.read_bytes()


def outcome_counts(report: ImportReport) -> Counter[str]:
    """Return how many rows of a report were accepted, kept for review, returned."""
    counts: Counter[str] = Counter()
    for entry in report.files:
        counts.update(accepted=entry.accepted, review=entry.review, rejected=entry.rejected)
    return counts


def plain_name(name: str) -> str:
    """Return the name of an uploaded file without folders and characters that no file name has."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[-_LONGEST_NAME:] or "upload"
