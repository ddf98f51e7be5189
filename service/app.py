"""Turn settings into the HTTP application: resources on start, routes, pages, errors, security headers."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import Counter, Histogram
from starlette.middleware.sessions import SessionMiddleware

from service.api import health, imports, match, postings, search, seekers
from service.opening import open_resources
from service.parameters import known_parameters
from service.problems import PROBLEMS, describe_problems, install
from service.settings import Settings, load_settings, secret_of
from service.web import routes
from service.web.pages import STATIC

log = logging.getLogger(__name__)

REQUESTS = Counter("zunpei_requests_total", "Requests by route and status", ["route", "status"])
SECONDS = Histogram(
    "zunpei_request_seconds",
    "Seconds a request took, by route",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application. Without `settings` they are read from the environment (one process of several)."""
    settings = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_resources(settings, answering=True) as resources:
            app.state.resources = resources
            yield

    app = FastAPI(
        title="遵配",
        version="0.1.0",
        summary="公共就业服务匹配：岗位与求职者双向推荐，每条结果带理由与提醒。",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(known_parameters)],
        responses=PROBLEMS,
    )
    for module in (match, search, postings, seekers, imports):
        app.include_router(module.router, prefix="/api/v1")
    app.include_router(health.router)
    app.include_router(routes.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    secret = hashlib.sha256(b"session:" + secret_of(settings)).hexdigest()
    app.add_middleware(
        SessionMiddleware, secret_key=secret, session_cookie="zunpei", same_site="strict", max_age=8 * 3600
    )
    app.middleware("http")(_measure)
    install(app)
    describe_problems(app)

    @app.exception_handler(routes.NotSignedIn)
    def _sign_in(_request: Request, _error: Exception) -> Response:
        return RedirectResponse("/login", status_code=303)

    return app


async def _measure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    started = time.perf_counter()
    response = await call_next(request)
    route = request.scope.get("route")
    path = getattr(route, "path", "unknown")  # the pattern, so no id becomes a label
    REQUESTS.labels(path, str(response.status_code)).inc()
    SECONDS.labels(path).observe(time.perf_counter() - started)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
