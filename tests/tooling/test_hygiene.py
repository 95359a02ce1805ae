"""What must never be committed, and what must be in every package that is built."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tooling.files import ROOT, committed, named

# Written in pieces, so that this file does not hold what it looks for.
_HOSTS = "py" + "pi|python" + "hosted|npm" + "js"
_INDEX = re.compile(rf"--(?:extra-)?index-url[ =]|--find-links[ =]|https?://[^\s\"']*(?:{_HOSTS}|/simple\b)".encode())
_REQUIREMENT = re.compile(r"^[a-z0-9._-]+==\S+ (?:;.*)?\\$")

LOCKS = ("requirements.lock", "requirements-postgresql.lock", "requirements-dev.lock")


def _pins(lock: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(), re.MULTILINE))


def test_no_file_holds_the_address_of_a_package_index() -> None:
    assert [named(path) for path in committed() if _INDEX.search(path.read_bytes())] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock: str) -> None:
    lines = [line for line in (ROOT / lock).read_text().splitlines() if not line.lstrip().startswith("#")]
    starts = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert starts
    for number in starts:
        assert _REQUIREMENT.match(lines[number]), lines[number]
        assert lines[number + 1].startswith("    --hash=sha256:")
    assert all(line.startswith("    --hash=sha256:") for line in lines if line.startswith(" "))


def test_the_locks_agree() -> None:
    run, postgresql, dev = map(_pins, LOCKS)
    assert run < postgresql < dev


def test_the_built_package_holds_every_file_of_ours(tmp_path: Path) -> None:
    """Texts, presets, pages and fonts are found beside the code after an installation as they are here."""
    packages = ("bot", "handlers", "supervision", "models", "schedules", "web", "rehearsal")
    ours = {named(path) for path in committed(*packages)}
    source = tmp_path / "source"
    for name in (*ours, "pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(tmp_path)]
    subprocess.run([sys.executable, *build, str(source)], check=True, capture_output=True, cwd=tmp_path)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert ours - set(wheel.namelist()) == set()
