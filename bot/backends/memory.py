"""Everything within one process."""

from __future__ import annotations

from limits.storage import MemoryStorage

from bot.config import Settings
from bot.wecom.token import MemoryTokenStore, TokenStore
from supervision.bell import Bell, MemoryBell


def token_store(_settings: Settings, _name: str) -> TokenStore:
    return MemoryTokenStore()


def bell(_settings: Settings) -> Bell:
    return MemoryBell()


def counts(_url: str) -> MemoryStorage:
    return MemoryStorage()
