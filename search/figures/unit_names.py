"""Find the units and places of a library that a question names, and tell whose a paragraph is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from indexer.text.normalizer import normalize
from indexer.text.numerals import whole_number
from search.results import StoredParagraph

_OFFICE = re.compile(
    r"(?:公安(?:分?局|厅)|(?:中级|高级)?(?:人民)?(?:政府|检察院|法院)"
    r"|消防(?:救援)?(?:总队|支队|大队|局)|管委会)$"
)
_IS_OFFICE = re.compile(
    "(?:局|厅|公安处|[总支大]队|派出所|政府|院|委|委员会|办公室|[一-龥]{2}办|(?<!社)区|[县旗])$"
    "|公安(?:分?局|厅)(?:新闻|宣传|政治|指挥|政工)"
)
_LEVEL = re.compile(r"(?<=..)(?:特别行政区|自治[区州县旗]|新区|[省市县区州盟旗])$")
# By what people call an office, behind the name of its place: 宁州警方, 宁州检察机关.
_OFFICES = (
    (re.compile("公安(?:分?局|厅)?$"), ("公安", "公安局", "公安机关", "警方", "警察")),
    (re.compile("公安分局$"), ("分局",)),
    (re.compile("检察院$"), ("检察院", "检察机关")),
    (re.compile("法院$"), ("法院", "中院")),
    (re.compile("消防(?:救援)?(?:总队|支队|大队|局)?$"), ("消防", "消防救援", "消防部门")),
)
_BRANCH = re.compile(
    r"(?P<seat>[一-龥]{2,12}?)公安(?:局|厅)(?P<own>[一-龥]{2,14}?)"
    r"(?P<kind>(?:公安)?分局|派出所|[总支大]队)"
)
# Whose figures a question means: those of branches, or of the bureau that has them.
_BRANCHES = re.compile(
    "(?:哪[一几]?个?|各个?|每个|[两三四五六七八九几十]个)分局|最.{1,4}分局$|分局(?:之间|当中|里面?)"
)
_COUNTIES = re.compile(
    "(?:哪[一几]?个?|各个?|每个)县(?!级)|(?P<many>[两二三四五六七八九几])个?县(?![级市区])"
    "|最.{1,4}(?<!市)县$|县(?:之间|当中|里面?)"
)
_CITIES = re.compile(
    "(?:哪[一几]?个?|各个?|每个|(?P<many>[两二三四五六七八九几])个?)(?:地级?|设区的?)?市(?:级|公安)*局?(?![县区场])|最.{1,4}市(?:公安)?局?$"
)
_OF_LEVEL = re.compile("(?P<wide>(?:地级|设区的?)市|地市(?!场)|市级(?=公安|单位|机关|局))|县级市")
_IN_CITY = re.compile(r"(?:[市盟]|自治州|地区)\b")  # what lies in one is of a county's level


def _of_kind(said: str) -> re.Pattern[str]:
    each = "哪[一几]?个?|各个?|每个|[两三四五六七八九几十]个"
    return re.compile(f"(?:{each})(?:{said})|最.{{1,4}}(?:{said})$|(?:{said})(?:之间|当中|里面?)")


# Units below a bureau that tables have a row of, however they are called together.
_OF_TABLES = (
    (_of_kind("派出所"), re.compile(".+派出所")),
    (_of_kind("(?:乡|镇|街道|镇街)+"), re.compile(".+(?:[乡镇]|街道)")),
    (
        _of_kind(r"县\(?[市区]+\)?|区县|市县区|(?<![小社景辖地校园])区(?!域|分局)"),
        re.compile(".+(?:[县区旗]|[县区旗]公安局|分局)"),
    ),
)
_COUNTY = re.compile("[一-龥]{1,10}[县旗](?:公安局|[^分]{0,6}局)?")
_DISTRICT = re.compile("(?P<own>(?!.*公安)[一-龥]{2,8})[县区旗]")
_CITY = re.compile("(?:[一-龥]{2,4}省)?[一-龥]{1,6}(?:市|自治州|[州盟]|地区)公安局")
_WHOLE = re.compile("全[省市县区](?!各)|(?<![市县区个各几两二三四五六七八九])[省市县]局|省厅")
# Long and short names of zones: 高新区 is the 高新技术产业开发区.
_ZONES = (
    (re.compile("高新技术(?:产业)?(?:开发|示范)区"), "高新区"),
    (re.compile("经济(?:技术)?开发区"), "经开区"),
    (re.compile("自由贸易试验区"), "自贸区"),
    (re.compile("综合保税区"), "综保区"),
)
_GOES_ON = re.compile("高新(?:技术|企业|产业|科技)")  # of no zone called 高新
# Long and short names of what detachments do.
_TRADES = (
    ("交通警察", "交警"),
    ("刑事侦查", "刑侦"),
    ("治安管理", "治安"),
    ("出入境管理", "出入境"),
    ("网络安全保卫", "网安"),
)
# 临港 of 临港开发区, but nothing of 经济技术开发区.
_ZONE = re.compile(
    "(?P<place>(?!经济|高新|技术|产业|工业|旅游|国家|省级|综合|保税)[一-龥]{2,4}?)"
    "(?:国家级)?(?:经济(?:技术)?|高新(?:技术)?(?:产业)?|工业|旅游)?(?:开发区|园区|新区)"
)
# 机场分局 is of no place called 机场: words that by themselves name no branch.
_PROVINCE = re.compile("^[一-龥]{2,3}省(?=[一-龥]{2,}[市县州]公安局$)")
_BRANCH_ALONE = re.compile("(?P<own>(?:(?!公安|局)[一-龥]){2,4})分局")
_EVERYDAY = re.compile(
    r"自贸|综保|水上|水警|机场|民航|森林|林业|铁路|港口|港航|航运|地铁|轨道|公交|交警|高速|景区|城区|郊区|新区|矿区|特警|治安|开发区"
)
# 青溪 of 青溪市卫生健康委员会, whatever its trade; 城市管理局 is the office of no 城市.
_AREA = re.compile(
    r"(?P<area>(?:[一-龥]{1,7}?(?:省|自治区|自治州))?(?:[一-龥]{2,4}?[市州盟])?(?:[一-龥]{1,5}?[区县旗])?)"
    r"(?P<office>[一-龥]{2,}(?:局|厅|委|委员会|办公室|办|总队|支队|大队|中心))"
)
# What a bureau's press office tells is of the bureau: 墨窑 of 墨窑市公安局新闻办.
_PRESS = re.compile(
    "(?P<of>[一-龥]{2,12}?公安(?:分?局|厅))(?:新闻|宣传|政治|办公|指挥|融媒|史志|警务公开|政工|党委)"
    "(?!.*(?:支队|大队|总队|分局|派出所))[一-龥]{0,8}"
)
_NATIONAL = re.compile("^(?:全国|中国|中共中央|中华人民共和国|国务院|国家|最高人民)")
_NATION = frozenset(("全国", "我国", "中国", "国家"))


class UnitNames:
    """Every name of the sources and regions of a library. Immutable; threads share it."""

    def __init__(
        self,
        sources: Mapping[str, Iterable[str]],
        regions: Mapping[str, Iterable[str]],
        held: Collection[str] | None = None,
        regions_of: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """The names of each, as written; a region is a path (江苏省/南通市). `held`: the sources of
        which the library has reports, where these are not all, `regions_of` them."""
        self._held = tuple(sorted(sources if held is None else held))
        self._sources = {
            source: unit_forms((source, *own, *_bureau_of(source)))
            for source, own in sources.items()
        }
        self._regions = {region: unit_forms(own) for region, own in regions.items()}
        self._all = _NATION.union(*self._sources.values(), *self._regions.values())
        self._longest = max(map(len, self._all), default=0)
        self._branches = frozenset(one for one in self._sources if one.endswith("分局"))
        self._seats = frozenset(self._sources.keys() & _beginnings(self._branches)) - self._branches
        self._everyday = self._only_of_their_kind()
        words = "|".join(map(re.escape, self._everyday))
        self._listed = re.compile(
            f"(?:(?<=[、，,和与及跟 ])|^)({words})(?=[、，,和与及跟的0-9 ]|$)"
        )
        # Of the last part of a region's path those before it, and of a source its region.
        self._above: dict[str, set[str]] = {}
        paths = [path.split("/") for path in self._regions]
        for source, own in (regions_of or {}).items():
            paths += [[*path.split("/"), _bare(source)] for path in own]
        for *above, area in paths:
            if above:
                self._above.setdefault(area, set()).update(one for one in above if one != area)
        self._cities: dict[bool, tuple[str, ...]] = {True: (), False: ()}  # by whether in a city
        for one in filter(_CITY.fullmatch, self._held):
            around = " ".join(self._above.get(_bare(one), ()))
            self._cities[_IN_CITY.search(around) is not None] += (one,)

    def _only_of_their_kind(self) -> dict[str, str]:
        """The everyday words (铁路, 水上) that one unit alone is called by, with its name."""
        named: dict[str, list[str]] = {}
        for source in self._held:
            for word in set(_EVERYDAY.findall(source)) if offices((source,)) else ():
                named.setdefault(word, []).append(source)
        one = {word: normalize(own[0]) for word, own in named.items() if len(own) == 1}
        return {word: source for word, source in one.items() if word not in self._all}

    def __contains__(self, name: str) -> bool:
        return name in self._all

    def called(self, name: str, field: str) -> list[str]:
        """The sources, or regions, that a name stands for; a region itself, not what is in it."""
        known = self._sources if field == "source" else self._regions
        return [value for value, forms in known.items() if name in forms]

    def apart(self, form: str) -> Iterator[str]:
        """A normal form in pieces, of which every second one is a name; the longest that fits."""
        start = at = 0
        while at < len(form):
            ends = range(min(len(form), at + self._longest), at + 1, -1)
            end = next((end for end in ends if form[at:end] in self._all), 0)
            if end and not (end == at + 2 and _GOES_ON.match(form, at)):
                yield form[start:at]
                yield form[at:end]
                start = at = end
            else:
                at += 1
        yield form[start:]

    def apart_as_typed(self, text: str, form: str = "") -> list[str]:
        """As `apart` of its normal form (or this `form` of it); where a text names others, too,
        names with a space between them (渌宁市 莲塘), or right behind others without any sign, are
        two and not the branch of that city, and 铁路 is the only unit that is called so."""
        joined = list(self.apart(form or normalize(text)))
        if len(set(joined[1::2])) < 2:
            return self._with_everyday(joined)
        pieces = [""]
        for typed in text.split():
            first, *others = self.apart(normalize(typed))
            # Two years stay two: 2022 2023.
            is_apart = pieces[-1][-1:].isdigit() and first[:1].isdigit()
            pieces[-1] += f" {first}" if is_apart else first
            pieces += others
        pieces = pieces if len(pieces) >= len(joined) else joined
        return self._with_everyday(self._unglued(pieces))

    def _unglued(self, pieces: list[str]) -> list[str]:
        """甲乙丙丁 are four names, and not the two branches 甲乙 and 丙丁."""
        if "" not in pieces[2:-1:2]:
            return pieces
        found = [pieces[0]]
        for name, behind in zip(pieces[1::2], pieces[2::2], strict=True):
            ends = range(2, len(name) - 1)
            cut = next((at for at in ends if {name[:at], name[at:]} <= self._all), 0)
            found += (name[:cut], "", name[cut:], behind) if cut else (name, behind)
        return found

    def _with_everyday(self, pieces: list[str]) -> list[str]:
        """With the words that name but one unit of the library, where they are listed with others:
        甲、乙、铁路."""
        if len(pieces) < 3 or not self._everyday:
            return pieces
        parts = ([p] if at % 2 else self._listed.split(p) for at, p in enumerate(pieces))
        return [self._everyday.get(part, part) for own in parts for part in own]

    def in_full(self, text: str) -> str:
        """A text with a word that names but one unit in full before a year (铁路2023年), and units
        that stand behind a colon behind a comma."""
        asked, _, units = text.rpartition("：")
        if not "".join(list(self.apart(normalize(units)))[::2]).strip("、，,和与及 "):
            text = f"{asked}，{units}" if asked and units else text
        words = (word for word in self._everyday if _OF_A_YEAR.match(text.removeprefix(word)))
        word = next((word for word in words if text.startswith(word)), "")
        return self._everyday.get(word, "") + text[len(word) :]

    def meant(self, form: str) -> tuple[str, ...]:
        """The sources whose figures a question in normal form asks for: 哪个分局 means branches,
        哪个县 counties, 三个市局 cities, 全市 and 市局 the one bureau that has them; () where it
        says nothing of the kind, or of more (五个市局) than there are."""
        if (level := _OF_LEVEL.search(form)) and len(own := self._cities[not level["wide"]]) > 1:
            return own
        for called, kind in _OF_TABLES:
            own = tuple(filter(kind.fullmatch, self._held)) if called.search(form) else ()
            if len(own) > 1:
                return own
        is_asked = _BRANCHES.search(form) is not None
        if own := tuple(one for one in self._held if is_asked and one in self._branches):
            return own
        for kind, called in ((_COUNTY, _COUNTIES), (_CITY, _CITIES)):
            if (asked := called.search(form)) is None:
                continue
            own = tuple(one for one in self._held if kind.fullmatch(one))
            many, wide = whole_number(asked["many"] or "") or 0, self._cities[False]
            if len(own) > 1 and many <= len(own):
                return wide if kind is _CITY and many == len(wide) else own
        if len(self._seats) == 1 and _WHOLE.search(form) is not None:
            return tuple(self._seats)
        return ()

    def whole_of(self, sources: Iterable[str]) -> str | None:
        """The bureau among these of which all the others are branches, two at least: what they have
        together is not set beside what each has."""
        held = set(sources)
        whole = next(iter(held & self._seats), None)
        parts = held - {whole} if whole is not None else set()
        is_whole = len(parts) > 1 and all(
            part in self._branches and part.startswith(str(whole)) for part in parts
        )
        return whole if is_whole else None

    def containing(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Those of some sources whose figures hold those of others among them: the bureau of a
        city, beside its branches and counties. Where no region says which county is whose, any."""
        held = dict.fromkeys(sources)
        cities = {_bare(one): one for one in held if _CITY.fullmatch(one)}
        # Without a region: of the one city of which the library has branches, if there is any.
        free = {one for one in cities.values() if not self._seats or one in self._seats}
        wholes = _beginnings(self._branches & held.keys())
        for part in held:
            if part not in self._branches and _COUNTY.fullmatch(part):
                above = self._above.get(_bare(part))
                wholes |= free if above is None else {cities[n] for n in above & cities.keys()}
        return tuple(one for one in held if one in wholes)

    def whose(self, form: str) -> Callable[[StoredParagraph, str | None], bool] | None:
        """What tells of a paragraph, and the place that a figure names, whether it is `meant`;
        None where everybody is. Others tell of 全市, too."""
        meant = frozenset(self.meant(form))
        if not meant:
            return None
        if meant != self._seats:
            return lambda paragraph, place: paragraph.source in meant
        return lambda paragraph, place: (
            paragraph.source in meant
            or (paragraph.source not in self._branches and _WHOLE.match(place or "") is not None)
        )

    def of(self, paragraph: StoredParagraph) -> frozenset[str]:
        """By which names a question may speak of a paragraph's unit and place."""
        return self.of_unit(paragraph.source or "", paragraph.region or ())

    def of_unit(self, source: str, region: tuple[str, ...]) -> frozenset[str]:
        """As `of`, of a paragraph of this source and region."""
        named = self._sources.get(source) or unit_forms((source,))
        named |= self._regions.get("/".join(region)) or unit_forms(region[-1:])
        return named | _NATION if not region and _NATIONAL.match(source) else named


