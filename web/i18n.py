"""Give templates the words of the page in Chinese or, with `lang=en` in the address, English.

The Chinese sentence is the key: a template reads as the page does. `locale/en.po` is a gettext
catalogue, to be edited by hand or with any tool for them. What follows a count is written
`{n} {n|paragraph|paragraphs}`, here and in what scripts say: a sentence may have several counts,
for which gettext has no plural. There is no cookie: the language is part of the address, and every
link of ours carries it on; for other addresses the browser remembers what was chosen (`theme.js`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote

import polib
from flask import Flask, current_app, request
from jinja2 import Environment

from indexer.figures.tables.cells import row_name
from indexer.model.documents import UNTITLED, Document
from indexer.model.figures import Figure
from indexer.model.schema import SCHEMA
from search.figures.dating import months_of, sum_of_months
from search.figures.results import FigureRow
from web.addresses import plain_address, readable
from web.context import current_view, origin, printed_root, root_address
from web.params import Lang, ViewOptions

# Names of values that are words of ours, and the small sentence that `counts` repeats.
_OUR_WORDS = frozenset(("what", "kind", "label", "unit"))
_NAME = "name"  # the context of entries that are names of values
_COUNT = "「{text}」有 {n} 段"
# What a reader has typed, one quotation beside the other: 「甲」、「乙」.
_QUOTED = re.compile(r"「([^「」]*)」")
_QUOTED_LIST = re.compile(r"(?:「[^「」]*」[、，]?)+")
_YEAR = re.compile(r"(?<![0-9])([0-9]{4}) ?年(?![一-鿿])")
_VALUE = re.compile(r"\{(\w+)\}")
_BETWEEN_CHANGES = re.compile("；(?=原文)")
_PLURAL = re.compile(r"\{(\w+)\|([^{}|]*)\|([^{}|]*)\}")  # of which value; for one; for others
_ENVIRONMENTS = "qianshao.environments"
_OF_SCRIPTS = re.compile(r'"([^"\n]*[\u3000-\uffef][^"\n]*)"')


def translate(text: str, lang: Lang, **values: object) -> str:
    """`text` in the reader's language, `{name}` filled in; unknown text stays Chinese."""
    words = english().get(text, text) if lang == "en" else text
    return _filled(words, values) if values else words


def _filled(words: str, values: Mapping[str, object]) -> str:
    """The sentence with its values, and of each plural the form that its count asks for."""
    if "|" in words:
        words = _PLURAL.sub(lambda m: m[2] if str(values[m[1]]) == "1" else m[3], words)
    return words.format(**values)


def translate_sentence(text: str, lang: Lang) -> str:
    """A sentence of the search engine or of an error, in the reader's language.

    Such sentences come with their values filled in (「xyzzy」有 3 段); the catalogue has them with
    `{name}` in the place of each. Values that are words of ours are translated as well, what a
    reader has typed never is; a sentence that the catalogue does not have stays Chinese.
    """
    if lang != "en":
        return text
    whole = _in_english(text)
    if whole is not None:
        return whole
    # Two that were put side by side: 约数相合，本库的写法不同；本库原文没有写明年份.
    pieces = [_in_english(piece) for piece in text.split("；")]
    told = [piece for piece in pieces if piece is not None]
    return "; ".join(told) if len(told) == len(pieces) else text


def _in_english(text: str) -> str | None:
    """What the catalogue has for a sentence, None for nothing."""
    known = english().get(text)
    if known is not None:
        return known
    for parts, template in _sentences():
        values = _values_in(text, parts)
        if values is not None:
            return _filled(template, {n: _translated_value(n, v) for n, v in values.items()})
    return None


