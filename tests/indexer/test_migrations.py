"""The migrations make exactly the tables that the program reads and writes, from nothing and in both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from indexer.database import MIGRATIONS, alembic_config, open_database
from indexer.store import open_store
from indexer.store_errors import StoreTooNew, StoreUnavailable, UnsupportedDatabase
from indexer.tables import HEAD, metadata


def test_the_head_of_the_migrations_is_what_the_program_expects() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]


def test_from_nothing_to_the_head_gives_the_tables_of_the_program(database_url: str) -> None:
    database = open_database(database_url)
    with database.read() as reading:
        context = MigrationContext.configure(reading.connection, opts={"compare_type": True})
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, metadata) == []
        made = set(inspect(reading.connection).get_table_names())
    assert made == {*metadata.tables, "alembic_version"}
    database.close()


def test_ids_are_ordered_by_code_point_whatever_the_locale_of_the_server(postgresql_url: str) -> None:
    database = open_database(postgresql_url)
    with database.read() as reading:
        columns = {
            (name, column["name"]): column["type"]
            for name in metadata.tables
            for column in inspect(reading.connection).get_columns(name)
        }
    database.close()
    ordered = [key for key in columns if key[1] in ("id", "crew_id", "import_id", "subject", "seeker_id")]
    assert len(ordered) >= 10
    assert {key: getattr(columns[key], "collation", None) for key in ordered} == dict.fromkeys(ordered, "C")


def test_opening_again_changes_nothing(database_url: str) -> None:
    open_store(database_url, secret=b"s").close()
    store = open_store(database_url, secret=b"s")
    assert store.change_seq() == 0
    store.ping()
    store.close()


def test_the_layout_can_be_taken_back_and_made_again(database_url: str) -> None:
    database = open_database(database_url)
    config = alembic_config()
    with database.write() as transaction:
        config.attributes["connection"] = transaction.connection
        command.downgrade(config, "base")
        assert inspect(transaction.connection).get_table_names() == ["alembic_version"]
        command.upgrade(config, "head")
    with database.read() as reading:
        assert compare_metadata(MigrationContext.configure(reading.connection), metadata) == []
    database.close()


def test_a_store_of_a_newer_program_is_left_alone(database_url: str) -> None:
    database = open_database(database_url)
    with database.write() as transaction:
        transaction.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StoreTooNew, match="9999"):
        open_database(database_url)


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "sqlite+aiosqlite:///x.db", "nonsense", "oracle://x"])
def test_a_database_that_is_not_served_is_refused_with_the_way_to_write_it(url: str) -> None:
    with pytest.raises(UnsupportedDatabase, match="sqlite:///文件路径"):
        open_database(url)


def test_a_database_that_cannot_be_reached_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="数据库现在用不了"):
        open_database(f"postgresql://nobody@/none?host={tmp_path}")
    (tmp_path / "text.db").write_text("这不是数据库。" * 200, "utf-8")
    with pytest.raises(StoreUnavailable, match="not a database"):
        open_database(f"sqlite:///{tmp_path / 'text.db'}")
    with pytest.raises(StoreUnavailable, match="数据库现在用不了"):
        open_database(f"sqlite:///{tmp_path / 'text.db' / 'below.db'}")


def test_the_migrations_are_found_beside_the_program_without_an_ini_file() -> None:
    assert sorted(path.name for path in MIGRATIONS.glob("*.*")) == ["env.py", "script.py.mako"]
    assert not list(MIGRATIONS.parent.parent.glob("alembic.ini"))
