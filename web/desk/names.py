"""Answer the lists: candidate initiatives, sources and their aliases, and what `check` finds."""

from __future__ import annotations

import re

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.sources.check import validate_folder
from indexer.taxonomy.candidates import MIN_CONFIDENCE
from indexer.word_list import words
from web.desk.context import desk_site

names = Blueprint("names", __name__)
_SHOWN = 200
KINDS = words("""
    行动 工程 机制 平台 中心 队伍 阵地 模式 体系 品牌 活动 会议 荣誉 口号 其他
""")
_SLUG = re.compile(r"documents/(?:.*/)?([^/]+)\.md")


@names.get("/names")
def candidates() -> str:
    """Candidates, the surest first, each with its kind and where it stands."""
    found = desk_site().names.candidates()
    listed = [initiative.name for initiative in desk_site().names.taxonomy().initiatives]
    return render_template(
        "names.html",
        candidates=found[:_SHOWN],
        more=max(0, len(found) - _SHOWN),
        sure=[c for c in found if c.confidence >= MIN_CONFIDENCE],
        listed=listed,
        min_confidence=MIN_CONFIDENCE,
        kinds=list(dict.fromkeys([*KINDS, *(c.kind for c in found)])),
    )


@names.post("/names")
def decide() -> Response:
    """One decision on one candidate, or on all that are sure."""
    form, found = request.form, desk_site().names
    act, name = form.get("act", ""), form.get("name", "")
    if act == "accept":
        found.accept(name, form.get("as", ""), form.get("kind", ""))
    elif act == "merge":
        found.merge(name, form.get("into", "").strip())
    elif act == "ignore":
        found.ignore(name)
    elif act == "accept-sure":
        found.accept_all(form.getlist("sure"))
    else:
        abort(400)
    at = form.get("at", "")  # where the next one stands then
    return redirect(f"/names#n{at}" if at.isdigit() else "/names", 303)


@names.get("/sources")
def sources() -> str:
    """Sources as documents name them, the unlisted first."""
    found = desk_site().names
    listed = [source.name for source in found.taxonomy().sources]
    return render_template("sources.html", uses=found.sources(), listed=listed)


@names.post("/sources")
def decide_source() -> Response:
    """List a source, or make it an alias of a listed one."""
    name, into = request.form.get("name", ""), request.form.get("into", "").strip()
    if into:
        desk_site().names.merge_source(name, into)
    else:
        desk_site().names.accept_source(name)
    return redirect("/sources", 303)


@names.get("/check")
def problems() -> str:
    result = validate_folder(desk_site().desk.corpus)
    found = [(problem, _slug(problem.place), True) for problem in result.problems]
    found += [(warning, _slug(warning.place), False) for warning in result.warnings]
    return render_template("check.html", result=result, problems=found)


def _slug(place: str) -> str | None:
    """The document at a place of the corpus, if it is one."""
    match = _SLUG.fullmatch(place)
    return None if match is None else match[1]
