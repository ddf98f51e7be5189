"""Turn a presented key into a Caller with a role; keys are kept only as salted hashes."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from service.errors import BadRequest, KeyNeeded, NotAllowed, RecordMissing

Role = Literal["portal", "staff", "admin"]
ROLES: tuple[Role, ...] = ("portal", "staff", "admin")
ROLE_NAMES = {"portal": "门户（只看岗位与脱敏结果）", "staff": "经办人员", "admin": "管理员"}


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key at rest: `digest` is SHA-256 over salt and secret (the secret has 256 random bits, so no slow hash)."""

    id: str
    label: str
    role: Role
    salt: str
    digest: str
    created_at: datetime


@dataclass(frozen=True)
class Caller:
    """Who asks. `key_id` is "" on an open service."""

    role: Role
    key_id: str = ""
    label: str = ""

    def must_be(self, *roles: Role) -> None:
        """Refuse anyone whose role is not one of `roles`.

        Raises:
            NotAllowed: the role is another.
        """
        if self.role not in roles:
            needed = "、".join(ROLE_NAMES[role] for role in roles)
            raise NotAllowed(f"这个操作需要的身份：{needed}；当前密钥的身份是{ROLE_NAMES[self.role]}。")


class KeyFile:
    """The keys of an installation in one small JSON file, replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> list[Key]:
        """Return every key, oldest first."""
        return msgspec.json.decode(self._path.read_bytes(), type=list[Key]) if self._path.exists() else []

    def add(self, label: str, role: Role, *, now: datetime) -> tuple[Key, str]:
        """Make a key and return it with its secret, which is shown only this once."""
        secret = secrets.token_urlsafe(32)
        salt = secrets.token_hex(8)
        key = Key(
            id=secrets.token_hex(4), label=label, role=role, salt=salt, digest=_digest(salt, secret), created_at=now
        )
        self._write([*self.all(), key])
        return key, f"zp_{key.id}_{secret}"

    def revoke(self, key_id: str) -> Key:
        """Remove a key.

        Raises:
            RecordMissing: there is no such key.
        """
        keys = self.all()
        for key in keys:
            if key.id == key_id:
                self._write([other for other in keys if other is not key])
                return key
        raise RecordMissing(f"没有编号为 {key_id} 的密钥。运行 zunpei key list 查看。")

    def caller(self, presented: str) -> Caller:
        """Return who presents this secret.

        Raises:
            KeyNeeded: the secret is malformed or unknown.
        """
        prefix, _, rest = presented.partition("_")
        key_id, _, secret = rest.partition("_")
        for key in self.all() if prefix == "zp" else []:
            if key.id == key_id and hmac.compare_digest(key.digest, _digest(key.salt, secret)):
                return Caller(key.role, key.id, key.label)
        raise KeyNeeded(
            "密钥不对或已撤销。请在请求头带上 Authorization: Bearer <密钥>，密钥由管理员用 zunpei key add 生成。"
        )

    def _write(self, keys: Sequence[Key]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(f".{os.getpid()}.tmp")
        temporary.touch(mode=0o600)
        temporary.write_bytes(msgspec.json.encode(list(keys)))
        temporary.replace(self._path)


def open_access(access: str, *, is_loopback: bool, has_keys: bool) -> bool:
    """Return whether callers without a key are let in: always, never, or only on this machine while no key exists."""
    if access == "open":
        return True
    return access == "auto" and is_loopback and not has_keys


def bearer(header: str) -> str:
    """Return the secret of an `Authorization` header, "" when there is none.

    Raises:
        BadRequest: the header is there but of another scheme.
    """
    if not header:
        return ""
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise BadRequest("Authorization 请求头应写成：Bearer <密钥>。")
    return secret.strip()


def _digest(salt: str, secret: str) -> str:
    return hashlib.sha256(f"{salt}:{secret}".encode()).hexdigest()
