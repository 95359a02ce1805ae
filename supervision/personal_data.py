"""个人信息清单: which columns of the database tell something of a person, what for, how long (T40).

python -m supervision.personal_data docs/personal-data.md
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import models
from supervision.texts import render

NOBODY = "无"
_TOLD_OF_A_TABLE = ("about", "purpose", "kept")
_LIST = Path(models.__file__).parent / "personal_data.toml"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the database, as the inventory has it; `kept` names a term of retention."""

    table: str
    name: str
    kind: str
    purpose: str
    kept: str


def columns() -> list[Column]:
    """All of them, in the order of the file. Raises KeyError for a class or a term that is explained nowhere."""
    told = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    return [column for table, groups in told["tables"].items() for column in _of_table(table, groups, told)]


def page() -> str:
    """The inventory for people: what is no one's is left out."""
    told = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    personal = [one for one in columns() if one.kind != NOBODY]
    kinds = [
        {"kind": kind, "about": kind_of["about"], "rows": _rows([one for one in personal if one.kind == kind], told)}
        for kind, kind_of in told["classes"].items()
        if kind != NOBODY
    ]
    return render("personal_data", kinds=kinds) + "\n"


def _of_table(table: str, groups: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Column]:
    for kind, names in groups.items():
        if kind in _TOLD_OF_A_TABLE:
            continue
        usual = told["classes"][kind]
        purpose = groups.get("purpose", {}).get(kind, usual["purpose"])
        kept = groups.get("kept", {}).get(kind, usual["kept"])
        if kept not in told["kept"]:
            raise KeyError(kept)
        yield from (Column(table, name, kind, purpose, kept) for name in names)


def _rows(found: list[Column], told: Mapping[str, Any]) -> list[dict[str, str]]:
    """A line for each table."""
    return [
        {
            "what": told["tables"][table]["about"],
            "where": "、".join(f"`{table}.{one.name}`" for one in each),
            "purpose": each[0].purpose,
            "kept": told["kept"][each[0].kept],
        }
        for table, group in groupby(found, key=lambda one: one.table)
        for each in [list(group)]
    ]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
