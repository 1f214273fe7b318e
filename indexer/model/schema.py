"""Name every field of a paragraph once: what it is called, what it is, where it comes from.

All else derives from this table: the columns of the index, Whoosh's fields, the mapping of
OpenSearch, facets and filters, the field names of the query language, options of the command line,
headers of exports, bodies and parameters of the API and their description, labels on the page.
A new facet is one row – and a getter, unless documents say its value in their front matter (or
lines of bulk input do) under the field's own name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias, TypeVar

from indexer.model.documents import OF_DOCUMENT, Document, FieldValue, Paragraph

Kind: TypeAlias = Literal[
    "text", "texts", "keyword", "set", "path", "date", "year", "number", "vector", "figures"
]
Storage: TypeAlias = Literal["column", "numbers", "records", "figures", "file", "none"]
_APART = ("none", "figures", "file")  # not given back with the paragraph
Getter: TypeAlias = Callable[[Document, Paragraph], FieldValue]
T = TypeVar("T")

_STORAGE: dict[Kind, Storage] = {
    **dict.fromkeys(("text", "texts", "keyword", "set", "path", "date"), "column"),
    **dict.fromkeys(("year", "number"), "numbers"),
    "figures": "figures",
    "vector": "file",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table.

    name: in addresses, facets and queries; `attribute`: of Document or Paragraph, and so of columns
    and stored values, where it is another; `json`: in bodies, where that is another again,
    None for not there.
    kind: text and texts (several) are searched as characters; a keyword is one exact value, a set
    several, a path the steps of a way down (江苏省, 南通市); date is a text, year and number are
    whole numbers; figures are read from the text, any number of rows, each of many fields. A vector
    is made beside the segments and lies in a file of its own.
    of: a document, or each paragraph. get: makes the value; without it, the input says it.
    facet: its place among the facets, from 1; 0: none. A facet is a filter; `filter`: without one.
    asked: a query may name the field (标题:南通), by its name, label or one of `aliases`.
    weight: what a query earns that stands in it, where standing in the text earns 1.
    header: of its column in exports, "" for the label, None for no column. example: for help texts.
    """

    name: str
    label: str
    english: str
    kind: Kind
    of: Literal["document", "paragraph"] = "document"
    attribute: str = ""
    json: str | None = ""
    get: Getter | None = None
    facet: int = 0
    filter: bool = False
    asked: bool = False
    aliases: tuple[str, ...] = ()
    weight: float = 0.0
    stored: bool = True
    in_records: bool = False  # kept with the text, not in a column
    header: str | None = ""
    example: str = ""
    # Made once, for every hit of a page asks: the name as an attribute, a column and a stored
    # value; the name in bodies; whether the value is a tuple, () for none where others have None.
    key: str = field(init=False)
    json_name: str = field(init=False)
    is_many: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.attribute or self.name)
        object.__setattr__(self, "json_name", self.json or self.key)
        object.__setattr__(self, "is_many", self.kind in ("set", "path", "texts"))

    @property
    def storage(self) -> Storage:
        """How the index keeps it."""
        if not self.stored:
            return "none"
        return "records" if self.in_records else _STORAGE[self.kind]

    @property
    def is_filter(self) -> bool:
        return self.filter or self.facet > 0

    @property
    def is_exact(self) -> bool:
        """Whether filters, field terms or scores compare its values as a whole."""
        return not self.is_text and (self.is_filter or self.asked or self.weight > 0)

    @property
    def is_text(self) -> bool:
        """Whether it is searched as characters."""
        return self.kind in ("text", "texts")

    def value(self, document: Document, paragraph: Paragraph) -> FieldValue:
        """What a paragraph that is to be indexed has here."""
        if self.get is not None:
            return self.get(document, paragraph)
        return self.read(document if self.of == "document" else paragraph)

    def read(self, carrier: object) -> FieldValue:
        """The same of a value that has been stored, or of the document that says it."""
        found: FieldValue = getattr(carrier, self.key, None)
        if found is None and (more := getattr(carrier, "more", ())):
            found = dict(more).get(self.key)
        return () if found is None and self.is_many else found

    def read_all(self, carriers: Sequence[object]) -> list[FieldValue]:
        """`read` of each."""
        found = [getattr(carrier, self.key, None) for carrier in carriers]
        nothing: FieldValue = () if self.is_many else None
        return [
            value if value is not None else self.read(c) if getattr(c, "more", ()) else nothing
            for value, c in zip(found, carriers, strict=True)
        ]

    def facet_values(self, value: FieldValue) -> tuple[str, ...]:
        """What facets count: each value; of a path every step, so a node counts what lies below."""
        if isinstance(value, tuple):
            if self.kind == "path":
                return tuple("/".join(value[:depth]) for depth in range(1, len(value) + 1))
            return tuple(dict.fromkeys(value))
        return () if value in (None, "") else (str(value),)

    def text_of(self, value: FieldValue) -> str:
        """A value as one printed text, "" for none."""
        if isinstance(value, tuple):
            return ("/" if self.kind == "path" else "；").join(value)
        return "" if value is None else str(value)


