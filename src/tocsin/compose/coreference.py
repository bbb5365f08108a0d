"""Which mentions are one participant: the model's edges, repeated words, surnames, states under several names, and what only refers back.

A pronoun, or a noun phrase such as "the ministry" or "the country" (`knowledge/nouns/`), names nobody by itself: it joins the mention that
the model finds likeliest, else the nearest one before it that it may stand for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from tocsin.compose.settings import Settings
from tocsin.reader.graph import Graph, Node
from tocsin.resolve import Who
from tocsin.resolve.gazetteer import cities
from tocsin.resolve.nouns import refers
from tocsin.tables import load

WORD = re.compile(r"[^\W\d_][\w'’\-]*")


@cache
def _pronouns() -> frozenset[str]:
    """`pronouns.yaml`, all languages in one: articles stray between them, and none of these words is a name."""
    return frozenset(w for words in load("tocsin.compose", "pronouns.yaml").values() for w in words)


def is_pronoun(words: str) -> bool:
    """A pronoun, or one short word in small letters, names nobody by itself."""
    return words.casefold() in _pronouns() or (" " not in words and words[:1].islower() and len(words) <= 6)


def names_in(words: str) -> list[str]:
    return [w for w in WORD.findall(words) if w[:1].isupper()]


def _joinable(a: Node, b: Node) -> bool:
    if a.label == b.label:
        return True
    return {a.label, b.label} <= {"person", "group", "organization"} and {a.label, b.label} != {"person", "organization"}


def _surname(text: str, a: Node, b: Node) -> bool:
    """`b` is the last name (or the whole name) that `a`, a longer mention of a person, ends a run of capitals with."""
    if a.label != "person" or b.label != "person":
        return False
    long, short = names_in(text[a.start : a.end]), WORD.findall(text[b.start : b.end])
    if not 1 <= len(short) <= 2 or not short[-1][:1].isupper() or len(short[-1]) < 3:
        return False
    stem = short[-1].casefold()
    # Slavic cases change a name's end: compare all but the last two letters of longer names.
    cut = stem[:-2] if len(stem) > 5 else stem
    return any(x.casefold().startswith(cut) and abs(len(x) - len(stem)) <= 3 for x in long[-2:])


class Sets:
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


def joined(
    text: str,
    graph: Graph,
    position: dict[int, int],
    nodes: Sequence[Node],
    known: Sequence[Who | None],
    language: str,
    settings: Settings,
) -> Sets:
    """Mentions to sets of one participant each; `position` maps a graph's node to its place in `nodes`."""
    sets = Sets(len(nodes))
    edges = sorted(
        (e for e in graph.edges if e.relation == "same_participant" and e.head in position and e.tail in position),
        key=lambda e: -e.score,
    )
    for e in edges:
        if e.score >= settings.same_participant:
            a, b = position[e.head], position[e.tail]
            if _joinable(nodes[a], nodes[b]) and not _clash(known, sets, a, b):
                sets.join(a, b)
    for a in range(len(nodes)):
        for b in range(len(nodes)):
            if (
                a != b
                and sets.find(a) != sets.find(b)
                and (_alike(text, nodes, known, a, b) or _bare(text, nodes, known, sets, a, b))
            ):
                sets.join(a, b)
    alone = {k for k, n in enumerate(nodes) if is_pronoun(text[n.start : n.end])}
    what = {
        k: r for k, n in enumerate(nodes) if k not in alone and (r := refers(text[n.start : n.end], language)) and r in MEANT
    }
    named = {sets.find(k) for k in range(len(nodes)) if k not in alone and k not in what}
    for e in edges:
        a, b = position[e.head], position[e.tail]
        lonely = [k for k in (a, b) if (k in alone or k in what) and sets.find(k) not in named]
        if len(lonely) == 1 and _joinable(nodes[a], nodes[b]) and not _clash(known, sets, a, b):
            sets.join(a, b)
            named.add(sets.find(a))
    for k, kind in what.items():
        if sets.find(k) not in named:
            before = [
                j
                for j, n in enumerate(nodes)
                if n.start < nodes[k].start and sets.find(j) in named and (w := known[j]) and MEANT[kind](w)
            ]
            if before:
                sets.join(max(before, key=lambda j: nodes[j].start), k)
                named.add(sets.find(k))
    return sets


MEANT: dict[str, Callable[[Who], bool]] = {
    "country": lambda w: w.state,
    "government": lambda w: w.state or ":government:" in (w.knowledge_id or ""),
    "ministry": lambda w: "_ministry:" in (w.knowledge_id or ""),
    "army": lambda w: "MIL" in w.sectors[:1],
    "police": lambda w: "COP" in w.sectors[:1],
    "party": lambda w: "PTY" in w.sectors[:1],
    "agency": lambda w: "JRN" in w.sectors[:1],
    "group": lambda w: bool({"REB", "PRM", "UAF"} & set(w.sectors[:1])) and w.name is not None,
}
"""What a noun phrase that refers back may stand for, by what is known of a mention before it."""


def _clash(known: Sequence[Who | None], sets: Sets, a: int, b: int) -> bool:
    """Two clusters that name different states are never one participant, whatever the model says."""

    def states(root: int) -> set[str]:
        return {k.country or "" for i, k in enumerate(known) if sets.find(i) == root and k is not None and k.state}

    x, y = states(sets.find(a)), states(sets.find(b))
    return bool(x and y and not x & y)


def _alike(text: str, nodes: Sequence[Node], known: Sequence[Who | None], a: int, b: int) -> bool:
    x, y = nodes[a], nodes[b]
    ka, kb = known[a], known[b]
    if x.label != y.label:
        return False
    if ka and kb and ka.state and kb.state:
        return ka.country == kb.country and ka.country is not None
    one, two = text[x.start : x.end], text[y.start : y.end]
    if one.casefold() == two.casefold():
        return bool(names_in(one)) or (not is_pronoun(one) and " " in one)
    return _surname(text, x, y)


def _bare(text: str, nodes: Sequence[Node], known: Sequence[Who | None], sets: Sets, a: int, b: int) -> bool:
    """`b` is the bare surname of the person `a`, though the reader took it for a body: no table and no map knows it, nor what is one with it."""
    long, short = names_in(text[nodes[a].start : nodes[a].end]), text[nodes[b].start : nodes[b].end]
    if nodes[a].label != "person" or nodes[b].label != "organization" or len(long) < 2 or long[-1] != short:
        return False
    own = [k for k in range(len(nodes)) if sets.find(k) == sets.find(b)]
    return all(known[k] is None and text[nodes[k].start : nodes[k].end] == short for k in own) and not cities(short)
