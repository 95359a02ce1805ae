"""Work groups the bot may speak in, and who sits in them."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class ChatChannel(StrEnum):
    ROBOT = "robot"  # a group robot, named in config (its key is a secret and stays out of the database)
    APPCHAT = "appchat"  # a group this app created


class Chat(Base):
    __tablename__ = "chat"
    __table_args__ = (UniqueConstraint("channel", "address"),)  # the limits of a robot are counted for one chat

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    channel: Mapped[ChatChannel] = mapped_column(words(ChatChannel))
    address: Mapped[str] = mapped_column(String(80))  # robot: its name in config; appchat: the chat's id
    is_active: Mapped[bool] = mapped_column(default=True)


class ChatMember(Base):
    """What is said in a group is what its least entitled member may see."""

    __tablename__ = "chat_member"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
