"""versions of procedures that come from the national portal."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow the origin "portal"."""
    _allow("'file', 'editor', 'portal'")


def downgrade() -> None:
    """What came from the portal goes, so that the older check holds."""
    op.execute("delete from procedure_versions where origin = 'portal'")
    _allow("'file', 'editor'")


def _allow(origins: str) -> None:
    name = op.f("ck_procedure_versions_origin")
    with op.batch_alter_table("procedure_versions") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"origin in ({origins})")
