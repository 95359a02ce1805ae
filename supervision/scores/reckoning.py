"""Entries and a book → what they come to. Pure, exact, and the same in whatever order the entries are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from supervision.policies.assessment import BookRule
from supervision.scores.kinds import EntryKind

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of one unit. `ground` is what it rests on; a counter-entry has the ground of what it counters."""

    id: int
    kind: EntryKind
    points: Decimal
    ground: tuple[str, int]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`sums` by kind, without what was revoked; `total` is None while a part is missing, never zero for it (X6).

    `capped`: the bonuses of which less counts than was given.
    """

    base: Decimal
    most: Decimal | None
    sums: Mapping[EntryKind, Decimal]
    total: Decimal | None
    missing: tuple[str, ...]
    capped: tuple[str, ...]
    standing: frozenset[int]

    @property
    def raw(self) -> Decimal:
        """Before the bounds of the book."""
        return self.base + sum(self.sums.values(), ZERO)


def reckon(lines: Iterable[Line], book: BookRule | None) -> Sheet:
    """Without a book: the bare sum of what stands (N4). With one: from its base, between 0 and its most."""
    standing = unrevoked(lines)
    bonuses, capped = _bonuses(standing, book)
    sums = {kind: _sum(standing, kind) for kind in (EntryKind.DEDUCT, EntryKind.GRADE, EntryKind.PART)}
    sums[EntryKind.BONUS] = bonuses
    missing = _missing(standing, book)
    ids = frozenset(line.id for line in standing)
    whole = (book.base if book else ZERO) + sum(sums.values(), ZERO)
    if book is None:
        return Sheet(ZERO, None, sums, whole, (), (), ids)
    total = None if missing else min(max(whole, ZERO), book.most)
    return Sheet(book.base, book.most, sums, total, missing, capped, ids)


def unrevoked(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Those no counter-entry stands against, by their id."""
    known = tuple(lines)
    revoked = {line.ground for line in known if line.kind is EntryKind.REVOKE}
    standing = (line for line in known if line.kind is not EntryKind.REVOKE and line.ground not in revoked)
    return tuple(sorted(standing, key=lambda line: line.id))


def _sum(lines: Iterable[Line], kind: EntryKind) -> Decimal:
    return sum((line.points for line in lines if line.kind is kind), ZERO)


def _bonuses(lines: Iterable[Line], book: BookRule | None) -> tuple[Decimal, tuple[str, ...]]:
    given: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if line.kind is EntryKind.BONUS:
            given[line.name] += line.points
    most = {rule.name: rule.most for rule in book.bonuses} if book else {}
    bound = {name: points if (cap := most.get(name)) is None else min(points, cap) for name, points in given.items()}
    return sum(bound.values(), ZERO), tuple(sorted(name for name in given if bound[name] < given[name]))


def _missing(lines: Iterable[Line], book: BookRule | None) -> tuple[str, ...]:
    given = {line.name for line in lines if line.kind is EntryKind.PART}
    return tuple(part.name for part in book.parts if part.name not in given) if book else ()
