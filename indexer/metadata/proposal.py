"""Weigh the clues of a document and propose one value a field, or none and a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.metadata.clues import Clues, Evidence
from indexer.metadata.dates import (
    LAST_YEAR,
    THIS_YEAR,
    first_date,
    is_date_line,
    may_be_about,
    reviewed_year,
    title_year,
    years_in,
)
from indexer.metadata.genres import genre_of
from indexer.metadata.regions import is_unknown_place, mentioned_region, region_of_unit
from indexer.metadata.units import (
    is_medium,
    is_nothing,
    is_platform,
    is_unit,
    most_named,
    police_in,
    units_in,
    without_prefix,
)

# Below it a value is left out. Tuned on the judged set of tests/relevance/imports: at 0.6 no field
# has more than 3 wrong values in a hundred.
THRESHOLD = 0.6
TIME_OF_DAY = re.compile(r"(?<=\d)[ T]+\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?!\d)")
_OPENING = 3  # paragraphs that say what a report is about
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,14}[〔\[（(【［]\s*(?:19|20)\d\d\s*[〕\]）)】］]\s*第?\s*\d{1,5}\s*号"
)
_BEFORE_NUMBER = re.compile(
    "^(?:发文字号|文号|发文号|编号|.*(?:公安|[市县区州省])[一-龥]{0,4}局(?=[一-龥]{2}))"
)
_LABEL = re.compile(
    r"(?:信息来源|稿件来源|文章来源|来\s*源|发布(?:机构|单位|人|者)?|发文(?:机关|单位)|供稿(?:单位)?)\s*[:：]\s*"
    r"([^\s:：|｜]{2,40})"
)
_PAPER = re.compile(r"《([\u4e00-\u9fff]{2,10}(?:报|刊|周刊))》")  # 《海州日报》 2025年9月3日 03版
_EDITORS = re.compile(r"(?<=[局厅院府])(?:办公室|办公厅|政治部|新闻办公室|指挥中心)$")
# 望海市副市长、公安局长陈志远: who speaks, speaks of the work of his office.
_HEAD_OF_POLICE = re.compile(
    r"^(?:中共)?([\u4e00-\u9fff]{2,8}?[省市县区州旗盟])(?:委|人民政府|政府|副[省市县区州旗盟]长|党组成员|常委|[、，,])*"
    r"公安([局厅])(?:党委书记|[、，,])*(?:局|厅)?长"
)
DATE_LABEL = re.compile(
    r"(?<!打印)(?<!截止)(?<!截至)(?:发布|发稿|成文|更新|发表|刊发)?(?:时间|日期)\s*[:：]"
)
# （某局办公室2022年8月9日印发）, 印发日期：2022年8月9日
_DAY = r"[12○〇零一二][\d○〇零一二三四五六七八九]{3}[年./-][^，。；：]{1,10}"
_ISSUED = re.compile(
    rf"[（(]?(?:[^，。；：\d]{{0,24}}(?P<date>{_DAY})(?:[^，。；：\d]{{0,16}}?)(?:印发|印制|编印|发布|公布|通过|修订)"
    rf"|(?:印发|成文|发文|制定|签发|落款|发布|公布|制表|填报|编制|报送)(?:日期|时间|(?:单位|部门|机关)\s*[:：][^，。；：\d]{{2,24}}(?=\s))\s*[:：]?\s*(?P<day>{_DAY}))[）)]?"
)
_SOON = "03"  # the month until which a report looks back at the year before
_EDGE = 3  # paragraphs at the head and at the end
_SETS_RULES = re.compile(
    r"(?:办法|规定|规范|规程|细则|规则|制度|条例|方案|意见|通知|决定|守则|章程|通告|公告|须知|指南|问答)(?:[（(][^（）()]{1,8}[）)])*$"
)
_ROLES = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}[报社网]|本报|本网|特约|首席|全媒体|见习)?(?:记者|通讯员|作者|撰稿人?|供稿人?|撰文|摄影|整理)\s*[:：/]?"
    r"|(?<![\u4e00-\u9fff])[文图]\s*[:：/]|(?<=[\u4e00-\u9fff]{2}[\s\u3000])[文图](?![\u4e00-\u9fff])"
)


# Offices that stand before a speaker's name.
OFFICES = (
    "检察长|局长|主席|政委|书记|主任|市长|县长|区长|省长|州长|镇长|乡长|厅长|部长|院长|处长|科长|队长|所长|校长"
    "|会长|秘书长|参谋长|教导员|指导员|常委|委员"
)
# 本报讯（记者 张敏 通讯员 吴涛）, 中新网南通5月6日电 (记者 张敏); an account of that name has
# written nothing itself.
_REPORTERS = re.compile(
    r"[\u4e00-\u9fffA-Z\d]{2,24}[讯电]\s*[（(]((?:[^（）()。，]{0,8}(?:记者|通讯员))[^（）()。]{2,40})[）)]"
)
_ACCOUNT = re.compile(r"公安|警方|发布|日报|晚报|在线|网$|编辑部|管理员|admin")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is proposed, a field at most once, and what was too unsure to be."""

    accepted: tuple[Evidence, ...]
    unsure: tuple[Evidence, ...]

    def value(self, field: str) -> str | None:
        """The value of a field, None where it is left out."""
        return next((e.value for e in self.accepted if e.field == field), None)


