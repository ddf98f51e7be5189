"""Commands for whoever runs the service: settings, keys, forgetting a person, export."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, cast

import typer

from indexer.interchange import encode_line
from indexer.ledger import LedgerEvent
from service.auth import ROLE_NAMES, ROLES, KeyFile
from service.commands.output import console, print_json, print_table
from service.errors import BadRequest
from service.opening import open_resources
from service.resources import Clock
from service.settings import Settings, describe

Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]

keys = typer.Typer(help="管理访问密钥：门户、经办、管理员。密钥只在生成时显示一次。", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("settings", help="列出全部设置：名称、含义、当前值、来源（密钥打码）。")(settings_)
    app.command("forget", help="按本人要求删除一位求职者：记录、历史、退回行和索引中的痕迹。")(forget)
    app.command("export", help="把岗位或求职者导出为交换格式（NDJSON），可用 zunpei ingest 读回。")(export)
    app.add_typer(keys, name="key")


def settings_(context: typer.Context, json: Json = False) -> None:
    """Print every setting with its meaning, value and source."""
    lines = list(describe(cast(Settings, context.obj)))
    if json:
        print_json([asdict(line) for line in lines])
        return
    print_table("设置", ("名称", "含义", "当前值", "来源"), [(s.name, s.meaning, s.value, s.source) for s in lines])


@keys.command("add", help="生成一把密钥并显示一次。")
def key_add(
    context: typer.Context,
    label: Annotated[str, typer.Option("--label", help="给谁用，如“市门户网站”")],
    role: Annotated[str, typer.Option("--role", help="portal 门户 / staff 经办 / admin 管理员")] = "portal",
    json: Json = False,
) -> None:
    """Make a key."""
    if role not in ROLES:
        raise BadRequest(f"身份只能是 {'、'.join(ROLES)}，收到的是 {role}。")
    settings = cast(Settings, context.obj)
    key, secret = KeyFile(settings.keys_file).add(label, role, now=Clock().now())
    if json:
        print_json({"id": key.id, "label": label, "role": role, "key": secret})
        return
    console.print(f"已为“{label}”生成{ROLE_NAMES[key.role]}密钥，请立即保存，之后不再显示：\n{secret}")
    console.print("用法：请求头 Authorization: Bearer <密钥>；撤销：zunpei key revoke " + key.id)


@keys.command("list", help="列出密钥（不显示密钥本身）。")
def key_list(context: typer.Context, json: Json = False) -> None:
    """Print the keys without their secrets."""
    found = KeyFile(cast(Settings, context.obj).keys_file).all()
    if json:
        print_json([{"id": k.id, "label": k.label, "role": k.role, "created_at": k.created_at} for k in found])
        return
    rows = [(k.id, k.label, ROLE_NAMES[k.role], f"{k.created_at:%Y-%m-%d}") for k in found]
    print_table("密钥", ("编号", "给谁用", "身份", "生成日期"), rows)


@keys.command("revoke", help="撤销一把密钥，立即生效。")
def key_revoke(context: typer.Context, key_id: Annotated[str, typer.Argument(metavar="编号")]) -> None:
    """Revoke a key."""
    key = KeyFile(cast(Settings, context.obj).keys_file).revoke(key_id)
    console.print(f"已撤销“{key.label}”的密钥。")


def forget(
    context: typer.Context,
    seeker_id: Annotated[str, typer.Argument(metavar="求职者编号")],
    reason: Annotated[str, typer.Option("--reason", help="依据，如“本人书面申请”，记入台账")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False,
) -> None:
    """Erase a person (个人信息保护法 47)."""
    if not yes:
        typer.confirm("删除后不能恢复，继续吗？", abort=True)
    with open_resources(cast(Settings, context.obj)) as resources:
        resources.store.forget(seeker_id, now=resources.clock.now(), actor="cli", purpose=reason)
    console.print(
        "已删除，并记入台账（台账里没有个人信息）。正在运行的服务会在一秒内停止显示；"
        "再运行两次 zunpei build，旧索引文件也彻底清除。"
    )


def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件")],
    what: Annotated[str, typer.Option("--what", help="postings 或 seekers")] = "postings",
    personal: Annotated[
        bool, typer.Option("--personal", help="带姓名、证件、电话（须写明 --reason，记入台账）")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="导出个人信息的依据")] = "",
) -> None:
    """Write interchange lines."""
    if what not in {"postings", "seekers"}:
        raise BadRequest(f"--what 只能是 postings 或 seekers，收到的是 {what}。")
    if personal and not reason:
        raise BadRequest("导出个人信息必须用 --reason 写明依据。")
    n = 0
    with open_resources(cast(Settings, context.obj)) as resources, out.open("wb") as file:
        batches = resources.store.iter_postings() if what == "postings" else resources.store.iter_seekers()
        for batch in batches:
            for record in batch:
                file.write(encode_line(record, personal=personal))
                n += 1
        resources.store.ledger.append(
            LedgerEvent(
                at=resources.clock.now(),
                actor="cli",
                action="records.export_personal" if personal else "records.export",
                purpose=reason,
                count=n,
                details={"what": what},
            )
        )
    console.print(f"已导出 {n} 条到 {out}。读回：zunpei ingest {out}")
