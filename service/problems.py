"""Render every error as RFC 9457 problem details for the API and as a Chinese page for people."""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from indexer.manifest import BuildError
from indexer.store_errors import (
    ImportClosed,
    ImportNotFound,
    RecordNotFound,
    RecordRefused,
    StoreError,
    UndoRefused,
)
from service.errors import (
    BadRecord,
    BadRequest,
    Conflict,
    NotReady,
    RecordMissing,
    ServiceError,
    UnknownParameter,
)
from service.parameters import known_names, not_known
from service.schemas import Problem
from service.web.pages import problem_page, wants_page

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"  # Source: RFC 9457 section 3

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Problem, "description": "请求有误；code 是稳定的错误代码，detail 说明原因和改法"},
    "503": {"model": Problem, "description": "还不能回答，detail 说明用哪个命令解决"},
}

_SENTENCES = {
    "missing": "缺少 {name}。",
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
    "date_type": "{name} 应是日期，如 2026-12-31，收到的是 {input}。",
    "date_parsing": "{name} 应是日期，如 2026-12-31，收到的是 {input}。",
    "date_from_datetime_inexact": "{name} 应是日期，如 2026-12-31，收到的是 {input}。",
    "int_from_float": "{name} 应是整数，收到的是 {input}。",
    "int_parsing_size": "{name} 的数字超出范围。",
    "float_type": "{name} 应是数字，收到的是 {input}。",
    "finite_number": "{name} 应是有限的数字，收到的是 {input}。",
    "bool_type": "{name} 应是 true 或 false，收到的是 {input}。",
    "string_type": "{name} 应是文字，收到的是 {input}。",
    "string_unicode": "{name} 里有残缺的字符，请用 UTF-8 编码。",
    "tuple_type": '{name} 应是列表，如 ["520324"]，收到的是 {input}。',
    "list_type": "{name} 应是列表，收到的是 {input}。",
    "dict_type": "{name} 应是 JSON 对象，收到的是 {input}。",
    "model_attributes_type": "{name} 应是 JSON 对象，收到的是 {input}。",
    "model_type": "{name} 应是 JSON 对象，收到的是 {input}。",
    "too_long": "{name} 最多 {max_length} 项。",
    "json_invalid": "请求体不是有效的 JSON。",
}


_HTTP_SENTENCES = {
    400: "请求体读不出来，请按接口说明用 UTF-8 编码发送。",
    405: "这个地址不接受这种请求方法。接口说明见 /openapi.json。",
    413: "请求体太大。",
    415: "请求体的类型不对，请按接口说明设置 Content-Type。",
}


def install(app: FastAPI) -> None:
    """Give `app` the one place where errors become responses."""

    @app.exception_handler(ServiceError)
    def _service(request: Request, error: ServiceError) -> Response:
        return render(request, error)

    @app.exception_handler(RequestValidationError)
    def _validation(request: Request, error: RequestValidationError) -> Response:
        return render(request, from_validation(request, error.errors()))

    @app.exception_handler(BuildError)
    def _not_ready(request: Request, error: BuildError) -> Response:
        return render(request, NotReady(str(error)))

    @app.exception_handler(StoreError)
    def _store(request: Request, error: StoreError) -> Response:
        return render(request, from_store(error))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return render(request, RecordMissing("没有这个地址。接口说明见 /openapi.json。"))
        problem = BadRequest(_HTTP_SENTENCES.get(error.status_code, f"请求不被接受（{error.status_code}）。"))
        problem.status = error.status_code
        response = render(request, problem)
        response.headers.update(error.headers or {})
        return response

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


def from_store(error: StoreError) -> ServiceError:
    """Return an error of the store as the caller's (404, 409, 422) else as a service that is not ready."""
    if isinstance(error, RecordNotFound | ImportNotFound):
        return RecordMissing(str(error))
    if isinstance(error, ImportClosed | UndoRefused):
        return Conflict(str(error))
    if isinstance(error, RecordRefused):
        return BadRecord(str(error))
    return NotReady(str(error))


def from_validation(request: Request, errors: Sequence[dict[str, Any]]) -> ServiceError:
    """Return what pydantic found wrong as one error that names every field."""
    sentences, names = [], []
    for error in errors:
        where = [str(part) for part in error["loc"] if part not in {"body", "query", "path"}]
        name = ".".join(where) or "请求"
        if error["type"] == "json_invalid":
            where, name = [], "请求"  # the place is a number of characters
        names += [name] if where else []
        if error["type"] == "extra_forbidden":
            sentences.append(not_known(name, known_names(request, error["loc"])))
        else:
            sentences.append(_sentence(error, name))
    unknown = any(error["type"] in {"extra_forbidden", "literal_error"} for error in errors)
    return (UnknownParameter if unknown else BadRecord)("".join(dict.fromkeys(sentences)), fields=names)


def describe_problems(app: FastAPI) -> None:
    """Let the OpenAPI document say that errors come as `application/problem+json`."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
            for path in generate()["paths"].values():
                for operation in path.values():
                    for status in PROBLEMS:
                        operation["responses"][status]["content"] = content
        return generate()

    app.openapi = openapi  # type: ignore[method-assign]


def _sentence(error: dict[str, Any], name: str) -> str:
    template = _SENTENCES.get(error["type"])
    if template is None:
        message = str(error.get("ctx", {}).get("error", error["msg"]))
        return f"{name}：{message}。" if name != "请求" else f"{message}。"
    given = error.get("input")
    if isinstance(given, bytes):  # a body that was sent without its type is not read as JSON
        return "请求体应是 JSON，请加上请求头 Content-Type: application/json。"
    shown = repr(given)
    values = {"name": name, "input": shown if len(shown) < 60 else shown[:60] + "…", **error.get("ctx", {})}
    if error["type"] == "literal_error":
        words = re.findall(r"'([^']*)'", str(values["expected"]))
        near = difflib.get_close_matches(str(given), words, n=1, cutoff=0.6)
        values["expected"] = "、".join(words)
        return template.format(**values) + (f"是不是 {near[0]}？" if near else "")
    return template.format(**values)
