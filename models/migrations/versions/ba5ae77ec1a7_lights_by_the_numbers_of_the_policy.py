"""Lights by the numbers of the policy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "ba5ae77ec1a7"
down_revision = "d2ee75dcb025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("matter", sa.Column("yellow_before", sa.Integer(), server_default="7", nullable=False))
    op.add_column("matter", sa.Column("node_late", sa.Integer(), server_default="7", nullable=False))


def downgrade() -> None:
    op.drop_column("matter", "node_late")  # in place: a table that others point at cannot be copied
    op.drop_column("matter", "yellow_before")
