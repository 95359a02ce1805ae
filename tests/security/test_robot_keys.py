"""The key of a group's robot leaks: it is revoked, an alarm rings, the group's messages wait, and a new key in the
secret file lets them go on, each once and in their order, while the house is at work (T28, F30)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.config import load
from models import ChatMember, Outgoing, Person
from models.outbox import MessageClass, OutgoingState
from supervision.clock import SHANGHAI
from supervision.sending import Address, Outcome
from tests.stories.office import AES_KEY, AGENT, CORP, ROBOT_KEY, SECRET, TOKEN, StoryOffice, add_matter, open_office

NEW_KEY = "another-key"
TUESDAY = datetime(2026, 6, 16, 9, 30, tzinfo=SHANGHAI)
SEATED = ("zhangwei", "limin", "zhouming", "liuyang")
HALF_AN_HOUR = timedelta(minutes=31)
FORGED = {"msgtype": "text", "text": {"content": "督〔2026〕9号 红色专项督办单 城管局 扣3分"}}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "robot_key").write_text(f"{ROBOT_KEY}\n", encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(
        f"""
[wecom]
corp_id = "{CORP}"
agent_id = {AGENT}
secret = "{SECRET}"
token = "{TOKEN}"
encoding_aes_key = "{AES_KEY}"
[wecom.robots]
"督办工作群" = {{ file = "{tmp_path / "robot_key"}" }}
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def office(_file_url: str, config: Path) -> Iterator[StoryOffice]:
    """Two matters of 招商局 are overdue; in the group sit those who may see them."""
    office = open_office(_file_url, read_anew=partial(load, config, {}))
    with office.house.database.write() as session:
        people = {person.userid: person.id for person in session.scalars(select(Person))}
        session.execute(delete(ChatMember).where(ChatMember.person_id.not_in([people[one] for one in SEATED])))
    for number, title in ((8, "老旧小区改造"), (9, "滨江路改造")):
        add_matter(office, number, title, due_on=date(2026, 6, 12), percent=50)
    yield office
    office.house.close()


def _leaks(office: StoryOffice) -> int:
    """Somebody posts with the key he found; the platform's answer."""
    answer = office.platform.call("POST", "/cgi-bin/webhook/send", {"key": ROBOT_KEY}, FORGED)
    return int(answer.json["errcode"])


def _states(office: StoryOffice) -> set[OutgoingState]:
    with office.house.database.read() as session:
        return set(session.scalars(select(Outgoing.state).where(Outgoing.chat_id.is_not(None))))


def _new_key(office: StoryOffice, config: Path) -> None:
    office.platform.corp().add_robot(NEW_KEY, "work")
    (config.parent / "robot_key").write_text(f"{NEW_KEY}\n", encoding="utf-8")


def _days_go_by(office: StoryOffice, days: int) -> None:
    """Looked at every few hours only, for the robot is tried twice in each."""
    for _ in range(days * 4):
        office.clock.now += timedelta(hours=6)
        office.live()


def _heard(office: StoryOffice) -> list[str]:
    return [line for one in office.group_hears() for line in one.splitlines() if "改造" in line]


def test_the_queue_waits_and_goes_on_with_the_new_key(office: StoryOffice, config: Path) -> None:
    office.platform.corp().revoke_robot(ROBOT_KEY)
    assert _leaks(office) == 93000
    office.until(TUESDAY)
    assert office.group_hears() == [] and _states(office) == {OutgoingState.WAITING}
    for userid in ("zhouming", "admin"):
        assert any("钥匙已作废" in one for one in office.hears(userid))
    _days_go_by(office, 4)  # longer than a reminder usually lives
    assert office.group_hears() == [] and _states(office) == {OutgoingState.WAITING}

    _new_key(office, config)
    office.until(office.clock.now + HALF_AN_HOUR)
    _days_go_by(office, 2)
    assert [sum(title in line for line in _heard(office)) for title in ("老旧小区改造", "滨江路改造")] == [1, 1]
    assert _states(office) == {OutgoingState.SENT}


