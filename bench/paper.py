"""The document that shows the figures: each benchmark's block is replaced, what people wrote around it stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Table


class NoBlock(Exception):
    """The document has no place for this benchmark."""


def replace_block(text: str, name: str, body: str) -> str:
    """The text with a new body between `<!-- bench:name -->` and `<!-- /bench:name -->`. Raises NoBlock."""
    marked = re.compile(rf"(<!-- bench:{re.escape(name)} -->\n).*?(<!-- /bench:{re.escape(name)} -->)", re.DOTALL)
    if not marked.search(text):
        raise NoBlock(name)
    return marked.sub(lambda found: f"{found[1]}{body}\n{found[2]}", text, count=1)


def write(path: Path, name: str, head: str, tables: Sequence[Table]) -> None:
    """Put a benchmark's tables into the document. Raises NoBlock."""
    body = "\n\n".join([head, *(table.as_markdown() for table in tables)])
    path.write_text(replace_block(path.read_text(encoding="utf-8"), name, body), encoding="utf-8")
