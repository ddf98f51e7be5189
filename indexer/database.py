"""Turn a database URL into read and write transactions with the same promises on SQLite and PostgreSQL.

A write transaction on SQLite takes the write lock at once (BEGIN IMMEDIATE), so that what it read is still true when it
writes; on PostgreSQL the row of a counter in `state` is the lock (see `Transaction.counter`). Writers that number
changes are thereby committed in the order of their numbers: a follower never meets a number before a lower one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Result,
    StaticPool,
    Table,
    bindparam,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from indexer.store_errors import StoreError, StoreLocked, StoreTooNew, StoreUnavailable, UnsupportedDatabase
from indexer.tables import HEAD, state

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number, the same in every process. Source: our choice.
_MIGRATION_LOCK = 520300
_HOW_TO_WRITE = "数据库地址请写成 sqlite:///文件路径 或 postgresql://用户@主机/库名。"
_LOCK_WORDS = ("database is locked", "database table is locked", "lock timeout", "deadlock detected")


# Values in one IN list: well under what either database takes, and few enough shapes of statement to stay cached.
_CHUNK = 500


class Transaction:
    """The statements of one transaction, in the few shapes that the store needs."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def execute(self, statement: Executable) -> Result[Any]:
        """Run any one statement."""
        return self.connection.execute(statement)

    def rows_in(self, table: Table, column: str, values: Iterable[Any], only: Sequence[str] = ()) -> list[Any]:
        """Return the rows whose `column` is one of `values`, in no order; `only` these columns, or all."""
        wanted = select(*(table.c[name] for name in only)) if only else select(table)
        found: list[Any] = []
        for chunk in _chunks(values):
            found += self.connection.execute(wanted.where(table.c[column].in_(chunk))).all()
        return found

    def rows(self, table: Table, **equal: Any) -> list[Any]:
        """Return the rows whose columns equal the values given, ordered by primary key."""
        wanted = select(table).where(*(table.c[name] == value for name, value in equal.items()))
        return list(self.connection.execute(wanted.order_by(*table.primary_key)).all())

    def insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows; all name the same columns."""
        if rows:
            self.connection.execute(insert(table), list(rows))

    def update(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Change rows found by their primary key; all name the same columns, the key among them."""
        if not rows:
            return
        keys = [column.name for column in table.primary_key]
        change = update(table).where(*(table.c[key] == bindparam(f"key_{key}") for key in keys))
        change = change.values({name: bindparam(f"new_{name}") for name in rows[0] if name not in keys})
        self.connection.execute(
            change, [{f"key_{k}" if k in keys else f"new_{k}": value for k, value in row.items()} for row in rows]
        )

    def delete_in(self, table: Table, column: str, values: Iterable[Any], **equal: Any) -> int:
        """Remove the rows whose `column` is one of `values` and whose others equal those given; return how many."""
        removed = 0
        unwanted = delete(table).where(*(table.c[name] == value for name, value in equal.items()))
        for chunk in _chunks(values):
            removed += self.connection.execute(unwanted.where(table.c[column].in_(chunk))).rowcount
        return removed

    def counter(self, name: str) -> int:
        """Return a counter of `state`, held until this transaction ends; every other writer of it waits here."""
        number = self.connection.scalar(select(state.c.number).where(state.c.name == name).with_for_update())
        if number is None:
            raise StoreUnavailable(f"state 表缺少 {name}")
        return int(number)

    def set_counter(self, name: str, number: int, value: bytes | None = None) -> None:
        """Write a counter that this transaction holds."""
        values: dict[str, Any] = {"number": number} if value is None else {"number": number, "value": value}
        self.connection.execute(update(state).where(state.c.name == name).values(**values))


