"""The command that measures: retrieval, linking, understanding and matching on sets that a bureau brings."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from service.commands.day import AsOf, on_day
from service.commands.output import Advance, console, notes, print_json, print_table, progress
from service.errors import ServiceError

HELP = """用自己的判断集测量：检索、职业链接、听懂人话、岗位匹配；可一次测几样。

例：zunpei evaluate --judged 我的判断集 --asof 2026-11-23

例：zunpei evaluate --retrieval 查询.tsv 文档.tsv 判断.tsv --model ./bge-small-zh --json

文件格式和每个数的意思见 docs/evaluate.md。

退出码：0 完成；1 有不该出现的岗位出现了；2 文件或用法不对。

判断集在临时目录里导入、建索引，不动正在使用的数据。"""


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("evaluate", help=HELP)(evaluate)


def evaluate(
    context: typer.Context,
    retrieval: Annotated[
        tuple[Path, Path, Path] | None,
        typer.Option(
            "--retrieval", metavar="查询 文档 判断", help="三个文件：查询和文档一行“编号<Tab>文本”，判断是 TREC qrels"
        ),
    ] = None,
    linking: Annotated[
        Path | None,
        typer.Option("--linking", metavar="文件.csv", help="职位名称和大典代码，列名 job_name、expected_code"),
    ] = None,
    parse: Annotated[
        Path | None, typer.Option("--parse", metavar="文件.jsonl", help="一行一句话和应当听出的各部分")
    ] = None,
    judged: Annotated[
        Path | None,
        typer.Option("--judged", metavar="文件夹", help="postings.jsonl，查询、求职者和 -1 到 3 的判断；有话也一起测"),
    ] = None,
    ablations: Annotated[
        bool, typer.Option("--ablations", help="再测去掉一部分会怎样：只用向量、只用词、不用词典、不用规则……")
    ] = False,
    model: Annotated[
        list[str] | None, typer.Option("--model", metavar="名称或目录", help="换别的向量模型来测；可重复，逐个比较")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="文件", help="存下这次的前十名和各项数，留给以后 --against")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="文件", help="与上次 --save 的比：哪些查询的前十名变了")
    ] = None,
    show: Annotated[int, typer.Option("--show", min=0, metavar="条数", help="列出几条听错的、前十名变了的")] = 10,
    asof: AsOf = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Measure; exits 1 when something was shown that must not be, 2 when a file or a model is no good."""
    from service.evaluation.measuring import Request, measure
    from service.evaluation.tables import print_measurement

    if not (retrieval or linking or parse or judged):
        raise typer.BadParameter("请至少给一样要测的：--retrieval、--linking、--parse 或 --judged。")
    if judged is None and ablations:
        raise typer.BadParameter("--ablations 要同 --judged 一起用。")
    settings = on_day(context, asof)
    request = Request(
        retrieval=retrieval,
        linking=linking,
        parse=parse,
        judged=judged,
        ablations=ablations,
        models=tuple(model or [settings.model]),
        save=save,
        against=against,
    )
    try:
        with ExitStack() as stack:
            found = measure(request, settings, progress=_Phases(stack, quiet=json))
    except ServiceError as error:
        notes.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    if json:
        print_json(found)
    else:
        print_measurement(found, show=show, say=lambda text: console.print(text, markup=False), table=print_table)
    shown = found.get("judged", {})
    if shown.get("violations") or shown.get("rule_violations"):
        raise typer.Exit(1)


class _Phases:
    """Shows one progress bar after another, each under the name of what is being done."""

    def __init__(self, stack: ExitStack, *, quiet: bool) -> None:
        self._stack, self._quiet = stack, quiet
        self._label = ""
        self._advance: Advance | None = None

    def __call__(self, label: str, done: int, total: int | None) -> None:
        """Take in how much of `label` is done."""
        if label != self._label or self._advance is None:
            self._stack.close()
            self._label, self._advance = label, self._stack.enter_context(progress(label, quiet=self._quiet))
        self._advance(done, total)
