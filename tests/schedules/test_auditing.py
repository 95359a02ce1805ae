"""Each night the house looks at itself; what does not agree is counted, and a person is told (A1, N8, O4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attempt, JobRun, NumberSeries, Seal, Send
from models.outbox import MessageClass
from schedules.auditing import JOB, agreed_last
from supervision.sending import Outcome
from tests.stories.office import MONDAY, StoryOffice

NIGHT = MONDAY.replace(hour=0, minute=10) + timedelta(days=1)
A_DAY = timedelta(days=1)


def _a_seal_of_other_acts(session: Session) -> None:
    session.add(Seal(day=MONDAY.date(), last_act_id=0, count=99, algorithm="sha256", head="x", sealed_at=MONDAY))


def _a_number_too_many(session: Session) -> None:
    session.add(NumberSeries(series="督", year=2026, last=5))


def _a_paper_sent_again(session: Session) -> None:
    sent = Send(channel="app", target="zhangwei", message_class=MessageClass.PENALTY, body=b"", words="",
                created_at=MONDAY, outcome=Outcome.SENT)  # fmt: skip
    session.add(sent)
    session.flush()
    for outcome in (Outcome.UNKNOWN, Outcome.SENT):
        session.add(Attempt(send_id=sent.id, limit_key="member:zhangwei", started_at=MONDAY, ended_at=MONDAY,
                            outcome=outcome))  # fmt: skip
        session.flush()


def _audited(office: StoryOffice) -> dict[str, object]:
    office.clock.now = NIGHT
    office.house.tick(leaps=True)
    with office.house.database.read() as session:
        return (
            session.scalars(select(JobRun).where(JobRun.job == JOB).order_by(JobRun.scheduled_for.desc()))
            .all()[0]
            .found
        )


def test_a_sound_office_agrees_and_nobody_hears_of_it(office: StoryOffice) -> None:
    office.says("zhangwei", "日报 奥瑞金二期 进度66%")
    office.until(NIGHT)
    assert _audited(office) == {}
    assert [one for one in office.hears("zhouming") if "自查" in one] == []


@pytest.mark.parametrize(
    ("harm", "kind", "told"),
    [
        (_a_seal_of_other_acts, "seals", "操作记录与封签不符"),
        (_a_number_too_many, "numbers", "督办单文号不连续"),
        (_a_paper_sent_again, "repeated", "可能重复送达的督办文书"),
    ],
)
def test_what_does_not_agree_is_told(
    small_office: StoryOffice, harm: Callable[[Session], None], kind: str, told: str
) -> None:
    with small_office.house.database.write() as session:
        harm(session)
    found = _audited(small_office)
    assert list(found) == [kind]
    with small_office.house.database.read() as session:
        assert not agreed_last(session)
    small_office.until(MONDAY + A_DAY)
    assert any(told in one for one in small_office.hears("zhouming"))
