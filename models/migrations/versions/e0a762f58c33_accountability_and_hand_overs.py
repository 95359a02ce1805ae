"""Accountability, and what became of a hand-over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e0a762f58c33"
down_revision = "9963b752cced"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accountability_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "opened",
                "proposed",
                "approved",
                "executed",
                "referred",
                "not_pursued",
                name="casestate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=200), nullable=False),
        sa.Column("approver", sa.String(length=40), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "proposed_by_id IS NULL OR proposed_by_id <> entered_by_id", name=op.f("ck_accountability_case_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_accountability_case_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_accountability_case_matter_id_matter")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_accountability_case_opened_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["policy_version_id"],
            ["policy_version.id"],
            name=op.f("fk_accountability_case_policy_version_id_policy_version"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_accountability_case_proposed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_accountability_case_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability_case")),
    )
    with op.batch_alter_table("accountability_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accountability_case_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(
            "uq_case_running",
            ["matter_id", "subject"],
            unique=True,
            sqlite_where=sa.text("state IN ('opened', 'proposed', 'approved')"),
            postgresql_where=sa.text("state IN ('opened', 'proposed', 'approved')"),
        )

    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answer", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_handover_handed_by_id_person"), "person", ["handed_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_handover_handed_by_id_person"), type_="foreignkey")
        batch_op.drop_column("answered_at")
        batch_op.drop_column("answer")
        batch_op.drop_column("handed_at")
        batch_op.drop_column("handed_by_id")

    with op.batch_alter_table("accountability_case", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_running",
            sqlite_where=sa.text("state IN ('opened', 'proposed', 'approved')"),
            postgresql_where=sa.text("state IN ('opened', 'proposed', 'approved')"),
        )
        batch_op.drop_index(batch_op.f("ix_accountability_case_matter_id"))

    op.drop_table("accountability_case")
