"""The first layout: records, what changed, what was before, imports, and the append-only ledger.

Revision ID: 0001
Revises: none
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
KEY = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, the counters and the triggers that refuse to change the ledger."""
    op.create_table(
        "changes",
        sa.Column("record_type", sa.String(length=20), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("record_type", "id"),
    )
    op.create_index("ix_changes_seq", "changes", ["seq"], unique=True)
    op.create_table(
        "crews",
        sa.Column("id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("status_set", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("written_hash", sa.LargeBinary(), nullable=False),
        sa.Column("facts_hash", sa.LargeBinary(), nullable=True),
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("written_seq", SEQ, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "employers",
        sa.Column("id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("status_set", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("written_hash", sa.LargeBinary(), nullable=False),
        sa.Column("facts_hash", sa.LargeBinary(), nullable=True),
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("written_seq", SEQ, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uscc", KEY, nullable=True),
        sa.Column("name", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_employers_name", "employers", ["name"], unique=False)
    op.create_index("ix_employers_uscc", "employers", ["uscc"], unique=False)
    op.create_table(
        "history",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("record_type", sa.String(length=20), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prior", sa.LargeBinary(), nullable=True),
        sa.Column("prior_import_id", KEY, nullable=True),
        sa.Column("prior_status_set", sa.Boolean(), nullable=True),
        sa.Column("prior_created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prior_updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prior_written_seq", SEQ, nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_history_import_id", "history", ["import_id"], unique=False)
    op.create_index("ix_history_record", "history", ["record_type", "id"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_imports_sha256", "imports", ["sha256"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", KEY, nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_ledger_action", "ledger", ["action", "seq"], unique=False)
    op.create_index("ix_ledger_actor", "ledger", ["actor", "seq"], unique=False)
    op.create_index("ix_ledger_at", "ledger", ["at"], unique=False)
    op.create_table(
        "ledger_subjects",
        sa.Column("subject", ID, nullable=False),
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("subject", "seq"),
    )
    op.create_table(
        "postings",
        sa.Column("id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("status_set", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("written_hash", sa.LargeBinary(), nullable=False),
        sa.Column("facts_hash", sa.LargeBinary(), nullable=True),
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("written_seq", SEQ, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uscc", KEY, nullable=True),
        sa.Column("employer_name", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_postings_employer_name", "postings", ["employer_name"], unique=False)
    op.create_index("ix_postings_uscc", "postings", ["uscc"], unique=False)
    op.create_table(
        "seekers",
        sa.Column("id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("status_set", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("written_hash", sa.LargeBinary(), nullable=False),
        sa.Column("facts_hash", sa.LargeBinary(), nullable=True),
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("written_seq", SEQ, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id_number_key", sa.LargeBinary(), nullable=True),
        sa.Column("name_phone_key", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_seekers_id_number_key", "seekers", ["id_number_key"], unique=False)
    op.create_index("ix_seekers_name_phone_key", "seekers", ["name_phone_key"], unique=False)
    state = op.create_table(
        "state",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", SEQ, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "crew_members",
        sa.Column("crew_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seeker_id", ID, nullable=True),
        sa.Column("id_number_key", sa.LargeBinary(), nullable=True),
        sa.Column("name_phone_key", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["crew_id"],
            ["crews.id"],
        ),
        sa.PrimaryKeyConstraint("crew_id", "position"),
    )
    op.create_index("ix_crew_members_id_number_key", "crew_members", ["id_number_key"], unique=False)
    op.create_index("ix_crew_members_name_phone_key", "crew_members", ["name_phone_key"], unique=False)
    op.create_index("ix_crew_members_seeker_id", "crew_members", ["seeker_id"], unique=False)
    op.create_table(
        "rejected",
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
        ),
        sa.PrimaryKeyConstraint("import_id", "position"),
    )
    op.bulk_insert(
        state,
        [{"name": name, "number": 0, "value": b""} for name in ("change_seq", "import", "ledger", "secret")],
    )
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            for table in ("ledger", "ledger_subjects"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
                )
        op.execute(  # INSERT OR REPLACE removes rows without asking the DELETE trigger
            "CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger "
            "WHEN EXISTS (SELECT 1 FROM ledger WHERE seq = NEW.seq) "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )
    else:
        op.execute(
            "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
        )
        for table in ("ledger", "ledger_subjects"):
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
            )


def downgrade() -> None:
    """Drop everything."""
    for table in (
        "rejected",
        "crew_members",
        "state",
        "seekers",
        "postings",
        "ledger_subjects",
        "ledger",
        "imports",
        "history",
        "employers",
        "crews",
        "changes",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION ledger_refuse()")