def _bureau_of(source: str) -> tuple[str, ...]:
    """What the bureau of a place is called whose figures a table tells: 云陂分局 of 云陂区."""
    found = _DISTRICT.fullmatch(source)
    return () if found is None else (f"{source}公安局", f"{found['own']}分局")


def offices(units: Iterable[str]) -> tuple[str, ...]:
    """Those of these units that are called as offices are, or the districts that tables name."""
    return tuple(unit for unit in units if _IS_OFFICE.search(unit))


def branch_names(name: str) -> tuple[str, ...]:
    """How people call a branch of a bureau: 望湖, 望湖分局 of 云浦市公安局望湖分局, and 江州交警,
    江州交警支队 of 江州市公安局交通警察支队; () for what is no branch."""
    found = _BRANCH.fullmatch(name)
    if found is None:
        return ()
    seat, own, kind = found["seat"], found["own"], found["kind"]
    seats = tuple(dict.fromkeys((seat, _LEVEL.sub("", seat))))
    if kind.endswith("分局"):
        zones = [
            called
            for long, short in _ZONES
            if long.search(own)
            for called in (long.sub(short, own), short)  # 滨江经开区, 经开区
        ]
        zone = _ZONE.fullmatch(own)
        if zone is not None and zone["place"] not in seat:  # 江州开发区 of 江州 is not all of it
            zones.append(zone["place"])
        names = (own, *zones)
        places = tuple(dict.fromkeys((*names, *(_LEVEL.sub("", name) for name in names))))
        calls = [place + call for place in places for call in ("分局", "公安", "公安分局", "警方")]
        alone = [place for place in places if not _EVERYDAY.fullmatch(place)]
        alone += [f"{own}区"] if places == (own,) and alone else []
        calls += [f"{own[:2]}分局"] * (len(own) == 4)  # 轨道分局 of 轨道交通分局
        whole = [name + end for name in names for end in ("", "分局")]
        return (*alone, *calls, *(seat + name for seat in seats for name in whole))
    if kind == "派出所":
        return (own + kind, *(seat + own + kind for seat in seats))
    trades = [own, *(own.replace(long, short) for long, short in _TRADES if long in own)]
    return tuple(seat + trade + level for seat in seats for trade in trades for level in (kind, ""))


