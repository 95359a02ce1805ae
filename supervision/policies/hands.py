"""Whose hand and whose ears a policy may name."""

from __future__ import annotations

from enum import StrEnum


class Signer(StrEnum):
    """Who puts his name under a notice. A supervisor fills in and signs; a leader signs what a supervisor proposed."""

    SUPERVISOR = "supervisor"
    LEADER = "leader"


class Told(StrEnum):
    """Who hears of a signed notice."""

    UNIT = "unit"
    GROUP = "group"
    LEADER = "leader"
