"""Make up reports whose every part is known: texts, and what an import must say of them.

Units are real ones, so that the gazetteer has work; events, persons and figures are not.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

_PLACES = (
    ("江苏省", "南通市", "崇川区"), ("江苏省", "南通市", "海安市"), ("江苏省", "南京市", "江宁区"),
    ("安徽省", "淮南市", "凤台县"), ("浙江省", "湖州市", "安吉县"), ("山东省", "青岛市", "胶州市"),
    ("四川省", "绵阳市", "江油市"), ("广东省", "佛山市", "顺德区"), ("河南省", "洛阳市", "栾川县"),
    ("湖北省", "宜昌市", "枝江市"), ("福建省", "泉州市", "晋江市"), ("陕西省", "宝鸡市", "岐山县"),
    ("云南省", "大理白族自治州", "祥云县"), ("黑龙江省", "齐齐哈尔市", "讷河市"),
    ("广西壮族自治区", "桂林市", "阳朔县"), ("内蒙古自治区", "包头市", "土默特右旗"),
    ("上海市", "嘉定区"), ("重庆市", "江津区"),
)  # fmt: skip
_OFFICES = ("公安局", "公安局", "公安局", "司法局", "应急管理局", "人民检察院", "市场监督管理局")
_SUBJECTS = ("全市公安机关", "各派出所", "刑侦部门", "治安大队", "社区民警", "交警部门", "网安支队")
_DEEDS = (
    "坚持问题导向，围绕群众反映强烈的突出问题开展专项整治",
    "依托“雪亮哨兵”平台整合视频资源，实现重点部位全覆盖",
    "深化“百万警进千万家”活动，走访居民{a}户，化解矛盾纠纷{b}起",
    "破获电信网络诈骗案件{b}起，抓获犯罪嫌疑人{c}名，挽回损失{d}万元",
    "推行“一窗通办”，将{c}项业务下放到派出所办理，群众满意率达{p}%",
    "组织夜间武装巡逻{a}次，街面“两抢”警情同比下降{p}%",
    "建成智慧安防小区{c}个，新增前端感知设备{a}个，接入率达{p}%",
    "与法院、民政、妇联等部门建立联席会议制度，共享数据{d}万条",
    "开展“护校安园”行动，检查学校及周边{b}所（处），整改隐患{c}处",
    "扎实推进“平安前哨”建设，打造样板点位{c}个，形成可复制经验",
)
_HEADINGS = (
    "强化打击 守护民安", "深化服务 优化环境", "夯实基层 提升能力", "从严治警 锻造铁军",
    "突出重点 防范风险", "科技赋能 智慧警务", "化解矛盾 源头治理", "健全机制 压实责任",
)  # fmt: skip
_NAMES = ("王建国", "李明", "张晓燕", "陈志强", "刘洋", "赵丽华", "周文斌", "吴静")
_MEDIA = ("江苏法制报", "新华日报", "人民公安报", "法治日报", "安徽日报", "长安网", "平安中国网")


@dataclass(frozen=True, slots=True)
class Report:
    """A report: `blocks` are (kind, text) in order, kind "heading" or "text"; the rest is expected.

    `layout` are lines that surround the body and belong to no paragraph, by name.
    """

    kind: str
    title: str
    blocks: tuple[tuple[str, str], ...]
    source: str
    region: str
    year: str | None = None
    date: str | None = None
    publisher: str | None = None
    doc_number: str | None = None
    genre: str | None = None
    author: str | None = None
    layout: dict[str, str] = field(default_factory=dict)


def make_reports(kind: str, count: int, seed: int) -> list[Report]:
    """`count` different reports of one kind, the same for the same seed."""
    dice = random.Random(f"{kind} {seed}")
    return [_MAKERS[kind](dice) for _ in range(count)]


def _sentence(dice: random.Random) -> str:
    deed = dice.choice(_DEEDS).format(
        a=dice.randint(120, 9800), b=dice.randint(11, 640), c=dice.randint(3, 96),
        d=dice.randint(20, 990), p=f"{dice.uniform(60, 99.9):.2f}",
    )  # fmt: skip
    return f"{dice.choice(_SUBJECTS)}{deed}。"


def _paragraph(dice: random.Random) -> str:
    return "".join(_sentence(dice) for _ in range(dice.randint(2, 5)))


def _sections(dice: random.Random, numbered: bool) -> list[tuple[str, str]]:
    blocks: list[tuple[str, str]] = []
    for number, heading in zip("一二三四", dice.sample(_HEADINGS, 3), strict=False):
        blocks.append(("heading", f"{number}、{heading.replace(' ', '')}" if numbered else heading))
        if numbered and dice.random() < 0.4:
            blocks.append(("heading", f"（一）{dice.choice(_HEADINGS).split()[0]}"))
        blocks += [("text", _paragraph(dice)) for _ in range(dice.randint(1, 3))]
    return blocks


def _place(dice: random.Random) -> tuple[tuple[str, ...], str]:
    """A division's path and one of its offices."""
    path = dice.choice(_PLACES)
    if len(path) == 3 and dice.random() < 0.5:
        path = path[:2]
    return path, f"{path[-1]}{dice.choice(_OFFICES)}"


