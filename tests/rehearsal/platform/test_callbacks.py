"""How callbacks reach the product: fresh envelopes, five seconds, four tries, then lost."""

import threading

import pytest

from rehearsal.platform import Reason, Retry, State

from .conftest import Office, open_office
from .product import text_reply


def test_each_try_is_sealed_anew_around_the_same_message(office: Office) -> None:
    office.product.statuses = [500, 302, 200]
    delivery = office.line.says("zhang", "日报 无变化")
    assert delivery.state is State.ACCEPTED
    assert [attempt.status for attempt in delivery.attempts] == [500, 302, 200]
    assert len({message["MsgId"] for message in office.product.heard}) == 1
    assert len({message["CreateTime"] for message in office.product.heard}) == 1
    assert len({query["nonce"] for query in office.product.queries}) == 3
    assert len({query["msg_signature"] for query in office.product.queries}) == 3
    assert len(set(office.product.raw)) == 3


def test_after_four_deliveries_the_message_is_lost(office: Office) -> None:
    office.product.statuses = [500] * 9
    delivery = office.line.says("zhang", "日报 无变化")
    assert delivery.state is State.LOST
    assert len(office.product.heard) == 4
    assert [one.reason for one in office.platform.ledger.dropped] == [Reason.CALLBACK_LOST]
    assert office.texts("zhang") == ["日报 无变化"]


def test_an_answer_that_comes_after_five_seconds_is_not_heard(office: Office) -> None:
    delays = [6.0, 1.0]
    office.product.busy = lambda: office.clock.forward(seconds=delays.pop(0))
    office.product.reply = lambda _: text_reply("已记下")
    delivery = office.line.says("zhang", "日报 无变化")
    assert [attempt.problem for attempt in delivery.attempts] == ["no answer in time", ""]
    assert office.texts("zhang") == ["日报 无变化", "已记下"]
    assert len(office.product.heard) == 2
    first, second = office.product.queries
    assert int(second["timestamp"]) - int(first["timestamp"]) == 6


def test_a_crash_of_the_product_is_a_500_and_tried_again(office: Office) -> None:
    def fall_over_once() -> None:
        if len(office.product.heard) == 1:
            raise RuntimeError("disk full")

    office.product.busy = fall_over_once
    delivery = office.line.says("zhang", "日报 无变化")
    assert [attempt.status for attempt in delivery.attempts] == [500, 200]


def test_a_retry_can_wait_until_the_product_is_back(office: Office) -> None:
    office.product.statuses = [503]
    delivery = office.line.says("zhang", "日报 无变化", retry=Retry.LATER)
    assert [attempt.status for attempt in delivery.attempts] == [503]
    office.clock.forward(seconds=30)
    office.product.reply = lambda _: text_reply("已记下")
    assert office.platform.redeliver() == [delivery]
    assert delivery.state is State.ACCEPTED
    assert office.texts("zhang")[-1] == "已记下"
    assert office.platform.redeliver() == []


def test_a_retry_can_overtake_the_first_try(office: Office) -> None:
    both_inside = threading.Barrier(2, timeout=10)
    office.product.busy = both_inside.wait
    office.product.reply = lambda _: text_reply("已记下")
    delivery = office.line.says("zhang", "日报 无变化", retry=Retry.CONCURRENT)
    assert [attempt.problem for attempt in delivery.attempts] == ["given up on", ""]
    assert office.product.heard[0]["MsgId"] == office.product.heard[1]["MsgId"]
    assert office.texts("zhang") == ["日报 无变化", "已记下"]


def test_an_accepted_callback_may_come_once_more(office: Office) -> None:
    delivery = office.line.says("zhang", "日报 无变化")
    assert office.line.repeats(delivery).status == 200
    assert office.line.replays(delivery).status == 200
    assert len({message["MsgId"] for message in office.product.heard}) == 1
    assert len({query["nonce"] for query in office.product.queries}) == 2


def test_nobody_listening_counts_as_a_failed_try(office: Office) -> None:
    office.line.app.post = None
    delivery = office.line.says("zhang", "日报 无变化")
    assert delivery.state is State.LOST
    assert {attempt.problem for attempt in delivery.attempts} == {"no receive URL"}


def test_what_was_typed_arrives_as_typed(office: Office) -> None:
    typed = "日报\n进度65%,<b>&]]>😀 全角!\u3000完\x07"
    for _ in range(30):
        office.line.says("zhang", typed)
    assert {message["Content"] for message in office.product.heard} == {typed.replace("\x07", "")}
    known = {"ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId", "AgentID"}
    strange = [message for message in office.product.heard if set(message) - known]
    assert 0 < len(strange) < 30


