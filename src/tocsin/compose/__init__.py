"""From a graph to the record: entities, statements, events and tripwires of one article.

The model says what each span is and what belongs to what; the rules here say what follows: which mentions are one
participant, who is behind a statement, from whom an act is known, which condition is a tripwire. Pure functions of their
arguments; nothing here guesses what no words support.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tocsin.compose.control import controlled
from tocsin.compose.entities import gather
from tocsin.compose.events import compose_events
from tocsin.compose.settings import Settings
from tocsin.compose.statements import compose_statements
from tocsin.compose.tripwires import compose_tripwires
from tocsin.reader.graph import Graph
from tocsin.report import Entity, Event, Noise, Span, Statement, Tripwire

__all__ = ["Composed", "Settings", "compose"]


@dataclass(frozen=True, slots=True)
class Composed:
    """What an article was found to say, ids given in text order."""

    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    tripwires: tuple[Tripwire, ...]


def compose(
    text: str,
    graph: Graph,
    sentences: Sequence[Span],
    noise: Sequence[Noise],
    language: str,
    published: str | None,
    settings: Settings,
    tables: Path | None = None,
) -> Composed:
    """Compose one article; `published` is its ISO date or None, `language` a BCP 47 tag, `tables` a folder of the user's own knowledge tables."""
    cast = gather(text, graph, noise, language, published, settings, tables)
    statements = compose_statements(text, graph, sentences, noise, cast, language, published, settings)
    events, of_node = compose_events(text, graph, sentences, cast, statements, language, published, settings)
    tripwires = compose_tripwires(graph, sentences, statements, events, of_node, settings)
    events = controlled(events, statements, tripwires, cast)
    used = {x for s in statements for x in (s.speaker, s.via) if x}
    used |= {x for v in events for x in (*v.actors, *v.recipients, v.place) if x}
    used |= {x for t in tripwires for x in (t.issuer, *t.on_behalf_of, *t.protects) if x}
    return Composed(cast.entities(used), statements, events, tripwires)
