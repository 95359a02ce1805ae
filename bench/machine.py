"""What the figures were measured on: figures of different machines, or days, are not to be compared."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path


def described() -> str:
    """One line: cores, processor, memory, versions, and how busy the machine was with other things."""
    parts = [
        f"{os.cpu_count()} 核",
        _from_file("/proc/cpuinfo", "model name") or platform.machine(),
        _memory(),
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        _load(),
        f"{datetime.now(UTC):%Y-%m-%d}",
    ]
    return ",".join(part for part in parts if part)


def _memory() -> str:
    total = _from_file("/proc/meminfo", "MemTotal")
    return f"内存 {int(total.split()[0]) / 2**20:.0f} GB" if total else ""


def _load() -> str:
    return f"测前负载 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def _from_file(path: str, name: str) -> str:
    """The value of `name : value` in one of Linux's own tables; empty elsewhere."""
    table = Path(path)
    lines = table.read_text(encoding="utf-8").splitlines() if table.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