def _translated_value(name: str, value: str) -> str:
    """A word of ours, or small sentences side by side; a reader's own words as they are."""
    if name in ("expected", "differs"):  # a sentence of its own: 不小于 1 的整数
        return translate_sentence(value, "en")
    if name in _OUR_WORDS:
        return english().get(value, value)
    if name == "changes":  # small sentences: 原文「甲」，您写「乙」；原文没有「丙」
        told = _BETWEEN_CHANGES.split(value)
        return "; ".join(translate_sentence(change, "en") for change in told)
    if "」「" in value and value[0] != "「":  # several, between the marks of the sentence
        return "”, “".join(value.split("」「"))
    if name == "words":
        return listed(value.split("、"), "en")
    if _QUOTED_LIST.fullmatch(value.replace("」「", "」、「")):
        return ", ".join(f"“{text}”" for text in _QUOTED.findall(value))
    if name != "counts":
        return value
    parts, template = _VALUE.split(_COUNT), english()[_COUNT]
    counts = [_values_in(clause, parts) for clause in value.split("，")]
    return ", ".join(_filled(template, c) for c in counts if c) if all(counts) else value


def _values_in(text: str, parts: Sequence[str]) -> dict[str, str] | None:
    """The values of a sentence by their names; None where the text is not that sentence.

    `parts` are text, name, text, name … text. Each text is looked for from the last one on, and
    never again further off: readers put into sentences whatever they like, at any length.
    """
    texts, names = parts[::2], parts[1::2]
    if not text.startswith(texts[0]) or not text.endswith(texts[-1]):
        return None
    at, last = len(texts[0]), len(text) - len(texts[-1])
    values: dict[str, str] = {}
    for name, following in zip(names, texts[1:], strict=True):
        is_last = len(values) + 1 == len(names)
        end = last if is_last else text.find(following, at + 1, last)
        if end <= at:
            return None
        values[name] = text[at:end]
        at = end + len(following)
    return values


@cache
def _sentences() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The catalogue's sentences with values, taken apart at these, the ones with most words of
    their own first."""
    entries = [(tuple(_VALUE.split(i)), s) for i, s in english().items() if "{" in i]
    return tuple(sorted(entries, key=lambda entry: -sum(map(len, entry[0][::2]))))


@cache
def _field_names() -> dict[str, str]:
    return {field.label: field.english for field in SCHEMA.fields}


@cache
def english() -> dict[str, str]:
    """The page's words in English, by the Chinese that stands in the templates or names a field."""
    words = {entry.msgid: entry.msgstr for entry in _entries() if entry.msgctxt != _NAME}
    return _field_names() | words


@cache
def english_names() -> dict[str, str]:
    """English for values of the bundled lists: themes, kinds, genres, provinces. A library's own
    values have none, or those that its keeper adds to the catalogue with the context "name"."""
    return {entry.msgid: entry.msgstr for entry in _entries() if entry.msgctxt == _NAME}


@cache
def _entries() -> polib.POFile:
    return polib.pofile(str(Path(__file__).with_name("locale") / "en.po"), encoding="utf-8")


def named(value: str | None, lang: Lang) -> str:
    """A value as readers see it: 反诈, in English 反诈 (anti-fraud); it can still be typed."""
    own = english_names().get(value or "") if lang == "en" else None
    return f"{value} ({own})" if own else value or ""


def told_basis(words: str, lang: Lang) -> str:
    """What a figure is against or of, as readers see it: 同比 全省, in English year on year, whole
    province. Our own words become English, a year its number; what else a report prints stays."""
    if lang != "en":
        return words
    known = english_names()
    parts = _YEAR.sub(r"\1", words).split()
    return ", ".join(known.get(part, part) for part in parts)


def told_months(row: FigureRow, lang: Lang) -> str:
    """Of which months of its year a figure is, where it is not of the whole: 1–6月."""
    months = months_of(row)
    if months is None:
        return ""
    first, last = months
    return translate("{m}月", lang, m=str(first) if first == last else f"{first}–{last}")


def field_named(label: str, lang: Lang) -> str:
    """The name of a field before one value: Initiative, where lists are called Initiatives."""
    return _field_names().get(label) or translate(label, lang) if lang == "en" else label


