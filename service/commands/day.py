"""Turn the date that a command was given into settings on which today is that day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, cast

import typer

from service.settings import Settings

AsOf = Annotated[
    str | None, typer.Option("--asof", metavar="日期", help="把今天固定为某一天，如 2026-11-23（演示和复核用）")
]


def on_day(context: typer.Context, asof: str | None) -> Settings:
    """Return the settings of a command; a date given after the command's name wins over one given before it.

    Raises:
        typer.BadParameter: the text is no date.
    """
    settings = cast(Settings, context.obj)
    if asof is None:
        return settings
    try:
        day = date.fromisoformat(asof.strip())
    except ValueError:
        raise typer.BadParameter(f"--asof 应为日期，例如 2026-11-23，收到的是 {asof}。") from None
    return settings.model_copy(update={"asof": day})
