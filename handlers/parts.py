"""A long answer, cut at line ends into numbered parts that each fit one message (O6)."""

from __future__ import annotations

PART_BYTES = 2000  # the platform cuts at 2048; the rest is for the number


def in_parts(text: str, limit: int = PART_BYTES) -> list[str]:
    """The text in parts of at most `limit` bytes and their number, cut between lines, else between characters."""
    if len(text.encode()) <= limit:
        return [text]
    parts = _fill(_short_lines(text, limit), limit)
    return [f"{part}\n（{number}/{len(parts)}）" for number, part in enumerate(parts, 1)]


def _short_lines(text: str, limit: int) -> list[str]:
    lines = []
    for line in text.split("\n"):
        rest = line
        while len(rest.encode()) > limit:
            head = rest.encode()[:limit].decode(errors="ignore")
            lines.append(head)
            rest = rest[len(head) :]
        lines.append(rest)
    return lines


def _fill(lines: list[str], limit: int) -> list[str]:
    parts: list[str] = []
    size = limit
    for line in lines:
        length = len(line.encode()) + 1
        if parts and size + length <= limit:
            parts[-1] += "\n" + line
            size += length
        else:
            parts.append(line)
            size = length
    return parts
