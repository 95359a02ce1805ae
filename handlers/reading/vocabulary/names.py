"""Names of matters, and what may stand around them."""

from __future__ import annotations

from handlers.reading.vocabulary.lists import listed

# endings that may be left off a title: 雨污分流管网工程 is also called 雨污分流管网
BY_NAME_ENDINGS = listed(
    """
    建设工程 建设项目 工程项目 工程 项目
    """
)
# pairs of characters that most titles share and that say little about which matter is meant
GENERIC_PAIRS = listed(
    """
    工程 项目 建设 改造 提升 治理 整治 整改 行动 工作 推进 完成 进度 进展 情况 系统 综合 问题 办理 编制 保护 更新
    开展 实施 管理 服务 发展 升级 配套 设施 新建 续建 扩建 年度 重点 任务 落实 全市 全县 全区 安全 巩固 加固 一体
    体化 创建 申报 争取 试点 推广 示范 标准 质量 体系 机制 方案 计划 专项 活动 区域 现代 代化 基础 中心 公共 信息
    数字 智慧 城市 农村 乡镇 社区 街道 市场 企业 群众 人员 资金 投资 主体 设备 设计 施工 招标 采购 验收 排查 隐患
    目前 事项 工地 现场 门口 路口 总体 整体 总共 前期 当前 现在 本周 本月 情况 进展 问题 困难 下步 明天 单位 部门
    负责 牵头 配合 度任 标任 点工 点项 项工 年工 全隐 患排 患整 全生 础设 程质 量安 体工 购安 装调 面完 计完 清单
    检查 监测 监督 宣传 培训 制度 改革 优化 建立 完善 加强 组织 机关 单位 部门 政府
    """
)
# words that may stand between the start of a clause and the name of a matter
FILLERS = listed(
    """
    各位领导 领导 各位 您好 你好 早上好 下午好 晚上好 大家好 报告一下 汇报一下 报一下 口头 报告 汇报 今天 今日
    昨天 昨日 本周 这周 本月 这个月 上周 上月 目前 现在 当前 截至 截止 日前 近日 我们 我镇 我县 我局 我乡 我区
    我委 我科 我部 我办 我单位 我市 本单位 我 咱们 镇里面 镇里 局里 县里 市里 区里 乡里 村里 单位 那个 这个 那边
    就是 关于 对 对于 其中 还有 另外 再就是 再一个 然后 另 由于 因为 因 在 到 至 是 的 和 与 及 以及 、 啊 呢 吧
    嘛 哦 嗯 呃 那 这 围绕 针对 推进 持续推进 加快推进 扎实推进 扎实开展 聚焦 日报 周报 月报 补报 上报 填报 更正
    申请 主要是 主要 全力推进 牵头 重点推进 重点抓好 重点 督办事项 事项 项目 工作 开展 全市 全县 全区 请问 查一下
    查询 关注 另报 上述 刚才 刚刚 一是 二是 三是 四是 五是 首先 其次 最后 方面 里 面 小 大 早 晚 上午 下午 的话
    看了看 看了 去了趟 去看了
    月报里 周报里 日报里 里面的 上午报的 下午报的 刚才报的 刚刚报的 昨天报的 昨日报的 早上报的 上次报的 前面报的
    刚报的 昨晚报的 说一下 先说 再说 接着 接下来 负责的 承担的 牵头的 需协调 存在问题 问题 困难 计划 明日 明天 下周
    下步 下一步 下月 下个月
    """
)
# how the name of a project ends that nobody has on the list
PROJECT_ENDINGS = listed(
    """
    改造 技改 工程 项目 建设 硬化 修缮 加固 整治 治理 创建 搬迁 扩建 新建 修复 绿化 改扩建 提升 更新 升级 平台 系统 公路
    道路 大桥 中心 学校 医院 小区 基地 园区 厂房 管网 征收 拆迁 整改 编制 处理站 处理厂 消防站 变电站 泵站 水厂
    停车场 敬老院 养老院 卫生院 幼儿园 迁建 菜市场 文化站 广场 公园 体育馆 图书馆 停靠点 码头 客运站 充电站 步道
    综合楼 教学楼 办公楼 中转仓 储备库 仓库 加油站 服务站 试点 安装 美化 亮化 装修 装饰
    """
)
# routine duties and headings: no project
ROUTINE_WORDS = listed(
    """
    作风 队伍 党风 廉政 文明建设 机关 能力建设 方面 思想 组织 制度建设 文化建设 重大工程 重点工程 重点项目 类项目
    值班 巡查 公文 会议 培训 学习 接待 信访 党建 收文 发文 检查 演练 宣传 慰问 调研 全市 全县 全区 各单位 本月
    今年 总体 累计 全区 全镇 全局 亿元以上 上半年 下半年 干部 担当 精神 在手 代建
    """
)
# what is said of a project, so that a name before it is one
STATE_WORDS = listed(
    """
    完成 完工 竣工 开工 停工 进度 推进 施工 进场 启动 正在 做完 封顶 招标 挂网 上报 验收 投用 交付 动工 受阻 暂停
    修通 收尾 在做 在建 办理 铺 动起来 干起来 搞起来
    """
)
