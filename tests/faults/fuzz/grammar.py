"""What the office can be told to do, listed by hand; and texts near those words, inside and outside of them."""

from __future__ import annotations

from random import Random

from models.person import Role
from tests.faults.fuzz.wording import ODD, WORDS

OFFICE, LEADERS, UNITS = (Role.SUPERVISOR,), (Role.LEADER,), (Role.UNIT_HEAD, Role.LIAISON)
# Each act, the words it takes and who may do it; by hand, as people are told, so that it knows nothing of the table.
ACTS: dict[str, tuple[tuple[str, ...], tuple[Role, ...]]] = {
    "matter_assigned": (("交办", "新增督办", "立项"), OFFICE),
    "person_bound": (("登记",), OFFICE),
    "person_renamed": (("换号",), OFFICE),
    "person_left": (("离任", "离职"), OFFICE),
    "urged": (("代录催办", "代录"), OFFICE),
    "entered_on_behalf": (("代录",), OFFICE),
    "extension_granted": (("同意",), (*OFFICE, *LEADERS)),
    "extension_returned": (("退回",), (*OFFICE, *LEADERS)),
    "closeout_confirmed": (("同意",), (*OFFICE, *LEADERS)),
    "closeout_returned": (("退回",), (*OFFICE, *LEADERS)),
    "no_objection": (("无异议", "没有异议", "同意"), UNITS),
    "matter_suspended": (("暂停",), OFFICE),
    "matter_resumed": (("恢复",), OFFICE),
    "notice_signed": (("签发", "同意"), (*OFFICE, *LEADERS)),
    "notice_refused": (("不签", "不予签发"), LEADERS),
    "notice_proposed": (("提请",), OFFICE),
    "notice_withdrawn": (("撤销",), (*OFFICE, *LEADERS)),
    "notice_corrected": (("更正督办单", "更正通知书"), (*OFFICE, *LEADERS)),
    "reason_given": (("说明",), (*UNITS, *OFFICE)),
    "reason_accepted": (("采纳",), OFFICE),
    "reason_rejected": (("不采纳", "不予采纳"), OFFICE),
    "found": (("认定",), OFFICE),
    "finding_revoked": (("撤销认定",), OFFICE),
    "drafted_by_hand": (("拟单",), OFFICE),
    "appeal_asked": (("申请复核", "复核"), UNITS),
    "hold_released": (("放行",), OFFICE),
    "message_released": (("释放",), OFFICE),
    "duties_waived": (("免报",), OFFICE),
    "closeout_reopened": (("撤销办结", "撤回办结", "撤销销号", "重新督办"), OFFICE),
    "alias_adopted": (("采用别名", "采纳别名"), OFFICE),
    "alias_deleted": (("删除别名", "删去别名"), OFFICE),
    "score_proposed": (("评定", "亮点", "记分", "一票否决", "否决", "冲销", "恢复资格", "定档"), OFFICE),
    "score_signed": (("签发", "同意"), LEADERS),
}  # fmt: skip
# What is read, not commanded: a request or an answer may be put in many ways; and what follows by itself.
ASKED = frozenset(
    {
        "extension_asked",
        "extension_taken_back",
        "closeout_asked",
        "notice_received",
        "report_withdrawn",
        "alias_learned",
        "climb_ended",
    }
)
ASKED_BACK = "zhaojie"  # of a matter to be assigned he was asked the rest, so any words may be the answer
_WITHOUT_ACT = ("建议", "投诉", "明天", "减负账", "知悉", "隔离", "别名", "文号", "待办", "我的待办")
BEGINNINGS = (*_WITHOUT_ACT, *{word for words, _ in ACTS.values() for word in words})
_REFS = (
    "3",
    "#3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "１",
    "99",
    "ZD-2026-004",
    "奥瑞金二期",
    "厂房一期",
    "wangqiang",
    "督〔2026〕1号",
    "第1笔",
    "1",
    "",
)
_TAILS = (
    *("", " 停工令", " 因暴雨", " 标准:完成验收 时限:7月10日 认定:拖延", " 经信局 10月20日前 依据:县长批示"),
    *(":情况属实", " 吗?"),
    *(" 电话 08:50 奥瑞金二期进度65%", " 电话 已催", " 张三 招商局 联络员", " wangqiang2", " 发现问题:没人"),
    *("\n暂停 4 停工令", " 90分"),
)  # fmt: skip
_BEFORE = (
    *("不", "别", "不要", "请", "能不能", "是否", "谁", "我想", "刚才", "周明说", "“", "「", "《", "(", "1、", "#"),
    *("/", "转发:", "@督办助手 "),
    *("\u200b", "\u202e", "\ufeff", "\x00", "帮我", "日报 ", "收到,", "同志们,", "你好\n", "是", "2 ", "<@all>"),
    *("督查室:", "&"),
)  # fmt: skip
_INTO = ("\u200b", " ", "\n", "不", "\u202e", "\x00", "\ufe0f", "的", "-")
_TRADITIONAL = str.maketrans("暂签发办恢复撤销认问责释换号离职说",  "暫簽發辦恢復撤銷認問責釋換號離職說")  # fmt: skip


def near_a_command(chance: Random) -> str:
    """A command, or what is almost one."""
    words, ref, tail = chance.choice(BEGINNINGS), chance.choice(_REFS), chance.choice(_TAILS)
    text = f"{words}{chance.choice((' ', '', ':', '　'))}{ref}{tail}"
    kind = chance.random()
    if kind < 0.4:
        text = chance.choice(_BEFORE) + text
    elif kind < 0.55:
        at = chance.randrange(1, len(words))
        text = text[:at] + chance.choice(_INTO) + text[at:]
    elif kind < 0.65:
        text = text.translate(_TRADITIONAL)
    elif kind < 0.8:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice((*WORDS, *ODD)) + text[at:]
    return text
