"""The word lists of the figures extractor, and what a name loses that they open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.figures.times import FIRST_LETTERS, SPAN, TIME
from indexer.text.lazy_pattern import lazy_pattern
from indexer.word_list import words

# What units do in reports. A number stands behind the object of such a verb (抓获逃犯19名) or
# before it (聘任16名督导专员); where one begins, the words of the figure before have ended.
VERBS = words("""
    处 给予 予以 处以 比中抓获 抓获 破获 侦破 查处 查获 查纠 打掉 捣毁 摧毁 铲除 收缴 缴获 扣押
    查扣 追缴 追回 挽回 止付 冻结 拦截 劝阻 调解 调处 化解 排查 整改 整治 清理 清查 检查 走访
    发放 张贴 受理 办理 办结 接报 接警 接处 处置 处理 救助 解救 帮助 护送 组织 开展 举办
    召开 建成 建设 建立 新建 续建 改建 改造 扩建 修建 设立 设置 配备 配置 购置 投入 安排 选派
    选拔 遴选 聘任 聘请 培训 培养 表彰 获评 荣获 荣立 获得 涌现 推出 推行 出台 制定 印发
    制发 完成 实施 落实 覆盖 惠及 服务 接待 接受 签发 签约 引进 新增 增加 减少 解决 收集
    征集 采集 汇聚 集成 搭建 优化 固化 固定 流转 分流 摸排 紧盯 支撑 布建 施划 出动 发现
    消除 取缔 关停 注销 登记 审批 发布 播放 发送 推送 制作 提拔 立案 起诉 批捕 逮捕 刑拘
    拘留 审结 执结 判处 立功 铺设 铺装 种植 淘汰 压减 脱贫 带动 实现 形成 发行 支持 资助
    募集 捐赠 划分 分为 强化 护航 做强 组建 改扩建 打造 构建 侦办 立 攻克 打击 设计 采取
    造成 参加 参与 达到 进入 受到 抵达 抽出 贡献 拥有 依托 围绕 联合 利用 派出 抽调 充实
    招录 招聘 输送 推动 推进 促成 促进 启动 开工 竣工 投产 上线 开通 开设 创建 创办 巡查
    核查 核实 核对 签订 签署 发出 送达 归还 返还 追赃 挽损 缴纳 征收 减免 拨付 支付 兑付
    发生 引发 扑救 扑灭 疏散 营救 转移 安置 收治 接种 筛查 救治 诊疗 产出 生产 销售 出口
    进口 运输 运送 提供 满足 吸引 吸纳 孵化 培育 认定 命名 评选 评定 授予 表扬 奖励 处罚
    罚款 问责 通报 约谈 移送 移交 交办 督办 转办 答复 回复 回访 救援 捕获 抓捕 劝返 遣返
    缉捕 收押 管控 监测 监控 巡逻 护学 设 建 查 抓 获 成为 作为 来自 涉及 通过 由于 举行
    加装 安装 更换 更新 维修 修复 修缮 拆除 清除 清运 收运 办成 办好 为民 提请 审议 制修订
    修订 废止 清偿 补贴 补助 赔付 理赔 承办 承接 预警 封停 关闭 下架 抽检 抽查 复查 复核
    审计 审查 审核 收回 盘活 供应 供给 储备 采购 调拨 支援 慰问 结对 帮扶 解答 惩处 清退
    追究 缩短 惠 创下 树立 选树 曝光 侦查 讯问 询问 鉴定 检验 比对 摸清 核发 换发 补发 发展
    吸收 转化 指导 督促 破案 审执结 帮教 盘查 投放 布设 铺开 关爱 探望 举报 兑现 摘牌 挂牌
    吊销 责令 取保 训诫 约束 拘传 暂扣 追捕 搜救 搜寻 出具 建档 录入 推广 归集 研判 打响
    谋划 编制 编印 评审 销毁 拍卖 变卖 抵扣 免除 降低 提高 提升 扩大 缩减 压缩 清仓 装备
    配发 投用 投运 启用 建档立卡 发动 动员 招募 引导 扶持 救济 供养 医治 治愈 出院 确诊 检测
    采样 投保 承保 赔偿 交付 精简 悬挂 拨打 拍摄 转发 编发 撰写 劝导 抓拍
