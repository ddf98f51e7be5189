"""Render the Chinese pages; every page works without JavaScript and without anything from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from service.errors import ServiceError
from service.resources import Resources

HERE = Path(__file__).parent
STATIC = HERE / "static"

KIND_NAMES = {
    "regular": "招聘",
    "gig": "零工",
    "order": "劳务输出",
    "internship": "就业见习",
    "public_welfare": "公益性岗位",
    "work_relief": "以工代赈",
}
STATUS_NAMES = {"live": "在招", "review": "待核", "blocked": "已拦截", "closed": "已结束", "suspended": "暂停发布"}
EXAMPLES = {
    "postings": (
        "52岁，会砌砖，想在正安找日结的活",
        "在仁怀烤酒做过三年",
        "养老护理员，不上夜班",
        "想下广进厂，要包住",
        "带娃，找离家近的白班",
    ),
    "seekers": (
        "卸瓷砖 8个人 7点半到 半天120 管早饭",
        "湄潭要采茶工20个",
        "叉车司机2名，要N1证",
        "养老院护理员3人，包吃住",
    ),
}

templates = Jinja2Templates(directory=HERE / "templates")


def page(request: Request, name: str, status: int = 200, **values: Any) -> Response:
    """Return a rendered template with what every page shows."""
    resources = cast(Resources, request.app.state.resources)
    shared = {
        "kinds": KIND_NAMES,
        "statuses": STATUS_NAMES,
        "fixed_day": resources.clock.fixed_day,
        "signed_in": "key" in request.session,
        "side": "postings",
    }
    return templates.TemplateResponse(request, name, {**shared, **values}, status_code=status)


def child_areas(resources: Resources) -> list[tuple[str, str]]:
    """Return (code, name) of the counties of the home city, by code, for a choice on a form."""
    areas = resources.vocabulary.areas
    return [(code, areas[code].name) for code in sorted(areas.children.get(resources.settings.home_county, ()))]


def wants_page(request: Request) -> bool:
    """Return whether an error should be a page: the path is not the API's and the caller takes HTML."""
    path = request.url.path
    if path.startswith(("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")):
        return False
    return "text/html" in request.headers.get("accept", "")


def problem_page(request: Request, error: ServiceError) -> Response:
    """Return an error as a page."""
    return page(request, "problem.html", status=error.status, problem=error.problem())
