"""What the clauses of one matter tell of its state, as far as they go."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(slots=True)
class Told:
    """`words`: what the state was taken from."""

    not_started: bool = False
    stopped: bool = False
    part_stopped: bool = False
    resumed: bool = False
    is_brief: bool = False  # the stop: 停了三天
    completed: bool = False
    active: bool = False
    paused: bool = False  # a public holiday
    is_idle: bool = False  # 还没动: not begun, unless it is known to have
    part_words: str = ""  # in which a part is said to stand still
    part_waits: bool = False  # a part has not begun, or is left over
    is_share: bool = False  # done is only what one unit does of it
    is_less: bool = False  # told as done, and then that something is not
    bare_end: bool = False  # 完工, 干完了: not yet said to be completed
    words: str = ""

    def why_it_stands(self) -> str:
        """The words of a stop, of the whole or of a part; empty where none is told."""
        return self.words if self.stopped else self.part_words


def same_length(found: re.Match[str]) -> str:
    """Blanks, so that places in the text stay what they are."""
    return "。" * len(found[0])
