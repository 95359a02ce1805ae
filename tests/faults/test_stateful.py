"""Messages in any order, repeated, late, through crashes: the books are what a tiny model says, and all is answered."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.stateful.machine import machine
from tests.faults.stateful.office import found

BRIEFLY = settings(
    max_examples=8, stateful_step_count=25, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
PLANTED = {
    "what was taken back still counts": """CREATE TRIGGER planted AFTER UPDATE OF withdrawn_at ON progress
        BEGIN UPDATE progress SET withdrawn_at = NULL WHERE id = NEW.id; END""",
    "what comes twice is not recognised": """CREATE TRIGGER planted AFTER INSERT ON inbox
        BEGIN UPDATE inbox SET message_key = message_key || '-' || NEW.id WHERE id = NEW.id; END""",
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("books") / "template.db"
    found(path)
    return path


def test_the_books_are_right_whatever_happens(template: Path) -> None:
    run_state_machine_as_test(machine(template), settings=BRIEFLY)


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(template: Path, tmp_path: Path, fault: str) -> None:
    spoilt = shutil.copyfile(template, tmp_path / "template.db")
    with closing(sqlite3.connect(spoilt)) as opened:
        opened.execute(PLANTED[fault])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine(spoilt), settings=BRIEFLY)