def propose_metadata(clues: Clues, source: str | None = None) -> Metadata:
    """The best evidence of each field; `source` is given by the user and beats everything."""
    clues = clues.shortened()
    found: list[Evidence] = []
    if source:
        found.append(Evidence("source", source, "--source", 1.0))
    found += (e for e in _sources(clues) if "各" not in e.value)  # 某市各分局 have written nothing
    best = _best(found, "source")
    unit = best.value if best and best.confidence >= THRESHOLD else ""
    found += _publishers(clues, unit)
    found += _numbers(clues)
    found += _dates(clues)
    date = _best(found, "date")
    years = _years(clues, date.value if date and date.confidence >= THRESHOLD else "")
    found += (e for e in years if may_be_about(clues.title or "", e.value))
    found += _regions(clues, unit)
    found += _authors(clues)
    opening = clues.paragraphs[0] if clues.paragraphs else ""
    has_publisher = any(e.field == "publisher" and is_medium(e.value) for e in found)
    genre = genre_of(clues.title, opening, bool(clues.mastheads), has_publisher)
    if genre:
        found.append(Evidence("genre", *genre))
    fields = dict.fromkeys(e.field for e in found)
    chosen = [e for field in fields if (e := _best(found, field)) is not None]
    return Metadata(
        tuple(e for e in chosen if e.confidence >= THRESHOLD),
        tuple(e for e in chosen if e.confidence < THRESHOLD),
    )


def _best(found: list[Evidence], field: str) -> Evidence | None:
    mine = [e for e in found if e.field == field and e.value]
    return max(mine, key=lambda e: e.confidence, default=None)


def _sources(clues: Clues) -> Iterator[Evidence]:
    """The unit whose work the text reports; the medium that printed it (来源：汀州周报) only where
    no unit is found."""
    yield from _printed_sources(clues)
    for name, words in _labelled_sources(clues):
        units = units_in(name)
        if units and not is_medium(name):
            whole = _EDITORS.sub("", units[0])  # the office that put it on the site
            yield Evidence("source", whole, words, 0.9)
        elif is_unit(name):
            yield Evidence("source", name, words, 0.72)
        else:
            for unit in police_in(name):
                yield Evidence("source", unit, words, 0.75)
            if is_medium(name):
                yield Evidence("source", name, words, THRESHOLD)
    yield from _sources_in_text(clues)
    for site in clues.sites:
        for unit in (*units_in(site), *police_in(site)):
            yield Evidence("source", unit, site, 0.62)


def _printed_sources(clues: Clues) -> Iterator[Evidence]:
    """Units in letterhead, signature, masthead or byline: they say whose paper it is."""
    for line in clues.letterheads:
        yield Evidence("source", _unit_of(line), line, 0.97)
    for line in clues.signatures:
        if is_unit(without_prefix("".join(line.split()))):
            yield Evidence("source", "".join(line.split()), line, 0.94)
    for line in (*clues.mastheads, *clues.bylines, *clues.numbers):
        parts = [part for part in line.split() if is_unit(part) and "公安" in part]
        own = [part for part in parts if part.endswith(("分局", "派出所"))]
        for unit in own or units_in("".join(line.split())) or parts:
            whole = _EDITORS.sub("", unit)  # a briefing is edited by an office of the unit
            yield Evidence("source", whole, line, 0.9)
        head = _HEAD_OF_POLICE.search("".join(line.split()))
        if head:
            yield Evidence("source", f"{head[1]}公安{head[2]}", line, 0.8)


def _sources_in_text(clues: Clues) -> Iterator[Evidence]:
    title = clues.title or ""
    for unit in units_in(title)[:1]:
        yield Evidence("source", unit, title, 0.86)
    for unit in police_in(title)[:1]:
        yield Evidence("source", unit, title, 0.82)
    opening = list(clues.paragraphs[:_OPENING])
    for medium, words in _labelled_sources(clues):
        if is_medium(medium):
            yield from _of_its_town(medium, words, clues)
    named = most_named([title, *opening])
    if named:
        whole = most_named([title, *clues.paragraphs])
        is_same = whole is not None and whole[0] == named[0]
        confidence = 0.78 if is_same and named[1] > 1 else 0.7 if is_same else 0.55
        yield Evidence("source", named[0], opening[0][:40] if opening else title, confidence)
    else:
        whole = most_named(list(clues.paragraphs))
        if whole and whole[1] >= 2:
            yield Evidence("source", whole[0], f"正文 {whole[1]} 次", 0.62)


