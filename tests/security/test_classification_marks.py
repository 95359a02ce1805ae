"""Somebody types what bears a mark of secrecy: it goes no further, nobody is shown it, the office hears of it (T42)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Inbox
from models.inbox import Disposition
from tests.security.envelopes import send, text_xml
from tests.security.planting import said_by_the_bot
from tests.security.rows import beyond_the_inbox
from tests.stories.office import StoryOffice

MARKED = (
    "机密★10年 {}",
    "秘密★ {}",
    "绝密☆长期 {}",
    "机 密 ★ 1 年\n{}",
    "机\u200b密★{}",
    "【机密】{}",
    "（秘密）{}",
    "[绝密] {}",
    "〔内部〕{}",
    "(内部资料) {}",
    "密级:机密 {}",
    "密级：绝密。{}",
    "密　级：秘　密\n{}",
    "机密\n{}",
    "{}\n秘密 ★ 一年",
    "秘密,{}",
    "转发机密级文件:{}",
    "工作秘密★{}",
)
PLAIN = (
    "已签保密协议,{}",
    "涉及商业秘密的部分另报,{}",
    "机密机械厂搬迁完成,{}",
    "内部装修完成,{}",
    "秘密花园工程正常,{}",
    "保密局已验收,{}",
    "★重点项目 {}",
)
REPORT = "奥瑞金二期 进度66%,导弹仓库在村东头,请经信局协调"
WORDS = "导弹仓库"


@pytest.mark.parametrize("mark", MARKED)
@pytest.mark.parametrize("shape", ["日报 {}", "申请延期 3 到11月15日 因为{}"])
def test_what_bears_a_mark_goes_no_further(small_office: StoryOffice, mark: str, shape: str) -> None:
    small_office.live()
    before = beyond_the_inbox(small_office)
    answer = small_office.says("zhangwei", mark.format(shape.format(REPORT)))
    assert "密级标志" in answer and "撤回" in answer
    small_office.live()
    small_office.clock.now += timedelta(minutes=1)
    for userid in ("zhouming", "liuyang", "limin"):
        for words in ("#3", "有困难的事项", "待办"):
            small_office.says(userid, words)
    assert not any(WORDS in f"{one.text}{one.content}" for one in said_by_the_bot(small_office))
    after = beyond_the_inbox(small_office)
    assert {name for name in after if after[name] != before[name]} <= {"outgoing", "send", "attempt"}
    assert all("密级标志" in "\n".join(small_office.hears(userid)) for userid in ("zhouming", "zhaojie"))


@pytest.mark.parametrize("plain", PLAIN)
def test_words_that_only_speak_of_secrets_are_reports(small_office: StoryOffice, plain: str) -> None:
    assert "密级标志" not in small_office.says("zhangwei", plain.format("奥瑞金二期 进度66%"))
    assert small_office.matter(3).percent == 66


def test_an_order_with_a_mark_is_not_carried_out(small_office: StoryOffice) -> None:
    assert "密级标志" in small_office.says("zhouming", "暂停 3 机密★10年 文件要求")
    assert "密级标志" in small_office.says("zhouming", "代录 招商局 张伟 电话 奥瑞金二期进度67% 【秘密】")
    assert (small_office.matter(3).suspended_since, small_office.matter(3).percent) == (None, 60)


def test_out_of_quarantine_it_is_still_no_report(small_office: StoryOffice) -> None:
    inner = text_xml(small_office, f"机密★10年 {REPORT}".encode())
    small_office.clock.now += timedelta(minutes=30)
    send(small_office, inner, late_by=1800)
    with small_office.house.database.read() as session:
        number = session.query(Inbox).one().id
    listed = small_office.says("zhouming", "隔离")
    assert str(number) in listed and WORDS not in listed
    small_office.says("zhouming", f"释放 {number}")
    small_office.clock.now += timedelta(minutes=1)
    small_office.live()
    assert small_office.matter(3).percent == 60
    with small_office.house.database.read() as session:
        assert session.get_one(Inbox, number).disposition is Disposition.REFUSED
    assert not any(WORDS in one.text for one in said_by_the_bot(small_office))
