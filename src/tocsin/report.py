"""The record: what one article was found to say, as values, to and from JSON, and the JSON Schema of it.

A `Report` holds entities, statements, events and tripwires; every one points at the words it came from by half-open
code-point offsets into `Report.text`. Ids (`e1`, `s1`, `v1`, `t1`) are local to a report. Nothing here reads,
resolves or decides: see `compose`.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import msgspec

SCHEMA = "1.0"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the report; 0 <= start < end <= len(text)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span with its words: a trigger or a reporting cue."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression; `value` is an ISO 8601 day, month, year, week or interval of days, None where it has none."""

    text: str
    start: int
    end: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Noise:
    """A span that is not the article's own story; `kind` as in the codebook."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a place entity is: WGS 84 degrees; `precision` is point, city, region, country or vague."""

    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A named or described participant, place or organisation; `text`, `start`, `end` are its fullest mention."""

    id: str
    kind: str
    text: str
    start: int
    end: int
    mentions: tuple[Span, ...] = ()
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    place: Place | None = None
    doubtful: bool = False
    knowledge_id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said it, through whom, and what exactly; `content` are the spans that were said."""

    id: str
    speaker: str | None
    via: str | None
    cue: Quoted
    content: tuple[Span, ...]
    direct: bool = False
    time: Time | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Casualties:
    """Counts the text gives for an event, None where it gives none."""

    killed: int | None = None
    injured: int | None = None
    arrested: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom; `according_to` names statements, outermost last; `confidence` is 0..1."""

    id: str
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    status: str
    historical: bool
    trigger: Quoted
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    time: Time | None = None
    casualties: Casualties = Casualties()
    according_to: tuple[str, ...] = ()
    confidence: float = 0.0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Tripwire:
    """A standing "if this, then that": any of `triggers` would set off `responses` (event ids)."""

    id: str
    issuer: str | None
    on_behalf_of: tuple[str, ...]
    protects: tuple[str, ...]
    triggers: tuple[str, ...]
    responses: tuple[str, ...]
    statement: str | None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """One article's record. `signals` holds scores in 0..1; `made_by` says what made the report."""

    id: str
    text: str
    schema: str = SCHEMA
    source_id: str | None = None
    made_by: Mapping[str, Any] = field(default_factory=dict)
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    noise: tuple[Noise, ...] = ()
    signals: Mapping[str, Any] = field(default_factory=dict)
    sentences: tuple[Span, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    tripwires: tuple[Tripwire, ...] = ()

    def entity(self, id: str | None) -> Entity | None:
        """The entity of that id, None where there is none."""
        return next((e for e in self.entities if e.id == id), None)

    def event(self, id: str | None) -> Event | None:
        """The event of that id, None where there is none."""
        return next((e for e in self.events if e.id == id), None)

    def statement(self, id: str | None) -> Statement | None:
        """The statement of that id, None where there is none."""
        return next((s for s in self.statements if s.id == id), None)

    def __repr__(self) -> str:
        return (
            f"<Report {self.id} {self.language or '?'} {self.published or 'undated'}: {len(self.events)} events, "
            f"{len(self.statements)} statements, {len(self.tripwires)} tripwires>"
        )

    def _repr_html_(self) -> str:
        from tocsin.render.html import fragment

        return fragment(self)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON values, fields in the order of the contract."""
        plain = _plain(self)
        return {name: plain[name] for name in _ORDER}

    def to_json(self) -> str:
        """One line of JSON, non-ASCII letters kept."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """The report that `to_dict` wrote; unknown fields are ignored, missing ones take their defaults.

        Raises ValueError naming the field where a value has the wrong type.
        """
        report: Report = _build(cls, data, "report")
        return report

    @classmethod
    def from_json(cls, line: str | bytes) -> Report:
        """The report that `to_json` or `to_bytes` wrote; raises ValueError as `from_dict` does."""
        try:
            return _decoder().decode(line)
        except (msgspec.MsgspecError, UnicodeError):
            # In words, and with Python's leave for what JSON forbids (NaN, half a surrogate pair).
            return cls.from_dict(json.loads(line))

    def to_bytes(self) -> bytes:
        """The record as compact JSON in UTF-8, for an archive; fields stand in the order of the class."""
        return msgspec.json.encode(self)


_ORDER = [
    "schema",
    "id",
    "source_id",
    "made_by",
    "url",
    "outlet",
    "title",
    "language",
    "published",
    "text",
    "noise",
    "signals",
    "sentences",
    "entities",
    "statements",
    "events",
    "tripwires",
]


@cache
def _decoder() -> msgspec.json.Decoder[Report]:
    return msgspec.json.Decoder(Report)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _build(hint: Any, value: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin is types.UnionType or origin is typing.Union:
        if value is None:
            return None
        (inner,) = (a for a in get_args(hint) if a is not types.NoneType)
        return _build(inner, value, where)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{where} should be a list, is {type(value).__name__}")
        return tuple(_build(get_args(hint)[0], v, f"{where}[{i}]") for i, v in enumerate(value))
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, Mapping):
            raise ValueError(f"{where} should be an object, is {type(value).__name__}")
        hints = _hints(typing.cast(type, hint))
        missing = [
            f.name
            for f in dataclasses.fields(hint)
            if f.name not in value and f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        ]
        if missing:
            raise ValueError(f"{where} lacks {', '.join(missing)}")
        known = {k: _build(hints[k], v, f"{where}.{k}") for k, v in value.items() if k in hints}
        return typing.cast(Any, hint)(**known)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise ValueError(f"{where} should be an object, is {type(value).__name__}")
        return dict(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ValueError(f"{where} should be {hint.__name__}, is {value!r}")
    return value


_JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin is types.UnionType or origin is typing.Union:
        (inner,) = (a for a in get_args(hint) if a is not types.NoneType)
        return {"anyOf": [_schema(inner, definitions), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0], definitions)}
    if dataclasses.is_dataclass(hint):
        name = typing.cast(type, hint).__name__
        if name not in definitions:
            definitions[name] = {}
            hints = _hints(typing.cast(type, hint))
            definitions[name] = {
                "type": "object",
                "description": " ".join((typing.cast(type, hint).__doc__ or "").split()),
                "properties": {f.name: _schema(hints[f.name], definitions) for f in dataclasses.fields(hint)},
                "required": [f.name for f in dataclasses.fields(hint)],
            }
        return {"$ref": f"#/$defs/{name}"}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object"}
    return {"type": _JSON_TYPES[hint]}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a report, generated from the classes above; fields may be added to a record."""
    definitions: dict[str, Any] = {}
    _schema(Report, definitions)
    root = definitions.pop("Report")
    root["properties"] = {name: root["properties"][name] for name in _ORDER}
    root["required"] = list(_ORDER)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"tocsin report {SCHEMA}",
        **root,
        "$defs": definitions,
    }
