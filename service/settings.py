"""Turn the environment and `.env` into one frozen Settings value; only the doors (`cli.py`, `app.py`) read it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import BadSettings

PREFIX = "ZUNPEI_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SECRET_NAMES = frozenset({"SECRET_KEY", "DATABASE_URL", "REDIS_URL"})
MODES = Literal["auto", "keys", "open"]


class Settings(BaseSettings):
    """Every setting of the service; `description` is what `zunpei settings` and `docs/settings.md` print."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, protected_namespaces=()
    )

    data_dir: Path = Field(Path("data"), description="数据目录：数据库、索引、密钥和报告都默认放在这里")
    database_url: str = Field("", description="数据库地址；留空用数据目录里的 SQLite，生产用 postgresql+psycopg://…")
    redis_url: str = Field("", description="Redis 地址；多个进程共用每分钟的请求计数；留空则各进程自己计")
    model: str = Field(
        "", description="向量模型：留空用自带中文模型，或填 sentence-transformers 或 ONNX 模型的目录（或名称）"
    )
    model_dim: int = Field(0, ge=0, description="把向量截短到几维（模型作者允许时）；0 为不截短；改了要整版重建")
    model_max_tokens: int = Field(
        0, ge=0, description="每条文本最多读几个词元；0 为模型自己的上限，最多 512；改了要整版重建"
    )
    model_query_prompt: str | None = Field(
        None, description="查询前缀，\\n 表示换行；不设则用模型作者要求的，设为空则不加；改了要整版重建"
    )
    model_threads: int = Field(0, ge=0, le=256, description="外接模型用几个线程；0 为建索引时用全部、服务时用 1 个")
    milvus_uri: str = Field("", description="Milvus 地址；留空用 FAISS（一台机器放得下时更快）")
    vocabulary_dir: Path | None = Field(
        None, description="本地词表目录：与 models/data 同名的文件会并入（同义词、地名、职业叫法）"
    )
    host: str = Field("127.0.0.1", description="监听地址；对外服务前请先建密钥（zunpei key add）")
    port: int = Field(8000, ge=1, le=65535, description="监听端口")
    workers: int = Field(1, ge=1, le=64, description="服务进程数")
    access: MODES = Field(
        "auto", description="访问方式：keys 必须带密钥；open 不需要密钥；auto 只在本机监听且未建密钥时免密钥"
    )
    secret_key: str = Field("", description="签名与加密密钥；留空则首次运行时在数据目录生成 secret.key")
    asof: date | None = Field(None, description="把“今天”固定为某一天（演示和复核用）；留空用系统日期")
    home_county: str = Field("520300", description="本地区划代码（GB/T 2260），“本地”“城区”按它理解")
    portal_per_minute: int = Field(600, ge=1, description="每个门户密钥每分钟最多请求数")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="日志级别；日志里没有个人信息")

    @property
    def database(self) -> str:
        """Return the database URL in force."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'zunpei.db').resolve()}"

    @property
    def is_loopback(self) -> bool:
        """Return whether only this machine can reach the service."""
        return self.host in LOOPBACK

    @property
    def builds_dir(self) -> Path:
        """Return where index builds lie."""
        return self.data_dir / "index"

    @property
    def keys_file(self) -> Path:
        """Return where hashed API keys lie."""
        return self.data_dir / "keys.json"


@dataclass(frozen=True)
class SettingLine:
    """One setting as printed: its environment name, meaning, value (masked if secret) and where it came from."""

    name: str
    meaning: str
    value: str
    source: str


def load_settings(**given: object) -> Settings:
    """Read settings from `given`, the environment and `.env`, in that order of precedence.

    Raises:
        BadSettings: a name that starts with `ZUNPEI_` is unknown, or a value is no good; the message names it.
    """
    unknown = sorted(name for name in {*os.environ, *dotenv_values(".env")} if _is_unknown(name))
    if unknown:
        raise BadSettings(f"不认识的设置：{'、'.join(unknown)}。运行 zunpei settings 看全部设置的名称。")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        raise BadSettings(
            f"设置 {PREFIX}{field.upper()} 的值不对：{first.get('input')!r}（{first['msg']}）。"
        ) from error


def secret_of(settings: Settings) -> bytes:
    """Return the signing and encryption secret, made and kept in the data folder on first use (mode 600)."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.data_dir / "secret.key"
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_hex(32), encoding="ascii")
        try:
            os.link(temporary, path)  # the first of two starting processes wins
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text(encoding="ascii").strip().encode()


def hand_to_workers(settings: Settings) -> None:
    """Put settings into the environment, where serving processes, which start afresh (spawn), read them again.

    One OpenMP thread a process: two make a single query 1.5 to 8 times slower (docs/decisions/0004).
    """
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if value not in (None, ""):
            os.environ[PREFIX + name.upper()] = str(value)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if not settings.model_threads:
        os.environ[f"{PREFIX}MODEL_THREADS"] = "1"


def describe(settings: Settings) -> Iterator[SettingLine]:
    """Yield every setting with its meaning, its value (secrets masked) and its source."""
    env, dotenv = os.environ, dotenv_values(".env")
    for name, field in Settings.model_fields.items():
        key = f"{PREFIX}{name.upper()}"
        value = getattr(settings, name)
        shown = "" if value is None else str(value)
        if name.upper() in SECRET_NAMES and shown:
            shown = "******"
        yield SettingLine(key, field.description or "", shown, _source(key, env, dotenv))


def _is_unknown(name: str) -> bool:
    return name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in Settings.model_fields


def _source(key: str, env: Mapping[str, str], dotenv: Mapping[str, str | None]) -> str:
    if key in env:
        return "环境变量"
    return ".env" if key in dotenv else "默认"
