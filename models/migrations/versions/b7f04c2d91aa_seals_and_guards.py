"""seals and guards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.guards import guards, unguards

revision = "b7f04c2d91aa"
down_revision = "3c61b9329def"
branch_labels = None
depends_on = None

GUARDED = ("act", "seal")


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_act_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("algorithm", sa.String(length=16), nullable=False),
        sa.Column("head", sa.String(length=128), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_seal")),
    )
    for table in GUARDED:
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(sa.text(statement))


def downgrade() -> None:
    for table in GUARDED:
        for statement in unguards(table, op.get_bind().dialect.name):
            op.execute(sa.text(statement))
    op.drop_table("seal")
