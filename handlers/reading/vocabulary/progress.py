"""The whole and its parts; quotas."""

from __future__ import annotations

from handlers.reading.vocabulary.lists import listed

# a subject made only of these, and of the words of the title, is the whole matter
WHOLE_WORDS = listed(
    """
    估摸着 估摸 估计 也就 我看 看着 总体 整体 总的 总 综合 形象 整个 全部 全面 全线 全年 年度 项目 工程 任务 工作
    进度 进展 目标 建设 累计 本项目 该项目 该 此项 这项 本 整 筹备 推进 实施 目前 现在 当前 截至 今天 今日 昨天
    昨日 本周 这周 本月 已经 已 约 大约 大概 差不多 近 将近 达到 达 到 至 为 是 完成 按 应该 有 的 就 也 才 仅 只
    刚 快 又 呢 啊 吧 了 算下来 实际 率 比例 办理 整改 均 都 早 早就 终于 顺利 圆满 基本 大体 各项 所有 全 于 在
    从 那边 这边 那个 这个 那块 这块 里 面 目标任务 全年任务 年度任务 各 共 还 仍 现 一直 仍然 依然 依旧 处于 因
    由于 场地 工地 现场 嘛 然后 另外 那 这 按期 提前 如期 今年 可以 报 我们 我 咱们 镇里 情况 数 主会场以外 汇报
    日报 周报 月报 一共 总共 合计 哦 不对 错了 说错了 说错 应为 口误 更正 改为 改成 写成 报的 上报 填报 刚才 刚刚
    正式 成功 得 地 和 个 年 月 日 号 上午 下午 晚上 全市 全县 全区 全镇 事项 活动 改革 行动 创建 整治 总工程量
    工程量 总工作量 工作量 总任务量 任务量 总量 完成度 具体 准确 折算下来 折算 折合 合下来 综合下来 平均下来
    综合算 实际完成 活儿 活 那条 这条 那座 这座 那栋 暂时 暂 只能 只好 已然 眼下 眼前 这会儿 这会 截至目前 截止
    能说 能报 能算 算是 算 大致 大体上 基本上 差不离 前期工作 前期 还是 重算为 的话 总算 尚 整个看 整个算 看 刚好 正好 恰好 进度条 整体上
    总体上 项目上 工程上 前 后
    """
)
# 干到 58%, 推到六成: how a figure is reached
ADVANCE = (
    "(?:推进?|干|做|搞|弄|赶|跑|走|冲|爬|拉|提|升|涨|进|来|提升|提高|增加|增长|上升|恢复|更新|调整|修正|纠正)"
    "(?:到了?|至|出|够|了|为)"
)
# matters that are a list or a sum to be reached: the share reached is their progress
QUOTA_CATEGORIES = listed(
    """
    资金争取 问题整改 招商引资 债券 整改 争取 签约 督办件 信访
    """
)
QUOTA_TITLES = listed(
    """
    整改 隐患 争取 资金 债券 支出 清单 招引 签约 提案 建议 招商 拨付 清欠 化解 清零 销号 办件 工单 指标 任务数
    覆盖 普查 摸排 问题 回访 办理 压减 压降 压缩 提升行动 攻坚 欠薪 兑现 申领 发放
    """
)
# what is built is no list: there, a rate is a part's
BUILDING_TITLES = listed(
    """
    工程 建设 改造 扩建 新建 改建 修缮 加固 公路 道路 大桥 厂 楼 中心 园 馆 院 站 库 渠 管网 管道 小区 项目 基地
    广场 校区 病房
    """
)
# 接入率, 调处率: how far a list is done
RATE_VERBS = listed(
    """
    完成 整改 销号 办结 办理 化解 清零 到位 拨付 支出 执行 兑付 达成 落实 覆盖 发放 普查 排查 治理 整治 改造 接入 建成
    清退 拆除 清理 兑现 调处 答复 结案 上线 开通 达标 压减 压降 归集 入库 配备 安装 更换 签约 招引 聘任 录用 培训 回访
    """
)
# even of a list or a system, a share of these is a part's
PARTS_OF_A_LIST = listed(
    """
    开发 接口 设备 方案 初稿 稿 硬件 软件 数据 宣传 前期 主体 基础 土建 征地 资料 材料 合同 招标 满意 合格 知晓
    参与 同比 响应 出勤 参训 投资 资金 费 款 预算 阶段 期 批 环节 模块 子系统 标段 组 村 镇 街道 社区 单位 部门
    区 县 户 人 专家 图 机房 问卷 调研 评审 采购 装修 场地 布展 率
    """
)
QUOTA_RATES = listed(
    """
    整改销号率 整改完成率 任务完成率 整改率 销号率 办结率 到位率 支出率 拨付率 执行率 完成率 完成比例 兑付率
    化解率 清零率 办理率 达成率 落实率 覆盖率 发放率 签约率 普查率
    """
)
# a rate of these is a part's
PART_WORDS = listed(
    """
    一般 重大 部分 省级 个别 其中 首批 第一批 第二批 第三批 一标 二标 三标
    """
)
