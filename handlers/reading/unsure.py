"""What was read, but not surely enough to be written down without a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handlers.reading.clauses import Role
from handlers.reading.modality import Moods
from handlers.reading.pieces import Piece
from handlers.reading.result import Status

TOLD_ROLES = (Role.BODY, Role.OTHER)
LIKE_AN_END = re.compile(
    "(?<!待)(?<!等)(?<!请)(?<!组织)(?:通过|成交|放行|投用|投运|通车|交付|移交|上线|搬进|住进|验收合格|通水了|通电了|通气了)"
    "|(?:全部|都|整个)[^,。;]{0,6}(?:完|好|毕|齐|清|妥)"
)
NOT_AN_END = re.compile(
    "未|没|快|可以|待|等|拟|将|准备|预计|争取|申请|下步|后|桩基|路基|主体|土建|清淤|装修|征地|拆迁|消防|环评|基础|初验|预验|分部|分项|部分|专家|评审|审查|预审|初审|会议|竣工图|资料|材料|方案"
)
NEAR = 6  # characters


def may_be_done(text: str, pieces: Sequence[Piece], moods: Moods, looks_ahead: Callable[[Piece], bool]) -> bool:
    """Under way by all that is certain, with words of an end beside it: 「昨日成交」「已移交我乡管护」."""
    return any(
        _ends(piece.said(text))
        for piece in pieces
        if piece.role in TOLD_ROLES and not (moods.is_future(piece) or moods.is_ordered(piece) or looks_ahead(piece))
    )


def _ends(said: str) -> bool:
    return any(
        not NOT_AN_END.search(said, max(0, found.start() - NEAR), min(len(said), found.end() + 2))
        for found in LIKE_AN_END.finditer(said)
    )


def states_of(status: Status | None, percent: int | None, is_said: bool, may_be_over: bool) -> tuple[Status, ...]:
    """The states between which to ask; none where the reading is sure."""
    if status is Status.IN_PROGRESS and percent is None and not is_said and may_be_over:
        return Status.COMPLETED, Status.IN_PROGRESS
    return ()