def without_province(name: str) -> str:
    """鹤浦市公安局 of 岷东省鹤浦市公安局; any other name as it is."""
    return _PROVINCE.sub("", name)


def unit_forms(names: Iterable[str]) -> frozenset[str]:
    """Also without what kind of unit it is: 海安 of 海安市公安局, 望湖 of its 望湖分局."""
    forms = {normalize(name) for name in names}
    forms |= {found["of"] for form in forms if (found := _PRESS.fullmatch(form))}
    # 鹤浦市公安局 of 岷东省鹤浦市公安局, 棠桥 of 棠桥分局, where no city stands before it
    forms |= set(map(without_province, forms))
    alone = {found["own"] for form in forms if (found := _BRANCH_ALONE.fullmatch(form))}
    forms |= {
        name + level for name in alone if not _EVERYDAY.fullmatch(name) for level in ("", "区")
    }
    branches = {form: called for form in forms if (called := branch_names(form))}
    areas = {_OFFICE.sub("", form) for form in forms - branches.keys()}
    # 棠桥分局, without the bureau that it is of
    alone = {form[:-2] for form in forms - branches.keys() if form.endswith("分局")}
    areas |= {name for name in alone if not _EVERYDAY.fullmatch(name)}
    areas |= {
        found["area"]
        for form in forms
        if not form.endswith(("分局", "派出所")) and (found := _AREA.fullmatch(form))
    }
    areas |= {name for form in forms for name in _of_railway(form)}
    places = {_LEVEL.sub("", area) for area in areas}
    calls = {
        place + called
        for form in forms
        for office, usual in _OFFICES
        if office.search(form)
        for place in (_OFFICE.sub("", form), _LEVEL.sub("", _OFFICE.sub("", form)))
        for called in usual
    }
    forms = forms.union(areas, places, calls, *branches.values())
    return frozenset(form for form in forms if len(form) > 1)


_OF_A_YEAR = re.compile(r"(?:19|20)?\d\d年?")
_RAILWAY = re.compile("(?P<place>[一-龥]{2,4})铁路公安(?P<kind>[处局])")


def _of_railway(form: str) -> tuple[str, ...]:
    """How people call the police of a railway: 雁坪铁路. Its place alone may be a city's."""
    found = _RAILWAY.fullmatch(form)
    if found is None:
        return ()
    own = found["place"]
    return f"{own}铁路", f"{own}铁路公安", f"铁路公安{found['kind']}"


def _bare(source: str) -> str:
    """A source without its office: the name of its place."""
    return _OFFICE.sub("", normalize(source))


def _beginnings(names: Iterable[str]) -> set[str]:
    """With what some names begin; in time that grows with their characters, not with all others."""
    return {name[:end] for name in names for end in range(1, len(name))}
