"""What the rules are, asked in passing: by when to report, what a light means, who sees what one tells."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.reading.result import Intent, Reading
from handlers.turn import Turn

_ASKS = frozenset({Intent.OTHER, Intent.QUERY, Intent.HELP})
LONGEST = 24  # characters; a longer question is about something
HOURS = re.compile(
    "几点(?:钟)?(?:之?前)?(?:要|该|得)?[报交]|几点截止|(?:[日周月]报)[^,。;]{0,4}(?:几点|截止|啥时候交|什么时候交)"
)
LIGHTS = re.compile("[红黄绿]灯[^,。;]{0,4}(?:什么意思|啥意思|怎么算|怎么来|怎么定|什么标准)")
WHO_SEES = re.compile("谁(?:都)?(?:能|可以|会)?看(?:得)?[到见]")


def rules_asked(turn: Turn, reading: Reading) -> Answer | None:
    """None where no rule is asked for, or a matter is."""
    text = turn.message.text.strip()
    if reading.intent not in _ASKS or len(text) > LONGEST or (reading.query and reading.query.matters):
        return None
    if HOURS.search(text):
        reports = [
            {"kind": rule.kind.value, "due_at": f"{rule.due_at:%H:%M}", "due_day": rule.due_day}
            for rule in turn.rules.policy.reports
        ]
        return Answer("rule_of_reports", {"reports": reports})
    if LIGHTS.search(text):
        lights = turn.rules.policy.lights
        return Answer("rule_of_lights", {"yellow_before": lights.yellow_before, "node_late": lights.node_late})
    return Answer("rule_of_sight") if WHO_SEES.search(text) else None
