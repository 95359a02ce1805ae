"""A made-up city: health, education, housing, transport. Small enough to know by heart."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.reading import Conversation, Reading, read
from handlers.reading.registry import Known, KnownMatter, KnownPerson, KnownUnit, Registry
from handlers.reading.result import Query, Status, Update

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY_EVENING = datetime(2026, 6, 15, 17, 30, tzinfo=SHANGHAI)

UNITS = [
    KnownUnit("市卫健委", ("卫健委",)),
    KnownUnit("市教育局", ("教育局",)),
    KnownUnit("市乡村振兴局", ("振兴局",)),
    KnownUnit("市住建局", ("住建局",)),
    KnownUnit("市交通运输局", ("交通局",)),
    KnownUnit("市招商局", ("招商局", "招商")),
    KnownUnit("市经信局", ("经信局",)),
    KnownUnit("桂山镇人民政府", ("桂山镇",)),
]
PEOPLE = [
    KnownPerson("zhangwei", "张伟", "市卫健委", "unit_head"),
    KnownPerson("liqian", "李倩", "市教育局", "liaison"),
    KnownPerson("wangfang", "王芳", "市乡村振兴局", "unit_head"),
    KnownPerson("sunli", "孙莉", "市住建局", "liaison"),
    KnownPerson("zhaolei", "赵磊", "市交通运输局", "unit_head"),
    KnownPerson("zhoubin", "周斌", "市招商局", "unit_head"),
    KnownPerson("guoming", "郭明", "桂山镇人民政府", "unit_head"),
    KnownPerson("leader", "刘国栋", "市领导", "leader"),
    KnownPerson("supervisor", "钱进", "督查室", "supervisor"),
]
MATTERS = [
    KnownMatter("DB-2026-01", "市人民医院新院区建设项目", "市卫健委", ("新院区",), percent=60),
    KnownMatter("DB-2026-02", "临江县中医院迁建工程", "市卫健委", ("中医院迁建",), percent=20),
    KnownMatter("DB-2026-03", "基层卫生院标准化改造", "市卫健委", ("卫生院改造",), percent=45),
    KnownMatter("DB-2026-05", "市第三中学扩建工程", "市教育局", ("三中扩建",), percent=70),
    KnownMatter("DB-2026-06", "城东实验小学新建项目", "市教育局", ("城东小学",), percent=35),
    KnownMatter("DB-2026-07", "城西实验小学新建项目", "市教育局", ("城西小学",), status=Status.NOT_STARTED, percent=0),
    KnownMatter("DB-2026-09", "中央衔接资金项目支出", "市乡村振兴局", ("衔接资金",), ("桂山镇人民政府",), "资金支出"),
    KnownMatter(
        "DB-2026-10", "防返贫监测帮扶问题整改", "市乡村振兴局", ("防返贫整改",), category="问题整改", percent=66
    ),
    KnownMatter("DB-2026-11", "桂山镇茶叶加工园一期", "桂山镇人民政府", ("茶园一期",), percent=80),
    KnownMatter("DB-2026-12", "桂山镇茶叶加工园二期", "桂山镇人民政府", ("茶园二期",), percent=5),
    KnownMatter("DB-2026-16", "G318国道临江段改扩建", "市交通运输局", ("318国道",), percent=62),
    KnownMatter("DB-2026-18", "老旧小区改造A区", "市住建局", ("A区改造",), percent=58),
    KnownMatter("DB-2026-19", "老旧小区改造B区", "市住建局", ("B区改造",), percent=33),
    KnownMatter("DB-2026-21", "奥瑞金二期两片罐项目", "市招商局", ("奥瑞金二期", "奥瑞金"), ("市经信局",), percent=60),
    KnownMatter("DB-2026-22", "氢能产业园签约落地", "市招商局", ("氢能产业园",), category="招商引资"),
]
NOTHING_BEFORE = Conversation()
REGISTRY = Registry(Known(UNITS, PEOPLE, MATTERS))


def tell(
    text: str, sender: str = "zhangwei", at: datetime = MONDAY_EVENING, conversation: Conversation = NOTHING_BEFORE
) -> Reading:
    """What the bot understands when `sender` writes `text`."""
    return read(text, REGISTRY, sender=sender, sent_at=at, conversation=conversation)


def only(text: str, sender: str = "zhangwei", at: datetime = MONDAY_EVENING) -> Update:
    """The single update of a report."""
    (update,) = tell(text, sender, at).updates
    return update


def asked(text: str, sender: str = "leader", at: datetime = MONDAY_EVENING) -> Query:
    """The question of a query."""
    query = tell(text, sender, at).query
    assert query is not None, text
    return query


def figures(text: str, sender: str = "zhangwei") -> dict[str | None, int | None]:
    """code → percent of a report."""
    return {update.matter: update.percent for update in tell(text, sender).updates}
