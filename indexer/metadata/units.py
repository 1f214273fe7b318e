"""Find the names of offices (南通市公安局) and of media (江苏法制报) in titles and texts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache

from indexer.metadata.regions import (
    begins_name,
    gazetteer,
    is_ordinary,
    is_parted,
    opens_name,
    region_of_unit,
    start_of_name,
)
from indexer.word_list import words

_SUFFIXES = (
    "人力资源和社会保障局|人力资源社会保障局|公安局|公安厅|公安部|人民政府|人民法院|人民检察院|中级人民法院|高级人民法院|司法局|司法厅|管理局|监督局"
    "|税务局|财政局|民政局|教育局|审计局|统计局|卫生健康委员会|发展和改革委员会|委员会|纪委监委|政法委|市委"
    "|省委|县委|区委|党委|总队|支队|大队|分局|派出所|检察院|法院|海关|厅|局"
)
_SUB = (
    r"(?:[\u4e00-\u9fff]{2,6}?(?:分局|支队|大队|总队|派出所)"
    r"|办公室|办公厅|政治部|指挥中心|新闻办公室)"
)
_WHOLE = re.compile(
    r"[\u4e00-\u9fff（）()]{2,30}(?:局|厅|部|委|委员会|办公室|办公厅|政府|法院|检察院|院|所|处|科|队|中心|公司|集团"
    r"|学院|大学|医院|协会|总会|联合会|党组|党委|党校|支部|指挥部|领导小组|小组|课题组|调研组|编写组|工作组|研究会|馆|站|社|海关)"
)
_MEDIUM = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9·“”《》]{1,20}(?:报|报社|网|网站|电视台|电台|广播|通讯社|新华社|融媒体|融媒体中心|客户端"
    r"|融媒|杂志|杂志社|出版社|周刊|学刊|月刊|频道|公众号|长安|在线|传媒|新闻|发布|门户)"
)
# Names that police and judicial offices give to their accounts.
_ACCOUNT = re.compile(
    r"平安[\u4e00-\u9fff]{2,6}|[\u4e00-\u9fff]{2,6}(?:交警|政法|检察|普法|网警|特警)"
)
# Where accounts write: of the account's own name they say nothing.
_PLATFORM = re.compile(
    r"(?:微信)?(?:公众平台|公众号|订阅号|视频号)|微信|(?:新浪)?微博|知乎|抖音|快手|百度"
    r"|(?:今日)?头条号?|(?:搜狐|网易|腾讯|百家|企鹅|澎湃)(?:网|号)?"
)
_NO_MEDIUM = ("情报", "通报", "简报", "警报", "申报", "举报", "海报", "专报", "快报")
# What follows the name of a place that no gazetteer has: 云州|市公安局.
_UNKNOWN_OFFICE = re.compile(
    r"(?<![全各本我该])[省市县区州旗](?![省市县区州旗])(?:人民政府|人民法院|人民检察院|公安局|公安厅|司法局|[\u4e00-\u9fff]{2,6}?局)"
)
_IN_NAME = re.compile(
    r"(?![全各本我该])[^\W\da-zA-Z从在由向据对与和及是为到经请给被将让昨今的]{2,4}"
)
_BRANCH = re.compile(
    r"(?:^|[^\u4e00-\u9fff])((?![一二两三四五六七八九十几多各全])[\u4e00-\u9fff]{2,3}(?:公安)?分局)"
)
_POLICE = re.compile(r"(?:公安机关|公安|警方|市局)")
_NO_NAME = words("本站 原创 互联网 网络 转载 本网 佚名 未知 其他 综合 本报 网站")
_LEADING = re.compile(r"^(?:中共|中国共产党|全国)")


def is_unit(name: str) -> bool:
    """Whether this line, by itself, is an office's name."""
    return bool(_WHOLE.fullmatch(name)) and not is_medium(name) and not name.startswith("第")


def is_medium(name: str) -> bool:
    """Whether this name, given as a source, is one of a newspaper, site or station."""
    bare = name.strip('《》“”" ')
    is_known = _MEDIUM.fullmatch(bare) or _ACCOUNT.fullmatch(bare)
    return bool(is_known) and not bare.endswith(_NO_MEDIUM)


def is_platform(name: str) -> bool:
    """Whether this is a site on which others publish under names of their own."""
    return bool(_PLATFORM.fullmatch(name.strip()))


def is_nothing(name: str) -> bool:
    """Whether a given source names nobody (本站、原创)."""
    return name.strip("《》“” ") in _NO_NAME or len(name) < 2


@cache
def _known_place() -> re.Pattern[str]:
    places = gazetteer().pattern.pattern
    return re.compile(
        rf"({places})(?:{places}){{0,2}}[\u4e00-\u9fff]{{0,8}}?(?:{_SUFFIXES})(?:{_SUB})?"
    )


def units_in(text: str) -> list[str]:
    """The offices that a text names, in order, again and again if it does.

    One whose place is part of a longer name that no gazetteer has is told whole (临岚县公安局).
    """
    found: list[tuple[int, str]] = []
    floor = 0  # where the office before it ends
    for match in _known_place().finditer(text):
        begin = start_of_name(text, match.start(), match[1], floor)
        floor = match.end()
        if begin is not None:
            found.append((begin, text[begin:floor]))
    starts = [start for start, _ in found]
    ends = [start + len(name) for start, name in found]
    for start, end in (*_unknown_offices(text), *(m.span(1) for m in _BRANCH.finditer(text))):
        if bisect_right(ends, start) == bisect_left(starts, end):  # it touches none of those found
            found.append((start, text[start:end]))
    return [name for _, name in sorted(found)]


def _unknown_offices(text: str) -> Iterator[tuple[int, int]]:
    """Where offices of unknown places stand; the place has two to four characters."""
    for match in _UNKNOWN_OFFICE.finditer(text):
        for start in range(match.start() - 2, max(-1, match.start() - 5), -1):
            stem = text[start : match.start()]
            if not _IN_NAME.fullmatch(stem):
                continue
            is_open = opens_name(text[max(0, start - 3) : start])
            if is_open or (is_parted(text, start, len(stem)) and not is_ordinary(stem)):
                yield start, match.end()
                break


def police_in(text: str) -> list[str]:
    """Offices behind short forms: 南通公安, 淮南警方 → 南通市公安局, 淮南市公安局."""
    found = []
    names = gazetteer()
    offices: dict[str, str] = {}  # a stem means the same wherever a text has it
    for match in _POLICE.finditer(text):
        for length in (4, 3, 2):
            stem = text[max(0, match.start() - length) : match.start()]
            if (
                len(stem) == length
                and stem in names.short
                and not text.startswith("局", match.end())
            ):
                if not begins_name(text, match.start() - length, stem):
                    break
                if stem not in offices:
                    path = region_of_unit(f"{stem}公安", text)
                    offices[stem] = office_of(path) if path else ""
                if offices[stem]:
                    found.append(offices[stem])
                break
    return found


def office_of(path: tuple[str, ...]) -> str:
    """The police office of a division: a province's is a 公安厅, a district's is its own 公安局."""
    name = path[-1]
    is_province = len(path) == 1 and not name.endswith("市")
    return f"{name}公安厅" if is_province else f"{name}公安局"


def most_named(texts: list[str]) -> tuple[str, int] | None:
    """The office that the texts name most, and how often; of equals the first."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(units_in(text))
        counts.update(police_in(text))
    return counts.most_common(1)[0] if counts else None


def without_prefix(unit: str) -> str:
    """A unit's name without what stands before its place (中共)."""
    return _LEADING.sub("", unit)
