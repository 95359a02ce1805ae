"""The ledger of availability."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "31d69c7eacc3"
down_revision = "7639e1512117"
branch_labels = None
depends_on = None

PROBES = ("door", "database", "scheduler", "token")
CONDITIONS = ("well", "ailing", "unseen")


def upgrade() -> None:
    op.create_table(
        "availability",
        sa.Column("process", sa.String(length=80), nullable=False),
        sa.Column(
            "probe",
            sa.Enum(*PROBES, name="probe", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("first", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(*CONDITIONS, name="condition", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.CheckConstraint("last >= first", name=op.f("ck_availability_in_order")),
        sa.PrimaryKeyConstraint("process", "probe", "first", name=op.f("pk_availability")),
    )
    with op.batch_alter_table("availability", schema=None) as batch_op:
        batch_op.create_index("ix_availability_last", ["probe", "last"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("availability", schema=None) as batch_op:
        batch_op.drop_index("ix_availability_last")
    op.drop_table("availability")
