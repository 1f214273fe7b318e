"""Answer the page on which a draft is checked against the library; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, make_response, request

from search.errors import BadRequestError
from search.proofing.claims import MAX_CHARS
from search.proofing.findings import Finding, ProofResult, Verdict, worst_first
from search.proofing.verdicts import proof
from web.context import site
from web.exports.download import download
from web.i18n import render
from web.pages.places import quoted_address

checking = Blueprint("checking", __name__)


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """A piece of the draft; all of them join to it. Numbers of its findings from 1, or none."""

    text: str
    verdict: Verdict | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftForm:
    """What the reader has sent: the draft, and what it speaks of where it does not say so."""

    text: str
    place: str
    year: int | None

    @property
    def is_too_long(self) -> bool:
        return len(self.text) > MAX_CHARS


@checking.get("/proof")
def form() -> str:
    return _page(DraftForm("", "", None), None)


@checking.post("/proof")
def checked() -> Response:
    """The same page with the findings, or the draft as a Word document with them as comments.

    A draft that is too long comes back with a word about it.
    """
    asked = _sent()
    if asked.is_too_long or not asked.text.strip():
        response = make_response(_page(asked, None), 413 if asked.is_too_long else 200)
    elif request.form.get("export") == "docx":
        from web.exports.proof import write_proof  # imported when asked for: a start must be quick

        response = download(_proof(asked), write_proof, "docx", "核稿", date.today())
    else:
        response = make_response(_page(asked, _proof(asked)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent() -> DraftForm:
    """The form. No other site may spend our readers' share of the server with it."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        abort(403, "核稿只接受从本站页面提交的文字")
    text = request.form.get("draft", "").replace("\r\n", "\n")
    year = request.form.get("year", "").strip()
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise BadRequestError("year", year[:80], "四位数的年份")
    return DraftForm(text, request.form.get("place", "").strip()[:100], int(year) if year else None)


def _proof(asked: DraftForm) -> ProofResult:
    return proof(asked.text, site().searcher, asked.place, asked.year)


def _page(asked: DraftForm, result: ProofResult | None) -> str:
    values: dict[str, Any] = {}
    if result is not None:
        numbers = {id(finding): number for number, finding in enumerate(result.findings, 1)}
        numbered = [(numbers[id(f)], f) for f in worst_first(result.findings)]
        values = {
            "wrong": [item for item in numbered if item[1].verdict != "agrees"],
            "right": [item for item in numbered if item[1].verdict == "agrees"],
            "pieces": list(draft_pieces(result)),
        }
    return render(
        "figures/proof.html",
        form=asked,
        result=result,
        max_chars=MAX_CHARS,
        sources=[source.name for source in site().searcher.taxonomy().sources],
        reading=quoted_address,
        **values,
    )


def draft_pieces(result: ProofResult) -> Iterator[DraftPiece]:
    """The draft cut where a finding begins or ends.

    Of findings that lie in one another, the inner ones are drawn: a figure in a quotation, not the
    whole quotation. The list below the draft has them all.
    """
    at = 0
    for start, end, numbered in _places(result.findings):
        if start > at:
            yield DraftPiece(result.draft[at:start])
        worst = worst_first([finding for _, finding in numbered])[0].verdict
        yield DraftPiece(result.draft[start:end], worst, tuple(number for number, _ in numbered))
        at = end
    if at < len(result.draft):
        yield DraftPiece(result.draft[at:])


def _places(
    findings: Sequence[Finding],
) -> list[tuple[int, int, list[tuple[int, Finding]]]]:
    by_place: dict[tuple[int, int], list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings, 1):
        by_place.setdefault((finding.claim.start, finding.claim.end), []).append((number, finding))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(by_place, key=lambda place: (place[1], -place[0])):
        if not kept or start >= kept[-1][1]:  # the one that ends first holds no other
            kept.append((start, end))
    return [(*place, by_place[place]) for place in kept]
