"""Mentions gathered into entities: the only owner of coreference.

Mentions join where the model says that they are the same participant, where a person's surname follows a full name,
where words repeat, and where both resolve to one acting state. Each entity is anchored at its fullest mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tocsin.compose.settings import Settings
from tocsin.reader.graph import Graph, Node
from tocsin.report import Entity, Noise, Span
from tocsin.resolve import Who, where, who
from tocsin.resolve.persons import person_name
from tocsin.tables import load

WORD = re.compile(r"[^\W\d_][\w'’\-]*")


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
        return tuple(e for e in self.all if e.id in used or not _is_pronoun(e.text))


def in_noise(start: int, end: int, noise: Sequence[Noise]) -> bool:
    """Whether a span lies in noise."""
    return any(n.start < end and start < n.end for n in noise)


@cache
def _pronouns() -> frozenset[str]:
    """`pronouns.yaml`, all languages in one: articles stray between them, and none of these words is a name."""
    return frozenset(w for words in load("tocsin.compose", "pronouns.yaml").values() for w in words)


def _is_pronoun(words: str) -> bool:
    """A pronoun, or one short word in small letters, names nobody by itself."""
    return words.casefold() in _pronouns() or (" " not in words and words[:1].islower() and len(words) <= 6)


def _names(words: str) -> list[str]:
    return [w for w in WORD.findall(words) if w[:1].isupper()]


def _fullness(text: str, node: Node) -> tuple[float, int]:
    words = text[node.start : node.end]
    named = bool(_names(words)) or not any(c.isupper() or c.islower() for c in words)
    return ((0 if _is_pronoun(words) else 1) + 0.5 * named + min(len(words), 80) / 400, -node.start)


def _joinable(a: Node, b: Node) -> bool:
    if a.label == b.label:
        return True
    return {a.label, b.label} <= {"person", "group", "organization"} and {a.label, b.label} != {"person", "organization"}


def _surname(text: str, a: Node, b: Node) -> bool:
    """`b` is the last name (or the whole name) that `a`, a longer mention of a person, ends a run of capitals with."""
    if a.label != "person" or b.label != "person":
        return False
    long, short = _names(text[a.start : a.end]), WORD.findall(text[b.start : b.end])
    if not 1 <= len(short) <= 2 or not short[-1][:1].isupper() or len(short[-1]) < 3:
        return False
    stem = short[-1].casefold()
    # Slavic cases change a name's end: compare all but the last two letters of longer names.
    cut = stem[:-2] if len(stem) > 5 else stem
    return any(x.casefold().startswith(cut) and abs(len(x) - len(stem)) <= 3 for x in long[-2:])


class _Sets:
    """Union-find over a few hundred nodes."""

    def __init__(self, n: int) -> None:
        self.parent = list(range(n))

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        a, b = self.find(i), self.find(j)
        self.parent[max(a, b)] = min(a, b)


def gather(
    text: str,
    graph: Graph,
    sentences: Sequence[Span],
    noise: Sequence[Noise],
    language: str,
    published: str | None,
    settings: Settings,
) -> Cast:
    """All participants of an article, in the order of their fullest mentions."""
    wanted = [
        i for i, n in enumerate(graph.nodes)
        if n.layer == "entity" and n.score >= settings.entity and not in_noise(n.start, n.end, noise)
    ]  # fmt: skip
    # An edge to a weaker mention keeps it: the act vouches for its participant.
    strong = {"actor": settings.actor, "recipient": settings.recipient, "speaker": settings.speaker, "via": settings.via}
    vouched = {e.tail for e in graph.edges if e.score >= strong.get(e.relation, 2.0) + 0.1}
    wanted += [
        i for i in sorted(vouched - set(wanted))
        if graph.nodes[i].layer == "entity" and not in_noise(graph.nodes[i].start, graph.nodes[i].end, noise)
    ]  # fmt: skip
    position = {node: k for k, node in enumerate(wanted)}
    nodes = [graph.nodes[i] for i in wanted]
    known = [who(text[n.start : n.end], language, kind=n.label or "organization", published=published) for n in nodes]
    sets = _Sets(len(nodes))
    for e in sorted(graph.edges, key=lambda e: -e.score):
        if (
            e.relation == "same_participant"
            and e.score >= settings.same_participant
            and e.head in position
            and e.tail in position
        ):
            a, b = position[e.head], position[e.tail]
            if _joinable(nodes[a], nodes[b]) and not _clash(text, nodes, known, sets, a, b):
                sets.join(a, b)
    for a in range(len(nodes)):
        for b in range(len(nodes)):
            if a != b and sets.find(a) != sets.find(b) and _alike(text, nodes, known, a, b):
                sets.join(a, b)
    _refer(text, graph, position, nodes, known, sets)
    clusters: dict[int, list[int]] = {}
    for k in range(len(nodes)):
        clusters.setdefault(sets.find(k), []).append(k)
    context = frozenset(k.country for k in known if k and k.country)
    built = [
        _entity(text, [nodes[k] for k in c], [known[k] for k in c], language, context, settings) for c in clusters.values()
    ]
    of_position = {k: i for i, c in enumerate(clusters.values()) for k in c}
    built = _with_countries(built, {node: of_position[k] for node, k in position.items()}, graph, settings)
    order = sorted(range(len(built)), key=lambda i: (built[i].start, built[i].end))
    ids = {i: f"e{rank + 1}" for rank, i in enumerate(order)}
    of_node = {wanted[k]: ids[i] for i, c in enumerate(clusters.values()) for k in c}
    return Cast(tuple(replace(built[i], id=ids[i]) for i in order), of_node)


def _refer(
    text: str, graph: Graph, position: dict[int, int], nodes: Sequence[Node], known: Sequence[Who | None], sets: _Sets
) -> None:
    """A pronoun left alone refers to somebody: it joins the likeliest mention that it may be, however unsure that is."""
    alone = {k for k in range(len(nodes)) if _is_pronoun(text[nodes[k].start : nodes[k].end])}
    named = {sets.find(k) for k in range(len(nodes)) if k not in alone}
    for e in sorted(graph.edges, key=lambda e: -e.score):
        if e.relation != "same_participant" or e.head not in position or e.tail not in position:
            continue
        a, b = position[e.head], position[e.tail]
        lonely = [k for k in (a, b) if k in alone and sets.find(k) not in named]
        if len(lonely) == 1 and _joinable(nodes[a], nodes[b]) and not _clash(text, nodes, known, sets, a, b):
            sets.join(a, b)
            named.add(sets.find(a))


def _with_countries(built: list[Entity], of_node: dict[int, int], graph: Graph, settings: Settings) -> list[Entity]:
    """Whom no words place gets the country of those that the reader puts in one state with them ("the ministry", "Kyiv")."""
    votes: dict[int, dict[str, float]] = {}
    for e in graph.edges:
        if e.relation == "same_country" and e.score >= settings.same_country and e.head in of_node and e.tail in of_node:
            for a, b in ((of_node[e.head], of_node[e.tail]), (of_node[e.tail], of_node[e.head])):
                country = built[b].country
                if built[a].country is None and country:
                    own = votes.setdefault(a, {})
                    own[country] = own.get(country, 0.0) + e.score
    return [
        replace(e, country=max(sorted(votes[i]), key=lambda c: votes[i][c])) if i in votes else e for i, e in enumerate(built)
    ]


def _clash(text: str, nodes: Sequence[Node], known: Sequence[Who | None], sets: _Sets, a: int, b: int) -> bool:
    """Two clusters that name different states are never one participant, whatever the model says."""

    def states(root: int) -> set[str]:
        return {k.country or "" for i, k in enumerate(known) if sets.find(i) == root and k is not None and k.state}

    x, y = states(sets.find(a)), states(sets.find(b))
    return bool(x and y and not x & y)


def _alike(text: str, nodes: Sequence[Node], known: Sequence[Who | None], a: int, b: int) -> bool:
    x, y = nodes[a], nodes[b]
    if x.label != y.label:
        return False
    ka, kb = known[a], known[b]
    if ka and kb and ka.state and kb.state:
        return ka.country == kb.country and ka.country is not None
    one, two = text[x.start : x.end], text[y.start : y.end]
    if one.casefold() == two.casefold():
        return bool(_names(one)) or (not _is_pronoun(one) and " " in one)
    return _surname(text, x, y)


def _entity(
    text: str, nodes: list[Node], known: list[Who | None], language: str, context: frozenset[str], settings: Settings
) -> Entity:
    votes: dict[str, float] = {}
    for n in nodes:
        votes[n.label or "organization"] = votes.get(n.label or "organization", 0) + n.score
    kind = max(votes, key=lambda k: votes[k])
    best = max(range(len(nodes)), key=lambda i: _fullness(text, nodes[i]))
    anchor = nodes[best]
    facts = [known[best], *(k for i, k in enumerate(known) if i != best)]
    # Own words first, then what other mentions of the same participant add; a state's name inside a mention is weaker than a name.
    first = next((k for k in facts if k and k.name), None)
    country = next((k.country for k in facts if k and k.country), None)
    sectors = next((k.sectors for k in facts if k and k.sectors), ())
    name = first.name if first else None
    words = text[anchor.start : anchor.end]
    place = where(words, language, context) if kind == "place" else None
    if kind == "person":
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
        doubtful=any(k.doubtful for k in facts if k), knowledge_id=first.knowledge_id if first else None,
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
