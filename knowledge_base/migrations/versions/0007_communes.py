"""communes edit what is theirs: the role, phrases by commune, local notes, facts about places from files."""

import sqlalchemy as sa
from alembic import op

from knowledge_base.database import UtcDateTime

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow the role, make place for each commune's words."""
    _roles("'officer', 'inspector', 'editor', 'publisher', 'commune_editor'")
    with op.batch_alter_table("phrases", recreate="always") as phrases:
        phrases.add_column(sa.Column("commune_code", sa.String(8), nullable=False, server_default=""))
        phrases.drop_constraint(op.f("pk_phrases"), type_="primary")
        phrases.create_primary_key(op.f("pk_phrases"), ["key", "commune_code"])
    with op.batch_alter_table("phrases") as phrases:
        phrases.alter_column("commune_code", server_default=None)
    for table in ("commune_offices", "local_fees"):
        with op.batch_alter_table(table) as facts:
            facts.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
            facts.create_foreign_key(op.f(f"fk_{table}_batch_id_import_batches"), "import_batches", ["batch_id"], ["id"])
        op.create_index(op.f(f"ix_{table}_batch_id"), table, ["batch_id"])
    _notes()


def downgrade() -> None:
    """Take back; what a commune said in its own words is lost, accounts of commune editors are closed."""
    op.drop_table("local_notes")
    for table in ("commune_offices", "local_fees"):
        op.drop_index(op.f(f"ix_{table}_batch_id"), table)
        with op.batch_alter_table(table) as facts:
            facts.drop_constraint(op.f(f"fk_{table}_batch_id_import_batches"), type_="foreignkey")
            facts.drop_column("batch_id")
    op.execute("delete from phrases where commune_code <> ''")
    with op.batch_alter_table("phrases", recreate="always") as phrases:
        phrases.drop_constraint(op.f("pk_phrases"), type_="primary")
        phrases.drop_column("commune_code")
        phrases.create_primary_key(op.f("pk_phrases"), ["key"])
    op.execute("update staff set role = 'officer', active = false where role = 'commune_editor'")
    _roles("'officer', 'inspector', 'editor', 'publisher'")


def _roles(allowed: str) -> None:
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(op.f("ck_staff_role"), type_="check")
        staff.create_check_constraint(op.f("ck_staff_role"), f"role in ({allowed})")


def _notes() -> None:
    name = "local_notes"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure_code", sa.String(16), nullable=False),
        sa.Column("commune_code", sa.String(8), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
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
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state in ('proposed', 'published', 'retired')", name=op.f(f"ck_{name}_state")),
        sa.CheckConstraint("origin in ('file', 'editor')", name=op.f(f"ck_{name}_origin")),
        sa.CheckConstraint("certainty in ('verified', 'unverified')", name=op.f(f"ck_{name}_certainty")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f(f"fk_{name}_author_id_staff")),
        sa.ForeignKeyConstraint(["approver_id"], ["staff.id"], name=op.f(f"fk_{name}_approver_id_staff")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f(f"fk_{name}_batch_id_import_batches")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index("ix_local_notes_state", name, ["state", "procedure_code"])
    op.create_index(op.f(f"ix_{name}_batch_id"), name, ["batch_id"])
