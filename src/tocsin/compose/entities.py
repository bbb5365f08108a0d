"""Mentions gathered into entities: which are one is `coreference.py`'s; here each gets its anchor, name, country, sectors and place.

An entity is anchored at its fullest mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tocsin.compose.coreference import is_pronoun, joined, names_in
from tocsin.compose.settings import Settings
from tocsin.reader.graph import Graph, Node
from tocsin.report import Entity, Noise, Place, Span
from tocsin.resolve.names import body_name, state_name
from tocsin.resolve.persons import person_name
from tocsin.resolve.where import places
from tocsin.resolve.who import Who, who


@dataclass(frozen=True, slots=True)
class Cast:
    """The participants of an article: `of_node` maps a graph's node to its entity id."""

    all: tuple[Entity, ...]
    of_node: dict[int, str]

    def get(self, id: str | None) -> Entity | None:
        """The entity of that id."""
        return next((e for e in self.all if e.id == id), None)

    def entities(self, used: set[str]) -> tuple[Entity, ...]:
        """Participants that something refers to, and every named one; a bare pronoun that nothing needs is left out."""
        return tuple(e for e in self.all if e.id in used or not is_pronoun(e.text))


def in_noise(start: int, end: int, noise: Sequence[Noise]) -> bool:
    """Whether a span lies in noise."""
    return any(n.start < end and start < n.end for n in noise)


def _fullness(text: str, node: Node) -> tuple[float, int]:
    words = text[node.start : node.end]
    named = bool(names_in(words)) or not any(c.isupper() or c.islower() for c in words)
    return ((0 if is_pronoun(words) else 1) + 0.5 * named + min(len(words), 80) / 400, -node.start)


def gather(
    text: str,
    graph: Graph,
    noise: Sequence[Noise],
    language: str,
    published: str | None,
    settings: Settings,
    tables: Path | None = None,
) -> Cast:
    """All participants of an article, in the order of their fullest mentions."""
    wanted = [
        i for i, n in enumerate(graph.nodes)
        if n.layer == "entity" and n.score >= settings.entity and not in_noise(n.start, n.end, noise)
    ]  # fmt: skip
    # An edge to a weaker mention keeps it: the act vouches for its participant.
    strong = {
        "actor": settings.actor, "recipient": settings.recipient, "place": settings.place + 0.3, "speaker": settings.speaker, "via": settings.via
    }  # fmt: skip
    vouched = {e.tail for e in graph.edges if e.score >= strong.get(e.relation, 2.0) + 0.1}
    wanted += [
        i for i in sorted(vouched - set(wanted))
        if graph.nodes[i].layer == "entity" and not in_noise(graph.nodes[i].start, graph.nodes[i].end, noise)
    ]  # fmt: skip
    wanted = [i for i in wanted if not _overrun(graph, i, wanted)]
    position = {node: k for k, node in enumerate(wanted)}
    nodes = [graph.nodes[i] for i in wanted]
    known = [who(text[n.start : n.end], language, n.label or "organization", published, tables) for n in nodes]
    sets = joined(text, graph, position, nodes, known, language, settings)
    clusters: dict[int, list[int]] = {}
    for k in range(len(nodes)):
        clusters.setdefault(sets.find(k), []).append(k)
    context = frozenset(k.country for k in known if k and k.country)
    mentions = [[nodes[k] for k in c] for c in clusters.values()]
    anchors = [max(range(len(m)), key=lambda i: _fullness(text, m[i])) for m in mentions]
    kinds = [_kind(m, a) for m, a in zip(mentions, anchors, strict=True)]
    own = {i: mentions[i][anchors[i]] for i, kind in enumerate(kinds) if kind == "place"}
    found = places([text[n.start : n.end] for n in own.values()], language, context, tables, [n.start for n in own.values()])
    placed = dict(zip(own, found, strict=True))
    built = [
        _entity(text, mentions[i], [known[k] for k in c], kinds[i], anchors[i], placed.get(i), language, settings)
        for i, c in enumerate(clusters.values())
    ]
    of_position = {k: i for i, c in enumerate(clusters.values()) for k in c}
    built = _with_countries(built, {node: of_position[k] for node, k in position.items()}, graph, settings)
    order = sorted(range(len(built)), key=lambda i: (built[i].start, built[i].end))
    ids = {i: f"e{rank + 1}" for rank, i in enumerate(order)}
    of_node = {wanted[k]: ids[i] for i, c in enumerate(clusters.values()) for k in c}
    return Cast(tuple(replace(built[i], id=ids[i]) for i in order), of_node)


CUE = 0.4
"""Least probability of a cue that no mention may run over."""


