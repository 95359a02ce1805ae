"""What an answer means for the message it was about (reliability.md §3.2, platform.md §7.2). Pure."""

from dataclasses import dataclass
from enum import StrEnum

from bot.wecom.answers import Answer
from bot.wecom.errors import CredentialRefused, NotReached, TokenTrouble, TurnedAway, WireTrouble


class Kind(StrEnum):
    """What became of the message."""

    SENT = "sent"
    PARTIAL = "partial"  # accepted, but not for everybody
    NOT_SENT = "not_sent"  # surely not accepted; the same bytes may go again
    FAILED = "failed"  # never accepted in this form or for this target
    UNKNOWN = "unknown"  # may have been accepted


class Scope(StrEnum):
    """What else must pause with this message."""

    NONE = "none"
    ROBOT = "robot"
    APP = "app"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`retry_after` is in seconds, None where a retry is not advised by itself. `invalid` are lower-case user ids.

    `is_target_gone`: this person, group or robot will not be reached by trying again. `words` are for the operator,
    free of secrets.
    """

    kind: Kind
    code: int | None = None
    retry_after: float | None = None
    freeze_scope: Scope = Scope.NONE
    invalid: tuple[str, ...] = ()
    alarm: bool = False
    is_target_gone: bool = False
    message_id: str = ""
    response_code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: Kind
    retry_after: float | None = None
    freezes: bool = False
    alarm: bool = False
    is_target_gone: bool = False


_BUSY = _Rule(Kind.NOT_SENT, 5.0)
_TOKEN = _Rule(Kind.NOT_SENT, 10.0)
_FREQUENCY = _Rule(Kind.NOT_SENT, 60.0, freezes=True)
_CROWD = _Rule(Kind.NOT_SENT, 2.0)
_CLOSED = _Rule(Kind.NOT_SENT, 300.0, freezes=True, alarm=True)
_ADDRESS = _Rule(Kind.NOT_SENT, 60.0, freezes=True, alarm=True)
_GONE = _Rule(Kind.FAILED, alarm=True, is_target_gone=True)
_STALE = _Rule(Kind.FAILED)
_DEFECT = _Rule(Kind.FAILED, alarm=True)

_BY_CODE: dict[int, _Rule] = {
    **dict.fromkeys((-1, 6000), _BUSY),
    **dict.fromkeys((40001, 40014, 42001), _TOKEN),
    45009: _FREQUENCY,
    45033: _CROWD,
    # Nothing of this app goes out before somebody has looked at the console.
    **dict.fromkeys((40013, 40056, 40091, 41002, 41004, 43012), _CLOSED),
    **dict.fromkeys((48001, 48002, 48006, 48009, 50003, 301002), _CLOSED),
    60020: _ADDRESS,
    # The person is not there, or not for us.
    **dict.fromkeys((40003, 43004, 46004, 50002, 60011, 60021, 60111, 81013, 92000), _GONE),
    # The group or the robot is not there, or not ours.
    **dict.fromkeys((40050, 49008, 86001, 86003, 86004, 86008, 93000, 93004, 93008), _GONE),
    # A card whose code was used up stays as it is; the message itself is in its place.
    60140: _STALE,
}


def judge(answer: Answer, scope: Scope) -> Outcome:
    """`scope` is the sender's own: a robot's troubles freeze that robot, an app's that app.

    A code nobody knows is a failure with an alarm: permanent, as all outside the retryable set (platform.md §7.2).
    """
    code = answer.code
    if code is None:
        return Outcome(Kind.UNKNOWN, alarm=True, words="the answer has no error code")
    if code == 0:
        return _accepted(answer)
    rule = _BY_CODE.get(code, _DEFECT)
    return Outcome(
        rule.kind,
        code,
        rule.retry_after,
        scope if rule.freezes else Scope.NONE,
        _invalid(answer),
        rule.alarm,
        rule.is_target_gone,
        words=answer.words,
    )


def judge_trouble(trouble: WireTrouble | TokenTrouble, scope: Scope) -> Outcome:
    """When there was no answer to judge."""
    if isinstance(trouble, TokenTrouble):
        is_refused = isinstance(trouble, CredentialRefused)
        return Outcome(
            Kind.NOT_SENT,
            trouble.code,
            trouble.retry_after,
            scope if is_refused else Scope.NONE,
            alarm=is_refused,
            words=str(trouble),
        )
    if isinstance(trouble, TurnedAway):
        return Outcome(Kind.NOT_SENT, retry_after=60.0, alarm=True, words=str(trouble))
    if isinstance(trouble, NotReached):
        return Outcome(Kind.NOT_SENT, retry_after=5.0, words=str(trouble))
    return Outcome(Kind.UNKNOWN, words=str(trouble))


def _accepted(answer: Answer) -> Outcome:
    invalid = _invalid(answer)
    left_out = any(_ids(answer.data.get(name)) for name in ("invalidparty", "invalidtag"))
    # The platform took what it could read of a broken body (platform.md §7.2): a defect of ours.
    is_broken = "wrong json format" in answer.words.lower()
    return Outcome(
        Kind.PARTIAL if invalid or left_out else Kind.SENT,
        0,
        invalid=invalid,
        alarm=is_broken,
        message_id=_string(answer, "msgid") or _string(answer, "jobid"),
        response_code=_string(answer, "response_code"),
        words=answer.words if is_broken else "",
    )


def _invalid(answer: Answer) -> tuple[str, ...]:
    """Joined by | in message/send, a list in update_template_card (platform.md §6.1, §6.3)."""
    found = [*_ids(answer.data.get("invaliduser")), *_ids(answer.data.get("unlicenseduser"))]
    return tuple(dict.fromkeys(each.lower() for each in found))


def _ids(told: object) -> list[str]:
    parts = told.split("|") if isinstance(told, str) else told if isinstance(told, list) else []
    return [str(each).strip() for each in parts if str(each).strip()]


def _string(answer: Answer, name: str) -> str:
    told = answer.data.get(name)
    return str(told) if isinstance(told, str | int) else ""
