"""Put mended text together as a corpus document, with a list of all that was unsure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.importer.front_lines import labelled_head
from indexer.importer.furniture import Furniture, find_furniture
from indexer.importer.headings import mark_headings
from indexer.importer.parts import NO_TITLE, tell_parts
from indexer.importer.source_text import Doubt, SourceLine, SourceText, unified, usual_size
from indexer.importer.table_rows import under_their_heads
from indexer.importer.wrapping import ends_sentence, is_wrapped, join_lines
from indexer.metadata import Clues, Evidence, Metadata, propose_metadata
from indexer.metadata.dates import first_date
from indexer.metadata.regions import is_unknown_place
from indexer.model.schema import SCHEMA
from indexer.model.yaml_edit import yaml_text
from indexer.sources.folder import parse_document
from indexer.sources.splitter import heading_level

_HEAD_LINES, _TAIL_LINES = 14, 20  # where furniture stands; in the middle only page numbers do
_QUOTES = (("“", "”"), ("『", "』"), ("「", "」"), ("《", "》"))
_WANTED = ("source", "date", "year")  # told if missing
# Below it a proposed value is worth a look. On three seeds of both judged sets no value from .75
# to .9 was wrong (of 288), and with .9 a clerk had to look at 95 of 100 documents.
_SURE = 0.75
_IN_CELLS = re.compile(r"\s*[:：]\s*[|\t]\s*")  # 发布机构： | 县公安局
# Below it stand the titles of other articles.
_EARLIER = re.compile(
    r"[\[【—▼◆●\s]*(?:往期|精彩|相关|推荐|延伸)(?:推荐|回顾|阅读|新闻|文章|内容|链接|稿件)"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_EDGE = 4  # pieces
_LEAST_NAME = 4  # Han characters that make a file's name a title
_HOME = re.compile(r"(?:网站)?首页")
_LEAST_MENU, _LONGEST_ENTRY = 3, 8  # entries below 首页, characters of each
_LEAST_WRAPPED = 10  # lines
_LONGEST_HEAD, _LEAST_HEADS = 40, 2  # characters of a running head, times that it is printed
_IS_SAID = re.compile(r".{0,6}(?:单位|部门)\s*[:：]")  # 填报单位：某局
_FORWARDED = re.compile(r"^(?:(?:转发|回复|答复|报送|上报|Re|Fwd?|FW)\s*[:：]\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed corpus file: `slug` names it, `markdown` is its whole text.

    `evidence` says for each proposed field where its value comes from, `unsure` holds values that
    were left out. `places` are the source lines of headings and paragraphs, in order, `pages` the
    pages, or rows of `sheets`, on which they begin (0 where the format has none).
    """

    slug: str
    title: str | None
    markdown: str
    paragraphs: int
    doubts: tuple[Doubt, ...]
    evidence: tuple[Evidence, ...] = ()
    unsure: tuple[Evidence, ...] = ()
    places: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    sheets: tuple[str, ...] = ()


def propose(source: SourceText, name: str, given: str | None = None) -> Proposal:
    """The document in `source`; `name` is the file's name without suffix, `given` its source.

    What is not known is left out of the front matter and said among the doubts.
    """
    if source.markdown is not None:
        return _as_it_is(source, source.markdown, name)
    doubts = list(source.doubts)
    lines, labels = labelled_head(_unified(source.lines, doubts))
    source = replace(source, declared=(*labels, *source.declared))
    kept, removed = _without_furniture(lines, doubts)
    pieces, joints = join_lines(_rewrapped(kept, doubts))
    doubts += joints
    parts = tell_parts(pieces, usual_size((p.size, len(p.text)) for p in pieces if p.size))
    doubts += parts.doubts
    body = mark_headings(list(parts.body), parts.tails, doubts)
    paragraphs = [piece for piece in body if piece.kind != "heading"]
    aside = ((line, find_furniture(line.text)) for line in source.aside)
    stamps = [*removed, *((line, found) for line, found in aside if found)]
    clues = _titled(_clues(source, parts.clues, stamps, paragraphs), source, doubts)
    title = clues.title
    is_called = title is None and len(_HAN.findall(name)) >= _LEAST_NAME
    metadata = propose_metadata(replace(clues, title=name.strip()) if is_called else clues, given)
    if is_called:
        title = name.strip()
        _without_title_doubt(doubts)
        doubts.append(Doubt(None, f"没有找到标题，暂用文件名「{title}」；请核对", field="title"))
    doubts += _field_doubts(metadata, _prints_date(pieces))
    doubts += _odd_quotes(paragraphs)
    if paragraphs and not parts.tails and _is_cut_off(paragraphs[-1]):
        doubts.append(Doubt(paragraphs[-1].number, "末段没有句末标点；请看是否残缺"))
    body = under_their_heads(body, doubts)
    markdown = _markdown(_fields(title, metadata, stamps), body)
    ordered = sorted(doubts, key=lambda doubt: doubt.line or 0)
    return Proposal(
        _slug(name), title, markdown, sum(piece.kind != "heading" for piece in body),
        tuple(ordered), metadata.accepted,
        metadata.unsure, tuple(piece.number for piece in body), tuple(piece.page for piece in body),
        tuple(piece.sheet for piece in body),
    )  # fmt: skip


