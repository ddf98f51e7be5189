"""Turn the connection handed over by `indexer.database` into a migrated schema; there is no alembic.ini."""

from __future__ import annotations

from alembic import context

from indexer.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
