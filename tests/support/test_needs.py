"""What happens to a test whose program is not on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.needs import left_out

ROOT = Path(__file__).parents[2]
STORY = """
import pytest

@pytest.mark.needs("redis")
def test_by_mark(): ...

def test_by_fixture(redis_server): ...

def test_without(): ...
"""


def _run_without_redis(tmp_path: Path, *, ci: bool) -> str:
    (tmp_path / "test_story.py").write_text(STORY)
    plugins = ("-p", "tests.support.needs", "-p", "tests.support.redis_server", "-p", "no:cacheprovider")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": str(tmp_path), "CI": str(ci).lower()}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    command = [sys.executable, "-m", "pytest", "--strict-markers", *plugins, str(tmp_path)]
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True).stdout


def test_at_home_it_is_left_out_and_the_end_says_so(tmp_path: Path) -> None:
    output = _run_without_redis(tmp_path, ci=False)
    assert "1 passed, 2 skipped" in output
    assert "NOT RUN for want of redis-server (make system): 2" in output


def test_in_ci_it_fails(tmp_path: Path) -> None:
    output = _run_without_redis(tmp_path, ci=True)
    assert "needs redis-server (make system)" in output
    assert "1 passed" in output
    assert "skipped" not in output


def test_a_test_left_out_for_another_reason_is_not_counted() -> None:
    assert left_out(["Skipped: Linux only", "Skipped: needs strace (make system)"]) == [
        "NOT RUN for want of strace (make system): 1"
    ]
