"""The servers and the browser that tests may ask for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from redis import ConnectionError as RedisIsGone
from redis import Redis

from tests.support.child import HANG_LIMIT, Child, ServerDied
from tests.support.redis_server import RedisServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.support.child import Child

pipe, folder = map(Path, sys.argv[1:])
Child(["sh", "-c", f"exec 4>{pipe}; echo up; exec sleep 600"], ready="up", cwd=Path("/"), litter=folder)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_real_redis_keeps_and_forgets(redis_server: RedisServer) -> None:
    with Redis.from_url(redis_server.url, decode_responses=True) as client:
        client.set("经信局", "已上报")
        assert client.get("经信局") == "已上报"
        redis_server.stop()
        with pytest.raises(RedisIsGone):
            client.get("经信局")
        redis_server.start()
        assert client.get("经信局") is None


def test_a_server_that_dies_tells_its_last_words() -> None:
    with pytest.raises(ServerDied, match="no port left"):
        Child(["sh", "-c", "echo no port left; exit 1"], ready="up", cwd=Path("/"))


def test_neither_server_nor_folder_outlives_killed_tests(tmp_path: Path) -> None:
    """The server holds a pipe open: reading it comes to an end only when the server is gone; then the folder goes."""
    pipe, folder, script = tmp_path / "pipe", tmp_path / "folder", tmp_path / "killed.py"
    os.mkfifo(pipe)
    folder.mkdir()
    script.write_text(KILLED)
    killed: list[str | Path] = [sys.executable, script, pipe, folder]
    with subprocess.Popen(killed, env={**os.environ, "PYTHONPATH": str(ROOT)}) as tests:
        subprocess.run(["cat", pipe], check=True, timeout=HANG_LIMIT)
    assert tests.returncode == -signal.SIGKILL
    until_gone: list[str | Path] = ["sh", "-c", 'while test -e "$0"; do sleep 0.01; done', folder]
    subprocess.run(until_gone, check=True, timeout=HANG_LIMIT)


def test_the_browser_shows_chinese(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<title>督办</title><h1>红灯 2 件</h1>")
        assert (page.title(), page.inner_text("h1")) == ("督办", "红灯 2 件")
