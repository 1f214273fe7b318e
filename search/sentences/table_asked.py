"""Read what a question asks of a table: of which months, what is left out, what is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.figures.tables.cells import adds_up, cells_of
from indexer.text.normalizer import normalize
from indexer.text.numerals import whole_number
from search.results import StoredParagraph

_SPOKEN = "十[一二]?|[一二两三四五六七八九]"
_SPOKEN_MONTH = re.compile(
    f"(?<![一二两三四五六七八九十前头])({_SPOKEN})(?=月份?|[至到、和与及][0-9一-十]+月)"
)
_BARE_MONTH = re.compile(r"(?<![0-9])(1?[0-9])(?=[、和与及跟加]1?[0-9]月)")  # 3和4月
TIME = re.compile(
    f"第?(?P<quarter>[1-4一二三四])季度|(?P<half>[上下])半年|[前头](?P<first>{_SPOKEN}|[0-9]+)个月"
    r"|(?<!\d)(?P<from>1?\d)(?:月?[至到\-—~～](?P<to>1?\d))?月份?(?!\d)"
)
_NAME_OF_TIME = re.compile(rf"(?:(?:19|20)\d\d年)?(?:{TIME.pattern})(?:[小合累]计|汇总)?")
KIND = "(?:单位|部门|地[区方]?|派出所|分局|街道|[县市区局所队镇乡站点村处]局?)"
MOST = re.compile(
    "(?:办|做|查|抓|救|发|出)?得?最(?:(?P<most>[多高大长宽深厚重远])|(?P<least>[少低小短窄浅薄轻近]))的?(?:一个)?"
)
WHICH = re.compile(
    f"哪一?[个家]?(?:月份?|季度|{KIND})*|谁|[是为]?几月份?|(?:单位|部门|地方|月份?)(?=[?？]*$)"
)
WHICH_MONTH = re.compile("[哪几]一?个?(?:月|季度)|(?<![0-9])月份|季度的?$")
EACH = re.compile(
    f"(?:(?:各(?![级界])|每(?:一?个|一|(?={KIND}|[月类种项]))|[几两三四五六七八九十]个?(?={KIND}))个?(?:{KIND}+|月份?|[类种项])?|分别|各自|各(?=多少|几))的?"
)
OF_EACH = re.compile("[家个局所队站](?:各|分别)是?(?:有|为)?(?:多少|几)")
MEAN = re.compile(
    f"[月季]均|平均[每各]?一?个?(?:{KIND}+|月份?|季度)?|[每各]一?个?(?:{KIND}+|月份?|季度)的?平均(?!值)"
)
NONE_OF = re.compile("哪[^,，]{0,6}?(?:没有?|[无未])(?!完)")
TOTAL = re.compile("合计|总计|总数|总共|一共|共计|总(?:的|量)|加起来|(?<![公不])共(?=[一-龥])")
ALL_OF = re.compile(r"全[省市县区州年]|[一本]年(?:里|内|下来)?(?=\s|[总一]?共|合计)")
# What a column is called whose amounts are long, wide …: 多长 and 最短 of 长度（米）.
_EXTENT = re.compile("[多最]([长短高宽窄深浅厚薄重轻远近])")
_OF_EXTENT = str.maketrans("短窄浅薄轻近", "长宽深厚重远")
OF_ALL = (MEAN, TOTAL, ALL_OF, EACH)
_BUT = re.compile(
    "除(?:了|去|开|掉)?(?P<ahead>[^,。?除]{2,16}?)[以之]?外的?"
    "|(?:不(?:含|算|包括|计)|扣除|去掉|剔除)(?P<behind>[^,。?]{2,12}?)(?=[的,。? 合总共一]|$)"
)
COMPARING = re.compile("(?<![占同环对])比(?![例重率])|相差|差(?:[距额值]|了?(?:多少|几))")
_RATIO = "(?:所?占?的?比[例重]|占比|百分[之比]|几成)"
SHARE = re.compile(f"(?P<part>.{{2,}}?)[占在](?P<all>.{{2,}}?)(?:[中里总]的?|的)?{_RATIO}")
_OF_SHARE = re.compile(f"[占在](?=.{{2,12}}{_RATIO})")
ASKING = (MOST, WHICH, TIME, COMPARING, _OF_SHARE, *OF_ALL)  # what is no word that is asked for
_COMPARED = re.compile(
    "(?P<a>.*?)(?<![占同环对])比(?![例重率])(?P<b>.+?)(?P<rest>[多少高低大小增减升降涨].*(?:多少|几).*)"
    "|(?P<one>.+?)[和与跟同、](?P<two>.+?)(?P<all>(?:相差|差(?:[距额值]|了?(?:多少|几))).*)"
)


@dataclass(frozen=True, slots=True)
class TableAsked:
    """A question without what it leaves out, that is `but`; `sides`: the two that it compares, each
    with what both are asked for."""

    form: str
    but: str
    sides: tuple[str, ...]


def table_asked(form: str) -> TableAsked:
    """What a normal form asks."""
    form = _BARE_MONTH.sub(r"\1月", _in_digits(form))
    left_out = _BUT.search(form)
    but = left_out["ahead"] or left_out["behind"] if left_out else ""
    form = _BUT.sub(" ", form, count=1)
    at = _COMPARED.fullmatch(form)
    parts = [part for part in at.groups() if part is not None] if at else []
    return TableAsked(form, but, tuple(f"{side} {parts[2]}" for side in parts[:2]))


def extent(form: str) -> re.Pattern[str] | None:
    """What a column is called that tells how long or how deep something is; None where a form does
    not ask for that."""
    found = _EXTENT.search(form)
    of = found[1].translate(_OF_EXTENT) if found else ""
    return re.compile(f"{of}[度量]|[全总净自载]{of}{'|距离|里程' * (of == '远')}") if of else None


def times_in(form: str) -> tuple[frozenset[int], ...]:
    """The months of each time that a text names: 一季度, 上半年, 前三个月, 1至4月, 3月."""
    return tuple(dict.fromkeys(_months(at) for at in TIME.finditer(form)))


def time_named(name: str) -> frozenset[int]:
    """The months that a cell or a column is of: 3月, 一季度小计; none for any other."""
    found = _NAME_OF_TIME.fullmatch(_in_digits(name))
    return _months(found) if found is not None else frozenset()


def _in_digits(form: str) -> str:
    return _SPOKEN_MONTH.sub(lambda month: str(whole_number(month[1])), form)


def _months(at: re.Match[str]) -> frozenset[int]:
    if at["half"]:
        return frozenset(range(1, 7) if at["half"] == "上" else range(7, 13))
    if quarter := at["quarter"]:
        end = 3 * (whole_number(quarter) or 1)
        return frozenset(range(end - 2, end + 1))
    last = at["to"] or at["first"] or at["from"]
    return frozenset(range(int(at["from"] or 1), (whole_number(last) or 12) + 1))


def rows_named(rows: Sequence[StoredParagraph], form: str) -> dict[str, str]:
    """The rows that a text names, by what of it names them: 潮浦港 of 潮浦港公安局; none that
    others name more fully."""
    found: dict[str, str] = {}
    for row in rows:
        name = normalize(cells_of(row.text, 2)[0].text)
        ends = range(len(name), 2 if name[:2].isdecimal() else 1, -1)
        end = next((end for end in ends if name[:end] in form), 0)
        found |= {row.id: name[:end]} if end and not (adds_up(name) or time_named(name)) else {}
    fullest = set(found.values())
    return {
        row: name
        for row, name in found.items()
        if not any(one != name and one.startswith(name) for one in fullest)
    }