class Schema:
    """The table and what derives from it. `fields` can be set anew, as a test does."""

    def __init__(self, rows: Iterable[Field]) -> None:
        self.fields = tuple(rows)

    @property
    def fields(self) -> tuple[Field, ...]:
        return self._fields

    @fields.setter
    def fields(self, rows: Sequence[Field]) -> None:
        self.__dict__.clear()  # what derives from the rows before
        self._fields = tuple(rows)

    def __getitem__(self, name: str) -> Field:
        return self.named[name]

    @cached_property
    def named(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def facets(self) -> tuple[str, ...]:
        """Names of the facets in their order."""
        facets = sorted((f for f in self.fields if f.facet), key=lambda field: field.facet)
        return tuple(field.name for field in facets)

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """Names of what a request may filter by: facets in their order, then the others."""
        others = (field.name for field in self.fields if field.is_filter and not field.facet)
        return (*self.facets, *others)

    @cached_property
    def asked(self) -> dict[str, str]:
        """What a query may call a field, in both languages → the field's name."""
        named = (field for field in self.fields if field.asked)
        return {
            word: field.name
            for field in named
            for word in (field.name, field.label, *field.aliases)
        }

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """What segments keep as a table of values and a number a row."""
        return tuple(field for field in self.fields if field.storage == "column")

    @cached_property
    def texts(self) -> tuple[Field, ...]:
        """Columns whose distinct values are texts with an index of their own."""
        return tuple(field for field in self.columns if field.is_text)

    @cached_property
    def numbers(self) -> tuple[Field, ...]:
        """What segments keep as one number a row."""
        return tuple(field for field in self.fields if field.storage == "numbers")

    @cached_property
    def exact(self) -> tuple[Field, ...]:
        """What is compared as a whole value."""
        return tuple(field for field in self.fields if field.is_exact)

    @cached_property
    def scored(self) -> tuple[Field, ...]:
        """What scores beside the text."""
        return tuple(field for field in self.fields if 0 < field.weight < 1)

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """What is given back with a paragraph."""
        return tuple(field for field in self.fields if field.storage not in _APART)

    @cached_property
    def told(self) -> tuple[Field, ...]:
        """What bodies tell of a paragraph and its document."""
        return tuple(field for field in self.stored if field.json is not None)

    @cached_property
    def told_of_document(self) -> tuple[Field, ...]:
        return tuple(field for field in self.told if field.of == "document")

    @cached_property
    def told_of_paragraph(self) -> tuple[Field, ...]:
        """The others, but the name of the document."""
        own = (field for field in self.told if field.of == "paragraph")
        return tuple(field for field in own if field.name != "document")

    @cached_property
    def exported(self) -> tuple[Field, ...]:
        """Columns of exports: the document's fields, then the paragraph's, its heading first."""
        chosen = [field for field in self.stored if field.header is not None]
        own = [field for field in chosen if field.of == "paragraph"]
        own.sort(key=lambda field: field.kind != "text")
        return (*(field for field in chosen if field.of == "document"), *own)

    @cached_property
    def given(self) -> tuple[Field, ...]:
        """What input may say of a document."""
        return tuple(f for f in self.fields if f.of == "document" and f.get is None)

    @cached_property
    def layout(self) -> str:
        """What an index must have been written with: other rows, another layout."""
        return " ".join(f"{field.key}:{field.kind}" for field in self.fields if field.stored)


# The parameters of BM25, measured on three judged sets and all of them mixed: .4–.9 and .3–.5 are
# flat. With the usual b = .75 headings and one-line paragraphs that echo a query beat the paragraph
# that answers it (nDCG@10 .29 against .37 on web questions); repetition says little in a paragraph.
K1 = 0.6
B = 0.4

# Fields may decide between like paragraphs, never lift a poor one: .2 of the text's weight.
_BESIDE = 0.2
# A title says what a paragraph is about; nDCG@10 of drcd, xquad-zh, dureader-demo, judged reports,
# government reports: .9608 .9730 .377 .901 .854 at .2, .9601 .9731 .398 .901 .854 at .6,
# .9585 .9731 .417 .900 .855 at 1.8.
_TITLE = 0.6

SCHEMA = Schema(
    (
        Field("id", "段落编号", "Id", "keyword", "paragraph", in_records=True, header=None),
        Field(
            "document",
            "文献",
            "Document",
            "keyword",
            "paragraph",
            get=lambda document, paragraph: document.slug,
            header=None,
        ),
        Field("ordinal", "段号", "Number", "number", "paragraph"),
        Field("title", "标题", "Title", "text", asked=True, weight=_TITLE, header="题名"),
        Field("heading", "小标题", "Heading", "text", "paragraph", weight=_BESIDE),
        # Those that belong to the paragraph and are matched with its text.
        Field("headings", "所属小标题", "Headings", "texts", "paragraph", json=None, header=None),
        Field(
            "source",
            "来源",
            "Source",
            "keyword",
            facet=1,
            asked=True,
            aliases=("单位", "部门", "机关"),
            weight=_BESIDE,
        ),
        Field(
            "region",
            "地区",
            "Region",
            "path",
            facet=4,
            asked=True,
            aliases=("城市", "省份", "省", "市", "县", "区县", "地方"),
            example="江苏省/南通市",
        ),
        Field("date", "日期", "Date", "date"),
        Field("year", "年份", "Year", "year", facet=5, asked=True),
        Field("genre", "体裁", "Genre", "keyword", facet=6, asked=True),
        # The medium or site where it appeared: not the unit whose work it reports.
        Field("publisher", "刊载处", "Publisher", "keyword", asked=True, weight=_BESIDE),
        Field("doc_number", "文号", "Document number", "keyword"),
        Field("author", "作者", "Author", "keyword"),
        Field(
            "theme",
            "主题",
            "Theme",
            "set",
            "paragraph",
            attribute="themes",
            facet=2,
            asked=True,
        ),
        Field(
            "initiative",
            "举措",
            "Initiative",
            "set",
            "paragraph",
            attribute="initiatives",
            facet=3,
            asked=True,
            weight=_BESIDE,
        ),
        # 待核 where one of them was found and nobody has listed it yet.
        Field(
            "initiative_status",
            "举措状态",
            "Initiative status",
            "set",
            "paragraph",
            filter=True,
            asked=True,
            example="待核",
        ),
        Field("text", "正文", "Text", "text", "paragraph", weight=1, in_records=True, header=None),
        Field("figures", "数据", "Figures", "figures", "paragraph", json=None, header=None),
        Field("url", "网址", "Address", "keyword", json="source_url", header=None),
        # Source and year of its document, where a table's row is of another unit or year.
        Field(
            OF_DOCUMENT,
            "全表",
            "Whole table",
            "keyword",
            get=lambda document, paragraph: dict(document.more).get(OF_DOCUMENT),
            json=None,
            header=None,
        ),
        Field("note", "附注", "Note", "keyword", stored=False),
    )
)
