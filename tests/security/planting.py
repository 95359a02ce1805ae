"""The same words typed wherever a person can type any: in reports, reasons, titles, names, papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from rehearsal.platform import Channel, Shown
from supervision.clock import SHANGHAI
from tests.stories.climbing import DRAFTED, HEARD, HEARING
from tests.stories.office import StoryOffice, add_matter

# Who says what; 8 is a matter of 城管局 that climbs. «» stands for the words.
_FIRST_DAY = (
    ("zhangwei", "日报 奥瑞金二期 66%,«»缺电力指标,请经信局协调«»。下步«»"),
    ("zhangwei", "日报 «» 50%"),
    ("zhangwei", "«»"),
    ("limin", "«»项目到哪了"),
    ("limin", "0"),
    ("zhangwei", "申请延期 3 到11月15日 因«»暴雨停工"),
    ("zhouming", "退回 3 延期 «»"),
    ("zhangwei", "申请销号 3 «»材料归档"),
    ("zhouming", "退回 3 «»"),
    ("zhouming", "交办 滨江«»路改造 招商局 6月30日前 依据:县长«»批示"),
    ("zhouming", "登记 stranger 路«»人 城管局 联络员"),
    ("zhouming", "暂停 3 «»"),
    ("zhouming", "恢复 3 «»"),
    ("zhouming", "代录 招商局 张伟 电话 奥瑞金二期进度67% «»"),
    ("zhouming", "代录催办 3 电话 «»"),
    ("zhouming", "认定 4 质量不达标:«»"),
    ("limin", "建议 «»"),
    ("admin", "建议答复 1 «»"),
    *(("liuyang", question) for question in ("#3", "#8", "红灯", "有困难的事项", "卡在谁那里", "督办单")),
    *(("zhangwei", question) for question in ("我的事项", "#9")),
    ("zhouming", "待办"),
)
_CLIMB = (
    (DRAFTED, "zhouming", "签发 8 标准:完成«»验收 时限:6月18日"),
    (HEARING, "chenchen", "说明 8 «»"),
    (HEARING, "zhouming", "不采纳 8 «»"),
    (HEARD, "zhouming", "提请 8 认定:«» 标准:«» 时限:6月29日"),
    (HEARD, "liuyang", "签发 8"),
    (HEARD, "chenchen", "复核 督2026-2 «»"),
    (HEARD, "zhaojie", "复核决定 督2026-2 维持 «»"),
    (HEARD, "zhouming", "撤销 8 «»"),
)


def plant(office: StoryOffice, words: str) -> None:
    """A fortnight of the office in which everybody writes these words into everything."""
    add_matter(office, 8, f"老旧{words}改造", "城管局", due_on=date(2026, 6, 15), percent=50, aliases=(f"旧{words}改",))
    for userid, text in _FIRST_DAY:
        _say(office, userid, text.replace("«»", words))
    for moment, userid, text in _CLIMB:
        office.until(max(moment, office.clock.now))
        _say(office, userid, text.replace("«»", words))
    office.until(datetime(2026, 6, 29, 18, tzinfo=SHANGHAI))


def _say(office: StoryOffice, userid: str, text: str) -> None:
    office.says(userid, text)
    office.clock.now += timedelta(seconds=20)
    office.live()


def said_by_the_bot(office: StoryOffice) -> Iterator[Shown]:
    """All that stands on any screen and was not typed by a person."""
    return (one for one in office.platform.ledger.entries if one.channel is not Channel.MEMBER)