""")
LONG_VERBS = "|".join(sorted((word for word in VERBS if len(word) > 1), key=len, reverse=True))
# Verbs whose object goes on acting: 组织27名青年参加…, 帮助38个家庭实现….
PIVOTS = words("""
    组织 安排 选派 遴选 帮助 护送 派出 抽调 推动 促成 支持 使 让 带动 引导 指导 督促
""")
# In the name of a thing they are no verbs: 服务点位, 固定值守点, 检查站, 监测点.
NOUN_VERBS = frozenset(
    words("""
    固定 服务 检查 监控 监测 救助 护学 培训 巡逻 接待 调解 办理 登记 管控 处置 举报 预警 指导
    检验 鉴定 生产 销售 供应 供给 储备 运输 安置 救援 疏散 审批 受理 接种 检测 采集 清运 创业
    """)
)
# In a list (查处超载90起、超员35起) these say only that there were such cases.
LIGHT = words("查处 查纠 发生")
# Tails that all members of a list share: 溺水、触电死亡人数 are 溺水死亡人数 and 触电死亡人数.
TAILS = words("""
    死亡人数 受伤人数 伤亡人数 死亡数 亡人数 发案数 案件数 警情数 事故数 查处数 查处量
    破案数 抓获数 立案数 起诉数 发案率 破案率 增加值 业务量 保有量 覆盖率 筛查率 及格率
    满意率 满意度 入学率 就业率 普及率 合格率 优良率 达标率 处置率 办结率 参保率 接种率
    成活率 在校生 从业人员 年均浓度 平均浓度 浓度 产量 销量 产值 收入 支出 投资 用电量
    消费量 总产量 发案 破案 案件 警情 事故 人数 总数 总额 总量 面积 里程 价格 数量 比例 比重
    占比 时长 时间 人次 犯罪 负面清单条数 清单条数 货运量 客运量 吞吐量 交易量 成交额 销售额
    进口额 出口额 贷款 存款 余额 税收 装机容量 存栏 出栏 处置率 检出率 阳性率 知晓率 支持率
    留存率 转化率 成功率 利用率 综合利用率 处理率 无害化处理率 覆盖面 装机
    运营里程 营运里程 通车里程 贡献率 自给率 最低收购价 收购价 均价 单价
""")

UP = words("""
    增长 上升 提高 提升 增高 增大 增加 多增 上涨 攀升 扩大 上浮 递增 多出 高出 前移 前进 上移 延长
    增多 回升 净增 实增 增产 加快 反弹 上调 调高 跃升 晋升 拓展 扩展 拓宽 延伸 上扬 扩容 增强 增配
    增补 增派 扩编 扩充 净增加 净增长 实际增长 大幅增长 翻 蹿升 窜升 飙升 猛增
    激增 骤增 陡增 剧增 暴增
""")
DOWN = words("""
    下降 减少 降低 下跌 缩短 压缩 压减 压降 回落 缩小 收窄 减轻 下滑 下调 调低 后移 削减 精简
    缩减 收缩 下浮 减产 净减 净减少 净下降
    负增长 锐减 骤降 减退 递减 少用 节省 猛降 陡降 锐降 骤减 滑落 跌落 缩水 少掉 减掉 降掉 减去
