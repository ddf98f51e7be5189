"""Say whether the service lives, whether it can answer, and what it counts."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from indexer.store_errors import StoreError
from service.api.access import Context
from service.errors import NotReady

router = APIRouter(tags=["状态"])


class Health(BaseModel):
    """The process answers."""

    status: str


class Ready(BaseModel):
    """The service can answer matches; the numbers say from what."""

    status: str
    build: str
    postings: int
    seekers: int
    model: str
    note: str
    counters: str
    synonyms: str


@router.get("/healthz", summary="进程是否存活")
def healthz() -> Health:
    """Return at once, whatever the store and the index do."""
    return Health(status="ok")


@router.get("/readyz", summary="能否提供匹配")
def readyz(context: Context) -> Ready:
    """Return what is served, or 503 with the command that mends it."""
    try:
        context.store.ping()
    except StoreError as error:
        raise NotReady(str(error)) from error
    build = context.index.current()
    context.search_words.current()
    return Ready(
        status="ready",
        build=build.id,
        postings=build.postings.n_alive,
        seekers=build.seekers.n_alive,
        model=context.encoder.card.name,
        note=context.index.note,
        counters="ok" if context.counters.ping() else "away",
        synonyms=context.search_words.problem or "ok",
    )


@router.get("/metrics", summary="Prometheus 指标", response_class=PlainTextResponse)
def metrics() -> PlainTextResponse:
    """Return counters and latencies in the Prometheus text format; no label holds anything personal."""
    return PlainTextResponse(generate_latest(), media_type=CONTENT_TYPE_LATEST)
