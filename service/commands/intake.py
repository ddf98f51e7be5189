"""Commands that take data in and make it searchable: ingest, undo, check, build, follow."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from indexer.aliases import field_labels
from indexer.build import build
from indexer.follow import fold
from indexer.ingest import Kind
from indexer.manifest import Manifest
from indexer.normalise.issues import load_issue_codes
from indexer.report import ImportReport, report_lines
from indexer.store_imports import ImportRun
from service.commands.day import AsOf, on_day
from service.commands.output import console, print_json, print_table, progress
from service.encoders import source_of
from service.errors import BadRequest
from service.importing import import_files
from service.opening import open_resources
from service.resources import Resources
from service.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
KINDS: tuple[str, ...] = get_args(Kind)
SIDE_NAMES = {"postings": "岗位", "seekers": "求职者"}


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("ingest", help="读入表格或 NDJSON：认表头、逐行判断，退回的行写成工作簿。")(ingest_)
    app.command("imports", help="列出导入批次。")(imports)
    app.command("undo", help="撤销一个导入批次（批次号见 zunpei imports）。")(undo)
    app.command("build", help="建一版新索引：建好、验证、再切换；失败时旧索引照常服务。")(build_)
    app.command("follow", help="只把上一版索引之后的改动并进新的一版。")(follow)


def ingest_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help=".xlsx .xls .et .csv .ndjson，可多个")],
    kind: Annotated[str, typer.Option("--kind", help=f"表的种类：{' / '.join(KINDS)}；auto 按表头判断")] = "auto",
    returned: Annotated[Path | None, typer.Option("--returned", help="退回工作簿写到哪个目录")] = None,
    asof: AsOf = None,
    json: Json = False,
) -> None:
    """Ingest files; exits 1 when a row was returned or set aside for review."""
    if kind not in KINDS:
        raise BadRequest(f"--kind 只能是 {'、'.join(KINDS)}，收到的是 {kind}。")
    missing = [str(path) for path in files if not path.exists()]
    if missing:
        raise BadRequest(f"找不到文件：{'、'.join(missing)}。请核对路径。")
    settings = on_day(context, asof)
    with open_resources(settings) as resources:
        report = ingest_now(resources, files, kind=cast(Kind, kind), returned=returned, quiet=json)
    if json:
        print_json(report.as_dict(load_issue_codes(settings.vocabulary_dir)))
    else:
        for line in report_lines(report, field_labels()):
            console.print(line, markup=False)
        console.print("下一步：zunpei build（或 zunpei follow 只并入改动）")
    if report.has_problems:
        sys.exit(1)


def imports(context: typer.Context, json: Json = False) -> None:
    """Print the imports, newest last."""
    with open_resources(cast(Settings, context.obj)) as resources:
        runs = resources.store.imports()
    if json:
        print_json([{"id": r.id, "file": r.file, "started_at": r.started_at, "state": _state(r)} for r in runs])
        return
    words = {"undone": "已撤销", "finished": "完成", "open": "没有完成（再导入一次即可补齐）"}
    rows = [(r.id, r.file, f"{r.started_at:%Y-%m-%d %H:%M}", words[_state(r)]) for r in runs]
    print_table("导入批次", ("批次号", "文件", "时间", "状态"), rows)


def undo(context: typer.Context, import_id: Annotated[str, typer.Argument(metavar="批次号")]) -> None:
    """Take an import back."""
    with open_resources(cast(Settings, context.obj)) as resources:
        n = resources.store.undo_import(import_id, now=resources.clock.now())
    console.print(f"已撤销，恢复或删除了 {n} 条记录。下一步：zunpei follow")


def build_(
    context: typer.Context,
    full: Annotated[
        bool, typer.Option("--full", help="不沿用旧向量，全部重新理解和编码（换模型、改词表后用）")
    ] = False,
    asof: AsOf = None,
    json: Json = False,
) -> None:
    """Make a build and let it serve."""
    with open_resources(on_day(context, asof)) as resources:
        _say(build_now(resources, full=full, quiet=json), json)


def follow(context: typer.Context, asof: AsOf = None, json: Json = False) -> None:
    """Fold the changes since the build into a new one."""
    with open_resources(on_day(context, asof)) as resources, progress("并入改动", quiet=json) as advance:
        manifest = fold(
            resources.settings.builds_dir,
            resources.store,
            resources.encoder,
            resources.segmenter,
            resources.vocabulary,
            asof=resources.clock.today(),
            now=resources.clock.now(),
            progress=lambda _side, done, total: advance(done, total),
            occupation_space=resources.occupation_space,
            model_source=source_of(resources.settings),
        )
    _say(manifest, json)


def ingest_now(
    resources: Resources,
    files: Sequence[Path],
    *,
    kind: Kind = "auto",
    returned: Path | None = None,
    quiet: bool = False,
) -> ImportReport:
    """Ingest files with a progress bar."""
    folder = returned or resources.settings.data_dir / "returned"
    folder.mkdir(parents=True, exist_ok=True)
    with progress("导入", quiet=quiet) as advance:
        return import_files(
            resources,
            files,
            kind=kind,
            who="cli",
            returned_folder=folder,
            # A transformer is too heavy to copy into every worker; the bundled model is not.
            workers=1 if resources.settings.model else os.cpu_count() or 1,
            progress=lambda rows, total, _share: advance(rows, total),
        )


def build_now(resources: Resources, *, full: bool = False, quiet: bool = False) -> Manifest:
    """Make a build with a progress bar."""
    with progress("建索引", quiet=quiet) as advance:
        return build(
            resources.store,
            resources.encoder,
            resources.segmenter,
            resources.vocabulary,
            resources.settings.builds_dir,
            asof=resources.clock.today(),
            now=resources.clock.now(),
            full=full,
            progress=lambda _side, done, total: advance(done, total),
            occupation_space=resources.occupation_space,
            model_source=source_of(resources.settings),
        )


def _state(run: ImportRun) -> str:
    if run.undone_at is not None:
        return "undone"
    return "open" if run.finished_at is None else "finished"


def _say(manifest: Manifest, json: bool) -> None:
    if json:
        print_json(manifest)
        return
    console.print(
        f"索引 {manifest.id}：岗位 {manifest.n_postings}，求职者 {manifest.n_seekers}；"
        f"新编码 {manifest.n_encoded}，沿用 {manifest.n_reused}。下一步：zunpei serve 或 zunpei match --text …"
    )
