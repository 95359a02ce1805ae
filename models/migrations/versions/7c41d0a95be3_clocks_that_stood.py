"""Clocks that stood."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "7c41d0a95be3"
down_revision = "535af9f572dc"
branch_labels = None
depends_on = None

_PAGE = ["order_on", "code", "red_from", "yellow_from", "status", "unit_id", "category", "has_problem"]
_NOT_SEALED: dict[str, Any] = {
    "sqlite_where": sa.text("is_sealed IS 0"),
    "postgresql_where": sa.text("is_sealed IS false"),
}


def upgrade() -> None:
    op.add_column("matter", sa.Column("stood_until", sa.Date(), nullable=True))
    op.add_column("matter", sa.Column("in_time_until", sa.Date(), nullable=True))
    op.drop_index("ix_matter_page", table_name="matter")
    op.create_index("ix_matter_page", "matter", [*_PAGE, "in_time_until", "is_sealed", "id"], **_NOT_SEALED)
    # All matters are reckoned anew by the first tick, which writes down their last days in time.
    op.execute(sa.delete(sa.table("job_run", sa.column("job", sa.String))).where(sa.column("job") == "reckon_anew"))


def downgrade() -> None:
    op.drop_index("ix_matter_page", table_name="matter")
    op.create_index("ix_matter_page", "matter", [*_PAGE, "is_sealed", "id"], **_NOT_SEALED)
    op.drop_column("matter", "in_time_until")  # in place: a copied table would lose those who point at it
    op.drop_column("matter", "stood_until")
