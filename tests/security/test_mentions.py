"""Nobody is rung, and nothing is a link or markup, because of what somebody wrote (T23)."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest

from bot.config import Form
from models import Chat, Person
from models.outbox import MessageClass
from rehearsal.platform.mentions import inline
from supervision.outbox import Intent, To, post
from supervision.texts import render
from supervision.texts.quoting import powerless, quoted
from tests.security.planting import plant, said_by_the_bot
from tests.stories.office import StoryOffice, add_matter, open_office

POWERFUL = "<@all>@all@所有人<@zhouming>[点](http://x.cn/)<a href='http://x.cn'>点</a><font color=\"warning\">红</font>"
PIECES = (
    "<", ">", "@", "all", "所有人", "zhouming", "<@all>", "<@zhouming>", "@all", "@所有人", "[", "]", "(", ")", "](",
    "http", "://", "https://x.cn", "<a ", "</a>", "<font", "\n", "\r", "\u200b", "\u202e", "\ufeff", "\x00", "督", "😀",
    " ", "&lt;", "＜", "＠", "\\", "`", "*", "#",
)  # fmt: skip
TEXTS = 50_000
_POWER = re.compile(r"<[@/!A-Za-z]|@all|@所有人|\]\(|://")


@pytest.mark.parametrize("form", ["markdown", "cards"])
def test_planted_everywhere_it_rings_nobody(_file_url: str, form: Form) -> None:
    office = open_office(_file_url, form=form)
    plant(office, POWERFUL)
    shown = list(said_by_the_bot(office))
    assert sum("＠all" in one.text for one in shown) > 40, "the words were repeated"
    for one in shown:
        said = f"{one.text} {one.content}"
        assert inline(said) == [] and not _POWER.search(said), one
        assert (one.mentions, one.broken_mentions, one.mentions_everyone) == ((), (), False)
    office.house.close()


def test_whoever_the_office_means_to_ring_is_rung_and_nobody_else(small_office: StoryOffice) -> None:
    """In the group; the title beside it wants everybody rung."""
    add_matter(small_office, 8, POWERFUL, due_on=date(2026, 6, 12))
    with small_office.house.database.write() as session:
        head = session.query(Person).filter(Person.userid == "zhangwei").one()
        group = session.query(Chat).one()
        facts = {"number": 8, "title": POWERFUL, "unit": "<@all>招商局", "due_on": "2026-06-12", "workdays_late": 1}
        intent = Intent("a late one", "overdue_in_group", {**facts, "mentions": [head.id]}, MessageClass.REMINDER)
        post(session, To(chat_id=group.id), intent, small_office.clock())
    small_office.live()
    [said] = small_office.platform.group_screen("work")
    assert "＠all" in said.text and not _POWER.search(said.text)
    assert (said.mentions, said.broken_mentions, said.mentions_everyone) == (("zhangwei",), (), False)


def test_fifty_thousand_texts_keep_no_power_when_quoted() -> None:
    chance = random.Random(23)
    for _ in range(TEXTS):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 12)))
        said = quoted(text)
        assert not _POWER.search(said) and not set("<>@\n\r\x00") & set(said), text
        named = powerless(text)
        assert inline(named) == [] and not _POWER.search(named.replace("://", " ")), text
        assert powerless(named) == named and len(named) == len(text)


@pytest.mark.parametrize("text", ["a < b", "3<5 与 7>6", "user@corp.cn", "进度[约]66%(估)", "见附件(1)", "http 状态"])
def test_what_has_no_power_stays_as_it_was(text: str) -> None:
    assert powerless(text) == text


def test_two_facts_side_by_side_make_no_mention() -> None:
    facts = {"asked_at": "2026-06-15T10:00:00+00:00", "numbers": [], "words": "x"}
    assert "<@" not in render("question_with_office", unit="招商局<", person="@zhouming>", **facts)


def test_a_title_and_the_bracket_behind_it_make_no_link() -> None:
    facts = {"written": "督〔2026〕1号", "name": "白色专项督办单", "number": 8, "finish_by": "2026-06-18"}
    assert "](" not in render("notice_announced", title="[点]", unit="http", **facts)
