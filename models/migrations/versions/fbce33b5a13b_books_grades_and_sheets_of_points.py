"""Books, grades and sheets of points."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "fbce33b5a13b"
down_revision = "e0a762f58c33"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "score_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("ground_kind", sa.String(length=20), nullable=False),
        sa.Column("ground_id", sa.Integer(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_score_mark_signed_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_score_mark_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_mark")),
        sa.UniqueConstraint(
            "ground_kind", "ground_id", "unit_id", "kind", name=op.f("uq_score_mark_ground_kind_ground_id_unit_id_kind")
        ),
    )
    with op.batch_alter_table("score_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_mark_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "matter_book",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(length=40), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_book_matter_id_matter")),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_version.id"], name=op.f("fk_matter_book_policy_version_id_policy_version")
        ),
        sa.PrimaryKeyConstraint("matter_id", "year", name=op.f("pk_matter_book")),
    )
    op.create_table(
        "score_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(length=40), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=True),
        sa.Column("points", sa.String(length=24), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_words", sa.Text(), nullable=False),
        sa.CheckConstraint("state = 'waits' OR decided_by_id IS NOT NULL", name=op.f("ck_score_proposal_decided")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name=op.f("ck_score_proposal_two_people")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_score_proposal_decided_by_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["score_entry.id"], name=op.f("fk_score_proposal_entry_id_score_entry")),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_score_proposal_inbox_id_inbox")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_score_proposal_matter_id_matter")),
        sa.ForeignKeyConstraint(
            ["policy_version_id"],
            ["policy_version.id"],
            name=op.f("fk_score_proposal_policy_version_id_policy_version"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_score_proposal_proposed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_score_proposal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_proposal")),
    )
    with op.batch_alter_table("score_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_proposal_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_score_proposal_waits",
            ["about"],
            unique=True,
            sqlite_where=sa.text("state = 'waits'"),
            postgresql_where=sa.text("state = 'waits'"),
        )

    op.create_table(
        "score_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("total", sa.String(length=24), nullable=False),
        sa.Column("entry_ids", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_version.id"], name=op.f("fk_score_sheet_policy_version_id_policy_version")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["score_proposal.id"], name=op.f("fk_score_sheet_proposal_id_score_proposal")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_score_sheet_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_score_sheet_proposal_id")),
        sa.UniqueConstraint("unit_id", "book", "year", name=op.f("uq_score_sheet_unit_id_book_year")),
    )
    with op.batch_alter_table("score_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("book", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("name", sa.String(length=40), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_score_entry_ground_kind_ground_id_kind"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_score_entry_ground_kind_ground_id_kind_unit_id"),
            ["ground_kind", "ground_id", "kind", "unit_id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("score_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_score_entry_ground_kind_ground_id_kind_unit_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_score_entry_ground_kind_ground_id_kind"), ["ground_kind", "ground_id", "kind"]
        )
        batch_op.drop_column("name")
        batch_op.drop_column("book")

    op.drop_table("score_sheet")
    with op.batch_alter_table("score_proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_score_proposal_waits",
            sqlite_where=sa.text("state = 'waits'"),
            postgresql_where=sa.text("state = 'waits'"),
        )
        batch_op.drop_index(batch_op.f("ix_score_proposal_unit_id"))

    op.drop_table("score_proposal")
    op.drop_table("matter_book")
    with op.batch_alter_table("score_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_mark_unit_id"))

    op.drop_table("score_mark")
