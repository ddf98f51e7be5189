"""The errors of the service and how each is rendered: RFC 9457 problem details with a stable code and a Chinese title.

    ServiceError
    ├── BadRequest (400)        unknown or unreadable input
    │   ├── UnknownParameter
    │   ├── BadRecord (422)
    │   ├── RecordRejected (422) judged like a row of an import, and returned
    │   ├── TooLarge (413)
    │   └── Conflict (409)
    ├── NotAllowed (401/403)
    ├── RecordMissing (404)
    ├── TooManyRequests (429)
    ├── NotReady (503)          no index yet, or the store is away
    └── BadSettings             only at start; never over HTTP

Source: RFC 9457 (Problem Details for HTTP APIs).
"""

from __future__ import annotations

from typing import Any


class ServiceError(Exception):
    """Base of all errors a caller may see. `detail` is a Chinese sentence that names the field and the way out."""

    status = 500
    code = "internal"
    title = "服务内部错误"

    def __init__(self, detail: str = "", **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.extra = extra

    def problem(self) -> dict[str, Any]:
        """Return the problem-details object."""
        return {
            "type": f"urn:zunpei:error:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail or self.title,
            **self.extra,
        }


class BadRequest(ServiceError):
    """The request cannot be understood as it stands."""

    status, code, title = 400, "bad_request", "请求有误"


class UnknownParameter(BadRequest):
    """A parameter, field or code that does not exist; `names` and the nearest known names travel along."""

    status, code, title = 422, "unknown_parameter", "有不认识的参数或字段"


class BadRecord(BadRequest):
    """A record whose fields do not fit; the detail names the field."""

    status, code, title = 422, "bad_record", "内容不符合要求"


class RecordRejected(BadRequest):
    """A record that was understood and judged, and is returned: the law, an expiry, a number that cannot be right."""

    status, code, title = 422, "record_rejected", "这条记录没有被接受"


class TooLarge(BadRequest):
    """More than one request may hold."""

    status, code, title = 413, "too_large", "内容太大"


class Conflict(BadRequest):
    """What is asked for contradicts what was done since."""

    status, code, title = 409, "conflict", "现在不能这样做"


class KeyNeeded(ServiceError):
    """No key, or one that is not known."""

    status, code, title = 401, "key_needed", "需要有效的访问密钥"


class NotAllowed(ServiceError):
    """The key may not do this."""

    status, code, title = 403, "not_allowed", "没有权限"


class RecordMissing(ServiceError):
    """No such record."""

    status, code, title = 404, "not_found", "没有找到"


class TooManyRequests(ServiceError):
    """The caller's minute is used up."""

    status, code, title = 429, "too_many_requests", "请求太频繁"


class NotReady(ServiceError):
    """The service cannot answer yet; the detail says which command mends it."""

    status, code, title = 503, "not_ready", "服务尚未就绪"


class BadSettings(ServiceError):
    """A setting is unknown or wrong; said at start, never over HTTP."""

    code, title = "bad_settings", "设置有误"
