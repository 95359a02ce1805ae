"""Names as they stand in a ledger: places, offices, works. No two units or matters are called the same."""

from __future__ import annotations

from typing import NamedTuple

_FIRST = "青红石龙云镜大白黄金安清望沙柳松桃梅东西南北高平长新太和永福兴泰"
_SECOND = "山旗河湖坪门岭桥溪塘源陵港口湾洲冲垭坝井寨岗"
PLACES = [first + second for first in _FIRST for second in _SECOND]
_LEVELS = ("县", "镇", "乡", "街道", "新区")
_OFFICES = (
    "水利局", "城管局", "经信局", "交通运输局", "住建局", "教育局", "民政局", "财政局", "农业农村局", "文旅局",
    "卫健局", "林业局", "应急管理局", "自然资源局", "生态环境局", "市场监管局", "招商局", "统计局", "审计局", "人社局",
)  # fmt: skip
_WORKS = (
    ("水库除险加固工程", "水库", "水利建设"), ("集中供水管网改造", "供水", "民生实事"),
    ("农村公路提升改造工程", "公路", "交通建设"), ("中学迁建项目", "中学", "民生实事"),
    ("雨污分流管网工程", "雨污分流", "续建项目"), ("标准厂房二期建设", "厂房", "新建项目"),
    ("防洪治理工程", "防洪", "水利建设"), ("片区房屋征收", "征收", "征地拆迁"),
    ("安置小区建设", "安置房", "民生实事"), ("智慧停车平台", "停车平台", "新建项目"),
    ("老旧小区改造", "老旧小区", "民生实事"), ("产业园招商引资", "产业园", "招商引资"),
    ("大桥危桥改造", "危桥", "交通建设"), ("污水处理厂扩容", "污水厂", "续建项目"),
    ("养老服务中心项目", "养老中心", "民生实事"), ("高标准农田建设", "农田", "农业农村"),
    ("垃圾焚烧发电项目", "焚烧发电", "新建项目"), ("巡察反馈问题整改", "巡察整改", "问题整改"),
    ("变电站建设", "变电站", "新建项目"), ("人民医院迁建", "医院", "民生实事"),
)  # fmt: skip
_SHARING = 4  # matters in a row that are of one place
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳敏静强磊军洋勇艳杰娟涛明超霞平刚玉婷鹏飞斌丽红"


class Work(NamedTuple):
    title: str
    alias: str
    category: str


def unit_name(number: int) -> str:
    """清源县水利局 … ; one level after the other, so that few units share a place."""
    place, rest = PLACES[number % len(PLACES)], number // len(PLACES)
    office = _OFFICES[(number + rest) % len(_OFFICES)]
    return f"{place}{_LEVELS[rest % len(_LEVELS)]}{_batch(rest // len(_LEVELS))}{office}"


def work(number: int) -> Work:
    """红旗水库除险加固工程, known as 红旗水库; from the second round on with a serial: … 2期."""
    place_number, nth = number // _SHARING % len(PLACES), number % _SHARING
    rounds, step = divmod(number // (_SHARING * len(PLACES)), len(_WORKS) // _SHARING)
    what, short, category = _WORKS[(place_number + nth * len(_WORKS) // _SHARING + step) % len(_WORKS)]
    place = PLACES[place_number]
    return Work(f"{place}{what}{_phase(rounds)}", f"{place}{short}{_phase(rounds)}", category)


def person_name(number: int) -> str:
    """Of three letters; several may bear the same."""
    return (
        _SURNAMES[number % len(_SURNAMES)]
        + _GIVEN[number // len(_SURNAMES) % len(_GIVEN)]
        + _GIVEN[(number * 7 + number // 500) % len(_GIVEN)]
    )


def _phase(rounds: int) -> str:
    return f"{rounds + 1}期" if rounds else ""


def _batch(rounds: int) -> str:
    return f"第{rounds + 1}" if rounds else ""
