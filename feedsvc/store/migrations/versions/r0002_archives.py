"""Archives; entries know the generation in which they last became news.

Those that are there already are of generation 0: no archive holds them yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CHOOSING = ("state", "revision", "updated", "update_due")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "archive_states",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("covered", sa.LargeBinary(), nullable=False),
        sa.Column("pending", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_archive_states")),
    )
    op.create_table(
        "archives",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "number", name=op.f("pk_archives")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("generation", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.drop_index("ix_entries_source_id_sort_at")
        batch_op.create_index(
            "ix_entries_source_id_sort_at", ["source_id", "sort_at", "id", *CHOOSING]
        )
        batch_op.drop_index("ix_entries_sort_at")
        batch_op.create_index("ix_entries_sort_at", ["sort_at", "id", "source_id", *CHOOSING])
        batch_op.create_index(
            "ix_entries_source_id_generation",
            ["source_id", "generation", "id", "sort_at", *CHOOSING],
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_source_id_generation")
        batch_op.drop_index("ix_entries_source_id_sort_at")
        batch_op.create_index("ix_entries_source_id_sort_at", ["source_id", "sort_at", "id"])
        batch_op.drop_index("ix_entries_sort_at")
        batch_op.create_index("ix_entries_sort_at", ["sort_at", "id"])
        batch_op.drop_column("generation")

    op.drop_table("archives")
    op.drop_table("archive_states")
