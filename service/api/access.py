"""Turn a request into the Resources and the Caller that a route works with."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from service.auth import Caller, bearer, open_access
from service.errors import KeyNeeded, TooManyRequests
from service.resources import Resources


def resources_of(request: Request) -> Resources:
    """Return what the service was assembled with."""
    return cast(Resources, request.app.state.resources)


def caller_of(request: Request, resources: Annotated[Resources, Depends(resources_of)]) -> Caller:
    """Return who asks, after counting the call against the caller's minute.

    Raises:
        KeyNeeded: no valid key on a service that wants one.
        TooManyRequests: a portal's minute is used up.
    """
    settings = resources.settings
    secret = bearer(request.headers.get("authorization", ""))
    if not secret:
        has_keys = bool(resources.keys.all())
        if not open_access(settings.access, is_loopback=settings.is_loopback, has_keys=has_keys):
            raise KeyNeeded("请在请求头带上 Authorization: Bearer <密钥>；密钥由管理员用 zunpei key add 生成。")
        return Caller("staff" if settings.is_loopback else "portal")
    caller = resources.keys.caller(secret)
    if caller.role == "portal":
        used = resources.counters.count(f"minute:{caller.key_id}", seconds=60)
        if used > settings.portal_per_minute:
            raise TooManyRequests(f"这个密钥每分钟最多 {settings.portal_per_minute} 次请求，请稍候再试。")
    return caller


Context = Annotated[Resources, Depends(resources_of)]
Who = Annotated[Caller, Depends(caller_of)]
