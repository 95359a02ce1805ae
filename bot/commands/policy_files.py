"""What the policy commands work on: a file or a preset, checked."""

from __future__ import annotations

from pathlib import Path

from bot.commands.starting import refuse
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
        return _read(path)
    if file not in active.presets():
        refuse("policy_no_file", file=file, presets=active.presets())
    return active.preset(file)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        refuse("policy_unreadable", file=str(path))