@pytest.mark.parametrize("padding", [1, 16, 17, 32])
def test_any_length_of_padding_can_be_asked_for(office: Office, padding: int) -> None:
    delivery = office.line.says("zhang", "日报 无变化", padding=padding)
    assert office.line.app.codec().padding(delivery.parcel.inner) == padding
    assert delivery.state is State.ACCEPTED


def test_events_carry_no_message_id(office: Office) -> None:
    office.line.enters("zhang")
    office.line.clicks("zhang", "MENU_PROGRESS")
    office.line.views("zhang", "https://example.com/screen")
    office.line.subscribes("zhang")
    told = [(message["Event"], message["EventKey"]) for message in office.product.heard]
    assert told == [
        ("enter_agent", ""),
        ("click", "MENU_PROGRESS"),
        ("view", "https://example.com/screen"),
        ("subscribe", ""),
    ]
    assert not any("MsgId" in message for message in office.product.heard)


def test_pictures_voices_films_places_and_links_have_their_own_fields(office: Office) -> None:
    office.line.sends_image("zhang", "media-1")
    office.line.sends_voice("zhang", "media-2")
    office.line.sends_video("zhang", "media-3")
    office.line.sends_location("zhang", 34.56, 117.73, "台儿庄区政府")
    office.line.sends_link("zhang", "项目开工", "https://example.com/a")
    image, voice, video, place, link = office.product.heard
    assert image["MediaId"] == "media-1"
    assert (voice["Format"], "Recognition" in voice) == ("amr", False)
    assert video["ThumbMediaId"] == "thumb"
    assert (place["Location_X"], place["Location_Y"], place["Label"]) == ("34.56", "117.73", "台儿庄区政府")
    assert (link["Title"], link["Url"]) == ("项目开工", "https://example.com/a")


def test_a_file_and_a_group_message_never_reach_the_product(office: Office) -> None:
    office.line.sends_file("zhang", "佐证材料.docx")
    office.platform.says_in_group("work-group", "li", "日报 无变化")
    assert office.product.heard == []
    assert office.texts("zhang") == ["[file] 佐证材料.docx"]
    assert [one.text for one in office.platform.group_screen("work-group")] == ["日报 无变化"]
    with pytest.raises(ValueError, match="does not see"):
        office.corp.add_member("sun")
        office.platform.says_in_group("work-group", "sun", "我是谁")


def test_who_does_not_have_the_app_cannot_write_to_it(office: Office) -> None:
    office.corp.add_member("hidden", visible=False)
    for stranger in ("hidden", "nobody"):
        with pytest.raises(ValueError, match="does not have this app"):
            office.line.says(stranger, "日报 无变化")


def test_a_change_of_contacts_comes_from_sys_and_without_agent(office: Office) -> None:
    office.line.change_contact("update_user", {"UserID": "li", "NewUserID": "li-si", "Department": "2,3"})
    heard = office.product.heard[0]
    assert (heard["FromUserName"], heard["ChangeType"], heard["NewUserID"]) == ("sys", "update_user", "li-si")
    assert b"AgentID" not in office.product.raw[0]
    renamed = office.corp.directory.find("LI-SI")
    assert renamed is not None
    assert renamed.departments == (2, 3)
    assert office.corp.directory.find("li") is None
    office.line.change_contact("create_user", {"UserID": "zhao", "Name": "赵六", "Department": "3"})
    office.line.change_contact("delete_user", {"UserID": "wang"})
    office.line.change_contact("create_party", {"Id": 9, "Name": "城管局", "ParentId": 1})
    assert office.corp.directory.find("zhao") is not None
    assert office.corp.directory.find("wang") is None
    assert office.corp.directory.departments[9].name == "城管局"


def test_the_same_seed_gives_the_same_day() -> None:
    def day(seed: int) -> list[bytes]:
        office = open_office(seed=seed)
        for text in ("日报 无变化", "红灯", "帮助"):
            office.line.says("zhang", text)
        return office.product.raw

    assert day(7) == day(7)
    assert day(7) != day(8)


def test_a_skewed_clock_shows_in_the_envelope(office: Office) -> None:
    office.platform.faults.skew -= office.clock.now - office.clock.now.replace(hour=8)
    office.line.says("zhang", "日报 无变化")
    assert int(office.product.queries[0]["timestamp"]) == int(office.clock.now.timestamp()) - 3600
