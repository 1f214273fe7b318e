"""Make indicators of the words around figures: split lists, share heads and tails, join."""

from __future__ import annotations

import re

MAX_NAME = 60

VERBS = (
    "比中抓获 抓获 破获 侦破 查处 查获 查纠 打掉 捣毁 摧毁 铲除 收缴 缴获 扣押 查扣 追缴 追回 挽回 止付 冻结 拦截 劝阻 调解 化解 "
    "排查 整改 整治 清理 清查 检查 走访 发放 张贴 受理 办理 办结 接报 接警 接处 处置 处理 救助 解救 帮助 护送 组织 开展 举办 召开 "
    "建成 建设 建立 新建 改建 改造 扩建 修建 设立 设置 配备 配置 购置 投入 安排 选派 选拔 遴选 聘任 聘请 培训 培养 表彰 获评 "
    "荣获 荣立 获得 涌现 推出 推行 出台 制定 印发 制发 完成 实施 落实 覆盖 惠及 服务 接待 接受 签发 签约 引进 新增 增加 减少 解决 "
    "收集 征集 采集 汇聚 集成 搭建 优化 固化 固定 流转 分流 摸排 紧盯 支撑 布建 施划 出动 发现 消除 取缔 关停 注销 登记 审批 发布 "
    "播放 发送 推送 制作 提拔 立案 起诉 批捕 逮捕 刑拘 拘留 审结 执结 判处 立功 铺设 铺装 种植 淘汰 压减 脱贫 带动 实现 形成 发行 "
    "支持 资助 募集 捐赠 划分 分为 强化 护航 做强 组建 改扩建 打造 构建 侦办 立 攻克 打击 设计 采取 造成 参加 参与 达到 进入 受到 "
    "抵达 抽出 贡献 拥有 依托 围绕 联合 利用 派出 抽调 充实 招录 招聘 输送 推动 推进 促成 促进 启动 开工 竣工 投产 上线 "
    "开通 开设 创建 创办 巡查 核查 核实 核对 签订 签署 发出 送达 归还 返还 追赃 挽损 缴纳 征收 减免 拨付 支付 兑付 发生 引发 "
    "扑救 扑灭 疏散 营救 转移 安置 收治 接种 筛查 救治 诊疗 产出 生产 销售 出口 进口 运输 发送 运送 提供 满足 吸引 吸纳 孵化 "
    "培育 认定 命名 评选 评定 授予 表扬 奖励 处罚 罚款 问责 通报 约谈 移送 移交 交办 督办 转办 答复 回复 回访 救援 捕获 抓捕 "
    "劝返 遣返 缉捕 收押 管控 监测 监控 巡逻 护学 设 建 查 抓 获 成为 作为 来自 涉及 通过 由于 举行 加装 安装 更换 更新 "
    "维修 修复 修缮 拆除 清除 清运 收运 处理 办成 办好 为民 提请 审议 制修订 修订 废止 清偿 补贴 补助 赔付 理赔 承办 承接 "
    "预警 劝阻 封停 关闭 下架 抽检 抽查 复查 复核 审计 审查 审核 收回 盘活 供应 供给 储备 采购 调拨 支援 慰问 结对 帮扶 解答 "
    "惩处 清退 追究 缩短 惠 创下 树立 选树 曝光 侦查 讯问 询问 鉴定 检验 比对 摸清 核发 换发 补发 发展 吸收 转化 指导 督促 改建"
).split()
_BY_LENGTH = sorted(VERBS, key=len, reverse=True)
VERB = re.compile("|".join(word for word in _BY_LENGTH if len(word) > 1))
ENDS_WITH_VERB = re.compile(r"(?:%s)(?:了|起|出|过|各类|各种|各级|新)?$" % "|".join(_BY_LENGTH))
# Verbs whose object goes on acting: 组织青年参加…, 帮助家庭实现….
PIVOTS = (
    "组织",
    "安排",
    "选派",
    "遴选",
    "帮助",
    "护送",
    "派出",
    "抽调",
    "推动",
    "促成",
    "支持",
    "使",
    "让",
    "带动",
    "引导",
    "指导",
    "督促",
)
# In a list (查处超载90起、超员35起) these say only that there were such cases.
LIGHT = ("查处", "查纠", "发生", "查获", "处置", "接报", "受理", "共有", "现有", "登记")

