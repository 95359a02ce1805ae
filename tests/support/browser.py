"""Fixtures: Chromium, as a path and as a browser to drive."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.needs import require
from tests.support.programs import chromium_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    require("chromium")
    return Path(chromium_path() or "")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for each worker; a test opens its own context: `with browser.new_context() as context`."""
    playwright = importlib.import_module("playwright.sync_api")  # half a second that only these tests should cost
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    with playwright.sync_playwright() as driver:
        running: Browser = driver.chromium.launch(executable_path=chromium, args=sandbox)
        yield running
        running.close()
