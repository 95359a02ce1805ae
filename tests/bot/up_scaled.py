"""`make up-scaled`: the large size on one machine: PostgreSQL, Redis, two of each process, a pretend WeCom.

Type `zhangwei 奥瑞金二期 65%` to speak as somebody; the callbacks go to the two doors in turn. Ctrl-D ends everything.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.bot.processes import Installation, InTurn, until
from tests.stories.office import PEOPLE
from tests.support.postgres import running_postgres
from tests.support.redis_server import RedisServer

COMMANDS = ("web", "web", "schedule", "schedule", "deliver", "deliver")


def main() -> None:
    """Until the end of what is typed."""
    if shutil.which("redis-server") is None:
        sys.exit("没有 redis-server。请先运行 make system。")
    with running_postgres() as server, server.empty() as url, tempfile.TemporaryDirectory() as folder:
        redis = RedisServer(Path(folder))
        city = Installation(Path(folder), url.render_as_string(hide_password=False), redis.url)
        try:
            _run(city)
        finally:
            city.close()
            redis.stop()


def _run(city: Installation) -> None:
    processes = [city.starts(command) for command in COMMANDS]
    doors = processes[:2]
    until(lambda: all(door.is_ready() for door in doors), "both doors are open")
    city.line.app.post = InTurn(doors)
    for command, process in zip(COMMANDS, processes, strict=True):
        print(f"{command:10}{process.running.pid:8}  {process.log}")  # noqa: T201
    print(f"接收:{'、'.join(f'http://127.0.0.1:{door.port}/ready' for door in doors)}")  # noqa: T201
    print(f"账号:{'、'.join(f'{userid}({name})' for userid, name, *_ in PEOPLE)}。输入“账号 空格 话”,Ctrl-D 结束。")  # noqa: T201
    for line in sys.stdin:
        _say(city, line)


def _say(city: Installation, line: str) -> None:
    userid, _, words = line.strip().partition(" ")
    if not words or userid not in {one for one, *_ in PEOPLE}:
        print("请写“账号 空格 话”,例如:zhangwei 奥瑞金二期 65%")  # noqa: T201
        return
    print(city.line.says(userid, words).reply_text or "(答复另发)")  # noqa: T201


if __name__ == "__main__":
    main()