def listed(values: Iterable[str], lang: Lang) -> str:
    """Values side by side."""
    return (", " if lang == "en" else "、").join(values)


def called(document: Document, lang: Lang) -> str:
    """What a document is called; that one has no title is told in the reader's language."""
    if document.title or lang != "en":
        return document.called
    return document.called.replace(UNTITLED, f" {translate(UNTITLED, lang)}")


def name_words(lang: Lang) -> str:
    """What scripts set beside names, as a JSON object from names to their English."""
    return json.dumps(english_names() if lang == "en" else {}, ensure_ascii=False)


@cache
def moved(figure: Figure, lang: Lang) -> str:
    """A figure as it is printed; of a change also which way: 下降 16.2%."""
    way = {"up": "上升", "down": "下降"}.get(figure.direction or "")
    if figure.kind != "change" or way is None:
        return figure.shown
    return f"{translate(way, lang)} {_unsigned(figure.shown)}"


def _unsigned(shown: str) -> str:
    return shown.lstrip("-－−")


@cache
def said_by_scripts() -> tuple[str, ...]:
    """Every Chinese text that stands in the scripts of our pages."""
    scripts = sorted(Path(__file__).with_name("static").glob("*.js"))
    texts = (path.read_text("utf-8") for path in scripts if path.name != "embed.js")
    return tuple(dict.fromkeys(said for text in texts for said in _OF_SCRIPTS.findall(text)))


@cache
def script_words(lang: Lang) -> str:
    """What the scripts say, as a JSON object from Chinese to the reader's language."""
    return json.dumps({w: translate(w, lang) for w in said_by_scripts()}, ensure_ascii=False)


def install(app: Flask) -> None:
    """Give the templates of each language their `t`.

    As a filter of an environment of its own it is applied to fixed words when a template is
    compiled, and no longer for each of the two hundred words of each page.
    """
    app.extensions[_ENVIRONMENTS] = {lang: _environment(app, lang) for lang in get_args(Lang)}


def environments(app: Flask) -> dict[Lang, Environment]:
    """The templates in every language."""
    found: dict[Lang, Environment] = app.extensions[_ENVIRONMENTS]
    return found


def render(name: str, **values: object) -> str:
    """A page from its template, in the language of the current address."""
    view_options = current_view()
    environment = environments(current_app)[view_options.lang]
    return environment.get_template(name).render({**_frame(view_options), **values})


def _environment(app: Flask, lang: Lang) -> Environment:
    environment = app.jinja_env.overlay()
    environment.filters = {
        **app.jinja_env.filters,
        "unsigned": _unsigned,
        "moved": partial(moved, lang=lang),
        "t": partial(translate, lang=lang),
        "sentence": partial(translate_sentence, lang=lang),
        "named": partial(named, lang=lang),
        "listed": partial(listed, lang=lang),
        "basis": partial(told_basis, lang=lang),
        "months": partial(told_months, lang=lang),
        "month_sum": sum_of_months,
        "row_name": row_name,
        "field": partial(field_named, lang=lang),
        "called": partial(called, lang=lang),
        "readable": readable,
    }
    return environment


def _frame(view_options: ViewOptions) -> dict[str, Any]:
    """What every page's frame needs."""
    root = printed_root()
    return {
        "link": lambda path: plain_address(path, view_options),
        "lang": view_options.lang,
        "prefix": view_options.prefix,
        "root": root_address(),
        "origin": origin(),
        "has_public_address": bool(root),
        "printed_from": root and root + unquote(request.full_path).rstrip("?"),
        "today_printed": date.today().isoformat(),
        "typed": request.args.get("q", ""),
        "script_words": script_words(view_options.lang),
        "language_pairs": _language_pairs("zh" if view_options.lang == "en" else "en"),
        "is_current": lambda path: request.path == path,
    }


def _language_pairs(lang: Lang) -> list[tuple[str, str]]:
    """The current address's pairs with the other language: the switch is a link to itself."""
    pairs = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return [*pairs, ("lang", "en")] if lang == "en" else pairs
