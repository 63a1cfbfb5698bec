"""What a source asks for and where it moved, documents that kill, and the pace of all workers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBERS = ("hint_seconds", "skip_hours", "skip_days", "deaths", "sightings")
_TEXTS = ("address", "bound")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        for name in _NUMBERS:
            batch_op.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        for name in _TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
    pace = op.create_table(
        "pace",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace")),
    )
    op.bulk_insert(pace, [{"id": 1, "free_at": 0}])


def downgrade() -> None:
    """Take back."""
    op.drop_table("pace")
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        for name in (*_NUMBERS, *_TEXTS):
            batch_op.drop_column(name)
