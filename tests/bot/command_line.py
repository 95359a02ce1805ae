"""`python -m bot …` called within the test, which is quicker than a process and leaves logging as it was."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner, Result

from bot.__main__ import main


def run(config: Path | None, *arguments: str, typed: str = "", env: Mapping[str, str] | None = None) -> Result:
    """What it printed and its exit code; an exception that came through is raised."""
    before = [] if config is None else ["--config", str(config)]
    with logging_as_it_was():
        return CliRunner().invoke(main, [*before, *arguments], input=typed, env=env, catch_exceptions=False)


@contextmanager
def logging_as_it_was() -> Iterator[None]:
    """Starting a command sets the log up for a whole process; afterwards this one is as before."""
    root = logging.getLogger()
    handlers, level, hooks = root.handlers[:], root.level, (sys.excepthook, threading.excepthook)
    root.handlers = []
    try:
        yield
    finally:
        root.handlers, root.level = handlers, level
        sys.excepthook, threading.excepthook = hooks
        logging.captureWarnings(False)


def a_sentence(result: Result) -> str:
    """What was told instead of a start: one line on the error channel, and the exit code 2."""
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert result.stdout == ""
    return result.stderr.strip()
