"""A claim is run in a tree of its own, and has to fail there as a test fails: by what it asserts, not by breaking."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.faults.zoo.planted import command

PATIENCE = 600.0  # seconds; what takes longer has caught nothing
OURS = ("PYTEST_", "PYTHON", "COV_")  # what this process was told is not for the one it starts

# A suite names the seed of what it found when all is done; pytest says of each failure what was raised.
_FAILED = re.compile(r"^FAILED (?P<what>.+)$|^(?:\w+ )?(?P<seed>seed \d+: .+)$", re.MULTILINE)
_ASSERTED = re.compile(r" - (?:assert |AssertionError|Failed: )|^seed ")


@dataclass(frozen=True, slots=True)
class Ran:
    """`code` is None when our patience was at its end."""

    code: int | None
    said: str


def run(claim: str, tree: Path) -> Ran:
    """The working directory comes first for imports; PYTHONPATH says the same to whatever the claim starts."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment |= {"PYTHONPATH": str(tree), "COLUMNS": "400"}
    try:
        ran = subprocess.run(
            command(claim), cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", errors="replace", timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Ran(None, "")
    return Ran(ran.returncode, ran.stdout)


def what_failed(ran: Ran) -> str | None:
    """The first thing that failed, in a line. None where nothing did, or where something broke instead."""
    found = _FAILED.search(ran.said) if ran.code == 1 else None
    what = (found["what"] or found["seed"]) if found else ""
    return what if _ASSERTED.search(what) else None


def how_it_ended(ran: Ran) -> str:
    """Why nothing was caught, in a line."""
    if ran.code is None:
        return f"was not done after {PATIENCE:.0f} seconds"
    if ran.code == 0:
        return "passed"
    lines = [line.strip() for line in ran.said.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("FAILED ", "ERROR "))] or lines or ["without a word"]
    return f"broke instead of failing (exit code {ran.code}): {told[-1]}"
