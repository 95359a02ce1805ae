"""The pages of `--help` in Chinese: click's own few words, put into ours as they are written out."""

from __future__ import annotations

from collections.abc import Iterable

import click

_USAGE = (("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 …"))
_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_HELP = ("Show this message and exit.", "看这页用法")
_DEFAULT = ("[default: ", "[默认 ")
_REQUIRED = ("[required]", "[必填]")


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, ours in _USAGE:
            args = args.replace(english, ours)
        super().write_usage(prog, args, "用法:" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}:\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        said = [(name, text.replace(*_HELP).replace(*_DEFAULT).replace(*_REQUIRED)) for name, text in rows]
        super().write_dl(said, col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


def in_chinese(command: click.Command) -> click.Command:
    """The same command, and those below it; their help pages speak Chinese."""
    command.context_class = _Context
    if isinstance(command, click.Group):
        for below in command.commands.values():
            in_chinese(below)
    return command
