"""What the policy commands work on: a file or a preset, checked; and the office's database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.commands.starting import refuse, told
from bot.logs import log_as_json
from bot.opening import open_database
from models.session import Database
from supervision.policies import active
from supervision.policies.complaints import PolicyError
from supervision.policies.lint import lint
from supervision.policies.policy import Policy
from supervision.policies.reader import read


def checked(file: str) -> Policy:
    """The policy, or every complaint and the exit code 2."""
    text = text_of(file)
    try:
        policy = read(text, file)
        if against := lint(text):
            raise PolicyError(file, against)
    except PolicyError as error:
        refuse("policy_is_wrong", complaints=str(error), count=len(error.complaints))
    return policy


def text_of(file: str) -> str:
    path = Path(file)
    if path.is_file():
        return path.read_text(encoding="utf-8")
    if file not in active.presets():
        refuse("policy_no_file", file=file, presets=active.presets())
    return active.preset(file)


@contextmanager
def opened(ctx: click.Context) -> Iterator[Database]:
    settings = settings_of(ctx)
    log_as_json("ERROR", settings)
    with told(settings):
        database = open_database(settings, wall_clock)
    try:
        yield database
    finally:
        database.dispose()
