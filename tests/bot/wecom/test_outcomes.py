"""What every answer of the platform means for the message (reliability.md §3.2, platform.md §7.2)."""

from typing import Any

import pytest

from bot.wecom.answers import Answer
from bot.wecom.errors import CredentialRefused, NoAnswer, NotReached, TokenTrouble, TurnedAway, WireTrouble
from bot.wecom.outcomes import Kind, Outcome, Scope, judge, judge_trouble
from tests.bot.wecom.switchboard import SECRET, refusal


def about(scope: Scope = Scope.APP, **data: object) -> Outcome:
    return judge(Answer(data), scope)


def test_accepted_for_all() -> None:
    told = about(errcode=0, errmsg="ok", invaliduser="", msgid="m1", response_code="r1")
    assert told == Outcome(Kind.SENT, 0, message_id="m1", response_code="r1")


@pytest.mark.parametrize(
    ("data", "invalid"),
    [
        ({"invaliduser": "LiSi|wangwu"}, ("lisi", "wangwu")),
        ({"invaliduser": ["lisi"]}, ("lisi",)),
        ({"unlicenseduser": "zhaoliu"}, ("zhaoliu",)),
        ({"invaliduser": "lisi", "unlicenseduser": "zhaoliu|LISI"}, ("lisi", "zhaoliu")),
        ({"invalidparty": "7"}, ()),
        ({"invalidtag": "3"}, ()),
    ],
)
def test_accepted_but_not_for_all(data: dict[str, Any], invalid: tuple[str, ...]) -> None:
    told = about(errcode=0, errmsg="ok", msgid="m", **data)
    assert (told.kind, told.invalid, told.message_id) == (Kind.PARTIAL, invalid, "m")


def test_accepted_in_part_because_our_json_was_broken_is_our_defect() -> None:
    told = about(errcode=0, errmsg="ok. Warning: wrong json format. hint: [17]")
    assert (told.kind, told.alarm) == (Kind.SENT, True)


@pytest.mark.parametrize(
    ("codes", "kind", "is_frozen", "alarm"),
    [
        ([-1, 6000], Kind.NOT_SENT, False, False),
        ([40001, 40014, 42001], Kind.NOT_SENT, False, False),
        ([45033], Kind.NOT_SENT, False, False),
        ([45009], Kind.NOT_SENT, True, False),
        ([60020], Kind.NOT_SENT, True, True),
        ([48001, 48002, 48006, 48009, 50003, 301002, 40056, 43012, 40013], Kind.NOT_SENT, True, True),
        ([81013, 60111, 40003, 86003, 86008, 40050, 49008, 93000, 93004, 93008], Kind.FAILED, False, True),
        ([45002, 40058, 44004, 40033, 40008, 40063, 82001, 42028, 40201, 82004], Kind.FAILED, False, True),
        ([60140], Kind.FAILED, False, False),
        ([777777], Kind.FAILED, False, True),
    ],
)
@pytest.mark.parametrize("scope", [Scope.APP, Scope.ROBOT])
def test_refusals(codes: list[int], kind: Kind, is_frozen: bool, alarm: bool, scope: Scope) -> None:
    for code in codes:
        told = judge(Answer(refusal(code)), scope)
        assert (told.kind, told.code, told.alarm) == (kind, code, alarm), code
        assert told.freeze_scope is (scope if is_frozen else Scope.NONE), code
        assert (told.retry_after is not None) == (kind is Kind.NOT_SENT), code
        assert "10.0.0.7" in told.words
        assert SECRET not in told.words


def test_a_minute_limit_pauses_for_a_minute() -> None:
    assert (about(errcode=45009).retry_after or 0) >= 60


@pytest.mark.parametrize("code", [81013, 60111, 86003, 93000])
def test_who_is_gone_is_gone(code: int) -> None:
    assert about(errcode=code).is_target_gone


@pytest.mark.parametrize("code", [45002, 40058, -1, 45009, 48002])
def test_who_cannot_be_reached_now_is_not_gone(code: int) -> None:
    assert not about(errcode=code).is_target_gone


@pytest.mark.parametrize("data", [{}, {"error": "x"}, {"errcode": None}, {"errcode": "abc"}, {"errcode": float("inf")}])
def test_an_answer_without_a_code_says_nothing(data: dict[str, Any]) -> None:
    assert judge(Answer(data), Scope.APP).kind is Kind.UNKNOWN


def test_a_code_in_quotes_is_a_code() -> None:
    assert about(errcode="0").kind is Kind.SENT


@pytest.mark.parametrize(
    ("trouble", "kind", "alarm", "scope"),
    [
        (NotReached("p"), Kind.NOT_SENT, False, Scope.NONE),
        (TurnedAway("p"), Kind.NOT_SENT, True, Scope.NONE),
        (NoAnswer("p"), Kind.UNKNOWN, False, Scope.NONE),
        (TokenTrouble("t", 7.0), Kind.NOT_SENT, False, Scope.NONE),
        (CredentialRefused("t", 60.0, 40001), Kind.NOT_SENT, True, Scope.APP),
    ],
)
def test_no_answer_at_all(trouble: WireTrouble | TokenTrouble, kind: Kind, alarm: bool, scope: Scope) -> None:
    told = judge_trouble(trouble, Scope.APP)
    assert (told.kind, told.alarm, told.freeze_scope) == (kind, alarm, scope)
    assert (told.retry_after is not None) == (kind is Kind.NOT_SENT)
