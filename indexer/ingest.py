"""Turn files of any kind into stored records and a report of what became of every row.

What an import says about a row is a code of `indexer/data/import_codes.tsv`; the names of planted sample traps and of
judged-set.md are codes or families of codes there (docs/import-outcomes.md lists them for the office).

Rows are put in batches, each one transaction: when `progress` has named a row, it is committed, and a run that was
killed is completed by running it again. The same file again changes nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Literal

from indexer.aliases import Aliases, RecordName, load_aliases
from indexer.file_rows import Surroundings, peek_record
from indexer.intake import Run
from indexer.line_intake import LineIntake
from indexer.line_source import holds_lines
from indexer.normalise.issues import IssueCodes, load_issue_codes
from indexer.normalise.sheet_context import PlaceReader
from indexer.normalise.sheet_places import place_reader
from indexer.readers import UnreadableFile
from indexer.rejected import returned_title, write_returned
from indexer.report import FileReport, ImportReport, refused_file, report_json
from indexer.store import Store
from indexer.store_errors import ImportNotFound
from indexer.table_intake import TableIntake
from indexer.understanding import Understanding
from indexer.unreadable import SENTENCES
from models.understand.occupation import OccupationSpace
from models.vocabulary import Vocabulary

Kind = Literal["auto", "postings", "seekers", "graduates", "gigs", "orders", "crews", "employers"]
Progress = Callable[[int, int | None, float], None]
"""(rows done, rows in all or None while unknown, share of the run that is done)"""

BATCH = 1000
# Kinds whose sheets are all of one record; orders, crews and employers have several, told by their headings.
_FORCED: Mapping[str, RecordName] = {
    "postings": "posting",
    "seekers": "seeker",
    "graduates": "graduate",
    "gigs": "gig",
}
# Employers first, so that postings find them; crews last, so that they find their members.
_ORDER: Mapping[str, int] = {"employer": 0, "arrears": 0, "crew": 2, "crew_member": 2}


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    name: str
    is_lines: bool
    order: int


def ingest(
    paths: Sequence[Path],
    store: Store,
    vocabulary: Vocabulary,
    *,
    asof: date,
    now: datetime,
    progress: Progress | None = None,
    kind: Kind = "auto",
    who: str = "",
    names: Mapping[Path, str] | None = None,
    aliases: Aliases | None = None,
    codes: IssueCodes | None = None,
    returned_folder: Path | None = None,
    new_id: Callable[[], str] | None = None,
    batch: int = BATCH,
    workers: int = 1,
    occupation_space: OccupationSpace | None = None,
) -> ImportReport:
    """Import files and return the report, its entries in the order of `paths`.

    `names` are the names the office gave uploaded files (default: the file's own); editions of one name update each
    other. `returned_folder` is where the workbooks of returned rows are written. `new_id` makes the id of a person seen
    for the first time; ids never hold anything of the ID number. A file that cannot be read is an entry of record
    "unknown" and stops no other. `workers` above 1 lets that many processes read the facts of a big import; the
    caller's main module must then be importable (spawn). `occupation_space` finds trades by meaning.

    Raises:
        StoreError: the store failed; what was put before is kept, and running again completes it.
    """
    with Understanding(vocabulary, asof, workers=workers, occupation_space=occupation_space) as understanding:
        tools = _Tools(
            store, vocabulary, asof, now, kind, who, aliases or load_aliases(), codes or load_issue_codes(),
            place_reader(vocabulary), new_id or _random_id, understanding, batch, returned_folder, progress or _silent,
            len(paths),
        )  # fmt: skip
        sources = [_source(path, (names or {}).get(path, path.name), tools) for path in paths]
        entries: dict[int, list[FileReport]] = {}
        for position in sorted(range(len(sources)), key=lambda i: (sources[i].order, i)):
            entries[position] = _one_file(sources[position], tools, len(entries))
    report = ImportReport([entry for position in range(len(sources)) for entry in entries[position]])
    report.written = {entry.file: entry.rejected_file for entry in report.files if entry.rejected_file}
    return report


@dataclass(frozen=True, slots=True)
class _Tools:
    store: Store
    vocabulary: Vocabulary
    asof: date
    now: datetime
    kind: Kind
    who: str
    aliases: Aliases
    codes: IssueCodes
    place: PlaceReader
    new_id: Callable[[], str]
    understanding: Understanding
    batch: int
    returned_folder: Path | None
    progress: Progress
    n_files: int


def _source(path: Path, name: str, tools: _Tools) -> _Source:
    try:
        if holds_lines(path):
            return _Source(path, name, True, 1)
        record = peek_record(path, tools.aliases) if tools.n_files > 1 else "unknown"
    except UnreadableFile:
        record = "unknown"
    return _Source(path, name, False, _ORDER.get(record, 1))


def _one_file(source: _Source, tools: _Tools, n_done: int) -> list[FileReport]:
    def progress(rows: int, total: int | None, share: float) -> None:
        tools.progress(rows, total, (n_done + share) / tools.n_files)

    try:
        with source.path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        import_id = tools.store.start_import(source.name, digest, who=tools.who, now=tools.now)
        run = Run(
            tools.store,
            tools.vocabulary,
            tools.codes,
            tools.asof,
            tools.now,
            import_id,
            source.name,
            tools.new_id,
            tools.understanding,
        )
        entries, sheets = (
            LineIntake(run, _surroundings(source, tools), tools.batch, progress).take(source.path, tools.kind)
            if source.is_lines
            else TableIntake(run, _surroundings(source, tools), tools.batch, progress).take(
                source.path, _FORCED.get(tools.kind)
            )
        )
    except (UnreadableFile, OSError) as error:
        text = str(error) if isinstance(error, UnreadableFile) else f"文件“{source.name}”打不开：{_why_closed(error)}"
        return [refused_file(source.name, "unreadable_file", text)]
    if tools.returned_folder is not None and any(sheet.rows for sheet in sheets):
        path = tools.returned_folder / f"退回_{Path(source.name).stem}_{import_id}.xlsx"
        write_returned(path, sheets, tools.codes, title=returned_title(source.name, import_id))
        for entry in entries:
            entry.rejected_file = str(path)
    for entry in entries:
        entry.import_id = import_id
    tools.store.finish_import(import_id, report_json(ImportReport(entries), tools.codes), now=tools.now)
    return entries


def _why_closed(error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return SENTENCES["directory"]
    if isinstance(error, FileNotFoundError):
        return SENTENCES["missing"]
    if isinstance(error, PermissionError):
        return "没有读取权限，请把文件复制到可以读取的文件夹后再试。"
    return f"{error.strerror or error}，请检查磁盘后重试。"


def _surroundings(source: _Source, tools: _Tools) -> Surroundings:
    def file_of_import(import_id: str) -> str:
        try:
            return tools.store.import_run(import_id).file
        except ImportNotFound:
            return ""

    return Surroundings(
        source.name, tools.asof, tools.codes, tools.vocabulary, tools.aliases, tools.place, file_of_import
    )


def _random_id() -> str:
    return f"s-{secrets.token_hex(10)}"


def _silent(rows: int, total: int | None, share: float) -> None:
    return None