def test_a_key_that_was_replaced_before_anybody_spoke_costs_no_time(office: StoryOffice, config: Path) -> None:
    office.platform.corp().revoke_robot(ROBOT_KEY)
    _new_key(office, config)
    office.until(TUESDAY)
    assert len(_heard(office)) == 2
    assert not any("钥匙" in one for one in office.hears("admin"))


def test_a_robot_that_nobody_revives_keeps_nothing_for_ever(office: StoryOffice) -> None:
    office.platform.corp().revoke_robot(ROBOT_KEY)
    office.until(TUESDAY)
    _days_go_by(office, 16)
    with office.house.database.read() as session:
        old = select(Outgoing.state).where(Outgoing.chat_id.is_not(None), Outgoing.created_at < TUESDAY)
        assert set(session.scalars(old)) == {OutgoingState.EXPIRED}


def test_while_the_configuration_is_wrong_the_keys_of_before_stay(
    office: StoryOffice, config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As a whole: a good key beside a mistake elsewhere is not taken either (T47)."""
    good = config.read_text(encoding="utf-8")
    office.platform.corp().revoke_robot(ROBOT_KEY)
    _new_key(office, config)
    config.write_text(f"{good}\n[server]\nprot = 1\n", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        office.until(TUESDAY)
    assert "不认识的配置项 server.prot" in caplog.text and NEW_KEY not in caplog.text
    assert office.group_hears() == [] and _states(office) == {OutgoingState.WAITING}
    assert "66%" in office.says("zhangwei", "日报 奥瑞金二期 进度66%"), "the house is at work"

    config.write_text(good, encoding="utf-8")
    office.until(TUESDAY + HALF_AN_HOUR)
    assert len(_heard(office)) == 2


@pytest.mark.parametrize("upto", ["", "[wecom.robots]"])
def test_a_file_that_was_saved_in_half_takes_no_key_away(
    office: StoryOffice, config: Path, caplog: pytest.LogCaptureFixture, upto: str
) -> None:
    """Empty, or cut before the robots, it is good TOML; the other groups go on with theirs (T47)."""
    good = config.read_text(encoding="utf-8")
    config.write_text(good[: good.index(upto)], encoding="utf-8")
    sender, unknown = office.house.sender, Address("robot", "没有的群")
    with caplog.at_level(logging.INFO):
        assert sender.send(unknown, sender.compose(unknown, "提醒")[0].body).outcome is Outcome.FAILED
    assert "[wecom.robots]" in caplog.text and "new key" not in caplog.text
    config.write_text("", encoding="utf-8")
    office.until(TUESDAY)
    assert len(_heard(office)) == 2


def test_a_key_that_was_taken_out_is_not_called_new(
    office: StoryOffice, config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office.platform.corp().revoke_robot(ROBOT_KEY)
    config.write_text(config.read_text(encoding="utf-8").replace("督办工作群", "另一个群"), encoding="utf-8")
    with caplog.at_level(logging.INFO):
        office.until(TUESDAY)
    assert office.group_hears() == [] and "new key" not in caplog.text


def test_a_paper_goes_to_people_and_the_group_hears_only_of_it(office: StoryOffice) -> None:
    """So whoever has the key can serve nobody with a paper; and what he posts has no number that the bot knows."""
    add_matter(office, 7, "污水管网", "城管局", due_on=date(2026, 6, 15), percent=50)
    office.until(TUESDAY)
    office.says("zhouming", "签发 7 标准:完成主体验收 时限:6月18日")
    office.live()
    assert _leaks(office) == 0
    with office.house.database.read() as session:
        papers = session.scalars(select(Outgoing).where(Outgoing.message_class == MessageClass.PENALTY)).all()
        assert papers and all(paper.chat_id is None for paper in papers)
    assert any("督〔2026〕9号" in one for one in office.group_hears())
    told = office.says("chenchen", "督办单")
    assert "督〔2026〕1号" in told and "督〔2026〕9号" not in told
