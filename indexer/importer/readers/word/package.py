"""Open a Word file's zip package and hand out its XML parts, checked before they are parsed.

Parts are found by their relations and elements by local name: the Strict and the Transitional
form of the format (ISO/IEC 29500) differ only in namespaces.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from indexer.importer.source_text import ImportRefusedError

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_XML_BYTES = 16 * 1024 * 1024
_DAMAGED = "文件已损坏或加密；请重新取得原文件"


class Package:
    """The parts of one office file. ImportRefusedError for a damaged one or a bomb.

    `main` is where the main part lies if the package does not say so.
    """

    def __init__(self, data: bytes, name: str, main: str = "word/document.xml") -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._members = {member.filename: member for member in self._archive.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise ImportRefusedError(name, "damaged", _DAMAGED) from error
        unpacked = sum(member.file_size for member in self._members.values())
        if len(self._members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
            limit = MAX_UNPACKED_BYTES >> 20
            advice = f"解开后超过 {limit} MiB，可能是压缩炸弹；未读取"
            raise ImportRefusedError(name, "bomb", advice)
        self.main = self._main_part(main)

    @property
    def members(self) -> tuple[str, ...]:
        """The names of everything in the package."""
        return tuple(self._members)

    def part(self, kind: str) -> Any | None:
        """The root of the main part's first relation of this kind ("styles", …), or None."""
        return next(self.parts(kind), None)

    def parts(self, kind: str) -> Iterator[Any]:
        """The roots of all parts to which the main part has a relation of this kind."""
        folder = posixpath.dirname(self.main)
        for relation, target in self._relations(self.main):
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            path = posixpath.normpath(path)
            if relation == kind and path in self._members:
                root = self.parse(path)
                if root is not None:
                    yield root

    def parse(self, path: str, required: bool = False) -> Any | None:
        """The root element of a part; None for a broken one that can be done without."""
        content = self._read(path)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            if required:
                raise ImportRefusedError(self._name, "damaged", _DAMAGED) from error
            return None

    def _main_part(self, usual: str) -> str:
        found = (t.lstrip("/") for kind, t in self._relations("") if kind == "officeDocument")
        main = next((path for path in found if path in self._members), usual)
        if main not in self._members:
            raise ImportRefusedError(self._name, "damaged", _DAMAGED)
        return main

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        """Kind (the last word of its type) and target of each relation inside the package."""
        folder, _, base = part.rpartition("/")
        path = f"{folder}/_rels/{base}.rels".lstrip("/")
        root = self.parse(path) if path in self._members else None
        for relation in () if root is None else root:
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                kind = str(relation.get("Type", "")).rpartition("/")[2]
                yield kind, str(relation.get("Target", ""))

    def _read(self, path: str) -> bytes:
        if self._members[path].file_size > MAX_XML_BYTES:
            advice = f"{path} 超过 {MAX_XML_BYTES >> 20} MiB；未读取"
            raise ImportRefusedError(self._name, "bomb", advice)
        try:
            content = self._archive.read(self._members[path])
        except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError) as e:
            raise ImportRefusedError(self._name, "damaged", _DAMAGED) from e
        except Exception as error:  # zlib.error and what else a cut stream may raise
            raise ImportRefusedError(self._name, "damaged", _DAMAGED) from error
        if b"<!DOCTYPE" in content or b"<\0!\0D\0O\0C\0T\0Y\0P\0E" in content:
            advice = "含有实体声明，正常的 Word 文档没有；未读取"
            raise ImportRefusedError(self._name, "bomb", advice)
        return content


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute's value by local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Any, *names: str) -> Any | None:
    """The element at the end of this path of local names, or None."""
    for name in names:
        element = next((c for c in element if local(c) == name), None)
        if element is None:
            return None
    return element


def value_of(element: Any, *names: str) -> str | None:
    """The `val` attribute of the element at the end of this path, or None without either."""
    found = child(element, *names)
    return None if found is None else attribute(found, "val")


def is_on(element: Any, *names: str) -> bool:
    """Whether a toggle such as `<w:b/>` is there and not switched off."""
    found = child(element, *names)
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")
