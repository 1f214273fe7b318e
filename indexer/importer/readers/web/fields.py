"""Find the title of a web page and what its head declares of date, source, site and author."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from indexer.importer.source_text import SourceLine
from indexer.metadata.clues import Evidence
from indexer.metadata.units import is_unit

# The names that the standard for government sites (国办发〔2017〕47号) and common publishing
# systems give to a page's fields.
_META = {
    "articletitle": "title",
    "og:title": "title",
    "twitter:title": "title",
    "pubdate": "date",
    "publishdate": "date",
    "article:published_time": "date",
    "contentsource": "from",
    "source": "from",
    "mediaid": "from",
    "sitename": "site",
    "og:site_name": "site",
    "author": "author",
    "og:article:author": "author",
}
# Pages of WeChat accounts write these fields into elements with fixed names.
_ELEMENTS = (
    ("#activity-name", "title"),
    ("#js_name", "site"),
    ("#js_author_name", "author"),
    ("#publish_time", "date"),
)
_WECHAT_DATE = re.compile(r"createTime\s*=\s*['\"](\d{4}-\d{2}-\d{2})")
_WECHAT_SECONDS = re.compile(r"\bvar\s+ct\s*=\s*['\"](\d{9,10})['\"]")
_LINKED = (("headline", "title"), ("author", "author"), ("publisher", "site"))
_SPLIT_DATE = re.compile(r"\s*((?:19|20)\d\d)\s*(\d\d)\s*/\s*(\d\d)\s*\d\d:\d\d(?::\d\d)?\s*$")
_EDITION = re.compile(
    r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日[\s（(]*(?:星期|周).{1,12}第?\s*[A-Z]?\d{1,3}\s*版"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CHINA = timedelta(hours=8)
_PARTS = re.compile(
    r"\s*[_|｜»]\s*|\s+[-–—]+\s+|(?<=[\u4e00-\u9fff”）》])-{1,2}(?=[\u4e00-\u9fff])"
)
_DIGITAL = re.compile(r"(?:多媒体)?(?:数字报|电子报|电子版)(?:纸)?$")
_WELCOME = re.compile(
    r"欢迎|门户网站$|网站首页|^首页|无标题|新建|^(?:Untitled|Document)", re.IGNORECASE
)
_LEAST = 4  # characters of a title
_COLUMN = re.compile(
    r"^(?:首页|正文|详情|新闻|动态|要闻|.{0,8}(?:动态|要闻|新闻|公告|频道|栏目|中心))$"
)


def declared_fields(tree: Any, text: str) -> tuple[Evidence, ...]:
    """Fields from `meta` tags and well-known elements, in the order of trust."""
    found = []
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name = str(attributes.get("name") or attributes.get("property") or "").strip().lower()
        value = " ".join(str(attributes.get("content") or "").split())
        if name in _META and value:
            found.append(Evidence(_META[name], value, f"<meta {name}>"))
    for selector, field in _ELEMENTS:
        node = tree.css_first(selector)
        value = " ".join(node.text().split()) if node is not None else ""
        if value:
            found.append(Evidence(field, value, selector))
    if date := _script_date(text):
        found.append(Evidence("date", date, "createTime"))
    found += _linked_fields(tree)
    if site := _declared_site(tree):
        found.append(Evidence("site", site, "<title>"))
    return tuple(found)


def _linked_fields(tree: Any) -> Iterator[Evidence]:
    """What the page says of its article in JSON-LD, and the one day of its time elements."""
    linked = _linked_data(tree)
    for key, field in _LINKED:
        if value := _name_of(linked.get(key)):
            yield Evidence(field, value, key)
    day = str(linked.get("datePublished") or "")[:10]
    published = {day} if _DAY.fullmatch(day) else _times(tree)
    if len(published) == 1:  # several are those of other articles
        yield Evidence("date", published.pop(), "datePublished")


def _declared_site(tree: Any) -> str:
    """The site's name in the page's declared title, "" where that is the article's alone."""
    title = _declared_title(tree)
    site = title if is_unit("".join(title.split())) else _site_of(title).removeprefix("手机")
    tops = ["".join(tag.text().split()) for tag in tree.css("h1")]
    if "".join(site.split()) in tops:  # 某报数字报-标题: the site stands first
        site = _DIGITAL.sub("", _PARTS.split(title)[0].strip())
    return "" if "".join(title.split()) in tops else site


