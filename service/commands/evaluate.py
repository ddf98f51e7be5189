"""The command that measures: retrieval, linking, understanding and matching on sets that a bureau brings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.commands.day import AsOf, on_day
from service.commands.output import console, notes, print_json, print_table, progress
from service.errors import ServiceError

HELP = "用自己的判断集测量：检索、职业链接、听懂人话、岗位匹配。"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("evaluate", help=HELP)(evaluate)


def evaluate(
    context: typer.Context,
    parse: Annotated[
        Path | None, typer.Option("--parse", metavar="文件.jsonl", help="一行一句话和应当听出的各部分")
    ] = None,
    judged: Annotated[
        Path | None, typer.Option("--judged", metavar="文件夹", help="岗位、查询、求职者和 -1 到 3 的判断")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option("--model", metavar="名称或目录", help="用别的向量模型测；可重复")
    ] = None,
    show: Annotated[int, typer.Option("--show", min=0, help="列出几条听错的")] = 10,
    asof: AsOf = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Measure; exits 1 when something was shown that must not be."""
    from service.evaluation.measuring import Request, measure
    from service.evaluation.tables import print_measurement

    if parse is None and judged is None:
        raise typer.BadParameter("请至少给一样要测的：--retrieval、--linking、--parse 或 --judged。")
    settings = on_day(context, asof)
    try:
        with progress("准备", quiet=json) as advance:
            found = measure(
                Request(parse=parse, judged=judged, models=tuple(model or [settings.model])),
                settings,
                progress=lambda _label, done, total: advance(done, total),
            )
    except ServiceError as error:
        notes.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from None
    if json:
        print_json(found)
    else:
        print_measurement(found, show=show, say=lambda text: console.print(text, markup=False), table=print_table)
    shown = found.get("judged", {})
    if shown.get("violations") or shown.get("rule_violations"):
        raise typer.Exit(1)
