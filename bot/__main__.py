"""The command line: `python -m bot …`, also installed as `duban`."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.spoken_help import in_chinese
from bot.usage import sentence

# Each command is a module of its own, opened by name: `read` must not pay for the web server, nor `talk` for the robot.
COMMANDS = {
    "demo": "bot.commands.demo",
    "talk": "bot.commands.talk",
    "serve": "bot.commands.serve",
    "web": "bot.commands.web",
    "schedule": "bot.commands.schedule",
    "deliver": "bot.commands.deliver",
    "read": "bot.commands.read",
    "check": "bot.commands.check",
    "migrate": "bot.commands.migrate",
    "import": "bot.commands.import_",
    "export": "bot.commands.export",
    "policy": "bot.commands.policy",
    "audit": "bot.commands.audit",
    "availability": "bot.commands.availability",
    "evidence": "bot.commands.evidence",
    "backup": "bot.commands.backup",
    "restore": "bot.commands.restore",
}

# Sounds are looked up character by character: the dictionary of phrases would only cost each process 40 MB.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")


class _Table(click.Group):
    """The table of commands; a module is imported when its command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = importlib.import_module(module).command
        assert isinstance(found, click.Command)  # noqa: S101 (each command module has one)
        return in_chinese(found)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,  # noqa: ANN401 (click's own shape)
    ) -> Any:  # noqa: ANN401
        """As click does it, but what was typed wrong is told in Chinese."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            ended = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.ClickException as error:
            click.echo(sentence(error), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            sys.exit(1)
        sys.exit(ended if isinstance(ended, int) else 0)


@click.command(cls=_Table, help="督办机器人。配置见 config.example.toml;命令加 --help 看用法。")
@click.option("--config", type=click.Path(path_type=Path), default=None, help="配置文件,默认为当前目录的 config.toml")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Remember where the configuration is; each command reads it when it needs it."""
    default = Path(os.environ.get("DUBAN_CONFIG", "config.toml"))
    ctx.obj = config or (default if default.exists() or "DUBAN_CONFIG" in os.environ else None)


in_chinese(main)

if __name__ == "__main__":
    sys.exit(main(prog_name="python -m bot"))