def _titled(clues: Clues, source: SourceText, doubts: list[Doubt]) -> Clues:
    """The clues with the title that the file declares, where its text prints none."""
    declared = next((d for d in source.declared if d.field == "title"), None)
    if clues.title is not None or declared is None:
        return clues
    _without_title_doubt(doubts)
    reason = f"正文里没有印标题，「{declared.value}」取自 {declared.words}"
    doubts.append(Doubt(None, reason, is_note=True, field="title"))
    return replace(clues, title=_FORWARDED.sub("", declared.value))


def _without_title_doubt(doubts: list[Doubt]) -> None:
    doubts[:] = [doubt for doubt in doubts if doubt.reason != NO_TITLE]


def _as_it_is(source: SourceText, markdown: str, name: str) -> Proposal:
    """A corpus document comes in unchanged; what is wrong with it is told."""
    slug = _slug(name)
    parsed, problems = parse_document(markdown, slug, f"{name}.md")
    doubts = [*source.doubts, *(Doubt(None, str(problem)) for problem in problems)]
    if parsed is None:
        return Proposal(slug, None, markdown, 0, tuple(doubts))
    title = parsed.document.title
    return Proposal(slug, title, markdown, len(parsed.paragraphs), tuple(doubts))


def _unified(lines: Sequence[SourceLine], doubts: list[Doubt]) -> list[SourceLine]:
    """Radicals that stand for characters (⺠ for 民) become those characters; how many is told."""
    total = 0
    out = []
    for line in lines:
        text, count = unified(line.text)
        total += count
        out.append(replace(line, text=text) if count else line)
    if total:
        doubts.append(Doubt(None, f"有 {total} 个字印作部首字符，已写作正字", is_note=True))
    return out


def _rewrapped(lines: list[SourceLine], doubts: list[Doubt]) -> list[SourceLine]:
    """Paragraphs that are really the lines of a page (pasted or recognised text) become lines."""
    texts = [replace(line, kind="text") for line in lines if line.kind == "paragraph"]
    if len([line for line in texts if line.text]) < _LEAST_WRAPPED or not is_wrapped(texts):
        return lines
    doubts.append(Doubt(None, "各行像是按页宽断开的，已按行长重新接成段落；请核对分段"))
    return [replace(ln, kind="text") if ln.kind == "paragraph" else ln for ln in lines]


def _without_furniture(
    lines: Sequence[SourceLine], doubts: list[Doubt]
) -> tuple[list[SourceLine], list[tuple[SourceLine, Furniture]]]:
    with_text = [i for i, line in enumerate(lines) if line.text]
    edge = {*with_text[:_HEAD_LINES], *with_text[-_TAIL_LINES:]}
    is_interview = (
        sum(line.text.startswith(("记者：", "问：", "记者:", "问:")) for line in lines) > 1
    )
    kinds: dict[int, Furniture] = {}
    for i in with_text:
        is_declared = lines[i].kind in ("heading", "title", "note")
        if is_declared and not _EARLIER.fullmatch(lines[i].text):
            continue
        found = find_furniture(lines[i].text)
        if found is None or (found.kind == "作者署名" and is_interview):
            continue
        if lines[i].kind == "row" and not _is_stamp_row(lines[i].text, found):
            continue
        if i in edge or found.kind in ("页码", "分隔线"):
            kinds[i] = found
    _add_neighbours(lines, kinds)
    _add_running_heads(lines, kinds)
    for i, furniture in kinds.items():
        reason = f"作为{furniture.kind}删去：「{lines[i].text}」"
        doubts.append(Doubt(lines[i].number, reason, is_note=True))
    kept = [
        replace(line, text="") if i in kinds else line  # a rule still parts what it stood between
        for i, line in enumerate(lines)
        if i not in kinds or kinds[i].kind == "分隔线"
    ]
    return kept, [(lines[i], furniture) for i, furniture in kinds.items()]


