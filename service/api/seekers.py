"""People who look for work: list, look, write one or many, forget. For staff only; what is sent is masked."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response

from service import audit
from service.api.access import Context, Who
from service.api.writing import with_id, write_many, write_one
from service.desk import stored_seeker
from service.schemas import BulkOut, ListIn, SeekerOut, SeekerPage, StoredOut
from service.views import seeker_view

router = APIRouter(prefix="/seekers", tags=["求职者"])

Fields = Annotated[
    dict[str, Any],
    Body(
        description="求职者的交换格式字段（见 docs/interchange.md）",
        examples=[{"id": "s-1", "birth_year": 1974, "county_code": "520324", "skills_text": "砌砖", "consent": True}],
    ),
]
NDJSON = {
    "requestBody": {
        "required": True,
        "content": {"application/x-ndjson": {"schema": {"type": "string", "description": "一行一条，最多 10,000 行"}}},
    }
}
CREATED: dict[int | str, dict[str, Any]] = {201: {"model": StoredOut, "description": "新登记"}}


@router.get("", summary="按编号列出求职者（脱敏）")
def list_seekers(asked: Annotated[ListIn, Query()], context: Context, who: Who) -> SeekerPage:
    """Return a page of people ordered by id, names masked; how many were shown goes into the ledger."""
    who.must_be("staff", "admin")
    found = next(islice(context.store.iter_seekers(asked.limit + 1, after=asked.after), 1), [])
    page = found[: asked.limit]
    audit.searched_people(context, who, "GET /seekers", len(page))
    today = context.clock.today()
    return SeekerPage(
        seekers=tuple(seeker_view(seeker, context.vocabulary, asof=today) for seeker in page),
        next=page[-1].id if len(found) > asked.limit else None,
    )


@router.post("", summary="登记一名求职者", responses=CREATED)
def add_seeker(fields: Fields, response: Response, context: Context, who: Who) -> StoredOut:
    """Judge a person's record as an import does and store it; an id that is stored already is updated."""
    who.must_be("staff", "admin")
    return write_one(context, who, "seeker", fields, response, "POST /seekers")


@router.post("/bulk", summary="批量登记求职者（NDJSON，逐行判断）", openapi_extra=NDJSON)
async def add_seekers(request: Request, context: Context, who: Who) -> BulkOut:
    """Judge and store line by line; one wrong line stops no other."""
    who.must_be("staff", "admin")
    return await write_many(context, who, "seeker", request.stream(), "POST /seekers/bulk")


@router.get("/{seeker_id:path}", summary="看一名求职者（脱敏）")
def look_at_seeker(seeker_id: str, context: Context, who: Who) -> SeekerOut:
    """Return one person, the name masked; the look goes into the ledger."""
    who.must_be("staff", "admin")
    seeker = stored_seeker(context, seeker_id)
    audit.looked_at_person(context, who, "GET /seekers/{seeker_id}", seeker_id)
    return seeker_view(seeker, context.vocabulary, asof=context.clock.today())


@router.put("/{seeker_id:path}", summary="登记或更新一名求职者", responses=CREATED)
def put_seeker(seeker_id: str, fields: Fields, response: Response, context: Context, who: Who) -> StoredOut:
    """Judge and store a person under the id; a field that is not given stays as it was, null empties it."""
    who.must_be("staff", "admin")
    return write_one(context, who, "seeker", with_id(fields, seeker_id), response, "PUT /seekers/{seeker_id}")


@router.delete("/{seeker_id:path}", summary="按本人要求删除一名求职者（不可恢复）")
def forget_seeker(seeker_id: str, context: Context, who: Who) -> StoredOut:
    """Erase a person with every earlier version and every returned row that names them."""
    who.must_be("staff", "admin")
    actor = audit.actor_of(who)
    context.store.forget(seeker_id, now=context.clock.now(), actor=actor, purpose="DELETE /seekers/{seeker_id}")
    context.index.catch_up()
    return StoredOut(id=seeker_id, outcome="deleted")
