"""People: who they are to the platform, which unit they speak for, what they may do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class Role(StrEnum):
    UNIT_HEAD = "unit_head"  # 单位负责人
    LIAISON = "liaison"  # 联络员
    LEADER = "leader"  # 领导
    SUPERVISOR = "supervisor"  # 督查室
    ADMINISTRATOR = "administrator"  # 管理员


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    userid: Mapped[str] = mapped_column(String(64), unique=True)  # lower case: the platform compares without case
    name: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))
    title: Mapped[str] = mapped_column(String(40), default="")  # 职务, as policies name signers
    is_active: Mapped[bool] = mapped_column(default=True)
    is_reachable: Mapped[bool] = mapped_column(default=True)  # false once the platform says the userid is unknown
    welcomed_at: Mapped[datetime | None]


class Charge(Base):
    """分管: a unit in a leader's charge. A leader without any is in charge of all."""

    __tablename__ = "charge"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class FormerUserid(Base):
    """A userid somebody had before a rename; history keeps it, rights do not follow it."""

    __tablename__ = "former_userid"

    id: Mapped[int] = mapped_column(primary_key=True)
    userid: Mapped[str] = mapped_column(String(64), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]


class Stranger(Base):
    """A userid that spoke and is bound to nobody."""

    __tablename__ = "stranger"

    userid: Mapped[str] = mapped_column(String(64), primary_key=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
