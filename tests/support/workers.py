"""Plugin: one worker more than there are cores, for a third of the time a test waits for a process, a browser, a clock.

Asked by `pytest -n auto`; the Makefile sets the upper limit.
"""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Of the cores we may use, which in a container are fewer than the machine has."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1
