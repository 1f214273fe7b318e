"""Tell by its ending what kind of measure an expression names."""

from __future__ import annotations

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