def _is_stamp_row(text: str, found: Furniture) -> bool:
    """Whether a table's row tells of the page; a row of data may have days and names as well."""
    is_told = found.kind == "公开信息表" or re.search("发布|来源|浏览|字号", text)
    return bool(is_told) and "；" not in text


def _add_running_heads(lines: Sequence[SourceLine], kinds: dict[int, Furniture]) -> None:
    """A short line that stands beside page numbers, again and again, is their running head."""
    with_text = [i for i, line in enumerate(lines) if line.text]
    numbers = {i for i, found in kinds.items() if found.kind == "页码"}
    beside = [
        i
        for at, i in enumerate(with_text)
        if i not in kinds and numbers & {*with_text[max(0, at - 1) : at + 2]}
    ]
    times = Counter(lines[i].text for i in beside if len(lines[i].text) <= _LONGEST_HEAD)
    for i in beside:
        if times[lines[i].text] >= _LEAST_HEADS:
            kinds[i] = Furniture("页眉页脚")


def _add_neighbours(lines: Sequence[SourceLine], kinds: dict[int, Furniture]) -> None:
    """Site names above a navigation line and short lines below a copyright line go with them."""
    with_text = [i for i, line in enumerate(lines) if line.text]
    head = with_text[:_HEAD_LINES]
    for at, i in enumerate(with_text):
        menu = _menu_below(lines, with_text[at + 1 :]) if _HOME.fullmatch(lines[i].text) else []
        kinds.update(dict.fromkeys(menu, Furniture("导航")))
    navigation = [i for i in head if i in kinds and kinds[i].kind == "导航"]
    for i in head if navigation else ():
        is_short = len(lines[i].text) <= 20 and lines[i].kind in ("text", "paragraph")
        if i < navigation[-1] and i not in kinds and is_short:
            kinds[i] = Furniture("网站名")
    earlier = [i for i in with_text if i in kinds and _EARLIER.match(lines[i].text)]
    below = [i for i in with_text if earlier and i > earlier[0] and i not in kinds]
    if all(len(lines[i].text) <= 60 and lines[i].text[-1] not in "。；：" for i in below):
        kinds.update(dict.fromkeys(below, Furniture("往期推荐")))
    copyrights = [i for i in with_text if i in kinds and kinds[i].kind == "版权"]
    if not copyrights:
        return
    tail = [i for i in with_text if i > copyrights[0] and i not in kinds]
    if all(len(lines[i].text) <= 60 and not ends_sentence(lines[i].text) for i in tail):
        kinds.update(dict.fromkeys(tail, Furniture("版权")))


def _menu_below(lines: Sequence[SourceLine], following: Sequence[int]) -> list[int]:
    """The short lines that make a menu with 网站首页 above them, [] if they are too few."""
    menu: list[int] = []
    for i in following:
        text = lines[i].text
        is_entry = len(text) <= _LONGEST_ENTRY and not re.search(r"[、。，：:；\d]", text)
        if lines[i].kind not in ("text", "paragraph") or not is_entry:
            break
        menu.append(i)
    return menu if len(menu) >= _LEAST_MENU else []


