"""what is particular to a place, warnings of what runs out, recalls."""

import sqlalchemy as sa
from alembic import op

from knowledge_base.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _local(
        "commune_offices",
        sa.Column("commune_code", sa.String(8), nullable=False),
        sa.Column("counter", sa.String(120), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("phone", sa.String(40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
    )
    op.create_index("ix_commune_offices_state", "commune_offices", ["state", "commune_code"])
    _local(
        "local_fees",
        sa.Column("procedure_code", sa.String(16), nullable=False),
        sa.Column("commune_code", sa.String(8), nullable=True),
        sa.Column("what", sa.String(120), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("resolution_date", sa.Date(), nullable=False),
    )
    op.create_index("ix_local_fees_state", "local_fees", ["state", "procedure_code"])
    op.create_table(
        "expiry_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry_notices")),
        sa.UniqueConstraint("kind", "subject", "last", "threshold", name=op.f("uq_expiry_notices_kind")),
    )
    _recalls()
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_outbox_created_at", "outbox")
    for table in ("recall_deliveries", "recalls", "expiry_notices", "local_fees", "commune_offices"):
        op.drop_table(table)


def _local(name: str, *own: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *own,
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(16), nullable=False),
        sa.Column("last_checked", sa.Date(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('proposed', 'published', 'retired')", name=op.f(f"ck_{name}_state")),
        sa.CheckConstraint("origin in ('file', 'editor')", name=op.f(f"ck_{name}_origin")),
        sa.CheckConstraint("certainty in ('verified', 'unverified')", name=op.f(f"ck_{name}_certainty")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f(f"fk_{name}_author_id_staff")),
        sa.ForeignKeyConstraint(["approver_id"], ["staff.id"], name=op.f(f"fk_{name}_approver_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _recalls() -> None:
    op.create_table(
        "recalls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("aspects", sa.JSON(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('draft', 'confirmed', 'sent', 'discarded')", name=op.f("ck_recalls_state")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_recalls_author_id_staff")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name=op.f("fk_recalls_confirmed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalls")),
    )
    op.create_index(op.f("ix_recalls_code"), "recalls", ["code"])
    name = "recall_deliveries"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recall_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["recall_id"], ["recalls.id"], name=op.f(f"fk_{name}_recall_id_recalls")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f(f"fk_{name}_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f(f"fk_{name}_outbox_id_outbox"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("recall_id", "conversation_id", name=op.f(f"uq_{name}_recall_id")),
    )
    op.create_index(op.f(f"ix_{name}_conversation_id"), name, ["conversation_id"])
    op.create_index(op.f(f"ix_{name}_outbox_id"), name, ["outbox_id"])
