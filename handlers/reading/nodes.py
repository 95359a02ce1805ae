"""节点 in a message: which milestone is said to be done, or not to be; 「溢洪道已完工」 means 「溢洪道完工」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handlers.reading.normalise import normalise
from handlers.reading.registry import KnownMatter

SHORTEST = 2  # characters of what is left of a name without its verb
_VERBS = r"完工|完成|建成|竣工|封顶|通车|到位|贯通|投产|开工|进场|结束|验收"
_ENDING = re.compile(rf"(?:{_VERBS})$")
_DONE = r"(?:(?:现|均|都|全部|顺利)*已(?:经|顺利|全部|如期)*(?:{verbs})了?|(?:{verbs})了)"
_NOT_DONE = r"(?:还|尚|仍)?(?:未|没有?)(?:能)?(?:{verbs})"
_OPEN = re.compile(r"预计|计划|争取|力争|确保|将|准备|拟|即将|基本|大部|[吗?谁哪]|是否|%")
_CLAUSE = re.compile(r"[^,;。!\n]+")


@dataclass(frozen=True, slots=True)
class NodeSaid:
    """`rest` is the clause without the words about the node."""

    matter: str
    name: str
    is_done: bool
    clause: str
    rest: str


def nodes_said(text: str, matters: Iterable[KnownMatter]) -> Iterator[NodeSaid]:
    """Every milestone of these matters that a clause says is done or not, the longest name first."""
    known = [(node, matter) for matter in matters for node in matter.milestones]
    for clause in _CLAUSE.findall(normalise(text)):
        if _OPEN.search(clause):
            continue
        for node, matter in sorted(known, key=lambda one: -len(one[0])):
            if found := _said(clause, node, matter):
                is_done, rest = found
                yield NodeSaid(matter.code, node, is_done, clause, rest)


def _said(clause: str, node: str, matter: KnownMatter) -> tuple[bool, str] | None:
    for name, verbs in _spoken(normalise(node), matter):
        for is_done, said in ((False, _NOT_DONE), (True, _DONE)):
            pattern = rf"(?:节点)?[\s:“]*{re.escape(name)}”?(?:节点)?[\s:]*{said.format(verbs=verbs)}"
            if found := re.search(pattern, clause):
                return is_done, clause[: found.start()] + clause[found.end() :]
    return None


def _spoken(node: str, matter: KnownMatter) -> Iterator[tuple[str, str]]:
    """By its full name, or by what it is about and the verb of its name; never by what the matter is called."""
    done = "完成|完工|达到"
    yield node, done
    verb = _ENDING.search(node)
    core = node[: verb.start()] if verb else ""
    called = {normalise(name) for name in (matter.title, *matter.aliases)}
    if verb and len(core) >= SHORTEST and core not in called:
        yield core, f"{verb[0]}|{done}"
