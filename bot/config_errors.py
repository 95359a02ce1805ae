"""What is wrong with a configuration, as sentences with the place and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from supervision.texts import render

Mistake = tuple[str, dict[str, Any]]


class ConfigError(Exception):
    """The configuration cannot be used. `mistakes` are (kind, facts); str() is what the administrator reads."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("\n".join(render("config_error", kind=kind, **facts) for kind, facts in self.mistakes))


def sentences(error: ValidationError, text: str, settings: type[BaseModel]) -> list[Mistake]:
    """Every mistake of a validation, each with its line in the file. Values are never repeated: they may be secrets."""
    return [
        _mistake(one["type"], [str(part) for part in one["loc"]], one.get("ctx", {}), text, settings)
        for one in error.errors()
    ]


def _mistake(kind: str, place: list[str], bounds: dict[str, Any], text: str, settings: type[BaseModel]) -> Mistake:
    facts: dict[str, Any] = {"setting": ".".join(place), "line": _line(text, place)}
    if kind == "missing":
        return "missing", facts
    if kind == "extra_forbidden":
        return "unknown", {**facts, "near": _near(place, settings)}
    return "value", {**facts, "why": kind, "bounds": bounds}


def _near(place: list[str], settings: type[BaseModel]) -> str:
    """The setting that was probably meant."""
    fields: dict[str, Any] = dict(settings.model_fields)
    for part in place[:-1]:
        annotation = fields[part].annotation if part in fields else None
        kinds = (annotation, *getattr(annotation, "__args__", ()))
        fields = next((dict(k.model_fields) for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), {})
    return next(iter(difflib.get_close_matches(place[-1], list(fields), 1, 0.5)), "")


def _line(text: str, place: list[str]) -> int:
    """The line of a key under its section; 0 where the file does not have it."""
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.split("#", 1)[0].strip()
        if bare.startswith("["):
            section = bare.strip("[] ")
            if section == ".".join(place):
                return number
        elif bare.split("=", 1)[0].strip() == place[-1] and section == ".".join(place[:-1]):
            return number
    return 0
