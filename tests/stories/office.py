"""A whole office for stories: 招商局 owns the matters, 经信局 helps, 城管局 may see nothing; one pretend WeCom.

Messages are really signed and encrypted, go through the real webhook into a real database; what the bot says goes
through its real client. Assertions are made on what people truly see.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from defusedxml import ElementTree
from pydantic import SecretStr

from bot.app import House, build
from bot.config import (
    CallbackSettings,
    DatabaseSettings,
    Form,
    OfficeSettings,
    RetentionSettings,
    Settings,
    SpoolSettings,
    WeComSettings,
)
from bot.wecom.http import Wire
from models import Alias, Chat, ChatMember, CoUnit, Matter, Person, Unit
from models.chat import ChatChannel
from models.matter import MatterStatus
from models.person import Role
from rehearsal.platform import App, Channel, Line, Platform, Shown, WsgiPost, session
from schedules.tick import Done
from supervision import deadlines
from supervision.clock import SHANGHAI, day_of
from supervision.registry import touch_registry
from tests.support.tables import lay_tables

CORP, AGENT, SECRET, TOKEN = "ww1234567890abcdef", 1000002, "a-secret", "duchaTestToken01"
AES_KEY, ROBOT_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "robot-key"
MONDAY = datetime(2026, 6, 15, 9, 0, tzinfo=SHANGHAI)

PEOPLE = (
    ("zhangwei", "张伟", "招商局", Role.UNIT_HEAD),
    ("limin", "李敏", "招商局", Role.LIAISON),
    ("wangqiang", "王强", "经信局", Role.UNIT_HEAD),
    ("chenchen", "陈晨", "城管局", Role.UNIT_HEAD),
    ("zhouming", "周明", "督查室", Role.SUPERVISOR),
    ("zhaojie", "赵洁", "督查室", Role.SUPERVISOR),
    ("liuyang", "刘洋", "县领导", Role.LEADER),
    ("admin", "孙工", "督查室", Role.ADMINISTRATOR),
)


class VirtualClock:
    """Stands still until somebody moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class AtOnce(Executor):
    """Works in the caller's own thread: how busy the machine is, is no part of a story."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        done: Future[Any] = Future()
        done.set_result(work(*args, **named))
        return done


@dataclass
class StoryOffice:
    clock: VirtualClock
    platform: Platform
    line: Line
    house: House

    def cards(self, userid: str) -> list[Shown]:
        """The cards on the person's screen as they stand now, oldest first."""
        return [one for one in self.platform.screen(userid) if one.kind == "template_card"]

    def presses(self, userid: str, label: str, card: Shown | None = None) -> str:
        """A button of the newest card, or of that one; what the person is answered on the spot."""
        card = card or self.cards(userid)[-1]
        [key] = [one["key"] for one in card.content["button_list"] if one["text"] == label]
        return self.line.card_clicks(userid, card.task_id, key).reply_text or ""

    def says(self, userid: str, text: str) -> str:
        """What the person is answered on the spot; empty when the answer comes later or not at all."""
        return self.line.says(userid, text).reply_text or ""

    def opened(self, reply: bytes) -> str:
        """The words inside an encrypted passive reply."""
        sealed = ElementTree.fromstring(reply)
        parts = [sealed.findtext(name, "") for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")]
        inner = ElementTree.fromstring(self.house.door.codec.unseal(*parts))
        return inner.findtext("Content", "")

    def hears(self, userid: str) -> list[str]:
        """What stands on the person's screen, pushed by the bot, oldest first."""
        typed = (Channel.MEMBER, Channel.PASSIVE)
        return [one.text for one in self.platform.screen(userid) if one.channel not in typed]

    def group_hears(self) -> list[str]:
        return [one.text for one in self.platform.group_screen("work")]

    def until(self, moment: datetime) -> list[Done]:
        """Live through the time up to a moment; nothing that falls due on the way is missed."""
        done = self.live()
        while (due := self.house.next_due()) is not None and due <= moment:
            self.clock.now = max(due, self.clock.now + timedelta(seconds=1))
            done += self.live()
        self.clock.now = max(moment, self.clock.now)
        return done + self.live()

    def live(self) -> list[Done]:
        """What happens at this very moment."""
        done = self.house.tick(leaps=True)
        self.house.sweep()
        while not self.house.deliver().is_idle:
            pass
        return done

    def matter(self, number: int) -> Matter:
        with self.house.database.read() as found:
            return found.query(Matter).filter(Matter.number == number).one()


def open_office(
    url: str, now: datetime = MONDAY, callback: CallbackSettings | None = None, form: Form = "text", spool: str = "",
    workers: Executor | None = None, raw_text_months: int = 24, read_anew: Callable[[], Settings] | None = None,
) -> StoryOffice:  # fmt: skip
    """The office on an empty database, or on one it was opened on before: its people enrolled, a group with a robot.

    With settings of its own for the callback it works in threads, as in real life, or with the `workers` given.
    """
    clock = VirtualClock(now)
    platform = Platform(clock, seed=int(now.timestamp()))  # no MsgId of an earlier day comes again
    settings = Settings(
        office=OfficeSettings(name="县督查室"),
        database=DatabaseSettings(url=url),
        callback=callback or CallbackSettings(),
        spool=SpoolSettings(folder=spool),
        retention=RetentionSettings(raw_text_months=raw_text_months),
        wecom=WeComSettings(
            corp_id=CORP,
            agent_id=AGENT,
            secret=SecretStr(SECRET),
            token=SecretStr(TOKEN),
            encoding_aes_key=SecretStr(AES_KEY),
            form=form,
            robots={"督办工作群": SecretStr(ROBOT_KEY)},
        ),
    )
    hands = workers or (None if callback else AtOnce())
    lay_tables(url)
    house = build(settings, clock, Wire(session=session(platform)), hands, read_anew)
    corp = platform.add_corp(CORP)
    corp.add_app(App(CORP, AGENT, SECRET, TOKEN, AES_KEY, post=WsgiPost(house.web, settings.callback.path, clock)))
    for userid, name, _, _ in PEOPLE:
        corp.add_member(userid, name)
    corp.add_member("stranger", "路人")
    corp.add_group("work", [userid for userid, *_ in PEOPLE])
    corp.add_robot(ROBOT_KEY, "work")
    office = StoryOffice(clock, platform, platform.app(), house)
    _enrol(office)
    return office


def _enrol(office: StoryOffice) -> None:
    with office.house.database.write() as session_:
        if session_.query(Unit).count():
            return
        units = {name: Unit(name=name, owes_reports=name not in ("督查室", "县领导")) for _, _, name, _ in PEOPLE}
        session_.add_all(units.values())
        session_.flush()
        people = [
            Person(
                userid=userid,
                name=name,
                unit_id=units[unit].id,
                role=role,
                title="副县长" if role is Role.LEADER else "",
            )
            for userid, name, unit, role in PEOPLE
        ]
        session_.add_all(people)
        chat = Chat(name="督办工作群", channel=ChatChannel.ROBOT, address="督办工作群")
        session_.add(chat)
        session_.flush()
        session_.add_all(ChatMember(chat_id=chat.id, person_id=person.id) for person in people)
        touch_registry(session_)


def add_matter(
    office: StoryOffice,
    number: int,
    title: str,
    unit: str = "招商局",
    *,
    due_on: date | None = None,
    percent: int | None = None,
    aliases: tuple[str, ...] = (),
    co_units: tuple[str, ...] = (),
    is_sealed: bool = False,
) -> None:
    """A matter under supervision, as if imported."""
    now = office.clock()
    status = MatterStatus.IN_PROGRESS if percent else MatterStatus.NOT_STARTED
    with office.house.database.write() as session_:
        ids = {one.name: one.id for one in session_.query(Unit)}
        matter = Matter(
            code=f"ZD-2026-{number:03d}", number=number, title=title, unit_id=ids[unit], basis="县政府第5次常务会",
            due_on=due_on, original_due_on=due_on, status=status, base_status=status, percent=percent,
            base_percent=percent, is_sealed=is_sealed, opened_at=now,
        )  # fmt: skip
        session_.add(matter)
        session_.flush()
        session_.add_all(Alias(text=alias, matter_id=matter.id) for alias in aliases)
        session_.add_all(CoUnit(matter_id=matter.id, unit_id=ids[name]) for name in co_units)
        deadlines.look_again(session_, matter, office.house.rules_source(session_), day_of(now))
        touch_registry(session_)