""")
UP_SHORT, DOWN_SHORT = words("增 升 涨 扩 跃"), words("降 减 跌 缩 压")
# Verbs of change only where a comparison stands in front: 比去年多120起.
MORE = words("高于 多于 快于 高 多 快 长 领先 超出")
LESS = words("低于 少于 慢于 低 少 慢 短 落后 节约")


@dataclass(frozen=True, slots=True)
class FunctionWord:
    """A word between the name of a figure and its number, and what it tells.

    `kind` is to (增至), change (增长), short (升), against (高), compared, share, each, from, level
    or adverb; `tells` a direction or a comparison. It is not read behind a letter of `not_after`,
    and only behind one of `only_after` where that is given; with `opens` only at the very front.
    """

    kind: str
    tells: str = ""
    not_after: str = ""
    only_after: str = ""
    opens: bool = False


def _function_words() -> dict[str, FunctionWord]:
    found: dict[str, FunctionWord] = {}
    for direction, long, short, against in (
        ("up", UP, UP_SHORT, MORE),
        ("down", DOWN, DOWN_SHORT, LESS),
    ):
        for verb in against:
            for behind in ("", "出", "了"):
                found[verb + behind] = FunctionWord("against", direction)
        for verb in short:
            found[verb] = found[verb + "了"] = FunctionWord("short", direction, not_after="新")
        for verb in long:
            for behind in ("", "了", "达", "幅度达", "超", "超过", "约"):
                found[verb + behind] = FunctionWord("change", direction)
        for verb in (*long, *short):
            for behind in ("到", "至", "为", "成", "达到"):
                found[verb + behind] = found[verb + behind + "了"] = FunctionWord("to", direction)
    for comparison, printed in (
        ("同比", "同比 同比去年 同比上年 同比前年"),
        ("环比", "环比"),
        ("年均", "年均 平均每年 每年平均 每年"),
        ("", "逐年"),
    ):
        found |= dict.fromkeys(words(printed), FunctionWord("compared", comparison))
    of_all = words("占比 占比约为 占比约 占比为 占比高达 占比高达到 占比达 占比达到")
    found |= dict.fromkeys(of_all, FunctionWord("share", "占比"))
    of_part = words("占 占到 占了 占据 约占 只占 仅占 约占到")
    found |= dict.fromkeys(of_part, FunctionWord("share", "占"))
    found |= dict.fromkeys(words("分别 分别为 分别达 各 各为 依次 依次为"), FunctionWord("each"))
    found["所占"] = FunctionWord("share", "占", not_after="场诊厕会派务事营住哨院")
    found["均"] = FunctionWord("each", not_after="平人户日年月亩村车")
    found["都"] = FunctionWord("each", not_after="首成古")
    found["由"] = FunctionWord("from", not_after="理缘来")
    found["从"] = FunctionWord("from", not_after="服")
    return found | _adverbs() | _levels() | _by_so_much()


def _by_so_much() -> dict[str, FunctionWord]:
    """损失少了两千万元: how much it changed, also where nothing says against what."""
    ways = (("少了", "down"), ("多了", "up"))
    return {word: FunctionWord("change", way, not_after="缺至不很许") for word, way in ways}


def _adverbs() -> dict[str, FunctionWord]:
    plain = words("""
        共计 合计 总计 累计 总共 仅 只 已经 已 平均 实际 继续 仍然 仍 依然 也 又 再 将近
        即将 将 可能 预计 预期 原定 拟定 后来 应该 应当 能够 可以 只需 需要 或者 一般 大致 大体上
        只要 拟按 最初的 起初的 如今的 如今 必须 估计 一律 统一 一次性 原来的 原来 现在的 现在
        目前的 目前 当前 大体 基本 总体 进一步 大幅度 大幅 明显 显著 持续 稳步 逐步 始终 一直 短短
        大约 有望 力争 争取 竟 转为 普遍 至少 最高 最多 名义 同口径 可比口径 按可比价格计算 较快
        小幅 略 比较
        进而 则 一度 不断 全部 一举 由此 同时 连续多年 连年 连续 多年 平均每斤 每斤 平均每吨
        每吨 平均每亩
        首次 首度 逆势 虽 当初的
        每亩 的 了 : ： , ， 、 - — –
    """)
    found = dict.fromkeys((*plain, " ", "\u3000", "\t"), FunctionWord("adverb"))
    for word, not_after in (
        *(
            ("约", "节预签违公条合契制"),
            ("共", "公"),
            ("还", "偿归返退发"),
            ("要", "主重需必摘"),
            ("可", "许认"),
            ("更", "变三五半"),
            ("就", "成"),
            ("拟", "模虚比草"),
            ("先", "首优原事率领祖早预争"),
            ("却", "冷忘了退推失"),
        ),
        *(("才", "人刚口干天英"), ("能", "功产智技性节可核动势效潜电热职")),
        *(("计划", "动建育度年原定"), ("现", "发出实体呈涌表兑")),
    ):
        found[word] = FunctionWord("adverb", not_after=not_after)
    found |= dict.fromkeys(words("发生 完成"), FunctionWord("adverb", only_after="别"))
    found["收到"] = FunctionWord("level", only_after="税入共")  # 各项税收共收到
    found["幅度"] = FunctionWord("adverb", only_after="大小")
    per = words("人均 户均 每月 每小时 每天")
    return found | dict.fromkeys(per, FunctionWord("adverb", only_after="到为达"))


def _levels() -> dict[str, FunctionWord]:
    found = dict.fromkeys(
        words("""
            计划为 预算为 安排为 定为 规定为 确定为 拟定为 核定为
            达到了 达到 高达 已达 保持 保持在 保持为 稳定 稳定在 稳定为 控制 控制在 维持 维持在
            仅有 共有 现有 只有 尚有 亦应改为
            约合 约为 等于 不低于 不少于 不高于 不多于 不小于 不大于
            不得少于 不得低于 不得超过 不得高于 不得多于 不得小于 不得大于
            突破 突破了 超过 超过了 超 超出 逾 定在
            位居 名列 位列 高居 稳居 跃居 荣获 处于
        """),
        FunctionWord("level"),
    )
    over = (verb + where for verb in "跨迈跃站登越翻攀" for where in "上过入")
    found |= dict.fromkeys(over, FunctionWord("level"))
    for direction, printed in (
        ("up", "发展到 发展至 壮大到 壮大至 冲上"),
        ("up", " ".join(verb + to for verb in "跳冲爬蹿窜飙攀蹦" for to in "到至")),
        ("down", "清至 清到 跌破 跌回 落回"),
        ("down", " ".join(verb + to for verb in "掉滑" for to in "到至")),
        (
            "",
            "变成 变成了 变为 优化至 优化到 改为 整合为 "
            " 合并为 归并为 撤并为 调整为 精简为 整合到 修订为 更正为",
        ),
    ):
        found |= dict.fromkeys(words(printed), FunctionWord("to", direction))
    found |= dict.fromkeys(words("排名 排在"), FunctionWord("level", opens=True))
    for word, not_after in (
        *(
            *(("达", "发到表直抵"), ("为", "行作成认因人无有最分划"), ("是", "但就凡")),
            ("有", "拥占持保所没具享国私公"),
            ("居", "民邻新定安移同独群旅散侨分聚寓"),
            ("列", "系陈行序并下"),
        ),
        ("在", "存现实潜正"),
    ):
        found[word] = FunctionWord("level", not_after=not_after)
    return found


FUNCTION_WORDS = _function_words()

# Words that may open a clause and name nothing; not read before one of the letters given.
OPENINGS = dict.fromkeys(
    words("""
        虽然 虽说 虽 尽管 固然 由于 因为 不仅 不但 然而 而且 所以 据统计 据初步统计
        其中 为此 对此 因此 并且 如果 且 同时 此外 另外 另有 以及 和 截至目前
        目前 今年以来 近年来 多年来 长期以来 一直以来 以来 累计
        共计 总计 合计 已经 已
        先后 也 又 例如 比如 特别是 尤其是 只是 仅 但是 但 则 努力 力争 确保 预计 拟 现已 都
        分别 是 只
        按可比价格计算 按可比价计算 按不变价格计算 按可比口径 一共 总共
        至于 同期 首次 年底 年末 年底前 年末前
        年底以前 我们 它们 他们 这些 这样 这就 以上 要求 那么 那末 即使
        只要 因而 从而 于是 再就是 后来 应该 应当 能够 可以 必须 甚至 几乎 除了 大约
        不过 可是 反而 反倒 终于 总算 终究 居然 竟然 竟 果然 毕竟 依旧 依然 仍旧 仍然 仍
        唯独 惟独 唯有 偏偏 恰恰 恰好 好在 幸好 幸而 幸亏 况且 何况 随后 随即 接着 紧接着 此后 年初
        不只 曾经 曾 或者 加上 它 的 了 ， , 、 ：
        : ； ; ） ) — - – 至少 结果 其次是 其次为 其次 却 以前 一批
    """),
    "",
) | {
    **{
        "一个": "月小工星",
        "一共": "",
        "总共": "",
        "建议": "书案采条被数意稿栏",
        "先": "进后期行导锋烈例决知兆",
        "现在": "押的",
    },
    **{"另": "一", "与": "会", "并": "购网轨联", "及": "格时", "共": "享同青", "成功": "率"},
    **{
        "还": "款贷田林草湿",
        "再": "生就造犯",
        "阶段性": "的目成任",
        "争取": "财上中专项资省",
        "即": "时将办",
        "如": "东皋意",
        "其": "中余他它实次间后",
        "而": "立",
        "使": "用馆命者节领",
    },
    **{
        "要": "素案求点道闻",
        "将": "军",
        "计划": "生外单",
        "规定": "的动时期范标比限用数区场任考内以",
        "通过": "率",
        "均": "值价衡",
        "约": "束谈定",
        "把": "关手握持柄",
        "才": "能华智干艺",
        "就": "业读医近诊地餐学职寝任义座",
        "便": "民利携捷衣",
        "或": "者许",
        "需要": "量",
        "可能": "性",
        "一般": "公性债贡用程",
        "能": "源力耗效量见干",
        "可": "防信知疑选再行比支持调控用燃塑靠视回降见变",
    },
    **{"有": "效色机组限关", "原": "油煤粮料因告有则", " ": "", "\u3000": "", "\t": ""},
}


def _lengths(words: Iterable[str], letter: int) -> dict[str, tuple[int, ...]]:
    """How long the words are that begin (0) or end (-1) with a letter, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[letter], set()).add(len(word))
    return {own: tuple(sorted(lengths, reverse=True)) for own, lengths in found.items()}


