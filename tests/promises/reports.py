"""The corpus files of a small library of police reports: every paragraph is there for a promise."""

from __future__ import annotations

_NAMES = """\
- name: 平安前哨
  aliases: [平安前哨工程]
  kind: 工程
  themes: [基层治理]
- name: 一网六控
  kind: 机制
- name: 1、3、5分钟
  aliases: [1.35分钟, 135分钟]
  kind: 机制
"""
_THEMES = """\
- name: 反诈
  definition: 电信网络诈骗的防范
  strong: [电信网络诈骗, 反诈中心]
- name: 基层治理
  definition: 网格与前哨
  strong: [平安前哨, 网格]
"""
_SYNONYMS = "- [电信网络诈骗, 电诈]\n"
_SOURCES = (
    "- name: 江湾市公安局\n  aliases: [江湾公安]\n- name: 河口县公安局\n- name: 山城市公安局\n"
)


def report(*paragraphs: str, **known: object) -> str:
    """A corpus file with this front matter."""
    front = "".join(f"{name}: {value}\n" for name, value in known.items())
    return f"---\n{front}---\n\n" + "\n\n".join(paragraphs) + "\n"


TAXONOMY = {
    "taxonomy/initiatives.yaml": _NAMES,
    "taxonomy/themes.yaml": _THEMES,
    "taxonomy/synonyms.yaml": _SYNONYMS,
    "taxonomy/sources.yaml": _SOURCES,
}
FILES = {
    **TAXONOMY,
    "documents/qianshao.md": report(
        "江湾公安推进“平安前哨”工程，建成指挥室122家。",
        "全市建成「平安前哨」示范点，群众满意率达15.72%。",
        "印刷时写作 平 安 前 哨 的，也是它。",
        "换行处的平安\n前哨同样如此。",
        "ＡＢＣ平安前哨，全角字母之后。",
        title="江湾市平安前哨建设",
        source="江湾市公安局",
        region="[东江省, 江湾市]",
        date="2021-03-05",
        year=2021,
        genre="新闻报道",
    ),
    "documents/pingan.md": report(
        "平安是人民幸福的基本要求，平安河口人人参与。",
        "边防民警守在祖国的前哨。",
        "平常心，平静的一天。",
        title="平安河口",
        source="河口县公安局",
        region="[东江省, 江湾市, 河口县]",
        date="2022-05",
        year=2022,
        genre="新闻报道",
    ),
    "documents/shuzi.md": report(
        "警情下降１５．７２％，接警23,876起。",
        "系数为15.72，全年接警23876起，共123人、1.2万元。",
        "破案率百分之百，五分钟到达现场。",
        "破案率100%，5分钟到达现场。",
        "推进“1、3、5分钟”快速反应圈，1.35分钟到场，提升135分钟处置能力。",
        "深化1+N联动，蓝剑-2024行动，政务+公安一体。",
        title="数字表",
        source="江湾市公安局",
        region="[东江省, 江湾市]",
        year=2022,
        genre="统计资料",
    ),
    "documents/fanti.md": report(
        "電信網絡詐騙案件高發，請勿轉賬。",
        "电信网络诈骗案件下降三成，反诈中心止付千万元。",
        "开展防范电诈宣传。",
        title="電信網絡詐騙防範指引",
        source="山城市公安局",
        region="[山城市]",
        date="2020",
        year=2020,
        genre="指引",
    ),
    "documents/biaoji.md": report(
        "😀平安前哨在表情之后，𠮷祥。",
        "<b>平安前哨</b> & 平安前哨工程。",
        "学习马克思主义，办理刑事案件，破案率100%。",
        "重读经典，经典永流传。",
        "参观景点，景点人多，景点很美。",
        "构建一网六控防控体系，一网六控成效明显。",
        title="标记与名称",
        source="山城市公安局",
        region="[山城市]",
        date="2022-12-06",
        year=2022,
        genre="综述",
    ),
}
