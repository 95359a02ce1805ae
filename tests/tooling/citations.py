"""Who cites what: `(C18)`, `(N2, O4)` in comments, docstrings, policies and documents.

A citation is one or more ids alone in round brackets, ours or the Chinese ones: a letter of a known group and one or
two digits. Python is read by its tokens, so that `f(A1)` in code cites nothing.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.tooling.files import ROOT

SOURCES = ("docs/requirements.md", "docs/promises.md")

_ID = r"[A-FILNOPRSTX]\d{1,2}"
_CITATION = re.compile(rf"[((]({_ID}(?:\s*[,,、;;]\s*{_ID})*)[))]")
_ROW = re.compile(rf"^\| ({_ID}) \|", re.MULTILINE)
_LINE_COMMENT = re.compile(r"#.*")


def defined() -> list[str]:
    """The ids that have a row, each as often as it has one."""
    return [found for name in SOURCES for found in _ROW.findall((ROOT / name).read_text(encoding="utf-8"))]


def cited(path: Path) -> set[str]:
    """The ids that a file cites."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return ids("\n".join(_spoken(text)))
    if path.suffix == ".toml":
        return ids("\n".join(_LINE_COMMENT.findall(text)))
    return ids(text)


def ids(text: str) -> set[str]:
    """The ids in every citation of a text."""
    return {found for group in _CITATION.findall(text) for found in re.findall(_ID, group)}


def _spoken(source: str) -> Iterator[str]:
    """The comments and docstrings of a Python file."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
