"""Say what a paragraph's style declares: heading level, numbering, size, hidden or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from indexer.importer.readers.word.package import attribute, child, is_on, local, value_of

_MAX_BASES = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What style or paragraph say of a text; None: nothing. `size` in points."""

    name: str = ""
    outline: int | None = None  # 0–8 a heading's level, 9 none
    number_id: str | None = None
    number_level: int | None = None
    size: float | None = None
    is_bold: bool | None = None
    is_centered: bool | None = None
    is_hidden: bool | None = None

    def over(self, base: Look) -> Look:
        """This look, its gaps filled from `base`."""
        fields = ("outline", "number_id", "number_level", "size")
        flags = ("is_bold", "is_centered", "is_hidden")
        filled = {
            name: getattr(base, name) for name in (*fields, *flags) if getattr(self, name) is None
        }
        return replace(self, name=self.name or base.name, **filled)


def look_of(element: Any) -> Look:
    """The look that `pPr`, `rPr` or a style element (with both inside it) declares itself."""
    paragraph = child(element, "pPr") if local(element) != "pPr" else element
    run = child(element, "rPr") if local(element) != "rPr" else element
    look = Look()
    if paragraph is not None:
        outline, level = value_of(paragraph, "outlineLvl"), value_of(paragraph, "numPr", "ilvl")
        alignment = value_of(paragraph, "jc")
        look = replace(
            look,
            outline=_integer(outline),
            number_id=value_of(paragraph, "numPr", "numId"),
            number_level=_integer(level),
            is_centered=None if alignment is None else alignment == "center",
        )
    if run is not None:
        size = _integer(value_of(run, "sz"))
        look = replace(
            look,
            size=None if size is None else size / 2,
            is_bold=is_on(run, "b") if child(run, "b") is not None else None,
            is_hidden=is_on(run, "vanish") if child(run, "vanish") is not None else None,
        )
    return look


class Styles:
    """All styles of a document with what they inherit."""

    def __init__(self, root: Any | None) -> None:
        self._own: dict[str, tuple[Look, str | None]] = {}
        self._whole: dict[str, Look] = {}
        self.default = ""
        for style in () if root is None else root:
            if local(style) != "style":
                continue
            name = attribute(style, "styleId") or ""
            own = replace(look_of(style), name=(value_of(style, "name") or name).lower())
            self._own[name] = (own, value_of(style, "basedOn"))
            if attribute(style, "type") == "paragraph" and attribute(style, "default") == "1":
                self.default = name

    def look(self, style: str | None) -> Look:
        """The look of a style by its id, inherited parts filled in; unknown ones have none."""
        key = style or self.default
        if key not in self._whole:
            look, base, seen = Look(), key, 0
            while base in self._own and seen < _MAX_BASES:
                own, parent = self._own[base]
                look, base, seen = look.over(own), parent or "", seen + 1
            self._whole[key] = look
        return self._whole[key]


def _integer(text: str | None) -> int | None:
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None
