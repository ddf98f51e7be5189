"""Write the pages of `docs/` that the code knows better than people: settings, command line, rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import typer

from service.cli import app
from service.matching.rules_page import rules_page
from service.settings import PREFIX, Settings

DOCS = Path(__file__).parent.parent / "docs"
NOTE = "<!-- 由 make docs 生成，请勿手改。 -->\n\n"


def pages() -> dict[str, str]:
    """Return the text of every generated page by file name."""
    return {"settings.md": settings_page(), "cli.md": cli_page(), "rules.md": rules_page()}


def settings_page() -> str:
    """Return the page of all settings."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {field.description} | {_default(field.default)} |"
        for name, field in Settings.model_fields.items()
    ]
    head = "# 设置\n\n由环境变量或当前目录的 `.env` 给出；不认识的 `ZUNPEI_` 名称是错误。运行 `zunpei settings` 看当前值和来源。\n\n"
    return NOTE + head + "| 名称 | 含义 | 默认 |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def cli_page() -> str:
    """Return the page of all commands with their options."""
    root = typer.main.get_command(app)
    parts = [NOTE + "# 命令行\n", (root.help or "").strip() + "\n"]
    parts += list(_commands(root, "zunpei"))
    return "\n".join(parts)


def write(folder: Path = DOCS) -> list[Path]:
    """Write every generated page and return the paths."""
    written = []
    for name, text in pages().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _commands(group: click.Command, prefix: str) -> Iterator[str]:
    if not isinstance(group, click.Group):
        return
    for name in sorted(group.commands):
        command = group.commands[name]
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix} {name}")
            continue
        yield f"## {prefix} {name}\n\n{command.help}\n"
        arguments = [p for p in command.params if isinstance(p, click.Argument)]
        options = [p for p in command.params if isinstance(p, click.Option) and p.name != "help"]
        usage = " ".join(str(a.make_metavar(click.Context(command))) for a in arguments)
        yield f"用法：`{prefix} {name}{' ' + usage if usage else ''}{' [选项]' if options else ''}`\n"
        if options:
            rows = [f"| `{'`、`'.join((*o.opts, *o.secondary_opts))}` | {o.help or ''} |" for o in options]
            yield "| 选项 | 说明 |\n|---|---|\n" + "\n".join(rows) + "\n"


def _default(value: object) -> str:
    return "空" if value in (None, "") else f"`{value}`"


if __name__ == "__main__":
    for path in write():
        print(path)
