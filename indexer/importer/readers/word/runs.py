"""Turn the runs of a Word paragraph into its text, as it is printed with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.importer.readers.word.package import attribute, child, local, value_of
from indexer.importer.readers.word.styles import Look, Styles, look_of
from indexer.importer.source_text import Doubt, usual_size

_WRAPPERS = frozenset(
    (
        *("hyperlink", "smartTag", "ins", "moveTo", "sdt", "sdtContent", "fldSimple", "customXml"),
        *("dir", "bdo", "rubyBase", "ruby", "oMathPara"),
    )
)
_DELETED = frozenset(("del", "moveFrom", "delText", "delInstrText"))
_BOXES = frozenset(("drawing", "pict", "object"))

_SHOWN = 40  # characters of a left-out text that are told


class Runs:
    """Reads paragraphs one by one; notes and text boxes that they call wait to be taken."""

    def __init__(self, styles: Styles, footnotes: Any | None, endnotes: Any | None) -> None:
        self._styles = styles
        self._notes = {"footnoteReference": _by_id(footnotes), "endnoteReference": _by_id(endnotes)}
        self._called = 0
        self._waiting_notes: list[str] = []
        self._waiting_boxes: list[Any] = []
        self._hidden: list[str] = []
        self._deleted: list[str] = []
        self._inserted = self._symbols = self._formulas = self._readings = 0

    def text(self, paragraph: Any, look: Look) -> tuple[str, float, bool]:
        """A paragraph's text with "\\n" for line breaks, its letters' size, and if all bold."""
        found: list[tuple[str, float, bool]] = []
        self._walk(paragraph, look, found, [])
        size = usual_size((size, len(piece.strip())) for piece, size, _ in found)
        text = "".join(piece for piece, _, _ in found)
        is_bold = bool(text.strip()) and all(bold for piece, _, bold in found if piece.strip())
        return text, size, is_bold

    def take_notes(self) -> list[str]:
        """The foot and end notes called since the last time, numbered through the document."""
        taken, self._waiting_notes = self._waiting_notes, []
        return taken

    def take_boxes(self) -> list[Any]:
        """The contents of text boxes met since the last time."""
        taken, self._waiting_boxes = self._waiting_boxes, []
        return taken

    def doubts(self) -> Iterator[Doubt]:
        """What was left out or put in another form in the whole document."""
        if self._hidden:
            yield Doubt(None, f"隐藏文字未收入：「{_shortened(self._hidden)}」")
        if self._deleted:
            yield Doubt(None, f"有修订：删除的文字未收入：「{_shortened(self._deleted)}」")
        if self._inserted:
            yield Doubt(None, f"有修订：插入的文字 {self._inserted} 处按已接受收入", is_note=True)
        if self._symbols:
            yield Doubt(None, f"有特殊字体的符号 {self._symbols} 个；写作 □，请核对")
        if self._formulas:
            yield Doubt(None, f"有公式 {self._formulas} 处；写成一行，请核对", is_note=True)
        if self._readings:
            yield Doubt(None, f"有拼音指南 {self._readings} 处；注音未收入", is_note=True)

    def _walk(
        self, element: Any, look: Look, found: list[tuple[str, float, bool]], fields: list[bool]
    ) -> None:
        """Adds the text below `element`; `fields`: for each open field, if its result has begun."""
        for part in element:
            kind = local(part)
            if kind == "r":
                self._run(part, look, found, fields)
            elif kind in _DELETED:
                self._deleted += [t.text for t in part.iter() if local(t) == "delText" and t.text]
            elif kind == "oMath":
                self._formulas += 1
                found.append((_formula(part), look.size or 0.0, bool(look.is_bold)))
            elif kind == "AlternateContent":
                self._alternate(part, look, found, fields)
            elif kind in _WRAPPERS:
                self._inserted += kind == "ins"
                self._walk(part, look, found, fields)

    def _run(
        self, run: Any, look: Look, found: list[tuple[str, float, bool]], fields: list[bool]
    ) -> None:
        properties = child(run, "rPr")
        if properties is not None:
            style = value_of(properties, "rStyle")
            base = self._styles.look(style) if style else Look()
            look = look_of(properties).over(base).over(look)
        pieces: list[str] = []
        inner: list[tuple[str, float, bool]] = []
        for part in run:
            kind = local(part)
            if kind == "fldChar":
                _open_or_close(fields, attribute(part, "fldCharType"))
            elif kind == "AlternateContent":
                self._alternate(part, look, inner, fields)
            elif kind == "ruby":
                self._readings += 1
                base_text = child(part, "rubyBase")
                if base_text is not None:
                    self._walk(base_text, look, inner, fields)
                    pieces.append("".join(piece for piece, _, _ in inner))
                    inner.clear()
            elif all(fields):
                pieces.append(self._character(part, kind))
        text = "".join(pieces)
        if not text:
            found += inner
        elif look.is_hidden:
            self._hidden.append(text)
        else:
            found.append((text, look.size or 0.0, bool(look.is_bold)))

    def _character(self, part: Any, kind: str) -> str:
        if kind == "t":
            return str(part.text or "")
        if kind == "tab":
            return "\t"
        if kind in ("br", "cr"):
            return "" if attribute(part, "type") in ("page", "column") else "\n"
        if kind == "noBreakHyphen":
            return "-"
        if kind == "sym":
            return self._symbol(part)
        if kind in self._notes:
            self._call(kind, attribute(part, "id") or "")
        elif kind in _BOXES:
            self._waiting_boxes += [b for b in part.iter() if local(b) == "txbxContent"]
        elif kind in _DELETED:
            self._deleted.append(str(part.text or ""))
        return ""

    def _alternate(
        self, part: Any, look: Look, found: list[tuple[str, float, bool]], fields: list[bool]
    ) -> None:
        """The newer form of a drawing, or the older one where only that has text."""
        for form in (child(part, "Choice"), child(part, "Fallback")):
            if form is None:
                continue
            boxes = [box for box in form.iter() if local(box) == "txbxContent"]
            nested = [b for b in boxes if any(local(a) == "txbxContent" for a in b.iterancestors())]
            if boxes:
                self._waiting_boxes += [box for box in boxes if box not in nested]
                return
            if any(local(t) == "t" for t in form.iter()):
                self._walk(form, look, found, fields)
                return

    def _symbol(self, part: Any) -> str:
        code = attribute(part, "char") or ""
        try:
            value = int(code, 16)
        except ValueError:
            value = 0
        if 0x20 <= value < 0xD800:
            return chr(value)
        self._symbols += 1
        return "□"

    def _call(self, kind: str, note_id: str) -> None:
        note = self._notes[kind].get(note_id)
        if note is None:
            return
        self._called += 1
        texts = []
        for paragraph in note:
            found: list[tuple[str, float, bool]] = []
            if local(paragraph) == "p":
                self._walk(paragraph, Look(), found, [])
            texts.append("".join(piece for piece, _, _ in found).strip())
        label = "注" if kind == "footnoteReference" else "尾注"
        self._waiting_notes.append(f"{label}{self._called}：{' '.join(filter(None, texts))}")


def _by_id(root: Any | None) -> dict[str, Any]:
    """Notes by their id, without the separators that Word keeps among them."""
    notes = () if root is None else root
    return {attribute(n, "id") or "": n for n in notes if attribute(n, "type") in (None, "normal")}


def _open_or_close(fields: list[bool], kind: str | None) -> None:
    if kind == "begin":
        fields.append(False)
    elif kind == "separate" and fields:
        fields[-1] = True
    elif kind == "end" and fields:
        fields.pop()


def _formula(element: Any) -> str:
    """A formula in one line: a/b for a fraction, a^b for a power, the rest as it is read."""
    kind = local(element)
    if kind == "t":
        return str(element.text or "")
    if kind == "f":
        above, below = (child(element, part) for part in ("num", "den"))
        sides = ["" if part is None else _formula(part) for part in (above, below)]
        return "/".join(
            f"({side})" if len(side) > 1 and not side.isalnum() else side for side in sides
        )
    if kind in ("sSup", "rad") and child(element, "sup") is not None:
        base, power = child(element, "e"), child(element, "sup")
        return f"{'' if base is None else _formula(base)}^{_formula(power)}"
    joined = "".join(_formula(part) for part in element if isinstance(part.tag, str))
    return f"√{joined}" if kind == "rad" else joined


def _shortened(texts: list[str]) -> str:
    joined = "".join(texts)
    return joined if len(joined) <= _SHOWN else f"{joined[:_SHOWN]}…（共 {len(joined)} 字）"
