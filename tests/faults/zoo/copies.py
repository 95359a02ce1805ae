"""The tree once more in a folder of its own, as git knows it, and a bug planted in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.faults.zoo.planted import Planted
from tests.tooling.files import ROOT, committed

LEFT_BEHIND = (".git", ".venv", "__pycache__", "*.pyc", ".*_cache", ".hypothesis", "*.egg-info", "var", "secrets")


class PatchStale(Exception):
    """The code has moved on, and the bug is planted nowhere any more."""


def copy_tree(into: Path) -> None:
    """Into a folder that is not there yet. A tree without git is copied but for what tools leave behind."""
    try:
        _copy(committed(), into)
    except subprocess.CalledProcessError:
        shutil.copytree(ROOT, into, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    # Some tests look through the files that git knows.
    subprocess.run(["git", "init", "--quiet"], cwd=into, check=True, capture_output=True)


def _copy(files: Iterable[Path], into: Path) -> None:
    for path in files:
        goal = into / path.relative_to(ROOT)
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, goal)


def plant(one: Planted, tree: Path) -> None:
    """Raises PatchStale."""
    _apply(one, tree)
    for compiled in _compiled(one.files, tree):
        compiled.unlink()


def require_fresh(one: Planted, tree: Path) -> None:
    """That it can still be planted. Raises PatchStale."""
    _apply(one, tree, "--check")


def _apply(one: Planted, tree: Path, *options: str) -> None:
    # A repository that happens to lie around the tree is none of its business.
    around = os.environ | {"GIT_CEILING_DIRECTORIES": str(tree.parent), "LC_ALL": "C"}
    applied = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", *options, str(one.path)],
        cwd=tree, env=around, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if applied.returncode:
        raise PatchStale(
            f"{one.path.name} no longer applies to {', '.join(one.files)}: plant the same bug there anew and replace "
            f"the patch, or delete it with the code it was about ({' '.join(applied.stderr.split())})"
        )


def _compiled(files: Iterable[str], tree: Path) -> list[Path]:
    """Bytecode from before: a patch of the same second and length would not be noticed."""
    paths = [tree / name for name in files]
    return [found for path in paths for found in path.parent.glob(f"__pycache__/{path.stem}.*.pyc")]
