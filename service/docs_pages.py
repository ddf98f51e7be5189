"""Write the pages of `docs/` that the code knows better than people: settings, command line, rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from models.vocabulary import load_vocabulary
from service.cli import app
from service.matching.priority import load_priority
from service.matching.rules_page import rules_page
from service.matching.weights import load_weights
from service.settings import PREFIX, Settings

DOCS = Path(__file__).parent.parent / "docs"
NOTE = "<!-- 由 make docs 生成，请勿手改。 -->\n\n"


def pages() -> dict[str, str]:
    """Return the text of every generated page by file name."""
    rules = rules_page(load_vocabulary(), load_weights(), load_priority())
    return {"settings.md": settings_page(), "cli.md": cli_page(), "rules.md": rules}


def settings_page() -> str:
    """Return the page of all settings."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {field.description} | {_default(field.default)} |"
        for name, field in Settings.model_fields.items()
    ]
    head = "# 设置\n\n由环境变量或当前目录的 `.env` 给出；不认识的 `ZUNPEI_` 名称是错误。"
    head += "运行 `zunpei settings` 看当前值和来源。\n\n"
    return NOTE + head + "| 名称 | 含义 | 默认 |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def cli_page() -> str:
    """Return the page of all commands with their options."""
    root: Any = typer.main.get_command(app)
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


def _commands(group: Any, prefix: str) -> Iterator[str]:
    for name in sorted(group.commands):
        command = group.commands[name]
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix} {name}")
            continue
        yield f"## {prefix} {name}\n\n{command.help}\n"
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
        usage = " ".join(str(a.metavar or a.name) for a in arguments)
        yield f"用法：`{prefix} {name}{' ' + usage if usage else ''}{' [选项]' if options else ''}`\n"
        if options:
            rows = [f"| `{'`、`'.join((*o.opts, *o.secondary_opts))}` | {o.help or ''} |" for o in options]
            yield "| 选项 | 说明 |\n|---|---|\n" + "\n".join(rows) + "\n"


def _default(value: object) -> str:
    return "空" if value in (None, "") else f"`{value}`"


if __name__ == "__main__":
    for path in write():
        print(path)