def _day(dice: random.Random, year: int) -> tuple[str, str]:
    """A date as ISO and as printed."""
    month, day = dice.randint(3, 11), dice.randint(1, 28)
    return f"{year}-{month:02}-{day:02}", f"{year}年{month}月{day}日"


def _chinese_day(iso: str) -> str:
    digits = "〇一二三四五六七八九"

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        head = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
        return head + (digits[ones] if ones or not tens else "")

    year, month, day = iso.split("-")
    return f"{''.join(digits[int(d)] for d in year)}年{small(int(month))}月{small(int(day))}日"


def _notice(dice: random.Random) -> Report:
    path, unit = _place(dice)
    year = dice.randint(2016, 2024)
    date, printed = _day(dice, year)
    printed = _chinese_day(date) if dice.random() < 0.4 else printed
    what = dice.choice(("社区警务工作规范", "冬季治安防控方案", "执法监督办法", "夜间巡逻实施细则"))
    number = f"{path[-1][0]}{unit[len(path[-1])]}发〔{year}〕{dice.randint(1, 99)}号"
    closing = [
        ("text", "特此通知。"), ("text", f"附件：{what}"), ("text", unit), ("text", printed),
        ("text", f"（联系人：{dice.choice(_NAMES)}，电话：0513-8888{dice.randint(1000, 9999)}）"),
        ("text", "抄送：市委办公室，市人大办公室，市政府办公室。"),
        ("text", f"{unit}办公室　　　　{printed}印发"),
    ]  # fmt: skip
    blocks = [
        ("text", "各派出所，机关各部门："),
        ("text", _paragraph(dice)),
        *_sections(dice, True),
    ]
    return Report(
        "notice", f"关于印发《{what}》的通知", (*blocks, *closing), unit, "/".join(path), str(year),
        date, None, number, "通知", None, {"letterhead": f"{unit}文件", "number": number},
    )  # fmt: skip


def _summary(dice: random.Random) -> Report:
    path, unit = _place(dice)
    year = dice.randint(2015, 2024)
    title = dice.choice((f"{unit}{year}年工作总结", f"{unit}{year}年度工作情况报告"))
    opening = f"{year}年，在市委、市政府和上级机关的坚强领导下，{_paragraph(dice)}"
    blocks = [("text", opening), *_sections(dice, True)]
    genre = "工作总结" if title.endswith("总结") else "工作报告"
    return Report("summary", title, tuple(blocks), unit, "/".join(path), str(year), genre=genre)


def _news(dice: random.Random) -> Report:
    path = dice.choice([p for p in _PLACES if len(p) == 3])[:2]
    unit = f"{path[-1]}公安局"
    year = dice.randint(2017, 2024)
    date, _ = _day(dice, year)
    medium = dice.choice(_MEDIA)
    name = path[-1].removesuffix("市")
    title = f"{name}公安：{dice.choice(_HEADINGS).replace(' ', '，')}" if len(name) <= 3 else (
        f"{path[-1]}公安机关{dice.choice(_HEADINGS).split()[0]}"
    )  # fmt: skip
    opening = f"今年以来，{unit}坚持以人民为中心，{_sentence(dice)}{_sentence(dice)}"
    blocks = [("text", opening), *_sections(dice, False)]
    author = "、".join(dice.sample(_NAMES, 2))
    layout = {
        "stamp": f"发布时间：{date} 09:{dice.randint(10, 59)}　来源：{medium}　浏览次数：128",
        "editor": f"责任编辑：{dice.choice(_NAMES)}", "site": f"{path[-1]}政法网",
        "byline": f"本报记者 {author.split('、')[0]} 通讯员 {author.split('、')[1]}",
    }  # fmt: skip
    return Report(
        "news", title, tuple(blocks), unit, "/".join(path), str(year), date, medium, None,
        "新闻报道", author, layout,
    )  # fmt: skip


