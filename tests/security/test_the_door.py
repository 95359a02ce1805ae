"""At the door: what is not authentic leaves nothing behind; what is authentic and odd is kept, and hurts nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Inbox, Outgoing, Question, Report, Stranger
from models.inbox import Disposition
from rehearsal.platform import Forgery
from supervision.clock import local
from tests.security.envelopes import encrypted, outer, post, send, signed, text_xml
from tests.stories.office import AGENT, CORP, StoryOffice

FORGERIES = [one for one in Forgery if one is not Forgery.STALE]


def _rows(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return sum(session.query(table).count() for table in (Inbox, Outgoing, Report, Stranger, Question))


def _newest(office: StoryOffice) -> Inbox:
    with office.house.database.read() as session:
        row = session.query(Inbox).order_by(Inbox.id.desc()).limit(1).one()
        assert row.envelope and row.plaintext is not None
        return row


def _now(office: StoryOffice) -> int:
    return int(office.clock.now.timestamp())


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_refused_and_writes_nothing(small_office: StoryOffice, forgery: Forgery) -> None:
    office = small_office
    before = _rows(office)
    attempt = office.line.forges(forgery, "zhouming", "暂停 3 停工令")
    assert attempt.status in (400, 403, 411, 413)
    assert (attempt.body or b"").find("督办".encode()) == -1
    assert _rows(office) == before
    assert attempt.status == 411 or sum(office.house.door.refused.values()) == 1
    assert office.matter(3).suspended_since is None


def test_a_letter_of_the_signature_is_enough_to_refuse(small_office: StoryOffice) -> None:
    secret = encrypted(text_xml(small_office, "帮助".encode()))
    query = signed(secret, _now(small_office))
    for place in (0, 20, 39):
        wrong = list(query["msg_signature"])
        wrong[place] = "0" if wrong[place] != "0" else "1"
        assert post(small_office, {**query, "msg_signature": "".join(wrong)}, outer(secret))[0] == 403
    assert post(small_office, {**query, "timestamp": str(_now(small_office) + 1)}, outer(secret))[0] == 403
    assert post(small_office, {**query, "nonce": "1"}, outer(secret))[0] == 403
    assert _rows(small_office) == 0
    assert post(small_office, query, outer(secret))[0] == 200


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"msg_signature": "", "timestamp": "", "nonce": ""},
        {"msg_signature": "é" * 40, "timestamp": "1", "nonce": "1"},
        {"msg_signature": "a" * 40, "timestamp": "now", "nonce": "1"},
        {"msg_signature": "a" * 40, "timestamp": "9" * 400, "nonce": "\x00"},
    ],
)
def test_odd_queries_are_refused(small_office: StoryOffice, query: dict[str, str]) -> None:
    assert post(small_office, query, outer(encrypted(text_xml(small_office, b"x"))))[0] == 403
    assert _rows(small_office) == 0


@pytest.mark.parametrize("timestamp", ["+{}", " {}", "{}.0", "0{}", "٣{}"])
def test_a_signed_timestamp_is_a_plain_number(small_office: StoryOffice, timestamp: str) -> None:
    """Signed by the platform or not, nothing breaks on it."""
    secret = encrypted(text_xml(small_office, b"x"))
    query = signed(secret, _now(small_office))
    odd = timestamp.format(query["timestamp"])
    assert post(small_office, {**query, "timestamp": odd}, outer(secret))[0] == 403


def test_a_body_over_the_limit_is_refused_before_it_is_read(small_office: StoryOffice) -> None:
    status, _ = post(small_office, {}, b"x" * (256 * 1024 + 1))
    assert status == 413
    assert _rows(small_office) == 0 and small_office.house.door.refused["size"] == 1


def test_an_unknown_corp_inside_and_outside_is_refused(small_office: StoryOffice) -> None:
    other = "ww0000000000000000"
    inner = text_xml(small_office, b"x").replace(CORP.encode(), other.encode())
    assert send(small_office, inner)[0] == 403
    assert send(small_office, text_xml(small_office, b"x"), corp=other)[0] == 403
    assert _rows(small_office) == 0


def test_another_apps_message_is_refused(small_office: StoryOffice) -> None:
    assert send(small_office, text_xml(small_office, "日报 奥瑞金二期 66%".encode(), agent=AGENT + 1))[0] == 403
    assert _rows(small_office) == 0 and small_office.matter(3).percent == 60


def test_an_entity_bomb_under_a_right_signature_does_not_go_off(office: StoryOffice) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    status, answer = send(office, bomb + text_xml(office, b"&b;"))
    assert (status, answer) == (200, b"")
    assert _newest(office).disposition is Disposition.QUARANTINED


@pytest.mark.parametrize("path", [b"file:///etc/passwd", b"http://localhost:1/"])
def test_nothing_outside_is_fetched(small_office: StoryOffice, path: bytes) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a SYSTEM "' + path + b'">]>'
    assert send(small_office, doctype + text_xml(small_office, b"&a;"))[0] == 200
    assert b"root:" not in _newest(small_office).text.encode()


@pytest.mark.parametrize(
    "inner", [b"", b"<xml>", b"\xff\xfe", b"{}", b"<xml><ToUserName>x</ToUserName></xml>", b"\x00" * 64]
)
def test_rubbish_inside_a_right_envelope_is_kept_aside_and_answered(office: StoryOffice, inner: bytes) -> None:
    status, answer = send(office, inner)
    assert (status, answer) == (200, b"")
    row = _newest(office)
    assert row.disposition is Disposition.QUARANTINED
    assert encrypted(inner).encode() in row.envelope
    again, _ = send(office, inner)
    assert again == 200


def test_a_kind_with_a_long_name_is_kept_and_hurts_nobody(office: StoryOffice) -> None:
    """The platform has events with longer names than any we wait for; one is on its list."""
    inner = text_xml(office, b"").replace(
        b"<MsgType>text</MsgType>", b"<MsgType>event</MsgType><Event>wedrive_insufficient_capacity</Event>"
    )
    assert send(office, inner) == (200, b"")
    row = _newest(office)
    assert row.disposition is Disposition.IGNORED and b"wedrive_insufficient_capacity" in row.plaintext


def test_a_sender_longer_than_a_userid_is_kept_aside(office: StoryOffice) -> None:
    assert send(office, text_xml(office, b"x", "z" * 65)) == (200, b"")
    assert _newest(office).disposition is Disposition.QUARANTINED


def test_a_stale_report_waits_for_a_supervisor_and_keeps_its_time(office: StoryOffice) -> None:
    inner = text_xml(office, "日报 奥瑞金二期 进度66%".encode())
    told_at = office.clock.now
    office.clock.now += timedelta(minutes=30)
    assert send(office, inner, late_by=1800) == (200, b"")
    row = _newest(office)
    assert row.disposition is Disposition.QUARANTINED and office.matter(3).percent == 60
    assert str(row.id) in office.says("zhouming", "隔离")
    assert "释放" in office.says("zhouming", f"释放 {row.id}")
    office.clock.now += timedelta(minutes=1)
    office.live()
    assert office.matter(3).percent == 66
    with office.house.database.read() as session:
        assert local(session.query(Report).one().told_at) == told_at


@pytest.mark.parametrize(
    "command",
    ["暂停 3 停工令", "离任 zhangwei", "申请延期 3 到12月1日 因暴雨停工", "撤回", "收到", "更正 奥瑞金二期 99%"],
)
def test_a_stale_command_never_runs_even_released(small_office: StoryOffice, command: str) -> None:
    small_office.says("zhangwei", "日报 奥瑞金二期 61%")
    inner = text_xml(small_office, command.encode(), "zhouming" if command[:2] in ("暂停", "离任") else "zhangwei")
    small_office.clock.now += timedelta(minutes=30)
    send(small_office, inner, late_by=1800)
    small_office.says("zhouming", f"释放 {_newest(small_office).id}")
    small_office.clock.now += timedelta(minutes=1)
    small_office.live()
    matter = small_office.matter(3)
    assert (matter.suspended_since, matter.percent) == (None, 61)
    assert "奥瑞金" in small_office.says("zhangwei", "#3")
    with small_office.house.database.read() as session:
        assert session.query(Inbox).filter(Inbox.disposition == Disposition.WAITING).count() == 0


@pytest.mark.parametrize(
    ("userid", "command"), [("zhouming", "暂停 3 停工令"), ("zhangwei", "撤回"), ("zhangwei", "申请销号 3")]
)
def test_who_sent_a_stale_command_is_told_that_it_was_not_carried_out(
    small_office: StoryOffice, userid: str, command: str
) -> None:
    """Released it does not end in silence: one sentence, by the outbox, once (I3)."""
    inner = text_xml(small_office, command.encode(), userid)
    small_office.clock.now += timedelta(minutes=30)
    send(small_office, inner, late_by=1800)
    small_office.says("zhouming", f"释放 {_newest(small_office).id}")
    for _ in range(2):
        small_office.clock.now += timedelta(minutes=1)
        small_office.live()
    [said] = [text for text in small_office.hears(userid) if "没有执行" in text]
    assert command in said and "请重新发一次" in said
    assert small_office.matter(3).suspended_since is None


def test_the_office_is_alarmed_of_what_was_kept_aside(small_office: StoryOffice) -> None:
    inner = text_xml(small_office, "日报 奥瑞金二期 进度66%".encode())
    send(small_office, inner, late_by=1800)
    small_office.house.watch()
    small_office.live()
    assert any("隔离" in text for text in small_office.hears("zhouming"))


@pytest.mark.parametrize("userid", ["zhangwei", "liuyang", "admin", "stranger"])
def test_only_a_supervisor_releases(small_office: StoryOffice, userid: str) -> None:
    send(small_office, text_xml(small_office, "日报 奥瑞金二期 进度66%".encode()), late_by=1800)
    row = _newest(small_office)
    small_office.says(userid, f"释放 {row.id}")
    small_office.clock.now += timedelta(minutes=1)
    small_office.live()
    assert small_office.matter(3).percent == 60


@pytest.mark.parametrize(("late_by", "is_fresh"), [(299, True), (-299, True), (301, False), (-301, False)])
def test_five_minutes_either_way_are_fresh(small_office: StoryOffice, late_by: int, is_fresh: bool) -> None:
    send(small_office, text_xml(small_office, "日报 奥瑞金二期 进度66%".encode()), late_by=late_by)
    assert (small_office.matter(3).percent == 66) is is_fresh


@pytest.mark.parametrize(
    "content",
    [
        "😀🚧",
        "𠮷野家项目",
        "奥瑞金二期 66%\u200b\u202e",
        "a" * 64 * 1024,
        "督" * 20_000,
        "' OR 1=1 --",
        "{{ 7*7 }}",
        "\ufffe",
    ],
)
def test_odd_text_is_kept_byte_for_byte_and_answered(office: StoryOffice, content: str) -> None:
    secret = encrypted(text_xml(office, f"<![CDATA[{content}]]>".encode()))
    body = outer(secret)
    status, _ = post(office, signed(secret, _now(office)), body)
    assert status == 200
    row = _newest(office)
    assert row.envelope == body
    assert content.encode() in row.plaintext
    assert row.disposition is not Disposition.WAITING


def test_nul_and_surrogates_are_made_visible(office: StoryOffice) -> None:
    for number, content in enumerate((b"a\x00b", b"a&#0;b", b"a&#xD83D;b", b"a\xed\xa0\xbdb", b"a\x08b"), 1):
        status, _ = send(office, text_xml(office, content, number=number))
        assert status == 200
        text = _newest(office).text
        assert "\x00" not in text and not any("\ud800" <= one <= "\udfff" for one in text)
    assert office.says("zhangwei", "#3")


def test_a_long_report_is_read_at_its_beginning_and_says_so(office: StoryOffice) -> None:
    answer = office.says("zhangwei", "日报 奥瑞金二期 进度66%。" + "进展顺利。" * 3000 + "厂房一期 进度99%")
    assert office.matter(3).percent == 66 and office.matter(4).percent == 30
    assert "只读了前面" in answer


@pytest.mark.parametrize("mention", ["<@all>", "<@zhouming>", "@所有人", "@all", "<a href='http://x'>点我</a>"])
def test_words_in_a_report_have_no_power(small_office: StoryOffice, mention: str) -> None:
    small_office.says("zhangwei", f"日报 奥瑞金二期 66%,{mention}缺电力指标,请经信局协调{mention}")
    small_office.says("chenchen", f"交办 {mention}")
    small_office.live()
    said = [*small_office.hears("wangqiang"), *small_office.group_hears(), small_office.says("liuyang", "#3")]
    assert not any("<@" in text or "@all" in text or "@所有人" in text or "<a " in text for text in said)


def test_a_replayed_envelope_says_the_same_and_does_nothing(small_office: StoryOffice) -> None:
    first = small_office.line.says("zhouming", "交办 滨江路改造 招商局 6月30日前 依据:县长批示")
    before = _rows(small_office)
    assert small_office.line.replays(first).status == 200
    assert _rows(small_office) == before


def test_the_sender_inside_the_envelope_is_the_sender(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "我是周明,督查室的。暂停 3 停工令")
    small_office.says("zhangwei", "FromUserName: zhouming\n暂停 3 停工令")
    assert small_office.matter(3).suspended_since is None
