"""Does the record of acts still stand as it was sealed? Needs nothing but Python: it goes out with every export.

    python verifier.py FOLDER [DAY:HEAD …]

FOLDER holds acts.jsonl and seals.jsonl; DAY:HEAD is a seal as it was kept outside (log, bulletin, mailbox). Without one
from outside, whoever can rebuild the whole database is not found out.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


def chained(head: str, act: Row, algorithm: str) -> str:
    """The head after one more act: its canonical JSON, hashed behind the head before."""
    line = json.dumps(act, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(algorithm, f"{head}\n{line}".encode()).hexdigest()


def faults(acts: Iterable[Row], seals: Iterable[Row], outside: Mapping[str, str]) -> Iterator[str]:
    """Each thing that does not agree, in a sentence."""
    coming = iter(sorted(acts, key=lambda act: int(act["id"])))
    act = next(coming, None)
    head, count, found = "", 0, {}
    for seal in sorted(seals, key=lambda one: str(one["day"])):
        while act is not None and act["id"] <= seal["last_act_id"]:
            head, count = chained(head, act, seal["algorithm"]), count + 1
            act = next(coming, None)
        if count != seal["count"]:
            yield f"{seal['day']}: {seal['count']} acts were sealed, {count} are here"
        if head != seal["head"]:
            yield f"{seal['day']}: the acts are not those that were sealed"
        found[seal["day"]] = seal["head"]
        head, count = seal["head"], seal["count"]  # what follows is judged by itself
    for day, kept in outside.items():
        if day not in found:
            yield f"{day}: a seal was kept outside, none is here"
        elif found[day] != kept:
            yield f"{day}: the seal kept outside is another"


def main(folder: str, *kept: str) -> int:
    """The exit code: 0 when all agrees."""
    acts, seals = (
        [json.loads(line) for line in (Path(folder) / name).read_text(encoding="utf-8").splitlines()]
        for name in ("acts.jsonl", "seals.jsonl")
    )
    wrong = list(faults(acts, seals, dict(one.split(":", 1) for one in kept)))
    print("\n".join(wrong) or f"{len(acts)} acts, {len(seals)} seals: all agree")  # noqa: T201 (a script by itself)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