class Database:
    """An engine and its transactions. Safe to share between threads; a process opens its own (never fork one)."""

    def __init__(self, engine: Engine, wait_s: float) -> None:
        self.engine = engine
        self.wait_s = wait_s
        self._writer = engine.execution_options(writes=True)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open one consistent reading; it neither waits for writers nor holds them up."""
        with self._told(), self.engine.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open one writing: all of it is kept when the block ends, nothing when it raises.

        Raises:
            StoreLocked: the lock was not free within the wait.
            StoreUnavailable: the database failed.
        """
        with self._told(), self._writer.begin() as connection:
            yield Transaction(connection)

    def ping(self) -> None:
        """Return when the database answers.

        Raises:
            StoreUnavailable: it does not.
        """
        with self.read() as reading:
            reading.execute(text("SELECT 1"))

    def empty_log(self) -> None:
        """Move SQLite's write-ahead log into the database and empty it, so that no former page lingers there.

        When a reader is in the way the log is emptied by a later call. PostgreSQL: nothing to do.
        """
        if self.engine.dialect.name != "sqlite":
            return
        raw = self.engine.raw_connection()
        try:
            # What called for this is committed; a reader in the way is no reason to call that failed.
            with suppress(sqlite3.OperationalError):
                raw.cursor().execute("PRAGMA busy_timeout = 1000")
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.cursor().execute(f"PRAGMA busy_timeout = {int(self.wait_s * 1000)}")
        finally:
            raw.close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeout as error:
            raise StoreUnavailable("本进程的数据库连接已用满") from error
        except DBAPIError as error:
            said = str(error.orig)
            if any(words in said for words in _LOCK_WORDS):
                raise StoreLocked(self.wait_s) from error
            raise StoreUnavailable(said.strip().splitlines()[0] if said.strip() else type(error).__name__) from error


def open_database(url: str, *, wait_s: float = 30.0) -> Database:
    """Open the database at `url` and bring its tables to the present layout.

    Served are `sqlite:///path` and `postgresql://…` (psycopg 3). `wait_s` is how long a writer waits for another one.

    Raises:
        UnsupportedDatabase: another database, or its driver is not installed.
        StoreTooNew: a newer program made the tables.
        StoreUnavailable: it cannot be opened.
    """
    address = _address(url)
    engine = _sqlite(address, wait_s) if address.get_backend_name() == "sqlite" else _postgresql(address, wait_s)
    database = Database(engine, wait_s)
    try:
        _migrate(database)
    except StoreError:
        database.close()
        raise
    return database


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise UnsupportedDatabase(_HOW_TO_WRITE) from error
    if backend == "postgresql" and address.drivername in ("postgresql", "postgresql+psycopg"):
        return address.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and address.drivername in ("sqlite", "sqlite+pysqlite"):
        return address
    raise UnsupportedDatabase(f"不支持数据库 {address.drivername}。{_HOW_TO_WRITE}")


def _sqlite(address: URL, wait_s: float) -> Engine:
    in_memory = not address.database or address.database == ":memory:"
    if in_memory:
        engine = create_engine(address, poolclass=StaticPool)
    else:
        path = Path(str(address.database))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
        engine = create_engine(address, pool_size=8, max_overflow=56)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # pysqlite would begin transactions late; `begin` below does it
        connection.execute(f"PRAGMA busy_timeout = {int(wait_s * 1000)}")
        if not in_memory:
            connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL would survive a killed process but lose acknowledged commits with the power; a put is one commit, so
        # FULL costs one fsync for thousands of rows.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten, not only unlinked
        connection.execute("PRAGMA cache_size = -65536")  # 64 MiB
        # More would be counted as memory of this process, though the pages are the cache of the system.
        connection.execute("PRAGMA mmap_size = 134217728")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(address: URL, wait_s: float) -> Engine:
    try:
        engine = create_engine(address, pool_size=8, max_overflow=56, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise UnsupportedDatabase("没有安装 PostgreSQL 驱动。请执行 pip install 'zunpei[postgres]' 后再试。") from error

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(wait_s * 1000)}")
            cursor.execute("SET TIME ZONE 'UTC'")
        connection.commit()

    return engine


def alembic_config() -> Config:
    """Return the configuration of the migrations; the caller sets `attributes["connection"]`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _migrate(database: Database) -> None:
    with database.read() as reading:
        revision = _revision(reading.connection)
    if revision == HEAD:
        return
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreTooNew(revision)
    with database.write() as writing:
        if writing.connection.dialect.name == "postgresql":
            writing.execute(text("SELECT pg_advisory_xact_lock(:key)").bindparams(key=_MIGRATION_LOCK))
        if _revision(writing.connection) == HEAD:  # another process was faster
            return
        config.attributes["connection"] = writing.connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(values)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]