def _clues(
    source: SourceText,
    told: Clues,
    removed: Sequence[tuple[SourceLine, Furniture]],
    paragraphs: Sequence[SourceLine],
) -> Clues:
    stamps = [
        _IN_CELLS.sub("：", ln.text) for ln, f in removed if f.kind in ("发布信息", "公开信息表")
    ]
    sites = [ln.text for ln, f in removed if f.kind == "网站名"]
    sites += [e.value for e in source.declared if e.field == "site"]
    authors = tuple(f.author for _, f in removed if f.author)
    heads = [line.text for line in source.aside if line.kind != "title"]
    return replace(
        told,
        # A row's names are data: the first office of a table has not written it.
        paragraphs=tuple(
            p.text
            for p in paragraphs
            if p.kind != "row" or (_IS_SAID.match(p.text) and "；" not in p.text)
        ),
        stamps=(*stamps, *(h for h in heads if "来源" in h)),
        bylines=(*told.bylines, *authors),
        declared=source.declared,
        sites=tuple(dict.fromkeys(sites)),
    )


def _prints_date(pieces: Sequence[SourceLine]) -> bool:
    """Whether a whole date stands at the beginning or end, where a paper's own would."""
    edges = [*pieces[:_EDGE], *pieces[-_EDGE:]]
    return any(len(first_date(piece.text) or "") == len("2021-05-03") for piece in edges)


def _field_doubts(metadata: Metadata, prints_date: bool) -> list[Doubt]:
    """What is proposed and from which words, what is missing, what was too unsure."""
    doubts = []
    for e in metadata.accepted:
        words = e.words if len(e.words) <= 40 else f"{e.words[:40]}…"
        reason = f"{SCHEMA[e.field].label}「{e.value}」取自「{words}」"
        is_sure = e.confidence >= _SURE
        doubts.append(Doubt(None, reason if is_sure else f"{reason}；请核对", is_sure, e.field))
    missing = [field for field in _WANTED if metadata.value(field) is None]
    for field in missing:
        hint = next((e.value for e in metadata.unsure if e.field == field), None)
        advice = (
            f"；也许是「{hint}」" if hint else "；可用 --source 指定" if field == "source" else ""
        )
        is_note = field == "date" and not prints_date and not hint  # many papers print none
        reason = f"{SCHEMA[field].label}不详，未填{advice}"
        doubts.append(Doubt(None, reason, is_note, field))
    source = metadata.value("source") or ""
    if metadata.value("region") is None and is_unknown_place(source):
        reason = f"行政区划里没有来源「{source}」的地名，地区未填；请核对来源"
        doubts.append(Doubt(None, reason, field="region"))
    return doubts


def _fields(
    title: str | None, metadata: Metadata, removed: Sequence[tuple[SourceLine, Furniture]]
) -> dict[str, str | int | tuple[str, ...]]:
    """Front matter in its order, known fields only."""
    editor = next((f.editor for _, f in removed if f.editor), None)
    values: dict[str, str | int | tuple[str, ...] | None] = {
        e.field: e.value for e in metadata.accepted
    }
    values["title"] = title
    values["note"] = f"原文注：{editor}" if editor else None
    if metadata.value("region"):
        values["region"] = tuple(str(metadata.value("region")).split("/"))
    if metadata.value("year"):
        values["year"] = int(str(metadata.value("year")))
    return {f.key: value for f in SCHEMA.given if (value := values.get(f.key))}


def _is_cut_off(piece: SourceLine) -> bool:
    return piece.kind not in ("row", "note") and not ends_sentence(piece.text)


def _odd_quotes(paragraphs: Sequence[SourceLine]) -> list[Doubt]:
    return [
        Doubt(piece.number, f"{opening}{closing} 不成对；未改，请核对")
        for piece in paragraphs
        for opening, closing in _QUOTES
        if piece.text.count(opening) != piece.text.count(closing)
    ]


def _markdown(fields: dict[str, str | int | tuple[str, ...]], pieces: Sequence[SourceLine]) -> str:
    front = [f"{key}: {yaml_text(value)}" for key, value in fields.items()]
    blocks = [
        f"{'#' * max(2, p.level)} {p.text}" if p.kind == "heading" else _paragraph(p.text)
        for p in pieces
    ]
    return "\n".join(["---", *front, "---", ""]) + "\n" + "\n\n".join(blocks) + "\n"


def _paragraph(text: str) -> str:
    """A paragraph that begins like a heading is indented, which keeps it a paragraph."""
    return f"    {text}" if heading_level(text) else text


def _slug(name: str) -> str:
    return re.sub(r"[\s\x00-\x1f/\\]+", "-", name).strip("-.") or "document"
