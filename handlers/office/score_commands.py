"""The commands of the books. They stand before the others: 「签发 考核7」 names no matter."""

from __future__ import annotations

from handlers.office import scores
from handlers.office.command import LEADERS, OFFICE, Command, command
from handlers.office.scores import GRADE, UNIT, YEAR

PROPOSAL = r"\s*考核\s*#?(?P<proposal>[0-9]{1,9})"

SCORE_COMMANDS: tuple[Command, ...] = (
    command(("签发", "同意"), PROPOSAL, LEADERS, scores.sign),
    command(("不签", "不予签发"), rf"{PROPOSAL}(?:[\s,:、]+(?P<words>.*))?", LEADERS, scores.decline),
    command(("评定",), GRADE, OFFICE, scores.grade),
    command(("亮点",), GRADE, OFFICE, scores.bonus),
    command(
        ("记分",),
        rf"\s+{UNIT}{YEAR}\s+(?P<part>[^\s:,0-9]{{1,40}})[\s:]*(?P<figure>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?)分?",
        OFFICE,
        scores.part,
    ),
    command(("一票否决", "否决"), rf"(?P<which>[1-9])?\s+{UNIT}{YEAR}(?:[\s:,]+(?P<words>.+))?", OFFICE, scores.veto),
    command(("冲销",), r"\s*(?:第|#)?(?P<entry>[0-9]{1,9})笔?[\s,:]+(?P<words>.+)", OFFICE, scores.revoke),
    command(("恢复资格",), r"\s*#?(?P<mark>[0-9]{1,9})[\s,:]+(?P<words>.+)", OFFICE, scores.lift),
    command(("定档",), rf"\s*(?P<year>20[0-9]{{2}})年?\s+{UNIT}(?:\s+(?P<book>\S.{{0,39}}))?", OFFICE, scores.freeze),
)
