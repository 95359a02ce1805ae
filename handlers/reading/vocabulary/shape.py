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
    另外 另 此外 其他 其它 以上 总体看 总的来看 从面上看 当前,
    """
)
# heads of the columns of a pasted table
COLUMN_NAMES = {
    "number": listed("""
        序号 编号 号
    """),
    "name": listed("""
        项目 事项 任务 工作 督办事项 项目名称 事项名称 工作任务 重点工作 名称 内容
    """),
    "unit": listed("""
        责任单位 牵头单位 单位 责任人 科室 部门 责任部门 配合单位 负责人 责任科室
    """),
    "percent": listed("""
        进度 总进度 总体进度 完成率 形象进度 整体进度 完成比例 百分比 进度% 完成度 完成进度
    """),
    "due": listed("""
        完成时限 时限 截止 截止时间 计划完成时间 要求完成时间 办结时限
    """),
    "problem": listed("""
        问题 存在问题 困难 存在困难 难点 问题困难 存在的问题 问题及困难 困难问题
    """),
    "plan": listed("""
        下步 下一步 下步计划 下周计划 下一步计划 明日计划 下月计划 计划 下步打算 下步工作
    """),
    "progress": listed("""
        本周完成 本周进展 进展 今日进展 完成情况 进展情况 本月进展 备注 说明 状态 情况 今日完成 本月完成 工作进展 现状
        进度情况 目前进展
    """),
    "expected": listed("""
        预计完成 预计完成时间 预计完工 预计时间
    """),
}