OPENING_LENGTHS = _lengths(OPENINGS, 0)
FUNCTION_WORD_LENGTHS = _lengths(FUNCTION_WORDS, -1)

# Where figures are of, and who acts: no part of what they measure.
PLACE = lazy_pattern(
    r"(?!全警|全国(?:人大|人民代表|两会|政协|性|劳|文明|示范|优秀|先进|首|百|五一|统))"
    r"(?:全|我|本|该)[市省县区国州旗局镇校警院厅乡村](?![和与及、])"
    r"(?:上下|各级公安机关|公安机关|政法机关|检察机关|法院|范围内|境内|内|各地)?(?P<first>率先|(?=首[例个批家次创]))?"
    r"|全系统|辖区内|辖区(?=\d*[一-龥]{3})|境内"
)
BODY = lazy_pattern(
    r"[一-龥]{0,8}?(?:公安局|公安分局|公安机关|公安厅|公安|警方|市局|分局|支队|大队|派出所|人民法院|法院|检察院|检察机关|"
    r"管理局|委员会|政府|税务局|海关|司法局|医院|热线\d{5})(?=累计|共|在|已|先后|今年|去年|通过|全年|一年来|[破立抓](?:$|[^案获]{1,8}案))"
    r"|1\d{4}(?:[一-龥]{2,6})?热线(?=累计|共|已|全年|受理|办理|接听|接到)"
)
# A unit below the one that reports: what it did is not of the whole.
BRANCH = lazy_pattern(
    r"(?![全各本我该两多几每从由在])[一-龥]{2,6}?(?:公安)?分局|[一-龥]{2,6}?[县区市](?:公安)?局"
    r"|(?![全各本我该两多几每基])(?!辖区|所有|城区|农村|社区)[一-龥]{2,8}派出所"
)
# 市局督察支队开展…: whoever acts is no part of what is measured; of 派出所接警量 it is.
ACTING = lazy_pattern(
    rf"[一-龥]{{0,10}}?(?:公安局|分局|市局|公安机关|公安厅|公安|[交特刑网巡]警|机构|警方|总队|支队|大队|专班|队伍|条线|派出所|中心|窗口|法院|检察院|检察机关|部门)"
    rf"(?=(?:全年|上半年|下半年|[日月年]均|每[日天月年]|累计|共|已|还|也|又|先后|成功|紧急|及时|一?年来)*(?!派出所)(?:{LONG_VERBS}|[破立抓](?:$|[^案获]{{1,8}}案)))"
)

