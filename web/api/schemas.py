"""Describe what the API answers with, as JSON Schema: the components of /api/openapi.json."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeAlias

from indexer.model.documents import WAITING
from indexer.model.figures import COMPARISONS, DIRECTIONS, KINDS, MODALITIES, ROLES
from indexer.model.schema import SCHEMA, Field, Kind
from search.figures.results import IndicatorCount
from search.results import IndexStatus
from web.errors import STATUS

Schema: TypeAlias = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_MAYBE_COUNT: Schema = {"type": ["integer", "null"]}
_TEXTS: Schema = {"type": "array", "items": TEXT}
_BY_TYPE: dict[str, Schema] = {"str": TEXT, "int": COUNT, "tuple[str, ...]": _TEXTS}
_BY_KIND: dict[Kind, Schema] = {
    "text": _MAYBE_TEXT,
    "keyword": _MAYBE_TEXT,
    "date": _MAYBE_TEXT,
    "set": _TEXTS,
    "path": _TEXTS,
    "texts": _TEXTS,
    "year": _MAYBE_COUNT,
    "number": _MAYBE_COUNT,
}
_ALWAYS: dict[str, Schema] = {  # of every paragraph
    "id": TEXT,
    "document": TEXT,
    "ordinal": {"type": "integer", "minimum": 1},
    "text": TEXT,
}
_MARKS: Schema = {
    "type": "array",
    "description": "Code-point offsets, end-exclusive",
    "items": {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2},
}


def schemas() -> dict[str, Schema]:
    """Every body by its name."""
    return {
        **_search_schemas(),
        **_document_schemas(),
        **_taxonomy_schemas(),
        "Figures": _figures_schema(),
        "Terms": _terms_schema(),
        "Indicators": _object(indicators=_array(_value(IndicatorCount)), total=COUNT),
        "Status": _value(IndexStatus),
        "Health": _object(status=TEXT),
        "Ready": _object(status=TEXT, generation=TEXT),
        "Problem": _object(
            type=TEXT,
            title=TEXT,
            status={"type": "integer", "minimum": 400, "maximum": 599},
            detail=TEXT,
            code={"type": "string", "examples": sorted(STATUS)},
        ),
    }


_CANDIDATE = "Of an initiative that was found in the texts and that nobody has listed yet"


def _search_schemas() -> dict[str, Schema]:
    facet = _object(value=TEXT, count=COUNT, selected={"type": "boolean"})
    facet["properties"]["parent"] = {**_MAYBE_TEXT, "description": "Regions: the path above"}
    facet["properties"]["status"] = {"const": WAITING, "description": _CANDIDATE}
    rows = _list_of("FacetValue")
    completion = _object(text=TEXT, kind=TEXT, count=COUNT)
    return {
        "FacetValue": facet,
        "Hit": _hit_schema(),
        "SearchResponse": _search_response(rows),
        "Similar": _object(
            similar=_array(_object(**_paragraph_properties(), cosine={"type": "number"})),
            note=TEXT,
        ),
        "Suggestions": _object(suggestions=_array(completion)),
    }


def _search_response(rows: Schema) -> Schema:
    told = "Rows of the table that answer a question, `year_told`, `compared`, `lasted`, `shown`"
    body = _object(
        query=_query_schema(),
        total=COUNT,
        matches=_with_more(_object(phrase=COUNT, all=COUNT, some=COUNT), semantic=COUNT),
        total_documents=COUNT,
        page={"type": "integer", "minimum": 1},
        size={"type": "integer", "minimum": 1},
        took_ms={"type": "number", "minimum": 0},
        generation=TEXT,
        hits=_list_of("Hit"),
        facets=_object(**{field: rows for field in SCHEMA.facets}),
        facet_values=_object(**{field: COUNT for field in SCHEMA.facets}),
        answers={"type": "array", "items": {"type": "object"}, "description": told},
    )
    return body


def _terms_schema() -> Schema:
    counts: Schema = {"type": "object", "additionalProperties": COUNT}
    term = _object(
        text=TEXT, paragraphs=COUNT, documents=COUNT, first_year=_MAYBE_COUNT, counts=counts
    )
    return _object(
        by={"type": "string", "enum": ["source", "year"]},
        count={"type": "string", "enum": ["paragraphs", "documents"]},
        values=_TEXTS,
        terms=_array(term),
        left_out=_object(repeated=COUNT, too_long=COUNT, too_many=COUNT),
        stripped=_array(_object(line=TEXT, name=TEXT)),
        generation=TEXT,
    )


def _hit_schema() -> Schema:
    part = _object(part=TEXT, score={"type": "number"})
    hit = _object(
        **_paragraph_properties(),
        score={"type": "number"},
        match={"type": "string", "enum": ["phrase", "all", "some", "semantic"]},
        marks=_MARKS,
        title_marks=_MARKS,
        heading_marks=_MARKS,
        lacks=_TEXTS,
        across_words={"type": "boolean"},
        headings=_array(_object(text=TEXT, marks=_MARKS)),
        explanation=_array(part),
        in_document=_MAYBE_COUNT,
    )
    is_cut = {"type": "boolean", "description": "only where the page had no room for the text"}
    return {**hit, "properties": {**hit["properties"], "text_cut": is_cut}}


def _query_schema() -> Schema:
    expansion = _object(**{"from": TEXT, "to": _TEXTS, "kind": TEXT})
    entity = _object(text=TEXT, field=TEXT, value=TEXT, total=COUNT)
    suggestion = _object(text=TEXT, reason=TEXT, total=COUNT)
    expansions, entities = _array(expansion), _array(entity)
    narrowing = _object(text=TEXT, normalized=TEXT, expansions=expansions, entities=entities)
    asked = _object(
        text=TEXT,
        mode={"type": "string", "enum": ["smart", "exact"]},
        normalized=TEXT,
        expansions=expansions,
        suggestions=_array(suggestion),
        notes=_TEXTS,
        entities=entities,
        corrected=_MAYBE_TEXT,
        unheld=_TEXTS,
        lacking=_TEXTS,
        units=_TEXTS,
        within=_array(narrowing),
    )
    return _with_more(asked, semantic={"type": "boolean"})


def _paragraph_properties() -> dict[str, Schema]:
    url = {**TEXT, "description": "Our reading view, sub-path included"}
    return {**_field_properties(SCHEMA.told), "url": url}


def _field_properties(fields: Iterable[Field]) -> dict[str, Schema]:
    """Fields of the schema as they stand in bodies."""
    return {
        field.json_name: {**_ALWAYS.get(field.name, _BY_KIND[field.kind]), "title": field.english}
        for field in fields
    }


def _document_schemas() -> dict[str, Schema]:
    document = _object(
        slug=TEXT, paragraphs=COUNT, url=TEXT, **_field_properties(SCHEMA.told_of_document)
    )
    paragraph = _object(**_field_properties(SCHEMA.told_of_paragraph))
    return {
        "Paragraph": _object(**_paragraph_properties()),
        "Document": document,
        "Documents": _object(documents=_list_of("Document"), total=COUNT, page=COUNT, size=COUNT),
        "Reading": _object(
            document={"$ref": "#/components/schemas/Document"},
            next={"type": ["integer", "null"], "minimum": 2},
            paragraphs=_array(paragraph),
        ),
    }


def _figures_schema() -> Schema:
    maybe_enum = {"role": ROLES, "direction": DIRECTIONS, "comparison": COMPARISONS}
    decimal: Schema = {"type": ["string", "null"], "pattern": r"^[0-9]+(\.[0-9]*[1-9])?$"}
    texts = ("subject", "qualifier", "base", "pair", "period", "period_text", "place")
    right = _object(
        **dict.fromkeys(("paragraph", "unit", "value_text", "quote"), TEXT),
        **dict.fromkeys(("value", "value_max"), decimal),
        direction={"enum": [*DIRECTIONS, None]},
    )
    row = _object(
        **dict.fromkeys(("id", "document", "paragraph", "indicator", "unit"), TEXT),
        **_field_properties(SCHEMA.told_of_document),
        ordinal=_ALWAYS["ordinal"],
        kind={"type": "string", "enum": list(KINDS)},
        value=decimal,
        value_max=decimal,
        **dict.fromkeys(("value_text", "group", "quote", "url", "family"), TEXT),
        **dict.fromkeys(("value_start", "value_end", "start", "end"), COUNT),
        **{name: {"enum": [*values, None]} for name, values in maybe_enum.items()},
        **dict.fromkeys(texts, _MAYBE_TEXT),
        modality={"type": "string", "enum": list(MODALITIES)},
        corrected={"anyOf": [right, {"type": "null"}]},
    )
    unread = _object(paragraph=TEXT, text=TEXT, start=COUNT, end=COUNT, reason=TEXT)
    return _object(
        rows=_array(row),
        total=COUNT,
        page={"type": "integer", "minimum": 1},
        size={"type": "integer", "minimum": 1},
        generation=TEXT,
        unread=_array(unread),
        unread_total=COUNT,
        notes=_TEXTS,
    )


def _taxonomy_schemas() -> dict[str, Schema]:
    source = _object(name=TEXT, aliases=_TEXTS)
    theme = _object(name=TEXT, definition=TEXT)
    initiative = _object(name=TEXT, aliases=_TEXTS, kind=TEXT, themes=_TEXTS, count=COUNT)
    initiative["properties"]["status"] = {"const": WAITING, "description": _CANDIDATE}
    return {
        "Taxonomy": _object(
            sources=_array(source),
            themes=_array(theme),
            initiatives=_array(initiative),
        )
    }


def _object(**properties: Schema) -> Schema:
    """An object in which every property is required: absent values are null or []."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _with_more(schema: Schema, **properties: Schema) -> Schema:
    """The same object, with properties that need not be there."""
    return {**schema, "properties": {**schema["properties"], **properties}}


def _value(kind: type[Any]) -> Schema:
    """A value that travels as it is, by its plain fields: no other is always there."""
    told = {one.name: _BY_TYPE.get(str(one.type)) for one in fields(kind)}
    return _object(**{name: schema for name, schema in told.items() if schema})


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _list_of(name: str) -> Schema:
    return _array({"$ref": f"#/components/schemas/{name}"})
