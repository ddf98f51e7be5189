"""Postings: list, look, write one or many, check, remove."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response

from models.posting_check import check_posting, decide
from models.records import Posting, Status
from service import audit
from service.api.access import Context, Who
from service.api.writing import with_id, write_many, write_one
from service.desk import stored_posting
from service.errors import RecordMissing
from service.inline import inline_posting
from service.schemas import BulkOut, CheckOut, ListIn, PostingOut, PostingPage, StoredOut
from service.views import findings_view, posting_view

router = APIRouter(prefix="/postings", tags=["岗位"])

Fields = Annotated[
    dict[str, Any],
    Body(
        description="岗位的交换格式字段（见 docs/interchange.md）",
        examples=[{"id": "p-1", "title": "砌筑工", "county_code": "520324", "headcount": 3, "pay_text": "260元/天"}],
    ),
]
NDJSON = {
    "requestBody": {
        "required": True,
        "content": {"application/x-ndjson": {"schema": {"type": "string", "description": "一行一条，最多 10,000 行"}}},
    }
}
CREATED: dict[int | str, dict[str, Any]] = {201: {"model": StoredOut, "description": "新登记"}}


@router.get("", summary="按编号列出岗位")
def list_postings(asked: Annotated[ListIn, Query()], context: Context, who: Who) -> PostingPage:
    """Return a page of postings ordered by id; a portal sees those that are published."""
    shown: list[Posting] = []
    for batch in context.store.iter_postings(asked.limit + 1, after=asked.after):
        shown += [posting for posting in batch if _may_see(posting, who.role)]
        if len(shown) > asked.limit:
            break
    page = shown[: asked.limit]
    return PostingPage(
        postings=tuple(posting_view(posting, context.vocabulary, who.role) for posting in page),
        next=page[-1].id if len(shown) > asked.limit else None,
    )


@router.post("", summary="登记一个岗位", responses=CREATED)
def add_posting(fields: Fields, response: Response, context: Context, who: Who) -> StoredOut:
    """Judge a posting as an import does and store it; an id that is stored already is updated."""
    who.must_be("staff", "admin")
    return write_one(context, who, "posting", fields, response, "POST /postings")


@router.post("/bulk", summary="批量登记岗位（NDJSON，逐行判断）", openapi_extra=NDJSON)
async def add_postings(request: Request, context: Context, who: Who) -> BulkOut:
    """Judge and store line by line; one wrong line stops no other."""
    who.must_be("staff", "admin")
    return await write_many(context, who, "posting", request.stream(), "POST /postings/bulk")


@router.post("/check", summary="只检查岗位内容，不保存")
def check(fields: Fields, context: Context, who: Who) -> CheckOut:
    """Return what the law has to say about a posting's words, with a neutral rewording."""
    findings = check_posting(inline_posting(fields), asof=context.clock.today())
    return CheckOut(decision=decide(findings), findings=findings_view(findings))


@router.get("/{posting_id:path}", summary="看一个岗位")
def look_at_posting(posting_id: str, context: Context, who: Who) -> PostingOut:
    """Return one posting as the caller may see it."""
    posting = stored_posting(context, posting_id)
    if not _may_see(posting, who.role):
        raise RecordMissing(f"没有编号为 {posting_id} 的岗位，可能已撤销或删除。")
    return posting_view(posting, context.vocabulary, who.role)


@router.put("/{posting_id:path}", summary="登记或更新一个岗位", responses=CREATED)
def put_posting(posting_id: str, fields: Fields, response: Response, context: Context, who: Who) -> StoredOut:
    """Judge and store a posting under its id; a field that is not given stays as it was, null empties it."""
    who.must_be("staff", "admin")
    return write_one(context, who, "posting", with_id(fields, posting_id), response, "PUT /postings/{posting_id}")


@router.delete("/{posting_id:path}", summary="删除一个岗位")
def delete_posting(posting_id: str, context: Context, who: Who) -> StoredOut:
    """Remove a posting; it is gone from matching at once."""
    who.must_be("staff", "admin")
    context.store.delete("posting", posting_id, now=context.clock.now())
    context.index.catch_up()
    audit.deleted(context, who, "DELETE /postings/{posting_id}", "posting", posting_id)
    return StoredOut(id=posting_id, outcome="deleted")


def _may_see(posting: Posting, role: str) -> bool:
    return role != "portal" or posting.status is Status.LIVE
