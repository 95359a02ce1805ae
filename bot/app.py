"""Puts the parts together: the only file that sees them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from flask import Flask

from bot.backends import backend_of
from bot.config import Settings, WeComSettings
from bot.config_errors import ConfigError
from bot.door import Door
from bot.keeping.spool import Spool
from bot.opening import open_database, require_real
from bot.pages import pages
from bot.sender import WeComSender
from bot.throttling import QuestionThrottle
from bot.wecom.client import WeComClient
from bot.wecom.codec import Codec
from bot.wecom.http import Limits, Wire
from bot.wecom.robots import Keys, KeysUnreadable, Robots
from bot.wecom.token import TokenProvider
from handlers.dispatch import Desk
from handlers.registry import RegistryCache
from handlers.storing import Storing
from handlers.worktable import TOGETHER, Worktable
from models.session import Database
from schedules import watchdog
from schedules.delivery import Delivery, deliver
from schedules.erasing import kept_from
from schedules.next_due import next_due
from schedules.preview import foresee
from schedules.quiet import Quiet
from schedules.tick import Done, RulesSource, tick
from supervision.bell import Bell
from supervision.clock import Clock
from supervision.policies.active import rules_in_force
from supervision.rules import Rules
from supervision.workdays import Calendar, load_years

TICKS_MISSED = 3  # rounds of the clock; one may be long, one may be under way
WORKERS = 4  # threads that work messages while callbacks wait for the answer, where several can write at once


class NoWeCom(Exception):
    """The configuration has no [wecom]: nothing real can be heard or said."""


@dataclass(frozen=True, slots=True)
class House:
    """The whole product, ready to be called; who calls it, and when, is the business of the commands."""

    settings: Settings
    clock: Clock
    database: Database
    rules_source: RulesSource
    desk: Desk
    door: Door
    sender: WeComSender
    tokens: TokenProvider
    bell: Bell
    web: Flask

    def tick(self, drift: timedelta | None = None, *, leaps: bool = False) -> list[Done]:
        """Do what is due now."""
        return tick(self.database, self.rules_source, self.clock(), drift, leaps=leaps)

    def deliver(self, is_stopping: Callable[[], bool] = lambda: False) -> Delivery:
        """Say what lies in the outbox, one round; between two messages it asks whether to stop."""
        return deliver(
            self.database,
            self.sender,
            self.clock,
            Quiet.of(self.rules()),
            is_stopping=is_stopping,
            makes_offers=has_cards(self.settings),
        )

    def sweep(self) -> int:
        """Work the messages that were left over."""
        return self.desk.sweep()

    def watch(self) -> object:
        """Look whether anything is stuck, and tell a person."""
        with self.database.write() as session:
            return watchdog.watch(session, self.clock())

    def forget_spool(self) -> None:
        """Of the spool on this machine what the database let go of, too."""
        if self.door.spool is None:
            return
        with self.database.read() as session:
            first = kept_from(session)
        if first is not None:
            self.door.spool.forget(first)

    def rules(self) -> Rules:
        with self.database.read() as session:
            return self.rules_source(session)

    def next_due(self) -> datetime | None:
        """When something will happen next by itself."""
        return next_due(self.database, self.rules(), self.clock())

    def close(self) -> None:
        """Let the messages in hand come to their end."""
        self.door.worktable.workers.shutdown(wait=True)
        self.database.dispose()


def build(
    settings: Settings,
    clock: Clock,
    wire: Wire | None = None,
    workers: Executor | None = None,
    read_anew: Callable[[], Settings] | None = None,
) -> House:
    """A house on the configured database; `workers` work the messages.

    `read_anew` gives the settings as they stand on the disk now; only the robots' keys are ever taken from them.

    Raises NoWeCom, TrainingDatabase, and what a wrong key raises.
    """
    if settings.wecom is None:
        raise NoWeCom
    database = open_database(settings, clock)
    require_real(database)
    rules_source = rules_source_of(settings)
    bell = backend_of(settings).bell(settings)
    desk = desk_of(settings, database, clock, rules_source, bell)
    door = _door(settings, settings.wecom, desk, workers or _workers(database))
    wire = wire or _wire(settings.wecom)
    tokens = _tokens(settings, settings.wecom, wire, clock)
    sender = _sender(settings.wecom, wire, tokens, read_anew)
    web = _web(door, database, settings.schedule.tick_seconds)
    return House(settings, clock, database, rules_source, desk, door, sender, tokens, bell, web)


def has_cards(settings: Settings) -> bool:
    """Whether people have buttons to press."""
    return settings.wecom is not None and settings.wecom.form == "cards"


def rules_source_of(settings: Settings) -> RulesSource:
    """The policy in force on the office's calendar, and how long the office keeps raw text."""
    calendar, months = Calendar(load_years(settings.office.calendar_folder)), settings.retention.raw_text_months
    return lambda session: rules_in_force(session, calendar, months)


