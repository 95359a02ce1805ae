"""What the tables look like: their sheets, their columns, and the words that stand in them.

The Chinese here is vocabulary that is read; the first of several spellings is the one the template writes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.chat import ChatChannel
from models.matter import MatterStatus
from models.person import Role

Value = str | int | bool | date | StrEnum | tuple[str, ...] | None
Values = Mapping["Field", Value]


class Subject(StrEnum):
    UNIT = "unit"
    PERSON = "person"
    MATTER = "matter"
    MILESTONE = "milestone"
    CHAT = "chat"


class Field(StrEnum):
    NAME = "name"
    ALIASES = "aliases"
    OWES_REPORTS = "owes_reports"
    USERID = "userid"
    UNIT = "unit"
    ROLE = "role"
    TITLE = "title"  # a person's 职务, a matter's 事项名称
    CHARGES = "charges"
    CODE = "code"
    NUMBER = "number"
    CATEGORY = "category"
    CO_UNITS = "co_units"
    BASIS = "basis"
    START_ON = "start_on"
    DUE_ON = "due_on"
    STATUS = "status"
    PERCENT = "percent"
    IS_SEALED = "is_sealed"
    NAMED = "named"
    MATTER = "matter"
    DONE_ON = "done_on"
    CHANNEL = "channel"
    ADDRESS = "address"
    MEMBERS = "members"


class Shape(StrEnum):
    """How a cell is read."""

    WORDS = "words"
    NAME = "name"  # words in which blanks between Chinese characters mean nothing
    CODE = "code"
    USERID = "userid"
    NAMES = "names"  # several names
    USERIDS = "userids"
    DAY = "day"
    YES_NO = "yes_no"
    NUMBER = "number"
    PERCENT = "percent"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """`limit` is the longest text the table keeps, in characters."""

    field: Field
    headers: tuple[str, ...]
    shape: Shape = Shape.WORDS
    is_required: bool = False
    limit: int = 2000
    choices: Mapping[str, StrEnum] = dataclasses.field(default_factory=dict)

    @property
    def header(self) -> str:
        return self.headers[0]

    @property
    def offered(self) -> list[str]:
        """The words to choose from: for each choice the first of its spellings."""
        if self.shape is Shape.YES_NO:
            return [YES[0], NO[0]]
        firsts: dict[StrEnum, str] = {}
        for word, choice in self.choices.items():
            firsts.setdefault(choice, word)
        return list(firsts.values())


@dataclass(frozen=True, slots=True)
class Layout:
    subject: Subject
    titles: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def title(self) -> str:
        return self.titles[0]

    def column(self, wanted: Field) -> Column:
        return next(column for column in self.columns if column.field is wanted)


ROLES: Mapping[str, StrEnum] = {
    "单位负责人": Role.UNIT_HEAD, "联络员": Role.LIAISON, "领导": Role.LEADER, "督查室": Role.SUPERVISOR,
    "管理员": Role.ADMINISTRATOR, "负责人": Role.UNIT_HEAD, "主要负责人": Role.UNIT_HEAD, "分管领导": Role.LEADER,
    "督查员": Role.SUPERVISOR,
}  # fmt: skip
STATUSES: Mapping[str, StrEnum] = {
    "未开工": MatterStatus.NOT_STARTED, "推进中": MatterStatus.IN_PROGRESS, "停工受阻": MatterStatus.BLOCKED,
    "已完成": MatterStatus.COMPLETED, "已销号": MatterStatus.CLOSED, "未启动": MatterStatus.NOT_STARTED,
    "未开始": MatterStatus.NOT_STARTED, "在建": MatterStatus.IN_PROGRESS, "进行中": MatterStatus.IN_PROGRESS,
    "停工": MatterStatus.BLOCKED, "受阻": MatterStatus.BLOCKED, "办结": MatterStatus.COMPLETED,
    "已办结": MatterStatus.COMPLETED, "销号": MatterStatus.CLOSED, "已撤销": MatterStatus.REVOKED,
}  # fmt: skip
CHANNELS: Mapping[str, StrEnum] = {
    "群机器人": ChatChannel.ROBOT, "应用群": ChatChannel.APPCHAT, "robot": ChatChannel.ROBOT,
    "appchat": ChatChannel.APPCHAT,
}  # fmt: skip
YES, NO = ("是", "√", "有", "Y", "YES", "TRUE"), ("否", "×", "没有", "N", "NO", "FALSE")
NOTHING = ("无", "-", "—", "/")  # what was there is to be emptied; an empty cell leaves it as it is
EXAMPLE = "示例"  # a row whose first cell begins like this is not read
EXPLANATION = "说明"  # a sheet for people only

LAYOUTS = (
    Layout(Subject.UNIT, ("单位", "责任单位", "单位名册"), (
        Column(Field.NAME, ("单位名称", "单位", "名称"), Shape.NAME, True, 80),
        Column(Field.ALIASES, ("简称", "别名", "曾用名"), Shape.NAMES, limit=80),
        Column(Field.OWES_REPORTS, ("需要报送", "是否报送"), Shape.YES_NO),
    )),
    Layout(Subject.PERSON, ("人员", "人员名册", "通讯录"), (
        Column(Field.USERID, ("账号", "帐号", "企业微信账号"), Shape.USERID, True, 64),
        Column(Field.NAME, ("姓名",), Shape.NAME, True, 40),
        Column(Field.UNIT, ("单位", "所在单位", "单位名称"), Shape.NAME, True, 80),
        Column(Field.ROLE, ("身份", "角色"), Shape.CHOICE, True, choices=ROLES),
        Column(Field.TITLE, ("职务",), limit=40),
        Column(Field.CHARGES, ("分管单位",), Shape.NAMES, limit=80),
    )),
    Layout(Subject.MATTER, ("事项", "督办事项", "台账", "督办台账"), (
        Column(Field.CODE, ("编号", "事项编号"), Shape.CODE, limit=40),
        Column(Field.NUMBER, ("序号", "号"), Shape.NUMBER),
        Column(Field.TITLE, ("事项名称", "事项", "督办事项", "名称"), Shape.WORDS, True, 200),
        Column(Field.ALIASES, ("简称", "别名"), Shape.NAMES, limit=80),
        Column(Field.CATEGORY, ("类别", "分类"), Shape.NAME, limit=40),
        Column(Field.UNIT, ("责任单位", "牵头单位", "主办单位"), Shape.NAME, True, 80),
        Column(Field.CO_UNITS, ("配合单位", "协办单位"), Shape.NAMES, limit=80),
        Column(Field.BASIS, ("立项依据", "依据", "交办依据"), Shape.WORDS, True),
        Column(Field.START_ON, ("开始日期", "交办日期", "起始日期"), Shape.DAY),
        Column(Field.DUE_ON, ("完成时限", "办结时限", "截止日期"), Shape.DAY),
        Column(Field.STATUS, ("状态", "进展状态"), Shape.CHOICE, choices=STATUSES),
        Column(Field.PERCENT, ("进度", "完成进度", "完成比例"), Shape.PERCENT),
        Column(Field.IS_SEALED, ("密封",), Shape.YES_NO),
        Column(Field.NAMED, ("知悉人员", "知悉人员账号"), Shape.USERIDS, limit=64),
    )),
    Layout(Subject.MILESTONE, ("节点", "事项节点", "时间节点"), (
        Column(Field.MATTER, ("事项编号", "编号", "序号", "事项"), Shape.CODE, True, 40),
        Column(Field.NAME, ("节点名称", "节点"), Shape.WORDS, True, 120),
        Column(Field.DUE_ON, ("完成时限", "截止日期", "计划日期"), Shape.DAY, True),
        Column(Field.DONE_ON, ("完成日期", "实际完成日期"), Shape.DAY),
    )),
    Layout(Subject.CHAT, ("群", "工作群", "群聊"), (
        Column(Field.NAME, ("群名称", "名称"), Shape.NAME, True, 80),
        Column(Field.CHANNEL, ("方式", "通道"), Shape.CHOICE, True, choices=CHANNELS),
        Column(Field.ADDRESS, ("地址", "机器人名称或群ID"), Shape.WORDS, True, 80),
        Column(Field.MEMBERS, ("成员", "成员账号"), Shape.USERIDS, limit=64),
    )),
)  # fmt: skip


def layout_of(subject: Subject) -> Layout:
    return next(layout for layout in LAYOUTS if layout.subject is subject)


def layout_titled(title: str) -> Layout | None:
    """The layout of a sheet of that name."""
    return next((layout for layout in LAYOUTS if title in layout.titles), None)
