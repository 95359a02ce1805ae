"""A signature is compared in constant time, and by our own code alone (T3)."""

from __future__ import annotations

import ast

from tests.tooling.files import committed, named

OURS = ("bot", "handlers", "supervision", "models", "schedules", "web")
LOCK = "bot/wecom/codec.py"
_SECRET = ("signature", "expected", "digest", "hexdigest", "receive_id", "token")


def _names(node: ast.AST) -> set[str]:
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return names | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def loose(source: str) -> list[str]:
    """Comparisons with == and != of what a signature is compared with."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare))
    equal = (node for node in found if any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops))
    return [
        ast.unparse(node) for node in equal if any(part in name for name in _names(node) for part in _SECRET)
    ]  # fmt: skip


def test_the_lock_never_compares_with_equals() -> None:
    [lock] = [path for path in committed("bot/wecom/*.py") if named(path) == LOCK]
    assert loose(lock.read_text()) == []
    assert lock.read_text().count("compare_digest") == 2


def test_the_librarys_own_lock_is_nowhere_used() -> None:
    """wechatpy compares with !=, and knows no limits of length."""
    users = [
        named(path)
        for path in committed("*.py")
        if named(path).startswith(OURS)
        and any(word in path.read_text() for word in ("wechatpy.crypto", "enterprise.crypto", "check_signature"))
    ]
    assert users == []


def test_the_rule_finds_what_it_looks_for() -> None:
    assert loose("if self.signature(t, n, e) != msg_signature: pass") != []
    assert loose("if len(text) != 3: pass") == []
