"""A pretend WeCom (企业微信), true to its signatures, limits, codes and silences. An object first, a server second."""

from .adapter import BASE_URL, PlatformAdapter, session
from .callbacks import Attempt, Delivery, Retry, State
from .calls import Answer
from .corp import App, Corp, Group, Robot
from .faults import Fault
from .forging import Forgery
from .ledger import Channel, Dropped, Reason, Shown
from .line import Line
from .members import Member, Status
from .post import HttpPost, Post, WsgiPost
from .pretend import Platform
from .rules import Rules

__all__ = [
    "BASE_URL",
    "Answer",
    "App",
    "Attempt",
    "Channel",
    "Corp",
    "Delivery",
    "Dropped",
    "Fault",
    "Forgery",
    "Group",
    "HttpPost",
    "Line",
    "Member",
    "Platform",
    "PlatformAdapter",
    "Post",
    "Reason",
    "Retry",
    "Robot",
    "Rules",
    "Shown",
    "State",
    "Status",
    "WsgiPost",
    "session",
]
