"""Who is really called by an @ in a group: only members, and only by their userid."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .corp import Group

_INLINE = re.compile(r"<@([0-9A-Za-z_\-@.]{1,64})>")
EVERYONE = "@all"


@dataclass(frozen=True)
class Mentions:
    """`real` ring; `broken` are shown as text and ring nobody."""

    real: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    everyone: bool = False


def inline(text: str) -> list[str]:
    """The ids written as <@userid>."""
    return _INLINE.findall(text)


def resolve(
    group: Group,
    ids: Iterable[str],
    mobiles: Iterable[str] = (),
    by_mobile: Callable[[str], str | None] = lambda _: None,
) -> Mentions:
    """Looks the ids and telephone numbers up among the members of the group."""
    real: list[str] = []
    broken: list[str] = []
    everyone = False
    for wanted in ids:
        if wanted == EVERYONE:
            everyone = True
        else:
            _sort(group.member(wanted), wanted, real, broken)
    for mobile in mobiles:
        if mobile == EVERYONE:
            everyone = True
        else:
            holder = by_mobile(mobile)
            _sort(group.member(holder) if holder else None, mobile, real, broken)
    return Mentions(tuple(dict.fromkeys(real)), tuple(dict.fromkeys(broken)), everyone)


def _sort(member: str | None, wanted: str, real: list[str], broken: list[str]) -> None:
    if member is None:
        broken.append(wanted)
    else:
        real.append(member)
