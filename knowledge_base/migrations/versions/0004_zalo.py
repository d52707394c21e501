"""zalo: tokens, events taken; conversations attended by a person, or withdrawn."""

import sqlalchemy as sa
from alembic import op

from knowledge_base.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and two columns."""
    op.create_table(
        "zalo_tokens",
        sa.Column("oa_id", sa.String(40), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("previous_access_token", sa.Text(), nullable=True),
        sa.Column("previous_refresh_token", sa.Text(), nullable=True),
        sa.Column("refreshed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("refresh_from", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("refresher", sa.String(64), nullable=True),
        sa.Column("refresher_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("oa_id", name=op.f("pk_zalo_tokens")),
    )
    op.create_table(
        "zalo_events",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zalo_events")),
    )
    op.create_index(op.f("ix_zalo_events_at"), "zalo_events", ["at"])
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("attended_until", UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("conversations") as table:
        table.drop_column("withdrawn_at")
        table.drop_column("attended_until")
    op.drop_table("zalo_events")
    op.drop_table("zalo_tokens")
