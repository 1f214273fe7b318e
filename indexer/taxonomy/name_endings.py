"""Tell by its ending what kind of measure an expression names, and by its words that it is none."""

from __future__ import annotations

from indexer.word_list import words

# What makes no name of an ending: 专项行动, 长效机制, 指挥中心 …
GENERIC = frozenset(
    words("""
    专项 系列 集中 统一 重大 有效 长效 工作 这一 相关 新型 指挥 综合 集成 系列专项 全面 具体 基本
    重点 常态 常态化 规范 科学 合理 良好 完整 政治 经济 社会 市场 管理 服务 信息 网络 联动 协调
    保障 责任 领导 监督 评价 考核 工作运行 多项 一项 有关 上述 同一 整个 主要 核心 城市 农村 行政
    国家 战略 教育 培训 改革 发展 实践 生产 经营 商务 会议 城乡 现代 先进 统筹 协同 应急 防控 运行
    操作 推动 样板 试点 示范 勤务 体制 公安 公安检查 治安 实战 应用 重点工程 形象 各类专项 主题
""")
)
# Everyday four-character turns that look like numeral slogans.
IDIOMS = frozenset(
    words("""
    一心一意 一点一滴 一年一度 一针一线 一草一木 一分一秒 一举一动 一朝一夕 一丝一毫 四面八方
    四通八达 四分五裂 五湖四海 五花八门 五颜六色 七上八下 七嘴八舌 三番五次 三令五申 三心二意
    三言两语 千家万户 千方百计 千锤百炼 千军万马 千言万语 千山万水 千辛万苦 一字一句 一时一刻
    一前一后 一左一右 一言一行 一家一户 一户一档 一人一档 万无一失 百里挑一 一模一样 独一无二
    两全其美 一大一小 一厂一策 一企一策 四车一组 一步一个 一东一西 一南一北 一老一小 十全十美
    百发百中
""")
)


NO_KIND = "口号"  # the kind of a name whose ending tells none
_BY_KIND = {
    "行动": """行动 专项行动 系列行动 攻势 整治 专项整治 系列整治 攻坚 攻坚战 攻坚年 提升年 建设年
        宣传月 宣传周 活动月 攻坚月 严打 大会战 大排查 大清查 大走访 百日攻坚""",
    "会战": "会战",
    "工程": "工程 项目",
    "计划": "计划 行动计划",
    "平台": """平台 小程序 APP 专线 热线 公众号 客户端 专栏 直播间 助手 掌上办 一张图 中台 警务云
        超市""",
    "系统": "系统 大脑",
    "模型": "模型",
    "机制": "机制 制度 积分制 长制 警长制 办法 勤务 管控 动态管控 采集工作",
    "模式": "模式 工作法 经验 警务 巡逻法 战法",
    "体系": "体系 防控圈 防控网 防线",
    "改革": "改革",
    "战略": "战略",
    "试点": "试点",
    "中心": "中心",
    "活动": """活动 创建活动 讲堂 大讲堂 大赛 评选 演练 培训班 学习教育 课堂 夜校 夜学 联赛
        比武 大比武 练兵 大练兵 竞赛 训练营 公开课 第一课""",
    "队伍": """机动队 快反队 突击队 战队 志愿队 志愿者 服务队 巡逻队 巡护队 巡防队 调解队 宣讲队
        义警队 小分队 先锋队 攻坚队
        护卫队 轻骑队 尖刀队 中队 联盟 义警 专班 工作队 专业队 宣传队 联防队 快艇队 骑警队
        铁骑队 应急队 突击小组 攻坚组 作战单元 智囊团 宣讲团 讲师团 帮教团 服务团 守望队""",
    "阵地": """工作站 服务站 检查站 警务站 指挥室 服务窗口 窗口 警务室 调解室 工作室
        会客厅 岗亭
        警务岗亭 驿站 托管班 基地 大篷车 服务点 劝导站 议事厅 接待室 服务区 小区 社区
        护学岗 说事点 实验室 体验馆 展示馆 教育馆 综合体 自助区 小屋 书屋 工坊 茶馆 学堂
        议事会 恳谈会 讲习所 车管所 守望点 联络点 枢纽 之家 家园 先锋岗 示范岗""",
    "品牌": "品牌",
    "服务": "服务 套餐 绿色通道",
    "荣誉": "示范城市 示范区 示范村 示范点 先进集体 称号 奖章",
    "会议": "推进会 现场会 部署会 论坛 峰会",
    "标准": "标准",
}
# What a name ends with → its kind.
SUFFIXES = {ending: kind for kind, endings in _BY_KIND.items() for ending in endings.split()}
# Kinds said in turns of one name: 码上办平台 is 码上办服务, too. A place or a team is neither.
FAMILIES = {
    kind: family
    for family in (
        ("平台", "系统", "服务", "品牌"),
        ("机制", "模式", "体系"),
        ("行动", "会战", "计划"),
    )
    for kind in family
}
# By their last characters: how long the endings are, the longest first.
_LENGTHS = {
    last: sorted({len(ending) for ending in SUFFIXES if ending[-1] == last}, reverse=True)
    for last in {ending[-1] for ending in SUFFIXES}
}
# Less sure: the last character alone.
_LAST = {
    "队": "队伍",
    "团": "队伍",
    "室": "阵地",
    "站": "阵地",
    "岗": "阵地",
    "圈": "体系",
    "法": "模式",
}
# Endings of phrases as often as of names: they name what the print marks as a name otherwise.
_PLAIN = """
    机制 制度 体系 模式 改革 战略 试点 活动 创建活动 计划 中心 管控 勤务 防线 标准
    经验 警务 整治 攻坚 项目 系统 服务 办法 学习教育 基地 窗口 社区 志愿者 中队
    演练 评选 专班 工作队 比武 服务区 课堂 严打 大排查 称号 奖章 论坛 峰会 推进会
    现场会 部署会 示范区 示范城市 示范村 示范点 先进集体 小区 中台 超市 竞赛 练兵 训练营
    联防队 应急队 攻坚组 茶馆 学堂 书屋 车管所 守望点 联络点 枢纽 之家 家园 示范岗 助手
"""
PLAIN = frozenset(_PLAIN.split())
# What is said of a thing that has a name, and never part of it: 金钟罩工程经验 is of 金钟罩工程.
OUTCOMES = ("经验", "成效", "做法", "成果")


def ending_of(name: str) -> str:
    """The longest known ending of a name, "" without one."""
    for length in _LENGTHS.get(name[-1:], ()):
        if name[-length:] in SUFFIXES:
            return name[-length:]
    return ""


def kind_of(name: str) -> str:
    """The kind that a name's ending tells, NO_KIND without one."""
    return SUFFIXES.get(ending_of(name)) or _LAST.get(name[-1:], NO_KIND)


def without_outcome(name: str) -> str:
    """A name without what is said of it, where it has an ending of its own: 龙山经验 stays."""
    for outcome in OUTCOMES:
        stem = name.removesuffix(outcome)
        if stem != name and ending_of(stem) not in ("", stem):
            return stem
    return name