_RARE_OPENING = lazy_pattern(
    r"[一-龥]{2,8}期间|行动中|(?:建成|改革|实施|启用|运行|投用|上线|升级|改造|整改|整治)后|(?:\d+|[一二两三四五六七八九十]+)年(?=累计|共|间)|(?:联合|会同)[一-龥]{2,8}(?:部门|单位|机关)(?=对|开展)|第?[一二三四五六七八九十]是"
    r"|[^，]{0,10}于\d{1,2}时(?:\d{1,2}分)?许?|为(?=[其了此])|以[^，]{2,8}计算(?=[达增减下上]|共|$)|实际(?=[增下上])|包括(?:[^，]{1,40}?在内的|(?!在|[^，]*在内))|(?:扣除|剔除|考虑)[^，]{1,10}?(?:因素|影响)后?|新(?=[抓破])|在(?=全[市省国县区])"
)
_REPORTING = ("规定", "提出", "要求", "显示", "表明", "指出")
_REPORTS = (*_REPORTING, "决定", "强调", "确定")
_REPORTED = lazy_pattern(
    rf"[^，]{{0,6}}?(?:国务院|中央|政府|省委|市委|党委|会议|[部厅局])(?:{'|'.join(_REPORTS)})|"
    r"[^，]{0,14}?(?:计划|规划|预算|纲要|方案|报告|统计|数据|调查|结果|监测)"
    rf"(?:{'|'.join(_REPORTING)})|(?:[一-龥]{0, 4}提出|[一-龥]{0, 6}确定)的?(?=今后|到|\d{4}年)"
)
_VERB = lazy_pattern(LONG_VERBS)
_BODY_LETTER = lazy_pattern(r"[线安警构口局队伍所院关会府心门班]")
MEASURES = tuple("数量率额度值比")
_TELLS_A_MEASURE = (*MEASURES, "时限", "时间", "用时", "时长", "周期")
_IN_A_PLACE = lazy_pattern(
    r"(?:在|于)[^，在]{1,30}?(?:内|中(?!(?:所占)?的?(?:比重|比例)|[小大]?学|心|国|央|医|队)|上|里|部位|地区|区域|方面|范围|场所|等地)(?=[一-龥]{2})"
)


