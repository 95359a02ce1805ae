"""Everything within one process."""

from __future__ import annotations

from bot.config import Settings
from bot.wecom.token import MemoryTokenStore, TokenStore
from supervision.bell import Bell, MemoryBell


def token_store(_settings: Settings, _name: str) -> TokenStore:
    return MemoryTokenStore()


def bell(_settings: Settings) -> Bell:
    return MemoryBell()
