"""versions of procedures that come from the national portal."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATES = "state in ('draft', 'published', 'retired')"


def upgrade() -> None:
    """Allow the origin "portal"."""
    _allow("'file', 'editor', 'portal'")


def downgrade() -> None:
    """What came from the portal goes, so that the older check holds."""
    op.execute("delete from procedure_versions where origin = 'portal'")
    _allow("'file', 'editor'")


def _allow(origins: str) -> None:
    check = f"origin in ({origins})"
    if op.get_bind().dialect.name == "sqlite":
        # SQLite rebuilds the table; checks are not read back from it and must be named again.
        checks = (
            sa.CheckConstraint(check, name=op.f("ck_procedure_versions_origin")),
            sa.CheckConstraint(STATES, name=op.f("ck_procedure_versions_state")),
        )
        with op.batch_alter_table("procedure_versions", recreate="always", table_args=checks):
            pass
    else:
        op.drop_constraint(op.f("ck_procedure_versions_origin"), "procedure_versions", type_="check")
        op.create_check_constraint(op.f("ck_procedure_versions_origin"), "procedure_versions", check)
