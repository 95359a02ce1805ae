"""How a message was understood, for `python -m bot read`: facts, not sentences for cadres."""

from __future__ import annotations

from handlers.reading.result import Reading, Update


def explain(reading: Reading) -> list[str]:
    """One line for the message and one for each update: what was read, and from which words."""
    head = [f"intent={reading.intent}"]
    if reading.kind:
        head.append(f"kind={reading.kind}")
    if reading.period:
        head.append(f"period={reading.period.first}..{reading.period.last}")
    if reading.matter or reading.mention:
        head.append(f"matter={reading.matter} ({reading.mention})")
    if reading.until:
        head.append(f"until={reading.until}")
    if reading.query:
        head.append(f"query={reading.query}")
    head += [f"doubt={doubt.kind}" for doubt in reading.doubts]
    return [" ".join(head), *map(_line, reading.updates)]


def _line(update: Update) -> str:
    parts = [f"{update.matter or '?'} ({update.mention})", f"status={update.status}", f"percent={update.percent}"]
    if update.expected_on:
        parts.append(f"expected_on={update.expected_on}")
    parts += [name for name, is_set in (("problem", update.problem), ("plan", update.has_next_steps)) if is_set]
    parts += [f"doubt={doubt.kind}{list(doubt.candidates)}" for doubt in update.doubts]
    return " ".join(parts) + (" <- " + " / ".join(update.because) if update.because else "")
