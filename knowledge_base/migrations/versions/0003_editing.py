"""editing: drafts, batches, the change log, switches, phrases, editors' roles."""

import sqlalchemy as sa
from alembic import op

from knowledge_base.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("state in ('draft', 'submitted')")


def upgrade() -> None:
    """Add the tables, allow the roles."""
    _roles("'officer', 'inspector', 'editor', 'publisher'")
    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_import_batches_author_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    op.create_table(
        "procedure_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'published', 'discarded')", name=op.f("ck_procedure_drafts_state")
        ),
        sa.CheckConstraint("kind in ('edit', 'retire')", name=op.f("ck_procedure_drafts_kind")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_procedure_drafts_author_id_staff")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_procedure_drafts_batch_id_import_batches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_drafts")),
    )
    op.create_index(
        "uq_procedure_drafts_open", "procedure_drafts", ["code"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    for column in ("code", "state", "batch_id"):
        op.create_index(op.f(f"ix_procedure_drafts_{column}"), "procedure_drafts", [column])
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("action", sa.String(24), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_changes_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["procedure_drafts.id"], name=op.f("fk_changes_draft_id_procedure_drafts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_subject", "changes", ["kind", "subject", "id"])
    op.create_index(op.f("ix_changes_draft_id"), "changes", ["draft_id"])
    op.create_table(
        "switches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('procedure', 'field', 'all')", name=op.f("ck_switches_kind")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_switches_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_switches")),
    )
    op.create_index(op.f("ix_switches_ended_at"), "switches", ["ended_at"])
    op.create_table(
        "phrases",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_phrases_proposed_by_staff")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_phrases")),
    )


def downgrade() -> None:
    """Take back; accounts of editors are closed and become officers of no commune."""
    for table in ("phrases", "switches", "changes", "procedure_drafts", "import_batches"):
        op.drop_table(table)
    op.execute("update staff set role = 'officer', active = false where role in ('editor', 'publisher')")
    _roles("'officer', 'inspector'")


def _roles(roles: str) -> None:
    name = op.f("ck_staff_role")
    with op.batch_alter_table("staff") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"role in ({roles})")
