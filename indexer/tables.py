"""Turn the layout of everything at rest into SQLAlchemy tables, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

HEAD = "0001"

ID_LENGTH = 200
KEY_LENGTH = 100

# Ids are ordered by code point in both databases, as Python orders them, whatever the locale of the server.
Id = String(ID_LENGTH).with_variant(String(ID_LENGTH, collation="C"), "postgresql")
Key = String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql")
# SQLite counts rowids only in a column declared INTEGER.
Seq = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return None if value is None else aware(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; SQLite keeps no zone, so what it holds is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def aware(moment: datetime) -> datetime:
    """Return the moment in UTC.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"时间必须带时区，收到的是没有时区的 {moment.isoformat()}。")
    return moment.astimezone(UTC)


metadata = MetaData()


def _record_table(name: str, *keys: Column[Any]) -> Table:
    """Return one table of records.

    `body` is the JSON of the open fields, `sealed` that of the closed ones (see `indexer.record_rows`). `seq` is the
    last change that a follower must see, `written_seq` the last that touched the written half or the status.
    """
    return Table(
        name,
        metadata,
        Column("id", Id, primary_key=True),
        Column("body", Text, nullable=False),
        Column("sealed", LargeBinary),
        Column("status", String(20), nullable=False),
        Column("status_reason", Text, nullable=False),
        Column("status_set", Boolean, nullable=False),
        Column("origin", Text),
        Column("import_id", Key, nullable=False),
        Column("written_hash", LargeBinary, nullable=False),
        Column("facts_hash", LargeBinary),
        Column("seq", Seq, nullable=False),
        Column("written_seq", Seq, nullable=False),
        Column("created_at", UtcDateTime, nullable=False),
        Column("updated_at", UtcDateTime, nullable=False),
        *keys,
    )


postings = _record_table("postings", Column("uscc", Key), Column("employer_name", Key))
seekers = _record_table("seekers", Column("id_number_key", LargeBinary), Column("name_phone_key", LargeBinary))
employers = _record_table("employers", Column("uscc", Key), Column("name", Key))
crews = _record_table("crews")
Index("ix_postings_uscc", postings.c.uscc)
Index("ix_postings_employer_name", postings.c.employer_name)
Index("ix_seekers_id_number_key", seekers.c.id_number_key)
Index("ix_seekers_name_phone_key", seekers.c.name_phone_key)
Index("ix_employers_uscc", employers.c.uscc)
Index("ix_employers_name", employers.c.name)

RECORD_TABLES: Mapping[str, Table] = {"posting": postings, "seeker": seekers, "employer": employers, "crew": crews}

crew_members = Table(
    "crew_members",
    metadata,
    Column("crew_id", Id, ForeignKey("crews.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("seeker_id", Id),
    Column("id_number_key", LargeBinary),
    Column("name_phone_key", LargeBinary),
)
Index("ix_crew_members_seeker_id", crew_members.c.seeker_id)
Index("ix_crew_members_id_number_key", crew_members.c.id_number_key)
Index("ix_crew_members_name_phone_key", crew_members.c.name_phone_key)

# One row a record, kept after its deletion: a follower needs the latest state only, so the log never outgrows the data.
changes = Table(
    "changes",
    metadata,
    Column("record_type", String(20), primary_key=True),
    Column("id", Id, primary_key=True),
    Column("seq", Seq, nullable=False),
    Column("deleted", Boolean, nullable=False),
)
Index("ix_changes_seq", changes.c.seq, unique=True)

# What each change replaced; `prior` None: there was nothing before.
history = Table(
    "history",
    metadata,
    Column("seq", Seq, primary_key=True, autoincrement=False),
    Column("record_type", String(20), nullable=False),
    Column("id", Id, nullable=False),
    Column("import_id", Key, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("prior", LargeBinary),
    Column("prior_import_id", Key),
    Column("prior_status_set", Boolean),
    Column("prior_created_at", UtcDateTime),
    Column("prior_updated_at", UtcDateTime),
    Column("prior_written_seq", Seq),
)
Index("ix_history_record", history.c.record_type, history.c.id)
Index("ix_history_import_id", history.c.import_id)

imports = Table(
    "imports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("who", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("undone_at", UtcDateTime),
    Column("report", LargeBinary),
)
Index("ix_imports_sha256", imports.c.sha256)

rejected = Table(
    "rejected",
    metadata,
    Column("import_id", Key, ForeignKey("imports.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("seq", Seq, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Key, nullable=False),
    Column("action", String(60), nullable=False),
    Column("event", Text, nullable=False),
    Column("chain", LargeBinary, nullable=False),
)
Index("ix_ledger_at", ledger.c.at)
Index("ix_ledger_action", ledger.c.action, ledger.c.seq)
Index("ix_ledger_actor", ledger.c.actor, ledger.c.seq)

ledger_subjects = Table(
    "ledger_subjects",
    metadata,
    Column("subject", Id, primary_key=True),
    Column("seq", Seq, primary_key=True, autoincrement=False),
)

# Counters and the check of the secret. The row of a counter is also the lock of its writers.
state = Table(
    "state",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("number", Seq, nullable=False),
    Column("value", LargeBinary, nullable=False),
)
