"""Who may say what: every command of the product, said by everybody. The table is written by hand.

The commands are one script, in the order in which each of them finds something to do. Before those who may give one,
everybody else says it: each is refused, and no table but the inbox has changed (T13).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from handlers.office.commands import COMMANDS
from handlers.office.fields import plain
from models import Alias, Base, Inbox
from models.inbox import Disposition
from models.run import HoldKind
from supervision import holds
from tests.stories.climbing import HEARING
from tests.stories.office import StoryOffice, add_matter
from tests.stories.plans import add_node

HEAD, LIAISON = "chenchen", "stranger"  # of 城管局, whose matter 8 climbs
OTHER_HEAD, OTHER_LIAISON = "zhangwei", "limin"  # of 招商局
OFFICE, COLLEAGUE = "zhouming", "zhaojie"
LEADER, ADMIN = "liuyang", "admin"
EVERYBODY = (HEAD, LIAISON, OTHER_HEAD, OTHER_LIAISON, OFFICE, COLLEAGUE, LEADER, ADMIN)

HEARD = (HEAD, LIAISON)
SUPERVISORS = (OFFICE, COLLEAGUE)


@dataclass(frozen=True)
class Row:
    """`others` may give such a command, too, but not after the first of `may` has, or not about this one."""

    says: str
    may: tuple[str, ...]
    others: tuple[str, ...] = ()


PROPOSAL = "提请 8 认定:无正当理由 标准:完成主体验收 时限:7月10日"

TABLE = (
    # What the unit says before anything that costs points, and what the office makes of it.
    Row("说明 8 电力指标6月才下达", (*HEARD, *SUPERVISORS)),
    Row("不采纳 8 指标5月已下达", SUPERVISORS),
    Row("无异议 8", (HEAD,), others=(LIAISON,)),
    # Papers: proposed by one, signed by another, contested by the unit, decided by a third.
    Row(PROPOSAL, (OFFICE,), others=(COLLEAGUE,)),
    Row("不签 8 先约谈了解情况", (LEADER,)),
    Row(PROPOSAL, (OFFICE,), others=(COLLEAGUE,)),
    Row("复核 督2026-1 当日已电话报告", (HEAD,), others=(LIAISON,)),
    Row("复核决定 督2026-1 维持 没有记录", (COLLEAGUE,), others=(LEADER,)),
    Row("签发 8", (LEADER,)),
    Row("更正督办单 督2026-2 标准:完成竣工验收 原因:笔误", (LEADER,)),
    Row("撤销 8 登记的时限有误", (LEADER,)),
    Row("文号 2026", (*SUPERVISORS, LEADER)),
    # What is found, and what is drafted by hand.
    Row("认定 5 质量不达标:渗漏", SUPERVISORS),
    Row("撤销认定 5 看错了楼号", SUPERVISORS),
    Row("改牌 5 黄 计划调整", (), others=SUPERVISORS),
    Row("公示牌", (*HEARD, OTHER_HEAD, OTHER_LIAISON, *SUPERVISORS, LEADER)),
    Row("红牌 2026", (*SUPERVISORS, LEADER)),
    Row("收账", (*HEARD, OTHER_HEAD, OTHER_LIAISON, *SUPERVISORS, LEADER)),
    Row("未收 9 路面铺设 客观:雨天停工", SUPERVISORS),
    Row("收讫 9 路面铺设", SUPERVISORS),
    Row("拟单 9", (OFFICE,), others=(COLLEAGUE,)),
    Row("采纳 9 停工属实", (OFFICE,), others=(COLLEAGUE,)),
    # What units ask for.
    Row("同意 3 延期", (OFFICE,), others=(COLLEAGUE,)),
    Row("退回 4 缺验收单", (OFFICE,), others=(COLLEAGUE,)),
    # What is asked of other bodies, and what they answered. Xianyang names no circumstances.
    Row("问责", SUPERVISORS),
    Row("问责建议 8 措施:通报批评", ()),
    Row("问责批准 8 依据:区委〔2026〕9号", ()),
    Row("问责执行 8 已通报", ()),
    Row("问责不予 8 查明属实", ()),
    Row("移交 8 考核办", ()),
    Row("移交结果 8 考核办 已取消", ()),
    # The books, where nothing waits and nothing is closed yet.
    Row("签发 考核7", ()),
    Row("不签 考核7 依据不足", ()),
    Row("评定 5 质量:好 依据:验收单", (), others=SUPERVISORS),
    Row("亮点 5 全市现场会", (), others=SUPERVISORS),
    Row("记分 招商局 个人自评 92", (), others=SUPERVISORS),
    Row("否决 招商局 1:没有完成 2:影响全局", (), others=SUPERVISORS),
    Row("冲销 12 登记有误", (), others=SUPERVISORS),
    Row("恢复资格 5 登记有误", (), others=SUPERVISORS),
    Row("定档 2026 招商局", (), others=SUPERVISORS),
    # How lightly the bot goes.
    Row("免报 日报 系统停机", (), others=SUPERVISORS),
    Row("撤销办结 9 认错了", (), others=SUPERVISORS),
    Row("撤回代录", (), others=SUPERVISORS),
    Row("知悉 8", HEARD),
    Row("明天会提醒谁", SUPERVISORS),
    Row("减负账", (*SUPERVISORS, LEADER)),
    Row("建议 少开碰头会", EVERYBODY),
    Row("建议答复 1 已收悉", (ADMIN,)),
    # Matters and people.
    Row("交办 滨江路改造 招商局 7月30日前 依据:市长办公会第3次纪要", SUPERVISORS),
    Row("暂停 5 市政府统一停工令", (OFFICE,), others=(COLLEAGUE,)),
    Row("恢复 5 停工令解除", (OFFICE,), others=(COLLEAGUE,)),
    Row("改派 5 给城管局 因职能调整", (OFFICE,), others=(COLLEAGUE,)),
    Row("改派 5 给招商局 因理顺关系", (OFFICE,), others=(COLLEAGUE,)),
    Row("代录 招商局 张伟 电话 标准化厂房二期进度25%", SUPERVISORS),
    Row("代录催办 5 电话 已催张伟", SUPERVISORS),
    Row("别名", SUPERVISORS),
    Row("采用别名 900", (OFFICE,), others=(COLLEAGUE,)),
    Row("删除别名 900", (OFFICE,), others=(COLLEAGUE,)),
    Row("撤销交办 5 因任务取消", (OFFICE,), others=(COLLEAGUE,)),
    Row("登记 newcomer 新人 招商局 联络员", SUPERVISORS),
    Row("换号 newcomer newcomer2", (OFFICE,), others=(COLLEAGUE,)),
    Row("离任 newcomer2", SUPERVISORS),
    # The house itself.
    Row("隔离", SUPERVISORS),
    Row("释放 7001", (OFFICE,), others=(COLLEAGUE,)),
    Row("放行 停机 已电话核实", (OFFICE,), others=(COLLEAGUE,)),
    Row("可用性 6月", (*SUPERVISORS, LEADER)),
    Row("6月20日系统正常吗", (*SUPERVISORS, LEADER), others=(*HEARD, OTHER_HEAD, OTHER_LIAISON, ADMIN)),
    Row("系统正常吗", (*HEARD, OTHER_HEAD, OTHER_LIAISON, *SUPERVISORS, LEADER)),
    Row("待办", EVERYBODY),
)


@pytest.fixture
def prepared(on_the_day: Callable[[datetime], StoryOffice]) -> StoryOffice:
    """Something waits for every command: yellow is heard, matter 9 is late, 招商局 asked for two things."""
    office = on_the_day(HEARING)
    office.says(OFFICE, "登记 stranger 路人 城管局 联络员")
    add_matter(office, 9, "背街小巷改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    add_node(office, 9, "路面铺设", date(2026, 6, 18))
    office.says(OTHER_HEAD, "申请延期 3 到10月15日 因为暴雨停工")
    office.says(OTHER_HEAD, "申请销号 4 验收单已归档")
    matter, now = office.matter(5), office.clock()
    with office.house.database.write() as session:
        session.add(
            Alias(id=900, text="二期厂房那个", matter_id=matter.id, of_unit_id=matter.unit_id, confirmed_at=now)
        )
        session.add(
            Inbox(
                id=7001, corp="c", agent="1", message_key="old", channel="app", sender=OTHER_LIAISON, kind="text",
                text="无变化", told_at=now, received_at=now, envelope=b"", plaintext=b"",
                disposition=Disposition.QUARANTINED,
            )
        )  # fmt: skip
    return office


def test_every_command_has_its_row() -> None:
    said = [plain(row.says) for row in TABLE]
    never = [one.words for one in COMMANDS if not any(one.pattern.fullmatch(words) for words in said)]
    assert never == []


def test_who_may_say_what(prepared: StoryOffice) -> None:
    found: list[str] = []
    for row in TABLE:
        if row.says.startswith("放行"):
            hold(prepared)  # not earlier: nothing is drafted or signed while one is open
        for userid in EVERYBODY:
            if userid in row.may or userid in row.others:
                continue
            before = everything(prepared)
            answer = prepared.says(userid, row.says)
            if became_of(prepared) is not Disposition.REFUSED or everything(prepared) != before:
                found.append(f"{userid} may: {row.says} → {answer}")
        for userid in row.may:
            answer = prepared.says(userid, row.says)
            if became_of(prepared) is Disposition.REFUSED:
                found.append(f"{userid} may not: {row.says} → {answer}")
    assert found == []


def hold(office: StoryOffice) -> None:
    with office.house.database.write() as session:
        holds.put(session, HoldKind.OUTAGE, {"first": "2026-06-20", "last": "2026-06-21"}, office.clock())


def became_of(office: StoryOffice) -> Disposition:
    """What became of the newest message."""
    with office.house.database.read() as session:
        newest = select(Inbox.disposition).where(Inbox.id != 7001).order_by(Inbox.received_at.desc(), Inbox.id.desc())
        return session.scalars(newest.limit(1)).one()


def everything(office: StoryOffice) -> dict[str, list[Any]]:
    """Every row of every table but the inbox."""
    with office.house.database.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
            if table.name != "inbox"
        }
