"""Raw text has its time."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "535af9f572dc"
down_revision = "31d69c7eacc3"
branch_labels = None
depends_on = None

_RAW: dict[str, Any] = {"sqlite_where": sa.text("digest IS NULL"), "postgresql_where": sa.text("digest IS NULL")}
_TABLES = ("inbox", "outgoing", "question", "send", "suggestion")
_SINCE = {"inbox": "received_at", "outgoing": "created_at", "send": "created_at"}  # the large ones get an index


def upgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("digest", sa.String(length=240), nullable=True))
    for table, since in _SINCE.items():
        op.create_index(f"ix_{table}_raw", table, [since], unique=False, **_RAW)


def downgrade() -> None:
    for table in _SINCE:
        op.drop_index(f"ix_{table}_raw", table_name=table, **_RAW)
    for table in _TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("digest")