def desk_of(settings: Settings, database: Database, clock: Clock, rules_source: RulesSource, bell: Bell) -> Desk:
    """The desk at which stored messages are worked."""
    return Desk(
        database=database,
        clock=clock,
        rules_in_force=rules_source,
        registry=RegistryCache(),
        throttle=QuestionThrottle(settings.redis.url),
        bell=bell,
        is_training=settings.console.training,
        makes_offers=has_cards(settings),
        foresees=foresee,
        suggestions_to=tuple(settings.office.suggestions_to.lower().replace(",", " ").split()),
    )


def _workers(database: Database) -> Executor:
    return ThreadPoolExecutor(1 if database.is_sqlite else WORKERS, thread_name_prefix="desk")


def _door(settings: Settings, wecom: WeComSettings, desk: Desk, workers: Executor) -> Door:
    return Door(
        codec=Codec(wecom.token.get_secret_value(), wecom.encoding_aes_key.get_secret_value(), wecom.corp_id),
        corp_id=wecom.corp_id,
        agent_id=str(wecom.agent_id),
        clock=desk.clock,
        storing=Storing(desk.database),
        worktable=Worktable(desk, workers, TOGETHER if desk.database.is_sqlite else 1),
        settings=settings.callback,
        spool=Spool(Path(settings.spool.folder)) if settings.spool.folder else None,
        refused=Counter(),
    )


def _wire(wecom: WeComSettings) -> Wire:
    limits = Limits(connect=wecom.connect_timeout, read=wecom.read_timeout)
    return Wire(limits, verify=wecom.ca_bundle or True)


def _tokens(settings: Settings, wecom: WeComSettings, wire: Wire, clock: Clock) -> TokenProvider:
    store = backend_of(settings).token_store(settings, str(wecom.agent_id))
    return TokenProvider(wecom.corp_id, wecom.secret.get_secret_value(), wire, clock, store, wecom.api)


def _sender(
    wecom: WeComSettings, wire: Wire, tokens: TokenProvider, read_anew: Callable[[], Settings] | None
) -> WeComSender:
    api = wecom.api
    client = WeComClient(wire, tokens, str(wecom.agent_id), api)
    robots = Robots(wire, _keys(wecom), api, partial(_keys_anew, read_anew) if read_anew else None)
    return WeComSender(client, wecom.agent_id, robots, form=wecom.form)


def _keys(wecom: WeComSettings) -> Keys:
    return {name: key.get_secret_value() for name, key in wecom.robots.items()}


def _keys_anew(read_anew: Callable[[], Settings]) -> Keys:
    """Of a configuration that is right as a whole and was not saved in half, or of none. Raises KeysUnreadable."""
    try:
        settings = read_anew()
    except (ConfigError, OSError) as trouble:
        raise KeysUnreadable(trouble) from trouble
    if settings.wecom is None or not settings.wecom.robots:
        raise KeysUnreadable("[wecom.robots] is not there")
    return _keys(settings.wecom)


def _web(door: Door, database: Database, tick_seconds: int) -> Flask:
    return pages(door, database, longest=TICKS_MISSED * tick_seconds)
