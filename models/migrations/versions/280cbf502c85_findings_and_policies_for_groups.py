"""Findings, and policies for groups of matters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "280cbf502c85"
down_revision = "a83d5e0c61f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "overdue",
                "node_missed",
                "reports_missing",
                "behind_plan",
                "result_rejected",
                "poor_quality",
                "problem_found",
                "month_unfinished",
                "revisit_failed",
                name="findingkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_finding_by_id_person")),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_finding_inbox_id_inbox")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_finding_matter_id_matter")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_finding_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("key", name=op.f("uq_finding_key")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_matter", ["matter_id", "id"], unique=False)

    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("covers", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.alter_column("covers", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.drop_column("covers")

    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_matter")

    op.drop_table("finding")