def _of_its_town(medium: str, words: str, clues: Clues) -> Iterator[Evidence]:
    """The office of the town whose paper has printed a text, where this names it: who else is named
    has helped. A province's paper tells of any of its towns."""
    units = (unit for text in clues.paragraphs for unit in units_in(text))
    own = (unit for unit in units if unit[:2] == medium[:2] and "公安局" in unit)
    if unit := next(own, ""):
        yield Evidence("source", unit, words, 0.8)


def _labelled_sources(clues: Clues) -> Iterator[tuple[str, str]]:
    for line in clues.stamps:
        if medium := medium_of_byline(line):
            yield medium, line
        if paper := _PAPER.match(line):
            yield paper[1], paper[0]
        match = _LABEL.search(line)
        if match and not is_nothing(match[1]):
            yield match[1].strip('《》“”"（）()'), match[0]
    for evidence in clues.declared:
        if evidence.field == "from" and not is_nothing(evidence.value):
            yield evidence.value, evidence.words


def _unit_of(letterhead: str) -> str:
    """The unit of a letterhead; of several that issued a paper together the first."""
    around = r"^发[电文]单位\s*[:：]?|(?:文件|公报|令|（.*）|\(.*\))+$"
    bare = re.sub(around, "", letterhead.strip())
    names = bare.split()
    return names[0] if names and all(map(is_unit, names)) else "".join(names)


def _publishers(clues: Clues, unit: str) -> Iterator[Evidence]:
    """The medium or site in which it appeared."""
    for name, words in _labelled_sources(clues):
        if is_medium(name) and not units_in(name):
            yield Evidence("publisher", name, words, 0.92)
    for evidence in clues.declared:
        if evidence.field == "site" and evidence.words == "#js_name":
            yield Evidence("publisher", evidence.value, evidence.words, 0.85)
    for site in clues.sites:
        if site != unit and not is_platform(site):
            confidence = 0.7 if is_medium(site) else 0.61 if is_unit(site) else 0.5
            yield Evidence("publisher", site, site, confidence)


def _numbers(clues: Clues) -> Iterator[Evidence]:
    for line in (*clues.numbers, *clues.stamps):
        whole = (
            part for part in line.split() if NUMBER.match(part) and part[0] not in "〔[（(【［"
        )
        match = NUMBER.search(next(whole, "".join(line.split())))  # not the office beside it
        if match:
            number = _BEFORE_NUMBER.sub("", match[0])
            yield Evidence("doc_number", number, line, 0.95)


def _dates(clues: Clues) -> Iterator[Evidence]:
    """When it was signed or published; never the date of what it tells."""
    for line in clues.signatures:
        date = first_date(line)
        if date:
            confidence = 0.85 if "印发" in line else 0.95
            yield Evidence("date", date, line, confidence)
    for evidence in clues.declared:
        if evidence.field == "date":
            date = first_date(evidence.value)
            if date:
                yield Evidence("date", date, evidence.words, 0.93)
    for line in (*clues.stamps, *clues.dates, *clues.mastheads, *clues.bylines):
        date = first_date(line)
        if date and "-" in date:
            labelled = DATE_LABEL.search(line)
            yield Evidence("date", date, line, 0.92 if labelled else 0.9)

    yield from _issued(clues)


def _issued(clues: Clues) -> Iterator[Evidence]:
    """When it was issued, as a line at its head or end says (某局办公室2022年8月9日印发); where no
    line does, its number has the year."""
    edges = (*clues.paragraphs[:_EDGE], *clues.paragraphs[-_EDGE:])
    for text in (part for edge in edges for part in (edge, *edge.split())):
        issued = _ISSUED.fullmatch(text.strip())
        date = first_date(issued["date"] or issued["day"]) if issued is not None else None
        if date and "-" in date:
            yield Evidence("date", date, text, 0.8)
    for line in clues.numbers:
        if (number := NUMBER.search("".join(line.split()))) is not None:
            year = re.search(r"(?:19|20)\d\d", number[0])
            date = first_date(line) or (year[0] if year else "")
            yield Evidence("date", date, line, 0.61)


