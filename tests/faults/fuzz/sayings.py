"""What a busy office says, as events and facts; and the same with other words for each title, name and reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.dispatch import Desk
from handlers.message import Answer, Message
from handlers.people import Speaker
from models import Alias, Matter, Outgoing, Person, Unit
from tests.faults.fuzz.office import SAID, busy_office

Facts = Mapping[str, Any]

# Said once more, each undone, so that more is answered and posted than by then lay in the outbox.
_MORE = {
    "liuyang": ("招商局|#3|#8|谁没报|红灯|逾期的|督办单|扣分|待办|卡在谁那里|汇总"),
    "zhangwei": (
        "#3|撤回|厂房 50%|奥瑞斤二期 70%|更正 #3 64%|帮助|本周无变化|我的事项|甲楼 3%|"
        "申请延期 3 到12月1日 因暴雨停工|申请销号 3 验收报告|投诉 催得太多|老旧小区改造 70%|明天去现场"
    ),
    "zhouming": (
        "同意 4|退回 4 理由不足|同意 5|退回 5 没有完工|恢复 6|暂停 3 停工令|待办|隔离|别名|"
        "交办 滨江路改造 招商局 6月30日前 依据:县长批示|交办 夜市整治|登记 wu 吴刚 招商局 联络员|离任 limin|"
        "代录催办 4 电话 已催张伟|代录 招商局 张伟 电话 08:50 奥瑞金二期进度65%|明天提醒谁|减负账|文号|"
        "撤销 8 下错了|建议答复 1 会改|不知道什么|签发 99|认定 3 发现问题:没人|谁没报"
    ),
    "chenchen": ("是|收到|收到 8|说明 8 因为下雨|复核 8 不服|老旧小区 30%|知悉 8|老旧小区完工了|#3"),
    "stranger": ("你好"),
}
_LONG = ("zhangwei", "日报 奥瑞金二期 66%。" + "顺利。" * 3000)


class _Listened(Desk):
    """A desk that keeps what it answers."""

    heard: list[Answer] = []  # noqa: RUF012 (one for the process)

    def _answer(self, session: Session, message: Message, person: Speaker | None) -> Answer:
        answer = super()._answer(session, message, person)
        self.heard.append(answer)
        return answer


def _more() -> Iterator[tuple[str, str]]:
    yield from ((sender, text) for sender, texts in _MORE.items() for text in texts.split("|"))
    yield _LONG


@cache
def said() -> Mapping[str, tuple[Facts, ...]]:
    """By event, the facts with which it was really said."""
    office = busy_office()
    desk = _Listened(**{one.name: getattr(office.desk, one.name) for one in fields(office.desk)})
    found: dict[str, dict[str, Facts]] = {}
    for sender, text in _more():
        with office.scratch.undone():
            replace(office, desk=desk).hears(sender, text, text, "more")
            for event, facts in [*_posted(office.scratch.connection), *((one.event, one.facts) for one in desk.heard)]:
                found.setdefault(event, {})[repr(sorted(facts))] = facts
        desk.heard.clear()
    return {event: tuple(several.values()) for event, several in found.items() if event not in ("", "late_answer")}


def _posted(connection: Any) -> Iterator[tuple[str, Facts]]:  # noqa: ANN401 (what a session takes)
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield from ((row.event, row.facts) for row in session.execute(select(Outgoing.event, Outgoing.facts)))


@cache
def _written() -> frozenset[str]:
    """All that people made up: names and what they said; never an event, a kind or a day."""
    with busy_office().scratch.read() as session:
        names = [
            one
            for column in (Matter.title, Matter.basis, Alias.text, Unit.name, Person.name)
            for one in session.scalars(select(column))
        ]
    reasons = (
        "因连续暴雨停工",
        "停工令",
        "少发几次提醒",
        "因暴雨停工",
        "理由不足",
        "验收报告",
        "下错了",
        "因为下雨",
        "催得太多",
        "滨江路改造",
    )
    return frozenset((*names, *reasons, *(text for _, text in (*SAID, *_more()))))


def filled(facts: Any, words: str) -> Any:  # noqa: ANN401 (whatever a text is given)
    """The same facts, with these words wherever somebody's words stand."""
    if isinstance(facts, str):
        return words if facts in _written() else facts
    if isinstance(facts, Mapping):
        return {name: filled(value, words) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return type(facts)(filled(value, words) for value in facts) if not hasattr(facts, "_fields") else facts
    if is_dataclass(facts) and not isinstance(facts, type):
        return replace(
            facts, **{one.name: filled(getattr(facts, one.name), words) for one in fields(facts) if one.init}
        )
    return facts
