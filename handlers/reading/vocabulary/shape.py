"""The shape of a message: labels and columns."""

from __future__ import annotations

from handlers.reading.vocabulary.lists import listed

# labels before a colon, in brackets or alone on a line
PROBLEM_LABELS = listed(
    """
    问题 困难 难点 堵点 难题 不足 风险 短板 卡点 制约因素 滞后原因 未完成原因
    """
)
NEED_LABELS = listed(
    """
    协调 支持 诉求 求助 帮助 请示事项 提请
    """
)
PLAN_LABELS = listed(
    """
    下步 下一步 下阶段 明日 明天 下周 下月 下个月 次日 计划 打算 安排 后续 拟办 努力方向 工作思路 工作措施
    """
)
NOT_PLAN_LABELS = listed(
    """
    完成计划 计划进度 年度计划 计划投资 计划完成时间 计划工期 计划竣工 计划节点
    """
)
PROGRESS_LABELS = listed(
    """
    进展 完成情况 工作情况 推进情况 进度 今日工作 本周工作 本月工作 今日 本周 本月 现状 本周完成 本月完成 今日完成
    总体情况 分项情况 重点工作 工作完成 状态 落实情况 工作动态
    """
)
OTHER_LABELS = listed(
    """
    其他 其它 另 备注 附 雨情 水情 值班 说明 注 配合事项 天气 人员 抄送 填报人 联系人 报送单位 单位 汇报人 报告人
    填报时间 报送时间 日期 时间
    """
)
# what follows is about something else
ASIDE_HEADS = listed(
    """
    另外 另 顺带报一下 顺便报一下 顺带 顺便报
    新报一个 新报 新增一个 新增项目 补报一个 再报一个 此外 其他 其它 以上 总体看 总的来看 从面上看 当前,
    """
)
# heads of the columns of a pasted table: the first kind of which a head holds a word; the longer words stand first
COLUMN_NAMES = {
    "number": listed("""
        序号 编号
    """),
    "problem": listed("""
        问题 困难 难点 堵点 风险 需协调 协调事项
    """),
    "plan": listed("""
        下步 下一步 下周 下月 明日 明天 打算 工作安排 后续
    """),
    "expected": listed("""
        预计
    """),
    "due": listed("""
        时限 截止 期限 完成时间 要求时间 完成日期
    """),
    "ignored": listed("""
        上周进度 上月进度 上期进度 上次进度 昨日进度 前期进度 上周% 上月% 上周完成率 上月完成率 目标 年度计划
        计划进度 应完成 序时 偏差 涨幅 增幅 变化 增减 环比 上周 上月 上期 上次 差距 排名 总投资 投资 任务数
    """),
    "unit": listed("""
        单位 责任 负责人 部门 科室 包保 领导 联系 联络
    """),
    "percent": listed("""
        进度情况% 进度 完成率 完成比例 百分比 完成度 % 比例 占比 进展%
    """),
    "progress": listed("""
        完成情况 进展 情况 备注 说明 状态 现状 完成 做法 动态 内容 措施
    """),
    "name": listed("""
        项目 事项 任务 工作 名称 工程
    """),
}
# heads that hold a word of another kind
COLUMNS_BY_WHOLE_NAME = {
    "进度情况": "progress",
    "工作进度": "progress",
    "目前进展": "progress",
    "工作内容": "name",
    "任务内容": "name",
    "工作任务": "name",
    "任务": "name",
    "内容": "name",
    "工作": "name",
    "计划": "plan",
    "下步计划": "plan",
    "号": "number",
    "上周": "ignored",
    "上月": "ignored",
    "上期": "ignored",
    "上次": "ignored",
    "昨日": "ignored",
    "计划数": "ignored",
    "本周": "percent",
    "本月": "percent",
    "本期": "percent",
    "目前": "percent",
    "现在": "percent",
    "最新": "percent",
    "当前": "percent",
    "累计": "percent",
    "总体": "percent",
    "实际": "percent",
}
