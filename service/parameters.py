"""Turn what a request names and nobody knows into an error that names it and the nearest known name."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, get_args

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel

from service.errors import UnknownParameter


def known_parameters(request: Request) -> None:
    """Refuse a query parameter that the route does not declare; holds for every route, also those that take none.

    Raises:
        UnknownParameter: naming each unknown parameter and the nearest known one.
    """
    if not request.query_params:
        return
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = _query_names(route)
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        raise UnknownParameter("".join(not_known(name, known) for name in unknown), fields=unknown)


def known_names(request: Request, location: Sequence[Any]) -> tuple[str, ...]:
    """Return the names that may stand where a validation error of this request lies, () when that cannot be told.

    `location` is that of pydantic: ("body", "limits", "kindz") or ("query", "topk"); its last part is the unknown name.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not location:
        return ()
    if location[0] == "query":
        return _query_names(route)
    fields = [field for part in _parts(route.dependant) for field in part.body_params]
    model: Any = fields[0].field_info.annotation if len(fields) == 1 else None
    for part in location[1:-1]:
        model = _inner(model, str(part))
    return _names(model)


def check_areas(codes: Iterable[str], areas: Container[str]) -> None:
    """Refuse area codes that no area has, rather than find nothing there.

    Raises:
        UnknownParameter: naming the codes.
    """
    unknown = [code for code in codes if code not in areas]
    if unknown:
        raise UnknownParameter(
            f"没有区划代码 {'、'.join(unknown)}。请用 GB/T 2260 的六位代码或乡镇的九位代码，例如正安县 520324。",
            fields=["areas"],
        )


def not_known(name: str, known: Iterable[str]) -> str:
    """Return "不认识 topk（是不是 top_k？）。"; of a nested name ("limits.kindz") the last part is compared."""
    close = difflib.get_close_matches(name.rpartition(".")[2], list(known), n=1, cutoff=0.6)
    shown = name if len(name) <= 60 else name[:60] + "…"
    return f"不认识 {shown}（是不是 {close[0]}？）。" if close else f"不认识 {shown}。"


def _query_names(route: APIRoute) -> tuple[str, ...]:
    names: list[str] = []
    for field in (field for part in _parts(route.dependant) for field in part.query_params):
        inner = _names(field.field_info.annotation)
        names += inner or (field.alias,)
    return tuple(names)


def _parts(dependant: Any) -> Iterator[Any]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _parts(inner)


def _names(model: Any) -> tuple[str, ...]:
    model = _model(model)
    return () if model is None else tuple(info.alias or name for name, info in model.model_fields.items())


def _inner(model: Any, name: str) -> Any:
    found = _model(model)
    return None if found is None or name not in found.model_fields else found.model_fields[name].annotation


def _model(annotation: Any) -> type[BaseModel] | None:
    for option in (annotation, *get_args(annotation)):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None
