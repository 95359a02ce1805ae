"""Matters revoked, leads changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c3a6d9cdac1c"
down_revision = "b7f04c2d91aa"
branch_labels = None
depends_on = None

_WORDS = ("not_started", "in_progress", "blocked", "completed", "closed")
_CHECKED = (("matter", "status", "matterstatus"), ("matter", "base_status", "base_status"),
            ("progress", "status", "matterstatus"))  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "lead_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("workdays_late", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_lead_change_by_id_person")),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name=op.f("fk_lead_change_from_unit_id_unit")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_lead_change_matter_id_matter")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name=op.f("fk_lead_change_to_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_change")),
    )
    op.create_index(op.f("ix_lead_change_matter_id"), "lead_change", ["matter_id"])
    op.add_column("matter", sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("matter", sa.Column("revoked_because", sa.Text(), nullable=True))
    _allow(_WORDS, (*_WORDS, "revoked"))


def downgrade() -> None:
    for table, column, _ in _CHECKED:
        said = sa.column(column, sa.String)
        op.execute(sa.update(sa.table(table, said)).where(said == "revoked").values({column: "closed"}))
    _allow((*_WORDS, "revoked"), _WORDS)
    op.drop_column("matter", "revoked_because")  # in place: a copied table would lose those who point at it
    op.drop_column("matter", "revoked_at")
    op.drop_index(op.f("ix_lead_change_matter_id"), "lead_change")
    op.drop_table("lead_change")


def _allow(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Another list of words in the checks; no row is touched."""
    if op.get_bind().dialect.name == "sqlite":
        _write_into_the_schema(_listed(before), _listed(after))
        return
    for table, column, name in _CHECKED:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, f"{column} IN {_listed(after)}")


def _listed(words: tuple[str, ...]) -> str:
    return f"({', '.join(repr(word) for word in words)})"


def _write_into_the_schema(before: str, after: str) -> None:
    """SQLite's own way to change a check (lang_altertable.html, 7): a table that others point at cannot be copied."""
    connection = op.get_bind()
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    changed = sa.text(
        "UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name = :name"
    )
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    for table in dict.fromkeys(table for table, _, _ in _CHECKED):
        connection.execute(changed, {"before": before, "after": after, "name": table})
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = OFF"))
