"""channels can be switched off: whom it was told, and what is sent all the same."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow the kind, add the columns."""
    _kinds("'procedure', 'field', 'all', 'channel'")
    op.add_column("conversations", sa.Column("told_closed", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("though_closed", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take back; channels that were off are on again."""
    op.drop_column("outbox", "though_closed")
    op.drop_column("conversations", "told_closed")
    op.execute("delete from switches where kind = 'channel'")
    _kinds("'procedure', 'field', 'all'")


def _kinds(allowed: str) -> None:
    with op.batch_alter_table("switches") as switches:
        switches.drop_constraint(op.f("ck_switches_kind"), type_="check")
        switches.create_check_constraint(op.f("ck_switches_kind"), f"kind in ({allowed})")
