"""The command line `zunpei`: settings in, one command out; everything else lives in `service/commands`."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from indexer.manifest import BuildError
from indexer.store_errors import StoreError
from models.model_choices import EncoderUnavailable
from service.commands import admin, ask, evaluate, intake, serving
from service.errors import ServiceError
from service.settings import load_settings

EPILOG = "退出码：0 完成，1 有问题需要处理，2 用法不对。每个命令都可加 --json 输出机器可读的结果。"

app = typer.Typer(
    name="zunpei",
    help="遵配：公共就业服务匹配。把单位和个人的表格读进来，给出带理由和提醒的推荐。\n\n"
    "第一次使用：zunpei demo 用自带示例跑通全程；用自己的表格：zunpei ingest 文件… → zunpei build → zunpei serve。",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (intake, ask, serving, evaluate, admin):
    module.register(app)


@app.callback()
def _settings(
    context: typer.Context,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="数据目录（同 ZUNPEI_DATA_DIR）")] = None,
    asof: Annotated[
        str | None, typer.Option("--asof", metavar="日期", help="把今天固定为某一天，如 2026-11-23")
    ] = None,
) -> None:
    settings = load_settings(data_dir=data_dir, asof=asof)
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    context.obj = settings


def main() -> None:
    """Run the command line; an error that has a sentence is said in that sentence and exits with 1."""
    try:
        app()
    except (ServiceError, StoreError, BuildError, EncoderUnavailable) as error:
        Console(stderr=True, highlight=False).print(str(error), style="red")
        sys.exit(1)


if __name__ == "__main__":
    main()
