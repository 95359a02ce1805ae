"""What an offer says on its buttons stands in the words of its message, too, whatever the matter is called."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from models import Outgoing
from models.outbox import MessageClass
from supervision.offers import Offer, has_offer, offer_of
from supervision.texts import render

MATTER = {"number": 3, "title": "奥瑞金|二期\n两片罐", "unit": "招商局", "person": "张伟"}
NOTICE = MATTER | {
    "name": "黄色专项督办单", "article": "第三条", "effect": "通报", "points": "0.3", "due_on": "2026-06-15",
    "workdays_late": 3, "standard": "完成验收", "finish_by": "2026-07-10", "verdict": "无正当理由", "reason": "",
    "proposer": "周明", "written": "督〔2026〕2号", "year": 2026, "serial": 2, "series": "督", "policy": "办法",
    "appeal_days": 15,
}  # fmt: skip
SAID: dict[str, dict[str, Any]] = {
    "extension_asked": MATTER | {"due_on": "2026-06-15", "until": "2026-07-15", "because": "暴雨", "is_late": False},
    "closeout_asked": MATTER
    | {"strikes_off": True, "told_at": "2026-06-15T09:00:00+08:00", "evidence": "", "decide_by": None},
    "notice_proposed": NOTICE,
    "escalation_hearing_opened": NOTICE | {"hearing_until": "2026-06-25T23:59:59+08:00", "previous": None},
    "notice_issued": NOTICE,
    "hold_opened": {"kind": "breaker", "wanted": 40, "limit": 10},
}


def offered(event: str, facts: dict[str, Any]) -> Offer | None:
    now = datetime(2026, 6, 15, tzinfo=UTC)
    return offer_of(
        Outgoing(id=7, claim=1, key="k", event=event, facts=facts, message_class=MessageClass.REPLY, created_at=now)
    )


@pytest.mark.parametrize("event", SAID)
@pytest.mark.parametrize("title", ["奥瑞金二期", "长" * 200, "a|b\nc", "<@all>"])
def test_the_words_and_the_buttons_say_the_same(event: str, title: str) -> None:
    facts = SAID[event] | {"title": title}
    offer = offered(event, facts)
    assert offer is not None and "\n" not in offer.heading and "<@" not in offer.heading
    words = render(event, **facts)
    for choice in offer.choices:
        assert choice.says in words or choice.says.rpartition(" ")[0] in words
        assert 0 < len(choice.label) <= 10


OPTIONS = [
    {"id": 1, "number": 4, "title": "厂房|一期", "old_percent": 60, "percent": 40},
    {"id": 2, "number": 5, "title": "厂房二期", "old_percent": 10, "percent": 50},
]


@pytest.mark.parametrize(
    ("event", "options", "says"),
    [
        ("ask_which_matter", OPTIONS, ["1", "2", "0"]),
        ("ask_near_name", OPTIONS[:1], ["是", "不是"]),
        ("ask_foreign_matter", OPTIONS, ["1", "2", "0"]),
        ("ask_which_percent", OPTIONS, ["40%", "50%"]),
        ("ask_lower_than_before", OPTIONS[:1], ["是", "不是"]),
        ("ask_completed_below_full", OPTIONS[:1], ["是", "不是"]),
        (
            "ask_which_state",
            [OPTIONS[0] | {"status": "completed"}, OPTIONS[0] | {"status": "in_progress"}],
            ["1", "2", "0"],
        ),
        ("ask_unknown_matter", [], None),
        ("ask_which_percent", [{"percent": 40}], None),
    ],
)
def test_questions_offer_their_answers(event: str, options: list[dict[str, Any]], says: list[str] | None) -> None:
    question = {"event": event, "mention": "厂房", "options": options, "update": {"percent": 40}, "more": 0}
    offer = offered("question_asked", {"question": question})
    assert (offer and [one.says for one in offer.choices]) == says


def test_news_offer_nothing() -> None:
    assert not has_offer("closeout_confirmed") and offered("late_answer", {"words": "红灯2件"}) is None