def _overrun(graph: Graph, i: int, wanted: Sequence[int]) -> bool:
    """A mention that runs over a cue into another one ("the bridge, said the mayor") is none."""
    n = graph.nodes[i]
    return any(c.layer == "cue" and c.score >= CUE and n.start < c.start and c.end < n.end for c in graph.nodes) and any(
        n.start < graph.nodes[k].start and graph.nodes[k].end <= n.end for k in wanted
    )


def _kind(nodes: Sequence[Node], anchor: int) -> str:
    """What most mentions are; who is a person at full length is one under his bare surname too."""
    if nodes[anchor].label == "person":
        return "person"
    votes: dict[str, float] = {}
    for n in nodes:
        votes[n.label or "organization"] = votes.get(n.label or "organization", 0) + n.score
    return max(votes, key=lambda k: votes[k])


def _with_countries(built: list[Entity], of_node: dict[int, int], graph: Graph, settings: Settings) -> list[Entity]:
    """Whom no words place gets the country of those that the reader puts in one state with them ("the ministry", "Kyiv"), on average over
    the mentions of both."""
    scores: dict[tuple[int, int], list[float]] = {}
    for e in graph.edges:
        if e.relation == "same_country" and e.head in of_node and e.tail in of_node:
            scores.setdefault((of_node[e.head], of_node[e.tail]), []).append(e.score)
    votes: dict[int, dict[str, float]] = {}
    for pair, own in scores.items():
        mean = sum(own) / len(own)
        for i, j in (pair, pair[::-1]):
            country = built[j].country
            if mean >= settings.same_country and built[i].country is None and country:
                votes.setdefault(i, {})[country] = votes.get(i, {}).get(country, 0.0) + mean
    return [_placed(e, max(sorted(votes[i]), key=lambda c: votes[i][c])) if i in votes else e for i, e in enumerate(built)]


def _placed(e: Entity, country: str) -> Entity:
    """An entity with its country, and, where its words name a kind of body ("the ministry of defence"), with that body's name."""
    kind, _, rest = (e.knowledge_id or "").partition(":")
    office = rest.partition(":")[0]
    if kind == "body" and e.name is None and (name := body_name(office, country)):
        return replace(e, country=country, name=name, knowledge_id=f"body:{office}:{country}")
    return replace(e, country=country)


def _entity(
    text: str,
    nodes: list[Node],
    known: list[Who | None],
    kind: str,
    best: int,
    place: Place | None,
    language: str,
    settings: Settings,
) -> Entity:
    """One entity; `best` is the number of its fullest mention."""
    anchor = nodes[best]
    facts = [known[best], *(k for i, k in enumerate(known) if i != best)]
    # Own words first, then what other mentions of the same participant add; a state's name inside a mention is weaker than a name.
    first = next((k for k in facts if k and k.name), None)
    country = next((k.country for k in facts if k and k.country), None)
    sectors = next((k.sectors for k in facts if k and k.sectors), ())
    name = first.name if first else None
    if any(k and k.state and k.country == country and k.name == state_name(country) for k in facts):
        # "Cairo" and "Egypt": the state's own name comes before its capital's.
        name = state_name(country)
    words = text[anchor.start : anchor.end]
    if kind == "person" and not (first and (first.knowledge_id or "").startswith("person:")):
        name = person_name(words, language)
    if place is not None:
        name, country = name or place.name, country or place.country
    if kind == "place":
        sectors = ()
    elif not sectors:
        sectors = _sectors(nodes, settings)
    return Entity(
        id="", kind=kind, text=words, start=anchor.start, end=anchor.end,
        mentions=tuple(Span(n.start, n.end) for n in sorted(nodes, key=lambda n: n.start)),
        name=name, country=country, sectors=tuple(sectors),
        place=place,
        doubtful=any(k.doubtful for k in facts if k), knowledge_id=next((k.knowledge_id for k in facts if k and k.knowledge_id), None),
    )  # fmt: skip


def _sectors(nodes: Iterable[Node], settings: Settings) -> tuple[str, ...]:
    """The model's sectors, averaged over mentions, likeliest first; where none is likely enough, the likeliest at half the threshold."""
    total: dict[str, float] = {}
    weight = 0.0
    for n in nodes:
        weight += n.score
        for name, p in n.scores.items():
            if name.startswith("sector:"):
                total[name[7:]] = total.get(name[7:], 0) + p * n.score
    ranked = sorted(((p / max(weight, 1e-6), s) for s, p in total.items()), reverse=True)
    enough = [s for p, s in ranked if p >= settings.sector] or [s for p, s in ranked[:1] if p >= settings.sector / 2]
    return tuple(enough[:3])