def _speech(dice: random.Random) -> Report:
    path, unit = _place(dice)
    year = dice.randint(2016, 2024)
    date, printed = _day(dice, year)
    name = dice.choice(_NAMES)
    title = f"在{unit}{dice.choice(('年中', '队伍建设', '信访'))}工作会议上的讲话"
    blocks = [("text", "同志们："), ("text", _paragraph(dice)), *_sections(dice, True)]
    blocks += [("text", "我就讲这些，谢谢大家！")]
    shown = f"{name[0]}　{name[1]}" if len(name) == 2 else name
    return Report(
        "speech", title, tuple(blocks), unit, "/".join(path), str(year), date, None, None, "讲话",
        name, {"date": f"（{printed}）", "speaker": shown},
    )  # fmt: skip


def _briefing(dice: random.Random) -> Report:
    path, unit = _place(dice)
    year = dice.randint(2016, 2024)
    date, printed = _day(dice, year)
    title = f"{unit}{dice.choice(('推行', '探索', '深化'))}社区警务新模式取得实效"
    opening = f"今年以来，{unit}{_paragraph(dice)}"
    blocks = [("text", opening), *_sections(dice, True)]
    layout = {
        "masthead": dice.choice(("公安工作简报", "平安建设专报", "工作动态")),
        "issue": f"第{dice.randint(1, 60)}期（总第{dice.randint(61, 900)}期）",
        "unit": f"{unit}办公室编　　　　{printed}",
    }
    return Report(
        "briefing", title, tuple(blocks), unit, "/".join(path), str(year), date, None, None,
        None, None, layout,
    )  # fmt: skip


def _minutes(dice: random.Random) -> Report:
    path, unit = _place(dice)
    year = dice.randint(2016, 2024)
    _, printed = _day(dice, year)
    head = [("text", f"时间：{printed}"), ("text", "地点：机关一号会议室"),
            ("text", f"主持：{dice.choice(_NAMES)}")]  # fmt: skip
    blocks = [*head, ("text", _paragraph(dice)), *_sections(dice, True)]
    title = f"{unit}{year}年第{dice.randint(1, 12)}次局长办公会议纪要"
    return Report(
        "minutes", title, tuple(blocks), unit, "/".join(path), str(year), genre="会议纪要"
    )


def _table(dice: random.Random) -> Report:
    path, unit = _place(dice)
    year = dice.randint(2016, 2024)
    rows = [("text", "单位 | 破案数（起） | 同比")]
    rows += [
        ("text", f"{name} | {dice.randint(3, 400)} | {dice.uniform(-20, 40):.1f}%")
        for name in ("城东派出所", "城西派出所", "开发区派出所", "刑侦大队", "水上派出所")
    ]
    title = f"{unit}{year}年破案情况统计表"
    return Report("table", title, tuple(rows), unit, "/".join(path), str(year), genre="统计")


def _mixed(dice: random.Random) -> Report:
    """A summary with a table in the middle of its text."""
    report, table = _summary(dice), _table(dice)
    rows = tuple(("row", text) for _, text in table.blocks)
    half = next(i for i, (kind, _) in enumerate(report.blocks[4:], 4) if kind == "heading")
    return replace(
        report, kind="mixed", blocks=(*report.blocks[:half], *rows, *report.blocks[half:])
    )


_MAKERS = {
    "notice": _notice, "summary": _summary, "news": _news, "speech": _speech, "mixed": _mixed,
    "briefing": _briefing, "minutes": _minutes, "table": _table,
}  # fmt: skip