def strip_head(text: str) -> tuple[str, str | None]:
    """Drop time, place, conjunctions and adverbs from the front of a name."""
    place = None
    is_told = _IT_IS.match(text) if "的是" in text[:10] else None
    at = is_told.end() if is_told is not None else 0
    at = at or (text.startswith("“") and "”" not in text)  # “今年劝住3120人。” is said by somebody
    for _ in range(12):
        found = PLACE.match(text, at)
        if found is not None:
            printed = found.group()
            own = printed if printed == "全系统" else printed[:2]
            place = place or (own if found["first"] is None else None)
        end = _opening(text, at) if found is None else found.end()
        if end == at:
            break
        if place is None and text[end - 1] in "局所" and BRANCH.fullmatch(text, at, end):
            place = text[at:end]
        at = end
    return text[at:].strip("的，,、：: \u3000"), place


def _opening(text: str, at: int) -> int:
    """Where the word that opens the text at `at` without naming anything ends."""
    letter = text[at : at + 1]
    for length in OPENING_LENGTHS.get(letter, ()):
        not_before = OPENINGS.get(text[at : at + length])
        following = text[at + length : at + length + 1]
        if not_before is not None and not (following and following in not_before):
            return min(at + length, len(text))
    found = _front_time(text, at) or _RARE_OPENING.match(text, at)
    if found is None and at < 4 and any(verb in text for verb in _REPORTS):
        found = _REPORTED.match(text, at)
    if found is None and letter in ("在", "于"):
        found = _in_a_time(text, at + 1) or _IN_A_PLACE.match(text, at)
    if found is None and at < 12 and _BODY_LETTER.search(text, at, at + 14):
        found = BODY.match(text, at)
        if found is None and not text.endswith(_TELLS_A_MEASURE):
            found = ACTING.match(text, at)
            found = found if found is None or _VERB.match(text, at) is None else None
    return at if found is None else found.end()


# 值得一提的是, 可喜的是: of what follows it is told
_IT_IS = lazy_pattern(r"[^，目因其主]{1,6}(?<!目)的是(?=[^，]{2})")
_TIME_ENDED = lazy_pattern(r"(?:期间|[中内里间])?(?=[，,一-龥]|$)")


def _in_a_time(text: str, at: int) -> re.Match[str] | None:
    """Where 在过去四年中 ends behind its 在."""
    time = _front_time(text, at)
    return time and _TIME_ENDED.match(text, time.end())


def _front_time(text: str, at: int) -> re.Match[str] | None:
    if text[at : at + 1] not in FIRST_LETTERS:
        return None
    return TIME.match(text, at) or SPAN.match(text, at)
