"""What was typed wrong on the command line, in a sentence with its remedy. The exit code stays click's own: 2."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import click

from supervision.texts import render

_EXTRA = re.compile(r"\((.+)\)$", re.DOTALL)


def sentence(error: click.ClickException) -> str:
    """Our own sentences as they are; click's in Chinese."""
    if not isinstance(error, click.UsageError):
        return error.format_message()
    facts = {"name": "", "near": [], "detail": error.message} | _facts(error)
    return render("usage_error", usage=_usage(error.ctx), **facts)


def _facts(error: click.UsageError) -> dict[str, Any]:
    if isinstance(error, click.NoSuchOption):
        return {"kind": "no_option", "name": error.option_name, "near": error.possibilities or []}
    if isinstance(error, click.NoSuchCommand):
        return {"kind": "no_command", "name": error.command_name, "near": _near(error)}
    if isinstance(error, click.BadOptionUsage):
        kind = "takes_no_value" if "does not take" in error.message else "needs_value"
        return {"kind": kind, "name": error.option_name}
    if isinstance(error, click.BadParameter):
        return _of_parameter(error)
    extra = _EXTRA.search(error.message)
    return {"kind": "too_many", "name": extra[1]} if extra else {"kind": "incomplete"}


def _near(error: click.NoSuchCommand) -> list[str]:
    """click knows only the commands whose modules were opened."""
    context = error.ctx
    if context is None or not isinstance(context.command, click.Group):
        return []
    return get_close_matches(error.command_name, context.command.list_commands(context))


def _of_parameter(error: click.BadParameter) -> dict[str, Any]:
    param = error.param
    name = _name(param)
    if isinstance(error, click.MissingParameter):
        return {"kind": "missing", "name": name, "detail": (getattr(param, "help", "") or "").rstrip("。")}
    if param is not None and isinstance(param.type, click.IntRange):
        return {"kind": "range", "name": name, "least": param.type.min, "most": param.type.max}
    if param is not None and isinstance(param.type, click.DateTime):
        return {"kind": "day", "name": name}
    if param is not None and isinstance(param.type, click.Path | click.File):
        quoted = re.search(r"'(.*?)'", error.message)
        return {"kind": "path", "name": name, "detail": quoted[1] if quoted else ""}
    return {"kind": "number" if param is not None and param.type is click.INT else "wrong", "name": name}


def _name(param: click.Parameter | None) -> str:
    """As it is typed: the long form of an option, the place of an argument."""
    if param is None:
        return ""
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name


def _usage(context: click.Context | None) -> str:
    usage = context.get_usage() if context is not None else ""
    return " ".join(usage.removeprefix("用法:").split())
