"""An order in free words, 「13号先停一停」: never carried out (T48), but answered with the form that would be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.matter_ref import find_matter
from handlers.message import Answer
from handlers.office import units
from handlers.office.command import LEADERS, OFFICE
from handlers.office.fields import plain
from handlers.turn import Turn
from models import Matter
from models.inbox import Disposition
from models.person import Role

NUMBER = re.compile(r"(?<![0-9年月.~-])#?([0-9]{1,4})(?![0-9年月日天个.%:点时])(?!号(?:楼|线|院|地块|前|之前|以前))")
PAPER = "(?:通知书|督办单|单子|督[〔0-9])"
LONGEST = 80  # characters; a longer text is no order to a bot


@dataclass(frozen=True, slots=True)
class Form:
    """`form` is what to send; {number} and {unit} are filled in where the words name them."""

    words: re.Pattern[str]
    roles: frozenset[Role]
    form: str


def _form(words: str, roles: frozenset[Role], form: str) -> Form:
    return Form(re.compile(words), roles, form)


# The first that fits: what refuses before what grants, what takes back before what gives.
FORMS: tuple[Form, ...] = (
    _form("(?:别|不要|不同意|不予|暂不)(?:签|发)|不签", LEADERS, "不签 {number} 理由"),
    _form("(?:别|不要|暂不|先不|不)发|缓发", OFFICE, "采纳 {number} 理由(这一轮不再发;只等等的,不签发就不会发)"),
    _form("不采纳|(?:理由|说明|原因)(?:站不住|不成立|不充分|不认可)", OFFICE, "不采纳 {number} 理由"),
    _form("不同意|不批|不准|驳回|退回", OFFICE | LEADERS, "退回 {number} 理由"),
    _form(f"{PAPER}.{{0,12}}(?:撤|作废|收回)|撤.{{0,6}}{PAPER}", OFFICE | LEADERS, "撤销 {number} 原因"),
    _form("不用办|不办了|不再办|取消(?:任务|督办|这|该)|任务取消|撤(?:了|掉|回|销)", OFFICE, "撤销交办 {number} 原因"),
    _form("停一?停|缓一?缓|缓办|暂停|先放|放一放", OFFICE, "暂停 {number} 原因"),
    _form("恢复|继续督办|接着督办|重新启动", OFFICE, "恢复 {number}"),
    _form("(?:改给|改由|改到|转给|转到|换给|换成|移给)", OFFICE, "改派 {number} {unit} 新时限"),
    _form("新增|(?:安排|派|交)(?:给|个|一个|一项)|立个项|新任务", OFFICE, "交办 事项,{unit},完成日期,依据"),
    _form("(?:理由|说明|原因)(?:成立|属实|充分|可以|认可)|认可.{0,4}(?:理由|说明)", OFFICE, "采纳 {number} 理由"),
    _form("签|发单|(?:同意|可以).{0,6}发", LEADERS, "签发 {number}"),
    _form("[白黄红](?:色|单|督办单)|发.{0,6}(?:督办单|通知书|单)|提请|报领导", OFFICE, "提请 {number}"),
    _form("同意|批准|准了|批了|可以延|通过", OFFICE | LEADERS, "同意 {number}"),
    _form("不(?:在|干).{0,8}(?:干|了)|调走|调离|调到|退休", OFFICE, "离任 账号"),
    _form("新来|新任|新到|接任|userid|账号", OFFICE, "登记 账号 姓名 单位 负责人(或联络员)"),
    _form("(?:帮|替|代).{0,12}(?:报|录|记|填)|(?:来电|电话)", OFFICE, "代录 {unit} 姓名 电话 时间 原话"),
)  # fmt: skip


def perhaps_meant(turn: Turn) -> Answer | None:
    """The form of the order these words seem to be; None where they seem to be none this person may give."""
    text = plain(turn.message.text)
    if len(text) > LONGEST:
        return None
    found = next((one for one in FORMS if turn.person.role in one.roles and one.words.search(text)), None)
    if found is None:
        return None
    matter = _matter(turn, text)
    number = str(matter.number) if matter else "编号"
    facts = {
        "form": found.form.format(number=number, unit=_unit(turn, text) or "单位"),
        "number": matter.number if matter else None,
        "title": matter.title if matter else "",
    }
    return Answer("perhaps_meant", facts, Disposition.REFUSED)


def _matter(turn: Turn, text: str) -> Matter | None:
    number = NUMBER.search(text)
    return find_matter(turn, number[1]) if number else None


def _unit(turn: Turn, text: str) -> str:
    """The last one named: 「把13号从城管局改给住建局」."""
    known = units.names(turn)
    said = max((name for name in known if name in text), key=lambda name: (text.rfind(name), len(name)), default="")
    return known.get(said, "")
