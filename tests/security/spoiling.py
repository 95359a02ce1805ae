"""A good TOML file, spoiled in one of the ways in which people spoil one: by a slip, half saved, half copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

VALUES = ("5", "-1", "nan", "1e999", "true", '""', '"x"', '"\\u0000"', "[]", "[[1]]", "{}", "2026-01-01", "9" * 5000)
ODD = "\"'[]{}=#\n\x00\ufeff，。１"


def spoiled(text: str, seed: int, count: int) -> Iterator[str]:
    """So many, each spoiled once or up to three times."""
    random = Random(seed)
    for _ in range(count):
        lines = text.splitlines()
        for _ in range(random.randint(1, 3)):
            lines = random.choice(WAYS)(lines, random)
        yield "\n".join(lines)


def _another_value(lines: list[str], random: Random) -> list[str]:
    at = random.choice([number for number, line in enumerate(lines) if "=" in line])
    return _with(lines, at, f"{lines[at].partition('=')[0]}= {random.choice(VALUES)}")


def _another_name(lines: list[str], random: Random) -> list[str]:
    at = random.choice([number for number, line in enumerate(lines) if "=" in line])
    place = random.randrange(max(1, lines[at].index("=")))
    return _with(lines, at, f"{lines[at][:place]}x{lines[at][place:]}")


def _twice(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    return [*lines[:at], lines[at], *lines[at:]]


def _left_out(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    return [*lines[:at], *lines[at + 1 :]] or [""]


def _moved(lines: list[str], random: Random) -> list[str]:
    some = list(lines)
    some.insert(random.randrange(len(some)), some.pop(random.randrange(len(some))))
    return some


def _half_saved(lines: list[str], random: Random) -> list[str]:
    text = "\n".join(lines)
    return text[: random.randrange(len(text) // 2, len(text))].splitlines() or [""]


def _odd_letter(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    place = random.randrange(len(lines[at]) + 1)
    return _with(lines, at, f"{lines[at][:place]}{random.choice(ODD)}{lines[at][place + 1 :]}")


def _a_table_for_a_value(lines: list[str], random: Random) -> list[str]:
    at = random.choice([number for number, line in enumerate(lines) if line.startswith("[")] or [0])
    return _with(lines, at, f"{lines[at].split('#')[0].strip(' []') or 'x'} = 5")


def _with(lines: list[str], at: int, line: str) -> list[str]:
    return [*lines[:at], line, *lines[at + 1 :]]


WAYS: tuple[Callable[[list[str], Random], list[str]], ...] = (
    _another_value, _another_name, _twice, _left_out, _moved, _half_saved, _odd_letter, _a_table_for_a_value,
)  # fmt: skip
