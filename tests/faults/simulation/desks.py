"""What the people who decide say, once they have looked at what waits for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from models import Closeout, Extension, Hold, Inbox, Matter, Notice
from models.extension import RequestState
from models.inbox import Disposition
from models.notice import NoticeState
from supervision.clock import day_of

KINDS = {"outage": "停机", "clock": "时钟", "calendar": "日历", "breaker": "批量"}
QUESTIONS = (
    "红灯",
    "逾期",
    "谁没交",
    "总体情况",
    "本周到期",
    "#3",
    "考核 城管局",
    "卡在谁那里",
    "最慢的三个",
    "城管局",
)


def supervisor_says(session: Session, now: datetime, random: Random) -> list[str]:
    """First what is held, then what units asked for, then notices."""
    said = [f"放行 {KINDS[one.kind]} 已电话核实" for one in session.query(Hold).filter(Hold.released_at.is_(None))]
    aside = session.query(Inbox.id).filter(Inbox.disposition == Disposition.QUARANTINED, ~Inbox.is_released)
    said += [f"释放 {number}" for (number,) in aside.order_by(Inbox.id)]
    numbers = {one.id: one.number for one in session.query(Matter)}
    for closeout in session.query(Closeout).filter(Closeout.state == RequestState.ASKED).order_by(Closeout.id):
        number = numbers[closeout.matter_id]
        said.append(f"同意 {number} 办结" if random.random() < 0.7 else f"退回 {number} 缺验收单")
    for extension in session.query(Extension).filter(Extension.state == RequestState.ASKED).order_by(Extension.id):
        number = numbers[extension.matter_id]
        said.append(f"同意 {number} 延期" if random.random() < 0.6 else f"退回 {number} 延期 理由不足")
    drafts = session.query(Notice).filter(Notice.state == NoticeState.DRAFT).order_by(Notice.id)
    return said + [_on_draft(notice, numbers[notice.matter_id], now, random) for notice in drafts]


def _on_draft(notice: Notice, number: int, now: datetime, random: Random) -> str:
    limit = day_of(now) + timedelta(days=random.randint(3, 9))
    what = f"标准:完成主体验收 时限:{limit.month}月{limit.day}日"
    if notice.points is None and notice.level == 1:
        return f"签发 {number} {what}" if random.random() < 0.8 else f"采纳 {number} 征地受阻属实"
    return f"提请 {number} 认定:无正当理由,屡催未办 {what}"


def leader_says(session: Session, random: Random) -> list[str]:
    numbers = {one.id: one.number for one in session.query(Matter)}
    proposed = session.query(Notice).filter(Notice.state == NoticeState.PROPOSED).order_by(Notice.id)
    said = [random.choice(QUESTIONS)]
    for notice in proposed:
        number = numbers[notice.matter_id]
        said.append(f"签发 {number}" if random.random() < 0.85 else f"不签 {number} 先约谈了解情况")
    signed = session.query(Notice).filter(Notice.state == NoticeState.SIGNED, Notice.points.is_not(None))
    if random.random() < 0.03 and (last := signed.order_by(Notice.id.desc()).first()) is not None:
        said.append(f"撤销 {numbers[last.matter_id]} 登记的时限有误")
    return said