def _linked_data(tree: Any) -> dict[str, Any]:
    """What the page's JSON-LD says of its article; {} if it has none that can be read."""
    for script in tree.css("script[type='application/ld+json']"):
        with suppress(ValueError, RecursionError):
            data = json.loads(script.text())
            data = data.get("@graph", data) if isinstance(data, dict) else data
            for item in data if isinstance(data, list) else [data]:
                if isinstance(item, dict) and "Article" in str(item.get("@type")):
                    return item
    return {}


def _name_of(value: Any) -> str:
    """The text of a property: itself, its name, or those of several joined by 、."""
    if isinstance(value, list):
        return "、".join(filter(None, map(_name_of, value)))
    name = value.get("name") if isinstance(value, dict) else value
    return " ".join(name.split()) if isinstance(name, str) else ""


def _times(tree: Any) -> set[str]:
    """The days of the page's time elements."""
    marks = tree.css("time[datetime], [itemprop=datePublished][content]")
    told = (str(m.attributes.get("datetime") or m.attributes.get("content")) for m in marks)
    return {value[:10] for value in told if _DAY.match(value)}


def frame_dates(frame: Sequence[SourceLine]) -> tuple[Evidence, ...]:
    """Days that stand around the text in forms of their own: year over day, a newspaper's page."""
    found = []
    for line in frame:
        match = _SPLIT_DATE.match(line.text) or _EDITION.search(line.text)
        if match:
            date = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
            found.append(Evidence("date", date, line.text[:40]))
    return tuple(found[:1])


def page_title(tree: Any, head: Sequence[str], frame: Sequence[SourceLine]) -> str:
    """The title as the page prints it, "" if unknown.

    A printed line that the declared title repeats is best, then a main heading, then the declared
    title without the site's name.
    """
    declared = _declared_title(tree)
    if is_unit("".join(declared.split())):  # an office's name on every page of its site
        declared = ""
    tops = [" ".join(tag.text().split()) for tag in tree.css("h1, #activity-name")]
    if not tops and len(seconds := tree.css("h2")) == 1:
        tops = [" ".join(seconds[0].text().split())]
    tops = [text for text in tops if len(text) >= _LEAST]
    printed = [*tops, *head, *(line.text for line in frame)]
    in_declared = [text for text in printed if len(text) >= _LEAST and _is_in(text, declared)]
    site = _site_of(declared)
    no_title = (_COLUMN, _WELCOME)
    in_declared = [t for t in in_declared if t != site and not any(p.search(t) for p in no_title)]
    if in_declared:
        return str(max(in_declared, key=len))
    for meta in declared_fields(tree, ""):
        if meta.field == "title" and meta.value in printed:
            return str(meta.value)
    if tops:
        return str(tops[0])
    first = _PARTS.split(declared)[0].strip()
    is_other = _WELCOME.search(first) or len(first) < _LEAST or first == site
    return "" if is_other or _is_printed_title(head) else first


def _is_printed_title(head: Sequence[str]) -> bool:
    """Whether the main text opens with a short line of its own that can be the title."""
    return bool(head) and 8 <= len(head[0]) <= 60 and head[0][-1] not in "。；：，:;,"


def _declared_title(tree: Any) -> str:
    node = tree.css_first("title")
    return " ".join(node.text().split()) if node is not None else ""


def _is_in(text: str, declared: str) -> bool:
    """Whether the declared title contains this line, white space aside."""
    bare, whole = "".join(text.split()), "".join(declared.split())
    return bare in whole and (whole.startswith(bare) or len(bare) >= 8)


def _site_of(declared: str) -> str:
    """The site's name at the end of a declared title, or ""."""
    parts: list[str] = [p.strip() for p in _PARTS.split(declared) if p and p.strip()]
    for part in reversed(parts[1:]):
        if 3 <= len(part) <= 20 and not _COLUMN.match(part):
            return part
    return ""


def _script_date(text: str) -> str | None:
    match = _WECHAT_DATE.search(text)
    if match:
        return match[1]
    seconds = _WECHAT_SECONDS.search(text)
    if seconds is None:
        return None
    return (datetime.fromtimestamp(int(seconds[1]), UTC) + _CHINA).date().isoformat()
