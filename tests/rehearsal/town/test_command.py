"""`python -m bot demo`: an address one can open, and one line when the port is taken."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import requests

from tests.support.child import HANG_LIMIT

ROOT = Path(__file__).parents[3]


def test_it_prints_its_address_answers_there_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "demo"]
    where = {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=where, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        lines = iter(demo.stdout)
        found = next(match for line in lines if (match := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        answer = requests.get(found[0], timeout=HANG_LIMIT)
        assert answer.status_code == 200 and "一分钟看懂" in answer.text
        demo.terminate()
        assert demo.wait(HANG_LIMIT) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "bot", "demo", "--port", str(port)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=HANG_LIMIT)
    assert done.returncode == 2
    assert str(port) in done.stderr and len(done.stderr.splitlines()) == 1
