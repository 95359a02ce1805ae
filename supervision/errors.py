"""The refusals: each is named by what happened and knows the text that tells it."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """Something cannot be done and a person is told why. `event` names the text in supervision/texts/."""

    event: ClassVar[str]

    def __init__(self, **facts: Any) -> None:  # noqa: ANN401 (facts are what the text needs)
        super().__init__(self.event)
        self.facts = facts


class NotYours(Refusal):
    """The act is not this person's to do, or the thing is not his to see: the same answer for both (T10)."""

    event = "refused_not_yours"


class SignedByALeader(NotYours):
    """签发 by the office of a notice that it proposes and a leader signs; `name` is the notice's."""

    event = "refused_signed_by_a_leader"


class NoSuchMatter(Refusal):
    event = "refused_no_such_matter"


class NothingPending(Refusal):
    """同意/退回/签发 … of something nobody asked for, or that was decided already."""

    event = "refused_nothing_pending"


class ToldOtherwiseSince(Refusal):
    """认定 of what its unit has reported as unfinished after it was told as done; `percent` is where it stands now."""

    event = "refused_told_otherwise_since"


class PaperRestsOnIt(Refusal):
    """撤销认定 of a finding for which a notice was signed; `written` is its number."""

    event = "refused_paper_rests_on_it"


class BodyNotNamed(Refusal):
    """移交, 移交结果 to none of the `bodies` that wait; `is_first`: they wait for the papers, not for an answer."""

    event = "refused_body_not_named"


class NothingToExplain(Refusal):
    """说明 while nothing is asked of the unit."""

    event = "refused_nothing_to_explain"


class NothingDiffers(Refusal):
    """更正督办单 with what it says already."""

    event = "refused_nothing_differs"


class AnotherIsUnderWay(Refusal):
    """撤销 of a matter's notice while another, `name`, is drafted or proposed; `paper`: how to call the signed one."""

    event = "refused_another_is_under_way"


class AlreadySigned(Refusal):
    """签发 of what was signed before; `written` is its number."""

    event = "refused_already_signed"


class AlreadyEnded(Refusal):
    """The matter is completed, closed or taken back."""

    event = "refused_already_ended"


class AlreadyRevoked(Refusal):
    """撤销交办: the matter was taken back; `because` says why."""

    event = "refused_already_revoked"


class AlreadyTheirs(Refusal):
    """改派 to the unit that leads the matter."""

    event = "refused_already_theirs"


class SamePerson(Refusal):
    """From the first step that costs points, proposer and signer are two people."""

    event = "refused_same_person"


class SomethingMissing(Refusal):
    """A required part of the act was not given; `lacks` names it."""

    event = "refused_something_missing"


class BeyondThePolicy(Refusal):
    """The policy bounds extensions, and this one is beyond; `bound` names which bound."""

    event = "refused_beyond_the_policy"


class WrongPoints(Refusal):
    """Not an exact number of points between 0 and 100."""

    event = "refused_wrong_points"


class NotInThePolicy(Refusal):
    """The policy in force has no such trigger, or does not allow to skip; `kind` names what was wanted."""

    event = "refused_not_in_the_policy"


class NotSubjective(Refusal):
    """The cause that was found is not 主观: nothing is held against the unit (A14); `cause` is the one found."""

    event = "refused_not_subjective"


class NoSigner(Refusal):
    """The policy names 职务 for this step, and nobody active has one; `titles` are those it names."""

    event = "refused_no_signer"


class ClimbedSince(Refusal):
    """The limit of this notice was taken for passed, and the next step rests on it: it can only be withdrawn."""

    event = "refused_climbed_since"


class Recused(Refusal):
    """复核 is decided by somebody who had no part in the notice; `why` names the part this one had (P12)."""

    event = "refused_recused"


class AppealedAlready(Refusal):
    """复核 is asked once for each notice."""

    event = "refused_appealed_already"


class CannotDraft(Refusal):
    """拟单 at a moment when no step may be drafted; `why` is an EscalationReason."""

    event = "refused_cannot_draft"


class AppealTooLate(Refusal):
    """The days in which 复核 may be asked are over; `last` was the last of them."""

    event = "refused_appeal_too_late"


class DateNotPossible(Refusal):
    event = "refused_date"


class LimitTooEarly(Refusal):
    """A notice's limit on `day`, before the next working day, `earliest` (P06)."""

    event = "refused_limit_too_early"


class DecidedSince(Refusal):
    """申请延期 that was overtaken on its way: the one told after it, to `until`, is decided already (I6)."""

    event = "refused_decided_since"


class NotLater(Refusal):
    """申请延期 to `until`, which is no later than the matter's `due_on`."""

    event = "refused_not_later"


class NoSuchAlias(Refusal):
    """No learned name has this number, or it is of a matter this person may not see."""

    event = "refused_no_such_alias"


class AliasMeansAnother(Refusal):
    """Said by everybody, the name could mean another matter, too."""

    event = "refused_alias_means_another"


class CalendarYearMissing(Exception):
    """No holiday data for a year: nothing is computed for it (N6)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no calendar for {year}")
        self.year = year