_SECOND = re.compile(
    r"参加|参与|进入|达到|获评|获得|荣获|实现|受到|入围|用于|支持|(?<!达)到(?!位|达|案|期|场)|赴|(?<!来)自(?!动|然|治|助|主|行|愿)"
)
_SEPARATOR = re.compile(r"、|以及|及其|及(?![格时])|和(?![谐平解])|与(?!会)|或(?!者)|跟")
_OPEN, _CLOSE = "“‘（(《「『", "”’）)》」』"
_TAILS = (
    "死亡人数 受伤人数 伤亡人数 死亡数 亡人数 发案数 案件数 警情数 事故数 查处数 查处量 破案数 抓获数 立案数 起诉数 "
    "发案率 破案率 增加值 业务量 保有量 覆盖率 筛查率 及格率 满意率 满意度 入学率 就业率 普及率 合格率 优良率 达标率 处置率 "
    "办结率 参保率 接种率 成活率 在校生 从业人员 年均浓度 平均浓度 浓度 产量 销量 产值 收入 支出 投资 用电量 消费量 总产量 "
    "发案 破案 案件 警情 事故 人数 总数 总额 总量 面积 里程 价格 数量 比例 比重 占比 时长 时间 人次 犯罪 负面清单条数 清单条数 "
    "货运量 客运量 吞吐量 交易量 成交额 销售额 进口额 出口额 贷款 存款 余额 税收"
).split()
_TAIL = re.compile("(?:%s)$" % "|".join(sorted(_TAILS, key=len, reverse=True)))
_MEASURED = re.compile(
    r"(?:数|量|率|额|度|值|费|比|幅|长|重|产值|浓度|收入|支出|时间|面积|案件|警情|人员|工资|价格|指数|成本|犯罪|事故|嫌疑人|水平|贷款|存款|机构|医院|学校|企业)$"
)
_SHORT_TAIL = re.compile(r"[^的、]{2}(?:人数|率|数|量|度|额|值)$|[数率]$")
_OF_ALL = re.compile(
    r"(?P<head>.+?)(?:[两二三四五六七八九十]|\d+)(?P<measure>个|项|类|家|地|区|名|所|科|支|座)?的?(?P<tail>[^、]*)$"
)
BACK_REFERENCE = re.compile(
    r"^(?:这|该|上述|前述|此|以上)(?:一|两|三|二|几)?(?:项|个|组|些)?(?:数字|比例|数据|数值|指标|数|占比|水平)(?:则|也|均|都)?$"
    r"|^(?:这)?[两二三四五](?:个|项|组)?(?:数字|数据|指标|数值|比例|数)(?:则|也|均|都)?$|^(?:二者|两者|三者|其|它|前者)$"
)


def split_list(text: str) -> list[str]:
    """The members of 甲、乙和丙, not looking inside quotes and parentheses."""
    if not _SEPARATOR.search(text):
        return [text]
    members, depth, last = [], 0, 0
    separators = {m.start(): m.end() for m in _SEPARATOR.finditer(text)}
    at = 0
    while at < len(text):
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(depth - 1, 0)
        elif depth == 0 and at in separators:
            members.append(text[last:at])
            at = last = separators[at]
            continue
        at += 1
    members.append(text[last:])
    return [member.strip(" 　等") for member in members if member.strip(" 　等")]


