"""Commands that ask the pipeline: match one person, posting or sentence; recommend to a batch of graduates."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from service.answers import posting_answer, seeker_answer
from service.commands.day import AsOf, on_day
from service.commands.output import console, print_json, progress
from service.desk import (
    postings_for_seeker,
    postings_for_text,
    seekers_for_posting,
    seekers_for_text,
    stored_posting,
    stored_seeker,
)
from service.opening import open_resources
from service.schemas import MAX_TOP_K, PostingAnswer, SeekerAnswer

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，与接口的回答相同")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("match", help="给一个人找岗位（--seeker）、给一个岗位找人（--posting），或照一句话找（--text）。")(
        match
    )
    app.command("recommend", help="给一批毕业生各推荐 k 个岗位，写出工作簿和 NDJSON。")(recommend)


def match(
    context: typer.Context,
    seeker: Annotated[str | None, typer.Option("--seeker", metavar="编号", help="库中求职者的编号")] = None,
    posting: Annotated[str | None, typer.Option("--posting", metavar="编号", help="库中岗位的编号")] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="一句话", help="如“会砌砖，想在正安找日结的活”")] = None,
    side: Annotated[str, typer.Option("--side", help="--text 要找什么：postings 岗位 / seekers 人")] = "postings",
    top_k: Annotated[int, typer.Option("--top-k", min=1, max=MAX_TOP_K, help="要几条")] = 5,
    asof: AsOf = None,
    json: Json = False,
) -> None:
    """Answer one question; exits 1 when nothing fits."""
    if sum(value is not None for value in (seeker, posting, text)) != 1:
        raise typer.BadParameter("--seeker、--posting、--text 三者必须且只能给一个。")
    if side not in {"postings", "seekers"}:
        raise typer.BadParameter(f"--side 只能是 postings 或 seekers，收到的是 {side}。")
    with open_resources(on_day(context, asof), answering=True) as resources:
        shown: PostingAnswer | SeekerAnswer
        words, today = resources.vocabulary, resources.clock.today()
        if posting is not None:
            found = seekers_for_posting(resources, stored_posting(resources, posting), top_k=top_k, role="staff")
            shown = seeker_answer(found, words, asof=today)
        elif seeker is not None:
            found = postings_for_seeker(resources, stored_seeker(resources, seeker), top_k=top_k, role="staff")
            shown = posting_answer(found, words, "staff")
        elif side == "seekers":
            shown = seeker_answer(seekers_for_text(resources, text or "", top_k=top_k, role="staff"), words, asof=today)
        else:
            shown = posting_answer(postings_for_text(resources, text or "", top_k=top_k, role="staff"), words, "staff")
    if json:
        print_json(shown.model_dump(mode="json"))
    else:
        _print_answer(shown)
    if not shown.results:
        sys.exit(1)


def recommend(
    context: typer.Context,
    graduates: Annotated[bool, typer.Option("--graduates", help="给库中未就业的毕业生推荐")] = False,
    k: Annotated[int, typer.Option("--k", min=1, max=10, help="每人几个岗位")] = 3,
    capacity: Annotated[float, typer.Option("--capacity", min=1, help="一个岗位最多推荐给招聘人数的几倍")] = 3.0,
    seed: Annotated[int, typer.Option("--seed", help="同一种子结果相同")] = 0,
    out: Annotated[Path, typer.Option("--out", help="写到哪个目录")] = Path("recommendations"),
    asof: AsOf = None,
    json: Json = False,
) -> None:
    """Write a workbook and NDJSON of recommendations; exits 1 when somebody got fewer than k."""
    from service.graduates.batch import recommend_graduates

    if not graduates:
        raise typer.BadParameter("目前能批量推荐的是毕业生，请加 --graduates。")
    settings = on_day(context, asof)
    with open_resources(settings, answering=True) as resources, progress("推荐", quiet=json) as advance:
        summary = recommend_graduates(resources, k=k, capacity=capacity, seed=seed, out=out, progress=advance)
    if json:
        print_json(summary)
    else:
        console.print(summary.text())
    if summary.n_short:
        sys.exit(1)


def _print_answer(answer: PostingAnswer | SeekerAnswer) -> None:
    if answer.understood:
        console.print("按…理解：" + "；".join(part.text for part in answer.understood))
    for sentence in (*answer.also, *answer.set_aside):
        console.print(sentence, style="yellow")
    for result in answer.results:
        record: Any = getattr(result, "posting", None) or result.seeker  # type: ignore[union-attr]
        if isinstance(answer, PostingAnswer):
            pay = record.pay.text if record.pay else "薪资未写"
            console.print(
                f"\n{result.rank}. {record.title}｜{record.employer}｜{record.place}｜{pay}  [{record.id}]",
                markup=False,
            )
        else:
            age = f"{record.age}岁" if record.age is not None else "年龄未知"
            console.print(
                f"\n{result.rank}. {record.masked_name}｜{age}｜{record.place}｜{record.skills}  [{record.id}]",
                markup=False,
            )
        console.print("   理由：" + "；".join(reason.text for reason in result.reasons), markup=False)
        if result.doubts:
            console.print("   提醒：" + "；".join(doubt.text for doubt in result.doubts), style="yellow", markup=False)
    if not answer.results:
        console.print("没有找到合适的。")
    for said in (*(e.text for e in answer.excluded), *(r.text for r in answer.relaxations)):
        console.print("· " + said, markup=False)
    console.print(f"共 {answer.total} 个可看，用时 {answer.took_ms:.0f} 毫秒，索引 {answer.build}")
