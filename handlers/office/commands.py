"""The command table. A text that is none of these is read; no text outside the grammar executes anything (T48)."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.office.accountability import decided as case_decided
from handlers.office.accountability import executed as case_executed
from handlers.office.accountability import not_pursued as case_not_pursued
from handlers.office.accountability import open_case
from handlers.office.accountability import propose as case_propose
from handlers.office.aliases import adopt_alias, delete_alias, list_aliases
from handlers.office.appeals import appeal, decide
from handlers.office.assignment import assign
from handlers.office.availability import availability
from handlers.office.burden import burden
from handlers.office.collecting import collect, find_uncollected, list_collections
from handlers.office.command import LEADERS, OFFICE, REF, REST, UNITS, Command, command
from handlers.office.decisions import agree, reopen, turn_down
from handlers.office.enrolment import depart, enrol, rename
from handlers.office.fields import plain
from handlers.office.findings import draft, find
from handlers.office.findings import revoke as revoke_finding
from handlers.office.handovers import answered as handover_answered
from handlers.office.handovers import hand_over
from handlers.office.hearings import accept_reason, explain_oneself, object_nothing, reject_reason
from handlers.office.holds import release_hold
from handlers.office.knowing import know
from handlers.office.notices import decline, propose, revoke, sign
from handlers.office.on_behalf import enter_for, note_urging, take_back_entry
from handlers.office.papers import PAPER, correct, list_numbers
from handlers.office.pending import what_waits
from handlers.office.plates import change_plate, list_plates, list_red
from handlers.office.preview import who_is_reminded
from handlers.office.quarantine import list_quarantine, release_message
from handlers.office.reassigning import reassign
from handlers.office.revocations import revoke_matter
from handlers.office.score_commands import SCORE_COMMANDS
from handlers.office.suggestions import answer_suggestion, suggest
from handlers.office.suspensions import resume, suspend
from handlers.office.waiving import waive
from handlers.turn import Turn
from models.inbox import Disposition
from models.person import Role
from supervision.errors import NotYours

APART = r"(?:[\s,:、]+(?P<words>.*))?"  # 「未收 3户」 counts households
MONTH_OR_DAY = r"(?:(?:(?P<year>20[0-9]{2})年)?(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[0-3]?[0-9])[日号])?)?"
WAS_IT_WELL = r"(?:运行)?(?:是否)?正常(?:吗|么)?[??]?"
ASKS_IF_WELL = r"(?:运行)?(?:(?:是否|是不是)正常[??]?|正常(?:[吗么][??]?|[??]))"  # 系统运行正常 tells of one's own
ANOTHER = re.compile(r"(?:[和与及]\s*)?#?([0-9]{1,4})(?=[\s,、:]|$)")

COMMANDS: tuple[Command, ...] = (
    *SCORE_COMMANDS,
    command(("交办", "新增督办事项", "新增督办", "立项"), r"(?:[\s:,]+(?P<words>.+))?", OFFICE, assign),
    # Before 撤销, which takes back a signed notice.
    command(("撤销交办", "撤回交办", "取消交办"), rf"\s*{REF}{REST}", OFFICE, revoke_matter),
    command(("撤销办结", "撤回办结", "撤销销号", "重新督办"), rf"\s*{REF}{REST}", OFFICE, reopen),
    command(("改派", "转派", "改交办"), rf"\s*{REF}{REST}", OFFICE, reassign),
    command(("登记",), r"\s+(?P<userid>[0-9A-Za-z][0-9A-Za-z_.@-]{0,63})[\s,]+(?P<words>\S.*)", OFFICE, enrol),
    command(("换号",), r"\s+(?P<old>[0-9A-Za-z_.@-]{1,64})\s+(?P<new>[0-9A-Za-z_.@-]{1,64})", OFFICE, rename),
    command(("离任", "离职"), r"\s+(?P<userid>[0-9A-Za-z_.@-]{1,64})", OFFICE, depart),
    command(("代录催办", r"代录\s+催办"), rf"[\s:,]*{REF}{REST}", OFFICE, note_urging),
    command(("撤回代录", "撤销代录", "撤回刚才的代录", "撤回上一条代录"), r"", OFFICE, take_back_entry),
    command(("代录",), r"[\s:,]+(?P<words>\S.+)", OFFICE, enter_for),
    command(("同意",), rf"\s*(?:{REF}{REST})?", OFFICE | LEADERS, agree),
    command(("无异议", "没有异议", "同意"), rf"\s*(?:{REF}{REST})?", UNITS, object_nothing),
    command(("退回",), rf"\s*{REF}{REST}", OFFICE | LEADERS, turn_down),
    command(("暂停督办", "暂停"), rf"\s*{REF}{REST}", OFFICE, suspend),
    command(("恢复督办", "恢复"), rf"\s*{REF}{REST}", OFFICE, resume),
    command(("签发",), rf"\s*{REF}{REST}", OFFICE | LEADERS, sign),
    command(("不签", "不予签发"), rf"\s*{REF}{REST}", LEADERS, decline),
    command(("提请",), rf"\s*{REF}{REST}", OFFICE, propose),
    command(("采纳",), rf"\s*{REF}{REST}", OFFICE, accept_reason),
    command(("不采纳", "不予采纳"), rf"\s*{REF}{REST}", OFFICE, reject_reason),
    command(("说明",), rf"\s*{REF}{REST}", UNITS | OFFICE, explain_oneself),
    command(("更正督办单", "更正通知书"), rf"\s*{PAPER}{REST}", OFFICE | LEADERS, correct),
    command(("文号",), r"\s*(?:(?P<year>20[0-9]{2})年?)?", OFFICE | LEADERS, list_numbers),
    command(("复核决定",), rf"\s*{PAPER}{REST}", OFFICE | LEADERS, decide),
    command(("申请复核", "复核"), r"[\s:,]*(?P<words>.+)", UNITS, appeal),
    command(("撤销认定",), rf"\s*{REF}{REST}", OFFICE, revoke_finding),
    command(("认定",), rf"\s*{REF}{REST}", OFFICE, find),
    command(("收讫",), rf"[\s:,]+{REF}{APART}", OFFICE, collect),
    command(("未收",), rf"[\s:,]+{REF}{APART}", OFFICE, find_uncollected),
    command(("收账", "收账单"), r"", OFFICE | LEADERS | UNITS, list_collections),
    command(("改牌",), rf"\s+{REF}{APART}", OFFICE, change_plate),
    command(("公示牌", "红黄绿牌"), r"\s*(?:(?P<month>1[0-2]|0?[1-9])月)?", OFFICE | LEADERS | UNITS, list_plates),
    command(("红牌",), r"\s*(?:(?P<year>20[0-9]{2})年?)?", OFFICE | LEADERS, list_red),
    command(("拟单",), rf"\s*{REF}{REST}", OFFICE, draft),
    command(("撤销督办单", "撤销"), rf"\s*{REF}{REST}", OFFICE | LEADERS, revoke),
    command(("问责建议",), rf"\s*{REF}{REST}", OFFICE, case_propose),
    command(("问责批准",), rf"\s*{REF}{REST}", OFFICE, case_decided),
    command(("问责执行",), rf"\s*{REF}{REST}", OFFICE, case_executed),
    command(("问责不予", "不予问责"), rf"\s*{REF}{REST}", OFFICE, case_not_pursued),
    command(("问责",), rf"\s*(?:{REF}{REST})?", OFFICE, open_case),
    command(("移交结果",), rf"\s*{REF}{REST}", OFFICE, handover_answered),
    command(("移交",), rf"\s*{REF}{REST}", OFFICE, hand_over),
    command(("放行",), r"\s*(?P<kind>停机|时钟|日历|批量)?[\s,:]*(?P<words>.*)", OFFICE, release_hold),
    command(("隔离",), r"(?:区|列表|清单)?", OFFICE, list_quarantine),
    command(("释放",), r"\s*#?(?P<inbox>[0-9]{1,12})", OFFICE, release_message),
    command(("别名",), r"(?:列表|清单|有哪些)?[??]?", OFFICE, list_aliases),
    command(("采用别名", "采纳别名"), r"\s*#?(?P<alias>[0-9]{1,12})", OFFICE, adopt_alias),
    command(("删除别名", "删去别名"), r"\s*#?(?P<alias>[0-9]{1,12})", OFFICE, delete_alias),
    command(("明天[会要]?(?:提醒|催)(?:谁|哪些人|哪些单位)",), r"(?:[、,]?为什么)?[??]?", OFFICE, who_is_reminded),
    command(("建议答复",), r"\s*#?(?P<serial>[0-9]{1,9})[\s:,]+(?P<words>\S.*)", frozenset(Role), answer_suggestion),
    command(("建议", "投诉"), r"[\s:,]+(?P<words>\S.*)", frozenset(Role), suggest),
    command(("免报",), r"[\s:,]*(?P<unit>[^\n]{0,40}?)[\s:,]*(?P<kind>日报|周报|月报)" + APART, OFFICE, waive),
    command(("知悉",), rf"\s*{REF}", UNITS, know),
    command(("减负账",), r"\s*(?:(?P<year>20[0-9]{2})年)?(?:(?P<month>1[0-2]|0?[1-9])月)?", OFFICE | LEADERS, burden),
    command(("可用性", "系统可用性"), rf"\s*{MONTH_OR_DAY}", OFFICE | LEADERS, availability),
    command((rf"{MONTH_OR_DAY}\s*(?:系统|机器人)",), WAS_IT_WELL, OFFICE | LEADERS, availability),
    command(("系统", "机器人"), ASKS_IF_WELL, UNITS, availability),
    command(("待办", "待办事项", "我的待办"), r"", frozenset(Role), what_waits),
)


def carry_out(turn: Turn) -> Answer | None:
    """Carry out the command these words are; None when they are none. Raises a Refusal.

    The same words may be one command for the office and another for a unit: only who may give none of them is refused.
    """
    text, is_forbidden = plain(turn.message.text), False
    for candidate in COMMANDS:
        match = candidate.pattern.fullmatch(text)
        if match is None:
            continue
        if turn.person.role in candidate.roles:
            if several := _several(match):
                return Answer("one_at_a_time", {"numbers": several}, Disposition.REFUSED)
            answer = candidate.act(turn, match)
            if answer is not None:
                return answer
        elif _is_plainly_meant(match.groupdict().get("ref")):
            is_forbidden = True
    if is_forbidden:
        raise NotYours
    return None


def _several(match: re.Match[str]) -> list[str]:
    """「暂停 3,4 停工令」 names two matters: neither is to be the reason of the other (T48)."""
    found = match.groupdict()
    ref, words = (found.get("ref") or "").lstrip("#"), found.get("words") or ""
    if not ref.isdigit() or (other := ANOTHER.match(words)) is None:
        return []
    return [ref, other[1]]


def is_command(text: str) -> bool:
    """Whether the words have the shape of any command, whoever says them."""
    return any(candidate.pattern.fullmatch(plain(text)) for candidate in COMMANDS)


def _is_plainly_meant(ref: str | None) -> bool:
    """「暂停 3」 from a unit head is a command he may not give; 「暂停施工」 is a report."""
    return ref is None or ref.lstrip("#").isdigit()
