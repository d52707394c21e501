"""official forms, and the tokens of what Zalo holds of them."""

import sqlalchemy as sa
from alembic import op

from knowledge_base.database import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "form_contents",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('pdf', 'doc', 'docx')", name=op.f("ck_form_contents_kind")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["staff.id"], name=op.f("fk_form_contents_uploaded_by_staff")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_form_contents")),
    )
    _forms()
    op.create_table(
        "zalo_uploads",
        sa.Column("oa_id", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("oa_id", "sha256", name=op.f("pk_zalo_uploads")),
    )


def downgrade() -> None:
    """Take back; the files are lost."""
    for table in ("zalo_uploads", "official_forms", "form_contents"):
        op.drop_table(table)


def _forms() -> None:
    name = "official_forms"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure_code", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("number", sa.String(60), nullable=True),
        sa.Column("paper", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("file_name", sa.String(120), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("last_checked", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('proposed', 'published', 'retired')", name=op.f(f"ck_{name}_state")),
        sa.CheckConstraint("(sha256 is null) <> (url is null)", name=op.f(f"ck_{name}_file_or_link")),
        sa.ForeignKeyConstraint(["sha256"], ["form_contents.sha256"], name=op.f(f"fk_{name}_sha256_form_contents")),
        sa.ForeignKeyConstraint(["replaces_id"], [f"{name}.id"], name=op.f(f"fk_{name}_replaces_id_{name}")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f(f"fk_{name}_author_id_staff")),
        sa.ForeignKeyConstraint(["approver_id"], ["staff.id"], name=op.f(f"fk_{name}_approver_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index("ix_official_forms_state", name, ["state", "procedure_code"])
    op.create_index(op.f(f"ix_{name}_sha256"), name, ["sha256"])
    op.create_index(op.f(f"ix_{name}_replaces_id"), name, ["replaces_id"])
