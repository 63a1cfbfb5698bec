"""Permissions with their history, names that stay withdrawn, the audit log, who reads us."""

import sqlalchemy as sa
from alembic import op

from feedsvc.store.barred import Article, keys

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SQLITE = """
CREATE TRIGGER audit_{what} BEFORE {what} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
_POSTGRESQL = (
    """
    CREATE FUNCTION audit_refuses() RETURNS trigger AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()
    """,
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "permissions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("source_id", ROW_ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
            name=op.f("fk_permissions_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permissions")),
    )
    op.create_index(op.f("ix_permissions_source_id"), "permissions", ["source_id"])
    table = op.create_table(
        "barred",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_barred_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_barred")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_barred_entry_id"), "barred", ["entry_id"])
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("archive", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_entry_id_archive_number", "audit", ["entry_id", "archive", "number"])
    op.create_index("ix_audit_source_at_number", "audit", ["source", "at", "number"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    guards = [_SQLITE.format(what=what) for what in ("UPDATE", "DELETE")]
    for guard in guards if is_sqlite else _POSTGRESQL:
        op.execute(sa.text(guard))
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "digest": b""}])
    op.create_table(
        "readers",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("subscribers", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "reader", name=op.f("pk_readers")),
    )
    with op.batch_alter_table("tombstones", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("remove", sa.Text(), server_default="[]", nullable=False))
        batch_op.add_column(
            sa.Column("revoked", sa.SmallInteger(), server_default="0", nullable=False)
        )
    op.execute(
        sa.text(
            "INSERT INTO permissions (source_id, at, by, change, reason, data)"
            " SELECT id, added_at, '', 'given', '', permission FROM sources ORDER BY id"
        )
    )
    # What an operator withdrew by now stays so, whatever brings its address.
    rows = op.get_bind().execute(
        sa.text(
            "SELECT entries.id, entries.public_id, entries.url FROM entries JOIN tombstones"
            " ON tombstones.entry_id = entries.id"
            " WHERE tombstones.by = 'operator' AND tombstones.restored_at IS NULL"
            " AND entries.url IS NOT NULL ORDER BY entries.id"
        )
    )
    barred = {key: entry for entry, public_id, url in rows for key in keys(Article(public_id, url))}
    if barred:
        op.bulk_insert(table, [{"key": key, "entry_id": entry} for key, entry in barred.items()])


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.drop_column("revoked")
        batch_op.drop_column("remove")
    with op.batch_alter_table("tombstones", schema=None) as batch_op:
        batch_op.drop_column("person")
    op.drop_table("readers")
    op.drop_table("audit_head")
    op.drop_table("audit")
    if op.get_bind().dialect.name != "sqlite":
        op.execute(sa.text("DROP FUNCTION audit_refuses()"))
    op.drop_table("barred")
    op.drop_table("permissions")
