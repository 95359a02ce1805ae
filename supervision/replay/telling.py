"""The replay in words: every figure as a pair, the most changed matters in full, whoever is waited for. Pure."""

from __future__ import annotations

from supervision.replay.counting import most_changed, total, unit_lines
from supervision.replay.history import History
from supervision.replay.replaying import Side, really, replay
from supervision.replay.waiting import stopped, waits
from supervision.rules import Rules
from supervision.texts import render


def told(history: History, draft: Rules, name: str, really_is: str) -> str:
    """A draft beside what really happened."""
    return _words(history, really(history), really_is, draft, name)


def compared(history: History, one: Rules, one_name: str, other: Rules, other_name: str) -> str:
    """Two drafts beside each other, over the same history."""
    return _words(history, replay(history, one), one_name, other, other_name)


def _words(history: History, before: Side, before_name: str, draft: Rules, name: str) -> str:
    after = replay(history, draft)
    lines = unit_lines(history, before, after)
    changed, different = most_changed(history, before, after)
    return render(
        "policy_replayed",
        before=before_name,
        after=name,
        first=history.first,
        last=history.last,
        lines=lines,
        total=total(lines),
        changed=changed,
        different=different,
        waits=waits(history, after),
        stopped=stopped(after, draft.policy),
        units={unit.id: unit.name for unit in history.units},
    )
