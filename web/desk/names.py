"""Answer the page of problems: what `qianshao check` finds, each with the way to mend it."""

from __future__ import annotations

import re

from flask import Blueprint, render_template

from indexer.sources.check import validate_folder
from web.desk.context import desk_site

names = Blueprint("names", __name__)
_SLUG = re.compile(r"documents/(?:.*/)?([^/]+)\.md")


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