def _years(clues: Clues, date: str) -> Iterator[Evidence]:
    """The year that the report is about: the title's, else what the opening looks back at."""
    title = clues.title or ""
    year = title_year(title)
    if year:
        yield Evidence("year", year, title, 0.96)
    opening = clues.paragraphs[:_OPENING]
    for rank, paragraph in enumerate(opening):
        reviewed = reviewed_year(paragraph)
        if reviewed:
            yield Evidence("year", reviewed[0], reviewed[1], 0.88 - 0.04 * rank)
    if date:
        printed = int(date[:4])
        is_soon = date[5:7] <= _SOON  # 去年入梅后 of a feature in June tells of one thing
        if is_soon and any(map(LAST_YEAR.search, opening)):
            yield Evidence("year", str(printed - 1), f"去年（{date}）", 0.8)
        elif any(map(THIS_YEAR.search, opening)):
            yield Evidence("year", str(printed), f"今年（{date}）", 0.87)
        else:
            named = [year for year in years_in("".join(clues.paragraphs)) if int(year) <= printed]
            is_own = 2 * named.count(str(printed)) >= len(named)  # later ones are of plans
            is_early = date[5:7] in ("01", "02")
            confidence = 0.76 if is_own and not is_early else 0.5
            is_news = any(is_medium(name) for name, _ in _labelled_sources(clues))
            if clues.numbers or clues.letterheads or is_news or _SETS_RULES.search(title):
                confidence = 0.75  # they tell of no year that is over
            yield Evidence("year", str(printed), f"日期 {date}", confidence)
    elif not title:
        return
    else:
        every = set(years_in("".join(opening)))
        if len(every) == 1:
            only = every.pop()
            yield Evidence("year", only, f"{only}年", 0.65)


def _regions(clues: Clues, unit: str) -> Iterator[Evidence]:
    texts = [clues.title or "", *clues.paragraphs[:12]]
    context = "".join([*texts, *clues.sites, *clues.stamps])
    if unit:
        path = region_of_unit(without_prefix(unit), context)
        if path:
            yield Evidence("region", "/".join(path), unit, 0.92)
        if path or is_unknown_place(without_prefix(unit)):
            return  # the places that the text names are others'
    for text, confidence in ((texts[0], 0.75), ("".join(texts[: _OPENING + 1]), 0.66)):
        path = mentioned_region(text)
        if path:
            yield Evidence("region", "/".join(path), path[-1], confidence)
    everything = mentioned_region("".join(clues.paragraphs))
    if everything:
        yield Evidence("region", "/".join(everything), everything[-1], 0.6)


def _authors(clues: Clues) -> Iterator[Evidence]:
    for line in clues.bylines:
        names = names_in(line)
        if names:
            yield Evidence("author", "、".join(names), line, 0.85)
    reporters = _REPORTERS.match(clues.paragraphs[0]) if clues.paragraphs else None
    names = names_in(reporters[1]) if reporters else []
    if reporters and names:
        yield Evidence("author", "、".join(names), reporters[0], 0.85)
    for evidence in clues.declared:
        is_person = evidence.field == "author" and not _ACCOUNT.search(evidence.value)
        names = names_in(evidence.value) if is_person else []
        if names and all(2 <= len(name) <= 4 for name in names):
            yield Evidence("author", "、".join(names), evidence.words, 0.7)


def medium_of_byline(text: str) -> str | None:
    """The paper of a line that names it, a whole date and at most reporters besides."""
    parts = re.split(r"[\s\u3000|｜/]+", TIME_OF_DAY.sub("", text.strip("（）() ")))
    media = [part for part in parts if is_medium(part)]
    dates = [part for part in parts if is_date_line(part)]
    others = [part for part in parts if part not in media and part not in dates]
    is_byline = len(media) == 1 and len(dates) == 1 and len(first_date(dates[0]) or "") == 10
    return media[0] if is_byline and (not others or names_in(" ".join(others))) else None


def names_in(text: str) -> list[str]:
    """The persons' names of a byline, its roles and signs left out; [] if it is none."""
    bare = _ROLES.sub(" ", text.strip("·•（）()□■◎◆●【】 \u3000"))
    bare = re.sub(rf"^.{{0,24}}?(?:{OFFICES})(?=[\s\u3000])", "", bare)
    bare = re.sub(r"(?<=^[\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff]$)", "", bare.strip())
    parts = [part for part in re.split(r"[\s\u3000、，,/;；|]+", bare) if part]
    merged: list[str] = []
    for part in parts:
        if merged and len(part) == 1 and len(merged[-1]) == 1:
            merged[-1] += part
        else:
            merged.append(part)
    merged = [name for name in merged if not is_unit(name)]
    is_names = merged and all(
        re.fullmatch(r"[\u4e00-\u9fff·]{2,5}|[\u4e00-\u9fff·]{6,12}", n) for n in merged
    )
    return merged if is_names and all(len(n) <= 4 or "·" in n for n in merged) else []
