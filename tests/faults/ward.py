"""A ward with twelve units, thirty matters, two leaders and two supervisors, moved to any first day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from pydantic import SecretStr

from bot.app import House
from bot.config import CallbackSettings, DatabaseSettings, OfficeSettings, Settings, WeComSettings
from rehearsal.platform import App, Platform, Post
from rehearsal.town import City, load_city
from rehearsal.town.settling import move_in, settle
from supervision.clock import at, day_of

CORP, AGENT, SECRET, TOKEN = "ww1234567890abcdef", 1000002, "a-secret", "duchaTestToken01"
AES_KEY, ROBOT_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "robot-key"
PATH = "/wecom/callback"
OPENS = time(7, 50)


def ward(first: date) -> City:
    """The practice town's people and matters, as if it had begun on that day."""
    city = load_city()
    moved = first - day_of(city.opened_at)
    matters = tuple(replace(one, due_on=one.due_on + moved, milestones=()) for one in city.matters)
    return replace(city, opened_at=at(first, OPENS), starts_at=city.starts_at + moved, matters=matters, past=())


def settings_of(url: str, city: City, answer_within: float = 4.0) -> Settings:
    return Settings(
        office=OfficeSettings(name=city.name),
        database=DatabaseSettings(url=url),
        callback=CallbackSettings(path=PATH, answer_within=answer_within),
        wecom=WeComSettings(
            corp_id=CORP,
            agent_id=AGENT,
            secret=SecretStr(SECRET),
            token=SecretStr(TOKEN),
            encoding_aes_key=SecretStr(AES_KEY),
            robots={city.group: SecretStr(ROBOT_KEY)},
        ),
    )


def populate(platform: Platform, city: City, post: Post) -> None:
    """Everybody is in the directory, and callbacks have somewhere to go."""
    corp = platform.add_corp(CORP)
    corp.add_app(App(CORP, AGENT, SECRET, TOKEN, AES_KEY, post=post))
    move_in(corp, city, ROBOT_KEY)


def found(house: House, city: City) -> None:
    with house.database.write() as session:
        settle(session, city)
