"""What strace saw of a process: may each answer leave, is what it answers for on the disk by then (I1)?

Counted, so that it holds for callbacks that come together and share a commit: at no moment have more answers left than
there are messages in the write-ahead log, and in the spool, that were synced after they were written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WHOLE_PAGE = 4200  # bytes of each write that are shown
CALLS = ("openat", "write", "pwrite64", "fsync", "fdatasync", "recvfrom", "sendto")
_LINE = re.compile(r"(?P<thread>\d+) +(?:<\.\.\. \w+ resumed>(?P<rest>.*)|(?P<call>\w+)\((?P<told>.*))")
_UNFINISHED = " <unfinished ...>"
_FILE = re.compile(r"\d+<(?P<path>[^>]*(?:->[^>]*)?)>")
_KEY, _ENVELOPE = re.compile(r"msg-\d+"), re.compile(r'\\"body\\": \\"[^"]+\\"')
_DONE = re.compile(r"= 0\s*$")
SYNCS = ("fsync", "fdatasync")


def strace(output: Path) -> Sequence[str]:
    """The command to put before the one that is to be watched, with all its threads."""
    shown = ("-f", "--seccomp-bpf", "-yy", "-qq", "-s", str(WHOLE_PAGE), "-e", "signal=none")
    return ("strace", *shown, "-e", f"trace={','.join(CALLS)}", "-o", str(output))


@dataclass(slots=True)
class Call:
    """One system call as far as it is known; `words` holds its arguments, and in the end its result."""

    name: str
    words: str

    @property
    def file(self) -> str:
        """The path or the connection that its descriptor stands for."""
        found = _FILE.match(self.words)
        return found["path"] if found else ""


def steps(lines: Iterable[str]) -> Iterator[tuple[bool, Call]]:
    """Each call twice, in the order in which it all happened: when it begins (True), and when it has ended (False)."""
    unfinished: dict[str, Call] = {}
    for line in lines:
        if (read := _LINE.match(line)) is None:
            continue
        thread, words = read["thread"], read["told"]
        if words is None:
            call = unfinished.pop(thread)
            call.words += read["rest"]
            yield False, call
            continue
        call = Call(read["call"], words.removesuffix(_UNFINISHED))
        yield True, call
        if words.endswith(_UNFINISHED):
            unfinished[thread] = call
        else:
            yield False, call


@dataclass(slots=True)
class Seen:
    """What was written and what of it is on the disk, by the file's kind; how many answers left; what was wrong."""

    written: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kept: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    answers: int = 0
    troubles: list[str] = field(default_factory=list)
    new_in: set[str] = field(default_factory=set)  # folders with a new name that is not on the disk
    asking: set[str] = field(default_factory=set)  # connections on which a callback came
    syncing: dict[int, set[str]] = field(default_factory=dict)


def looked_through(lines: Iterable[str], kinds: Sequence[str]) -> Seen:
    """`kinds`: the ends of the names of the files that must hold a message before it is answered."""
    seen = Seen()
    for begins, call in steps(lines):
        kind = next((one for one in kinds if call.file.endswith(one)), "")
        if call.name == "openat":
            _open(seen, call, kinds, begins=begins)
        elif call.name in SYNCS:
            _sync(seen, call, kind, begins=begins)
        elif call.name == "recvfrom" and not begins and '"POST /wecom/callback' in call.words:
            seen.asking.add(call.file)
        elif call.name == "sendto" and begins and call.file in seen.asking and '"HTTP/1.1 200' in call.words:
            _answer(seen, kinds)
        elif kind and not begins:
            seen.written[kind] |= set((_KEY if kind.endswith("wal") else _ENVELOPE).findall(call.words))
    return seen


def _open(seen: Seen, call: Call, kinds: Sequence[str], *, begins: bool) -> None:
    named = re.search(r'"([^"]+)"', call.words)
    if not begins and named and "O_CREAT" in call.words and named[1].endswith(tuple(kinds)):
        seen.new_in.add(str(Path(named[1]).parent))


def _sync(seen: Seen, call: Call, kind: str, *, begins: bool) -> None:
    """What was written when it began is on the disk when it has ended well."""
    if begins:
        seen.syncing[id(call)] = set(seen.written[kind])
        return
    written = seen.syncing.pop(id(call))
    if _DONE.search(call.words):
        seen.kept[kind] |= written
        seen.new_in.discard(call.file)


def _answer(seen: Seen, kinds: Sequence[str]) -> None:
    seen.answers += 1
    for kind in kinds:
        if len(seen.kept[kind]) < seen.answers:
            seen.troubles.append(f"answer {seen.answers} left, and {len(seen.kept[kind])} messages are in *{kind}")
    seen.troubles += [f"answer {seen.answers} left, and a name in {one} is not on the disk" for one in seen.new_in]
