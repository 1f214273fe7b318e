"""Tell where a document appeared: the paper, or the issue of a journal, that its source names."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.metadata.proposal import names_in
from indexer.model.documents import AnyDocument, Document, as_document
from indexer.text.numerals import whole_number

# A source that is itself a paper or a serial: it has published, and nobody else is named.
# 岚口报, and no 通报, 简报, 专报 or 战报, which units make themselves.
_PAPER = re.compile(
    "《([^《》]+)》|(.*[日晚晨早时周]报(?:社|客户端)?"
    "|.*(?:法[治制]报|公安报|青年报|都市报|新闻网)(?:社|客户端)?"
    "|.{2,}(?<![公通简年快汇月学专情战警季旬壁墙板预申呈捷喜海电举内])报社?)"
)
# What else is a medium where the text is news: 都市快报, 澎湃新闻, 县融媒体中心.
_MEDIUM = re.compile(
    ".{2,}(?:快报|新闻|消息|周刊|在线|客户端|电视台|广播电台|通讯社|融媒体中心|(?<![局安])网)"
)
_NEWS = re.compile("新闻|报道|通讯|消息|特写|专访|时评|媒体")
# 《警务论衡》2022年第4期（作者：沈若川、毕文涛）, 治安与社会，2024（6）
_NUMBER = "[0-9]{1,3}(?:[-—–~～/][0-9]{1,3})?|[一二三四五六七八九十]{1,3}"
_ISSUE = re.compile(
    r"《?(?P<name>[^《》（）()，,.。\d]{2,20})》?[，,.\s]*(?P<year>(?:19|20)\d\d)?\s*年?[，,\s]*"
    rf"(?:第?\s*(?P<volume>[0-9]{{1,3}})\s*卷)?[，,\s]*(?:总?第?\s*(?P<issue>{_NUMBER})\s*期"
    r"|[（(](?P<short>[0-9]{1,3})[)）])\s*(?P<rest>.{0,80})"
)
_NAMES = re.compile(
    r"(?:[，,。.\s]*[（(]?\s*(?:作\s*者|文|撰文)?\s*[:：]?\s*"
    r"(?P<names>[一-龥·]{2,5}(?:\s*[、，,;；\s]\s*[一-龥·]{2,5}){0,9})\s*[)）]?)?"
)
_DESK = re.compile(
    "(?:本|[省市县区州旗])?(?:公安)?[局厅]?([一-龥]{2,8}(?:[科室处部]|中心|[支大总中]队))"
)
_OF_A_UNIT = re.compile("(?:简报|通报|专报|快报|战报|信息|动态|要情|公报|情况|工作|参考|公安局)$")
# A thesis of which a journal is the source, and no office: 警务论丛.
_ARTICLE, _JOURNAL = (
    re.compile("论文|期刊"),
    re.compile("[^《》]{4,12}(?<![局厅队所院委处科室学心司])"),
)
_PARTS = ("volume", "issue", "issue_year")  # of the values that a document has beside its own


def as_published(document: AnyDocument) -> AnyDocument:
    """The document with the paper or journal that is its source as its publisher: 《岭东日报》 is
    where it appeared, and neither its author nor a unit whose work it reports."""
    document = as_document(document)
    if (article := _article(document)) is not None:
        return article
    source = document.source or ""
    found = _PAPER.fullmatch(source)
    if _ARTICLE.search(document.genre or "") and _JOURNAL.fullmatch(source):
        found = _PAPER.fullmatch(f"《{source}》")
    is_medium = _NEWS.search(document.genre or "") and _MEDIUM.fullmatch(source)
    if not (found or is_medium) or document.publisher not in (None, "", document.source):
        return document
    name = (found[1] or found[2]) if found is not None else source
    own = authors(document) not in ([document.source], [name])
    author = document.author if own else None
    return replace(document, publisher=name, source=None, author=author)


def _article(document: AnyDocument) -> AnyDocument | None:
    """As an article of the issue of a journal that its publisher or source names; None for all
    else. A unit's own 简报 has issues, too, and is no journal."""
    for printed in (document.publisher or "", document.source or ""):
        found = _ISSUE.fullmatch(printed.strip())
        named = _NAMES.fullmatch(found["rest"].strip()) if found is not None else None
        if found is None or named is None or _OF_A_UNIT.search(found["name"].strip()):
            continue
        issue = found["issue"] or found["short"]
        number = issue if issue[0].isdigit() else str(whole_number(issue) or issue)
        parts = (found["volume"] or "", number, found["year"] or "")
        is_own = printed == document.source
        own = document.author if document.author != printed else None
        names = "、".join(re.split(r"[、，,;；\s]+", named["names"])) if named["names"] else None
        return replace(
            document,
            publisher=found["name"].strip(),
            source=None if is_own else document.source,
            author=own or names,
            more=(*document.more, *(pair for pair in zip(_PARTS, parts, strict=True) if pair[1])),
        )
    return None


def issue_of(document: Document) -> tuple[str, str, str]:
    """Volume, number and year of the issue that a document as published is in, "" for unknown."""
    told = dict(document.more)
    volume, issue, year = (str(told.get(part) or "") for part in _PARTS)
    return volume, issue, (document.date or "")[:4] or year


def is_article(document: Document) -> bool:
    """Whether a document as published is in a known issue of a journal."""
    return bool(issue_of(document)[1])


def authors(document: Document) -> list[str]:
    """The names of the authors, each alone, without what they are: 记者 张敏 通讯员 吴涛; a desk of
    the unit (市局办公室) by the unit's name."""
    written = document.author or ""
    names = names_in(written) or [name for name in re.split(r"\s*[、，,;；]\s*", written) if name]
    source = document.source or ""
    desks = [_DESK.fullmatch(name) if source[:2] not in name else None for name in names]
    return [f"{source}{desk[1]}" if desk else name for desk, name in zip(desks, names, strict=True)]