def names_of_list(text: str, count: int) -> list[str] | None:
    """`count` names of a list, each with the head and tail they share; None if it has not so many.

    入室盗窃、扒窃发案 → 入室盗窃发案, 扒窃发案.
    """
    parts = split_list(text)
    if len(parts) != count or count < 2:
        return None
    parts = _without_total(parts)
    return _share_head(_share_tail(parts))


def _without_total(parts: list[str]) -> list[str]:
    """东城、西城两个分局的满意率: the last member loses its count."""
    found = _OF_ALL.match(parts[-1])
    if found is None or not found.group("tail") or found.group("head").endswith(("第", "近", "前")):
        return parts
    head, tail = found.group("head"), found.group("tail")
    if not found.group("measure") and not re.match(r"[^\d]{2}", tail):
        return parts
    return [*(f"{part}{tail}" for part in parts[:-1]), f"{head}{tail}"]


def _share_tail(parts: list[str]) -> list[str]:
    last = parts[-1]
    if all(len(part) == 1 for part in parts[:-1]) and last[0] in "一二三四五六七八九十":
        return [*(part + last[1:] for part in parts[:-1]), last]
    before, of, behind = last.rpartition("的")
    if of and before and len(behind) >= 2 and not any("的" in part for part in parts[:-1]):
        tail = of + behind
    else:
        found = _TAIL.search(last) or _SHORT_TAIL.search(last)
        tail = found.group() if found is not None else ""
    if not tail or tail == last:
        return parts
    *others, own = parts
    return [*(p if _MEASURED.search(p) else p + tail for p in others), own]


def _share_head(parts: list[str]) -> list[str]:
    head, found, _ = parts[0].partition("对")
    if found and 2 <= len(head) <= 8 and not any("对" in part for part in parts[1:]):
        return [parts[0], *(f"{head}对{part}" for part in parts[1:])]
    return parts


def members_of_all(text: str) -> list[str]:
    """The names of a list that one figure is said of (均为): at least one."""
    parts = split_list(text)
    if len(parts) < 2:
        return [text]
    return names_of_list(text, len(parts)) or [text]


def verb_at_end(text: str) -> str:
    """The verb (with 了 and the like) that the text ends with, or nothing."""
    found = ENDS_WITH_VERB.search(text[-8:])
    return "" if found is None else found.group()


def join_around(before: str, behind: str) -> str:
    """The indicator of a number that stands inside it: 聘任16名督导专员."""
    behind = behind.strip("的 　，,、")
    if not behind:
        return before
    if before.endswith(("的", "等", "为")) or before in ("在", "对", "以", "由", "从"):
        before = before if before.endswith("等") and len(before) <= 12 else ""
    verb = verb_at_end(before)
    if len(before) > 8:
        before = before[-len(verb) :] if verb else before
    before = before.removesuffix("了")
    if not verb.startswith(PIVOTS):
        second = _SECOND.search(behind, 2) if before else None
        behind = behind if second is None else behind[: second.start()]
    return before + behind


def clean_trail(text: str) -> str:
    """The noun or the predicate that stands behind a unit, without what follows it."""
    text = text.strip(" 　")
    if text.startswith(
        ("为", "是", "，", ",", "左右", "以上", "比", "较", "同比", "等", "、", "之")
    ):
        return ""
    text = text.removeprefix("的")
    text = re.sub(r"(?:为(?:支点|依托|基础|重点|主体|骨干|核心|载体|抓手)|等)$", "", text)
    return text[:MAX_NAME]


_INNER_ADVERB = re.compile(r"(?<=[一-龥])(?:仅|累计|共计|至少|已经|先后)(?=[一-龥]{2})")


def tidy(name: str) -> str:
    """An indicator as the table shows it: without loose marks at its ends."""
    name = _INNER_ADVERB.sub("", name.strip(" 　，,、：:；;的了—-…·"))
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "") if name.count(opening) > name.count(closing) else name
            name = name.replace(closing, "") if name.count(opening) < name.count(closing) else name
    return name[-MAX_NAME:]
