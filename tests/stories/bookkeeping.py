"""Policies with books of points for stories: that of Xianyang, and what a clerk might add to it."""

from __future__ import annotations

from supervision.policies.active import preset

BOOKED = (
    preset("xianyang")
    + """
[[books]]
name = "重点工作"
article = "第五条"
base = 100
most = 101
lead = "1.0"
assist = "0.5"

[[books.grades]]
time = "提前"
quality = "好"
points = "2"
article = "第六条(一)"

[[books.grades]]
time = "延时"
points = "-1.5"
article = "第六条(二)"

[[books.bonuses]]
name = "月度亮点"
points = "0.5"
most = "0.8"
article = "第七条"

[[books.vetoes]]
conditions = ["任务未完成", "影响全局考核"]
effect = "取消评先评优资格"
article = "第八条"
"""
)

WEIGHTED = (
    preset("xianyang")
    + """
[[books]]
name = "年度考核"
article = "第九条"
base = 0
most = 100

[[books.parts]]
name = "个人自评"
weight = "0.3"
by = "本人"

[[books.parts]]
name = "科室评价"
weight = "0.3"
by = "科室"

[[books.parts]]
name = "领导测评"
weight = "0.4"
by = "局领导"
"""
)

TWO_BOOKS = (
    preset("xianyang")
    + """
[[books]]
name = "重点项目"
article = "第五条"
base = 100
most = 100
covers = ["项目"]

[[books]]
name = "其他工作"
article = "第六条"
base = 50
most = 50
"""
)
