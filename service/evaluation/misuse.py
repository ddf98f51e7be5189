"""Turn a measurement that cannot begin into one sentence: which file, which line, how to mend it."""

from __future__ import annotations

from service.errors import ServiceError


class Misuse(ServiceError):
    """What was given cannot be measured; `zunpei evaluate` says so and exits with 2."""

    code, title = "evaluation_misuse", "无法测量"
