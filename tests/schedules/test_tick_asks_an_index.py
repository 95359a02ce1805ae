"""A tick costs what is due, not what is open: no question of it walks all open matters (ADR 3)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from tests.stories.office import MONDAY, add_matter, open_office

ALL_THAT_ARE_OPEN = "ix_matter_status_due"


def test_a_working_morning_walks_no_index_of_states(tmp_path: Path) -> None:
    office = open_office(f"sqlite:///{tmp_path}/duban.db", MONDAY - timedelta(hours=10))
    add_matter(office, 3, "奥瑞金二期", due_on=MONDAY.date() - timedelta(days=3), percent=60)
    asked: list[tuple[str, Any]] = []

    def hear(_conn: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:  # noqa: ANN401 (the driver's own)
        asked.append((statement, parameters))

    office.house.tick(leaps=True)  # a new policy's days are reckoned once, for all that are open
    office.clock.now = MONDAY
    event.listen(office.house.database.engine, "before_cursor_execute", hear)
    office.house.tick(leaps=True)
    event.remove(office.house.database.engine, "before_cursor_execute", hear)
    questions = [(words, given) for words, given in asked if words.lstrip().startswith("SELECT") and "matter" in words]
    assert any("climb" in words for words, _ in questions) and any("help_call" in words for words, _ in questions)
    with office.house.database.engine.connect() as connection:
        plans = [
            (words, str(step))
            for words, given in questions
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", given)
        ]
    assert [words for words, step in plans if ALL_THAT_ARE_OPEN in step] == []
    office.house.close()
