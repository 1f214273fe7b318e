"""Parts that most made-up pages have: a menu, paragraphs and tables, lists of other articles."""

from __future__ import annotations

from html import escape

from papers import Blocks, Writer

MENU = "".join(f"<li><a href='/{n}/'>{text}</a></li>" for n, text in enumerate(
    ("网站首页", "走进我们", "政府信息公开", "政务服务", "政民互动", "专题专栏", "数据开放")))  # fmt: skip


def paragraphs(
    blocks: Blocks, start: str = "<p>　　", end: str = "</p>\n", bold: str = "strong"
) -> str:
    """The blocks as HTML; rows as one table."""
    made, rows = "", ""
    for kind, text in [*blocks, ("end", "")]:
        if kind == "row":
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in text.split(" | "))
            rows += f"<tr>{cells}</tr>"
            continue
        if rows:
            made += f"<table border='1'><tbody>{rows}</tbody></table>"
            rows = ""
        shown = escape(text)
        if kind == "heading":
            made += f"{start}<{bold}>{shown}</{bold}>{end}"
        elif text:
            made += start + shown + end
    return made


def others(w: Writer, count: int = 6, tag: str = "li") -> str:
    """A list of other articles with their days, as beside or below every article."""
    made = ""
    for _ in range(count):
        day = w.a_day(w.day.year + 1)
        made += f"<{tag}><a href='/a'>{w.dice.choice(('我市', '全省'))}召开{w.subject}现场会</a>"
        made += f"<span>{day.iso}</span></{tag}>"
    return made


def site(w: Writer) -> str:
    return f"{w.unit}门户网站"
