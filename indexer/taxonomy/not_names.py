"""List the words that look like the name of a measure, or like a part of one, and are none."""

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
