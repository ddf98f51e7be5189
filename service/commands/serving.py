"""Commands that serve and that show what would be served: serve, demo, status."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, cast

import typer
import uvicorn

from indexer.manifest import BuildMismatch, Manifest, check_fits, current_build, read_manifest
from models.card import ModelCard
from models.text import TEXT_VERSION
from service.auth import KeyFile
from service.commands.day import AsOf, on_day
from service.commands.intake import build_now, ingest_now
from service.commands.output import console, print_json, print_table
from service.encoders import check_encoder
from service.errors import BadRequest, BadSettings
from service.opening import open_resources
from service.settings import Settings, hand_to_workers

SAMPLE_DAY = date(2026, 11, 23)  # Source: sample/README.md, the day the sample is meant for

Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("serve", help="启动接口和经办页面。")(serve)
    app.command("demo", help="用自带的示例表格跑通全程：导入、建索引、启动服务（日期固定为示例当天）。")(demo)
    app.command("status", help="显示库里有多少记录、正在使用哪一版索引、还有多少改动没有进索引。")(status)


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option("--host", help="监听地址")] = None,
    port: Annotated[int | None, typer.Option("--port", help="监听端口")] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="进程数")] = None,
    asof: AsOf = None,
) -> None:
    """Serve API and pages until interrupted."""
    settings = on_day(context, asof).model_copy(
        update={k: v for k, v in {"host": host, "port": port, "workers": workers}.items() if v is not None}
    )
    if not settings.is_loopback and settings.access == "auto" and not KeyFile(settings.keys_file).all():
        raise BadSettings(
            f"监听 {settings.host} 会让其他机器访问，请先建密钥：zunpei key add --label 经办 --role staff；"
            "或设 ZUNPEI_ACCESS=open 表示确实要完全开放。"
        )
    check_encoder(settings)
    hand_to_workers(settings)
    console.print(f"服务地址：http://{settings.host}:{settings.port}/（Ctrl+C 停止）")
    uvicorn.run(
        "service.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
    )


def demo(
    context: typer.Context,
    serve_after: Annotated[bool, typer.Option("--serve/--no-serve", help="建好后是否启动服务")] = True,
) -> None:
    """Ingest the sample, build and serve."""
    settings = cast(Settings, context.obj)
    if settings.asof is None:
        settings = settings.model_copy(update={"asof": SAMPLE_DAY})
    files = sorted(sample_dir().glob("*.xlsx")) + sorted(sample_dir().glob("*.csv"))
    files = [path for path in files if path.name != "labels.csv"]
    with open_resources(settings) as resources:
        report = ingest_now(resources, files)
        try:
            manifest = build_now(resources)
        except BuildMismatch:  # the demo's own data, from before the model was changed
            manifest = build_now(resources, full=True)
    accepted = sum(part.accepted for part in report.files)
    console.print(f"示例已就绪：接受 {accepted} 行，索引 {manifest.id}。")
    if serve_after:
        context.obj = settings
        serve(context)


def status(context: typer.Context, json: Json = False) -> None:
    """Print counts, the build in use and its model; exits 1 when there is no build, or it is of another model."""
    settings = cast(Settings, context.obj)
    with open_resources(settings) as resources:
        counts = {kind: resources.store.count(kind) for kind in ("posting", "seeker", "employer", "crew")}
        seq = resources.store.change_seq()
        card, words = resources.encoder.card, resources.vocabulary.version
    name = current_build(settings.builds_dir)
    manifest = read_manifest(settings.builds_dir, name) if name else None
    behind = seq - manifest.change_seq if manifest else seq
    problem = misfit(manifest, card, words) if manifest else "还没有索引，请运行 zunpei build。"
    if json:
        print_json(
            {
                "counts": counts,
                "build": name,
                "changes_not_in_build": behind,
                "model": card.name,
                "build_model": manifest.model if manifest else None,
                "problem": problem,
            }
        )
    else:
        rows: list[tuple[str, object]] = [(label, counts[kind]) for kind, label in NAMES.items()]
        rows += [
            ("索引", name or "还没有"),
            ("索引之后的改动", behind),
            ("设置的模型", f"{card.name}（{card.dim} 维）"),
        ]
        if manifest:
            rows.append(("索引的模型", f"{manifest.model}（{manifest.dim} 维）"))
        print_table("现状", ("项目", "数量"), rows)
        if problem:
            console.print(problem, style="yellow")
    if problem:
        sys.exit(1)


def misfit(manifest: Manifest, card: ModelCard, vocabulary_version: str) -> str:
    """Return why a build does not fit the running program and what to do; "" when it fits."""
    try:
        check_fits(manifest, card, TEXT_VERSION, vocabulary_version)
    except BuildMismatch as error:
        return str(error)
    return ""


NAMES = {"posting": "岗位", "seeker": "求职者", "employer": "用人单位", "crew": "班组"}


def sample_dir() -> Path:
    """Return the folder of the sample workbooks: beside the code in a checkout, under `share` in the image.

    Raises:
        BadRequest: neither is there.
    """
    for folder in (Path(__file__).parents[2] / "sample", Path(sys.prefix) / "share" / "sample"):
        if folder.is_dir():
            return folder
    raise BadRequest(
        "找不到示例表格（sample 目录）。请在代码目录里运行 zunpei demo，或直接用 zunpei ingest 读自己的表格。"
    )
