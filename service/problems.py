"""Render every error as RFC 9457 problem details for the API and as a Chinese page for people."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from indexer.manifest import BuildMismatch, NoBuild
from indexer.store_errors import StoreError
from service.errors import BadRecord, BadRequest, NotReady, RecordMissing, ServiceError, UnknownParameter
from service.web.pages import wants_page, problem_page

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"  # Source: RFC 9457 section 3

_SENTENCES = {
    "missing": "缺少 {name}。",
    "extra_forbidden": "不认识 {name}{hint}。",
    "string_too_short": "{name} 不能为空。",
    "string_too_long": "{name} 太长，最多 {max_length} 个字。",
    "string_pattern_mismatch": "{name} 的格式不对：{input}。",
    "greater_than_equal": "{name} 不能小于 {ge}。",
    "less_than_equal": "{name} 不能大于 {le}。",
    "literal_error": "{name} 只能是 {expected} 之一，收到的是 {input}。",
    "int_parsing": "{name} 应是整数，收到的是 {input}。",
    "int_type": "{name} 应是整数，收到的是 {input}。",
    "float_parsing": "{name} 应是数字，收到的是 {input}。",
    "bool_parsing": "{name} 应是 true 或 false，收到的是 {input}。",
    "date_from_datetime_parsing": "{name} 应是日期，如 2026-12-31，收到的是 {input}。",
    "json_invalid": "请求体不是有效的 JSON。",
}


def install(app: FastAPI) -> None:
    """Give `app` the one place where errors become responses."""

    @app.exception_handler(ServiceError)
    def _service(request: Request, error: ServiceError) -> Response:
        return render(request, error)

    @app.exception_handler(RequestValidationError)
    def _validation(request: Request, error: RequestValidationError) -> Response:
        return render(request, from_validation(error.errors()))

    @app.exception_handler(NoBuild)
    @app.exception_handler(BuildMismatch)
    @app.exception_handler(StoreError)
    def _not_ready(request: Request, error: Exception) -> Response:
        return render(request, NotReady(str(error)))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return render(request, RecordMissing("没有这个地址。接口说明见 /openapi.json。"))
        problem = BadRequest(f"请求方法或内容不被接受：{error.detail}")
        problem.status = error.status_code
        return render(request, problem)

    @app.exception_handler(Exception)
    def _unexpected(request: Request, error: Exception) -> Response:
        # The message of an unknown error may quote what a person typed, so only its kind is logged.
        log.error("unexpected %s at %s", type(error).__name__, request.url.path, exc_info=False)
        return render(request, ServiceError("服务出了意外的错误，已记录；请稍后再试或联系管理员。"))


def render(request: Request, error: ServiceError) -> Response:
    """Return the error as a page for a browser's page, as problem details for everyone else."""
    if wants_page(request):
        return problem_page(request, error)
    return JSONResponse(error.problem(), status_code=error.status, media_type=MEDIA_TYPE)


def from_validation(errors: Sequence[dict[str, Any]]) -> ServiceError:
    """Return what pydantic found wrong as one error that names every field."""
    sentences, names = [], []
    for error in errors:
        where = [str(part) for part in error["loc"] if part not in {"body", "query", "path"}]
        name = ".".join(where) or "请求"
        names.append(name)
        sentences.append(_sentence(error, name))
    unknown = any(error["type"] == "extra_forbidden" for error in errors)
    return (UnknownParameter if unknown else BadRecord)("".join(sentences), fields=names)


def nearest(name: str, known: Sequence[str]) -> str:
    """Return "（是不是 top_k？）" when a known name is close, "" otherwise."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"（是不是 {close[0]}？）" if close else ""


def _sentence(error: dict[str, Any], name: str) -> str:
    template = _SENTENCES.get(error["type"])
    if template is None:
        message = str(error.get("ctx", {}).get("error", error["msg"]))
        return f"{name}：{message}。" if name != "请求" else f"{message}。"
    shown = repr(error.get("input"))
    values = {"name": name, "hint": "", "input": shown if len(shown) < 60 else shown[:60] + "…", **error.get("ctx", {})}
    return template.format(**values)
